"""What a person asked for and the service lifted, read from a case's entries: alike for page, desk and worker."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal.domain.case import Author, EntryKind, Lift, RequestKind
from portal.domain.requests import NOTHING_SAID, Lifts, Request, RequestState, Said, state_of
from portal.store.chains import OpenedCase, OpenedEntry

# What must be opened to know what the requests come to: without the lifts everything counts as not lifted.
REQUEST_KINDS = frozenset({EntryKind.REQUEST, EntryKind.LIFT, EntryKind.KEY_CHANGE})


def read_requests(opened: OpenedCase, held: Sequence[Request] = ()) -> RequestState:
    """Return what the requests come to, with those `held` beside a restored case that does not know them."""
    return state_of(put_in_order(opened, held), find_lifts(opened))


def put_in_order(opened: OpenedCase, held: Sequence[Request]) -> tuple[Request, ...]:
    """Return the requests of a case and those held beside it, oldest first: each of these after the entry it names."""
    return tuple(sorted((*list_requests(opened), *held), key=lambda each: each.sequence))


def list_requests(opened: OpenedCase) -> tuple[Request, ...]:
    """Return the requests of a case, oldest first; what was said with them only for the service, which can open it."""
    said = {entry.body.get("of"): _said(entry.body) for entry in opened.list_of(EntryKind.REQUEST_WORDS)}
    return tuple(_request(entry, said) for entry in opened.list_of(EntryKind.REQUEST))


def find_lifts(opened: OpenedCase) -> Lifts:
    """Return up to which entry the service lifted what. A new code ends the lock that was there when it was given."""
    lock, contact = (_find_newest_lift(opened, what) for what in (Lift.LOCK, Lift.CONTACT))
    changed = opened.find_newest(EntryKind.KEY_CHANGE)
    # Safety: not before the new code is made: until then the page would open with the code that somebody else has
    lock_at = max(lock.sequence if lock else 0, int(changed.body["lifted_by"]) if changed else 0)
    return Lifts(lock_at, contact.sequence if contact else 0)


def is_locked_after(opened: OpenedCase, sequence: int) -> bool:
    """Say whether the person asked to lock their page after an entry, and nobody lifted that since."""
    lifts = find_lifts(opened)
    return state_of(list_requests(opened), replace(lifts, lock_at=max(lifts.lock_at, sequence))).is_locked


def find_settled_on(opened: OpenedCase) -> date | None:
    """Return the day on which the service last settled with the person how they may be reached; None for never."""
    settled = _find_newest_lift(opened, Lift.CONTACT)
    return _day(settled) if settled else None


def make_body(kind: RequestKind, on: date, digest: str = "") -> dict[str, str]:
    """Return what a request's entry holds; the day stands inside, where nobody in the database can change it.

    `digest` stands for what was said with it, to know a second press. Never the words: the worker and the person's
    page open this entry.
    """
    body = {"kind": kind.value, "on": on.isoformat()}
    return {**body, "digest": digest} if digest else body


def make_words(of: int, said: Said) -> dict[str, object]:
    """Return what the entry for the service alone holds: what was said with the request of a sequence."""
    return {"of": of, "words": said.words, "choices": list(said.choices)}


def make_lift(what: Lift, on: date) -> dict[str, str]:
    """Return what the entry of a lift holds: what and when, and never by whom, as the person's page reads it too."""
    return {"lifts": what.value, "on": on.isoformat()}


def _find_newest_lift(opened: OpenedCase, what: Lift) -> OpenedEntry | None:
    # Safety: whoever has the person's code could write in their name; only the service lifts anything
    lifts = (entry for entry in opened.list_of(EntryKind.LIFT) if entry.author is Author.SERVICE)
    return next((entry for entry in reversed(tuple(lifts)) if entry.body.get("lifts") == what), None)


def _request(entry: OpenedEntry, said: Mapping[object, Said]) -> Request:
    # requests from before the words had an entry of their own
    before = Said(str(entry.body["words"])) if entry.body.get("words") else NOTHING_SAID
    return Request(_kind(entry.body), _day(entry), entry.sequence, said.get(entry.sequence, before))


def _said(body: Mapping[str, Any]) -> Said:
    choices = body.get("choices")
    return Said(str(body.get("words", "")), tuple(map(str, choices)) if isinstance(choices, list) else ())


def _kind(body: Any) -> RequestKind:
    kind = body.get("kind")
    # Safety: what cannot be understood counts as a wish for less contact
    return RequestKind(kind) if kind in set(RequestKind) else RequestKind.STOP_CONTACT


def _day(entry: OpenedEntry) -> date:
    try:
        return date.fromisoformat(str(entry.body["on"]))
    except (KeyError, ValueError):
        return entry.made_on
