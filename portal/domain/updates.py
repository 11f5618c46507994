"""An update: one dated fact about a case, as it stands sealed for the person and the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.domain.stages import Stage


class WaitingFor(StrEnum):
    """Whom re:hub waits for, by code; words in labels."""

    PRISON = "prison"
    PROBATION = "probation"
    POLICE = "police"
    PANEL = "panel"
    MORE_INFORMATION = "more_information"
    PERSON = "person"
    NOTHING = "nothing"


class DayFault(StrEnum):
    """What can be wrong with the days that re:hub tells."""

    FUTURE = "happened_in_future"
    LONG_AGO = "happened_long_ago"
    BEFORE = "expected_before"
    FAR = "expected_far"


_CLOCKS_DIFFER = timedelta(days=1)
_FAR = timedelta(days=3653)  # ten years: no case lasts so long, but years are mistyped


@dataclass(frozen=True, slots=True)
class Update:
    """What the person may read. Never holds re:hub's note, nor where the other person is or what they answered."""

    stage: Stage
    happened_on: date
    source: str
    expected_by: date | None = None
    waiting_for: WaitingFor | None = None
    words: str = ""

    def as_body(self) -> dict[str, str]:
        """Return the fields as JSON-ready text, empty ones left out."""
        body = {"stage": self.stage.value, "happened_on": self.happened_on.isoformat(), "source": self.source}
        if self.expected_by:
            body["expected_by"] = self.expected_by.isoformat()
        # Safety: "person" would tell that the other person has been asked and is silent
        if self.waiting_for and self.waiting_for is not WaitingFor.PERSON:
            body["waiting_for"] = self.waiting_for.value
        if self.words:
            body["words"] = self.words
        return body

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Update":
        """Read what as_body wrote."""
        expected, waiting = body.get("expected_by"), body.get("waiting_for")
        return cls(
            stage=Stage(body["stage"]),
            happened_on=date.fromisoformat(body["happened_on"]),
            source=body["source"],
            expected_by=date.fromisoformat(expected) if expected else None,
            waiting_for=WaitingFor(waiting) if waiting else None,
            words=body.get("words", ""),
        )


def find_day_fault(happened_on: date, expected_by: date | None, today: date) -> DayFault | None:
    """Return the first thing that cannot be about an update's days, None when they can."""
    if happened_on > today + _CLOCKS_DIFFER:
        return DayFault.FUTURE
    if happened_on < today - _FAR:
        return DayFault.LONG_AGO
    if expected_by is not None and expected_by < happened_on:
        return DayFault.BEFORE
    if expected_by is not None and expected_by > today + _FAR:
        return DayFault.FAR
    return None
