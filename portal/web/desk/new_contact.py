"""Recording how a person may be reached from now on: the way first, then its questions as the form asks them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.contact_cards import NOBODY, Proof
from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.desk_contact import CARD_STEPS, NewCard, parse_card, record_contact
from portal.domain.questions import QUESTIONS
from portal.web.desk import case_page, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Choice, Field, list_field_problems
from portal.web.referral.drawing import draw_step

blueprint = Blueprint("new_contact", __name__, url_prefix="/case/<case_id>/contact")

_PROOFS = {
    Proof.CHECK_PHRASE: "In our conversation they gave their check phrase",
    Proof.OLD_WAY: "I reached them the way they gave before, and they confirmed it",
}


@blueprint.get("")
def show(case_id: str) -> ResponseReturnValue:
    """Ask for the way first; then, for that way, everything the card needs."""
    page = read_case(get_portal().side, get_staff(), case_id)
    method = _parse_method(request.args.get("contact_method", ""))
    problem = next(iter(take_problems()), "")
    fields = _make_card_fields(method, unsent.find_fields(case_id, unsent.CARD)) if method else (_make_method_field(),)
    proof_field = _make_proof_field(page, problem, is_nobody=(method,) == NOBODY)
    return render_template(
        "desk/new_contact.html",
        page=page,
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        contact=describe_contact(page),
        method=method,
        is_nobody=(method,) == NOBODY,
        fields=fields,
        proof_field=proof_field,
        problems=list_field_problems(proof_field, *fields),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def record(case_id: str) -> ResponseReturnValue:
    """Record the card; what cannot be recorded yet leads back, as typed, but for the proof."""
    typed = unsent.read_card()
    unsent.keep_card(case_id, typed)
    parsed = parse_card(typed, get_portal().side.areas)
    new = NewCard(parsed.answers, _read_proof())
    is_unproved = new.proof is None and not new.is_nobody
    if is_unproved:
        ask_again("proof_missing")
    if is_unproved or parsed.problems:
        method = _parse_method(request.form.get("contact_method", ""))
        return redirect(url_for("new_contact.show", case_id=case_id, contact_method=method), code=303)
    is_new = record_contact(get_portal().side, get_staff(), case_id, new, seen=request.form.get("seen", ""))
    unsent.forget()
    say("contact_recorded" if is_new else "contact_recorded_before")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def _parse_method(text: str) -> str:
    return text if text in QUESTIONS["contact_method"].options else ""


def _read_proof() -> Proof | None:
    said = request.form.get("proof", "")
    return Proof(said) if said in set(Proof) else None


def _make_method_field() -> Field:
    [field] = draw_step(CARD_STEPS[0], {}, {}, (), {})
    if "go" not in request.args:
        return field
    return replace(field, problem=problem_words("method_missing"))


def _make_card_fields(method: str, typed: Mapping[str, Sequence[str]]) -> tuple[Field, ...]:
    areas, answers = get_portal().side.areas, {"contact_method": (method,)}
    problems = parse_card({**typed, **answers}, areas).problems if typed else ()
    fields = (field for step in CARD_STEPS[1:] for field in draw_step(step, answers, typed, problems, {}))
    return tuple(replace(field, is_page_heading=False) for field in fields)


def _make_proof_field(page: DeskCase, problem: str, *, is_nobody: bool) -> Field:
    optional = "You can leave this open: less contact counts at once, whoever asks for it."
    return Field(
        name="proof",
        kind="radios",
        label="How do you know that it is them?",
        hint=optional if is_nobody else "A new number or address counts only once this is sure.",
        choices=tuple(Choice(proof.value, _PROOFS[proof]) for proof in page.proofs),
        problem=problem_words(problem) if problem == "proof_missing" else "",
    )
