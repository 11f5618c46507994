"""The part after abuse, sexual harm and stalking: its first page says what the exit button cannot do.

Its addresses are the same neutral words in every language, and it is the only part for reading that is discreet by
itself, which sets a cookie (web.discreet). Search engines may list it: people look for it there.
"""

from flask import Blueprint, Response, make_response, url_for
from flask_babel import pgettext

from portal.domain.errors import NotFound
from portal.web.discreet import is_chosen
from portal.web.language_paths import speak_language
from portal.web.public.pages import draw_page
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("information", __name__, url_prefix="/<lang>/information")
speak_language(blueprint)
FIRST, NEXT = "index", "start"


@blueprint.get("")
def first() -> Response:
    """Show what to know before reading on."""
    return _show(FIRST)


@blueprint.get("/<word>")
def page(word: str) -> Response:
    """Show a page of this part."""
    if word == FIRST:
        raise NotFound("the first page of this part has one address")
    return _show(word)


def _show(word: str) -> Response:
    shown = get_portal().library.information(choose_language(), word)
    is_first = word == FIRST
    drawn = draw_page(
        shown,
        "public/information.html",
        # Safety: the same for all of them, since titles stay in tabs, in the history and in other devices' lists
        title=pgettext("the title of a browser's tab; it must tell nothing", "Information"),
        is_title_bare=True,
        english_url=url_for("information.first", lang="en")
        if is_first
        else url_for("information.page", lang="en", word=word),
        first_url="" if is_first else url_for("information.first"),
        next_url=url_for("information.page", word=NEXT) if is_first else "",
        is_visit_ended=not is_chosen(),
    )
    response = make_response(drawn)
    response.vary.add("Cookie")
    return response
