"""The messages of a private page: which are new, what language they are in, and by when the service answers.

It opens and writes nothing. What is not for the person's own eyes to be shown back is left out here.
"""

from dataclasses import dataclass
from datetime import date

from portal.domain.case import Author, EntryKind
from portal.domain.promises import IsWorkingDay, count_days_late
from portal.domain.replies import answer_by
from portal.store.chains import OpenedCase, OpenedEntry


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the person sees it; `words` empty when their own are not shown back.

    `language` is empty where it is not known. `answer_by`: the promised day of an answer that has not come, on the
    person's own only; `days_late` counts from it.
    """

    is_from_person: bool
    on: date
    words: str
    language: str = ""
    is_new: bool = False
    answer_by: date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads and when: `seen` is the newest entry that the person had seen before this visit, None for no count."""

    today: date
    is_working_day: IsWorkingDay
    is_strict: bool
    seen: int | None = None


def list_messages(opened: OpenedCase, reading: Reading) -> tuple[Message, ...]:
    """Return the messages both ways, newest first."""
    entries = opened.list_of(EntryKind.MESSAGE)
    answered = max((each.sequence for each in entries if each.author is Author.SERVICE), default=0)
    return tuple(
        _own_message(entry, reading, is_answered=entry.sequence < answered)
        if entry.author is Author.PERSON
        else _their_message(entry, reading)
        for entry in reversed(entries)
    )


def is_new(entry: OpenedEntry, seen: int | None) -> bool:
    """Say whether somebody else wrote an entry since the person's page was last opened."""
    return seen is not None and entry.sequence > seen and entry.author is not Author.PERSON


def _own_message(entry: OpenedEntry, reading: Reading, *, is_answered: bool) -> Message:
    promised = None if is_answered else answer_by(entry.made_on, reading.is_working_day)
    return Message(
        is_from_person=True,
        on=entry.made_on,
        # Safety: whoever looks over a shoulder in an abusive home must not read what the person wrote
        words="" if reading.is_strict else str(entry.body["words"]),
        language=str(entry.body.get("lang", "")),
        answer_by=promised,
        days_late=count_days_late(promised, reading.today),
    )


def _their_message(entry: OpenedEntry, reading: Reading) -> Message:
    return Message(
        is_from_person=False,
        on=entry.made_on,
        words=str(entry.body["words"]),
        language=str(entry.body.get("lang", "")),
        is_new=is_new(entry, reading.seen),
    )
