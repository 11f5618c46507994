"""Content pages: the home page of each language, and what editors write."""

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.texts.languages import OFFERED
from portal.texts.library import Library, Page
from portal.web.language_paths import speak_language
from portal.web.public.alternates import list_alternates
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("public", __name__, url_prefix="/<lang>")
speak_language(blueprint)
HOME = "home"
# views whose answers to an address without a question are the same bytes for everybody
_FOR_EVERYBODY = frozenset(
    {"public.home", "public.page", "glossary.show", "figures.show", "find.show", "weighing.show"}
)

_ALIKE = frozenset({"search.show", "changes.show"})  # and those of other parts


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show the first page."""
    return show_page(HOME)


@blueprint.get("/<slug>")
def page(slug: str) -> ResponseReturnValue:
    """Show a content page."""
    if slug == HOME:
        raise NotFound("the first page has one address")
    return show_page(slug)


def list_addresses(app: Flask, library: Library) -> tuple[str, ...]:
    """List the addresses that these two views answer, for the front."""
    places = app.url_map.bind("")
    homes = [places.build("public.home", {"lang": each.code}) for each in OFFERED]
    others = [
        places.build("public.page", {"lang": each.code, "slug": slug})
        for each in OFFERED
        for slug in library.list_slugs()
        if slug != HOME
    ]
    homes += [places.build(view, {"lang": each.code}) for view in _ALIKE for each in OFFERED]
    # a page that another view draws from the same words is that view's
    return tuple(each for each in (*homes, *others) if places.match(each)[0] in _FOR_EVERYBODY | _ALIKE)


def show_page(slug: str, template: str = "public/page.html", **given: object) -> str:
    """Draw a content page; a template of its own may add to the words, from what else is given."""
    shown = get_portal().library.page(choose_language(), slug)
    is_home = slug == HOME
    english_url = url_for("public.home", lang="en") if is_home else url_for("public.page", lang="en", slug=slug)
    given = {"title": shown.title, "english_url": english_url, "is_home": is_home, **given}
    return draw_page(shown, template, alternates=list_alternates(slug), description=shown.summary, **given)


def draw_page(shown: Page, template: str, **given: object) -> str:
    """Draw what an editor wrote; a `title` given is the document's, its words' own title is the heading."""
    return render_template(
        template,
        heading=shown.title,
        page=shown,
        heading_lang="en" if shown.is_fallback else "",
        is_past_its_date=get_portal().side.clock.today() > shown.check_again_by,
        **given,
    )
