"""The trial notice: one notice now, in the very words, so that a person sees it before they choose. It sends nothing.

It belongs to no case: who asks for it has not sent anything yet. Source: journeys.md 3, "safe contact".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portal.domain.answers import is_kept_answer
from portal.domain.notices import Event, Reason
from portal.domain.questions import Answers, is_for_other
from portal.domain.safe_contact import ADDRESS_OF, Allowed, Method, Never

LEAVES_WITHIN = timedelta(minutes=10)
A_DRAFT = 2
ONE_PRESS = timedelta(seconds=10)
_DIGITS_THAT_COUNT = 10  # what "07700 900123" and "+44 7700 900123" have in common

Tried = Sequence[tuple[str, datetime]]  # the wording of each trial notice of a draft, and when it was asked for


@dataclass(frozen=True, slots=True)
class TrialNotice:
    """What is sealed for the worker: where to, in which words, in which language, and since when it waits."""

    method: Method
    address: str = field(repr=False)
    wording: str
    language: str
    made_at: datetime

    def as_body(self) -> dict[str, str]:
        """Return what is sealed."""
        return {
            "event": Event.TRIAL.value,
            "method": self.method.value,
            "address": self.address,
            "wording": self.wording,
            "language": self.language,
            "made_at": self.made_at.isoformat(),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "TrialNotice":
        """Return what was sealed; KeyError, TypeError or ValueError for what this form would not have kept."""
        method, address, wording = Method(body["method"]), str(body["address"]), str(body["wording"])
        if not is_kept_answer(ADDRESS_OF[method], address) or not is_kept_answer("wording", wording):
            raise ValueError("not an address or not words of this form")
        return cls(method, address, wording, str(body["language"]), datetime.fromisoformat(body["made_at"]))


def find_trial_method(answers: Answers) -> Method | None:
    """Return how a trial notice may leave; None unless a text or an e-mail is wanted and its address is known."""
    chosen = answers.get("contact_method", ())
    # Safety: nothing is sent to who wants no contact, a call, a letter, or somebody else to be rung
    method = Method(chosen[0]) if len(chosen) == 1 and chosen[0] in set(Method) else None
    if is_for_other(answers):
        return None  # Safety: else whoever sends for somebody could have messages sent to them
    return method if method and len(answers.get(ADDRESS_OF[method], ())) == 1 else None


def is_same_press(tried: Tried, wording: str, at: datetime) -> bool:
    """Say whether this is the button's second half of a double press: it sends nothing and costs nothing."""
    return any(words == wording and timedelta(0) <= at - tried_at < ONE_PRESS for words, tried_at in tried)


def count_left(tried: Tried) -> int:
    """Return how many more a draft may have sent."""
    # Safety: else the form is a way to write to strangers as often as one likes
    return max(0, A_DRAFT - len(tried))


def mailbox_of(method: Method, address: str) -> str:
    """Return what is the same for every way of writing one number or address; to count by, never to write to."""
    if method is Method.TEXT:
        return address[-_DIGITS_THAT_COUNT:]
    name, _, domain = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def judge_trial(trial: TrialNotice, now: datetime, methods: Collection[Method]) -> Allowed | Never:
    """Say whether a trial notice may leave now, by one of the `methods` there is a channel for."""
    # Safety: later it may be somebody else who holds the phone; nor does a clock put forward keep one alive
    if not trial.made_at - LEAVES_WITHIN <= now <= trial.made_at + LEAVES_WITHIN:
        return Never(Reason.TOO_LATE)
    if trial.method not in methods:
        return Never(Reason.NO_CHANNEL)
    return Allowed(trial.method, trial.address, trial.wording)
