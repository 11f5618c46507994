"""What a person asked for and the service lifted, read from a case's entries: alike for page, desk and worker."""

from datetime import date
from typing import Any

from portal.domain.case import Author, EntryKind, Lift, RequestKind
from portal.domain.requests import Lifts, Request, RequestState, state_of
from portal.store.chains import OpenedCase, OpenedEntry

# What must be opened to know what the requests come to: without the lifts everything counts as not lifted.
REQUEST_KINDS = frozenset({EntryKind.REQUEST, EntryKind.LIFT})


def read_requests(opened: OpenedCase) -> RequestState:
    """Return what the requests come to."""
    return state_of(list_requests(opened), find_lifts(opened))


def list_requests(opened: OpenedCase) -> tuple[Request, ...]:
    """Return the requests of a case, oldest first."""
    return tuple(_request(entry) for entry in opened.list_of(EntryKind.REQUEST))


def find_lifts(opened: OpenedCase) -> Lifts:
    """Return up to which entry the service lifted what."""
    lock, contact = (_find_newest_lift(opened, what) for what in (Lift.LOCK, Lift.CONTACT))
    return Lifts(lock.sequence if lock else 0, contact.sequence if contact else 0)


def find_settled_on(opened: OpenedCase) -> date | None:
    """Return the day on which the service last settled with the person how they may be reached; None for never."""
    settled = _find_newest_lift(opened, Lift.CONTACT)
    return _day(settled) if settled else None


def make_body(kind: RequestKind, on: date, words: str = "") -> dict[str, str]:
    """Return what a request's entry holds; the day stands inside, where nobody in the database can change it."""
    body = {"kind": kind.value, "on": on.isoformat()}
    return {**body, "words": words} if words else body


def make_lift(what: Lift, on: date) -> dict[str, str]:
    """Return what the entry of a lift holds: what and when, and never by whom, as the person's page reads it too."""
    return {"lifts": what.value, "on": on.isoformat()}


def _find_newest_lift(opened: OpenedCase, what: Lift) -> OpenedEntry | None:
    # Safety: whoever has the person's code could write in their name; only the service lifts anything
    lifts = (entry for entry in opened.list_of(EntryKind.LIFT) if entry.author is Author.SERVICE)
    return next((entry for entry in reversed(tuple(lifts)) if entry.body.get("lifts") == what), None)


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
