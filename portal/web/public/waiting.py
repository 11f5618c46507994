"""Where a form is led that did not go through: what happened and what to do, with the status it would have had."""

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from portal.web.errors import show_error
from portal.web.language_paths import speak_language
from portal.web.led import show_led, show_wait

blueprint = Blueprint("waiting", __name__, url_prefix="/<lang>")
speak_language(blueprint)


@blueprint.get("/wait")
def show() -> ResponseReturnValue:
    """Ask for a little patience, after too many tries or while a part is away."""
    return show_wait(show_error, url_for("public.home"))


@blueprint.get("/again/<int:status>")
def again(status: int) -> Response:
    """Say what became of a form."""
    return show_led(status, show_error)
