"""Public sites on either database for tests that press them hard or kill them, and quick hands to fill in forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from portal.casework.tickets import DraftTicket
from portal.wiring import PublicPortal
from tests.builders import BENS_PAGES, MovableClock, PortalData, fill_in
from tests.faults.visitor import PlainVisitor
from tests.processes import RunningSite, start_portal

FillIn = Callable[[PlainVisitor], None]
PUBLIC_ONLY = ("-m", "portal", "serve", "--only", "public")


@pytest.fixture
def clock() -> MovableClock:
    """Give a clock that says what real processes say."""
    return MovableClock(datetime.now(UTC))


@pytest.fixture
def pressed_site(portal_data: PortalData) -> Iterator[RunningSite]:
    """Give a public site of a test's own with two processes, once on each database."""
    settings = {"rate_limits": "off", "database_url": portal_data.database_url, "web_workers": "2"}
    with start_portal(portal_data.data_dir, start=PUBLIC_ONLY, **settings) as site:
        yield site


@pytest.fixture
def fill_in_quickly(public: PublicPortal) -> FillIn:
    """Give what begins a form at the site and answers every page of it beside the site, up to the check."""

    def fill_in_for(visitor: PlainVisitor) -> None:
        visitor.send("/en/refer", {})
        carried = public.cookies.open(visitor.cookie)
        assert carried, "the site gave no cookie of its own"
        fill_in(public.side, BENS_PAGES, DraftTicket.from_text(carried["draft"]["ticket"]))

    return fill_in_for
