"""Searching this site: a form that asks by GET, and what was found.

Safety: what is typed stands in the address, as in every search that works without script; the page says so. It comes
into no title, no log, no cookie and no link of the answer, and no other site is told of it.
"""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import pgettext

from portal.domain.free_text import clean_text
from portal.search.entries import INFORMATION, PAGES
from portal.search.finder import LONGEST, Finder, Hit
from portal.web.language_paths import speak_language
from portal.web.public.information import FIRST
from portal.web.public.pages import HOME
from portal.web.site import choose_language

blueprint = Blueprint("search", __name__, url_prefix="/<lang>")
speak_language(blueprint)
_PLACES = {"places/refer": "referral.start", "places/status": "status.entry", "places/changes": "changes.show"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One page found, as it is shown; `lang` is given where the words are not in the reader's language."""

    url: str
    title: str
    sentence: str
    lang: str


@blueprint.get("/search")
def show() -> ResponseReturnValue:
    """Show the form, and what the words lead to."""
    typed = clean_text(request.args.get("q", ""))[:LONGEST]
    finder: Finder = current_app.extensions["finder"]
    found = finder.find(choose_language(), typed)
    return render_template(
        "public/search.html",
        heading=pgettext("heading of a page", "Search"),
        typed=typed,
        longest=LONGEST,
        answers=tuple(map(_draw, found.hits)),
        is_danger=found.is_danger,
    )


def _draw(hit: Hit) -> Answer:
    return Answer(_find_url(hit.name), hit.title, hit.sentence, "" if hit.lang == choose_language() else hit.lang)


def _find_url(name: str) -> str:
    kind, _, last = name.partition("/")
    if kind == PAGES:
        return url_for("public.home") if last == HOME else url_for("public.page", slug=last)
    if kind == INFORMATION:
        return url_for("information.first") if last == FIRST else url_for("information.page", word=last)
    return url_for(_PLACES[name])
