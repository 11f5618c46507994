"""Who withdrew, or asked to delete everything, after the backup that was restored: their page stays shut.

And who had undone it is not ended after all. The machine and its worker are those of test_backup.
"""

from __future__ import annotations

from datetime import date

import pytest

from portal.casework.ask import ask, view_shut
from portal.casework.contact_cards import Proof
from portal.casework.desk import read_case
from portal.casework.follow import open_by_code, view_page
from portal.casework.inbox import list_inbox
from portal.domain.case import RequestKind
from portal.domain.errors import Shut
from portal.domain.requests import Request
from portal.holders import Role
from portal.journal import ERASE_ASKED, UNDONE, WITHDRAWN, Journal, find_journal_file
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, find_case, open_page
from tests.casework.test_backup import Machine, go_round, machine

__all__ = ["machine"]  # the fixture
WITHDRAW, ERASE, UNDO = RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.UNDO


def restore_after(machine: Machine, public: PublicPortal, person: Referred, *kinds: RequestKind) -> None:
    """Back up, have somebody ask for things, each seen by the worker, lose the database and restore it."""
    file = machine.back_up()
    for kind in kinds:
        ask(public.side, open_page(public.side, person), kind)
        machine.work(go_round)
    machine.lose_database(public)
    machine.restore(file)


@pytest.mark.parametrize("kind", [WITHDRAW, ERASE])
def test_the_page_stays_shut_with_its_days_and_the_code_undoes_it(
    machine: Machine,
    public: PublicPortal,
    desk: DeskPortal,
    *,
    amira: Referred,
    ben: Referred,
    fay: StaffAccount,
    kind: RequestKind,
) -> None:
    restore_after(machine, public, amira, kind)
    ticket = open_page(public.side, amira)
    with pytest.raises(Shut):
        view_page(public.side, ticket)
    state = view_shut(public.side, ticket).state
    assert (state.can_undo_until, state.is_locked) == (date(2026, 12, 6), False)
    assert read_case(desk.side, fay.signed_in, amira.case.case_id).asked == state
    rows = {row.case_id: row.asked for row in list_inbox(desk.side, fay.signed_in)}
    assert (rows[amira.case.case_id], rows[ben.case.case_id].is_shut) == (state, False)
    assert view_page(public.side, open_page(public.side, ben))
    ask(public.side, ticket, UNDO)
    assert view_page(public.side, ticket).is_contact_stopped, "that is for a conversation to end"
    machine.clock.move(days=30)
    machine.work(go_round)
    assert open_by_code(public.side, amira.code) is not None


def test_what_was_to_be_deleted_is_on_its_day(machine: Machine, public: PublicPortal, amira: Referred) -> None:
    restore_after(machine, public, amira, ERASE)
    machine.clock.move(days=13)
    machine.work(go_round)
    assert open_by_code(public.side, amira.code) is not None
    machine.clock.move(days=1)
    machine.work(go_round)
    assert open_by_code(public.side, amira.code) is None
    with public.side.store.look() as work:
        assert not work.holds.list_all_asked()


@pytest.mark.parametrize("kind", [WITHDRAW, ERASE])
def test_what_was_undone_since_is_not_ended_after_all(
    machine: Machine, public: PublicPortal, amira: Referred, kind: RequestKind
) -> None:
    """The backup holds the wish and not that it was undone; the fourteen days are over by the time it is restored."""
    ask(public.side, open_page(public.side, amira), kind)
    machine.work(go_round)
    machine.clock.move(days=10)
    restore_after(machine, public, amira, UNDO)
    machine.clock.move(days=10)
    machine.work(go_round)
    assert view_page(public.side, open_page(public.side, amira))
    assert find_case(public.side.store, amira.receipt.case_reference).erase_on is None


def test_what_was_asked_for_undone_and_asked_for_again_counts(
    machine: Machine, public: PublicPortal, amira: Referred
) -> None:
    restore_after(machine, public, amira, WITHDRAW, UNDO, ERASE, UNDO, WITHDRAW)
    state = view_shut(public.side, open_page(public.side, amira)).state
    assert (state.withdrawn_on, state.erase_asked_on) == (date(2026, 11, 23), None)


def test_a_deletion_that_somebody_put_beside_the_case_deletes_nothing(
    machine: Machine, public: PublicPortal, amira: Referred, clock: MovableClock
) -> None:
    """Of whoever writes to the database, or has the public site's own role there: the worker noted nothing of it."""
    with public.side.store.work() as work:
        work.holds.hold_asked(amira.case.case_id, Request(ERASE, date(2026, 1, 1), 5))
        work.cases.set_days(amira.case.case_id, erase_on=clock.today())
    machine.work(go_round)
    assert open_by_code(public.side, amira.code) is not None


@pytest.mark.parametrize("kind", [WITHDRAW, ERASE])
def test_an_undoing_that_somebody_put_beside_the_case_brings_no_contact_back(
    public: PublicPortal, desk: DeskPortal, amira: Referred, fay: StaffAccount, kind: RequestKind
) -> None:
    """Nobody signs a hold, and the public site's own role may add one: the desk is still told to contact nobody."""
    ask(public.side, open_page(public.side, amira), kind)
    with public.side.store.work() as work:
        work.holds.hold_asked(amira.case.case_id, Request(UNDO, date(2026, 11, 23), 99))
    page = read_case(desk.side, fay.signed_in, amira.case.case_id)
    rows = {row.case_id: row.is_contact_stopped for row in list_inbox(desk.side, fay.signed_in)}
    assert page.is_contact_stopped
    assert rows[amira.case.case_id]
    assert Proof.OLD_WAY not in page.proofs


@pytest.mark.parametrize(
    ("asked", "noted"),
    [
        ((WITHDRAW,), {WITHDRAWN}),
        ((ERASE,), {ERASE_ASKED}),
        ((WITHDRAW, UNDO), {UNDONE}),
        ((WITHDRAW, ERASE), {WITHDRAWN, ERASE_ASKED}),
        ((ERASE, RequestKind.LOCK), {UNDONE}),
        ((WITHDRAW, UNDO, WITHDRAW, UNDO), {UNDONE}),
        ((WITHDRAW, UNDO, ERASE), {UNDONE, ERASE_ASKED}),
    ],
)
def test_the_worker_notes_how_it_stands(
    machine: Machine,
    public: PublicPortal,
    amira: Referred,
    portal_data: PortalData,
    *,
    asked: tuple[RequestKind, ...],
    noted: set[str],
) -> None:
    """Several of one day, too, each seen in a round of its own."""
    for kind in asked:
        ask(public.side, open_page(public.side, amira), kind)
        machine.work(go_round)
    journal = Journal(find_journal_file(portal_data.data_dir, Role.WORKER))
    assert {what for what in (WITHDRAWN, ERASE_ASKED, UNDONE) if journal.list(what)} == noted
