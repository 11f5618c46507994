"""Which contact card of a case counts: the same for desk and worker. Nobody else can read one; nothing is sent here.

Source: sealing.md, "Envelopes": a new number or address counts only once it is confirmed, less contact at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.case import Author, EntryKind
from portal.domain.safe_contact import Card
from portal.store.chains import OpenedCase, OpenedEntry

NOBODY = ("none",)  # the contact method of whoever looks at their page and wants no contact


class Proof(StrEnum):
    """How the person proved that it was them who gave a new way to reach them."""

    CHECK_PHRASE = "check_phrase"
    OLD_WAY = "old_way"
    FIRST_TALK = "first_talk"  # they confirmed what somebody else had sent; recorded with that and no other way


@dataclass(frozen=True, slots=True)
class ContactCard:
    """The card that counts. `recorded_on` and `proof` are None for the person's own; `proof` also for less contact.

    `is_overtaken`: somebody wrote a newer card that nobody confirmed, so that the old way may be safe no more.
    `is_from_sender`: whoever sent the referral gave it, and the person has not confirmed it.
    """

    answers: Card = field(repr=False)
    language: str
    recorded_on: date | None
    proof: Proof | None
    is_overtaken: bool
    is_from_sender: bool = False


def find_card(opened: OpenedCase) -> ContactCard | None:
    """Return the card that counts, None when none verified. `opened` must hold the contact cards."""
    entries = opened.list_of(EntryKind.CONTACT_CARD)
    if not entries:
        return None
    # Safety: an address that nobody confirmed may be that of whoever else has the code
    newest = next((entry for entry in reversed(entries[1:]) if _counts(entry)), entries[0])
    is_recorded = newest.author is Author.SERVICE
    return ContactCard(
        answers=_answers(newest),
        language=str(newest.body.get("language", "en")),
        recorded_on=_day(newest) if is_recorded else None,
        proof=_proof(newest),
        is_overtaken=newest is not entries[-1],
        is_from_sender=not is_recorded and "given_by" in newest.body,
    )


def make_card(answers: Card, language: str, proof: Proof | None, on: date) -> dict[str, Any]:
    """Return what the entry of a card that the service records holds."""
    given = {code: list(values) for code, values in answers.items()}
    confirmed = proof.value if proof else ""
    return {"answers": given, "language": language, "confirmed": confirmed, "on": on.isoformat()}


def is_card_again(opened: OpenedCase, body: Mapping[str, Any]) -> bool:
    """Say whether the service recorded this very card already, and the person asked for nothing since."""
    newest, asked = opened.find_newest(EntryKind.CONTACT_CARD), opened.find_newest(EntryKind.REQUEST)
    if newest is None or newest.author is not Author.SERVICE or dict(newest.body) != dict(body):
        return False
    return asked is None or asked.sequence < newest.sequence


def _counts(entry: OpenedEntry) -> bool:
    return _proof(entry) is not None or _answers(entry).get("contact_method") == NOBODY


def _proof(entry: OpenedEntry) -> Proof | None:
    confirmed = entry.body.get("confirmed")
    return Proof(confirmed) if entry.author is Author.SERVICE and confirmed in set(Proof) else None


def _day(entry: OpenedEntry) -> date:
    try:
        return date.fromisoformat(str(entry.body["on"]))
    except (KeyError, ValueError):
        return entry.made_on


def _answers(entry: OpenedEntry) -> Card:
    answers = entry.body.get("answers")
    if not isinstance(answers, Mapping):
        return {}
    return {str(code): tuple(map(str, values)) for code, values in answers.items() if isinstance(values, list)}
