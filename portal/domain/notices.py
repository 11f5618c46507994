"""Notices: their states, why one did not leave, and the numbers of their delivery. Nothing is sent or stored here.

Source: journeys.md, "Notices"; users-ask.md 7 (queues that flooded, refusals counted as success, blind retries).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LEASE = timedelta(minutes=10)  # longer than any channel may take for one notice
NOT_AFTER = timedelta(days=3)  # after the first moment at which it might have left
DIGEST_NOT_AFTER = timedelta(hours=2)
KEEP_SENT = timedelta(days=14)
STALE = timedelta(minutes=5)  # what was made ready to leave longer ago is made ready anew; well within a lease
ASK_FOR = timedelta(days=1)  # how long a carrier is asked whether it has a notice, before the desk is told "unsure"
_LIMITS_RENEWED = timedelta(minutes=5)  # after midnight, for clocks that differ
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
    """Who caused a notice and signed it; the worker signs only what it causes by itself."""

    SITE = "site"
    SERVICE = "service"
    WORKER = "worker"


class Event(StrEnum):
    """What a notice is about: sealed, and never said in it."""

    MESSAGE = "message"
    STAGE = "stage"
    NO_NEWS = "no_news"
    STAFF_ALERT = "staff_alert"
    STAFF_DIGEST = "staff_digest"
    TRIAL = "trial"
    REHUB_CHASER = "rehub_chaser"
    REHUB_ECHO = "rehub_echo"


FOR_STAFF = frozenset({Event.STAFF_ALERT, Event.STAFF_DIGEST})
BY_WORKER = frozenset({Event.NO_NEWS, Event.STAFF_DIGEST, Event.REHUB_CHASER})  # all that the worker causes by itself
FOR_REHUB = frozenset({Event.REHUB_CHASER, Event.REHUB_ECHO})  # to re:hub's mailbox, and to no person


class Reason(StrEnum):
    """Why a notice waits or did not leave."""

    HOURS = "hours"
    STOPPED = "stopped"
    LOCKED = "locked"
    NOT_WANTED = "not_wanted"
    NOT_CONFIRMED = "not_confirmed"
    BY_HAND = "by_hand"
    NO_CHANNEL = "no_channel"
    OTHER_CONTACT = "other_contact"
    UNREADABLE = "unreadable"
    NOT_VERIFIED = "not_verified"
    LEFT_BEFORE = "left_before"
    REFUSED = "refused"
    NOT_SET_UP = "not_set_up"
    TOO_LATE = "too_late"
    CASE_GONE = "case_gone"
    NO_ANSWER = "no_answer"
    NOBODY = "nobody"
    NO_SUCH_ADDRESS = "no_such_address"
    NOT_REACHED = "not_reached"
    CARRIER_FAULT = "carrier_fault"
    NOT_NEEDED = "not_needed"
    NO_MAILBOX = "no_mailbox"


# What a person decided needs nobody; everything else that did not leave needs somebody at the desk.
NEEDS_NOBODY = frozenset({Reason.STOPPED, Reason.NOT_WANTED, Reason.CASE_GONE, Reason.NOBODY, Reason.NOT_NEEDED})


class Handed(StrEnum):
    """What a channel says about one message: `not_now` and `not_today` only when it surely did not leave.

    `not_set_up`: refused for what the operator has to mend; nothing is wrong with the address.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SET_UP = "not_set_up"
    NOT_NOW = "not_now"
    NOT_TODAY = "not_today"
    UNSURE = "unsure"


class Known(StrEnum):
    """What a carrier that can be asked says about a notice: it has it, never got it, or gives no answer now."""

    TAKEN = "taken"
    NOT_THERE = "not_there"
    NO_ANSWER = "no_answer"


class Delivery(StrEnum):
    """What became of a notice after it was handed over, in GOV.UK Notify's own words. All of them are final."""

    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"


# Why one that left did not arrive; the carrier tries none of them again.
NOT_DELIVERED: Mapping[Delivery, Reason] = MappingProxyType(
    {
        Delivery.PERMANENT_FAILURE: Reason.NO_SUCH_ADDRESS,
        Delivery.TEMPORARY_FAILURE: Reason.NOT_REACHED,
        Delivery.TECHNICAL_FAILURE: Reason.CARRIER_FAULT,
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: the same words as subject and body, so that it says nothing else."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel takes it; `mail_id` tells nothing.

    It is random, so that nothing ties it to the notice's row, but for a carrier that is asked about it: see
    casework.enquire. `may_tell`: it goes to nobody who may be watched, so that its words may say what it is about.
    """

    notice_id: str
    addresses: tuple[str, ...] = field(repr=False)
    sender: str
    words: Words
    mail_id: str
    at: datetime
    may_tell: bool = False


def start_of_next_day(at: datetime | date) -> datetime:
    """Return the first moment of the day after, in England and Wales, as UTC: a person gets one notice a day."""
    day = at.astimezone(LONDON).date() if isinstance(at, datetime) else at
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def start_of_next_limits(now: datetime) -> datetime:
    """Return when a carrier's limits of a day are surely renewed, whether its days are UTC's or London's."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC) + _LIMITS_RENEWED


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
