"""What somebody who writes to the database gains by swapping keys: nothing is sealed to them, nothing is believed."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from portal.casework.desk import move_stage, read_case, record_check, send_message
from portal.casework.follow import open_by_code, view_page
from portal.casework.follow import send_message as write
from portal.casework.refer import open_draft, send_referral
from portal.domain.case import EntryKind
from portal.domain.errors import Forged, NotAllowed, NotFound, OutOfDate, Unavailable
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.key_periods import PersonKeys, make_change
from portal.store.tables import case, case_entry, service
from portal.vault.certificates import CaseIdentity, certify_case
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
from tests.new_codes import find_keys, issue, renew

THIEF = Identity(b"t" * 32)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


def swap(public: PublicPortal, table: str, column: str, key: bytes) -> None:
    with public.side.store.work() as work:
        tables = {"case": case, "service": service}
        work.connection.execute(update(tables[table]).values({column: key}))


def read_row(public: PublicPortal) -> Any:
    with public.side.store.look() as work:
        return work.connection.execute(select(case)).one()


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


def test_keys_from_before_a_new_code_cannot_be_put_back(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    """With their own certificate, signed in its day: else whoever has the old code would read on."""
    before = read_row(public)
    again = renew(public, desk, fay, amira)
    names = ("locator", "wrapped_keys", "person_box_key", "person_sign_key", "certificate")
    with public.side.store.work() as work:
        work.connection.execute(update(case).values({name: getattr(before, name) for name in names}))
    assert open_by_code(public.side, again.code) is None
    ticket = open_page(public.side, amira)
    page = view_page(public.side, ticket)
    assert page.refused_count > 0
    assert page.updates == ()
    for attempt in (
        lambda: write(public.side, ticket, "as her"),
        lambda: send_message(desk.side, fay.signed_in, amira.case.case_id, "for Amira only"),
        lambda: issue(desk, fay, amira),
    ):
        with pytest.raises(Forged):
            attempt()


@pytest.mark.parametrize("is_lifted", [True, False])
def test_whoever_holds_the_sites_key_gives_nobody_new_keys(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, is_lifted: bool
) -> None:
    """Only what the service lifted, for this change and not for the one before, makes other keys count."""
    if is_lifted:
        amira = renew(public, desk, fay, amira)
    box, sign = amira.case.person_box_key, amira.case.person_sign_key
    after = replace(amira.case, person_box_key=THIEF.box_key, person_sign_key=THIEF.sign_key)
    with public.side.store.work() as work:
        national = work.services.get("national")
        lifts = select(case_entry.c.sequence).where(case_entry.c.kind == EntryKind.LIFT.value)
        lifted_by = work.connection.execute(lifts).scalar() or 1
        change = make_change(PersonKeys(box, sign), PersonKeys(THIEF.box_key, THIEF.sign_key), lifted_by)
        as_site, on = public.side.write_as_site(national), public.side.clock.today()
        since = work.entries.append(after, national, EntryKind.KEY_CHANGE, change, writer=as_site, on=on)
        identity = CaseIdentity(
            after.case_id, after.case_reference, "national", THIEF.box_key, THIEF.sign_key, keys_since=since
        )
        row = {"person_box_key": THIEF.box_key, "person_sign_key": THIEF.sign_key}
        row["certificate"] = certify_case(public.side.site_key, identity)
        work.connection.execute(update(case).values(row))
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.opened.entries, page.opened.refused_count > 0, page.has_own_keys) == ((), True, False)
    with pytest.raises(Forged):
        send_message(desk.side, fay.signed_in, amira.case.case_id, "for Amira only")


def test_an_entry_signed_with_an_earlier_key_is_not_the_persons(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    old = find_keys(public.side, open_page(public.side, amira)).person
    again = renew(public, desk, fay, amira)
    with public.side.store.work() as work:
        national, on = work.services.get("national"), public.side.clock.today()
        as_old = public.side.write_as_person(national, old)
        work.entries.append(again.case, national, EntryKind.MESSAGE, {"words": "as her"}, writer=as_old, on=on)
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.messages, page.opened.refused_count) == ((), 1)
    assert view_page(public.side, open_page(public.side, again)).messages == ()


def test_nothing_is_sealed_to_keys_that_were_changed_since_the_case_was_read(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount
) -> None:
    renew(public, desk, fay, amira)
    with public.side.store.work() as work:
        as_site, on = public.side.write_as_site(work.services.get("national")), public.side.clock.today()
        with pytest.raises(OutOfDate):
            work.entries.append(amira.case, work.services.get("national"), EntryKind.UPDATE, {}, writer=as_site, on=on)


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
