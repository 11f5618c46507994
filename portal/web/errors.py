"""One table from what went wrong to the page that says what to do next. Nothing of the request is repeated.

Words are in texts.error_words; that a browser's form is led on by 303, and how, is in led.
"""

import logging

from flask import Flask, Response, g, make_response, render_template, request, session, url_for
from flask_babel import gettext, ngettext, pgettext
from werkzeug.exceptions import HTTPException

from portal.casework.follow import clean_message
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
from portal.texts.error_words import TYPED, TYPED_AND_KEPT, find_error_words
from portal.texts.languages import DEFAULT, find_language
from portal.web.bare_page import BarePage, draw_bare
from portal.web.discreet import is_discreet
from portal.web.error_log import find_cause, keep_texts_out, log_place
from portal.web.led import UNAVAILABLE_SECONDS, WAITING, Trouble, answer_trouble, is_browsers_form
from portal.web.rehub.problems import answer_no_page
from portal.web.site import choose_language
from portal.web.visits import keep_unsent, say

_log = logging.getLogger(__name__)
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
# What takes words on a private page, and what its next page is told so that it shows them again.
_WITH_WORDS = {"status.send_message": "message_kept", "requests.send": ""}
_MINUTE, _HOUR = 60, 3600


def show_error(trouble: Trouble) -> Response:
    """Return the page for what went wrong, in the language of the address."""
    _take_language()
    words = find_error_words(trouble.status)
    try:
        page = render_template(
            "errors/error.html",
            heading=gettext(words.heading),
            what_happened=gettext(words.what_happened),
            what_else=_list_more(trouble),
            what_to_do=_list_to_do(trouble),
            way_back=trouble.back_url,
            reach_url=url_for("contact.show", lang=choose_language()) if _is_long(trouble) else "",
        )
    except Exception as error:
        # Safety: else the framework logs the address, which may be a secret link, and every text in between
        log_place(error)
        return show_bare_error(trouble)
    return make_response(page, trouble.status)


def show_bare_error(trouble: Trouble) -> Response:
    """Return the same words without a template."""
    _take_language()
    try:
        page = _make_bare(trouble, choose_language())
    except Exception as error:
        log_place(error)
        words = find_error_words(trouble.status)
        said = (words.what_happened, words.what_is_safe, words.what_to_do, "Are you in danger now? Call 999.")
        links = (("Get help now", f"/{DEFAULT}/get-help-now"), ("Go to the first page", f"/{DEFAULT}/"))
        page = BarePage(DEFAULT, "ltr", words.heading, said, links, ("Leave this site", "/leave"), "Loading")
    return make_response(draw_bare(page), trouble.status)


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page; what the log gets names no person."""

    def answer_http(error: HTTPException) -> Response:
        cause = find_cause(error)
        if cause is not None:
            return answer_portal(cause) if isinstance(cause, PortalError) else answer_unknown(cause)
        if request.path.startswith("/api/"):
            return answer_no_page(error)
        allow = error.get_response().headers.get("Allow", "")
        return answer_error(Trouble(error.code or 500, allow=allow))

    def answer_portal(error: PortalError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        if status in {403, 500, 503}:
            _log.warning("answered %s: %s", status, type(error).__name__)
        seconds = error.retry_after_seconds if isinstance(error, TooMany) else UNAVAILABLE_SECONDS
        return answer_error(Trouble(status, seconds if status in WAITING else 0))

    def answer_unknown(error: Exception) -> Response:
        log_place(error)
        return answer_error(Trouble(500))

    keep_texts_out(app)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(PortalError, answer_portal)
    app.register_error_handler(Exception, answer_unknown)


def answer_error(trouble: Trouble) -> Response:
    """Answer what went wrong, as whoever asked can take it; the words of a message are kept where that is possible."""
    _take_language()
    if is_browsers_form() and _keep_words():
        trouble = Trouble(trouble.status, trouble.seconds, trouble.allow, is_kept=True)
    # refusing a flood must cost less than it costs to send
    is_flood = request.method == "POST" and trouble.status in WAITING
    return answer_trouble(trouble, show_bare_error if is_flood else show_error, _find_address)


def _make_bare(trouble: Trouble, lang: str) -> BarePage:
    words, language = find_error_words(trouble.status), find_language(lang)
    help_url = url_for("public.page", lang=lang, slug="get-help-now")
    call = pgettext("a telephone number stands in the place of %(number)s", "Call %(number)s.", number="999")
    reach = ((gettext("How to ring or write"), url_for("contact.show", lang=lang)),) if _is_long(trouble) else ()
    back = ((gettext("Go back to the page you were on"), trouble.back_url),) if trouble.back_url else ()
    return BarePage(
        lang=lang,
        direction=language.direction if language else "ltr",
        heading=gettext(words.heading),
        paragraphs=(gettext(words.what_happened), *_list_more(trouble), *_list_to_do(trouble)),
        links=(
            *reach,
            *back,
            (gettext("Go to the first page"), url_for("public.home", lang=lang)),
            (f"{gettext('Are you in danger now?')} {call} {gettext('Get help now')}", help_url),
        ),
        way_out=(gettext("Leave this site"), url_for("ways_out.leave", lang=lang)),
        title=pgettext("the only word on the blank page while leaving; neutral", "Loading") if is_discreet() else "",
    )


def _list_more(trouble: Trouble) -> tuple[str, ...]:
    """Return what is true of what was sent before, and of what was typed last."""
    safe = find_error_words(trouble.status).what_is_safe
    typed = TYPED_AND_KEPT if trouble.is_kept else TYPED if trouble.is_form else ""
    return tuple(gettext(words) for words in (safe, typed) if words)


def _list_to_do(trouble: Trouble) -> tuple[str, ...]:
    wait = (_say_wait(trouble.seconds),) if trouble.seconds else ()
    sooner = (gettext("If you need your page today, ring or write to the service."),) if _is_long(trouble) else ()
    return (*wait, gettext(find_error_words(trouble.status).what_to_do), *sooner)


def _is_long(trouble: Trouble) -> bool:
    """Say whether it is a code that had its tries for the day: nobody is left without a way until tomorrow."""
    return trouble.status == 429 and trouble.seconds >= 2 * _HOUR


def _say_wait(seconds: int) -> str:
    if seconds <= _MINUTE:
        return str(gettext("Wait one minute."))
    if seconds < 2 * _HOUR:
        minutes = -(-seconds // _MINUTE)
        return str(ngettext("Wait %(num)d minute.", "Wait %(num)d minutes.", minutes))
    hours = -(-seconds // _HOUR)
    return str(ngettext("Wait %(num)d hour.", "Wait %(num)d hours.", hours))


def _keep_words() -> bool:
    """Keep a message that cannot be sent now, on the page of whoever wrote it; say whether that was possible."""
    if request.endpoint not in _WITH_WORDS or "page" not in session or not g.get("csrf_valid"):
        return False
    try:
        words = clean_message(request.form.get("words", ""))
        if words:
            keep_unsent(words)
            say(_WITH_WORDS[request.endpoint])
    except Exception as error:
        log_place(error)
        return False
    return bool(words)


def _find_address(status: int) -> str:
    if status in WAITING:
        return url_for("waiting.show", lang=choose_language())
    return url_for("waiting.again", lang=choose_language(), status=status)


def _take_language() -> None:
    """Speak the language of the address also where the address itself is not known."""
    first = request.path.strip("/").partition("/")[0]
    if g.get("lang") is None and find_language(first):
        g.lang = first
