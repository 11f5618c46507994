"""What the desk does when something went wrong: after a form a note on the page it stands on, else a page.

Words are in error_words; that a browser's form is led on by 303, and how, is in portal.web.led.
"""

import logging
from dataclasses import replace

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.domain.errors import (
    AlreadyDone,
    Expired,
    Forged,
    Invalid,
    NotAllowed,
    NotFound,
    OutOfDate,
    PortalError,
    Shut,
    TooMany,
    Unavailable,
)
from portal.texts.error_words import ErrorWords
from portal.web.bare_page import BarePage, draw_bare
from portal.web.desk.access import find_page_of_request, is_plain_id, require_sign_in
from portal.web.desk.error_words import OTHER_SITE, TYPED, TYPED_AND_KEPT, find_error_words, say_wait
from portal.web.desk.here import get_portal, say
from portal.web.desk.unsent import keep_words_of_request
from portal.web.error_log import find_cause, keep_texts_out, log_place
from portal.web.led import UNAVAILABLE_SECONDS, WAITING, Trouble, answer_trouble, is_browsers_form, show_led, show_wait

blueprint = Blueprint("errors", __name__)
_log = logging.getLogger(__name__)
# status of a page, and the code of the note after a form; no note: the form is led to a page
_ANSWERS: dict[type[PortalError], tuple[int, str]] = {
    NotFound: (404, "not_done"),
    Expired: (404, "not_done"),
    NotAllowed: (403, "not_allowed"),
    Shut: (403, "not_allowed"),
    Forged: (403, "not_verified"),
    Invalid: (422, "not_done"),
    OutOfDate: (409, "out_of_date"),
    AlreadyDone: (409, "not_done"),
    TooMany: (429, ""),
    Unavailable: (503, ""),
}


def add_error_pages(app: Flask) -> None:
    """Answer every error kindly; what the log gets names no person."""
    keep_texts_out(app)
    app.register_error_handler(CSRFError, _answer_csrf)
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
    return _show(Trouble(403), OTHER_SITE)


@blueprint.get("/wait")
def wait() -> ResponseReturnValue:
    """Say how long it still is until the next try."""
    return show_wait(_show_trouble, url_for("sign_in.show"))


@blueprint.get("/again/<int:status>")
def again(status: int) -> Response:
    """Say what became of a form."""
    return show_led(status, _show_trouble)


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
    status, note = next((answer for kind, answer in _ANSWERS.items() if isinstance(error, kind)), (500, ""))
    if status != 429:
        _log.warning("answered %s: %s", status, type(error).__name__)
    if request.method == "POST" and note:
        _keep_words()
        say(note)
        return redirect(find_page_of_request(), code=303)
    seconds = error.retry_after_seconds if isinstance(error, TooMany) else UNAVAILABLE_SECONDS
    return _answer(Trouble(status, seconds if status in WAITING else 0))


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    cause = find_cause(error)
    if cause is not None:
        return _answer_portal(cause) if isinstance(cause, PortalError) else _answer_unknown(cause)
    return _answer(Trouble(error.code or 500, allow=error.get_response().headers.get("Allow", "")))


def _answer_unknown(error: Exception) -> ResponseReturnValue:
    log_place(error)
    return _answer(Trouble(500))


def _answer(trouble: Trouble) -> Response:
    is_kept = is_browsers_form() and _keep_words()
    return answer_trouble(replace(trouble, is_kept=is_kept, back_url=_find_case()), _show_trouble, _find_address)


def _find_case() -> str:
    if "case_id" not in (request.view_args or {}):
        return ""
    try:
        return find_page_of_request()
    except HTTPException:  # a form that cannot be read
        return ""


def _keep_words() -> bool:
    if not is_plain_id(str((request.view_args or {}).get("case_id", ""))):
        return False  # there is no page where the words would stand
    try:
        return keep_words_of_request()
    except Exception as error:
        log_place(error)
        return False


def _find_address(status: int) -> str:
    return url_for("errors.wait") if status in WAITING else url_for("errors.again", status=status)


def _show_trouble(trouble: Trouble) -> Response:
    return _show(trouble, find_error_words(trouble.status))


def _show(trouble: Trouble, words: ErrorWords) -> Response:
    typed = TYPED_AND_KEPT if trouble.is_kept else TYPED if trouble.is_form else ""
    what_else = tuple(said for said in (words.what_is_safe, typed) if said)
    what_to_do = (say_wait(trouble.seconds), words.what_to_do) if trouble.seconds else (words.what_to_do,)
    help_url = f"{get_portal().settings.public_url}/en/get-help-now"
    way_back = trouble.back_url if trouble.is_form else ""
    try:
        page = render_template(
            "desk/error.html",
            heading=words.heading,
            what_happened=words.what_happened,
            what_else=what_else,
            what_to_do=what_to_do,
            way_back=way_back,
            help_url=help_url,
        )
    except Exception as error:
        log_place(error)
        links = (("Go to the inbox", "/"), ("Are you looking for help for yourself?", help_url))
        said = (words.what_happened, *what_else, *what_to_do)
        page = draw_bare(BarePage("en", "ltr", words.heading, said, links))
    return make_response(page, trouble.status)
