"""The worker killed while it delivers and erases: a notice leaves at most once, no case is half erased."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.casework.ask import ask
from portal.casework.desk import move_stage, record_check
from portal.domain.requests import RequestKind
from portal.domain.stages import Stage
from portal.holders import Role
from portal.store.tables import case, case_entry, outbox
from portal.store.work import Store
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import MONDAY, MovableClock, PortalData, Referred, StaffAccount, open_page, refer
from tests.eventually import eventually
from tests.faults.post_office import PostOffice, open_post_office
from tests.notices.posting import CHLOES_PAGES
from tests.processes import ROOT, clean_environment

KILLS, NOTICES, ERASED = 20, 30, 10
SEED = 1123


@pytest.fixture
def post_office() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    """Give a mail server on loopback and the settings for it."""
    with open_post_office() as opened:
        yield opened


@contextmanager
def worker(data: PortalData, mail: dict[str, str], later_by_hours: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of its own until the block ends; it is killed, never asked."""
    env = clean_environment(**mail) | data.environment(Role.WORKER) | {"LATER_BY_HOURS": str(later_by_hours)}
    command = [sys.executable, "-m", "tests.faults.worker_on_monday"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield process
        assert process.poll() is None, "the worker ended by itself"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)


def count(store: Store, query: Any) -> int:
    with store.look() as work:
        return int(work.connection.execute(query).scalar_one())


def count_waiting(store: Store) -> int:
    is_waiting = (outbox.c.state == "made") & outbox.c.case_id.isnot(None)
    return count(store, select(func.count()).select_from(outbox).where(is_waiting))


def count_cases(store: Store) -> int:
    return count(store, select(func.count()).select_from(case))


def make_work(public: PublicPortal, desk: DeskPortal, fay: StaffAccount, clock: MovableClock) -> list[Referred]:
    """Make people whose notices are due, and others whose cases are to be erased today."""
    clock.at = MONDAY - timedelta(days=15)
    leaving = [refer(public.side, CHLOES_PAGES) for _ in range(ERASED)]
    for person in leaving:
        ask(public.side, open_page(public.side, person), RequestKind.ERASE)
    clock.at = MONDAY
    staying = [refer(public.side, CHLOES_PAGES) for _ in range(NOTICES)]
    for person in staying:
        record_check(desk.side, fay.signed_in, person.case.case_id)
        move_stage(desk.side, fay.signed_in, person.case.case_id, Stage.ENQUIRIES, seen=Stage.RECEIVED)
    return staying


def list_outcomes(store: Store, staying: list[Referred]) -> Counter[str]:
    """Count the notices of those who stay by their state."""
    ids = [person.case.case_id for person in staying]
    with store.look() as work:
        rows = work.connection.execute(select(outbox.c.state).where(outbox.c.case_id.in_(ids)))
        return Counter(row.state for row in rows)


def test_a_notice_leaves_at_most_once_and_erasing_is_whole(  # the people of this story, and no more
    public: PublicPortal,
    desk: DeskPortal,
    fay: StaffAccount,
    clock: MovableClock,
    portal_data: PortalData,
    post_office: tuple[PostOffice, dict[str, str]],
) -> None:
    office, mail = post_office
    store, chance, pause = public.side.store, random.Random(SEED), threading.Event()
    staying = make_work(public, desk, fay, clock)
    lives = 0
    while lives < KILLS and count_waiting(store):
        before = office.taken.total() + count_cases(store)
        with worker(portal_data, mail):
            eventually(lambda: office.taken.total() + count_cases(store) != before, 30)  # noqa: B023 (used at once)
            pause.wait(chance.random() * 0.15)
        lives += 1
    assert lives > 3, "no kill fell into the work"
    with worker(portal_data, mail):
        eventually(lambda: count_waiting(store) == 0, 60)
        eventually(lambda: count_cases(store) == NOTICES, 60)
    with worker(portal_data, mail, later_by_hours=1):
        eventually(lambda: "sending" not in list_outcomes(store, staying), 60)
    outcomes = list_outcomes(store, staying)
    assert max(office.taken.values()) == 1
    assert set(outcomes) <= {"sent", "unsure"}
    assert outcomes["sent"] <= sum(office.taken.values()) <= outcomes.total()
    assert outcomes.total() == NOTICES
    left = select(func.count(func.distinct(case_entry.c.case_id))).select_from(case_entry)
    assert count(store, left) == NOTICES
