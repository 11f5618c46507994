"""News that waits for a conversation, and ordinary talks: what may end one, and when somebody must look.

The same rules for good news, bad news and none. What is held is sealed elsewhere; nothing here stores or shows.
Source: promises.md, "News that needs a conversation"; facts.md 10.3, rules 4 and 5.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.case import RequestKind
from portal.domain.errors import NotAllowed
from portal.domain.promises import IsWorkingDay, add_working_days

LOOK_AGAIN_DAYS = 2  # working days after which an open talk that nobody moved on is escalated
REST_DAYS = 20  # working days that "not now" gives
TRIES_NEEDED = 3
TRIES_WITHIN_DAYS = 20  # working days in which the tries must lie
# answers that wait for somebody at the desk to do something
WANTS_TALK = frozenset({RequestKind.TALK_CALL, RequestKind.TALK_HERE})


class Ground(StrEnum):
    """Why a talk may end: they talked, the person chose to be told on their page, or nobody could reach them."""

    TALKED = "talked"
    CHOSEN = "chosen"
    TRIED = "tried"


class Try(StrEnum):
    """How somebody tried to reach the person; both only as their contact card allows."""

    CALLED = "called"
    WROTE = "wrote"


@dataclass(frozen=True, slots=True)
class Talk:
    """An open talk: since when, up to which entry it was asked for, what the person answered, the days of the tries.

    An answer counts for what was asked for before it: who was asked again since has not answered yet.
    """

    asked_on: date
    asked_at: int
    answer: RequestKind | None = None
    answered_on: date | None = None
    tries: tuple[date, ...] = ()

    @property
    def moved_on(self) -> date:
        """The day on which anything was last done about it."""
        return max(self.asked_on, self.answered_on or self.asked_on, *self.tries)


def count_tries(talk: Talk, today: date, is_working_day: IsWorkingDay) -> int:
    """Return on how many days somebody tried, not longer ago than tries count; one a day counts."""
    # Safety: three presses in a minute are no three tries
    days = set(talk.tries)
    return sum(today <= add_working_days(day, TRIES_WITHIN_DAYS, is_working_day) for day in days)


def look_again_on(talk: Talk, is_working_day: IsWorkingDay) -> date:
    """Return the last day on which the talk is not overdue."""
    days = REST_DAYS if talk.answer is RequestKind.TALK_LATER else LOOK_AGAIN_DAYS
    return add_working_days(talk.moved_on, days, is_working_day)


def is_overdue(talk: Talk, today: date, is_working_day: IsWorkingDay) -> bool:
    """Say whether nobody has moved an open talk on for too long: it is escalated."""
    return today > look_again_on(talk, is_working_day)


def list_grounds(
    talk: Talk, today: date, is_working_day: IsWorkingDay, *, is_supervisor: bool, is_shut: bool
) -> tuple[Ground, ...]:
    """Return on which grounds the talk may end now. `is_shut`: the person locked or is ending their page."""
    grounds = [Ground.TALKED]
    if is_shut:
        # Safety: somebody else may have the code of a locked page, and may be who chose
        return tuple(grounds)
    if talk.answer is RequestKind.TALK_HERE:
        grounds.append(Ground.CHOSEN)
    if is_supervisor and count_tries(talk, today, is_working_day) >= TRIES_NEEDED:
        grounds.append(Ground.TRIED)
    return tuple(grounds)


def check_ground(ground: Ground, grounds: tuple[Ground, ...]) -> None:
    """Raise NotAllowed unless the talk may end on this ground."""
    if ground not in grounds:
        # Safety: news that needs a conversation is never first learnt from a screen unless they chose it
        raise NotAllowed("the talk may not end like this now")
