"""The switch of discreet mode, at the foot of every page. Its cookie and where it is on by itself are in web.discreet.

Its form stands on pages that are the same bytes for everybody, so it holds no token: a token needs a cookie, and pages
that only read set none. Another site could press it only in a browser that tells nothing of where a post comes from
(headers.is_from_another_site), and then turn it on, which harms nobody. Turning it off needs the cookie itself, which
browsers send with no post of another site (SameSite).
"""

from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from portal.domain.errors import NotFound
from portal.texts.languages import find_language
from portal.web.discreet import is_chosen, turn_off, turn_on
from portal.web.site import choose_language

blueprint = Blueprint("discreet", __name__)
ON, OFF = "on", "off"  # names of the button, whose value is the path of the page that it stands on


@blueprint.post("/discreet", defaults={"lang": ""})
@blueprint.post("/<lang>/discreet")
def switch(lang: str) -> Response:
    """Turn it on or off, and show the page again that the press came from."""
    if lang and find_language(lang) is None:
        raise NotFound("this language is not offered")
    g.lang = lang or choose_language()
    path = request.form.get(OFF)
    response: Any = redirect(_find_page(path or request.form.get(ON, "")), code=303)
    if path is None:
        turn_on(response)
    elif is_chosen():
        turn_off(response)
    return response  # type: ignore[no-any-return]  # werkzeug's own response type


def find_back() -> str | None:
    """Return the path by which the switch leads back to this page; empty for the first page, None for no switch."""
    if "link" in (request.view_args or {}):
        return None  # the page of a secret link has one button and nothing else to press
    return request.path if request.method == "GET" and request.endpoint else ""


def _find_page(path: str) -> str:
    """Return the address of a page of ours, built from our own table; the first page for anything else."""
    places: MapAdapter = current_app.create_url_adapter(request)  # type: ignore[assignment]  # there is a request
    try:
        rule, values = places.match(path, "GET", return_rule=True)
    except HTTPException:
        return url_for("public.home")
    # Safety: nobody makes a form that leads through us to somewhere else; every page of ours begins with a language
    if "lang" not in rule.arguments or find_language(values["lang"]) is None:
        return url_for("public.home", lang=g.lang)
    return places.build(rule.endpoint, dict(values))
