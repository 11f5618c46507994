"""The worker's rounds over the test's clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.casework.erase import Rounds
from portal.domain.retention import Keep
from portal.holders import Role
from portal.wiring import DeskPortal, PublicPortal, wire_worker
from tests.builders import MovableClock, PortalData, Referred, StaffAccount
from tests.casework.talking import Talking


@pytest.fixture
def rounds(portal_data: PortalData, clock: MovableClock) -> Iterator[Rounds]:
    """Give a worker's rounds; on PostgreSQL its user owns the tables."""
    side = wire_worker(portal_data.settings(Role.WORKER), clock)
    yield Rounds(side, Keep(12, 6))
    side.store.close()


@pytest.fixture
def talking(desk: DeskPortal, public: PublicPortal, fay: StaffAccount, amira: Referred) -> Talking:
    """Give Amira's case, in which the person responsible is being asked."""
    return Talking(desk, public, fay, amira).begin()
