"""Asking before a promised day, saying that there is no news, and who is told of silence: days and stages as tables."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from portal.domain.asks import AskedOf, How, Promise, asked_of
from portal.domain.errors import NotAllowed
from portal.domain.notices import LONDON
from portal.domain.promises import ask_until, keeps_by_itself, needs_supervisor, say_no_news_until
from portal.domain.stages import BESIDE_BY_DESK, ENDED, HOLDER, Beside, Holder, Stage, check_no_hold
from portal.settings import ROOT
from portal.wiring import WorkingDays

IS_WORKING_DAY = WorkingDays().is_working_day
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday: what is promised for Thursday
        (date(2026, 11, 25), date(2026, 11, 30)),  # Wednesday: over the weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
        (date(2026, 12, 22), date(2026, 12, 29)),  # over Christmas and its Monday off
    ],
)
def test_the_holder_is_asked_three_working_days_before(today: date, until: date) -> None:
    assert ask_until(today, IS_WORKING_DAY) == until


@pytest.mark.parametrize(
    ("local", "until"),
    [
        (datetime(2026, 11, 30, 0, 0, tzinfo=LONDON), date(2026, 11, 29)),
        (datetime(2026, 11, 30, 11, 59, 59, tzinfo=LONDON), date(2026, 11, 29)),
        (datetime(2026, 11, 30, 12, 0, tzinfo=LONDON), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 23, 59, tzinfo=LONDON), date(2026, 11, 30)),
    ],
)
def test_until_noon_of_the_day_somebody_may_still_write(local: datetime, until: date) -> None:
    assert say_no_news_until(local) == until


@pytest.mark.parametrize("stage", Stage)
def test_only_a_first_contact_and_an_end_are_not_kept_by_itself(stage: Stage) -> None:
    assert keeps_by_itself(stage, was_told=False) is (stage not in {Stage.RECEIVED, *ENDED})
    assert keeps_by_itself(stage, was_told=True) is (stage not in ENDED)


@pytest.mark.parametrize(
    ("stage", "silence", "promised_on", "expected"),
    [
        (Stage.ENQUIRIES, 0, date(2026, 11, 1), False),
        (Stage.ENQUIRIES, 1, date(2026, 12, 1), False),
        (Stage.ENQUIRIES, 2, date(2026, 12, 1), True),
        (Stage.REHUB_CHECK, 7, None, True),
        (Stage.RECEIVED, 0, date(2026, 11, 17), False),  # four working days late
        (Stage.RECEIVED, 0, date(2026, 11, 16), True),  # five
        (Stage.RECEIVED, 0, None, False),
    ],
)
def test_a_supervisor_sees_the_second_silence(
    stage: Stage, silence: int, promised_on: date | None, expected: bool
) -> None:
    assert needs_supervisor(stage, silence, promised_on, MONDAY, IS_WORKING_DAY) is expected


# promises.md, "Stages are data": who holds each stage, and so whom we ask
HELD_BY = {
    "received": ("service", "service"),
    "first_contact": ("service", "service"),
    "enquiries": ("service", "service"),
    "suitability": ("prison_or_probation", "service"),
    "rehub_check": ("rehub", "rehub"),
    "approval_board": ("board", "rehub"),
    "asking_them": ("facilitator", "service"),
    "preparation": ("facilitator", "service"),
    "communication": ("facilitator", "service"),
    "aftercare": ("facilitator", "service"),
    "closed": ("nobody", "service"),
    "not_going_ahead": ("service", "service"),
}


def test_every_stage_has_a_holder_and_somebody_to_ask() -> None:
    assert {stage.value: (HOLDER[stage].value, asked_of(stage).value) for stage in Stage} == HELD_BY
    assert {each.value for each in AskedOf} <= {each.value for each in Holder}


def test_on_hold_a_case_goes_nowhere_but_to_an_end() -> None:
    for then in Stage:
        check_no_hold(then, is_on_hold=False)
        if then in ENDED:
            check_no_hold(then, is_on_hold=True)
            continue
        with pytest.raises(NotAllowed):
            check_no_hold(then, is_on_hold=True)


def test_all_that_stands_beside_the_line_has_words_in_every_language() -> None:
    for what in Beside:
        for language in ("en", "cy", "ar"):
            assert (ROOT / "content" / language / "stages" / f"{what}.md").exists()
    assert {Beside.ON_HOLD, Beside.YOUTH_ROUTE} == BESIDE_BY_DESK


def test_a_promise_knows_by_how_much_it_was_late() -> None:
    for settled_on, days in ((MONDAY, 0), (date(2026, 11, 20), 0), (date(2026, 11, 27), 4)):
        assert Promise("case", MONDAY, settled_on, How.NO_NEWS).days_late == days
