"""Putting a case on hold or on the youth route, beside its stage, and ending that: first what the person will read."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import read_case
from portal.casework.desk_beside import WORDS_LENGTH, put_beside, take_off
from portal.casework.side_states import list_set_by_desk
from portal.domain.errors import NotFound
from portal.domain.stages import BESIDE_BY_DESK, ENDED, Beside
from portal.texts.languages import DEFAULT, find_language
from portal.web.desk import case_page, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.forms import BesideForm
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Field, list_field_problems

blueprint = Blueprint("beside", __name__, url_prefix="/case/<case_id>/beside/<what>")


@blueprint.get("")
def show(case_id: str, what: str) -> ResponseReturnValue:
    """Show what the person will read, and the button that puts it there or ends it."""
    portal, put = get_portal(), _parse(what)
    page = read_case(portal.side, get_staff(), case_id)
    standing = next((each for each in list_set_by_desk(page.opened) if each.what is put), None)
    problem = next(iter(take_problems()), "")
    field = _make_field(put, unsent.find(case_id, "beside.change"), problem)
    language = find_language(page.language) or find_language(DEFAULT)
    return render_template(
        "desk/beside.html",
        page=page,
        what=put.value,
        standing=standing,
        has_ended=page.case.stage in ENDED,
        contact=describe_contact(page),
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        words=portal.library.stage(language.code if language else DEFAULT, put.value),
        english=portal.library.stage(DEFAULT, put.value),
        language=language,
        field=field,
        problems=list_field_problems(field),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def change(case_id: str, what: str) -> ResponseReturnValue:
    """Put it beside the stage, or take it off; what cannot be done yet leads back, with the words kept."""
    put, form, side = _parse(what), BesideForm(), get_portal().side
    words = form.words.data or ""
    problems = [] if form.validate() else list(form.list_problems())
    if put is Beside.YOUTH_ROUTE and not form.is_end and not words:
        problems.append("reason_missing")
    if problems:
        unsent.keep(case_id, "beside.change", words)
        ask_again(problems[0])
        return redirect(url_for("beside.show", case_id=case_id, what=what), code=303)
    if form.is_end:
        is_new = take_off(side, get_staff(), case_id, put)
    else:
        is_new = put_beside(side, get_staff(), case_id, put, words)
    unsent.forget()
    say(("beside_off" if form.is_end else "beside_put") if is_new else "beside_before")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def _parse(code: str) -> Beside:
    if code not in BESIDE_BY_DESK:
        raise NotFound("nothing of this name stands beside a stage")
    return Beside(code)


def _make_field(what: Beside, words: str, problem: str) -> Field:
    must = "" if what is Beside.YOUTH_ROUTE else " (you can leave this empty)"
    return Field(
        name="words",
        kind="textarea",
        label=f"Words of your own{must}",
        hint="They stand under the words above. Say what happens next and who will be in touch.",
        value=words,
        problem=problem_words(problem, words) if problem else "",
        max_length=WORDS_LENGTH,
        rows=4,
        spellcheck=True,
    )
