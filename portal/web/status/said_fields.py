"""The fields of a request in words, as the private page draws them. What came with them is read here; no rule."""

from collections.abc import Mapping, Sequence

from flask import request
from flask_babel import gettext

from portal.casework.ask import Question
from portal.casework.follow import clean_message
from portal.domain.case import RequestKind
from portal.domain.errors import Invalid
from portal.domain.promises import Rhythm
from portal.domain.requests import HELPS, WORDS_LENGTH, Said, check_said
from portal.texts.labels import question_words
from portal.web.fields import Choice, Field
from portal.web.status.typed_words import say_problem_of_words

# which field of the form holds the choices
_CHOICES: Mapping[RequestKind, str] = {RequestKind.HELP: "needs", RequestKind.RHYTHM: "rhythm"}


def read_said(kind: RequestKind) -> Said:
    """Return what the form of a request said, cleaned; it may still be too long or empty."""
    choices = request.form.getlist(_CHOICES[kind]) if kind in _CHOICES else []
    words = "" if kind is RequestKind.RHYTHM else clean_message(request.form.get("words", ""))
    return Said(words, tuple(each for each in choices if each))


def find_problem(kind: RequestKind, said: Said) -> str:
    """Return a code of what is wrong with it; empty when it may be sent."""
    try:
        check_said(kind, said)
    except Invalid:
        if kind is RequestKind.RHYTHM:
            return "rhythm_missing"
        return "words_too_long" if len(said.words) > WORDS_LENGTH else "words_empty"
    return ""


def make_fields(kind: RequestKind, question: Question, unsent: str, said: str) -> tuple[Field, ...]:
    """Return the fields of a request; `unsent` is what was typed and could not be sent, `said` why."""
    match kind:
        case RequestKind.HELP:
            return (_make_needs_field(said), _make_words_field(kind, unsent, said if unsent else ""))
        case RequestKind.RHYTHM:
            return (_make_rhythm_field(question.rhythm, said),)
        case RequestKind.OTHER_CONTACT if not question.is_contact_stopped:
            return (_make_words_field(kind, unsent, said), _make_until_field())
        case _:
            return (_make_words_field(kind, unsent, said),)


def _make_words_field(kind: RequestKind, words: str, said: str) -> Field:
    read_by = gettext("The service reads it. A court may ask for words that are written down.")
    label, hint = {
        RequestKind.ADD: (gettext("What do you want to add or correct?"), read_by),
        RequestKind.HELP: (gettext("Which language, or what else should we know?"), read_by),
    }.get(kind, (gettext("How should they reach you?"), gettext("Say what has changed, and which way is safe now.")))
    return Field(
        name="words",
        kind="textarea",
        label=label,
        hint=hint,
        value=words,
        problem=say_problem_of_words(said, words, WORDS_LENGTH),
        max_length=WORDS_LENGTH,
    )


def _make_needs_field(said: str) -> Field:
    problem = gettext("Choose something, or write what would help you") if said == "words_empty" else ""
    return Field(
        name="needs",
        kind="checkboxes",
        label=gettext("What would help you to take part?"),
        hint=gettext("Choose all that fit."),
        choices=_make_choices("needs", HELPS, ()),
        problem=problem,
    )


def _make_rhythm_field(now: Rhythm, said: str) -> Field:
    return Field(
        name="rhythm",
        kind="radios",
        label=gettext("How often do you want to hear from us?"),
        choices=_make_choices("rhythm", [each.value for each in Rhythm], (now.value,)),
        problem=gettext("Answer this question") if said == "rhythm_missing" else "",
    )


def _make_until_field() -> Field:
    label = gettext("Until the service has changed it")
    stop = gettext("The old way is not safe. Stop all contact now")
    return Field(name="until", kind="checkboxes", label=label, choices=(Choice("stop", stop),))


def _make_choices(code: str, options: Sequence[str], chosen: Sequence[str]) -> tuple[Choice, ...]:
    words = question_words(code).options
    return tuple(
        Choice(
            option,
            gettext(words[option].label),
            gettext(words[option].hint) if words[option].hint else "",
            is_chosen=option in chosen,
        )
        for option in options
    )
