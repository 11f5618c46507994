"""What the page of a case is given: the person's own words, needs first, and where the case stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.casework.desk import MESSAGE_LENGTH
from portal.casework.desk_case import DeskCase
from portal.casework.desk_messages import DeskMessage
from portal.domain.promises import count_days_late
from portal.domain.questions import FLOW, QUESTIONS, Kind
from portal.domain.replies import answer_by
from portal.domain.stages import BEFORE_CHECKED, ENDED, LINE, Mover, Stage, list_moves
from portal.domain.voices import list_voices
from portal.texts.labels import option_label, short_name
from portal.texts.languages import DEFAULT, OFFERED, find_language
from portal.web.app import long_date
from portal.web.desk.here import get_portal
from portal.web.desk.words import problem_words
from portal.web.fields import Choice, Field

# Needs first, then safety and the law, then what happened; whatever is not named here follows in the form's order.
_FIRST = (
    *("hopes", "without_contact", "hopes_words", "needs", "needs_words", "anything_else"),
    *("in_danger", "device_safe", "court_order", "court_case"),
)
_ALWAYS = frozenset({"hopes", "needs", "court_order", "court_case"})
_ELSEWHERE = frozenset({"name", "who_for", "understood", "rhythm"})
CHECKS = ("identity", "safety", "orders")
_OWN_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list."""

    question: str
    answer: str | tuple[str, ...]


def list_story(page: DeskCase) -> tuple[Row, ...]:
    """Return what the person told us, needs first; their own words carry their language."""
    answers = page.answers
    if not answers:
        return ()
    in_order = tuple(question.code for step in FLOW for question in step.questions)
    codes = dict.fromkeys((*_FIRST, *in_order))
    voices = list_voices(answers)
    return tuple(
        Row(short_name(code, voices), _answer(page, code))
        for code in codes
        if code not in _ELSEWHERE and (code in answers or code in _ALWAYS)
    )


def list_sender(page: DeskCase) -> tuple[tuple[str, str], ...]:
    """Return who sent it for the person, their agreement as it was recorded, and what the receipt says."""
    sender = page.sender
    if sender is None:
        return ()
    told = tuple((short_name(code), option_label(code, values[0])) for code, values in sender.answers.items())
    recorded = (
        ("Agreement recorded on", long_date(sender.agreed_on)),
        ("Receipt, which proves nothing", sender.receipt_number),
    )
    return (*told, *recorded)


def in_their_language(page: DeskCase, words: str) -> Markup:
    """Return the person's own words, marked with the language they wrote in."""
    return Markup('<span lang="{}" dir="auto">{}</span>').format(page.language, words)


def language_name(page: DeskCase) -> str:
    """Return the name of the person's language in its own script."""
    return name_language(page.language)


def name_language(code: str) -> str:
    """Return the name of a language in its own script."""
    language = find_language(code)
    return language.name if language else code


def stage_name(stage: Stage) -> str:
    """Return what a stage is called at the desk."""
    return get_portal().library.stage("en", stage.value).name


def make_message_fields(page: DeskCase, words: str, problem: str) -> tuple[Field, ...]:
    """Return the box to write to the person in and, unless they read English, the choice of its language."""
    box = Field(
        name="words",
        kind="textarea",
        label="Your message",
        hint="They read it on their page. If their card says so, a text or e-mail tells them to look, "
        "once a day at most. It holds no word of this.",
        value=words,
        problem=problem_words(problem, words) if problem.startswith("message") else "",
        max_length=MESSAGE_LENGTH,
        spellcheck=True,
    )
    offered = [each for each in OFFERED if each.code in (DEFAULT, page.language)]
    choices = tuple(Choice(each.code, each.name, is_chosen=each.code == DEFAULT) for each in offered)
    written = Field("language", "select", "Which language did you write it in?", choices=choices)
    return (box, written) if len(choices) > 1 else (box,)


def find_answer_day(message: DeskMessage) -> tuple[date, int]:
    """Return the day by which the person was promised an answer to their message, and how many days ago it was."""
    side = get_portal().side
    promised = answer_by(message.on, side.calendar.is_working_day)
    return promised, count_days_late(promised, side.clock.today())


def make_check_field(problem: str) -> Field:
    """Return the three ticks before anything goes on."""
    words: Mapping[str, str] = {
        "identity": "It is really them: they answered the check question",
        "safety": "We talked about their safety, and about how to reach them",
        "orders": "We talked about court orders and cases that have not ended",
    }
    return Field(
        name="checked",
        kind="checkboxes",
        label="I spoke to the person, and",
        choices=tuple(Choice(code, words[code]) for code in CHECKS),
        problem=problem_words(problem) if problem == "check_missing" else "",
    )


def make_stage_field(page: DeskCase) -> Field:
    """Return the choice of the stage to move to, with the next one on the line chosen."""
    open_stages = [stage for stage in list_moves(page.case.stage, Mover.DESK) if _is_open(page, stage)]
    later = LINE.index(page.case.stage) + 1 if page.case.stage in LINE else len(LINE)
    chosen = next((stage for stage in open_stages if stage in LINE[later:]), open_stages[0])
    return Field(
        name="stage",
        kind="select",
        label="Move to",
        hint="" if page.case.is_checked else "More stages open once the first conversation is recorded.",
        choices=tuple(Choice(stage.value, stage_name(stage), is_chosen=stage is chosen) for stage in open_stages),
    )


def _is_open(page: DeskCase, stage: Stage) -> bool:
    return page.case.is_checked or stage in BEFORE_CHECKED | ENDED


def _answer(page: DeskCase, code: str) -> str | tuple[str, ...]:
    values, voices = page.answers.get(code), list_voices(page.answers)
    if not values:
        return "They left this empty"
    if code == "area":
        area = get_portal().side.areas.find_area(values[0])
        return area.name if area else "They are not sure"
    if QUESTIONS[code].kind in _OWN_WORDS:
        return in_their_language(page, values[0])
    words = tuple(option_label(code, value, voices) for value in values)
    return words[0] if len(words) == 1 else words
