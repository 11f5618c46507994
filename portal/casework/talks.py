"""An open talk with a person, read from a case's entries, and what is held until then. It writes nothing.

The person's page and the worker see only that there is one; what is held opens for the service alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.casework.requests import list_requests
from portal.domain.case import Author, EntryKind
from portal.domain.requests import ANSWERS
from portal.domain.talks import Talk
from portal.domain.updates import Update
from portal.store.chains import OpenedCase, OpenedEntry

ASKED, OVER = "asked", "over"
TRIED = "tried to talk"  # the desk's note of a try


@dataclass(frozen=True, slots=True)
class Held:
    """What waits for a conversation: its place among the entries, its day, and the news; None for an ordinary talk."""

    sequence: int
    on: date
    is_from_rehub: bool
    news: Update | None


def find_talk(opened: OpenedCase, *, answers_held: int = 0) -> Talk | None:
    """Return the talk that is open now. `opened` must hold talks and requests; without the desk's notes no tries.

    `answers_held`: up to which entry answers do not count, since a backup was restored (store/holds.py).
    """
    first, talk = 0, None
    for entry in opened.list_of(EntryKind.TALK):
        if _is_over(entry):
            talk = None
        elif talk is None:
            first, talk = entry.sequence, Talk(_day(entry), entry.sequence)
        else:
            talk = replace(talk, asked_at=entry.sequence)
    if talk is None:
        return None
    # Safety: what was chosen for one talk is not taken for the next, of which they know nothing yet
    after = max(talk.asked_at, answers_held)
    answers = [each for each in list_requests(opened) if each.kind in ANSWERS and each.sequence > after]
    notes = (note for note in opened.list_of(EntryKind.DESK_NOTE) if note.sequence > first)
    tries = tuple(note.made_on for note in notes if note.body.get("what") == TRIED)
    newest = answers[-1] if answers else None
    return replace(talk, answer=newest.kind if newest else None, answered_on=newest.on if newest else None, tries=tries)


def list_held(opened: OpenedCase) -> tuple[Held, ...]:
    """Return what waits for the talk that is open, newest first; only the service can open it."""
    over = max((entry.sequence for entry in opened.list_of(EntryKind.TALK) if _is_over(entry)), default=0)
    held = (entry for entry in opened.list_of(EntryKind.PENDING) if entry.sequence > over)
    return tuple(reversed([_held(entry) for entry in held]))


def make_talk(what: str, on: date) -> dict[str, str]:
    """Return what the entry that the person's page reads holds: the same for good news, bad news and none."""
    return {"what": what, "on": on.isoformat()}


def make_pending(news: Update | None, by: str) -> dict[str, Any]:
    """Return what the entry for the service alone holds; `by` is the staff member, empty for the public site."""
    return {"news": news.as_body() if news else {}, "by": by}


def _is_over(entry: OpenedEntry) -> bool:
    # Safety: only the service ends a talk: whoever took the public site over could else hide that one is wanted
    return entry.body.get("what") == OVER and entry.author is Author.SERVICE


def _held(entry: OpenedEntry) -> Held:
    news: Mapping[str, Any] = entry.body.get("news") or {}
    is_from_rehub = entry.author is Author.SITE or news.get("source") == "rehub"
    return Held(entry.sequence, entry.made_on, is_from_rehub, Update.from_body(news) if news else None)


def _day(entry: OpenedEntry) -> date:
    try:
        return date.fromisoformat(str(entry.body["on"]))
    except (KeyError, ValueError):
        return entry.made_on
