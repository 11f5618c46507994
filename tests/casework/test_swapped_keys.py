"""What somebody who writes to the database gains by swapping keys: nothing is sealed to them, nothing is believed."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from portal.casework.desk import move_stage, record_check, send_message
from portal.casework.follow import open_by_code, view_page
from portal.casework.follow import send_message as write
from portal.casework.refer import open_draft, send_referral
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, NotAllowed, NotFound, Unavailable
from portal.domain.stages import Stage
from portal.settings import Role
from portal.store.tables import case, case_entry, service
from portal.vault.identities import Identity
from portal.vault.key_files import PublicKeys
from portal.wiring import DeskPortal, PublicPortal, wire_public
from tests.builders import (
    AMIRAS_PAGES,
    MovableClock,
    PortalData,
    Referred,
    StaffAccount,
    fill_in,
    open_page,
)

THIEF = Identity(b"t" * 32)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


def swap(public: PublicPortal, table: str, column: str, key: bytes) -> None:
    with public.side.store.work() as work:
        tables = {"case": case, "service": service}
        work.connection.execute(update(tables[table]).values({column: key}))


@pytest.mark.parametrize("column", ["box_key", "sign_key", "notice_key"])
def test_nothing_is_sent_to_a_service_whose_keys_are_not_the_pinned_ones(public: PublicPortal, column: str) -> None:
    ticket = fill_in(public.side, AMIRAS_PAGES)
    swap(public, "service", column, THIEF.box_key)
    with pytest.raises(NotAllowed):
        send_referral(public.side, ticket, "en")
    assert open_draft(public.side, ticket).answers["name"] == ("Amira",)


def test_no_message_is_sealed_and_no_page_shown_for_a_swapped_service(public: PublicPortal, amira: Referred) -> None:
    ticket = open_page(public.side, amira)
    swap(public, "service", "box_key", THIEF.box_key)
    for attempt in (
        lambda: write(public.side, ticket, "for the service only"),
        lambda: view_page(public.side, ticket),
        lambda: open_by_code(public.side, amira.code),
    ):
        with pytest.raises(Unavailable):
            attempt()


def test_a_service_pinned_by_the_operator_is_believed_and_no_other(
    portal_data: PortalData, clock: MovableClock
) -> None:
    settings = replace(portal_data.settings(Role.PUBLIC), service_pins=("0" * 32,))
    portal = wire_public(settings, clock)
    with portal.side.store.look() as work:
        national = work.services.get("national")
    with pytest.raises(NotAllowed):
        portal.side.trust(national)
    pin = PublicKeys(national.box_key, national.sign_key, national.notice_key).pin
    assert replace(portal.side, service_pins=(pin,)).trust(national) == national
    portal.side.store.close()


def test_a_case_whose_person_key_was_swapped_opens_for_nobody(public: PublicPortal, amira: Referred) -> None:
    ticket = open_page(public.side, amira)
    swap(public, "case", "person_box_key", THIEF.box_key)
    assert open_by_code(public.side, amira.code) is None
    with pytest.raises(NotFound):
        view_page(public.side, ticket)
    with pytest.raises(NotFound):
        write(public.side, ticket, "words")


@pytest.mark.parametrize("column", ["person_box_key", "person_sign_key"])
def test_the_desk_seals_nothing_to_a_swapped_person_key(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, column: str
) -> None:
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    swap(public, "case", column, THIEF.box_key if column == "person_box_key" else THIEF.sign_key)
    with pytest.raises(Forged):
        send_message(desk.side, fay.signed_in, amira.case.case_id, "for Amira only")
    with pytest.raises(Forged):
        move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)


def test_a_page_whose_state_cannot_be_read_counts_as_strict(public: PublicPortal, amira: Referred) -> None:
    ticket = open_page(public.side, amira)
    write(public.side, ticket, "my own words")
    with public.side.store.work() as work:
        state = case_entry.c.kind == EntryKind.SIDE_STATE.value
        work.connection.execute(update(case_entry).where(state).values(envelope=b"\x01"))
    opened = open_by_code(public.side, amira.code)
    assert opened is not None
    assert opened.is_strict
    page = view_page(public.side, ticket)
    assert page.is_strict
    assert page.refused_count > 0
    assert "my own words" not in repr(page)


def test_a_case_that_is_gone_has_no_page(public: PublicPortal, amira: Referred) -> None:
    ticket = open_page(public.side, amira)
    with public.side.store.work() as work:
        for table in ("link", "case_entry", "case"):
            work.connection.execute(delete(case.metadata.tables[table]))
    assert open_by_code(public.side, amira.code) is None
    with pytest.raises(NotFound):
        view_page(public.side, ticket)


@pytest.mark.parametrize("field", ["name", "phone", "hours", "postal_address"])
def test_what_a_service_did_not_sign_is_told_to_nobody(public: PublicPortal, amira: Referred, field: str) -> None:
    """Else somebody who asked for help would ring a number that a stranger put there; the page works on."""
    ticket = open_page(public.side, amira)
    with public.side.store.work() as work:
        work.connection.execute(update(service).values({field: "01632 960 666"}))
    page = view_page(public.side, ticket)
    assert (page.service_name, page.service_phone, page.service_hours) == ("", "", "")
    assert page.case_reference == amira.case.case_reference
    with public.side.store.look() as work:
        told = public.side.trust(work.services.get("national"))
    assert {getattr(told, each) for each in ("name", "phone", "hours", "postal_address")} == {""}
    assert send_referral(public.side, fill_in(public.side, AMIRAS_PAGES), "en").service_phone == ""


def test_a_service_cannot_be_given_anothers_signed_details(public: PublicPortal, amira: Referred) -> None:
    """Each signature is for one service's own."""
    ticket = open_page(public.side, amira)
    with public.side.store.work() as work:
        told = work.services.get("riverside")
        names = ("name", "phone", "hours", "postal_address", "details_signature")
        work.services.save(replace(work.services.get("national"), **{name: getattr(told, name) for name in names}))
    assert view_page(public.side, ticket).service_phone == ""


def test_the_log_says_it_once_for_each_state(public: PublicPortal, caplog: pytest.LogCaptureFixture) -> None:
    """With the service's code and nothing of what was written there."""
    with public.side.store.work() as work:
        work.connection.execute(update(service).where(service.c.service_id == "national").values(hours="Never, by me"))
        forged = work.services.get("national")
    for _ in range(3):
        public.side.trust(forged)
    (line,) = (record.getMessage() for record in caplog.records if "national" in record.getMessage())
    assert "not signed" in line
    assert "Never" not in line
