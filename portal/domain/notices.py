"""Notices: their states, why one did not leave, and the numbers of their delivery. Nothing is sent or stored here.

Source: journeys.md, "Notices"; users-ask.md 7 (queues that flooded, refusals counted as success, blind retries).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LEASE = timedelta(minutes=10)  # longer than any channel may take for one notice
NOT_AFTER = timedelta(days=3)  # after the first moment at which it might have left
DIGEST_NOT_AFTER = timedelta(hours=2)
KEEP_SENT = timedelta(days=14)
DIGEST_HOURS = (9, 14)
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


class NoticeState(StrEnum):
    """Where a notice stands. Only `made` may still leave."""

    MADE = "made"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    DROPPED = "dropped"


class NoticeAuthor(StrEnum):
    """Who caused a notice and signed it; the worker signs its own digests only."""

    SITE = "site"
    SERVICE = "service"
    WORKER = "worker"


class Event(StrEnum):
    """What a notice is about: sealed, and never said in it."""

    MESSAGE = "message"
    STAGE = "stage"
    STAFF_ALERT = "staff_alert"
    STAFF_DIGEST = "staff_digest"
    TRIAL = "trial"


FOR_STAFF = frozenset({Event.STAFF_ALERT, Event.STAFF_DIGEST})


class Reason(StrEnum):
    """Why a notice waits or did not leave."""

    HOURS = "hours"
    STOPPED = "stopped"
    LOCKED = "locked"
    NOT_WANTED = "not_wanted"
    BY_HAND = "by_hand"
    NO_CHANNEL = "no_channel"
    OTHER_CONTACT = "other_contact"
    UNREADABLE = "unreadable"
    NOT_VERIFIED = "not_verified"
    LEFT_BEFORE = "left_before"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    CASE_GONE = "case_gone"
    NO_ANSWER = "no_answer"
    NOBODY = "nobody"


# What a person decided needs nobody; everything else that did not leave needs somebody at the desk.
NEEDS_NOBODY = frozenset({Reason.STOPPED, Reason.NOT_WANTED, Reason.CASE_GONE, Reason.NOBODY})


class Handed(StrEnum):
    """What a channel says about one message: `not_now` only when it surely did not leave."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: the same words as subject and body, so that it says nothing else."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel takes it; `mail_id` is random, so that nothing ties it to the notice's row."""

    notice_id: str
    addresses: tuple[str, ...] = field(repr=False)
    sender: str
    words: Words
    mail_id: str
    at: datetime


def start_of_next_day(at: datetime | date) -> datetime:
    """Return the first moment of the day after, in England and Wales, as UTC: a person gets one notice a day."""
    day = at.astimezone(LONDON).date() if isinstance(at, datetime) else at
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts that surely did not leave; it grows, up to four hours."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def find_digest_slot(now: datetime, is_working_day: Callable[[date], bool]) -> datetime | None:
    """Return the newest fixed time of a digest, if it is not long past; the same whether or not anything is new."""
    local = now.astimezone(LONDON)
    if not is_working_day(local.date()):
        return None
    slots = (datetime.combine(local.date(), time(hour), LONDON) for hour in DIGEST_HOURS)
    return next((slot for slot in slots if slot <= now < slot + DIGEST_NOT_AFTER), None)
