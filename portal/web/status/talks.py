"""Answering on the private page that the service would like to talk. The words are always the same, whatever it is."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.answer_talk import answer_talk
from portal.casework.follow import view_page
from portal.domain.case import RequestKind
from portal.domain.errors import Forged, NotFound
from portal.web.language_paths import speak_language
from portal.web.status.not_taken import answer_not_taken
from portal.web.status.pins import answer_gone
from portal.web.visits import find_page, get_portal, say

# What the buttons send; "here" is asked once more on a page of its own, so it is none of them.
_ANSWERS: Mapping[str, RequestKind] = {"call": RequestKind.TALK_CALL, "later": RequestKind.TALK_LATER}

blueprint = Blueprint("talks", __name__, url_prefix="/<lang>/status/answer")
speak_language(blueprint)
blueprint.register_error_handler(Forged, answer_not_taken)
blueprint.register_error_handler(NotFound, answer_gone)


@blueprint.post("")
def answer() -> ResponseReturnValue:
    """Take "call me" or "not now"."""
    kind = _ANSWERS.get(request.form.get("answer", ""))
    if kind is not None:
        return _answer(kind)
    if find_page() is None:
        return _to_page()
    abort(404)


@blueprint.get("/here")
def ask_here() -> ResponseReturnValue:
    """Say what "tell me here" means, and ask once more."""
    ticket = find_page()
    page = view_page(get_portal().side, ticket) if ticket else None
    if page is None or page.talk is None:
        return _to_page()
    return render_template("status/talk_here.html", page=page)


@blueprint.post("/here")
def tell_here() -> ResponseReturnValue:
    """Take "tell me here", asked twice."""
    # Safety: somebody who asks for it by mistake reads on a screen what is better heard from a person
    return _answer(RequestKind.TALK_HERE)


def _answer(kind: RequestKind) -> ResponseReturnValue:
    ticket = find_page()
    if ticket is not None:
        say("talk_answered" if answer_talk(get_portal().side, ticket, kind) else "talk_over")
    return _to_page()


def _to_page() -> ResponseReturnValue:
    return redirect(url_for("status.entry"), code=303)
