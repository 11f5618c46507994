"""What the desk says when something goes wrong: after a form a note on the page it stands on, else a page."""

import logging

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.domain.errors import Forged, NotAllowed, NotFound, OutOfDate, PortalError, TooMany, Unavailable
from portal.web.desk.access import find_page_of_request, require_sign_in
from portal.web.desk.here import say
from portal.web.desk.kept import keep_words_of_request
from portal.web.limits import answer_wait, show_wait

blueprint = Blueprint("errors", __name__)
_log = logging.getLogger(__name__)
_ANSWERS: dict[type[PortalError], tuple[int, str]] = {
    NotFound: (404, "not_done"),
    NotAllowed: (403, "not_allowed"),
    OutOfDate: (409, "out_of_date"),
    Forged: (403, "not_verified"),
    Unavailable: (503, "unavailable"),
}


def add_error_pages(app: Flask) -> None:
    """Answer every error kindly; what the log gets names no person."""
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(TooMany, _answer_too_many)
    app.register_error_handler(PortalError, _answer_portal)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unknown)


def refuse_other_site() -> Response:
    """Answer a form that another site sent; the cookie is left as it is."""
    response: Response = make_response(redirect(url_for("errors.not_sent"), code=303))
    return response


@blueprint.get("/not-sent")
def not_sent() -> ResponseReturnValue:
    """Say that something came from another site and was not done."""
    return _page(403, "Nothing was changed", "That came from another site, so we did not do it.")


@blueprint.get("/wait")
def wait() -> ResponseReturnValue:
    """Say how long it still is until the next try."""
    return show_wait(_answer, url_for("sign_in.show"))


def _answer_csrf(error: CSRFError) -> ResponseReturnValue:
    del error
    # a page from before they signed in again: its words are kept, and nothing is done
    answer = require_sign_in()
    if answer is not None:
        return answer
    if current_user.is_authenticated:
        keep_words_of_request()
        say("again")
        return redirect(find_page_of_request(), code=303)
    session.clear()
    return redirect(url_for("sign_in.show"), code=303)


def _answer_portal(error: PortalError) -> ResponseReturnValue:
    status, note = next((answer for kind, answer in _ANSWERS.items() if isinstance(error, kind)), (500, "not_done"))
    _log.warning("answered %s: %s", status, type(error).__name__)
    if request.method == "POST":
        say(note)
        return redirect(find_page_of_request(), code=303)
    return _answer(status)


def _answer_too_many(error: TooMany) -> ResponseReturnValue:
    return answer_wait(429, error.retry_after_seconds, _answer, url_for("errors.wait"))


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    response = _answer(error.code or 500)
    allow = error.get_response().headers.get("Allow")
    if allow:
        response.headers["Allow"] = allow
    return response


def _answer_unknown(error: Exception) -> ResponseReturnValue:
    # Safety: the type and the place, never the text: it may quote what somebody wrote
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _log.error("unexpected %s at %s", type(error).__name__, where)
    return _answer(500)


def _answer(status: int) -> Response:
    match status:
        case 404:
            return _page(404, "This page is not here", "It may be a case of another service.")
        case 403:
            return _page(403, "This page is not open to you", "Your role does not include it.")
        case 413:
            return _page(413, "That was too long", "Nothing was sent. Go back and write less.")
        case 429:
            return _page(429, "Please wait a little", "There were many tries from your network. Then try again.")
        case 503:
            words = "Nothing you sent before is lost. Please try again in a few minutes."
            return _page(503, "This is not working just now", words)
        case _ if status < 500:
            words = "Nothing was changed. Go back, load the page again and try again."
            return _page(status, "That did not work", words)
        case _:
            words = "It is our mistake, not yours. Please try again in a few minutes."
            return _page(status, "Something went wrong here", words)


def _page(status: int, heading: str, what_to_do: str) -> Response:
    return make_response(render_template("desk/error.html", heading=heading, what_to_do=what_to_do), status)
