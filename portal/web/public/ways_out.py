"""Ways out: leaving at once, the neutral page, and the page after a post that could not be believed."""

from flask import Blueprint, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.domain.errors import NotFound
from portal.texts.error_words import TYPED
from portal.texts.languages import find_language
from portal.web.discreet import forget
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
    response = make_response(redirect(leave_destination(get_portal().settings, choose_language()), code=303))
    # Safety: also for browsers that do not know the header below
    forget(response)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@blueprint.get("/neutral")
def neutral() -> ResponseReturnValue:
    """Show a page that says nothing, for when the way out is blocked; in the language the browser asks for."""
    response = make_response(render_template("public/neutral.html"))
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/<lang>/again")
def again(lang: str) -> ResponseReturnValue:
    """Say that nothing was sent and where to start again; with the status that the form would have had."""
    if find_language(lang) is None:
        raise NotFound("this language is not offered")
    g.lang = lang
    return render_template("public/again.html", typed=gettext(TYPED)), 403
