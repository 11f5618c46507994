"""Pages that are alike for all whose choices are alike: drawn once, and what is one visitor's own is put in after.

Drawn with marks in the places of the form's token, the seconds that are left and each text that a person typed, so that
nothing of anybody is kept. It knows no page and no words.
"""

import re
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from typing import Any

from flask import current_app, g, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from portal.casework.visits import make_session_id
from portal.web.site import choose_language

# Safety: nobody can write what nobody can guess, so that no words of anybody's pass for a mark
_MARK = f"\ue000{make_session_id()[:16]}"
_MARKED = re.compile(f"{_MARK}([^\ue000]*)\ue000")
_MANY = 512
TOKEN, LEFT = "token", "left"

Parts = tuple[str, ...]  # text, the name of what is put in, text, …


def find_form_token() -> str:
    """Return the token of this answer's forms, made for the first of them; Flask-WTF asks its settings for each."""
    if is_for_all():
        return mark(TOKEN)
    made: str | None = g.get("csrf_token")
    return made or _find_signed()


def mark(name: str) -> str:
    """Return what stands in a page that is kept, in the place of what is one visitor's own."""
    return f"{_MARK}{name}\ue000"


def is_for_all() -> bool:
    """Say whether the page being drawn is kept for others: it may hold nothing that is one visitor's own."""
    return bool(g.get("is_for_all"))


def draw_alike(template: str, own: Mapping[str, Callable[[], str]], **given: Hashable) -> str:
    """Return a page; `given` are our own words, codes, days and numbers, and marks for what `own` tells."""
    pages: MutableMapping[Hashable, Parts] = current_app.extensions.setdefault("alike", {})
    alike: Callable[[], Hashable] = current_app.extensions["find_alike"]
    key = (template, request.path, request.script_root, choose_language(), alike(), *given.values())
    parts = pages.get(key)
    if parts is None:
        if len(pages) >= _MANY:
            pages.clear()
        parts = pages[key] = tuple(_MARKED.split(draw_marked(template, **given)))
    return _fill(parts, own)


def draw_marked(template: str, **given: Any) -> str:
    """Return a page with marks in the places of the token and of the seconds that are left."""
    own_token = g.pop("csrf_token", None)
    g.is_for_all = True
    try:
        page = render_template(template, **given)
    finally:
        g.is_for_all = False
    if "csrf_token" in g:
        # Safety: whoever got the token of another visitor could send in their name, or not send at all
        raise RuntimeError("a page that is kept asked for a token of its own")
    if own_token is not None:
        g.csrf_token = own_token
    return page


def put_in(page: str, own: Mapping[str, Callable[[], str]]) -> str:
    """Return a marked page with what is this visitor's own."""
    return _fill(tuple(_MARKED.split(page)), own)


def _find_signed() -> str:
    """Return the visit's token as it was signed before: it has no time of its own, the sealed visit has."""
    signed: MutableMapping[str, str] = current_app.extensions.setdefault("signed_tokens", {})
    # asked for once: another thread may empty them all at any moment
    known = signed.get(session.get("csrf_token", ""))
    if known is None:
        if len(signed) >= _MANY:
            signed.clear()
        made = str(generate_csrf())
        signed[session["csrf_token"]] = made
        return made
    g.csrf_token = known
    return known


def _fill(parts: Parts, own: Mapping[str, Callable[[], str]]) -> str:
    # Safety: split before anything is put in, so that what is put in is never searched for marks
    filled = list(parts)
    filled[1::2] = [escape(own[name]()) for name in parts[1::2]]
    return "".join(filled)
