"""The page for developers of re:hub's software: this folder's README, so that there is one text and it is tested."""

from functools import lru_cache
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.texts.manual import draw_manual
from portal.web.language_paths import speak_language
from portal.web.rehub.problems import DOCUMENT

blueprint = Blueprint("rehub_developers", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get("/for-rehub-developers")
def show() -> ResponseReturnValue:
    """Show how to send updates; in English, whatever language is around it."""
    return render_template("rehub/developers.html", manual=_read_manual(), document_url=DOCUMENT)


@lru_cache(maxsize=1)
def _read_manual() -> Markup:
    return draw_manual(Path(__file__).with_name("README.md").read_text("utf-8"), until="In this folder")
