"""A store on each kind of database, with one service and one case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.domain.case import Case
from portal.store.work import Store
from tests.store.rows import add_case, make_case, open_store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give a store with the national service."""
    yield from open_store(database_url)


@pytest.fixture
def case(store: Store) -> Case:
    """Give a stored case."""
    return add_case(store, make_case())
