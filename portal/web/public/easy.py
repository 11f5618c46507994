"""Pages that are easy to read: short lines, one idea each, with drawings. In English, for readers of every language."""

from flask import Blueprint, url_for

from portal.web.language_paths import speak_language
from portal.web.public.pages import draw_page
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("easy", __name__, url_prefix="/<lang>/easy")
speak_language(blueprint)


@blueprint.get("/<name>")
def show(name: str) -> str:
    """Show a page."""
    shown = get_portal().library.easy(choose_language(), name)
    english_url = url_for("easy.show", lang="en", name=name)
    return draw_page(shown, "public/page.html", title=shown.title, english_url=english_url)
