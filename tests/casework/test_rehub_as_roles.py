"""re:hub's letters and spreadsheets on PostgreSQL, each process as the database user it has there."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from portal.casework.dead_letters import erase_unknown, list_kept, list_unknown, settle_kept, take_or_keep
from portal.casework.desk import record_check
from portal.casework.import_sheet import Importer, import_sheet
from portal.casework.rehub_sources import verify_request
from portal.casework.take_updates import Outcome, RehubUpdate
from portal.casework.tidy import tidy
from portal.domain.sheet_rows import SheetRow
from portal.domain.stages import Stage
from portal.holders import Role
from portal.sheets.tables import Sheet
from portal.store.grants import DESK, PUBLIC, WORKER
from portal.store.work import Store
from portal.vault.webhooks import sign_webhook
from portal.wiring import DeskPortal, PublicPortal, wire_desk, wire_public
from tests.builders import MovableClock, PortalData, Referred, StaffAccount
from tests.databases import run_alone

TODAY = date(2026, 11, 23)


@pytest.fixture
def portal_data(postgres_portal_data: PortalData) -> PortalData:
    """Give a prepared data folder on PostgreSQL: SQLite has no roles."""
    return postgres_portal_data


@pytest.fixture
def urls(portal_data: PortalData) -> Iterator[dict[str, str]]:
    """Give the database's address for a user of each role."""
    names = {role: f"user_{secrets.token_hex(6)}" for role in (PUBLIC, DESK, WORKER)}
    url = portal_data.database_url
    run_alone(url, *(f"CREATE ROLE {name} LOGIN IN ROLE {role}" for role, name in names.items()))
    yield {role: url.replace("//portal@", f"//{name}@") for role, name in names.items()}
    run_alone(url, *(f"DROP ROLE {name}" for name in names.values()))


@pytest.fixture
def site(portal_data: PortalData, urls: dict[str, str], clock: MovableClock) -> Iterator[PublicPortal]:
    """Give the public site as its own user."""
    portal = wire_public(portal_data.settings(Role.PUBLIC, PORTAL_DATABASE_URL=urls[PUBLIC]), clock)
    yield portal
    portal.side.store.close()


@pytest.fixture
def office(portal_data: PortalData, urls: dict[str, str], clock: MovableClock) -> Iterator[DeskPortal]:
    """Give the desk as its own user."""
    portal = wire_desk(portal_data.settings(Role.DESK, PORTAL_DATABASE_URL=urls[DESK]), clock)
    yield portal
    portal.side.store.close()


def send(site: PublicPortal, reference: str, webhook_id: str, stage: Stage = Stage.ENQUIRIES) -> Outcome:
    """Let re:hub send one message."""
    raw = json.dumps({"data": {"reference": reference, "stage": stage}}).encode()
    headers = sign_webhook(site.side.rehub_secret, raw, datetime.now(UTC), webhook_id)
    signed = verify_request(site.side, raw, headers)
    return take_or_keep(site.side, signed, RehubUpdate(reference, stage, TODAY)).outcome


def test_each_process_does_its_part_as_its_own_user(
    site: PublicPortal,
    office: DeskPortal,
    fay: StaffAccount,
    sam: StaffAccount,
    amira: Referred,
) -> None:
    record_check(office.side, fay.signed_in, amira.case.case_id)
    for number in (1, 2):
        assert send(site, "RJ-AAAA-2222", f"msg_{number}") is Outcome.UNKNOWN_REFERENCE
    assert len(list_unknown(office.side, sam.signed_in)) == 2
    erase_unknown(office.side, sam.signed_in, "msg_1")
    row = SheetRow(2, amira.receipt.case_reference, Stage.REHUB_CHECK, TODAY)
    for is_repeat in (False, True):
        (line,) = import_sheet(office.side, Importer.of_staff(fay.signed_in), Sheet((row,), ())).lines
        assert (line.outcome, line.is_repeat) == (Outcome.APPLIED, is_repeat)
    assert send(site, amira.receipt.case_reference, "msg_3", Stage.CLOSED) is Outcome.KEPT_REFUSED
    (kept,) = list_kept(office.side, fay.signed_in)
    settle_kept(office.side, fay.signed_in, kept.message_id)


def test_the_worker_clears_letters_away_as_its_own_user(
    site: PublicPortal, office: DeskPortal, urls: dict[str, str], clock: MovableClock, sam: StaffAccount
) -> None:
    assert send(site, "RJ-AAAA-2222", "msg_1") is Outcome.UNKNOWN_REFERENCE
    clock.move(days=91)
    store = Store(urls[WORKER])
    assert tidy(store, clock, "worker") == 1
    store.close()
    assert list_unknown(office.side, sam.signed_in) == []
