"""The fields of a link's page as they are drawn, in the reader's language, and what was told as a list to look over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, pgettext

from portal.domain.rehub_answer import (
    EXPECTED,
    MAY_WAIT_FOR,
    ON,
    SENSITIVE,
    STAGE,
    WAITING,
    Fault,
    FieldFault,
    RehubAnswer,
)
from portal.domain.stages import Stage
from portal.domain.updates import DayFault
from portal.texts.question_words import N_
from portal.texts.rehub_words import DAY_FAULTS, WAITING_CHOICES
from portal.web.app import long_date
from portal.web.fields import Choice, Field
from portal.web.site import choose_language
from portal.web.visits import get_portal

_NOT_CHOSEN = N_("Choose one of the answers on the page")
_FIELD_FAULTS: Mapping[FieldFault, str] = {
    FieldFault.NOT_CHOSEN: _NOT_CHOSEN,
    FieldFault.NOT_A_DAY: N_("Write a day, such as 23/11/2026"),
    FieldFault.OLDER: N_("There is newer news already. Choose the day of that news or a later one"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what was told."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """The fields of the page, in their order."""

    stage: Field
    happened_on: Field
    waiting_for: Field
    expected_by: Field
    sensitive: Field

    @property
    def all(self) -> tuple[Field, ...]:
        """Return them for the error summary."""
        return (self.stage, self.happened_on, self.waiting_for, self.expected_by, self.sensitive)


def make_fields(
    stages: Sequence[Stage], typed: Mapping[str, str], faults: Mapping[str, Fault], today: date
) -> AnswerFields:
    """Return the fields with what was typed in them; the present stage and today before anything was."""
    given = typed or {STAGE: stages[0].value, ON: today.isoformat()}
    return AnswerFields(
        stage=_make_stage(stages, given.get(STAGE, ""), faults),
        happened_on=Field(
            name=ON,
            kind="text",
            label=gettext("The day of this news"),
            value=given.get(ON, ""),
            problem=_problem(faults, ON),
            width="half",
        ),
        waiting_for=_make_waiting(given.get(WAITING, ""), faults),
        expected_by=Field(
            name=EXPECTED,
            kind="text",
            label=gettext("When do you expect the next step?"),
            hint=gettext("Leave it empty if you do not know."),
            value=given.get(EXPECTED, ""),
            problem=_problem(faults, EXPECTED),
            width="half",
        ),
        sensitive=_make_sensitive(given.get(SENSITIVE, "")),
    )


def list_told(answer: RehubAnswer) -> tuple[Row, ...]:
    """Return what is about to be sent, line by line."""
    waiting = gettext(WAITING_CHOICES[answer.waiting_for]) if answer.waiting_for else gettext("Not said")
    expected = long_date(answer.expected_by) if answer.expected_by else gettext("Not said")
    rows = (
        Row(pgettext("of a case: where it stands", "Stage"), _stage_name(answer.stage)),
        Row(gettext("The day of this news"), long_date(answer.happened_on)),
        Row(gettext("Who or what is it waiting for?"), waiting),
        Row(gettext("When do you expect the next step?"), expected),
    )
    if not answer.is_sensitive:
        return rows
    return (*rows, Row(gettext("Talk first"), gettext("Yes: the local service talks with the person first")))


def _make_stage(stages: Sequence[Stage], chosen: str, faults: Mapping[str, Fault]) -> Field:
    return Field(
        name=STAGE,
        kind="radios",
        label=gettext("Where does it stand?"),
        choices=tuple(
            Choice(
                each.value,
                _stage_name(each),
                hint=gettext("As now") if each is stages[0] else "",
                is_chosen=each.value == chosen,
            )
            for each in stages
        ),
        problem=_problem(faults, STAGE),
    )


def _make_waiting(chosen: str, faults: Mapping[str, Fault]) -> Field:
    none = Choice("", gettext("Not said"), is_chosen=not chosen)
    named = (Choice(each.value, gettext(WAITING_CHOICES[each]), is_chosen=each == chosen) for each in MAY_WAIT_FOR)
    return Field(
        name=WAITING,
        kind="select",
        label=gettext("Who or what is it waiting for?"),
        choices=(none, *named),
        problem=_problem(faults, WAITING),
    )


def _make_sensitive(chosen: str) -> Field:
    words = gettext("Somebody should talk with the person before they read this")
    hint = gettext("Then the local service talks with them first. Until then nothing of this stands on their page.")
    return Field(
        name=SENSITIVE,
        kind="checkboxes",
        label=gettext("Is this hard news?"),
        choices=(Choice("yes", words, hint=hint, is_chosen=bool(chosen)),),
    )


def _problem(faults: Mapping[str, Fault], name: str) -> str:
    fault = faults.get(name)
    if fault is None:
        return ""
    return str(gettext(DAY_FAULTS[fault] if isinstance(fault, DayFault) else _FIELD_FAULTS[fault]))


def _stage_name(stage: Stage) -> str:
    return get_portal().library.stage(choose_language(), stage.value).name
