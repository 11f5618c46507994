"""Asking for something on the private page, once more before it is done; and the page that its owner shut."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.ask import ask, view_question, view_shut
from portal.casework.follow import stop_contact
from portal.domain.case import RequestKind
from portal.domain.errors import Forged, NotFound, Shut
from portal.domain.requests import NOTHING_SAID
from portal.web.fields import list_field_problems
from portal.web.language_paths import speak_language
from portal.web.status.not_taken import answer_not_taken
from portal.web.status.pins import answer_gone
from portal.web.status.request_words import SAID, SLUGS, asking_words, words_asked
from portal.web.status.said_fields import find_problem, make_fields, read_said
from portal.web.visits import find_page, get_portal, keep_unsent, say, take_said, take_unsent

_IN_FIELDS = frozenset({RequestKind.ADD, RequestKind.OTHER_CONTACT, RequestKind.HELP, RequestKind.RHYTHM})

blueprint = Blueprint("requests", __name__, url_prefix="/<lang>/status/ask")
speak_language(blueprint)
blueprint.register_error_handler(Forged, answer_not_taken)
blueprint.register_error_handler(NotFound, answer_gone)


@blueprint.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Say what will happen and ask once more, or show the box for words."""
    kind, ticket = _parse_kind(slug), find_page()
    question = view_question(get_portal().side, ticket, kind) if ticket else None
    if question is None or not question.is_open:
        return _to_page()
    if kind not in _IN_FIELDS:
        return render_template("status/request_ask.html", asking=asking_words(kind, question), service=question)
    fields = make_fields(kind, question, take_unsent(), take_said())
    problems = list_field_problems(*fields)
    return render_template("status/request_words.html", fields=fields, problems=problems, asking=words_asked(kind))


@blueprint.post("/<slug>")
def send(slug: str) -> ResponseReturnValue:
    """Ask for it; words that cannot be sent wait on the page, as typed."""
    kind, ticket = _parse_kind(slug), find_page()
    if ticket is None:
        return _to_page()
    if kind is RequestKind.OTHER_CONTACT and any(request.form.getlist("until")):
        # Safety: less contact counts at once, before anybody has read why, and whatever is wrong with the words
        stop_contact(get_portal().side, ticket)
    said = read_said(kind) if kind in _IN_FIELDS else NOTHING_SAID
    problem = find_problem(kind, said)
    if problem:
        keep_unsent(said.words)
        say(problem)
        return redirect(url_for("requests.show", slug=slug), code=303)
    ask(get_portal().side, ticket, kind, said.words, said.choices)
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
        abort(404)
    return SLUGS[slug]


def _to_page() -> ResponseReturnValue:
    return redirect(url_for("status.entry"), code=303)
