"""The private page as this visit saw it last, while nothing that it tells has changed. It has no words and no rule."""

from dataclasses import dataclass

from flask import current_app, request, session

from portal.casework.kept_pages import KeptPages, find_stamp
from portal.casework.tickets import PageTicket
from portal.web.alike import LEFT, TOKEN, find_form_token, put_in
from portal.web.public.editions import get_editions
from portal.web.site import choose_language
from portal.web.staying import find_left
from portal.web.visits import get_portal, opened_before_on, seen_before


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the page: by whom, and what it depends on. `stamp` is None for one that is drawn for itself."""

    ticket: PageTicket
    stamp: bytes | None


def begin_look(ticket: PageTicket) -> Look:
    """Return a look; after a press, which is answered once at the top of the page, it is drawn for itself."""
    # Safety: what was typed in vain is shown once; a page that was kept would show it to whoever looks later
    if "say" in session or "unsent" in session:
        return Look(ticket, None)
    shown_as = (
        *(choose_language(), request.script_root, current_app.extensions["find_alike"]()),
        *(seen_before(), opened_before_on(), get_editions().find_mark()),
    )
    return Look(ticket, find_stamp(get_portal().side, ticket, repr(shown_as)))


def find_kept(look: Look) -> str | None:
    """Return the page, with this answer's token, when it was drawn before; None when it must be drawn."""
    marked = _pages().find(look.ticket, look.stamp) if look.stamp else None
    return None if marked is None else _put_in(marked)


def keep(look: Look, marked: str) -> str:
    """Keep a page that was drawn with marks, and return it with this answer's token."""
    if look.stamp:
        _pages().keep(look.ticket, look.stamp, marked)
    return _put_in(marked)


def _pages() -> KeptPages:
    pages: KeptPages = current_app.extensions.setdefault("kept_pages", KeptPages())
    return pages


def _put_in(marked: str) -> str:
    return put_in(marked, {TOKEN: find_form_token, LEFT: find_left})
