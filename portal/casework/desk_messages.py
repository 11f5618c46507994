"""The messages of a case as its service reads them, and which of them wait for an answer. It changes nothing."""

from dataclasses import dataclass
from datetime import date

from portal.domain.case import Author, EntryKind
from portal.domain.promises import IsWorkingDay
from portal.domain.replies import answer_by
from portal.store.chains import OpenedCase


@dataclass(frozen=True, slots=True)
class DeskMessage:
    """One message either way; `is_waiting` when the person wrote it and nobody has answered since.

    `language` is empty where it is not known.
    """

    is_from_person: bool
    on: date
    words: str
    sender: str
    is_waiting: bool
    language: str


def list_desk_messages(opened: OpenedCase) -> tuple[DeskMessage, ...]:
    """Return the messages both ways, oldest first."""
    answered = find_newest_answer(opened)
    return tuple(
        DeskMessage(
            is_from_person=entry.author is Author.PERSON,
            on=entry.made_on,
            words=str(entry.body.get("words", "")),
            sender=str(entry.body.get("by", "")),
            is_waiting=entry.author is Author.PERSON and entry.sequence > answered,
            language=str(entry.body.get("lang", "")),
        )
        for entry in opened.list_of(EntryKind.MESSAGE)
    )


def count_unanswered(opened: OpenedCase) -> int:
    """Return how many messages the person wrote since the service last answered."""
    return sum(each.is_waiting for each in list_desk_messages(opened))


def find_answer_by(opened: OpenedCase, is_working_day: IsWorkingDay) -> date | None:
    """Return the promised day of the answer that is due first; None when no message waits."""
    waiting = (each.on for each in list_desk_messages(opened) if each.is_waiting)
    return min((answer_by(on, is_working_day) for on in waiting), default=None)


def find_newest_answer(opened: OpenedCase) -> int:
    """Return the place of the service's newest message among the entries; 0 when there is none."""
    messages = opened.list_of(EntryKind.MESSAGE)
    return max((entry.sequence for entry in messages if entry.author is Author.SERVICE), default=0)
