"""The worker over the test's clock, with a letter box in place of the outside that remembers all it was handed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from portal.casework.desk import send_message
from portal.casework.work import WorkerSide
from portal.holders import Role
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, StaffAccount, refer
from tests.notices.posting import CHLOES_PAGES, Post

Write = Callable[[Referred], None]


@pytest.fixture
def chloe(public: PublicPortal) -> Referred:
    """Chloe asked to be reached by e-mail, on any working day, in the words of the library."""
    return refer(public.side, CHLOES_PAGES)


@pytest.fixture
def post() -> Post:
    """Give the letter box."""
    return Post()


@pytest.fixture
def worker(portal_data: PortalData, clock: MovableClock, post: Post, desk: DeskPortal) -> Iterator[WorkerSide]:
    """Give the worker's things; wired after the desk, so that every service is known."""
    side = wire_worker(portal_data.settings(Role.WORKER), clock)
    yield replace(side, channels=dict.fromkeys(side.channels, post))
    side.store.close()


@pytest.fixture
def write(desk: DeskPortal, fay: StaffAccount) -> Write:
    """Write to somebody from the desk, each time something else."""
    count = iter(range(1000))

    def write_to(person: Referred) -> None:
        assert send_message(desk.side, fay.signed_in, person.case.case_id, f"There is news for you ({next(count)}).")

    return write_to
