"""Ways out: leaving at once, the neutral page, and the page after a post that could not be believed."""

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.texts.languages import find_language
from portal.web.site import choose_language, leave_destination
from portal.web.visits import end_everything_anyhow, get_portal

blueprint = Blueprint("ways_out", __name__)


@blueprint.route("/leave", methods=["GET", "POST"])
def leave() -> ResponseReturnValue:
    """End everything the server can end and go to the neutral site: works as a plain link too."""
    asked = request.args.get("lang", "")
    g.lang = asked if find_language(asked) else None
    # Safety: the session, the unsent form, then what the browser keeps
    end_everything_anyhow()
    response = redirect(leave_destination(get_portal().settings, choose_language()), code=303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@blueprint.get("/neutral")
def neutral() -> ResponseReturnValue:
    """Show a page that says nothing, for when the way out is blocked."""
    return render_template("public/neutral.html")


@blueprint.get("/<lang>/again")
def again(lang: str) -> ResponseReturnValue:
    """Say that nothing was sent and where to start again."""
    if find_language(lang) is None:
        raise NotFound("this language is not offered")
    g.lang = lang
    return render_template("public/again.html")
