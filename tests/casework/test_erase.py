"""Erasing for real: no byte of what was sealed stays, nobody else's row goes, and undo is in time or too late."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from portal.casework.ask import ask
from portal.casework.desk import move_stage, read_case, record_check
from portal.casework.desk import send_message as send_from_desk
from portal.casework.erase import Rounds, list_stale
from portal.casework.follow import open_by_code, send_message, stop_contact
from portal.casework.quiet import note_quiet
from portal.casework.work import WorkerSide
from portal.domain.case import RequestKind
from portal.domain.retention import Keep
from portal.domain.stages import Stage
from portal.holders import Role
from portal.journal import ERASED, STOP, Journal, find_journal_file
from portal.store.erasing import ERASED_TABLES
from portal.store.tables import case, case_entry, link, metadata, outbox
from portal.store.work import Store, Work
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.at_once import run_at_once
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, open_page

KEEP = Keep(closed_months=12, unanswered_months=6)
CASE_TABLES = (case, case_entry, link, outbox)


@pytest.fixture
def worker(portal_data: PortalData, clock: MovableClock) -> Iterator[WorkerSide]:
    """Give the worker's things, wired over the test's clock."""
    side = wire_worker(portal_data.settings(Role.WORKER), clock)
    yield side
    side.store.close()


@pytest.fixture
def rounds(worker: WorkerSide) -> Rounds:
    """Give a worker's rounds."""
    return Rounds(worker, KEEP)


def count_rows(store: Store, case_id: str) -> list[int]:
    with store.look() as work:
        counts = (select(func.count()).select_from(table).where(table.c.case_id == case_id) for table in CASE_TABLES)
        return [work.connection.execute(count).scalar_one() for count in counts]


def list_journal(data: PortalData, what: str) -> list[str]:
    journal = Journal(find_journal_file(data.data_dir, Role.WORKER))
    return [noted.case_id for noted in journal.list(what)]


def test_what_was_asked_for_is_erased_on_its_day_and_not_before(
    public: PublicPortal, rounds: Rounds, amira: Referred, ben: Referred, clock: MovableClock, portal_data: PortalData
) -> None:
    before = count_rows(public.side.store, ben.case.case_id)
    ask(public.side, open_page(public.side, amira), RequestKind.ERASE)
    clock.move(days=13)
    assert rounds.go_round() == 0
    assert open_by_code(public.side, amira.code) is not None
    clock.move(days=1)
    assert rounds.go_round() == 1
    assert rounds.go_round() == 0
    assert count_rows(public.side.store, amira.case.case_id) == [0, 0, 0, 0]
    assert count_rows(public.side.store, ben.case.case_id) == before
    assert open_by_code(public.side, amira.code) is None
    assert list_journal(portal_data, ERASED) == [amira.case.case_id]


def test_what_was_undone_is_not_erased(
    public: PublicPortal, rounds: Rounds, amira: Referred, clock: MovableClock
) -> None:
    ticket = open_page(public.side, amira)
    ask(public.side, ticket, RequestKind.ERASE)
    ask(public.side, ticket, RequestKind.UNDO)
    ask(public.side, ticket, RequestKind.ERASE)
    ask(public.side, ticket, RequestKind.LOCK)
    clock.move(days=40)
    assert rounds.go_round() == 0
    assert open_by_code(public.side, amira.code) is not None


def test_a_day_written_by_somebody_else_erases_nothing(
    public: PublicPortal, rounds: Rounds, amira: Referred, clock: MovableClock
) -> None:
    with public.side.store.work() as work:
        work.cases.set_days(amira.case.case_id, erase_on=clock.today())
    assert rounds.go_round() == 0
    assert open_by_code(public.side, amira.code) is not None


def test_two_workers_at_once_erase_once(
    public: PublicPortal, worker: WorkerSide, amira: Referred, clock: MovableClock
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.ERASE)
    clock.move(days=14)
    erased = run_at_once(2, lambda _: Rounds(worker, KEEP).go_round())
    assert sorted(erased) == [0, 1]
    assert count_rows(public.side.store, amira.case.case_id) == [0, 0, 0, 0]


def test_stops_are_noted_beside_the_database(
    public: PublicPortal, rounds: Rounds, amira: Referred, ben: Referred, portal_data: PortalData
) -> None:
    stop_contact(public.side, open_page(public.side, amira))
    ticket = open_page(public.side, ben)
    ask(public.side, ticket, RequestKind.PAUSE)
    rounds.go_round()
    assert list_journal(portal_data, STOP) == [amira.case.case_id]
    ask(public.side, ticket, RequestKind.WITHDRAW)
    rounds.go_round()
    assert set(list_journal(portal_data, STOP)) == {amira.case.case_id, ben.case.case_id}


def list_stale_now(worker: WorkerSide, clock: MovableClock) -> list[str]:
    """Return what the worker would erase, once it has looked."""
    note_quiet(worker)
    return list_stale(worker.store, clock, worker.heads, KEEP)


def close(desk: DeskPortal, staff: StaffAccount, person: Referred) -> None:
    record_check(desk.side, staff.signed_in, person.case.case_id)
    seen = person.case.stage
    move_stage(desk.side, staff.signed_in, person.case.case_id, Stage.CLOSED, seen=seen, has_talked=True)


def test_a_closed_case_is_erased_after_its_months(
    public: PublicPortal, desk: DeskPortal, rounds: Rounds, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    close(desk, fay, amira)
    clock.move(days=364)
    assert rounds.go_round() == 0
    clock.move(days=1)
    assert rounds.go_round() == 1
    assert count_rows(public.side.store, amira.case.case_id) == [0, 0, 0, 0]


def test_a_case_that_went_nowhere_is_erased_unless_its_owner_still_looks(
    public: PublicPortal, rounds: Rounds, amira: Referred, ben: Referred, clock: MovableClock
) -> None:
    clock.move(days=100)
    open_page(public.side, ben)
    clock.move(days=82)
    assert rounds.go_round() == 1
    assert count_rows(public.side.store, amira.case.case_id) == [0, 0, 0, 0]
    assert open_by_code(public.side, ben.code) is not None


def test_an_unread_message_keeps_a_case_and_a_read_one_does_not(
    public: PublicPortal, desk: DeskPortal, worker: WorkerSide, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    close(desk, fay, amira)
    clock.move(days=1)
    send_message(public.side, open_page(public.side, amira), "Is there news?")
    clock.move(days=800)
    assert list_stale_now(worker, clock) == []
    read_case(desk.side, fay.signed_in, amira.case.case_id)
    assert list_stale_now(worker, clock) == [amira.case.case_id]
    send_from_desk(desk.side, fay.signed_in, amira.case.case_id, "Here I am")
    assert list_stale_now(worker, clock) == []
    clock.move(days=366)
    assert list_stale_now(worker, clock) == [amira.case.case_id]


def test_a_case_under_way_is_never_ended_by_retention(
    desk: DeskPortal, worker: WorkerSide, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    move_stage(desk.side, fay.signed_in, amira.case.case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    clock.move(days=2000)
    assert list_stale_now(worker, clock) == []


def test_every_table_that_names_a_case_is_erased_from_or_told() -> None:
    naming = {name for name, table in metadata.tables.items() if "case_id" in table.c}
    assert naming == {*ERASED_TABLES, "audit"}


def look_old(work: Work) -> None:
    """Make every case look as if it had gone nowhere, years ago: what a writer in the database would do."""
    work.connection.execute(update(case_entry).values(made_on=date(2020, 1, 1)))
    long_ago = {"stage": "received", "stage_since_on": date(2020, 1, 1), "last_opened_on": None}
    work.connection.execute(update(case).values(long_ago))


def test_a_case_that_was_made_to_look_old_is_not_erased(
    public: PublicPortal, desk: DeskPortal, rounds: Rounds, amira: Referred, fay: StaffAccount, clock: MovableClock
) -> None:
    """The worker goes by what it saw; and a case put back to an older state does not grow older."""
    rounds.go_round()
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    with public.side.store.look() as work:
        before = dict(work.connection.execute(select(case)).one()._mapping)
    send_message(public.side, open_page(public.side, amira), "Is there news?")
    read_case(desk.side, fay.signed_in, amira.case.case_id)
    clock.move(days=1)
    rounds.go_round()
    for _ in range(3):
        clock.move(days=40)
        with public.side.store.work() as work:
            look_old(work)
        assert rounds.go_round() == 0
    with public.side.store.work() as work:
        work.connection.execute(delete(case_entry).where(case_entry.c.sequence > before["head_sequence"]))
        work.connection.execute(update(case).values({**before, "stage": "received"}))
    clock.move(days=400)
    assert rounds.go_round() == 0


def test_without_the_workers_memory_nothing_is_too_old(
    public: PublicPortal, worker: WorkerSide, amira: Referred, clock: MovableClock
) -> None:
    """As at the command line of a machine whose journal was lost."""
    clock.move(days=800)
    assert list_stale(worker.store, clock, worker.heads, KEEP) == []
    assert list_stale_now(worker, clock) == [amira.case.case_id]
