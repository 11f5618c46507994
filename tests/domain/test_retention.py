"""How long a case is kept: whole months, also across short ones."""

from datetime import date

import pytest

from portal.domain.retention import Keep, months_before


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 6, date(2026, 5, 22)),
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 25, date(2023, 12, 15)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_one(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_closed_cases_and_such_as_went_nowhere_have_a_time_each() -> None:
    keep, today = Keep(12, 6), date(2026, 11, 22)
    assert (keep.closed_before(today), keep.quiet_before(today)) == (date(2025, 11, 22), date(2026, 5, 22))
