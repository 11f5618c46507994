"""The databases that other tests are given."""

from __future__ import annotations

from portal.store.migrations import is_current


def test_a_database_is_migrated_and_empty(database_url: str) -> None:
    """On both kinds."""
    assert is_current(database_url)
