"""How long a case is kept once it has ended, or went nowhere. Source: sealing.md, "Ending, erasing, restoring"."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Keep:
    """Months after which a case is erased: since it was closed, or since anything happened in one that went nowhere."""

    closed_months: int
    unanswered_months: int

    def closed_before(self, today: date) -> date:
        """Return the day up to which a case must have been closed to be erased today."""
        return months_before(today, self.closed_months)

    def quiet_before(self, today: date) -> date:
        """Return the day since which nothing may have happened in a case that went nowhere."""
        return months_before(today, self.unanswered_months)


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
