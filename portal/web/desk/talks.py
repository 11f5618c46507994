"""Talking with the person: asking to, recording tries, and ending a talk, with what they then read shown before."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.ask_to_talk import HELD_LENGTH, ToTell, ask_to_talk, may_call, record_try
from portal.casework.desk import read_case
from portal.casework.desk_case import DeskCase
from portal.casework.end_talk import Ending, end_talk, list_grounds_at_desk, mark_talk
from portal.casework.talks import find_talk, list_held
from portal.domain.errors import NotFound
from portal.domain.free_text import clean_text
from portal.domain.stages import ENDED, Stage
from portal.domain.talks import TRIES_NEEDED, Ground, Talk, Try, count_tries, is_overdue
from portal.domain.updates import Update
from portal.texts.languages import DEFAULT, find_language
from portal.texts.library import StageWords
from portal.web.desk import case_page, talk_fields, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.words import note_words
from portal.web.fields import list_field_problems

blueprint = Blueprint("talks", __name__, url_prefix="/case/<case_id>/talk")
_LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """Held news as the person would read it: the words of its stage in their language, and beside it in English."""

    stage: StageWords
    english: StageWords
    words: str
    is_from_rehub: bool
    is_move: bool


@blueprint.get("")
def show(case_id: str) -> ResponseReturnValue:
    """Show the open talk, what is held and what may be done now; or the way to ask for a talk."""
    side, staff = get_portal().side, get_staff()
    page = read_case(side, staff, case_id)
    talk, held = find_open_talk(page), list_held(page.opened)
    problem = next(iter(take_problems()), "")
    ask_field = talk_fields.make_ask_field(unsent.find(case_id, "talks.ask"), problem)
    try_field = talk_fields.make_try_field(problem, may_call=may_call(page))
    grounds = list_grounds_at_desk(side, staff, page, talk) if talk else ()
    end_fields = talk_fields.make_end_fields(grounds, held, unsent.find(case_id, "talks.end"), problem)
    language = find_language(page.language) or find_language(DEFAULT)
    return render_template(
        "desk/talk.html",
        page=page,
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        contact=describe_contact(page),
        talk=talk,
        has_ended=page.case.stage in ENDED,
        answer=talk_fields.answer_words(talk) if talk else "",
        tries=_count_tries(talk) if talk else 0,
        is_overdue=talk is not None and is_talk_overdue(talk),
        seen=mark_talk(page, talk) if talk else "",
        may_call=may_call(page),
        previews=[_preview(page, each.news, is_from_rehub=each.is_from_rehub) for each in held if each.news],
        language=language,
        stage_name=case_page.stage_name,
        ask_field=ask_field,
        try_field=try_field,
        end_fields=end_fields,
        is_supervisor=Ground.TRIED in grounds,
        tries_needed=TRIES_NEEDED,
        problems=list_field_problems(ask_field, try_field, *end_fields),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("/ask")
def ask(case_id: str) -> ResponseReturnValue:
    """Ask the person to talk; words, and a stage from the page of a move, wait until then."""
    words, then = clean_text(request.form.get("words", ""), keep_lines=True), request.form.get("then", "")
    if len(words) > HELD_LENGTH:
        unsent.keep(case_id, "talks.ask", words)
        ask_again("held_too_long")
        return _back(case_id)
    seen = _parse_stage(request.form.get("seen", ""))
    to_tell = ToTell(_parse_stage(then) if then else None, words)
    is_new = ask_to_talk(get_portal().side, get_staff(), case_id, to_tell, seen=seen)
    unsent.forget()
    say("talk_asked" if is_new else "talk_asked_before")
    return _back(case_id)


@blueprint.post("/try")
def note_try(case_id: str) -> ResponseReturnValue:
    """Record that somebody tried to reach the person."""
    how = request.form.get("how", "")
    if how not in set(Try):
        ask_again("how_missing")
        return _back(case_id)
    is_new = record_try(get_portal().side, get_staff(), case_id, Try(how))
    say("try_recorded" if is_new else "try_recorded_before")
    return _back(case_id)


@blueprint.post("/end")
def end(case_id: str) -> ResponseReturnValue:
    """End the talk, and put what was chosen onto their page."""
    words = clean_text(request.form.get("told", ""), keep_lines=True)
    ground, shows = request.form.get("ground", ""), request.form.get("shows", "")
    problem = talk_fields.find_end_problem(ground, shows, words, has_held=bool(request.form.get("has_held")))
    if problem:
        unsent.keep(case_id, "talks.end", words)
        ask_again(problem)
        return _back(case_id)
    ending = Ending(Ground(ground), _parse_number(shows), words)
    is_done = end_talk(get_portal().side, get_staff(), case_id, ending, seen=request.form.get("seen", ""))
    unsent.forget()
    say("talk_ended" if is_done else "talk_ended_before")
    return redirect(url_for("case.show", case_id=case_id), code=303)


def find_open_talk(page: DeskCase) -> Talk | None:
    """Return the talk that is open; none is once a case has ended."""
    return None if page.case.stage in ENDED else find_talk(page.opened, answers_held=page.answers_held)


def show_talk(page: DeskCase) -> dict[str, Talk | bool | None]:
    """Return what the page of the case is given of a talk (desk/case_talk.html)."""
    talk = find_open_talk(page)
    return {"talk": talk, "is_talk_overdue": talk is not None and is_talk_overdue(talk)}


def is_talk_overdue(talk: Talk) -> bool:
    """Say whether nobody has moved the talk on for too long."""
    side = get_portal().side
    return is_overdue(talk, side.clock.today(), side.calendar.is_working_day)


def _count_tries(talk: Talk) -> int:
    side = get_portal().side
    return count_tries(talk, side.clock.today(), side.calendar.is_working_day)


def _preview(page: DeskCase, news: Update, *, is_from_rehub: bool) -> Preview:
    library, language = get_portal().library, find_language(page.language)
    return Preview(
        stage=library.stage(language.code if language else DEFAULT, news.stage.value),
        english=library.stage(DEFAULT, news.stage.value),
        words=news.words,
        is_from_rehub=is_from_rehub,
        is_move=news.stage is not page.case.stage,
    )


def _parse_stage(code: str) -> Stage:
    if code not in set(Stage):
        raise NotFound("no such stage")
    return Stage(code)


def _parse_number(text: str) -> int | None:
    if text in ("", talk_fields.NOTHING):
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER):
        raise NotFound("nothing held has such a number")
    return int(text)


def _back(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("talks.show", case_id=case_id), code=303)
