"""Rounding of stored times, so that a stolen database does not tell when somebody was at their screen."""

from datetime import datetime, timedelta


def whole_hour_after(at: datetime) -> datetime:
    """Return the next whole hour after a time; never the time itself."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
