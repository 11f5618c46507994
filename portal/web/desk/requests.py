"""What the desk does about a person's requests: opens a locked page again, closes a case that was withdrawn."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk_case import DeskCase
from portal.casework.desk_requests import (
    close_withdrawn,
    confirm_request,
    is_confirmed,
    lift_lock,
    list_confirmed,
)
from portal.domain.case import RequestKind
from portal.domain.errors import NotFound
from portal.domain.requests import Request
from portal.texts.labels import option_label
from portal.web.desk.here import ask_again, get_portal, get_staff, say
from portal.web.desk.words import problem_words
from portal.web.fields import Choice, Field

blueprint = Blueprint("requests", __name__, url_prefix="/case/<case_id>/requests")

_WORDS = {
    RequestKind.STOP_CONTACT: "Stop all contact",
    RequestKind.PAUSE: "Pause the request",
    RequestKind.GO_ON: "Go on with the request",
    RequestKind.WITHDRAW: "Withdraw the request",
    RequestKind.ERASE: "Delete everything",
    RequestKind.UNDO: "Undo what was asked for before",
    RequestKind.LOCK: "Lock the page: someone else may have the code",
    RequestKind.ADD: "Added or corrected",
    RequestKind.OTHER_CONTACT: "Wants to be reached another way",
    RequestKind.HELP: "Asks for help to take part",
    RequestKind.RHYTHM: "How often they want to hear",
    RequestKind.TALK_CALL: "Talk: contact me",
    RequestKind.TALK_HERE: "Talk: tell me on my page",
    RequestKind.TALK_LATER: "Talk: not now",
}
_LONGEST_NUMBER = 8
_CHOICES = {RequestKind.HELP: "needs", RequestKind.RHYTHM: "rhythm"}


@blueprint.post("/lift")
def lift(case_id: str) -> ResponseReturnValue:
    """Open a locked page again, once the conversation is ticked."""
    if request.form.get("talked") == "yes":
        lift_lock(get_portal().side, get_staff(), case_id, seen=request.form.get("seen", ""))
        say("lifted")
    else:
        ask_again("lift_missing")
    return redirect(url_for("case.show", case_id=case_id), code=303)


@blueprint.post("/confirmed")
def confirmed(case_id: str) -> ResponseReturnValue:
    """Record that a request was confirmed by voice."""
    sequence = request.form.get("request", "")
    if not (sequence.isascii() and sequence.isdecimal() and len(sequence) < _LONGEST_NUMBER):
        raise NotFound("no request has such a number")
    confirm_request(get_portal().side, get_staff(), case_id, int(sequence))
    say("request_confirmed")
    return redirect(url_for("case.show", case_id=case_id, _anchor="requests"), code=303)


@blueprint.post("/close")
def close(case_id: str) -> ResponseReturnValue:
    """Close a case whose withdrawal is final."""
    close_withdrawn(get_portal().side, get_staff(), case_id)
    say("closed")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def show_requests(page: DeskCase) -> dict[str, object]:
    """Return what the page of the case is given of what the person asked for."""
    return {
        "request_words": request_words,
        "confirmed": list_confirmed(page),
        "is_confirmed": lambda kind: is_confirmed(page, RequestKind(kind)),
    }


def request_words(asked: Request) -> str:
    """Return what a person asked for, in a few words, and what they chose."""
    chosen = ", ".join(
        option_label(_CHOICES[asked.kind], each) for each in asked.said.choices if asked.kind in _CHOICES
    )
    return f"{_WORDS[asked.kind]}: {chosen}" if chosen else _WORDS[asked.kind]


def make_lift_field(problem: str) -> Field:
    """Return the tick before a locked page is opened again."""
    return Field(
        name="talked",
        kind="checkboxes",
        label="Before the page opens again",
        choices=(Choice("yes", "I have spoken to the person and checked their phrase"),),
        problem=problem_words(problem) if problem == "lift_missing" else "",
    )
