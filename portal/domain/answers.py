"""Answers to the self-referral: parsed kindly, kept by question code, never by label. Problems are data, not errors."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.areas import NOT_SURE, Areas
from portal.domain.free_text import clean_text
from portal.domain.questions import (
    ABUSE_KINDS,
    CONTACT_CARD,
    FLOW,
    QUESTIONS,
    Answers,
    Kind,
    Question,
    Shape,
    Step,
    is_for_other,
)

RawAnswers = Mapping[str, Sequence[str]]
# One address and nothing beside it: what mail servers read as a list, a name or a comment is no part of it.
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[\w-]+(\.[\w-]+)+")
_BESIDE_DIGITS = frozenset(" ().-‐‑–—")


class ProblemCode(StrEnum):
    """What is wrong with an answer; texts.labels says what to do about it."""

    MISSING = "missing"
    NOT_OFFERED = "not_offered"
    STANDS_ALONE = "stands_alone"
    TOO_LONG = "too_long"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_EMAIL = "not_an_email"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_MISSING = "place_missing"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One problem with one question; `limit` in characters when it is too long, `over` by how many."""

    question: str
    code: ProblemCode
    limit: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came out of one step: the answers to keep, and the problems (keep nothing when there are any)."""

    answers: dict[str, tuple[str, ...]]
    problems: tuple[AnswerProblem, ...]


def parse_step(step: Step, raw: RawAnswers, before: Answers, areas: Areas) -> Parsed:
    """Parse what one page sent. `before` holds the answers of other steps; conditions look at both.

    A page that is no part of this person's way any more, left open in another tab, changes nothing.
    """
    if not step.applies(before):
        return Parsed({}, ())
    if step.slug == "where":
        return _parse_place(raw, before, areas)
    answers: dict[str, tuple[str, ...]] = {}
    problems: list[AnswerProblem] = []
    for question in step.questions:
        if not question.applies({**before, **answers}):
            continue
        values, problem = _parse_question(question, raw.get(question.code, ()), before)
        if problem:
            problems.append(problem)
        elif values:
            answers[question.code] = values
    if step.slug == "which" and not problems:
        answers["area"] = answers["candidate"]
    return Parsed(answers, tuple(problems))


def merge(before: Answers, step: Step, parsed: Parsed) -> dict[str, tuple[str, ...]]:
    """Return all answers after a step: what no longer applies is gone, so that nothing stale is ever sent."""
    replaced = {question.code for question in step.questions}
    if step.slug == "where":
        replaced |= {"place_found", "candidates", "candidate"}
    if step.slug == "contact" and parsed.answers.get("contact_method") != before.get("contact_method"):
        # Safety: a number for calls, its days and hours are not taken to be safe for texts, or somebody else's
        replaced |= set(CONTACT_CARD)
    if is_other_person(before, parsed.answers):
        # Safety: what was said of one person, their number above all, must not pass for another's; an area that
        # was chosen before anything was said is nobody's, and is shown again at its step
        return {**before, **parsed.answers} if set(before) == {"area"} else dict(parsed.answers)
    kept = {code: values for code, values in before.items() if code not in replaced}
    return drop_hidden({**kept, **parsed.answers})


def is_other_person(before: Answers, now: Answers) -> bool:
    """Say whether answers make of a form about oneself one about somebody else, or the other way round."""
    return "who_for" in now and is_for_other(before) is not is_for_other(now)


def visit(visited: frozenset[str], step: Step, before: Answers, now: Answers) -> frozenset[str]:
    """Return the steps that count as seen once a step was answered: no other where it made the form anew."""
    return frozenset({step.slug}) if is_other_person(before, now) else visited | {step.slug}


def drop_hidden(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return only the answers whose question is asked, given the others."""
    current = {code: tuple(values) for code, values in answers.items()}
    while True:
        hidden = {
            question.code
            for step in FLOW
            for question in step.questions
            if question.code in current and not (step.applies(current) and question.applies(current))
        }
        if not hidden:
            return current
        current = {code: values for code, values in current.items() if code not in hidden}


def list_steps(answers: Answers) -> tuple[Step, ...]:
    """Return the steps of this person's way, in order."""
    return tuple(step for step in FLOW if step.applies(answers))


def is_done(step: Step, answers: Answers, visited: frozenset[str]) -> bool:
    """Say whether a step needs no more: seen, and every required question answered."""
    needed = (question for question in step.questions if question.is_required and question.applies(answers))
    return step.slug in visited and all(question.code in answers for question in needed)


def find_unfinished(answers: Answers, visited: frozenset[str]) -> Step | None:
    """Return the first step that still needs an answer; None when everything may be sent."""
    return next((step for step in list_steps(answers) if not is_done(step, answers, visited)), None)


def is_abuse_branch(answers: Answers) -> bool:
    """Say whether the stricter defaults of the part after abuse apply."""
    return not ABUSE_KINDS.isdisjoint(answers.get("harm", ()))


def is_kept_answer(code: str, value: str) -> bool:
    """Say whether a value is, letter for letter, what the form would keep for a question."""
    return _parse_question(QUESTIONS[code], (value,), {}) == ((value,), None)


def is_unsafe_now(answers: Answers) -> bool:
    """Say whether the person told us of danger or an unsafe device: first on the desk."""
    # Safety: "not sure" counts as not safe
    danger = answers.get("in_danger", ("no",))[0] != "no"
    return danger or answers.get("device_safe", ("yes",))[0] != "yes"


def _parse_question(
    question: Question, raw: Sequence[str], before: Answers
) -> tuple[tuple[str, ...], AnswerProblem | None]:
    match question.kind:
        case Kind.ONE | Kind.SEVERAL | Kind.AGREEMENT:
            return _parse_choice(question, raw, question.options)
        case Kind.CANDIDATE:
            return _parse_choice(question, raw, (*before.get("candidates", ()), NOT_SURE))
        case _:
            return _parse_text(question, raw[0] if raw else "")


def _parse_choice(
    question: Question, raw: Sequence[str], options: Sequence[str]
) -> tuple[tuple[str, ...], AnswerProblem | None]:
    chosen = tuple(dict.fromkeys(value for value in raw if value))
    if any(value not in options for value in chosen) or (question.kind is not Kind.SEVERAL and len(chosen) > 1):
        return (), AnswerProblem(question.code, ProblemCode.NOT_OFFERED)
    if not chosen and question.is_required:
        return (), AnswerProblem(question.code, ProblemCode.MISSING)
    if len(chosen) > 1 and not question.alone.isdisjoint(chosen):
        return (), AnswerProblem(question.code, ProblemCode.STANDS_ALONE)
    return tuple(option for option in options if option in chosen), None


def _parse_text(question: Question, raw: str) -> tuple[tuple[str, ...], AnswerProblem | None]:
    text = clean_text(raw, keep_lines=question.kind is Kind.LONG_TEXT)
    if not text:
        missing = AnswerProblem(question.code, ProblemCode.MISSING) if question.is_required else None
        return (), missing
    if len(text) > question.max_length:
        over = len(text) - question.max_length
        return (), AnswerProblem(question.code, ProblemCode.TOO_LONG, question.max_length, over)
    return _check_shape(question, text)


def _check_shape(question: Question, text: str) -> tuple[tuple[str, ...], AnswerProblem | None]:
    match question.shape:
        case Shape.PHONE:
            number = _read_phone(text)
            return ((number,), None) if number else ((), AnswerProblem(question.code, ProblemCode.NOT_A_PHONE))
        case Shape.EMAIL:
            if not _EMAIL.fullmatch(text):
                return (), AnswerProblem(question.code, ProblemCode.NOT_AN_EMAIL)
            return (text,), None
        case _:
            return (text,), None


def _read_phone(text: str) -> str | None:
    """Return the digits of one number, in any script and spaced as one likes; None for anything else."""
    has_plus = text.lstrip("( ").startswith("+")
    number = text.replace("+", "", 1) if has_plus else text
    if has_plus or number.startswith("00"):
        # +44 (0)7700 is written for people; dialled with its nought it rings nobody, or somebody else
        number = number.replace("(0)", "", 1)
    # Safety: digits of "ext 12", "0001/2" or a small ² must not run into the number and ring a stranger
    if any(not char.isdecimal() and char not in _BESIDE_DIGITS for char in number):
        return None
    digits = "".join(str(unicodedata.decimal(char)) for char in number if char.isdecimal())
    return ("+" if has_plus else "") + digits if 10 <= len(digits) <= 15 else None


def _parse_place(raw: RawAnswers, before: Answers, areas: Areas) -> Parsed:
    """Turn a half postcode, council or town, or a choice from the list, into an area or into candidates."""
    listed = next(iter(raw.get("area", ())), "")
    typed = clean_text(next(iter(raw.get("place", ())), ""))
    # Safety: whoever writes another place beside the area that still stands there means the place; else a stranger's
    # service would read it
    if listed and not (typed and (listed,) == before.get("area")):
        if listed != NOT_SURE and areas.find_area(listed) is None:
            return Parsed({}, (AnswerProblem("area", ProblemCode.NOT_OFFERED),))
        return Parsed({"area": (listed,)}, ())
    if not typed:
        return Parsed({}, (AnswerProblem("place", ProblemCode.PLACE_MISSING),))
    if len(typed) > 80:
        return Parsed({}, (AnswerProblem("place", ProblemCode.TOO_LONG, 80, len(typed) - 80),))
    candidates = areas.list_candidates(typed)
    match len(candidates):
        case 0:
            return Parsed({}, (AnswerProblem("place", ProblemCode.PLACE_UNKNOWN),))
        case 1:
            return Parsed({"area": candidates}, ())
        case _:
            return Parsed({"place_found": ("several",), "candidates": candidates}, ())
