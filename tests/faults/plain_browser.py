"""A browser without a screen: plain requests that keep one cookie, for many at once and for sudden ends."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

Typed = Mapping[str, Sequence[str]]
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
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
class PlainBrowser:
    """Asks for pages and sends forms; raises LostAnswer when the site is killed under it."""

    site_url: str
    cookie: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    cookie_name: ClassVar[str]

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

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        where = urlsplit(self.site_url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE_SECONDS)
        headers = {**self.headers, "Cookie": f"{self.cookie_name}={self.cookie}" if self.cookie else ""}
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
            name, _, rest = value.partition("=")
            self.cookie = rest.partition(";")[0] if name == self.cookie_name else self.cookie
        return Answer(response.status, response.headers.get("Location", ""), words)
