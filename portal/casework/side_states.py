"""What stands beside the stage of a case: on hold, paused, withdrawn, the youth route. It reads and writes nothing.

A hold and the youth route stand in the service's newest side state, sealed to it and to the person; a pause and a
withdrawal are the person's requests. `opened` must hold the side states.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.domain.case import Author, EntryKind
from portal.domain.requests import RequestState
from portal.domain.stages import BESIDE_BY_DESK, Beside
from portal.store.chains import OpenedCase

IN_BODY = "beside"


@dataclass(frozen=True, slots=True)
class StandsBeside:
    """One thing that stands beside the stage; `since_on` is None where that is not kept, `words` are the service's."""

    what: Beside
    since_on: date | None
    words: str = field(repr=False, default="")


def list_beside(opened: OpenedCase, asked: RequestState) -> tuple[StandsBeside, ...]:
    """Return all that stands beside the stage, what the person asked for first."""
    own = []
    if asked.withdrawn_on:
        own.append(StandsBeside(Beside.WITHDRAWN, asked.withdrawn_on))
    if asked.is_paused:
        own.append(StandsBeside(Beside.PAUSED, None))
    return (*own, *list_set_by_desk(opened))


def list_set_by_desk(opened: OpenedCase) -> tuple[StandsBeside, ...]:
    """Return what the service put beside the stage."""
    # Safety: whoever has the person's code could else put a case on hold, or take it off
    states = [each for each in opened.list_of(EntryKind.SIDE_STATE) if each.author is Author.SERVICE]
    told = states[-1].body.get(IN_BODY) if states else None
    if not isinstance(told, Mapping):
        return ()
    return tuple(
        StandsBeside(what, _day(told[what.value]), str(told[what.value].get("words", "")))
        for what in Beside
        if what in BESIDE_BY_DESK and isinstance(told.get(what.value), Mapping)
    )


def is_on_hold(opened: OpenedCase) -> bool:
    """Say whether the service put the case on hold."""
    return any(each.what is Beside.ON_HOLD for each in list_set_by_desk(opened))


def make_side_state(opened: OpenedCase, beside: Mapping[Beside, StandsBeside]) -> dict[str, Any]:
    """Return what the service's next side state holds: all that the newest one said, and what stands beside now."""
    newest = opened.find_newest(EntryKind.SIDE_STATE)
    # Safety: the stricter limits must go on; a state that cannot be read counts as strict
    before = dict(newest.body) if newest else {"is_strict": True}
    told = {
        what.value: {"since": each.since_on.isoformat() if each.since_on else "", "words": each.words}
        for what, each in beside.items()
    }
    return {**before, IN_BODY: told}


def _day(told: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(told.get("since")))
    except ValueError:
        return None
