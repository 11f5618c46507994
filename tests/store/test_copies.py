"""Whole copies of PostgreSQL: made by its own programs, over a line as safe as the portal's own."""

from __future__ import annotations

import shutil

import pytest

from portal.domain.errors import Unavailable
from portal.store.copies import copy_database
from tests.missing import lack


def test_a_copy_is_not_made_over_a_line_that_is_less_than_asked_for(postgres_database_url: str) -> None:
    """The tests' own server encrypts nothing; an address that asks for that gets no copy."""
    if not shutil.which("pg_dump"):
        lack("PostgreSQL's programs are not installed: apt-get install postgresql-client")
    assert copy_database(postgres_database_url + "?sslmode=disable")
    with pytest.raises(Unavailable):
        copy_database(postgres_database_url + "?sslmode=verify-full")
