"""A case and its entries, as the rules see them: what is stored plainly, and the kinds of sealed entry."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.domain.promises import Rhythm
from portal.domain.stages import Stage


class EntryKind(StrEnum):
    """What a sealed entry of a case holds; who it is sealed to follows from this (store.recipients)."""

    REFERRAL = "referral"
    CHECK_PHRASE = "check_phrase"
    CONTACT_CARD = "contact_card"
    SIDE_STATE = "side_state"
    UPDATE = "update_note"
    MESSAGE = "message"
    REQUEST = "request"
    REQUEST_WORDS = "request_words"
    LIFT = "lift"
    DESK_NOTE = "desk_note"
    REHUB_PROOF = "rehub_proof"
    KEY_CHANGE = "key_change"
    KEY_COPY = "key_copy"
    PENDING = "pending_news"
    TALK = "talk"


class Author(StrEnum):
    """Whose signature stands inside an entry."""

    PERSON = "person"
    SERVICE = "service"
    SITE = "site"


class RequestKind(StrEnum):
    """What a person may ask for on their page."""

    STOP_CONTACT = "stop_contact"
    PAUSE = "pause"
    GO_ON = "go_on"
    WITHDRAW = "withdraw"
    ERASE = "erase"
    UNDO = "undo"
    LOCK = "lock"
    ADD = "add"
    OTHER_CONTACT = "other_contact"
    HELP = "help"
    RHYTHM = "rhythm"
    TALK_CALL = "talk_call"
    TALK_HERE = "talk_here"
    TALK_LATER = "talk_later"


class Lift(StrEnum):
    """What the service lifts after a conversation; everybody who reads the person's requests reads it too.

    CODE: the person may have a new code, and with it new keys; what nobody at the service lifted counts for nothing.
    """

    LOCK = "lock"
    CONTACT = "contact"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Case:
    """The plain part of a case: what a thief of the database learns about it."""

    case_id: str
    case_reference: str
    service_id: str
    area: str
    stage: Stage
    rhythm: Rhythm
    received_on: date
    stage_since_on: date
    next_update_by: date | None
    checked_on: date | None
    last_opened_on: date | None
    newest_rehub_on: date | None
    erase_on: date | None
    person_box_key: bytes
    person_sign_key: bytes
    certificate: bytes
    silence: int = 0  # how many promises in a row passed without news; what is late stays late beside it
    opened_sequence: int | None = None  # the newest entry there was when the person's page was last opened

    @property
    def is_checked(self) -> bool:
        """Say whether the first conversation (identity, safety, court orders) is recorded."""
        return self.checked_on is not None


# What people are told of a service, and how long it may be.
TOLD = MappingProxyType({"name": 120, "phone": 40, "hours": 120, "postal_address": 300})


@dataclass(frozen=True, slots=True)
class Service:
    """A restorative justice service and its public keys; `is_trial` until it is enrolled.

    What people may be told of it is empty until it is filled in; a postal address has a line for each of its lines. It
    counts only with the service's own signature (casework.trusted).
    """

    service_id: str
    name: str
    phone: str
    hours: str
    postal_address: str
    is_trial: bool
    box_key: bytes
    sign_key: bytes
    notice_key: bytes
    details_signature: bytes = b""
