"""What a person asked for, read from the entries of their case: the same for their page, the desk and the worker."""

from datetime import date
from typing import Any

from portal.domain.case import Author, EntryKind, RequestKind
from portal.domain.requests import Request, RequestState, state_of
from portal.store.chains import OpenedCase, OpenedEntry

LIFTED = "is_lock_lifted"  # in a side_state that the service wrote, once it has spoken to the person


def read_requests(opened: OpenedCase) -> RequestState:
    """Return what the requests come to. Without side_state among the opened kinds no lock counts as lifted."""
    return state_of(list_requests(opened), lifted_at=find_lift(opened))


def list_requests(opened: OpenedCase) -> tuple[Request, ...]:
    """Return the requests of a case, oldest first."""
    return tuple(_request(entry) for entry in opened.list_of(EntryKind.REQUEST))


def find_lift(opened: OpenedCase) -> int:
    """Return the sequence of the newest lifting of a lock, 0 when there was none."""
    states = opened.list_of(EntryKind.SIDE_STATE)
    # Safety: whoever has the person's code could write a side_state too; only the service lifts a lock
    lifts = (entry.sequence for entry in states if entry.author is Author.SERVICE and entry.body.get(LIFTED))
    return max(lifts, default=0)


def make_body(kind: RequestKind, on: date, words: str = "") -> dict[str, str]:
    """Return what a request's entry holds; the day stands inside, where nobody in the database can change it."""
    body = {"kind": kind.value, "on": on.isoformat()}
    return {**body, "words": words} if words else body


def _request(entry: OpenedEntry) -> Request:
    return Request(_kind(entry.body), _day(entry), entry.sequence, str(entry.body.get("words", "")))


def _kind(body: Any) -> RequestKind:
    kind = body.get("kind")
    # Safety: what cannot be understood counts as a wish for less contact
    return RequestKind(kind) if kind in set(RequestKind) else RequestKind.STOP_CONTACT


def _day(entry: OpenedEntry) -> date:
    try:
        return date.fromisoformat(str(entry.body["on"]))
    except (KeyError, ValueError):
        return entry.made_on
