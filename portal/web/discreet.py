"""The cookie of discreet mode: a letter and a number that tell of nobody. How a page looks under it is not here."""

from flask import Response, request

from portal.web.visits import get_portal

COOKIE = "n"
_ON = "1"


def is_discreet() -> bool:
    """Say whether this visitor's browser has been told to be discreet."""
    return request.cookies.get(COOKIE) == _ON


def turn_on(response: Response) -> None:
    """Have the browser be discreet until it is closed or the visit is ended."""
    # Safety: closed to scripts, so that its end makes Chromium let go of the pages it keeps for "Back";
    # no Expires, so that nothing of it is meant for the disk
    response.set_cookie(COOKIE, _ON, httponly=True, samesite="Lax", secure=_is_secure(), path="/")


def turn_off(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_is_secure(), path="/")


def _is_secure() -> bool:
    return get_portal().settings.public_url.startswith("https:")
