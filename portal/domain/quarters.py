"""Quarters of a year, which figures are published for: those of the calendar, since that is what people expect."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, written as 2026-Q4; earlier ones come first."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.next.first_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def find_quarter(text: str) -> Quarter | None:
    """Return the quarter that is written so, None for anything else."""
    match = _WRITTEN.fullmatch(text)
    # years of our time, so that their days can always be reckoned
    return Quarter(int(match[1]), int(match[2])) if match and 2000 <= int(match[1]) <= 2999 else None
