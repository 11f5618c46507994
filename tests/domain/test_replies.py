"""The day by which a message is answered: five working days of England and Wales after it."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.replies import answer_by
from portal.wiring import WorkingDays


@pytest.mark.parametrize(
    ("sent_on", "answered_by"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),  # a Friday
        (date(2026, 11, 29), date(2026, 12, 4)),  # a Sunday
        (date(2026, 12, 23), date(2027, 1, 4)),  # over Christmas, with the day for Boxing Day and New Year's Day
    ],
)
def test_an_answer_is_promised_within_five_working_days(sent_on: date, answered_by: date) -> None:
    assert answer_by(sent_on, WorkingDays().is_working_day) == answered_by
