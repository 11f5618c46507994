"""A notice that may have left through a carrier that can be asked: it is asked about first, and leaves once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from portal.casework.deliver import deliver, look_after
from portal.casework.enquire import enquire
from portal.casework.follow import stop_contact
from portal.casework.work import WorkerSide
from portal.domain.notices import ASK_FOR, LEASE, STALE
from portal.holders import Role
from portal.journal import Journal
from portal.store.holds import RESTORE
from portal.store.tables import outbox
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, open_page
from tests.channels.notify_stand_in import BREAK, TAKE, TAKE_AND_BREAK, TAKE_AND_WAIT, Notify, open_notify
from tests.eventually import eventually
from tests.notices.conftest import Write
from tests.notices.posting import CHLOES_ADDRESS, list_states
from tests.processes import ROOT, clean_environment

SENT, SENDING, WAITS, UNSURE = ("sent", None), ("sending", None), ("made", None), ("unsure", "no_answer")


@pytest.fixture
def notify() -> Iterator[Notify]:
    """Give GOV.UK Notify's stand-in."""
    with open_notify() as opened:
        yield opened


@pytest.fixture
def worker(portal_data: PortalData, clock: MovableClock, notify: Notify, desk: DeskPortal) -> Iterator[WorkerSide]:
    """Give a worker that sends through it; wired after the desk, so that every service is known."""
    side = wire_worker(portal_data.settings(Role.WORKER, **notify.settings()), clock)
    yield side
    side.store.close()


def count_hers(notify: Notify) -> int:
    """Return how many Chloe got; staff have their digest."""
    return [sent.get("email_address") for sent in notify.taken].count(CHLOES_ADDRESS)


def pass_lease(clock: MovableClock) -> None:
    clock.at += LEASE


def test_a_notice_leaves_with_a_reference_that_ties_it_to_no_row_but_its_own(
    worker: WorkerSide, notify: Notify, chloe: Referred, write: Write
) -> None:
    write(chloe)
    assert deliver(worker, "one") == 1
    assert list_states(worker.store) == [SENT]
    (sent,) = notify.taken
    with worker.store.look() as work:
        row = work.connection.execute(select(outbox)).one()
    assert sent["email_address"] == CHLOES_ADDRESS
    assert sent["reference"] == row.reference
    assert row.reference not in (row.notice_id, row.case_id)


def test_what_was_taken_before_the_line_died_is_sent_and_not_again(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    write(chloe)
    notify.does = TAKE_AND_BREAK
    deliver(worker, "one")
    assert list_states(worker.store) == [SENDING]
    assert enquire(worker, "one") == 0
    pass_lease(clock)
    assert look_after(worker) == 0
    assert enquire(worker, "two") == 1
    assert list_states(worker.store) == [SENT]
    with worker.store.look() as work:
        query = select(outbox.c.envelope).where(outbox.c.case_id == chloe.case.case_id)
        assert work.connection.execute(query).scalar_one() == b""
    deliver(worker, "two")
    assert count_hers(notify) == 1


def test_what_surely_never_came_there_leaves_again_once(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    write(chloe)
    notify.does = BREAK
    deliver(worker, "one")
    pass_lease(clock)
    enquire(worker, "one")
    assert list_states(worker.store) == [WAITS]
    notify.does = TAKE
    assert deliver(worker, "one") == 1
    assert list_states(worker.store) == [SENT]
    assert len(notify.taken) == 1
    assert notify.asked == [notify.taken[0]["reference"]]


def test_before_it_leaves_again_the_person_is_asked_again(
    worker: WorkerSide, public: PublicPortal, notify: Notify, *, clock: MovableClock, chloe: Referred, write: Write
) -> None:
    write(chloe)
    notify.does = BREAK
    deliver(worker, "one")
    stop_contact(public.side, open_page(public.side, chloe))
    pass_lease(clock)
    enquire(worker, "one")
    notify.does = TAKE
    assert deliver(worker, "one") == 0
    assert list_states(worker.store) == [("dropped", "stopped")]
    assert notify.taken == []


def test_a_carrier_that_gives_no_answer_is_asked_for_a_day_then_the_desk_is_told(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    write(chloe)
    notify.does, notify.deaf = BREAK, (500, "Exception", "Internal server error")
    deliver(worker, "one")
    pass_lease(clock)
    assert enquire(worker, "one") == 1
    assert list_states(worker.store) == [SENDING]
    assert enquire(worker, "one") == 0
    clock.at += ASK_FOR
    assert enquire(worker, "one") == 1
    assert list_states(worker.store) == [UNSURE]
    assert deliver(worker, "one") == 0
    with worker.store.look() as work:
        assert work.outbox.count_shown("national") == 1


def put_in_doubt(worker: WorkerSide, clock: MovableClock) -> None:
    """Do what a writer in the database would: say that every notice was leaving, and by a reference nobody has."""
    with worker.store.work() as work:
        past = {"state": "sending", "leased_until_at": clock.now(), "leased_by": "x", "reference": "0" * 32}
        work.connection.execute(update(outbox).values(past))


def test_whoever_writes_to_the_database_has_nothing_sent_again(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    """It left: asked by its true reference, which they cannot change, Notify has it."""
    write(chloe)
    with worker.store.look() as work:
        kept = work.connection.execute(select(outbox.c.envelope)).scalar_one()
    deliver(worker, "one")
    with worker.store.work() as work:
        work.connection.execute(update(outbox).values(envelope=kept))
    put_in_doubt(worker, clock)
    enquire(worker, "one")
    deliver(worker, "one")
    assert list_states(worker.store) == [SENT]
    assert len(notify.taken) == 1


def test_another_machine_that_noted_nothing_sends_nothing(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write, tmp_path: Path
) -> None:
    """Perhaps it left another way there; only whoever handed it to Notify knows that it was Notify."""
    write(chloe)
    notify.does = BREAK
    deliver(worker, "one")
    pass_lease(clock)
    elsewhere = replace(worker, heads=Journal(tmp_path / "elsewhere" / "worker.jsonl"))
    assert enquire(elsewhere, "two") == 1
    assert list_states(worker.store) == [SENDING]
    pass_lease(clock)
    enquire(worker, "one")
    assert list_states(worker.store) == [WAITS]


def test_a_worker_that_slept_before_handing_over_does_not(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    """Somebody else may have asked, and sent it, in the meantime."""
    write(chloe)
    asleep = replace(worker, clock=_Sleeper(clock, lambda: bool(list_states(worker.store) == [SENDING])))
    assert deliver(asleep, "one") == 0
    assert notify.taken == []
    clock.at += STALE + LEASE
    enquire(worker, "two")
    assert list_states(worker.store) == [SENDING]


class _Sleeper:
    """A clock that goes on by hours as soon as something is so."""

    def __init__(self, clock: MovableClock, is_so: Callable[[], bool]) -> None:
        self._clock, self._is_so = clock, is_so

    def now(self) -> object:
        if self._is_so():
            return self._clock.now() + 2 * STALE
        return self._clock.now()

    def today(self) -> object:
        return self._clock.today()


def test_nothing_is_asked_while_a_restore_holds_everything(
    worker: WorkerSide, notify: Notify, clock: MovableClock, *, chloe: Referred, write: Write
) -> None:
    write(chloe)
    notify.does = BREAK
    deliver(worker, "one")
    pass_lease(clock)
    with worker.store.work() as work:
        work.holds.put(RESTORE, clock.today())
    assert enquire(worker, "one") == 0
    assert notify.asked == []


def test_a_worker_killed_between_sending_and_noting_sends_once(
    portal_data: PortalData, public: PublicPortal, notify: Notify, *, chloe: Referred, write: Write
) -> None:
    """A process of its own, killed while Notify has it and has not said so yet; the next one asks."""
    write(chloe)
    env = clean_environment() | portal_data.environment(Role.WORKER) | notify.settings()
    command = [sys.executable, "-m", "tests.faults.worker_on_monday"]
    notify.does = TAKE_AND_WAIT
    first = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        assert notify.has_taken.wait(30)
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait(10)
    assert list_states(public.side.store) == [SENDING]
    notify.does = TAKE
    second = subprocess.Popen(command, cwd=ROOT, env=env | {"LATER_BY_HOURS": "1"})
    try:
        eventually(lambda: list_states(public.side.store) == [SENT], 30)
    finally:
        os.kill(second.pid, signal.SIGKILL)
        second.wait(10)
    assert count_hers(notify) == 1
    assert notify.asked == [notify.taken[0]["reference"]]
