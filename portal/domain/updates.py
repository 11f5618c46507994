"""An update: one dated fact about a case, as it stands sealed for the person and the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
