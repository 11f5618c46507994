"""One notice a day to a person, whatever causes them: a telephone that rings again and again is seen by others."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from portal.casework.deliver import deliver
from portal.casework.desk import record_check
from portal.casework.rehub_sources import SignedRequest
from portal.casework.take_updates import Outcome, RehubUpdate, take_update
from portal.casework.work import WorkerSide
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.store.tables import outbox
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MovableClock, PortalData, Referred, StaffAccount
from tests.notices.conftest import Write
from tests.notices.posting import Post, list_states, see_no_more, wake

NUMBERS = count()


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite only: no rule here depends on the database."""
    return sqlite_portal_data


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, chloe: Referred) -> Referred:
    """Chloe, once the first conversation is recorded."""
    record_check(desk.side, fay.signed_in, chloe.case.case_id)
    return chloe


def report(public: PublicPortal, person: Referred, days: int, waiting_for: WaitingFor | None = None) -> None:
    """Let re:hub say that it expects something in so many days."""
    today = public.side.clock.today()
    expected_by = today + timedelta(days=days)
    told = RehubUpdate(person.case.case_reference, Stage.REHUB_CHECK, today, expected_by, waiting_for)
    request = SignedRequest(f"msg_{next(NUMBERS)}", "1", "v1,x", b'{"data": {}}')
    assert take_update(public.side, request, told).outcome is Outcome.APPLIED


def test_a_thief_of_re_hubs_secret_makes_one_notice_a_day_leave(
    public: PublicPortal, worker: WorkerSide, checked: Referred, post: Post, clock: MovableClock
) -> None:
    for day in range(1, 4):
        for number in range(5):
            report(public, checked, days=30 + number)
            deliver(worker, "one")
            clock.move(hours=1)
        assert len(post.taken) == day
        clock.move(hours=19)


def test_more_news_of_the_same_day_is_told_on_the_next(
    worker: WorkerSide, chloe: Referred, write: Write, post: Post, clock: MovableClock
) -> None:
    write(chloe)
    deliver(worker, "one")
    write(chloe)
    with worker.store.look() as work:
        (waiting,) = work.connection.execute(select(outbox).where(outbox.c.state == "made")).all()
    assert waiting.next_try_at.date() == clock.today() + timedelta(days=1)
    deliver(worker, "one")
    assert len(post.taken) == 1
    clock.move(hours=23, minutes=59)
    deliver(worker, "one")
    assert len(post.taken) == 2
    assert list_states(worker.store) == [("sent", None)] * 2


def test_the_worker_counts_for_itself_when_a_notice_leaves(
    worker: WorkerSide, chloe: Referred, write: Write, post: Post, clock: MovableClock
) -> None:
    clock.move(hours=12)
    write(chloe)
    deliver(worker, "one")
    assert post.taken == []  # at ten in the evening nobody is written to
    clock.move(hours=12)
    deliver(worker, "one")
    write(chloe)
    wake(worker.store)
    deliver(worker, "one")
    assert len(post.taken) == 1
    clock.move(days=1)
    deliver(worker, "one")
    assert len(post.taken) == 2


def test_a_row_whose_day_was_changed_leaves_no_sooner(
    worker: WorkerSide, chloe: Referred, write: Write, post: Post
) -> None:
    for _ in range(3):
        write(chloe)
        with worker.store.work() as work:
            work.connection.execute(update(outbox).values(made_on=date(2026, 11, 2)))
        deliver(worker, "one")
    assert len(post.taken) == 1


def test_an_update_that_changes_nothing_causes_no_notice(public: PublicPortal, checked: Referred) -> None:
    causes = [(30, None, 1), (30, None, 0), (31, None, 1), (31, WaitingFor.POLICE, 1), (31, WaitingFor.POLICE, 0)]
    for days, waiting_for, expected in [*causes, (30, None, 1)]:
        see_no_more(public.side.store)
        report(public, checked, days, waiting_for)
        assert len(list_states(public.side.store)) == expected, (days, waiting_for)


def test_what_is_kept_to_compare_tells_no_date(public: PublicPortal, checked: Referred, amira: Referred) -> None:
    report(public, checked, 30)
    with public.side.store.look() as work:
        kept = work.connection.exec_driver_sql('SELECT news_digest FROM "case" ORDER BY news_digest IS NULL').all()
    assert len(kept[0][0]) == 16
    assert kept[1][0] is None
