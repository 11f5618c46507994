"""Answers when something went wrong: a browser's form is led by 303 to an address that answers as the form would have.

A page that answers a post stays in the browser's session files, with every word that was typed. Whoever is no browser
is answered at once. What a page says is for errors and desk.error_pages to know.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, Rule

from portal.domain.errors import NotFound
from portal.web.form_bodies import forget_body

UNAVAILABLE_SECONDS = 30
AT_MOST_SECONDS = 24 * 3600
WAITING = frozenset({429, 503})
TOLD = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 500})
# Safety: the address of a link is a secret, and a way back is kept in a cookie; these parts of addresses are none
_PLAIN_PARTS = frozenset({"lang", "slug", "case_id"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a request, as much as its page may know: nothing of anybody's words.

    `seconds` until it is worth another try, `allow` the methods of an address that was asked with another; of a form
    the way back to the page it stood on, and whether its words are kept there.
    """

    status: int
    seconds: int = 0
    allow: str = ""
    back_url: str = ""
    is_form: bool = False
    is_kept: bool = False


Show = Callable[[Trouble], Response]


def answer_trouble(trouble: Trouble, show: Show, find_address: Callable[[int], str]) -> Response:
    """Answer at once, or lead a browser's form to the address for its status."""
    if not is_browsers_form():
        return _finish(show(trouble), trouble)
    forget_body()
    status = trouble.status if trouble.status in TOLD | WAITING else 500 if trouble.status >= 500 else 400
    # a browser that keeps no cookie is not given one: the address alone tells the status
    if session or status in WAITING:
        until = _now() + trouble.seconds
        session["led"] = [status, until, trouble.allow, trouble.back_url or find_way_back(), trouble.is_kept]
    # Safety: see above; what was typed must not lie in the browser's files
    led: Any = redirect(find_address(status), code=303)
    return led  # type: ignore[no-any-return]  # werkzeug's own response type


def show_led(status: int, show: Show) -> Response:
    """Answer as a form was that was led here; NotFound for a status that leads nowhere."""
    if status not in TOLD:
        raise NotFound("no form is led here")
    trouble = replace(_find_led(status), seconds=0)
    return _finish(show(trouble), trouble)


def show_wait(show: Show, then_url: str) -> ResponseReturnValue:
    """Show how long it still is; once it is over, lead back or on."""
    trouble = next((each for each in map(_find_led, sorted(WAITING)) if each.seconds), None)
    if trouble is not None:
        return _finish(show(trouble), trouble)
    led = session.pop("led", None) if "led" in session else None
    return redirect((led and led[3]) or then_url, code=303)


def is_browsers_form() -> bool:
    """Say whether a browser sent a form and would show the answer as a page."""
    mode = request.headers.get("Sec-Fetch-Mode")
    is_navigation = mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")
    return request.method == "POST" and is_navigation


def find_way_back() -> str:
    """Return the address of the page that a form stood on, of this site and its own making; empty for none."""
    places: MapAdapter = current_app.create_url_adapter(request)  # type: ignore[assignment]  # there is a request
    own, path = request.path.rstrip("/"), request.path.rstrip("/")
    while path:
        found = _match(places, path)
        if found and _is_of_form(found[0], is_own=path == own):
            rule, values = found
            return places.build(rule.endpoint, values)
        path = path.rpartition("/")[0]
    return ""


def _match(places: MapAdapter, path: str) -> tuple[Rule, dict[str, Any]] | None:
    try:
        rule, values = places.match(path, "GET", return_rule=True)
    except HTTPException:
        return None
    return rule, dict(values)


def _is_of_form(rule: Rule, *, is_own: bool) -> bool:
    if not rule.arguments <= _PLAIN_PARTS:
        return False
    if request.url_rule is None:
        return is_own  # sent to a page that only reads
    if is_own:
        return rule.arguments <= request.url_rule.arguments
    return str(rule.endpoint).rpartition(".")[0] == request.blueprint


def _find_led(status: int) -> Trouble:
    """Return what the cookie knows of a form that was led here; without it, or of another form, the status alone."""
    led = session.get("led")
    if not led or led[0] != status:
        return Trouble(status, is_form=True)
    seconds = led[1] - _now()
    # a clock that was set back must make nobody wait for ever
    return Trouble(status, seconds if 0 < seconds <= AT_MOST_SECONDS else 0, led[2], led[3], True, led[4])


def _finish(response: Response, trouble: Trouble) -> Response:
    if trouble.status in WAITING:
        response.headers["Retry-After"] = str(trouble.seconds or UNAVAILABLE_SECONDS)
    if trouble.status == 405:
        response.headers["Allow"] = trouble.allow or "GET, HEAD, OPTIONS"
    return response


def _now() -> int:
    return int(current_app.extensions["portal"].side.clock.now().timestamp())
