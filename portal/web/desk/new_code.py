"""A start code for somebody who lost their code, or whose code somebody else has: read out, and shown once."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.start_code import Refusal, find_refusal, issue_start_code
from portal.web.desk import case_page
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import ask_again, get_portal, get_staff, take_problems, take_said
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Choice, Field, list_field_problems

blueprint = Blueprint("new_code", __name__, url_prefix="/case/<case_id>/new-code")

_REFUSALS = {
    Refusal.UNCONFIRMED: "The person has not agreed yet. Record the first conversation with them before this.",
    Refusal.LOCKED: "They locked their page before a backup was restored. Open it again on the page of the case first.",
    Refusal.NO_COPY: "This case was sent before codes could be renewed, and its page was not opened since. If they "
    "have their code, they open their page once. If they lost it, help them to send a new request.",
    Refusal.NOT_VERIFIED: "Part of this case does not verify, so no code can be given. Please tell your supervisor.",
}


@blueprint.get("")
def show(case_id: str) -> ResponseReturnValue:
    """Ask whether it is them; or show the start code that was just made, once."""
    page = read_case(get_portal().side, get_staff(), case_id)
    field = _make_proof_field(page, next(iter(take_problems()), ""))
    refusal = find_refusal(page)
    return render_template(
        "desk/new_code.html",
        page=page,
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        contact=describe_contact(page),
        is_locked=page.asked.is_locked,
        refusal=_REFUSALS[refusal] if refusal else "",
        groups=_take_groups(case_id),
        proof_field=field,
        start_url=get_portal().settings.public_url + f"/{page.language}/status/start",
        problems=list_field_problems(field),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def issue(case_id: str) -> ResponseReturnValue:
    """Make a start code, once the conversation is ticked; one that was made before ends."""
    if request.form.get("proved") != "yes":
        ask_again("proof_of_code_missing")
        return redirect(url_for("new_code.show", case_id=case_id), code=303)
    code = issue_start_code(get_portal().side, get_staff(), case_id, seen=request.form.get("seen", ""))
    session["start_code"] = [case_id, *code.groups()]
    return redirect(url_for("new_code.show", case_id=case_id), code=303)


def _take_groups(case_id: str) -> tuple[str, ...]:
    kept = session.pop("start_code", None) if "start_code" in session else None
    # Safety: shown on the page of its own case, once, and to nobody who comes later
    return tuple(kept[1:]) if kept and kept[0] == case_id else ()


def _make_proof_field(page: DeskCase, problem: str) -> Field:
    asked = "I have just spoken to them, and they gave their check phrase"
    first = "I have just spoken to them, and they agreed to this request"
    return Field(
        name="proved",
        kind="checkboxes",
        label="Before a code is made",
        choices=(Choice("yes", asked if page.has_own_code or page.check_phrase else first),),
        problem=problem_words(problem) if problem == "proof_of_code_missing" else "",
    )
