"""The words that people meet here, all on one page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.language_paths import speak_language
from portal.web.public.pages import show_page
from portal.web.site import choose_language
from portal.web.visits import get_portal

blueprint = Blueprint("glossary", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get("/glossary")
def show() -> ResponseReturnValue:
    """Show all words with their meaning; each can be led to by its code."""
    glossary = get_portal().library.glossary(choose_language())
    return show_page("glossary", "public/glossary.html", glossary=glossary)
