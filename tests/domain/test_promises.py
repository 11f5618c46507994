"""Promised days: working days of England and Wales, after today, and never later than was chosen."""

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.promises import (
    Rhythm,
    add_working_days,
    count_days_late,
    last_working_day_until,
    next_update_by,
)
from portal.domain.stages import ENDED, Stage
from portal.wiring import WorkingDays
from tests.at_once import run_at_once

IS_WORKING_DAY = WorkingDays().is_working_day
LATEST = {"weekly": 7, "two_weekly": 14, "monthly": 30, "only_changes": 91}
DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working_day"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day falls on a Saturday
        (date(2026, 12, 29), True),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2026, 11, 30), True),  # Saint Andrew's Day is Scotland's
        (date(2027, 3, 17), True),  # Saint Patrick's Day is Northern Ireland's
        (date(2026, 8, 31), False),  # the late summer bank holiday of England and Wales
    ],
)
def test_working_days_are_those_of_england_and_wales(day: date, is_working_day: bool) -> None:
    assert IS_WORKING_DAY(day) is is_working_day


def test_a_bank_holiday_is_known_to_everyone_who_asks_at_once() -> None:
    """The library fills a year in when it is first asked about, for one asker at a time."""
    calendar = WorkingDays()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for year in range(2027, 2077):
            christmas = date(year, 12, 25)
            assert run_at_once(3, lambda _, day=christmas: calendar.is_working_day(day)) == [False] * 3, year
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize(
    ("stage", "rhythm", "today", "promised"),
    [
        (Stage.RECEIVED, Rhythm.TWO_WEEKLY, date(2026, 11, 23), date(2026, 11, 30)),
        (Stage.RECEIVED, Rhythm.ONLY_CHANGES, date(2026, 11, 22), date(2026, 11, 27)),
        (Stage.RECEIVED, Rhythm.WEEKLY, date(2026, 12, 23), date(2026, 12, 30)),
        (Stage.RECEIVED, Rhythm.MONTHLY, date(2026, 12, 23), date(2027, 1, 4)),
        (Stage.ENQUIRIES, Rhythm.WEEKLY, date(2026, 11, 23), date(2026, 11, 30)),
        (Stage.ENQUIRIES, Rhythm.WEEKLY, date(2026, 12, 18), date(2026, 12, 24)),
        (Stage.ENQUIRIES, Rhythm.TWO_WEEKLY, date(2026, 11, 21), date(2026, 12, 4)),
        (Stage.REHUB_CHECK, Rhythm.MONTHLY, date(2026, 11, 25), date(2026, 12, 24)),
        (Stage.AFTERCARE, Rhythm.ONLY_CHANGES, date(2026, 11, 23), date(2027, 2, 22)),
    ],
)
def test_the_promised_day_is_the_earlier_of_limit_and_rhythm(
    stage: Stage, rhythm: Rhythm, today: date, promised: date
) -> None:
    assert next_update_by(stage, rhythm, today, IS_WORKING_DAY) == promised


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_an_ended_case_promises_nothing(stage: Stage) -> None:
    assert next_update_by(stage, Rhythm.WEEKLY, date(2026, 11, 23), IS_WORKING_DAY) is None


@given(st.sampled_from([stage for stage in Stage if stage not in ENDED]), st.sampled_from(Rhythm), DAYS)
def test_every_promise_is_a_working_day_after_today_and_no_later_than_chosen(
    stage: Stage, rhythm: Rhythm, today: date
) -> None:
    promised = next_update_by(stage, rhythm, today, IS_WORKING_DAY)
    assert promised is not None
    assert IS_WORKING_DAY(promised)
    assert today < promised <= today + timedelta(days=LATEST[rhythm.value])


@given(DAYS, st.integers(1, 30))
def test_counted_working_days_are_exactly_that_many(start: date, count: int) -> None:
    end = add_working_days(start, count, IS_WORKING_DAY)
    between = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(map(IS_WORKING_DAY, between)) == count
    assert IS_WORKING_DAY(end)


@given(DAYS)
def test_the_last_working_day_is_the_day_itself_or_the_nearest_before(day: date) -> None:
    last = last_working_day_until(day, IS_WORKING_DAY)
    assert last <= day
    assert IS_WORKING_DAY(last)
    assert not any(IS_WORKING_DAY(last + timedelta(days=number)) for number in range(1, (day - last).days + 1))


@pytest.mark.parametrize(
    ("promised_on", "days"),
    [(date(2026, 11, 20), 3), (date(2026, 11, 23), 0), (date(2026, 11, 24), 0), (None, 0)],
)
def test_lateness_is_counted_from_the_day_after(promised_on: date | None, days: int) -> None:
    assert count_days_late(promised_on, date(2026, 11, 23)) == days
