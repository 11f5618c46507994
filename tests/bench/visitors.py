"""People as the bench needs them: a browser that keeps its cookie, somebody in the middle of a form, an opened page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import Caller, write_request
from tests.builders import AMIRAS_PAGES

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
COOKIE = re.compile(rb"\r\nset-cookie: ([^;\r]+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
FORM = "application/x-www-form-urlencoded"


class Visitor:
    """Somebody with a browser, on one connection."""

    def __init__(self, port: int) -> None:
        self._caller = Caller(port)
        self.cookie = ""

    def look(self, path: str) -> bytes:
        """Ask for a page; return the whole answer."""
        return self.ask(self.write_look(path))

    def send(self, path: str, fields: Mapping[str, Sequence[str]], *, at: str = "") -> str:
        """Press the button of the form at `at`, the form's own address when not given; return where it leads."""
        answer = self.ask(self.write_send(path, fields, self.look(at or path)))
        found = LOCATION.search(answer)
        if found is None:
            raise RuntimeError(f"{path} leads nowhere: {answer[:200]!r}")
        return found[1].decode()

    def write_look(self, path: str) -> bytes:
        """Return the request for a page."""
        return write_request(path, Cookie=self.cookie)

    def write_send(self, path: str, fields: Mapping[str, Sequence[str]], page: bytes) -> bytes:
        """Return the request that sends the form of a page."""
        token = TOKEN.search(page)
        if token is None:
            raise RuntimeError(f"there is no form at {path}: {page[:200]!r}")
        body = urlencode({**fields, "csrf_token": [token[1].decode()]}, doseq=True).encode()
        return write_request(path, "POST", body, Cookie=self.cookie, Content_Type=FORM, Accept="text/html")

    def ask(self, request: bytes) -> bytes:
        """Send any request; keep the cookie that comes back."""
        status, answer = self._caller.ask(request)
        if status not in {200, 202, 303}:
            raise RuntimeError(f"{request[:80]!r} was answered {status}")
        found = COOKIE.search(answer)
        self.cookie = found[1].decode() if found else self.cookie
        return answer

    def fill_in(self) -> None:
        """Fill in the form as Amira does, up to the page that sends it."""
        path = self.send("/en/refer", {})
        while not path.endswith("/check"):
            path = self.send(path, AMIRAS_PAGES[path.rsplit("/", 1)[1]])

    def open_page(self, code: str) -> None:
        """Open a page with its code."""
        self.send("/en/status", {"code": [code]})
        if b'class="stages"' not in self.look("/en/status"):
            raise RuntimeError("the page did not open")

    def close(self) -> None:
        """Hang up."""
        self._caller.close()


def list_demo_cases(data_dir: Path, *stages: str) -> list[tuple[str, str]]:
    """List the made-up cases at these stages whose person reads English: reference and code."""
    rows = (line.split() for line in (data_dir / "demo-codes").read_text().splitlines())
    return [(row[0], row[1]) for row in rows if row[2] in stages and row[3] == "en"]
