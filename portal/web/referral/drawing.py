"""Turns questions, answers and problems into fields to draw. No rule: which question is asked comes from the flow."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, pgettext

from portal.domain.answers import AnswerProblem, is_abuse_branch
from portal.domain.areas import NOT_SURE
from portal.domain.questions import Answers, Kind, Question, Shape, Step
from portal.domain.voices import Voice, list_voices
from portal.texts.labels import problem_words, question_words
from portal.texts.question_words import QuestionWords, Words
from portal.web.fields import Choice, Field, FieldKind, Problem

_KINDS: Mapping[Kind, FieldKind] = {
    Kind.ONE: "radios",
    Kind.SEVERAL: "checkboxes",
    Kind.AGREEMENT: "checkboxes",
    Kind.CANDIDATE: "radios",
    Kind.AREA: "select",
    Kind.PLACE: "text",
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "textarea",
}
_INPUT_MODES = {Shape.PHONE: "tel", Shape.EMAIL: "email"}
# Steps that say something before their one question: there the step's name is the heading.
_SAID_BEFORE = frozenset({"begin", "what", "contact", "words"})
_DIVIDED = frozenset({"not_said", "none", "not_sure", "any_day", "any_time", "unknown"})


def draw_step(
    step: Step,
    answers: Answers,
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[AnswerProblem],
    area_names: Mapping[str, str],
) -> tuple[Field, ...]:
    """Return the fields of a page; `raw` is what was typed when the last try had problems.

    `area_names` are by code, in the reader's language and its alphabetical order.
    """
    asked = [question for question in step.questions if question.applies(answers)]
    voices = list_voices(answers)
    return tuple(
        _draw_question(
            question,
            words=question_words(question.code, voices),
            values=raw.get(question.code, ()) if raw else _values(question, answers),
            problem=next((say_problem(found, voices) for found in problems if found.question == question.code), ""),
            options=_list_options(question, answers, area_names),
            is_page_heading=len(asked) == 1 and step.slug not in _SAID_BEFORE,
        )
        for question in asked
    )


def say_problem(problem: AnswerProblem, voices: Sequence[Voice] = ()) -> str:
    """Return what to do about a problem, in the reader's language."""
    words = problem_words(problem.question, problem.code, voices)
    values = {"limit": problem.limit, "over": problem.over} if problem.limit else {}
    return str(gettext(words, **values))


def list_problems(problems: Sequence[AnswerProblem], voices: Sequence[Voice] = ()) -> tuple[Problem, ...]:
    """Return the lines of the error summary."""
    return tuple(Problem(problem.question, say_problem(problem, voices)) for problem in problems)


def say_answer(question: Question, answers: Answers, area_names: Mapping[str, str]) -> tuple[str, ...]:
    """Return a stored answer in the reader's language; a person's own words as they are."""
    values = answers.get(question.code, ())
    if question.kind in {Kind.AREA, Kind.CANDIDATE}:
        return tuple(_say_area(value, area_names) for value in values)
    options = question_words(question.code, list_voices(answers)).options
    return tuple(_say(options[value]) if value in question.options else value for value in values)


def _draw_question(
    question: Question,
    *,
    words: QuestionWords,
    values: Sequence[str],
    problem: str,
    options: Sequence[tuple[str, Words]],
    is_page_heading: bool,
) -> Field:
    is_typed = _KINDS[question.kind] in {"text", "textarea"}
    return Field(
        name=question.code,
        kind=_KINDS[question.kind],
        label=gettext(words.label),
        hint=gettext(words.hint) if words.hint else "",
        value=(values[0] if values else "") if is_typed else "",
        choices=tuple(
            Choice(
                value=code,
                label=_say(option),
                hint=gettext(option.hint) if option.hint else "",
                is_chosen=code in values,
                is_divider_before=code in _DIVIDED and code == options[-1][0],
            )
            for code, option in options
        ),
        problem=problem,
        max_length=question.max_length if question.kind is Kind.LONG_TEXT else None,
        inputmode=_INPUT_MODES.get(question.shape, ""),
        is_page_heading=is_page_heading,
        is_label_hidden=question.kind is Kind.AGREEMENT,
        direction="ltr" if question.shape in _INPUT_MODES else "",
    )


def _values(question: Question, answers: Answers) -> Sequence[str]:
    if question.code in answers:
        return answers[question.code]
    # Safety: after abuse nobody is contacted unless they choose it
    is_default = question.code == "contact_method" and is_abuse_branch(answers)
    return ("none",) if is_default else ()


def _list_options(question: Question, answers: Answers, area_names: Mapping[str, str]) -> Sequence[tuple[str, Words]]:
    match question.kind:
        case Kind.AREA:
            named = [(code, Words(name)) for code, name in area_names.items()]
            return [("", Words(gettext("Choose an area"))), (NOT_SURE, Words(_say_area(NOT_SURE, area_names))), *named]
        case Kind.CANDIDATE:
            codes = (*answers.get("candidates", ()), NOT_SURE)
            return [(code, Words(_say_area(code, area_names))) for code in codes]
        case _:
            words = question_words(question.code, list_voices(answers)).options
            return [(code, words[code]) for code in question.options]


def _say_area(code: str, area_names: Mapping[str, str]) -> str:
    return area_names.get(code) or gettext("I am not sure")


def _say(words: Words) -> str:
    return str(pgettext(words.context, words.label) if words.context else gettext(words.label))
