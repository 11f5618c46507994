"""What is held beside a case: contact, by a hold in the database or one noted before it was taken away; a lock; an end.

News that waits for a talk is held in the case itself: see hold_news.

A hold is put where a stop could not be added to the case, or for what a restored backup does not know (store/holds.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from portal.casework.requests import find_lifts, find_settled_on, list_requests, read_requests
from portal.casework.work import Memory
from portal.domain.case import RequestKind
from portal.domain.requests import Request, RequestState
from portal.journal import ERASE_ASKED, HELD, UNDONE, WITHDRAWN
from portal.store.chains import OpenedCase

# what the worker notes of how a person ends or undoes it, and which of their requests that is
NOTED_AS: Mapping[RequestKind, str] = MappingProxyType(
    {RequestKind.UNDO: UNDONE, RequestKind.WITHDRAW: WITHDRAWN, RequestKind.ERASE: ERASE_ASKED}
)

_ENDINGS = frozenset({RequestKind.WITHDRAW, RequestKind.ERASE})


def is_contact_held(
    memory: Memory | None, case_id: str, since_on: date | None, opened: OpenedCase, *, today: date
) -> bool:
    """Say whether contact is held; a hold that is seen is noted. `since_on` is the hold's day, None when there is none.

    `opened` must hold the lifts: what the service settled with the person on that day or later ends a noted hold.
    """
    if since_on is not None:
        note_hold(memory, case_id, since_on, today=today)
        return True
    noted_on = memory.find_noted(HELD, case_id) if memory else None
    settled_on = find_settled_on(opened)
    # Safety: whoever writes to the database could else take a hold off, and somebody rings
    return noted_on is not None and (settled_on is None or settled_on < noted_on)


def is_undone_beside(opened: OpenedCase, held: Sequence[Request]) -> bool:
    """Say whether nothing but a hold says that an ending was undone, and the service settled no contact since."""
    if all(each.kind is not RequestKind.UNDO for each in held):
        return False
    # Safety: nobody signs a hold, so whoever writes to the database could else undo a withdrawal, and somebody rings
    endings = [each.sequence for each in list_requests(opened) if each.kind in _ENDINGS]
    return read_requests(opened).is_contact_stopped and find_lifts(opened).contact_at < max(endings, default=0)


def add_held_lock(asked: RequestState, *, is_held: bool) -> RequestState:
    """Return what was asked for, with the lock that no entry of a restored case says."""
    return replace(asked, is_locked=True) if is_held else asked


def note_hold(memory: Memory | None, case_id: str, since_on: date, *, today: date) -> None:
    """Note beside the database that contact with a case is held; the same again is not written."""
    if memory:
        # a day to come, which only somebody else can have written, could never be settled
        memory.note(HELD, case_id, min(since_on, today))


def note_ending(memory: Memory, case_id: str, asked: RequestState, *, today: date) -> None:
    """Note that somebody asked to withdraw or to delete everything, or undid it: a restore would turn it round."""
    endings = {WITHDRAWN: asked.withdrawn_on, ERASE_ASKED: asked.erase_asked_on}
    if any(on is None and memory.find_noted(what, case_id) is not None for what, on in endings.items()):
        memory.note(UNDONE, case_id, today)
    for what, on in endings.items():
        if on is not None:
            memory.note(what, case_id, min(on, today))


def list_noted(memory: Memory, case_id: str, held: Sequence[Request]) -> tuple[Request, ...]:
    """Return those of the held requests that this process noted itself."""
    # Safety: whoever writes to the database could else hold "delete everything" for every case, and have it done
    return tuple(each for each in held if memory.find_noted(NOTED_AS[each.kind], case_id) is not None)
