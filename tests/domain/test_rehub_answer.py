"""What re:hub answers by a link: parsed into facts, or into what to put right, field by field."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.rehub_answer import FieldFault, RehubAnswer, keep_fields, parse_answer, write_fields
from portal.domain.stages import Stage
from portal.domain.updates import DayFault, WaitingFor

TODAY = date(2026, 11, 23)
STAGES = (Stage.REHUB_CHECK, Stage.APPROVAL_BOARD)
WHOLE = RehubAnswer(Stage.REHUB_CHECK, TODAY, date(2026, 12, 4), WaitingFor.PRISON, is_sensitive=True)


def test_an_answer_is_read_as_it_was_written() -> None:
    assert parse_answer(write_fields(WHOLE), STAGES, TODAY) == WHOLE
    least = RehubAnswer(Stage.APPROVAL_BOARD, TODAY)
    assert parse_answer(write_fields(least), STAGES, TODAY) == least


@pytest.mark.parametrize("day", ["2026-11-23", "23/11/2026", "23 November 2026", "23 Tachwedd 2026", "23.11.26"])
def test_a_day_is_read_in_every_usual_spelling(day: str) -> None:
    answer = parse_answer({"stage": "rehub_check", "happened_on": day}, STAGES, TODAY)
    assert answer == RehubAnswer(Stage.REHUB_CHECK, TODAY)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"stage": ""}, {"stage": FieldFault.NOT_CHOSEN}),
        ({"stage": "asking_them"}, {"stage": FieldFault.NOT_CHOSEN}),
        ({"waiting_for": "person"}, {"waiting_for": FieldFault.NOT_CHOSEN}),
        ({"happened_on": ""}, {"happened_on": FieldFault.NOT_A_DAY}),
        ({"happened_on": "yesterday"}, {"happened_on": FieldFault.NOT_A_DAY}),
        ({"happened_on": "2026-12-24"}, {"happened_on": DayFault.FUTURE}),
        ({"happened_on": "2006-12-24"}, {"happened_on": DayFault.LONG_AGO}),
        ({"happened_on": "2026-11-19"}, {"happened_on": FieldFault.OLDER}),
        ({"expected_by": "soon"}, {"expected_by": FieldFault.NOT_A_DAY}),
        ({"expected_by": "2026-11-22"}, {"expected_by": DayFault.BEFORE}),
        ({"expected_by": "2046-11-22"}, {"expected_by": DayFault.FAR}),
        ({"stage": "x", "happened_on": "x"}, {"stage": FieldFault.NOT_CHOSEN, "happened_on": FieldFault.NOT_A_DAY}),
    ],
)
def test_what_is_wrong_is_named_by_its_field(changed: dict[str, str], faults: dict[str, object]) -> None:
    typed = {"stage": "rehub_check", "happened_on": "2026-11-23", **changed}
    assert parse_answer(typed, STAGES, TODAY, newest_on=date(2026, 11, 20)) == faults


def test_of_a_form_only_its_own_fields_are_kept_and_none_of_them_long() -> None:
    kept = keep_fields({"stage": " rehub_check ", "happened_on": "9" * 99, "waiting_for": "", "name": "Amira"})
    assert kept == {"stage": "rehub_check", "happened_on": "9" * 40}
