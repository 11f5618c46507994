"""Content pages: the home page of each language, and what editors write."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.web.language_paths import speak_language
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("public", __name__, url_prefix="/<lang>")
speak_language(blueprint)
HOME = "home"


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show the first page."""
    return _show(HOME)


@blueprint.get("/<slug>")
def page(slug: str) -> ResponseReturnValue:
    """Show a content page."""
    if slug == HOME:
        raise NotFound("the first page has one address")
    return _show(slug)


def _show(slug: str) -> str:
    portal = get_portal()
    shown = portal.library.page(choose_language(), slug)
    is_past_its_date = portal.side.clock.today() > shown.check_again_by
    return render_template(
        "public/page.html",
        title=shown.title,
        heading=shown.title,
        page=shown,
        heading_lang="en" if shown.is_fallback else "",
        is_past_its_date=is_past_its_date,
        is_home=slug == HOME,
        english_url=url_for("public.home", lang="en") if slug == HOME else url_for("public.page", lang="en", slug=slug),
    )
