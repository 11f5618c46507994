"""Someone at the site without a browser: plain requests that keep a cookie, for many at once and for sudden ends."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.builders import BENS_PAGES

Typed = Mapping[str, Sequence[str]]
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_COOKIE = re.compile(r"^v=([^;]*)")
_CODE = re.compile(r'id="access-code"[^>]*>(.*?)</p>', re.DOTALL)
PATIENCE_SECONDS = 20.0


class LostAnswer(Exception):
    """The other end went away before it answered: nothing is known of what was asked."""


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    words: str


@dataclass(slots=True)
class PlainVisitor:
    """Asks for pages and sends forms; raises LostAnswer when the site is killed under it."""

    public_url: str
    cookie: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def look(self, path: str) -> Answer:
        return self._ask("GET", path)

    def send(self, path: str, fields: Typed, at: str = "") -> Answer:
        """Take the token from the form's own page and send it."""
        token = _TOKEN.search(self.look(at or path).words)
        if token is None:
            raise AssertionError(f"no form at {at or path}")
        return self.post(path, {**fields, "csrf_token": [token[1]]})

    def post(self, path: str, fields: Typed) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def fills_in(self, pages: Typed | Mapping[str, Typed] = BENS_PAGES) -> None:
        """Begin a form and answer every page, up to the check."""
        here = self.send("/en/refer", {}).location
        for _ in range(30):
            slug = here.rsplit("/", 1)[1]
            if slug == "check":
                return
            here = self.send(here, pages.get(slug, {})).location  # type: ignore[arg-type]  # pages by slug
        raise AssertionError(f"still at {here}")

    def sends(self) -> str:
        """Press send and return the code of the receipt."""
        assert self.send("/en/refer/check", {}).location.endswith("/refer/sent")
        return self.reads_code()

    def reads_code(self) -> str:
        found = _CODE.search(self.look("/en/refer/sent").words)
        if found is None:
            raise AssertionError("no code on the sent page")
        return re.sub(r"\D", "", re.sub(r"<[^>]+>", "", found[1]))

    def opens(self, code: str) -> str:
        """Open a page by its code and return its words; empty when it did not open."""
        self.send("/en/status", {"code": [code]})
        page = self.look("/en/status").words
        return page if "RJ-" in page else ""

    def writes(self, words: str) -> None:
        """Send a message; returning means that it was acknowledged."""
        self.send("/en/status/message", {"words": [words]}, at="/en/status")
        if "Your message is sent" not in self.look("/en/status").words:
            raise LostAnswer("not acknowledged")

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        where = urlsplit(self.public_url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE_SECONDS)
        headers = {**self.headers, "Cookie": f"v={self.cookie}" if self.cookie else ""}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            words = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise LostAnswer(str(error)) from error
        finally:
            connection.close()
        for value in response.headers.get_all("Set-Cookie", []):
            kept = _COOKIE.match(value)
            self.cookie = kept[1] if kept else self.cookie
        return Answer(response.status, response.headers.get("Location", ""), words)
