"""What a writer in the database can do to a case: nothing the person or the desk believes, and the desk is told.

Each tampering is done to a case that was checked, moved and written to. Swapped keys are in test_swapped_keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from portal.casework.believed import CHECKED
from portal.casework.desk import move_stage, read_case, record_check, send_message
from portal.casework.follow import Page, open_by_code, stop_contact, view_page
from portal.casework.follow import send_message as person_writes
from portal.casework.inbox import list_inbox
from portal.domain.case import Case, EntryKind
from portal.domain.errors import Forged, OutOfDate, Unavailable
from portal.domain.stages import Stage
from portal.domain.updates import Update
from portal.holders import Role
from portal.store.tables import case, case_entry, service
from portal.store.work import Store, Work
from portal.vault.envelopes import Place, row_hash, seal
from portal.vault.identities import Identity
from portal.wiring import DeskPortal, PublicPortal, wire_desk
from tests.builders import PortalData, Referred, StaffAccount, find_case, open_page

THIEF = Identity(b"t" * 32)
NEWS = "The prison has answered."
Photo = dict[str, Sequence[Any]]
Tamper = Callable[[Work, Case, Photo], Any]


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def photo(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Photo:
    """Amira's case as it was after the first conversation; since then it was moved and Fay wrote."""
    case_id = amira.case.case_id
    record_check(desk.side, fay.signed_in, case_id)
    taken = take_photo(desk.side.store, case_id)
    move_stage(desk.side, fay.signed_in, case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    send_message(desk.side, fay.signed_in, case_id, NEWS)
    return taken


def take_photo(store: Store, case_id: str) -> Photo:
    """Return the rows of a case, as a thief could keep them."""
    with store.look() as work:
        return {
            table.name: [dict(row._mapping) for row in work.connection.execute(select(table).where(at(table, case_id)))]
            for table in (case, case_entry)
        }


def at(table: Any, case_id: str) -> Any:
    return table.c.case_id == case_id


def put_back(work: Work, of: Case, photo: Photo, *names: str) -> None:
    """Put rows back as they were; the case's row alone, or its entries too."""
    work.connection.execute(update(case).where(at(case, of.case_id)).values(photo["case"][0]))
    if "case_entry" in names:
        work.connection.execute(delete(case_entry).where(at(case_entry, of.case_id)))
        work.connection.execute(insert(case_entry), photo["case_entry"])


def read_newest(work: Work, of: Case) -> Any:
    rows = select(case_entry).where(at(case_entry, of.case_id)).order_by(case_entry.c.sequence.desc()).limit(1)
    return work.connection.execute(rows).one()


def forge(work: Work, of: Case, kind: EntryKind, body: dict[str, str]) -> None:
    """Add a row with the right hashes, and fit the case's row to it; only the service's key is missing."""
    newest = read_newest(work, of)
    place = Place(kind.value, of.case_id, newest.sequence + 1, newest.row_hash)
    readers = [work.services.get(of.service_id).box_key, of.person_box_key]
    row = {
        "case_id": of.case_id,
        "sequence": place.sequence,
        "kind": kind.value,
        "author": "service",
        "made_on": newest.made_on,
        "envelope": seal(place, body, author=THIEF, readers=readers),
    }
    work.connection.execute(insert(case_entry).values(row_hash=row_hash(place, row["envelope"]), **row))
    set_case(work, of, head_sequence=place.sequence)


def forge_closing(work: Work, of: Case) -> None:
    forge(work, of, EntryKind.UPDATE, Update(Stage.CLOSED, of.received_on, "service", words="forged").as_body())
    set_case(work, of, stage="closed")


def set_case(work: Work, of: Case, **values: Any) -> None:
    work.connection.execute(update(case).where(at(case, of.case_id)).values(values))


def set_newest(work: Work, of: Case, **values: Any) -> None:
    newest = case_entry.c.sequence == read_newest(work, of).sequence
    work.connection.execute(update(case_entry).where(at(case_entry, of.case_id) & newest).values(values))


def take_newest_away(work: Work, of: Case) -> None:
    sequence = read_newest(work, of).sequence
    work.connection.execute(delete(case_entry).where(at(case_entry, of.case_id) & (case_entry.c.sequence == sequence)))
    set_case(work, of, head_sequence=sequence - 1)


def move_to_the_other_case(work: Work, of: Case) -> None:
    other = work.connection.execute(select(case.c.case_id).where(case.c.case_id != of.case_id)).scalar_one()
    set_newest(work, of, case_id=other, sequence=99)


TAMPERINGS: dict[str, Tamper] = {
    "a message by a stranger's key": lambda work, of, _: forge(work, of, EntryKind.MESSAGE, {"words": "forged"}),
    "a closing by a stranger's key": lambda work, of, _: forge_closing(work, of),
    "the person's signing key": lambda work, of, _: set_case(work, of, person_sign_key=THIEF.sign_key),
    "the certificate": lambda work, of, _: set_case(work, of, certificate=THIEF.sign(b"mine")),
    "a row moved to another case": lambda work, of, _: move_to_the_other_case(work, of),
    "a row moved to another place": lambda work, of, _: set_newest(work, of, sequence=77),
    "the newest row taken away": lambda work, of, _: take_newest_away(work, of),
    "an older envelope put back": lambda work, of, photo: set_newest(
        work, of, envelope=photo["case_entry"][-1]["envelope"]
    ),
    "the case's row put back": put_back,
}


@pytest.fixture(params=list(TAMPERINGS.values()), ids=list(TAMPERINGS))
def tampered(
    request: pytest.FixtureRequest, public: PublicPortal, amira: Referred, ben: Referred, photo: Photo
) -> Referred:
    """Amira, after somebody wrote to the database; Ben has a case too."""
    assert ben.case.case_id != amira.case.case_id
    with public.side.store.work() as work:
        request.param(work, amira.case, photo)
    return amira


def look(public: PublicPortal, person: Referred) -> Page:
    return view_page(public.side, open_page(public.side, person))


def count_rows(store: Store, of: Case) -> int:
    with store.look() as work:
        query = select(func.count()).select_from(case_entry).where(at(case_entry, of.case_id))
        return work.connection.execute(query).scalar_one()


def test_neither_page_nor_desk_shows_it_and_both_are_told(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, tampered: Referred
) -> None:
    page = look(public, tampered)
    at_desk = read_case(desk.side, fay.signed_in, tampered.case.case_id)
    assert "forged" not in repr((page, at_desk))
    assert page.stage is not Stage.CLOSED
    assert page.refused_count >= 1
    assert at_desk.opened.refused_count >= 1


def test_the_inbox_is_told(desk: DeskPortal, fay: StaffAccount, tampered: Referred) -> None:
    told = {row.case_id: row.refused_count for row in list_inbox(desk.side, fay.signed_in)}
    if find_case(desk.side.store, tampered.case.case_reference).stage is Stage.CLOSED:
        assert tampered.case.case_id not in told, "the vault's README says so: told once the case is opened"
    else:
        assert told[tampered.case.case_id] >= 1


def test_nothing_is_added_to_such_a_case(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, tampered: Referred
) -> None:
    before = count_rows(public.side.store, tampered.case)
    with pytest.raises(Forged):
        person_writes(public.side, open_page(public.side, tampered), "Is there news?")
    with pytest.raises(Forged):
        send_message(desk.side, fay.signed_in, tampered.case.case_id, "Yes.")
    with pytest.raises((Forged, OutOfDate)):
        move_stage(desk.side, fay.signed_in, tampered.case.case_id, Stage.PREPARATION, seen=Stage.ENQUIRIES)
    assert count_rows(public.side.store, tampered.case) == before


def test_contact_stops_also_where_nothing_can_be_added(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, tampered: Referred
) -> None:
    stop_contact(public.side, open_page(public.side, tampered))
    assert look(public, tampered).is_contact_stopped
    assert read_case(desk.side, fay.signed_in, tampered.case.case_id).is_contact_stopped
    with public.side.store.work() as work:
        assert work.holds.has_stop(tampered.case.case_id), "also once the case is as it was"


def test_a_forged_plain_stage_is_shown_to_nobody_and_put_right_by_the_next_move(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred, photo: Photo
) -> None:
    assert photo["case"]
    with public.side.store.work() as work:
        set_case(work, amira.case, stage="preparation")
    page, at_desk = look(public, amira), read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (page.stage, page.refused_count) == (Stage.ENQUIRIES, 1)
    assert (at_desk.case.stage, at_desk.opened.refused_count) == (Stage.ENQUIRIES, 1)
    [row] = list_inbox(desk.side, fay.signed_in)
    assert (row.stage, row.refused_count) == (Stage.ENQUIRIES, 1)
    with pytest.raises(OutOfDate):
        move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.AFTERCARE, seen=Stage.PREPARATION)
    move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.SUITABILITY, seen=Stage.ENQUIRIES)
    page = look(public, amira)
    assert (page.stage, page.refused_count) == (Stage.SUITABILITY, 0)


def test_a_first_conversation_that_nobody_signed_was_not_held(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred
) -> None:
    with public.side.store.work() as work:
        set_case(work, amira.case, checked_on=amira.case.received_on)
    at_desk = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (at_desk.case.is_checked, at_desk.opened.refused_count) == (False, 1)
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    at_desk = read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert (at_desk.case.is_checked, at_desk.opened.refused_count) == (True, 0)
    assert [note.body["what"] for note in at_desk.opened.list_of(EntryKind.DESK_NOTE)] == [CHECKED]


@pytest.mark.parametrize("column", ["box_key", "sign_key", "notice_key"])
def test_a_desk_whose_service_has_other_keys_in_the_database_is_told(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred, column: str
) -> None:
    with public.side.store.work() as work:
        work.connection.execute(update(service).values({column: THIEF.box_key}))
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).opened.refused_count == 1
    assert list_inbox(desk.side, fay.signed_in)[0].refused_count == 1
    with pytest.raises(Unavailable):
        open_by_code(public.side, amira.code)


def test_an_older_state_signed_in_its_day_is_known_by_a_desk_that_saw_a_newer_one(
    desk: DeskPortal, fay: StaffAccount, amira: Referred, photo: Photo
) -> None:
    """Rows, case and signature are all right, and yet the chain is too short."""
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).opened.refused_count == 0
    with desk.side.store.work() as work:
        put_back(work, amira.case, photo, "case_entry")
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).opened.refused_count == 1
    assert list_inbox(desk.side, fay.signed_in)[0].refused_count == 1
    with pytest.raises(Forged):
        send_message(desk.side, fay.signed_in, amira.case.case_id, "Yes.")


def test_a_desk_that_was_restarted_still_knows(
    desk: DeskPortal, portal_data: PortalData, fay: StaffAccount, amira: Referred, photo: Photo
) -> None:
    """The inbox is enough to have seen a case."""
    list_inbox(desk.side, fay.signed_in)
    with desk.side.store.work() as work:
        put_back(work, amira.case, photo, "case_entry")
    later = wire_desk(portal_data.settings(Role.DESK), desk.side.clock)
    assert list_inbox(later.side, fay.signed_in)[0].refused_count == 1
    later.side.store.close()


def test_an_older_state_that_grew_again_is_still_known(
    public: PublicPortal, desk: DeskPortal, fay: StaffAccount, amira: Referred, photo: Photo
) -> None:
    """The public site remembers nothing, so the person can write; the desk sees that it is another chain."""
    list_inbox(desk.side, fay.signed_in)
    with public.side.store.work() as work:
        put_back(work, amira.case, photo, "case_entry")
    ticket = open_page(public.side, amira)
    for words in ("one", "two", "three", "four"):
        person_writes(public.side, ticket, words)
    for _ in range(2):
        page = read_case(desk.side, fay.signed_in, amira.case.case_id)
        assert page.opened.refused_count == 1, "and looking does not make it good"
