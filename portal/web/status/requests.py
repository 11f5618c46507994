"""Asking for something on the private page, once more before it is done; and the page that its owner shut."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.ask import ask, view_question, view_shut
from portal.casework.follow import clean_message, stop_contact
from portal.domain.case import RequestKind
from portal.domain.errors import Forged, NotFound, Shut
from portal.domain.requests import WITH_WORDS, WORDS_LENGTH
from portal.web.fields import Problem
from portal.web.language_paths import speak_language
from portal.web.status.not_taken import answer_not_taken
from portal.web.status.request_words import SAID, SLUGS, asking_words, make_until_field, make_words_field
from portal.web.visits import find_page, get_portal, keep_unsent, say, take_said, take_unsent

blueprint = Blueprint("requests", __name__, url_prefix="/<lang>/status/ask")
speak_language(blueprint)
blueprint.register_error_handler(Forged, answer_not_taken)


@blueprint.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Say what will happen and ask once more, or show the box for words."""
    kind, ticket = _parse_kind(slug), find_page()
    question = view_question(get_portal().side, ticket, kind) if ticket else None
    if question is None or not question.is_open:
        return _to_page()
    if kind not in WITH_WORDS:
        return render_template("status/request_ask.html", asking=asking_words(kind, question))
    field = make_words_field(kind, take_unsent(), take_said())
    fields = (field,) if kind is RequestKind.ADD or question.is_contact_stopped else (field, make_until_field())
    problems = (Problem(field.name, field.problem),) if field.problem else ()
    is_add = kind is RequestKind.ADD
    return render_template("status/request_words.html", fields=fields, problems=problems, is_add=is_add)


@blueprint.post("/<slug>")
def send(slug: str) -> ResponseReturnValue:
    """Ask for it; words that cannot be sent wait on the page, as typed."""
    kind, ticket = _parse_kind(slug), find_page()
    if ticket is None:
        return _to_page()
    if kind is RequestKind.OTHER_CONTACT and any(request.form.getlist("until")):
        # Safety: less contact counts at once, before anybody has read why, and whatever is wrong with the words
        stop_contact(get_portal().side, ticket)
    words = clean_message(request.form.get("words", "")) if kind in WITH_WORDS else ""
    if kind in WITH_WORDS and not 0 < len(words) <= WORDS_LENGTH:
        keep_unsent(words)
        say("words_too_long" if words else "words_empty")
        return redirect(url_for("requests.show", slug=slug), code=303)
    ask(get_portal().side, ticket, kind, words)
    if kind in SAID:
        say(SAID[kind])
    return _to_page()


def answer_shut(_error: Shut) -> ResponseReturnValue:
    """Show a shut page in place of the open one, and lead everything else there."""
    ticket = find_page()
    if ticket is None or request.endpoint != "status.entry" or request.method != "GET":
        return _to_page()
    take_said()  # what was to be said on the open page is over
    return render_template("status/request_shut.html", page=view_shut(get_portal().side, ticket))


def _parse_kind(slug: str) -> RequestKind:
    if slug not in SLUGS:
        raise NotFound("no such request")
    return SLUGS[slug]


def _to_page() -> ResponseReturnValue:
    return redirect(url_for("status.entry"), code=303)
