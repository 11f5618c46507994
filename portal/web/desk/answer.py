"""What a person said to a request that somebody else sent for them: their yes, with the first conversation, or no."""

import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.desk_confirm import SaidYes, confirm, decline
from portal.domain.answers import Parsed, parse_step
from portal.domain.questions import CHECK_PHRASE, get_step
from portal.domain.stages import ENDED
from portal.texts.languages import DEFAULT, OFFERED, find_language
from portal.web.desk import case_page, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Choice, Field, list_field_problems
from portal.web.referral.drawing import draw_step

blueprint = Blueprint("answer", __name__, url_prefix="/case/<case_id>/answer")

_FOR_ONESELF = {"who_for": ("me",)}  # from now on the person speaks for themself
_CHECKS: Mapping[str, str] = {
    "agreed": "They want this themself: they said so, and nobody answered for them",
    "identity": "It is really them: I reached them as the card says, or we met",
    "safety": "We talked about their safety, and about how to reach them",
    "orders": "We talked about court orders and cases that have not ended",
}
_CARD = {
    "right": "What the card says is right: it may be used from now on",
    "other": "It is not right. Contact nobody until I have recorded another way",
}


@blueprint.get("")
def show(case_id: str) -> ResponseReturnValue:
    """Ask what is needed for a yes, and lead on for a no; once it is answered there is nothing to ask."""
    page = read_case(get_portal().side, get_staff(), case_id)
    if not _is_open(page):
        return _to_case(case_id)
    problems, typed = take_problems(), unsent.find_fields(case_id, unsent.ANSWER)
    fields = _make_fields(page, typed, problems)
    return render_template(
        "desk/answer.html",
        page=page,
        name=_name(page),
        contact=describe_contact(page),
        fields=fields,
        problems=list_field_problems(*fields),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def record(case_id: str) -> ResponseReturnValue:
    """Record the yes, once everything is ticked and they have words to prove themself with."""
    typed = unsent.read_answer()
    unsent.keep(case_id, unsent.ANSWER, json.dumps(typed))
    problems = _find_problems(typed)
    for problem in problems:
        ask_again(problem)
    if problems:
        return redirect(url_for("answer.show", case_id=case_id), code=303)
    phrase = _parse_phrase(typed).answers
    said = SaidYes(
        check_phrase=phrase["check_phrase"][0],
        phrase_prompt=phrase.get("phrase_prompt", ("",))[0],
        language=typed["language"][0],
        is_card_right=typed["card"] == ["right"],
    )
    is_new = confirm(get_portal().side, get_staff(), case_id, said, seen=request.form.get("seen", ""))
    unsent.forget()
    say("agreed" if is_new else "agreed_before")
    return _to_case(case_id) if said.is_card_right else redirect(url_for("new_contact.show", case_id=case_id), code=303)


@blueprint.get("/no")
def ask(case_id: str) -> ResponseReturnValue:
    """Say what a no does, and ask once more."""
    page = read_case(get_portal().side, get_staff(), case_id)
    if not _is_open(page):
        return _to_case(case_id)
    return render_template("desk/answer_no.html", page=page, name=_name(page), contact=describe_contact(page))


@blueprint.post("/no")
def close(case_id: str) -> ResponseReturnValue:
    """Close it: the person said no."""
    decline(get_portal().side, get_staff(), case_id, seen=request.form.get("seen", ""))
    say("declined")
    return _to_case(case_id)


def _is_open(page: DeskCase) -> bool:
    return page.is_unconfirmed and page.case.stage not in ENDED


def _to_case(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("case.show", case_id=case_id), code=303)


def _name(page: DeskCase) -> str:
    return case_page.in_their_language(page, page.name) if page.name else "Name not verified"


def _parse_phrase(typed: Mapping[str, Sequence[str]]) -> Parsed:
    return parse_step(get_step("phrase"), typed, _FOR_ONESELF, get_portal().side.areas)


def _find_problems(typed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    found = {
        "all_ticks_missing": set(request.form.getlist("checked")) != set(_CHECKS),
        "phrase_wrong": bool(_parse_phrase(typed).problems),
        "language_missing": find_language(next(iter(typed.get("language", ())), "")) is None,
        "card_missing": next(iter(typed.get("card", ())), "") not in _CARD,
    }
    return tuple(code for code, is_found in found.items() if is_found)


def _make_fields(page: DeskCase, typed: Mapping[str, Sequence[str]], problems: Sequence[str]) -> tuple[Field, ...]:
    def say_problem(code: str) -> str:
        return problem_words(code) if code in problems else ""

    checked = Field(
        name="checked",
        kind="checkboxes",
        label="I spoke to the person alone, and",
        choices=tuple(Choice(code, words) for code, words in _CHECKS.items()),
        problem=say_problem("all_ticks_missing"),
    )
    wrong = _parse_phrase(typed).problems if "phrase_wrong" in problems else ()
    phrase = draw_step(
        get_step("phrase"), _FOR_ONESELF, {code: typed.get(code, ()) for code in CHECK_PHRASE}, wrong, {}
    )
    chosen = next(iter(typed.get("language", ())), "") or page.language or DEFAULT
    language = Field(
        name="language",
        kind="select",
        label="Which language do they read?",
        choices=tuple(Choice(each.code, each.name, is_chosen=each.code == chosen) for each in OFFERED),
        problem=say_problem("language_missing"),
    )
    card = Field(
        name="card",
        kind="radios",
        label="Is the way on the card right for them?",
        choices=tuple(Choice(code, words, is_chosen=[code] == typed.get("card")) for code, words in _CARD.items()),
        problem=say_problem("card_missing"),
    )
    return (checked, *phrase, language, card)
