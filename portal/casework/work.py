"""What use cases are given: the store, the clock, the calendar, and the keys of their own process and no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from portal.casework.enquiry import Enquiry
from portal.casework.rehub_post import RehubPost
from portal.casework.trusted import find_pin, has_own_details, trust_pinned
from portal.casework.turns import Turns
from portal.domain.areas import Areas
from portal.domain.case import Author, Case, Service
from portal.domain.notices import Event, Handed, Message, Words
from portal.domain.safe_contact import Method
from portal.journal import Quiet
from portal.store.chains import OpenedCase, Reader
from portal.store.entries import Writer
from portal.store.work import Store
from portal.vault.access_codes import Peppers
from portal.vault.certificates import Head
from portal.vault.cookies import CookieSealer
from portal.vault.identities import Identity
from portal.vault.key_rings import KeyRing


class Clock(Protocol):
    """Tells the time; a test's clock can be moved."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        ...

    def today(self) -> date:
        """Return the day in England and Wales."""
        ...


class Sealer(Protocol):
    """Seals what a browser carries."""

    @property
    def csrf_key(self) -> str:
        """A secret of its own for the tokens of forms."""
        ...

    def seal(self, body: Mapping[str, Any]) -> str:
        """Return the cookie's text."""
        ...

    def open(self, text: str) -> dict[str, Any] | None:
        """Return what was sealed, None for anything else."""
        ...


class Calendar(Protocol):
    """Knows working days."""

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on a day in England and Wales."""
        ...


class WrongTries(Protocol):
    """Counts the wrong codes and PINs of a locator, whether or not it leads to a case."""

    def check(self, locator: bytes) -> None:
        """Raise TooMany when there were enough for today."""
        ...

    def count(self, locator: bytes) -> None:
        """Count a wrong try."""
        ...


class TrialAddresses(Protocol):
    """Counts the trial notices to one number or address, whoever asks for them."""

    def take(self, address: bytes) -> bool:
        """Count one, under a digest of the address; False when it had enough for today."""
        ...


class Heads(Protocol):
    """Remembers, outside the database, the newest end of each case's chain that this process has seen."""

    def find_head(self, case_id: str) -> Head | None:
        """Return the newest end seen of a case."""
        ...

    def list_heads(self) -> Mapping[str, Head]:
        """Return the newest ends of all cases, as they are now."""
        ...

    def note_heads(self, heads: Mapping[str, Head]) -> None:
        """Note what was seen; older ends change nothing."""
        ...


class Memory(Heads, Protocol):
    """Remembers, outside the database, also what neither a writer in it nor a restored backup may bring back."""

    def note(self, what: str, case_id: str, on: date) -> None:
        """Note a stop, a hold or an erasure of a case; it is on the disk when this returns."""
        ...

    def find_noted(self, what: str, case_id: str) -> date | None:
        """Return the newest day on which this was noted of a case."""
        ...

    def note_quiet(self, quiet: Mapping[str, Quiet]) -> None:
        """Note of several cases how their entries end and since when."""
        ...

    def find_quiet(self, case_id: str) -> Quiet | None:
        """Return since when nothing was added to a case, as far as was noted."""
        ...

    def list_quiet(self) -> Mapping[str, Quiet]:
        """Return since when nothing was added to each case, as far as was noted."""
        ...

    def note_leaving(self, notice_id: str, on: date) -> bool:
        """Note that a notice is about to leave, on the disk when this returns; False when it was noted before."""
        ...

    def note_stayed(self, notice_id: str) -> None:
        """Note that a notice surely did not leave, so that it may be tried again."""
        ...

    def has_left(self, notice_id: str) -> bool:
        """Say whether a notice was handed over before, as far as this process has noted."""
        ...


@dataclass(frozen=True, slots=True)
class PublicSide:
    """The public site's things. It holds no key that opens anything at rest."""

    store: Store
    clock: Clock
    calendar: Calendar
    areas: Areas
    peppers: Peppers = field(repr=False)
    link_key: bytes = field(repr=False)
    site_key: Identity = field(repr=False)
    rehub_secret: str = field(repr=False)
    rehub_link_key: bytes = field(repr=False)
    service_pins: Sequence[str]
    wrong_tries: WrongTries
    trial_addresses: TrialAddresses
    rehub_secret_before: str = field(default="", repr=False)
    turns: Turns = field(default_factory=Turns)

    def trust(self, service: Service) -> Service:
        """Return the service if its keys are the pinned ones; NotAllowed otherwise."""
        return trust_pinned(service, self.service_pins)

    def write_as_person(self, service: Service, person: Identity) -> Writer:
        """Return what writes an entry in the person's name; the site signs the chain's new end."""
        return Writer(Author.PERSON, person, self.site_key, self._keepers(service))

    def write_as_site(self, service: Service) -> Writer:
        """Return what writes an entry in the site's own name."""
        return Writer(Author.SITE, self.site_key, self.site_key, self._keepers(service))

    def _keepers(self, service: Service) -> dict[Author, bytes]:
        return {Author.SITE: self.site_key.sign_key, Author.SERVICE: self.trust(service).sign_key}

    def reader_of(self, case: Case, service: Service, ring: KeyRing) -> Reader:
        """Return what opens a person's own entries, and whom they may come from."""
        author_keys = {
            Author.PERSON: case.person_sign_key,
            Author.SERVICE: self.trust(service).sign_key,
            Author.SITE: self.site_key.sign_key,
        }
        return Reader(ring.person, author_keys, earlier=ring.box_keys)


@dataclass(frozen=True, slots=True)
class DeskSide:
    """The desk's things: its services' private keys, and no pepper, so it can open no person's page."""

    store: Store
    clock: Clock
    calendar: Calendar
    areas: Areas
    find_service_key: Callable[[str], Identity] = field(repr=False)
    site_public_key: bytes
    service_pins: Sequence[str]
    otp_sealer: CookieSealer = field(repr=False)
    turns: Turns = field(default_factory=Turns)
    heads: Memory | None = None
    has_rehub_mailbox: bool = False

    def trust(self, service: Service) -> Service:
        """Return the service if its keys are the pinned ones; NotAllowed otherwise."""
        return trust_pinned(service, self.service_pins)

    def has_pinned(self, service: Service) -> bool:
        """Say whether the service's keys in the database are the pinned ones."""
        return find_pin(service) in self.service_pins

    def has_own_details(self, service: Service) -> bool:
        """Say whether what people are told of a service, such as its number, is what the service itself signed."""
        return self.has_pinned(service) and has_own_details(service)

    def write_as_service(self, case: Case) -> Writer:
        """Return what writes an entry in the service's name, and signs the chain's new end."""
        identity = self.find_service_key(case.service_id)
        keepers = {Author.SITE: self.site_public_key, Author.SERVICE: identity.sign_key}
        return Writer(Author.SERVICE, identity, identity, keepers, self._find_head(case))

    def reader_of(self, case: Case) -> Reader:
        """Return what opens a case's entries for the service, and whom they may come from.

        Ask for it before the rows are read: rows read earlier may honestly be older than what is noted by then.
        """
        return self._reader(case, self._find_head(case))

    def list_readers(self, cases: Sequence[Case], heads: Mapping[str, Head]) -> list[Reader]:
        """Return the readers of several cases; `heads` is what was noted before the cases were read."""
        return [self._reader(case, heads.get(case.case_id)) for case in cases]

    def list_heads(self) -> Mapping[str, Head]:
        """Return the newest ends this desk has noted."""
        return self.heads.list_heads() if self.heads else {}

    def note_heads(self, opened: Mapping[str, OpenedCase]) -> None:
        """Note the ends of chains that verified, so that no older ones are believed later."""
        if self.heads:
            self.heads.note_heads({case_id: each.head for case_id, each in opened.items() if each.head})

    def _reader(self, case: Case, newest_seen: Head | None) -> Reader:
        identity = self.find_service_key(case.service_id)
        author_keys = {
            Author.PERSON: case.person_sign_key,
            Author.SERVICE: identity.sign_key,
            Author.SITE: self.site_public_key,
        }
        return Reader(identity, author_keys, newest_seen)

    def _find_head(self, case: Case) -> Head | None:
        return self.heads.find_head(case.case_id) if self.heads else None


class Channel(Protocol):
    """One way to the outside, such as e-mail."""

    def hand_over(self, message: Message) -> Handed:
        """Hand over one message and say what became of it; NOT_NOW only when it surely did not leave."""
        ...


class NoticeTexts(Protocol):
    """Knows the few neutral words of notices, in every language."""

    def for_person(self, language: str, wording: str) -> Words:
        """Return the words a person chose."""
        ...

    def for_staff(self, event: Event) -> Words:
        """Return words to staff, which say nothing of any case."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerSide:
    """The worker's things: notice keys, which open contact cards, requests and the outbox and nothing else."""

    store: Store
    clock: Clock
    calendar: Calendar
    notice_keys: Mapping[str, Identity] = field(repr=False)
    site_public_key: bytes
    service_pins: Sequence[str]
    channels: Mapping[Method, Channel]
    texts: NoticeTexts
    sender: str
    heads: Memory
    enquiry: Enquiry | None = None
    rehub: RehubPost | None = None

    def trust(self, service: Service) -> Service:
        """Return the service if its keys are the pinned ones; NotAllowed otherwise."""
        return trust_pinned(service, self.service_pins)

    def reader_of(self, case: Case, service: Service) -> Reader:
        """Return what opens a case's contact cards and requests, and whom they may come from."""
        author_keys = {
            Author.PERSON: case.person_sign_key,
            Author.SERVICE: self.trust(service).sign_key,
            Author.SITE: self.site_public_key,
        }
        return Reader(self.notice_keys[service.service_id], author_keys, self.heads.find_head(case.case_id))
