"""Where a form is led that came too often, or when a part was away: how long it still is, and then on."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.web.errors import show_error
from portal.web.language_paths import speak_language
from portal.web.limits import show_wait

blueprint = Blueprint("waiting", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get("/wait")
def show() -> ResponseReturnValue:
    """Ask for a little patience."""
    return show_wait(show_error, url_for("public.home"))
