"""What stays of an erased case in PostgreSQL's own files: looked for as the owner of the tables, byte for byte.

The worker's VACUUM gives the room free and leaves the bytes in it until something else is written there; only VACUUM
FULL, which writes a table anew, takes them out at once. Its write-ahead log keeps them for longer, and so does whoever
archives that; the handbook says so.
"""

from __future__ import annotations

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from portal.casework.ask import ask
from portal.casework.erase import Rounds
from portal.casework.follow import send_message
from portal.domain.case import RequestKind
from portal.store.erasing import ERASED_TABLES
from portal.wiring import PublicPortal
from tests.builders import MovableClock, PortalData, open_page, refer
from tests.casework.pieces import list_pieces

FILES = """
SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c WHERE c.oid = ANY(%s::regclass[]::oid[])
UNION ALL
SELECT pg_read_binary_file(pg_relation_filepath(c.reltoastrelid)) FROM pg_class c
WHERE c.oid = ANY(%s::regclass[]::oid[]) AND c.reltoastrelid <> 0
"""


@pytest.fixture
def portal_data(postgres_portal_data: PortalData) -> PortalData:
    """On PostgreSQL only."""
    return postgres_portal_data


def count_found(data: PortalData, pieces: list[bytes]) -> int:
    """Return how many of the pieces stand in the files of the tables, once all is written out."""
    names = [f'"{name}"' for name in ERASED_TABLES]
    with psycopg.connect(data.database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        files = b"".join(row[0] for row in connection.execute(FILES, (names, names)))
    return sum(piece in files for piece in pieces)


def vacuum_whole(data: PortalData) -> None:
    """Do what the handbook tells the owner of the tables to do."""
    with psycopg.connect(data.database_url.replace("+psycopg", ""), autocommit=True) as connection:
        for name in ERASED_TABLES:
            connection.execute(SQL("VACUUM FULL {}").format(Identifier(name)))


def test_no_byte_of_an_erased_case_stays_in_the_tables_once_they_are_written_anew(
    public: PublicPortal, rounds: Rounds, portal_data: PortalData, clock: MovableClock
) -> None:
    people = [refer(public.side) for _ in range(4)]
    for person in people:
        send_message(public.side, open_page(public.side, person), "long words " * 150)
    for person in people[::2]:
        ask(public.side, open_page(public.side, person), RequestKind.ERASE)
    gone, kept = ([list_pieces(public.side.store, each.case.case_id) for each in people[n::2]] for n in (0, 1))
    assert all(count_found(portal_data, pieces) > 10 for pieces in (*gone, *kept))
    clock.move(days=14)
    assert rounds.go_round() == 2
    vacuum_whole(portal_data)
    assert [count_found(portal_data, pieces) for pieces in gone] == [0, 0]
    assert all(count_found(portal_data, pieces) > 10 for pieces in kept)
