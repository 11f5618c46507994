"""What use cases are given: the store, the clock, the calendar, and the keys of their own process and no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from portal.domain.areas import Areas
from portal.domain.case import Author, Case, Service
from portal.domain.errors import NotAllowed
from portal.store.entries import Reader
from portal.store.work import Store
from portal.vault.access_codes import Peppers
from portal.vault.cookies import CookieSealer
from portal.vault.identities import Identity
from portal.vault.key_files import PublicKeys


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
    service_pins: Sequence[str]

    def trust(self, service: Service) -> Service:
        """Return the service if its keys are the pinned ones; NotAllowed otherwise."""
        # Safety: without this a writer in the database could have referrals sealed to a key of their own
        if PublicKeys(service.box_key, service.sign_key, service.notice_key).pin not in self.service_pins:
            raise NotAllowed("a service's keys are not the pinned ones")
        return service

    def reader_of(self, case: Case, service: Service, person: Identity) -> Reader:
        """Return what opens a person's own entries, and whom they may come from."""
        return Reader(
            person,
            {
                Author.PERSON: case.person_sign_key,
                Author.SERVICE: self.trust(service).sign_key,
                Author.SITE: self.site_key.sign_key,
            },
        )


@dataclass(frozen=True, slots=True)
class DeskSide:
    """The desk's things: its services' private keys, and no pepper, so it can open no person's page."""

    store: Store
    clock: Clock
    calendar: Calendar
    areas: Areas
    find_service_key: Callable[[str], Identity] = field(repr=False)
    site_public_key: bytes
    otp_sealer: CookieSealer = field(repr=False)

    def reader_of(self, case: Case) -> Reader:
        """Return what opens a case's entries for the service, and whom they may come from."""
        identity = self.find_service_key(case.service_id)
        return Reader(
            identity,
            {
                Author.PERSON: case.person_sign_key,
                Author.SERVICE: identity.sign_key,
                Author.SITE: self.site_public_key,
            },
        )
