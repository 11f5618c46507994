"""What somebody sent for another person, as its service reads it: who sent it, and whether the person has said yes.

Until they have, nothing may happen but a first contact as the card says. What is recorded then is desk_confirm's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.domain.case import EntryKind
from portal.domain.errors import NotAllowed
from portal.domain.questions import SENDER
from portal.store.chains import OpenedCase, OpenedEntry

CONFIRMED = "the person agreed"  # the desk's note of their yes
DECLINED = "the person said no"
FROM_SENDER = "sender"  # on a contact card: it was not the person who gave it


class SentBy(StrEnum):
    """Who sent a referral for another person."""

    SUPPORTER = "supporter"
    PROFESSIONAL = "professional"


SENT_BY = MappingProxyType({"someone_supported": SentBy.SUPPORTER, "someone_worked_with": SentBy.PROFESSIONAL})


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it: their answers by question code, the day they recorded the agreement, what their receipt says."""

    answers: Mapping[str, tuple[str, ...]] = field(repr=False)
    agreed_on: date
    receipt_number: str


def find_sender(opened: OpenedCase) -> Sender | None:
    """Return who sent it for the person, None when the person sent it. `opened` must hold the referral."""
    referral = opened.find_newest(EntryKind.REFERRAL)
    if referral is None or "sent_by" not in referral.body:
        return None
    given = referral.body.get("sender", {})
    answers = {code: tuple(map(str, given[code])) for code in SENDER if code in given}
    return Sender(answers, _day(referral), str(referral.body.get("receipt_number", "")))


def is_unconfirmed(opened: OpenedCase) -> bool:
    """Say whether it was sent for the person and they have not said yes. `opened` must hold the desk's notes too."""
    notes = opened.list_of(EntryKind.DESK_NOTE)
    return find_sender(opened) is not None and not any(note.body.get("what") == CONFIRMED for note in notes)


def check_confirmed(opened: OpenedCase) -> None:
    """Raise NotAllowed while the person has not said yes themself."""
    if is_unconfirmed(opened):
        # Safety: whoever sent it may be mistaken, or the very person they fear
        raise NotAllowed("the person has not agreed themself")


def find_language(opened: OpenedCase) -> str | None:
    """Return the language that the person said they read when they agreed; None where nobody asked them."""
    notes = opened.list_of(EntryKind.DESK_NOTE)
    return next((str(note.body["language"]) for note in reversed(notes) if note.body.get("what") == CONFIRMED), None)


def _day(referral: OpenedEntry) -> date:
    try:
        return date.fromisoformat(str(referral.body["agreed_on"]))
    except (KeyError, ValueError):
        return referral.made_on
