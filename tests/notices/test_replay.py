"""A row that somebody kept and puts back: it leaves no second time, and an honest try again is not taken for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from portal.casework.deliver import deliver, look_after
from portal.casework.follow import stop_contact
from portal.casework.notify import alert_staff
from portal.casework.work import WorkerSide
from portal.domain.errors import Unavailable
from portal.domain.notices import Handed
from portal.holders import Role
from portal.journal import KEEP_LEFT, Journal, find_journal_file
from portal.store.tables import notice_left, outbox
from portal.store.work import Store
from portal.wiring import PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, open_page
from tests.notices.conftest import Write
from tests.notices.posting import CHLOES_ADDRESS, Post, count_envelopes, list_states

BEFORE = ("failed", "left_before")
Row = dict[str, Any]


def keep_row(store: Store) -> Row:
    """Keep a copy of the one notice there is, as it waits."""
    with store.look() as work:
        return dict(work.connection.execute(select(outbox)).one()._mapping)


def put_back(store: Store, row: Row, *, forget: bool = False) -> None:
    """Put the copy in the place of the row, `forget` also that it left."""
    with store.work() as work:
        work.connection.execute(delete(outbox).where(outbox.c.notice_id == row["notice_id"]))
        work.connection.execute(insert(outbox).values(row))
        if forget:
            work.connection.execute(delete(notice_left))


def move_elsewhere(worker: WorkerSide, folder: Path) -> WorkerSide:
    """Return the worker of another machine: same keys, same database, a journal of its own."""
    return replace(worker, heads=Journal(folder / "elsewhere" / "worker.jsonl"))


@pytest.mark.parametrize("forget", [False, True])
@pytest.mark.parametrize("answer", [Handed.ACCEPTED, Handed.REFUSED, Handed.UNSURE])
def test_a_row_put_back_leaves_no_second_time_and_is_shown(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, *, answer: Handed, forget: bool
) -> None:
    """`forget`: by somebody who writes to every table; then the journal alone knows."""
    write(chloe)
    kept, post.answer = keep_row(worker.store), answer
    assert deliver(worker, "one") == 1
    put_back(worker.store, kept, forget=forget)
    assert deliver(worker, "one") == 0
    assert len(post.taken) == 1
    assert list_states(worker.store) == [BEFORE]
    assert count_envelopes(worker.store) == 0
    with worker.store.look() as work:
        assert work.outbox.count_shown("national") == 1


def test_it_is_shown_also_where_it_would_not_leave_anyway(
    worker: WorkerSide, public: PublicPortal, chloe: Referred, write: Write
) -> None:
    """That somebody writes to the database is worth knowing, and not "stopped by their own wish"."""
    write(chloe)
    kept = keep_row(worker.store)
    deliver(worker, "one")
    stop_contact(public.side, open_page(public.side, chloe))
    put_back(worker.store, kept, forget=True)
    deliver(worker, "one")
    assert list_states(worker.store) == [BEFORE]


def test_what_another_worker_noted_in_between_does_not_leave(
    portal_data: PortalData, worker: WorkerSide, post: Post, chloe: Referred, write: Write
) -> None:
    """Of two workers of one machine that decided at the same moment."""

    class JustBefore(Journal):
        def has_left(self, notice_id: str) -> bool:
            """Answer as it was before the other noted it, and note it as the other does."""
            known = super().has_left(notice_id)
            self.note_leaving(notice_id, worker.clock.today())
            return known

    path = find_journal_file(portal_data.data_dir, Role.WORKER)
    write(chloe)
    assert deliver(replace(worker, heads=JustBefore(path)), "one") == 0
    assert post.taken == []
    assert list_states(worker.store) == [BEFORE]


def test_a_worker_that_was_started_again_still_knows(
    portal_data: PortalData, clock: MovableClock, worker: WorkerSide, post: Post, *, chloe: Referred, write: Write
) -> None:
    write(chloe)
    kept = keep_row(worker.store)
    deliver(worker, "one")
    put_back(worker.store, kept, forget=True)
    side = wire_worker(portal_data.settings(Role.WORKER), clock)
    assert deliver(replace(side, channels=worker.channels), "two") == 0
    side.store.close()
    assert len(post.taken) == 1


def test_another_machine_goes_by_the_database(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, tmp_path: Path
) -> None:
    """It has noted nothing itself. What whoever writes to every table gains there is told in the vault's README."""
    write(chloe)
    kept, other = keep_row(worker.store), move_elsewhere(worker, tmp_path)
    deliver(worker, "one")
    put_back(worker.store, kept)
    assert deliver(other, "two") == 0
    assert list_states(worker.store) == [BEFORE]
    put_back(worker.store, kept, forget=True)
    assert deliver(other, "two") == 1


def test_put_back_while_it_is_leaving_it_leaves_once(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, tmp_path: Path
) -> None:
    """To a worker of the same machine and to one of another."""
    write(chloe)
    kept, others = keep_row(worker.store), (worker, move_elsewhere(worker, tmp_path))

    def replay() -> None:
        for number, other in enumerate(others):
            put_back(worker.store, kept)
            assert deliver(other, f"other {number}") == 0

    post.do = replay
    assert deliver(worker, "one") == 1
    assert len(post.taken) == 1
    assert list_states(worker.store) == [BEFORE]


def test_what_surely_did_not_leave_is_tried_again_and_then_never_more(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    kept, post.answer = keep_row(worker.store), Handed.NOT_NOW
    for _ in range(3):
        assert deliver(worker, "one") == 1
        clock.move(hours=1)
    post.answer = Handed.ACCEPTED
    assert deliver(worker, "one") == 1
    assert list_states(worker.store) == [("sent", None)]
    put_back(worker.store, kept, forget=True)
    assert deliver(worker, "one") == 0
    assert len(post.taken) == 4


def test_an_alert_to_staff_put_back_leaves_no_second_time(worker: WorkerSide, post: Post, public: PublicPortal) -> None:
    with public.side.store.work() as work:
        alert_staff(public.side, work, work.services.get("national"))
    kept = keep_row(worker.store)
    assert deliver(worker, "one") == 1
    with worker.store.look() as work:
        assert not work.connection.execute(select(notice_left)).all(), "that there was an alert is noted nowhere here"
    put_back(worker.store, kept)
    assert deliver(worker, "one") == 0
    assert len(post.taken) == 1


@pytest.mark.parametrize("come_back", [lambda path: path.rmdir(), lambda _path: None])
def test_where_nothing_can_be_noted_nothing_leaves_and_nothing_is_lost(
    portal_data: PortalData,
    worker: WorkerSide,
    post: Post,
    chloe: Referred,
    *,
    write: Write,
    clock: MovableClock,
    come_back: Callable[[Path], object],
) -> None:
    """As on a full disk; once there is room again it leaves."""
    write(chloe)
    path, aside = portal_data.data_dir / "journal" / "worker.jsonl", portal_data.data_dir / "aside"
    path.rename(aside)
    path.mkdir()
    with pytest.raises(Unavailable):
        deliver(worker, "one")
    assert post.taken == []
    assert list_states(worker.store) == [("made", None)]
    come_back(path)
    if not path.exists():
        aside.rename(path)
        clock.move(minutes=5)
        assert deliver(worker, "one") == 1


def test_what_left_is_forgotten_once_it_is_too_late_for_it_anyway(
    worker: WorkerSide, post: Post, chloe: Referred, write: Write, clock: MovableClock
) -> None:
    write(chloe)
    kept = keep_row(worker.store)
    deliver(worker, "one")
    clock.move(days=KEEP_LEFT.days)
    look_after(worker)
    with worker.store.look() as work:
        assert len(work.connection.execute(select(notice_left)).all()) == 1
    clock.move(days=1)
    look_after(worker)
    with worker.store.look() as work:
        assert not work.connection.execute(select(notice_left)).all()
    worker.heads.note_leaving("f" * 32, clock.today())
    assert not worker.heads.has_left(kept["notice_id"])
    put_back(worker.store, kept)
    deliver(worker, "one")
    assert post.addresses.count((CHLOES_ADDRESS,)) == 1
    assert list_states(worker.store) == [("dropped", "too_late")]
