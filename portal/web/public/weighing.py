"""Is it for me?: questions to answer on the screen alone, and what each answer means.

Nothing is sent, so nothing can be kept, by us or on the way: its form goes nowhere, and what an answer means stands on
the page already, shown by the style sheet once it is chosen. The page is the same bytes for everybody.
"""

from dataclasses import replace

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.texts.weighing import take_apart
from portal.web.language_paths import speak_language
from portal.web.public.alternates import list_alternates
from portal.web.public.pages import draw_page
from portal.web.site import choose_language
from portal.web.visits import get_portal

_SLUG = "is-it-for-me"

blueprint = Blueprint("weighing", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get(f"/{_SLUG}")
def show() -> ResponseReturnValue:
    """Show the questions."""
    page = get_portal().library.page(choose_language(), _SLUG)
    weighed = take_apart(page.html)
    return draw_page(
        replace(page, html=weighed.before),
        "public/weighing.html",
        title=page.title,
        english_url=url_for("weighing.show", lang="en"),
        description=page.summary,
        alternates=list_alternates(_SLUG),
        weighed=weighed,
    )
