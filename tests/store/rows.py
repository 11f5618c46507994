"""Rows for the store's own tests: a service, cases with keys of their own, and writing and reading their entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.domain.case import Author, Case, EntryKind, Service
from portal.domain.promises import Rhythm
from portal.domain.stages import Stage
from portal.store.chains import OpenedCase, Reader
from portal.store.entries import Writer
from portal.store.work import Store
from portal.vault.certificates import CaseIdentity, Head, certify_case
from portal.vault.identities import Identity
from portal.vault.randomness import random_id

TODAY = date(2026, 11, 23)
REFERRAL = "referral"  # the words of every case's first entry
SERVICE_KEY, NOTICE_KEY, SITE_KEY, PERSON_KEY = (Identity(bytes([number]) * 32) for number in (11, 12, 13, 14))
SERVICE = Service(
    service_id="national",
    name="National desk",
    phone="",
    hours="",
    postal_address="",
    is_trial=True,
    box_key=SERVICE_KEY.box_key,
    sign_key=SERVICE_KEY.sign_key,
    notice_key=NOTICE_KEY.box_key,
)
AUTHOR_KEYS = {
    Author.PERSON: PERSON_KEY.sign_key,
    Author.SERVICE: SERVICE_KEY.sign_key,
    Author.SITE: SITE_KEY.sign_key,
}
KEYS = {Author.PERSON: PERSON_KEY, Author.SERVICE: SERVICE_KEY, Author.SITE: SITE_KEY}
PERSON_READER = Reader(PERSON_KEY, AUTHOR_KEYS)
SERVICE_READER = Reader(SERVICE_KEY, AUTHOR_KEYS)


def open_store(database_url: str) -> Iterator[Store]:
    """Give a store with the national service; close it afterwards."""
    store = Store(database_url)
    with store.work() as work:
        work.services.save(SERVICE, ["gwent"])
    yield store
    store.close()


def make_case(
    case_reference: str = "RJ-7F3K-92QM", service_id: str = "national", stage: Stage = Stage.RECEIVED
) -> Case:
    """Return a case of the person of these tests, certified by the site."""
    identity = CaseIdentity(random_id(), case_reference, service_id, PERSON_KEY.box_key, PERSON_KEY.sign_key)
    return Case(
        case_id=identity.case_id,
        case_reference=case_reference,
        service_id=service_id,
        area="gwent",
        stage=stage,
        rhythm=Rhythm.WEEKLY,
        received_on=TODAY,
        stage_since_on=TODAY,
        next_update_by=date(2026, 11, 30),
        checked_on=None,
        last_opened_on=None,
        newest_rehub_on=None,
        erase_on=None,
        person_box_key=identity.person_box_key,
        person_sign_key=identity.person_sign_key,
        certificate=certify_case(SITE_KEY, identity),
    )


def add_case(store: Store, case: Case) -> Case:
    """Store a case and, as its first entry, its referral; its locator is its id's bytes twice."""
    with store.work() as work:
        work.cases.add(case, find_locator(case))
        referral = {"words": REFERRAL}
        work.entries.append(case, SERVICE, EntryKind.REFERRAL, referral, writer=make_writer(Author.PERSON), on=TODAY)
    return case


def make_writer(author: Author, newest_seen: Head | None = None) -> Writer:
    """Return what writes as one of these authors; the service keeps its own entries, the site all others."""
    keeper = SERVICE_KEY if author is Author.SERVICE else SITE_KEY
    return Writer(author, KEYS[author], keeper, AUTHOR_KEYS, newest_seen)


def find_locator(case: Case) -> bytes:
    """Return the locator add_case stored a case under."""
    return bytes.fromhex(case.case_id) * 2


def append(
    store: Store,
    case: Case,
    kind: EntryKind,
    words: str,
    author: Author = Author.SERVICE,
    newest_seen: Head | None = None,
) -> int:
    """Append an entry in a work of its own."""
    writer = make_writer(author, newest_seen)
    with store.work() as work:
        return work.entries.append(case, SERVICE, kind, {"words": words}, writer=writer, on=TODAY)


def open_case(store: Store, case: Case, reader: Reader = SERVICE_READER) -> OpenedCase:
    """Open all of a case's entries."""
    with store.look() as work:
        return work.entries.open_case(case.case_id, reader)


def list_words(opened: OpenedCase) -> list[str]:
    """Return the words of the opened entries, in order, but for the referral's, which every case has."""
    return [entry.body["words"] for entry in opened.entries if entry.body["words"] != REFERRAL]
