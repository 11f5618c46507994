"""After a lock is lifted, or contact is started again, notices resume: to the card that counts then, and not before."""

from __future__ import annotations

import pytest

from portal.casework.ask import ask
from portal.casework.contact_cards import Proof
from portal.casework.deliver import deliver
from portal.casework.desk import read_case
from portal.casework.desk_contact import NewCard, record_contact
from portal.casework.desk_requests import lift_lock
from portal.casework.erase import Rounds
from portal.casework.follow import stop_contact
from portal.casework.work import WorkerSide
from portal.domain.case import RequestKind
from portal.domain.retention import Keep
from portal.journal import HELD, STOP, Journal, find_journal_file
from portal.settings import Role
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.notices.conftest import Write
from tests.notices.posting import CHLOES_ADDRESS, Post, list_states, see_no_more

NEW_ADDRESS = "new@example.org"
NEW_CARD = {"contact_method": ("email",), "email": (NEW_ADDRESS,), "wording": ("news",)}


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


def start_again(desk: DeskPortal, staff: StaffAccount, person: Referred) -> None:
    """Record her new address, as after a conversation in which she gave her check phrase."""
    seen = read_case(desk.side, staff.signed_in, person.case.case_id).mark
    new = NewCard(NEW_CARD, Proof.CHECK_PHRASE)
    assert record_contact(desk.side, staff.signed_in, person.case.case_id, new, seen=seen)


def list_noted(data: PortalData, what: str) -> list[str]:
    """Return the cases of which the worker noted something."""
    return [noted.case_id for noted in Journal(find_journal_file(data.data_dir, Role.WORKER)).list(what)]


def test_after_a_lock_is_lifted_notices_resume(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    chloe: Referred,
    write: Write,
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    write(chloe)
    assert deliver(worker, "one") == 0
    assert list_states(worker.store) == [("dropped", "locked")]
    seen = read_case(desk.side, fay.signed_in, chloe.case.case_id).mark
    lift_lock(desk.side, fay.signed_in, chloe.case.case_id, seen=seen)
    write(chloe)
    assert deliver(worker, "one") == 1
    assert post.addresses == [(CHLOES_ADDRESS,)]
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    write(chloe)
    assert deliver(worker, "one") == 0, "a new lock counts"


def test_contact_started_again_goes_to_the_new_address_and_stops_again(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    chloe: Referred,
    write: Write,
) -> None:
    ticket = open_page(public.side, chloe)
    stop_contact(public.side, ticket)
    write(chloe)
    deliver(worker, "one")
    assert list_states(worker.store) == [("dropped", "stopped")]
    see_no_more(worker.store)
    start_again(desk, fay, chloe)
    write(chloe)
    deliver(worker, "one")
    assert post.addresses == [(NEW_ADDRESS,)]
    stop_contact(public.side, ticket)
    write(chloe)
    deliver(worker, "one")
    assert len(post.taken) == 1


def test_a_notice_made_before_goes_to_the_newer_card(
    worker: WorkerSide, post: Post, desk: DeskPortal, chloe: Referred, *, fay: StaffAccount, write: Write
) -> None:
    write(chloe)
    start_again(desk, fay, chloe)
    deliver(worker, "one")
    assert post.addresses == [(NEW_ADDRESS,)]


def test_another_way_asked_for_is_settled_by_the_new_card(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    chloe: Referred,
    write: Write,
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.OTHER_CONTACT, "Please use my new address")
    write(chloe)
    deliver(worker, "one")
    assert list_states(worker.store) == [("dropped", "other_contact")]
    start_again(desk, fay, chloe)
    write(chloe)
    deliver(worker, "one")
    assert post.addresses == [(NEW_ADDRESS,)]


def test_a_card_recorded_while_the_page_is_locked_lifts_no_lock(
    worker: WorkerSide,
    post: Post,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    chloe: Referred,
    write: Write,
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    start_again(desk, fay, chloe)
    write(chloe)
    deliver(worker, "one")
    assert post.taken == []


def test_a_hold_that_is_taken_away_in_the_database_still_holds_until_it_is_settled(
    worker: WorkerSide,
    post: Post,
    desk: DeskPortal,
    clock: MovableClock,
    *,
    fay: StaffAccount,
    chloe: Referred,
    write: Write,
    portal_data: PortalData,
) -> None:
    with worker.store.work() as work:
        work.holds.stop(chloe.case.case_id, clock.today())
    Rounds(worker, Keep(12, 6)).go_round()
    assert list_noted(portal_data, HELD) == [chloe.case.case_id]
    with worker.store.work() as work:
        work.holds.release_stop(chloe.case.case_id)
    write(chloe)
    deliver(worker, "one")
    assert list_states(worker.store) == [("dropped", "stopped")]
    start_again(desk, fay, chloe)
    write(chloe)
    deliver(worker, "one")
    assert post.addresses == [(NEW_ADDRESS,)]


def test_a_stop_that_is_over_is_not_noted_when_the_worker_starts_again(
    worker: WorkerSide,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    fay: StaffAccount,
    chloe: Referred,
    portal_data: PortalData,
) -> None:
    stop_contact(public.side, open_page(public.side, chloe))
    start_again(desk, fay, chloe)
    Rounds(worker, Keep(12, 6)).go_round()
    assert list_noted(portal_data, STOP) == []
