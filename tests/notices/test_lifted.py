"""After a lock is lifted, or contact is started again, notices resume: to the card that counts then, and not before."""

from __future__ import annotations

from dataclasses import dataclass

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
from portal.holders import Role
from portal.journal import HELD, STOP, Journal, find_journal_file
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page
from tests.notices.conftest import Write
from tests.notices.posting import CHLOES_ADDRESS, Post, list_states, see_no_more

NEW_ADDRESS = "new@example.org"
NEW_CARD = {"contact_method": ("email",), "email": (NEW_ADDRESS,), "wording": ("news",)}


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What Fay does at the desk for Chloe, and the worker after her."""

    desk: DeskPortal
    fay: StaffAccount
    chloe: Referred
    worker: WorkerSide
    write: Write

    def find_mark(self) -> str:
        """Return what the case stands at as she looks."""
        return read_case(self.desk.side, self.fay.signed_in, self.chloe.case.case_id).mark

    def lift_lock(self) -> None:
        """Lift the lock, as after a conversation."""
        lift_lock(self.desk.side, self.fay.signed_in, self.chloe.case.case_id, seen=self.find_mark())

    def start_again(self) -> None:
        """Record her new address, as after a conversation in which she gave her check phrase."""
        case_id, new = self.chloe.case.case_id, NewCard(NEW_CARD, Proof.CHECK_PHRASE)
        assert record_contact(self.desk.side, self.fay.signed_in, case_id, new, seen=self.find_mark())

    def send_news(self) -> list[tuple[str, str | None]]:
        """Write to her, let the worker go, and return how every notice stands then."""
        self.write(self.chloe)
        deliver(self.worker, "one")
        return list_states(self.worker.store)


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def at_desk(desk: DeskPortal, fay: StaffAccount, chloe: Referred, worker: WorkerSide, write: Write) -> AtDesk:
    """Give Fay's side of it."""
    return AtDesk(desk, fay, chloe, worker, write)


def list_noted(data: PortalData, what: str) -> list[str]:
    """Return the cases of which the worker noted something."""
    return [noted.case_id for noted in Journal(find_journal_file(data.data_dir, Role.WORKER)).list(what)]


def test_after_a_lock_is_lifted_notices_resume(
    at_desk: AtDesk, post: Post, public: PublicPortal, chloe: Referred
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    assert at_desk.send_news() == [("dropped", "locked")]
    at_desk.lift_lock()
    at_desk.send_news()
    assert post.addresses == [(CHLOES_ADDRESS,)]
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    at_desk.send_news()
    assert len(post.taken) == 1, "a new lock counts"


def test_contact_started_again_goes_to_the_new_address_and_stops_again(
    at_desk: AtDesk, post: Post, public: PublicPortal, chloe: Referred
) -> None:
    ticket = open_page(public.side, chloe)
    stop_contact(public.side, ticket)
    assert at_desk.send_news() == [("dropped", "stopped")]
    see_no_more(public.side.store)
    at_desk.start_again()
    at_desk.send_news()
    assert post.addresses == [(NEW_ADDRESS,)]
    stop_contact(public.side, ticket)
    at_desk.send_news()
    assert len(post.taken) == 1


def test_a_notice_made_before_goes_to_the_newer_card(
    at_desk: AtDesk, post: Post, worker: WorkerSide, chloe: Referred, write: Write
) -> None:
    write(chloe)
    at_desk.start_again()
    deliver(worker, "one")
    assert post.addresses == [(NEW_ADDRESS,)]


def test_another_way_asked_for_is_settled_by_the_new_card(
    at_desk: AtDesk, post: Post, public: PublicPortal, chloe: Referred
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.OTHER_CONTACT, "Please use my new address")
    assert at_desk.send_news() == [("dropped", "other_contact")]
    at_desk.start_again()
    at_desk.send_news()
    assert post.addresses == [(NEW_ADDRESS,)]


def test_a_card_recorded_while_the_page_is_locked_lifts_no_lock(
    at_desk: AtDesk, post: Post, public: PublicPortal, chloe: Referred
) -> None:
    ask(public.side, open_page(public.side, chloe), RequestKind.LOCK)
    at_desk.start_again()
    at_desk.send_news()
    assert post.taken == []


def test_a_hold_that_is_taken_away_in_the_database_still_holds_until_it_is_settled(
    at_desk: AtDesk, post: Post, clock: MovableClock, portal_data: PortalData, chloe: Referred
) -> None:
    worker = at_desk.worker
    with worker.store.work() as work:
        work.holds.stop(chloe.case.case_id, clock.today())
    Rounds(worker, Keep(12, 6)).go_round()
    assert list_noted(portal_data, HELD) == [chloe.case.case_id]
    with worker.store.work() as work:
        work.holds.release_stop(chloe.case.case_id)
    assert at_desk.send_news() == [("dropped", "stopped")]
    at_desk.start_again()
    at_desk.send_news()
    assert post.addresses == [(NEW_ADDRESS,)]


def test_a_stop_that_is_over_is_not_noted_when_the_worker_starts_again(
    at_desk: AtDesk, public: PublicPortal, chloe: Referred, portal_data: PortalData
) -> None:
    stop_contact(public.side, open_page(public.side, chloe))
    at_desk.start_again()
    Rounds(at_desk.worker, Keep(12, 6)).go_round()
    assert list_noted(portal_data, STOP) == []
