"""What somebody at re:hub answers on the page of a link: five fields, parsed into facts or into what to put right.

Whether the case takes the answer is for casework to say.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.sheet_days import parse_day
from portal.domain.stages import Stage
from portal.domain.updates import DayFault, WaitingFor, find_day_fault

STAGE, ON, WAITING, EXPECTED, SENSITIVE = FIELDS = ("stage", "happened_on", "waiting_for", "expected_by", "sensitive")
LONGEST = 40  # characters of a field; nothing that fits is longer
_YES = "yes"
# Safety: `person` would tell that the other person was asked and is silent; it is never shown, nor asked for here
MAY_WAIT_FOR = tuple(each for each in WaitingFor if each is not WaitingFor.PERSON)


class FieldFault(StrEnum):
    """What is wrong with a field, but for days that cannot be (DayFault)."""

    NOT_CHOSEN = "not_chosen"
    NOT_A_DAY = "not_a_day"
    OLDER = "older"


Fault = FieldFault | DayFault
_OF_EXPECTED = frozenset({DayFault.BEFORE, DayFault.FAR})


@dataclass(frozen=True, slots=True)
class RehubAnswer:
    """What was told, whole and possible."""

    stage: Stage
    happened_on: date
    expected_by: date | None = None
    waiting_for: WaitingFor | None = None
    is_sensitive: bool = False


def keep_fields(form: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form as they were typed, nothing else of it and nothing long."""
    return {name: str(form[name]).strip()[:LONGEST] for name in FIELDS if form.get(name)}


def write_fields(answer: RehubAnswer) -> dict[str, str]:
    """Return an answer as the fields of a form."""
    fields = {STAGE: answer.stage.value, ON: answer.happened_on.isoformat()}
    if answer.waiting_for:
        fields[WAITING] = answer.waiting_for.value
    if answer.expected_by:
        fields[EXPECTED] = answer.expected_by.isoformat()
    return {**fields, SENSITIVE: _YES} if answer.is_sensitive else fields


def parse_answer(
    typed: Mapping[str, str], stages: Collection[Stage], today: date, newest_on: date | None = None
) -> RehubAnswer | dict[str, Fault]:
    """Return the answer, or what to put right by field. `newest_on`: the day of the newest news that is there."""
    faults: dict[str, Fault] = {}
    stage = next((each for each in stages if each.value == typed.get(STAGE)), None)
    if stage is None:
        faults[STAGE] = FieldFault.NOT_CHOSEN
    waiting_for = next((each for each in MAY_WAIT_FOR if each.value == typed.get(WAITING)), None)
    if typed.get(WAITING) and waiting_for is None:
        faults[WAITING] = FieldFault.NOT_CHOSEN
    happened_on, expected_by = parse_day(typed.get(ON, "")), parse_day(typed.get(EXPECTED, ""))
    if typed.get(EXPECTED) and expected_by is None:
        faults[EXPECTED] = FieldFault.NOT_A_DAY
    if happened_on is None:
        faults[ON] = FieldFault.NOT_A_DAY
    else:
        faults |= _list_day_faults(happened_on, expected_by, today, newest_on)
    if faults or stage is None or happened_on is None:
        return faults
    return RehubAnswer(stage, happened_on, expected_by, waiting_for, typed.get(SENSITIVE) == _YES)


def _list_day_faults(
    happened_on: date, expected_by: date | None, today: date, newest_on: date | None
) -> dict[str, Fault]:
    fault = find_day_fault(happened_on, expected_by, today)
    if fault is not None:
        return {EXPECTED if fault in _OF_EXPECTED else ON: fault}
    return {ON: FieldFault.OLDER} if newest_on is not None and happened_on < newest_on else {}
