"""What is said to requests that gunicorn refuses by itself, before a site sees them: an address or a cookie too long.

Kind, with the sites' own care, and with nothing of the request or its sender in the log. It is gunicorn's worker class
for both sites (serve.py). In English, since nobody knows the language yet, with the way to help in each.
"""

from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    InvalidHeader,
    InvalidHeaderName,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

from portal.texts.languages import OFFERED

_HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "Cache-Control: no-store",
)
# Safety: a cookie that is too long comes with every request, and would keep its owner out for good
_FORGET = ('Clear-Site-Data: "cookies"', *(f"Set-Cookie: {name}=; Path=/; Max-Age=0" for name in ("v", "desk")))
_BROKEN = ("400 Bad Request", "We could not read that", "Something got mixed up on the way from your browser to us.")
_ANSWERS: dict[type[Exception], tuple[str, str, str]] = {
    LimitRequestLine: ("414 URI Too Long", "That address is too long", "If somebody gave you a link, copy it again."),
    LimitRequestHeaders: (
        "431 Request Header Fields Too Large",
        "Please try again",
        "Your browser sent us more than we can take. We have asked it to forget that, so it may work now.",
    ),
    InvalidRequestLine: _BROKEN,
    InvalidHeader: _BROKEN,
    InvalidHeaderName: _BROKEN,
    ParseException: _BROKEN,
}
_OURS = ("500 Internal Server Error", "Something went wrong here", "It is our mistake, not yours. Please try again.")


class Door(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, whose own refusals are pages like ours."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that no site has seen."""
        del req, addr
        status, heading, what_to_do = next((words for kind, words in _ANSWERS.items() if isinstance(exc, kind)), _OURS)
        # Safety: gunicorn would write the sender's address, and the path, which may be a secret link
        self.log.warning("refused at the door, %s: %s", status[:3], type(exc).__name__)
        try:
            util.write_nonblock(client, write_answer(status, heading, what_to_do, has_help=self._is_public()))
        except OSError as error:
            self.log.debug("nobody waits for an answer: %s", type(error).__name__)

    def _is_public(self) -> bool:
        return str(self.app.app_uri).endswith(":public")


def write_answer(status: str, heading: str, what_to_do: str, *, has_help: bool) -> bytes:
    """Return a whole answer, as it goes over the wire."""
    ways = "".join(
        f'<p lang="{each.code}" dir="{each.direction}"><a href="/{each.code}/get-help-now">{each.name}</a></p>\n'
        for each in OFFERED
    )
    page = (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{heading}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        + ('<p><a href="/leave" rel="nofollow noreferrer">Leave this site</a></p>\n' if has_help else "")
        + f"<h1>{heading}</h1>\n<p>{what_to_do}</p>\n<p>Nothing that you sent before is lost.</p>\n"
        '<p><a href="/">Go to the first page</a></p>\n'
        + (f"<h2>Are you in danger now? Call 999. More help:</h2>\n{ways}" if has_help else "")
        + "</html>\n"
    ).encode()
    headers = (*_HEADERS, *(_FORGET if status.startswith("431") else ()), f"Content-Length: {len(page)}")
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + page
