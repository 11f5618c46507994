"""Limits at the door: tries are counted before a view does anything, and who must wait is told so kindly.

How many and how long is for portal.limits to say. Here are only whom a request comes from and how it is answered.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import Response, current_app, redirect, request, session
from flask.typing import ResponseReturnValue

from portal.limits import Counted
from portal.wiring import DeskPortal, PublicPortal

UNAVAILABLE_SECONDS = 30
View = Callable[..., ResponseReturnValue]
ShowError = Callable[[int], Response]


def limited(what: Counted) -> Callable[[View], View]:
    """Count every request of a view by its client's address; TooMany before the view runs."""

    def wrap(view: View) -> View:
        @wraps(view)
        def count_first(*args: Any, **values: Any) -> ResponseReturnValue:
            _get_portal().limits.take(what, find_client(request.remote_addr or ""))
            return view(*args, **values)

        return count_first

    return wrap


def find_client(address: str) -> bytes:
    """Return what stands for a client: its address, of IPv6 the network of 64 bits that one subscriber has."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return b""
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped.packed if parsed.ipv4_mapped else parsed.packed[:8]
    return parsed.packed


def answer_wait(status: int, seconds: int, show: ShowError, wait_url: str) -> Response:
    """Answer 429 or 503 with Retry-After; a browser's form is led to `wait_url`, which answers so."""
    if _is_browsers_form():
        # Safety: a page that answers a post leaves the code that was typed in the browser's session files
        session["wait"] = {"status": status, "until": _now() + seconds}
        led: Any = redirect(wait_url, code=303)
        return led  # type: ignore[no-any-return]  # werkzeug's own response type
    return _show(status, seconds, show)


def show_wait(show: ShowError, then_url: str) -> ResponseReturnValue:
    """Show how long it still is, after answer_wait; once it is over, lead on."""
    kept = session.get("wait", {"status": 429, "until": 0})
    seconds = kept["until"] - _now()
    if seconds <= 0:
        session.pop("wait", None)
        return redirect(then_url, code=303)
    return _show(kept["status"], seconds, show)


def _show(status: int, seconds: int, show: ShowError) -> Response:
    response = show(status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _is_browsers_form() -> bool:
    mode = request.headers.get("Sec-Fetch-Mode")
    is_navigation = mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")
    return request.method == "POST" and is_navigation


def _now() -> int:
    return int(_get_portal().side.clock.now().timestamp())


def _get_portal() -> PublicPortal | DeskPortal:
    portal: PublicPortal | DeskPortal = current_app.extensions["portal"]
    return portal
