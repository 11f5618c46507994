"""Portals on either database for tests that press them hard or kill them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.work import Store
from tests.processes import RunningSite, start_portal


@pytest.fixture
def pressed_site(database_url: str, tmp_path: Path) -> Iterator[RunningSite]:
    """Give a portal of a test's own, once on each database."""
    with start_portal(tmp_path / "data", rate_limits="off", database_url=database_url, web_workers="2") as site:
        yield site


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give the database of that portal, seen from outside."""
    store = Store(database_url)
    yield store
    store.close()
