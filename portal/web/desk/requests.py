"""What the desk does about a person's requests: opens a locked page again, closes a case that was withdrawn."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk_requests import close_withdrawn, lift_lock
from portal.domain.case import RequestKind
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
}


@blueprint.post("/lift")
def lift(case_id: str) -> ResponseReturnValue:
    """Open a locked page again, once the conversation is ticked."""
    if request.form.get("talked") == "yes":
        lift_lock(get_portal().side, get_staff(), case_id, seen=request.form.get("seen", ""))
        say("lifted")
    else:
        ask_again("lift_missing")
    return redirect(url_for("case.show", case_id=case_id), code=303)


@blueprint.post("/close")
def close(case_id: str) -> ResponseReturnValue:
    """Close a case whose withdrawal is final."""
    close_withdrawn(get_portal().side, get_staff(), case_id)
    say("closed")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def request_words(kind: RequestKind) -> str:
    """Return what a person asked for, in a few words."""
    return _WORDS[kind]


def make_lift_field(problem: str) -> Field:
    """Return the tick before a locked page is opened again."""
    return Field(
        name="talked",
        kind="checkboxes",
        label="Before the page opens again",
        choices=(Choice("yes", "I have spoken to the person and checked their phrase"),),
        problem=problem_words(problem) if problem == "lift_missing" else "",
    )
