"""Whom we asked for news of a case before a promised day, and what became of each promise. Days and codes, no words.

What is due when is in promises. Source: promises.md, "Promises".
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.stages import HOLDER, Holder, Stage


class AskedOf(StrEnum):
    """Whom we ask: re:hub for itself and for the board, whose cases go through it; the service for everybody else."""

    SERVICE = "service"
    REHUB = "rehub"


class AskState(StrEnum):
    """What became of an ask. Only one that is open may still be answered."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    OVER = "over"


class How(StrEnum):
    """How a promise was kept: by news, or by saying that there is none yet."""

    UPDATE = "update"
    NO_NEWS = "no_news"


@dataclass(frozen=True, slots=True)
class Ask:
    """That somebody was asked, once for each promise (`due_on`). `link_hash`: of the link that was sent, if one was."""

    ask_id: str
    case_id: str
    service_id: str
    stage: Stage
    asked_on: date
    due_on: date
    of: AskedOf
    state: AskState = AskState.OPEN
    link_hash: bytes | None = field(default=None, repr=False)
    until_on: date | None = None
    settled_on: date | None = None

    def stands_at(self, stage: Stage) -> bool:
        """Say whether it may still be answered: open, and the case is where it was when somebody was asked."""
        return self.state is AskState.OPEN and self.stage is stage and asked_of(stage) is self.of


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of one promised day. `silence`: how many in a row passed without news by then, 0 for news."""

    case_id: str
    due_on: date
    settled_on: date
    how: How
    silence: int = 0

    @property
    def days_late(self) -> int:
        """By how many days it was kept late."""
        return max((self.settled_on - self.due_on).days, 0)


def asked_of(stage: Stage) -> AskedOf:
    """Return whom to ask for news of a case at a stage."""
    return AskedOf.REHUB if HOLDER[stage] in {Holder.REHUB, Holder.BOARD} else AskedOf.SERVICE
