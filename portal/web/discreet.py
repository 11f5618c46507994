"""The cookie of discreet mode: a letter and a number that tell of nobody. How a page looks under it is not here.

It is on where somebody turned it on, and where nobody said otherwise in the parts for people who may be watched: the
part after abuse, a form or private page that is treated more strictly, and a secret link.
"""

from flask import Flask, Response, request, session

from portal.web.visits import get_portal

COOKIE = "n"
_ON, _OFF = "1", "0"
_CHOICES = frozenset({_ON, _OFF})
_AFTER_ABUSE, _SECRET_LINK = "information", "status.link_entry"
# parts whose answers do not depend on the visitor: the session is not even looked at there
_READ_BY_ALL = frozenset(
    {
        *("glossary", "search", "changes", "crawlers", "leaflets", "easy"),
        *("figures", "figures_files", "figures_feed"),
        *("public", "contact", "find", "weighing", "machines", "ways_out", "discreet", "waiting"),
        "rehub",
        "rehub_link",
    }
)


def is_discreet() -> bool:
    """Say whether this answer is a discreet one: as it was chosen, else wherever somebody may be watched."""
    chosen = request.cookies.get(COOKIE)
    return chosen == _ON if chosen in _CHOICES else _is_where_watched()


def is_chosen() -> bool:
    """Say whether this browser has been told: discreet, or not."""
    return request.cookies.get(COOKIE) in _CHOICES


def turn_on(response: Response) -> None:
    """Have the browser be discreet until it is closed or the visit is ended."""
    _set(response, _ON)


def turn_off(response: Response) -> None:
    """Have the browser not be discreet, also where it would be by itself."""
    _set(response, _OFF)


def forget(response: Response) -> None:
    """Have the browser forget what was chosen."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_is_secure(), path="/")


def turn_on_where_watched(app: Flask) -> None:
    """Have every answer in the parts for people who may be watched turn it on, unless something else was chosen."""

    def write_cookie(response: Response) -> Response:
        # Safety: also on the answer to the press that says it was abuse, so that the next page is discreet already
        if not is_chosen() and response.status_code < 400 and _is_where_watched():
            turn_on(response)
        return response

    app.after_request(write_cookie)


def _set(response: Response, choice: str) -> None:
    # Safety: closed to scripts, so that its end makes Chromium let go of the pages it keeps for "Back";
    # no Expires, so that nothing of it is meant for the disk
    response.set_cookie(COOKIE, choice, httponly=True, samesite="Lax", secure=_is_secure(), path="/")


def _is_where_watched() -> bool:
    # Safety: where the address opens everything, nothing more of the visit goes into the history beside it
    part = request.blueprint
    if part == _AFTER_ABUSE or request.endpoint == _SECRET_LINK:
        return True
    if part is None or part in _READ_BY_ALL:
        return False
    find = session.get  # looked up once: each mention of the session asks for the request's own
    return any(find(kind, {}).get("strict", False) for kind in ("draft", "page", "start"))


def _is_secure() -> bool:
    return get_portal().settings.public_url.startswith("https:")
