"""Safe contact: whether a machine may write to a person now, by their own card and their own requests.

Pure: card, requests and the moment come in. When in doubt the answer is no. Calls and letters are people's work.
Source: journeys.md 3 ("safe contact") and "Notices"; facts.md 4.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.domain.answers import is_kept_answer
from portal.domain.notices import LONDON, NOT_AFTER, Reason
from portal.domain.questions import CONTACT_CARD, QUESTIONS, Kind
from portal.domain.requests import RequestState

Card = Mapping[str, tuple[str, ...]]
IsWorkingDay = Callable[[date], bool]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_HOURS = {"morning": (9, 11), "midday": (11, 14), "afternoon": (14, 17), "evening": (17, 19), "any_time": (9, 19)}
_NOTHING_CHOSEN = (9, 17)
_LOOK_AHEAD_DAYS = 60
# Safety: a message needs a while to arrive; one that leaves in the last minute is heard when somebody is home again
ARRIVES_WITHIN = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=_LOOK_AHEAD_DAYS) + NOT_AFTER  # since a notice was made: later none is ever sent
_BY_HAND = frozenset({"call", "letter", "someone_else"})
_CHOICES = tuple(code for code in CONTACT_CARD if QUESTIONS[code].kind in {Kind.ONE, Kind.SEVERAL})


class Method(StrEnum):
    """The ways a machine may write; each is the name of a contact method and of the answer with its address."""

    TEXT = "text"
    EMAIL = "email"


ADDRESS_OF = {Method.TEXT: "phone", Method.EMAIL: "email"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """A machine may write now, to this address by this method and in these words."""

    method: Method
    address: str
    wording: str


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A machine may write, but not before this time."""

    at: datetime
    reason: Reason = Reason.HOURS


@dataclass(frozen=True, slots=True)
class Never:
    """No machine may write about this."""

    reason: Reason


def judge(
    card: Card, requests: RequestState, at: datetime, is_working_day: IsWorkingDay
) -> Allowed | NotBefore | Never:
    """Say whether a machine may write at a moment (aware, any zone; the person's days and hours are London's)."""
    # Safety: what they asked for on their page counts before everything that stands in the card
    if requests.is_locked:
        return Never(Reason.LOCKED)
    if requests.is_contact_stopped or requests.is_shut or requests.is_paused:
        return Never(Reason.STOPPED)
    method = find_method(card)
    if method == "none":
        return Never(Reason.NOT_WANTED)
    if method in _BY_HAND:
        return Never(Reason.BY_HAND)
    # Safety: the chosen method and no other, though another's address may stand in the card as well
    if method not in set(Method) or not is_readable(card):
        return Never(Reason.UNREADABLE)
    code = ADDRESS_OF[Method(method)]
    address, wording = _only(card, code), _only(card, "wording")
    # Safety: one address as the form would have taken it, never a list of them or something beside it
    if not wording or not is_kept_answer(code, address):
        return Never(Reason.UNREADABLE)
    open_at = find_open(card, at, is_working_day, needs=ARRIVES_WITHIN)
    if open_at is None:
        return Never(Reason.UNREADABLE)
    return Allowed(Method(method), address, wording) if open_at <= at else NotBefore(open_at)


def find_method(card: Card) -> str:
    """Return the one way that was chosen; empty when none was, or more than one."""
    return _only(card, "contact_method")


def is_readable(card: Card) -> bool:
    """Say whether everything on the card is something that this program knows and would keep to."""
    # Safety: what we do not know may be what they ruled out: a day, an hour, or a rule of a later version
    is_known = set(card) <= set(CONTACT_CARD) and bool(find_method(card))
    return is_known and all(set(card.get(code, ())) <= set(QUESTIONS[code].options) for code in _CHOICES)


def find_open(
    card: Card, at: datetime, is_working_day: IsWorkingDay, *, needs: timedelta = timedelta(0)
) -> datetime | None:
    """Return `at` when it is within the person's days and hours, else the next time that is; None for never.

    `needs` is how long it takes: it must be over before their hours are.
    """
    at = at.astimezone(LONDON)
    weekdays = {_DAYS.index(day) for day in card.get("days", ()) if day in _DAYS} or set(range(5))
    spans = _list_spans(card)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = at.date() + timedelta(days=ahead)
        # Safety: on a bank holiday others are at home; their Monday means a working Monday
        if day.weekday() not in weekdays or not is_working_day(day):
            continue
        for first, last in spans:
            begins, ends = (datetime.combine(day, time(hour), LONDON) for hour in (first, last))
            if at < ends - needs:
                return max(at, begins)
    return None


def _only(card: Card, code: str) -> str:
    values = card.get(code, ())
    return values[0] if len(values) == 1 else ""


def _list_spans(card: Card) -> list[tuple[int, int]]:
    chosen = card.get("hours", ())
    # Safety: where "any time" stands beside hours, the hours count
    named = [hours for hours in chosen if hours != "any_time"] or list(chosen)
    return sorted(_HOURS[hours] for hours in named) or [_NOTHING_CHOSEN]
