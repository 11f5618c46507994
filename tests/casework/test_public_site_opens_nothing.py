"""Everything the public site holds, tried on everything that lies sealed in the database: none of it opens."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import product

import pytest
from sqlalchemy import LargeBinary, select

from portal.casework.ask import ask
from portal.casework.desk import record_check, send_message
from portal.casework.follow import send_message as write
from portal.domain.case import RequestKind
from portal.domain.errors import Forged
from portal.holders import Role, Secret, held
from portal.store.tables import metadata
from portal.store.work import Store
from portal.vault.cookies import CookieSealer
from portal.vault.draft_keys import DraftKey
from portal.vault.envelopes import VERSION, Place
from portal.vault.identities import KEY_ID_BYTES, SEALED_KEY_BYTES, Identity
from portal.vault.key_files import load_service_identity
from portal.vault.key_rings import find_ring_key, unwrap_ring
from portal.vault.links import LinkSecret, unwrap_root
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import AMIRAS_PAGES, PortalData, Referred, StaffAccount, fill_in, open_page

NOT_SEALED = {"row_hash", "box_key", "sign_key", "notice_key", "details_signature", "locator", "news_digest"}
NOT_SEALED |= {"person_box_key", "person_sign_key", "certificate", "head_signature", "link_hash", "session_hash"}
NOT_SEALED |= {"password_hash"}
USES = ("public", "desk", "one-time-code")
Sealed = tuple[str, dict[str, object], bytes | str]


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: what is sealed depends on no database."""
    return sqlite_portal_data


@pytest.fixture
def busy(public: PublicPortal, desk: DeskPortal, amira: Referred, ben: Referred, fay: StaffAccount) -> Store:
    """Give a database with something in every table that holds anything sealed."""
    fill_in(public.side, AMIRAS_PAGES)
    write(public.side, open_page(public.side, amira), "May I bring a friend?")
    ask(public.side, open_page(public.side, ben), RequestKind.PAUSE)
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    send_message(desk.side, fay.signed_in, amira.case.case_id, "Yes.")
    return public.side.store


def list_sealed(store: Store) -> list[Sealed]:
    """Return (table, row, what is sealed) of everything that is no key, hash or signature."""
    found: list[Sealed] = []
    with store.look() as work:
        for table in metadata.sorted_tables:
            columns = [each for each in table.c if isinstance(each.type, LargeBinary) or each.name == "otp_envelope"]
            for column in (each for each in columns if each.name not in NOT_SEALED):
                rows = work.connection.execute(select(table)).mappings().all()
                found += [(table.name, dict(row), row[column.name]) for row in rows if row[column.name]]
    return found


def list_held(data: PortalData) -> list[bytes]:
    """Return every secret of the public site's settings as bytes, whatever it is for."""
    settings = data.settings(Role.PUBLIC)
    given = [getattr(settings, field.name) for field in fields(settings)]
    values = [each.value for each in given if isinstance(each, Secret)]
    rehub = held(settings.rehub_secret).value.decode().removeprefix("whsec_")
    return [*(each for each in values if len(each) == 32), b64decode(rehub)[:32].ljust(32, b"\0")]


def list_tries(key: bytes, sealed: Sealed) -> Iterator[Callable[[], object]]:
    """Return every way in which a key might open something."""
    table, row, body = sealed
    if isinstance(body, str):
        yield from (lambda use=use: CookieSealer(key, use).open(body) for use in USES)
        return
    identity = Identity(key)
    if body[0] == VERSION and table != "link":
        starts = range(2, 2 + body[1] * (KEY_ID_BYTES + SEALED_KEY_BYTES), KEY_ID_BYTES + SEALED_KEY_BYTES)
        for start in starts:
            slot = body[start + KEY_ID_BYTES : start + KEY_ID_BYTES + SEALED_KEY_BYTES]
            yield lambda slot=slot: identity.unseal(slot)
    for kind, owner in product(("draft", "receipt", "notice"), (str(row.get("draft_id")), str(row.get("case_id")))):
        yield lambda kind=kind, owner=owner: DraftKey(key).open(body, Place(kind, owner))
    if table == "case":
        case_id = str(row["case_id"])
        yield lambda: unwrap_ring(body, key, case_id)
        yield lambda: unwrap_ring(body, find_ring_key(body, key, case_id), case_id)
        return
    for bits in (key, key[:16], key[16:]):
        yield lambda bits=bits: unwrap_root(LinkSecret(bits), body)


def count_opened(keys: list[bytes], sealed: list[Sealed]) -> int:
    """Return how many tries opened something."""
    opened = 0
    for key, each in product(keys, sealed):
        for attempt in list_tries(key, each):
            try:
                opened += attempt() is not None
            except Forged:
                continue
    return opened


def test_nothing_in_the_database_opens_with_what_the_public_site_holds(portal_data: PortalData, busy: Store) -> None:
    """Whoever steals both has what is plain, and must guess codes."""
    sealed = list_sealed(busy)
    assert {table for table, _, _ in sealed} == {
        *("case", "case_entry", "draft", "link", "outbox", "receipt", "staff_member"),
    }
    keys = list_held(portal_data)
    assert len(keys) == len(set(keys)) == 8
    assert count_opened(keys, sealed) == 0


def test_the_keys_that_do_open_would_be_found(portal_data: PortalData, desk: DeskPortal, busy: Store) -> None:
    """The tries themselves can fail: a service's key and the desk's cookie key open what is theirs."""
    sealed = list_sealed(busy)
    settings = portal_data.settings(Role.DESK)
    seed = bytes.fromhex((held(settings.keys_dir) / "national.service.key").read_text().strip())
    assert load_service_identity(held(settings.keys_dir), "national").box_key == Identity(seed).box_key
    entries = [each for each in sealed if each[0] == "case_entry"]
    assert count_opened([seed], sealed) >= len(entries)
    assert count_opened([held(settings.cookie_key).value], sealed) >= 1
