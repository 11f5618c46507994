"""Moving a case: first exactly what the person will read, in their language; then, confirmed, the move.

News that needs a conversation may wait for it instead: see talks.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import UPDATE_LENGTH, move_stage, read_case
from portal.domain.errors import NotFound
from portal.domain.stages import ENDED, Stage, needs_conversation
from portal.texts.languages import DEFAULT, find_language
from portal.web.desk import case_page, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.forms import MoveForm
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.talks import find_open_talk
from portal.web.desk.words import note_words, problem_words
from portal.web.fields import Choice, Field, list_field_problems

blueprint = Blueprint("move", __name__, url_prefix="/case/<case_id>/move")


@blueprint.get("")
def preview(case_id: str) -> ResponseReturnValue:
    """Show what the person will read, and what must be true before."""
    portal = get_portal()
    then = _parse_stage(request.args.get("stage", ""))
    page = read_case(portal.side, get_staff(), case_id)
    if page.case.stage is then:
        say("not_moved")
        return redirect(url_for("case.show", case_id=case_id), code=303)
    problem = next(iter(take_problems()), "")
    is_held_by_talk = needs_conversation(page.case.stage, then) and find_open_talk(page) is not None
    typed = unsent.find(case_id, "move.confirm")
    fields = _make_fields(page.case.stage, then, typed, problem, is_held_by_talk=is_held_by_talk)
    language = find_language(page.language) or find_language(DEFAULT)
    return render_template(
        "desk/move.html",
        page=page,
        then=then,
        contact=describe_contact(page),
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        stage_name=case_page.stage_name,
        words=portal.library.stage(language.code if language else DEFAULT, then.value),
        english=portal.library.stage(DEFAULT, then.value),
        language=language,
        fields=fields,
        may_wait=page.case.stage not in ENDED,
        is_held_by_talk=is_held_by_talk,
        problems=list_field_problems(*fields),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("")
def confirm(case_id: str) -> ResponseReturnValue:
    """Move the case; what cannot be done yet leads back to the preview, with the words kept."""
    form = MoveForm()
    stages = form.stages
    if stages is None:
        raise NotFound("no such stage")
    seen, then = stages
    problems = [] if form.validate() else list(form.list_problems())
    if needs_conversation(seen, then) and not form.has_talked.data:
        problems.append("talk_missing")
    if problems:
        unsent.keep(case_id, "move.confirm", form.words.data or "")
        ask_again(problems[0])
        return redirect(url_for("move.preview", case_id=case_id, stage=then.value), code=303)
    words, has_talked = form.words.data or "", bool(form.has_talked.data)
    move_stage(get_portal().side, get_staff(), case_id, then, seen=seen, words=words, has_talked=has_talked)
    unsent.forget()
    say("moved")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def _parse_stage(code: str) -> Stage:
    if code not in set(Stage):
        raise NotFound("no such stage")
    return Stage(code)


def _make_fields(seen: Stage, then: Stage, words: str, problem: str, *, is_held_by_talk: bool) -> tuple[Field, ...]:
    own_words = Field(
        name="words",
        kind="textarea",
        label="Words of your own (you can leave this empty)",
        hint="They stand under the words above. Never where the other person is, or what they said.",
        value=words,
        problem=problem_words(problem, words) if problem == "words_too_long" else "",
        max_length=UPDATE_LENGTH,
        rows=4,
        spellcheck=True,
    )
    if not needs_conversation(seen, then) or is_held_by_talk:
        return (own_words,)
    talked = Field(
        name="has_talked",
        kind="checkboxes",
        label="This news needs a conversation first",
        hint="Nobody should learn this from a screen, good or bad.",
        choices=(Choice("yes", "I have talked with the person about this"),),
        problem=problem_words(problem) if problem == "talk_missing" else "",
    )
    return (own_words, talked)
