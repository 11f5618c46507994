"""A case as its service reads it: what the sealed entries say, put into words' reach. It changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.casework.contact_cards import NOBODY, ContactCard, Proof, find_card
from portal.casework.desk_messages import DeskMessage, find_newest_answer, list_desk_messages
from portal.casework.holds import add_held_lock, is_undone_beside
from portal.casework.rehub_sources import Way
from portal.casework.requests import list_requests, read_requests
from portal.casework.shown_updates import UNDO_SOURCE, list_shown
from portal.casework.sign_in import SignedIn
from portal.casework.take_updates import Outcome, read_proof
from portal.casework.talks import ASKED
from portal.casework.unconfirmed import Sender, find_language, find_sender, is_unconfirmed
from portal.domain.case import Author, Case, EntryKind
from portal.domain.errors import NotAllowed
from portal.domain.free_text import clean_text
from portal.domain.requests import FOR_READING, Request, RequestState
from portal.domain.stages import ENDED, Stage
from portal.domain.updates import Update, WaitingFor
from portal.domain.voices import is_under_18
from portal.store.chains import OpenedCase, OpenedEntry
from portal.store.key_periods import PersonKeys

NOTE_LENGTH = 2000
# whose word an update of the service's may be, beside its own: it answers nothing of what is held
_NOT_OURS = frozenset({"rehub", UNDO_SOURCE})
# re:hub's news that moved nothing and waits for the desk
_HELD = frozenset({Outcome.KEPT_REFUSED, Outcome.KEPT_SENSITIVE})


@dataclass(frozen=True, slots=True)
class RehubNews:
    """One message of re:hub's as the service reads it; a field is None when it was not there."""

    received_on: date
    outcome: Outcome
    stage: Stage | None
    happened_on: date | None
    expected_by: date | None
    waiting_for: WaitingFor | None
    note: str
    is_waiting: bool
    way: Way
    sequence: int


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case as its service reads it. Entries keep their order; the newest contact card counts."""

    case: Case
    opened: OpenedCase
    days_late: int
    is_contact_held: bool = False  # a stop beside the case: no entry says it (casework/holds.py)
    is_lock_held: bool = False
    held_asked: tuple[Request, ...] = ()  # what the person asked for after a backup that was restored
    answers_held: int = 0  # up to which entry answers to being asked to talk do not count, since that restore

    @property
    def referral(self) -> Mapping[str, Any]:
        """The person's own words and choices; empty when the referral does not verify."""
        return body_of(self.opened.find_newest(EntryKind.REFERRAL))

    @property
    def answers(self) -> Mapping[str, tuple[str, ...]]:
        """The person's answers by question code, without contact and check phrase."""
        return {code: tuple(values) for code, values in self.referral.get("answers", {}).items()}

    @property
    def name(self) -> str:
        """What the person wants to be called; empty when nothing verified."""
        return " ".join(self.answers.get("name", ()))

    @property
    def card(self) -> ContactCard | None:
        """The contact card that counts; None when nothing verified: then contact nobody."""
        return find_card(self.opened)

    @property
    def contact_card(self) -> Mapping[str, tuple[str, ...]]:
        """How the person may be reached, by question code; empty when nothing verified: then contact nobody."""
        return self.card.answers if self.card else {}

    @property
    def wants_other_contact(self) -> bool:
        """Say whether the way on the card may be safe no more: they want another, or nobody confirmed a newer card."""
        return self.asked.wants_other_contact or (self.card is not None and self.card.is_overtaken)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """How a new way to reach the person may be confirmed now; nothing is once they ended or are ending the case."""
        if self.asked.withdrawn_on or self.asked.erase_asked_on or self.is_unconfirmed:
            return ()
        # Safety: whoever else has the old telephone would confirm their own; only the check phrase counts then
        is_old_safe = not (self.is_contact_stopped or self.wants_other_contact or self.asked.is_locked)
        has_old = bool(self.contact_card) and self.contact_card.get("contact_method") != NOBODY
        return (Proof.CHECK_PHRASE, Proof.OLD_WAY) if is_old_safe and has_old else (Proof.CHECK_PHRASE,)

    @property
    def mark(self) -> str:
        """What stands for everything the person asked for so far, to tell later whether anything came in between."""
        newest = self.opened.find_newest(EntryKind.REQUEST)
        return f"{newest.sequence if newest else 0}{'-held' if self.is_contact_held else ''}"

    @property
    def check_phrase(self) -> Mapping[str, str]:
        """How the person proves themself by telephone; where they sent it themself, nobody's words stand for theirs."""
        phrases = self.opened.list_of(EntryKind.CHECK_PHRASE)
        own = [phrase for phrase in phrases if phrase.author is Author.PERSON]
        return body_of(next(reversed(own or phrases), None))

    @property
    def language(self) -> str:
        """The language the person reads; of what somebody else sent, that of the sender until the person has agreed."""
        return find_language(self.opened) or str(self.referral.get("language", "en"))

    @property
    def sender(self) -> Sender | None:
        """Who sent it for the person; None when they did themself."""
        return find_sender(self.opened)

    @property
    def is_unconfirmed(self) -> bool:
        """Say whether somebody else sent it and the person has not said yes: nothing but a first contact may happen."""
        return is_unconfirmed(self.opened)

    @property
    def has_own_code(self) -> bool:
        """Say whether the person has, or had, a code of their own; none is made when somebody else sends for them."""
        was_made_with = self.sender is None and bool(self.referral.get("has_code", True))
        return was_made_with or self.opened.first_keys is not None

    @property
    def is_unsafe_now(self) -> bool:
        """Say whether the person may be in danger or watched, until somebody has spoken to them."""
        # Safety: a referral that cannot be read counts as not safe
        return bool(self.referral.get("is_unsafe_now", True)) and not self.case.is_checked

    @property
    def is_under_18(self) -> bool:
        """Say whether the person told us that they are under 18."""
        return is_under_18(self.answers)

    @property
    def is_strict(self) -> bool:
        """Say whether this follows abuse, sexual harm or stalking."""
        return bool(self.referral.get("is_strict", True))

    @property
    def keeps_no_code(self) -> bool:
        """Say whether the person chose to keep no code: their page tells them nothing, only the service can."""
        return body_of(self.opened.find_newest(EntryKind.SIDE_STATE)).get("keeps_code") is False

    @property
    def is_contact_stopped(self) -> bool:
        """Say whether the person asked to stop all contact."""
        if self.is_contact_held or self.asked.is_contact_stopped:
            return True
        return is_undone_beside(self.opened, self.held_asked)

    @property
    def asked(self) -> RequestState:
        """What the person's requests come to."""
        return add_held_lock(read_requests(self.opened, self.held_asked), is_held=self.is_lock_held)

    def may_close_withdrawn(self, today: date) -> bool:
        """Say whether the case may be closed without a conversation: its withdrawal is final."""
        is_final = self.asked.withdrawn_on is not None and not self.asked.can_undo(today)
        return is_final and self.case.stage not in ENDED

    @property
    def requests(self) -> tuple[Request, ...]:
        """What the person asked for on their page, oldest first, not confirmed by voice."""
        return list_requests(self.opened)

    @property
    def has_added_words(self) -> bool:
        """Say whether the person added something since the service last wrote to them."""
        return has_added_words(self.opened)

    @property
    def has_own_keys(self) -> bool:
        """Say whether the case carries the keys the person sent: only then may anything be sealed to them."""
        return has_own_keys(self.case, self.opened)

    @property
    def updates(self) -> tuple[Update, ...]:
        """What the person has been told, newest first; without what was taken back before they saw it."""
        return tuple(Update.from_body(entry.body) for entry in list_shown(self.opened))

    @property
    def messages(self) -> tuple[DeskMessage, ...]:
        """Messages both ways, oldest first."""
        return list_desk_messages(self.opened)

    @property
    def rehub_news(self) -> tuple[RehubNews, ...]:
        """What re:hub sent, newest first, with its notes for the facilitator, which the person never sees."""
        told = _newest_told(self.opened)
        return tuple(_rehub_news(entry, told) for entry in reversed(self.opened.list_of(EntryKind.REHUB_PROOF)))


def check_reads(staff: SignedIn) -> None:
    """Raise NotAllowed for a role that reads no cases."""
    # Safety: administrators run the machine and read no case
    if not staff.may_read_cases:
        raise NotAllowed("this role reads no cases")


def body_of(entry: OpenedEntry | None) -> Mapping[str, Any]:
    """Return what an entry says, nothing when there is none."""
    return entry.body if entry else {}


def has_added_words(opened: OpenedCase) -> bool:
    """Say whether the person added to what they sent, or asked for help, since the service last wrote to them."""
    answered = find_newest_answer(opened)
    return any(each.kind in FOR_READING and each.sequence > answered for each in list_requests(opened))


def has_held_news(opened: OpenedCase) -> bool:
    """Say whether re:hub sent something that moved nothing and that nobody at the desk has acted on since."""
    told = _newest_told(opened)
    return any(_is_held(entry, told) for entry in opened.list_of(EntryKind.REHUB_PROOF))


def has_own_keys(case: Case, opened: OpenedCase) -> bool:
    """Say whether the stored keys are those in the person's own signed referral, or were rightly changed from those."""
    keys = body_of(opened.find_newest(EntryKind.REFERRAL)).get("keys", {})
    first = opened.first_keys or PersonKeys(case.person_box_key, case.person_sign_key)
    return (keys.get("box"), keys.get("sign")) == (first.box.hex(), first.sign.hex())


def _newest_told(opened: OpenedCase) -> int:
    kinds = (EntryKind.MESSAGE, EntryKind.UPDATE, EntryKind.TALK)
    told = (entry for kind in kinds for entry in opened.list_of(kind))
    # what the service took in of re:hub's spreadsheet is re:hub's word, and no answer to what is held
    own = (entry for entry in told if entry.author is Author.SERVICE and entry.body.get("source") not in _NOT_OURS)
    # of talks only the end: that one was asked for may come with re:hub's news itself
    return max((entry.sequence for entry in own if entry.body.get("what") != ASKED), default=0)


def _is_held(entry: OpenedEntry, told: int) -> bool:
    return entry.body.get("outcome") in _HELD and entry.sequence > told


def _rehub_news(entry: OpenedEntry, told: int) -> RehubNews:
    proof = read_proof(entry.body)
    sent = proof.data
    stage, waiting_for = sent.get("stage"), sent.get("waiting_for")
    return RehubNews(
        received_on=entry.made_on,
        outcome=proof.outcome,
        stage=Stage(stage) if stage in set(Stage) else None,
        happened_on=_find_date(sent.get("happened_on")),
        expected_by=_find_date(sent.get("expected_by")),
        waiting_for=WaitingFor(waiting_for) if waiting_for in set(WaitingFor) else None,
        note=clean_text(str(sent.get("note") or ""), keep_lines=True)[:NOTE_LENGTH],
        is_waiting=_is_held(entry, told),
        way=proof.way,
        sequence=entry.sequence,
    )


def _find_date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
