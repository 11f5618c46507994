"""One table from what went wrong to the page that says what to do next. Nothing of the request is repeated."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
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
    TooMany,
    Unavailable,
)
from portal.texts.languages import find_language
from portal.web.limits import UNAVAILABLE_SECONDS, answer_wait
from portal.web.site import choose_language

_log = logging.getLogger(__name__)
_PLAIN = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{direction}"><meta charset="utf-8"><title>{heading}</title>'
    '<main><h1>{heading}</h1><p>{what_to_do}</p><p><a href="{help_url}">{help}</a></p></main></html>\n'
)
_STATUS: dict[type[PortalError], int] = {
    NotFound: 404,
    Expired: 404,
    NotAllowed: 403,
    Forged: 403,
    Invalid: 422,
    OutOfDate: 409,
    AlreadyDone: 409,
    TooMany: 429,
    Unavailable: 503,
}


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What an error page says."""

    heading: str
    what_to_do: str


def error_words(status: int) -> ErrorWords:
    """Return the words for a status, in the reader's language."""
    match status:
        case 404 | 410:
            return ErrorWords(
                gettext("This page is not here"),
                gettext("The address may be old, or have a letter too many. You can start again from the first page."),
            )
        case 403:
            return ErrorWords(
                gettext("This page is not open to you"), gettext("You can start again from the first page.")
            )
        case 405 | 400 | 415 | 422 | 409:
            return ErrorWords(
                gettext("That did not work"),
                gettext("Nothing was changed. Go back, load the page again and try again."),
            )
        case 413:
            return ErrorWords(
                gettext("That was too long"), gettext("Nothing was sent. Go back and write a little less.")
            )
        case 429:
            return ErrorWords(gettext("Please wait a little"), gettext("Then try again. Nothing is lost."))
        case 503:
            return ErrorWords(
                gettext("This is not working just now"),
                gettext("Nothing that you sent before is lost. Please try again in a few minutes."),
            )
        case _:
            return ErrorWords(
                gettext("Something went wrong here"),
                gettext("It is our mistake, not yours. Please try again in a few minutes."),
            )


def show_error(status: int) -> Response:
    """Return the page for a status, in the language of the address."""
    _take_language()
    words = error_words(status)
    try:
        page = render_template("errors/error.html", heading=words.heading, what_to_do=words.what_to_do)
    except Exception as error:
        # Safety: else the framework logs the address, which may be a secret link, and every text in between
        _log_place(error)
        page = f"<!doctype html><title>{words.heading}</title><h1>{words.heading}</h1><p>{words.what_to_do}</p>"
    return make_response(page, status)


def show_plain_error(status: int) -> Response:
    """Return the same words without the layout: refusing a flood must cost less than it costs to send."""
    _take_language()
    words, lang = error_words(status), choose_language()
    language = find_language(lang)
    page = _PLAIN.format(
        lang=lang,
        direction=language.direction if language else "ltr",
        heading=words.heading,
        what_to_do=words.what_to_do,
        help_url=url_for("public.page", lang=lang, slug="get-help-now"),
        help=gettext("Get help now"),
    )
    return make_response(page, status)


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page; what the log gets names no person."""

    def answer_http(error: HTTPException) -> Response:
        response = show_error(error.code or 500)
        allow = error.get_response().headers.get("Allow")
        if allow:
            response.headers["Allow"] = allow
        return response

    def answer_portal(error: PortalError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        if status in {403, 500, 503}:
            _log.warning("answered %s: %s", status, type(error).__name__)
        if status in {429, 503}:
            _take_language()
            seconds = error.retry_after_seconds if isinstance(error, TooMany) else UNAVAILABLE_SECONDS
            # a browser's form is led to a whole page; who sends without a browser gets the words
            show = show_plain_error if request.method == "POST" else show_error
            return answer_wait(status, seconds, show, url_for("waiting.show", lang=choose_language()))
        return show_error(status)

    def answer_unknown(error: Exception) -> Response:
        _log_place(error)
        return show_error(500)

    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(PortalError, answer_portal)
    app.register_error_handler(Exception, answer_unknown)


def _log_place(error: Exception) -> None:
    # Safety: the type and the place, never the text: it may quote what somebody wrote
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _log.error("unexpected %s at %s", type(error).__name__, where)


def _take_language() -> None:
    """Speak the language of the address also where the address itself is not known."""
    first = request.path.split("/", 2)[1]
    if g.get("lang") is None and find_language(first):
        g.lang = first
