"""What re:hub sent that came to nothing: moves it may not make, older news, references that nobody has."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.dead_letters import erase_unknown, list_kept, list_unknown, may_see_unknown, settle_kept
from portal.domain.errors import NotFound
from portal.web.desk.case_page import stage_name
from portal.web.desk.here import get_portal, get_staff, say, take_said
from portal.web.desk.words import note_words, outcome_words

blueprint = Blueprint("letters", __name__, url_prefix="/letters")

_ID_LENGTH = 120
_UNREADABLE = "It does not verify, so it is not shown"


@blueprint.get("")
def show() -> ResponseReturnValue:
    """List what waits for this staff member."""
    side, staff = get_portal().side, get_staff()
    return render_template(
        "desk/letters.html",
        kept=list_kept(side, staff),
        unknown=list_unknown(side, staff),
        may_see_unknown=may_see_unknown(staff),
        outcome_words=outcome_words,
        stage_name=stage_name,
        unreadable=_UNREADABLE,
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def deal() -> ResponseReturnValue:
    """Take one off its list."""
    side, staff = get_portal().side, get_staff()
    message_id = request.form.get("message", "")
    if not (message_id.isascii() and message_id.isprintable() and 0 < len(message_id) <= _ID_LENGTH):
        raise NotFound("no message has such an id")
    if request.form.get("kind") == "unknown":
        erase_unknown(side, staff, message_id)
    else:
        settle_kept(side, staff, message_id)
    say("letter_settled")
    return redirect(url_for("letters.show"), code=303)
