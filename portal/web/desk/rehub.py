"""re:hub and one case: ask now, turn off the link of an ask, take back a mistake that the person has not seen."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.chase import ask_rehub_now, revoke_ask
from portal.casework.desk import read_case
from portal.casework.desk_rehub import AskOfRehub
from portal.casework.rehub_sources import Way
from portal.casework.undo_update import find_undoable, undo_update
from portal.domain.asks import AskState
from portal.domain.notices import NoticeState, Reason
from portal.web.desk import case_page
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import get_portal, get_staff, say

blueprint = Blueprint("rehub", __name__, url_prefix="/case/<case_id>/rehub")
_LONGEST_NUMBER = 9
_WAYS = {Way.API: "by their software", Way.LINK: "by the link in our mail", Way.SHEET: "by a spreadsheet"}
_STATES = {
    AskState.OPEN: "Not answered yet",
    AskState.ANSWERED: "Answered",
    AskState.REVOKED: "Link turned off",
    AskState.OVER: "Over: the case moved on",
}
_NOT_SENT = "The mail was not sent. Ask by hand, and tell your supervisor"
_MAILS = {
    NoticeState.MADE: "The mail is about to leave",
    NoticeState.SENDING: "The mail is leaving",
    NoticeState.SENT: "The mail was sent",
    NoticeState.UNSURE: "Unsure whether the mail was sent. Its link works",
    NoticeState.FAILED: _NOT_SENT,
    NoticeState.DROPPED: _NOT_SENT,
}


def ask_words(ask: AskOfRehub) -> str:
    """Return what became of an ask."""
    if ask.state is AskState.OPEN and not ask.is_live and ask.until_on:
        return "Not answered. Its link works no more"
    return _STATES[ask.state]


def mail_words(ask: AskOfRehub) -> str:
    """Return by which way it was asked: of a mail, what became of it."""
    if ask.reason is Reason.NOT_NEEDED:
        return "The mail was not needed any more"
    if ask.mail is NoticeState.SENT and ask.reason:
        return "The mail was sent and did not arrive. Ask by hand, and tell your supervisor"
    if ask.mail is not None:
        return _MAILS[ask.mail]
    return "By mail" if ask.until_on else "Not by mail: ask by hand"


def way_words(way: Way) -> str:
    """Return by which way an update came."""
    return _WAYS[way]


@blueprint.post("/ask")
def ask(case_id: str) -> ResponseReturnValue:
    """Have re:hub asked by mail now."""
    is_new = ask_rehub_now(get_portal().side, get_staff(), case_id)
    say("rehub_asked" if is_new else "rehub_asked_before")
    return _back(case_id)


@blueprint.post("/off")
def turn_off(case_id: str) -> ResponseReturnValue:
    """Turn off the link of one ask."""
    is_off = revoke_ask(get_portal().side, get_staff(), case_id, request.form.get("ask", ""))
    say("rehub_link_off" if is_off else "rehub_link_off_before")
    return _back(case_id)


@blueprint.get("/undo")
def check(case_id: str) -> ResponseReturnValue:
    """Say what taking back does, and ask once more; or why it cannot be done silently."""
    page = read_case(get_portal().side, get_staff(), case_id)
    undoable = find_undoable(page)
    if undoable is None:
        say("rehub_nothing_to_undo")
        return _back(case_id)
    return render_template(
        "desk/undo.html",
        page=page,
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        contact=describe_contact(page),
        undoable=undoable,
        stage_name=case_page.stage_name,
    )


@blueprint.post("/undo")
def undo(case_id: str) -> ResponseReturnValue:
    """Take it back."""
    number = request.form.get("seen", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    is_done = undo_update(get_portal().side, get_staff(), case_id, seen=int(number) if is_number else 0)
    say("rehub_undone" if is_done else "rehub_undone_before")
    return _back(case_id)


def _back(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("case.show", case_id=case_id, _anchor="rehub"), code=303)
