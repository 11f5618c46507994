"""What could not be sent, why, and what to do now; one button takes it off the list."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.casework.undelivered import Undelivered, deal_with, list_undelivered
from portal.domain.notices import NoticeState, Reason
from portal.web.desk.here import get_portal, get_staff, say, take_said
from portal.web.desk.words import note_words

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

_UNSURE = "Unsure whether it was sent. It will not be sent again."
_WHY = {
    Reason.NOT_VERIFIED: "Not sent: it could not be verified. Contact nobody. Tell your supervisor.",
    Reason.LEFT_BEFORE: "Not sent again: it left before, and somebody put it back. Tell your supervisor.",
    Reason.REFUSED: "Not sent: the address was refused. Do not try another way than the card says.",
    Reason.TOO_LATE: "Not sent: it could not leave in time, so it was dropped.",
    Reason.NOT_SET_UP: "Not sent: it is not set up well; the address may be right. Tell your supervisor.",
    Reason.NO_CHANNEL: "Not sent: this portal is not set up to send this way. Do as their card says.",
    Reason.BY_HAND: "Not sent by machine: their card says a call or a letter. Do as the card says.",
    Reason.OTHER_CONTACT: "Not sent: they asked to be reached another way. Settle that first.",
    Reason.NOT_CONFIRMED: "Not sent: somebody else sent their request, and they have not said yes themself.",
    Reason.LOCKED: "Not sent: they locked their page. Notices stay off until the lock is lifted.",
    Reason.NO_SUCH_ADDRESS: "Sent, but it did not arrive: the number or address may be wrong. Do as their card says.",
    Reason.NOT_REACHED: "Sent, but it did not arrive: the telephone was off, or the mailbox full, for days.",
    Reason.CARRIER_FAULT: "Sent, but it did not arrive: something broke on the way. It will not be sent again.",
    Reason.UNREADABLE: "Not sent: the card does not say clearly how and when. Contact nobody until it does.",
}
_OTHER = "Not sent. Tell your supervisor."
_TO_REHUB = "A mail to re:hub was not sent, or may not have been. Ask them by hand; the person was sent nothing of it."


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of the list; the address is empty for a notice to staff."""

    notice_id: str
    case_url: str
    name: str
    made_on: date
    why: str


@blueprint.get("")
def show() -> ResponseReturnValue:
    """List what needs somebody of this service."""
    lines = [_line(each) for each in list_undelivered(get_portal().side, get_staff())]
    return render_template("desk/notices.html", lines=lines, notes=tuple(note_words(code) for code in take_said()))


@blueprint.post("/<notice_id>")
def deal(notice_id: str) -> ResponseReturnValue:
    """Take one off the list."""
    deal_with(get_portal().side, get_staff(), notice_id)
    say("notice_dealt_with")
    return redirect(url_for("notices.show"), code=303)


def _line(each: Undelivered) -> Line:
    return Line(
        notice_id=each.notice_id,
        case_url=url_for("case.show", case_id=each.case_id) if each.case_id else "",
        name=each.case_reference or "A notice to staff",
        made_on=each.made_on,
        why=_why(each),
    )


def _why(each: Undelivered) -> str:
    if each.is_to_rehub:
        return _TO_REHUB
    return _UNSURE if each.state is NoticeState.UNSURE else _WHY.get(each.reason or Reason.NO_ANSWER, _OTHER)
