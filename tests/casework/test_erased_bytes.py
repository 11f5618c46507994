"""Erased is gone: on SQLite no byte of an erased case's envelopes stays in the database file or its log."""

from pathlib import Path

import pytest

from portal.casework.ask import ask
from portal.casework.erase import Rounds
from portal.casework.follow import send_message
from portal.domain.case import RequestKind
from portal.wiring import PublicPortal
from tests.builders import MovableClock, PortalData, Referred, open_page, refer
from tests.casework.pieces import list_pieces


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """On SQLite: what PostgreSQL leaves in its files until it is vacuumed is told in the README."""
    return sqlite_portal_data


def read_files(data: PortalData) -> bytes:
    """Return the database file and all that lies beside it."""
    path = Path(data.database_url.removeprefix("sqlite+pysqlite:///"))
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(path.name + "*")))


def count_found(data: PortalData, pieces: list[bytes]) -> int:
    found = read_files(data)
    return sum(piece in found for piece in pieces)


def write_much(public: PublicPortal) -> Referred:
    person = refer(public.side)
    ticket = open_page(public.side, person)
    for number in range(6):
        send_message(public.side, ticket, f"{number} " + "long words " * (10 + 170 * (number % 2)))
    return person


def test_no_byte_of_an_erased_case_stays(
    public: PublicPortal, rounds: Rounds, portal_data: PortalData, clock: MovableClock
) -> None:
    people = [write_much(public) for _ in range(6)]
    for person in people[::2]:
        ask(public.side, open_page(public.side, person), RequestKind.ERASE)
    gone, kept = ([list_pieces(public.side.store, each.case.case_id) for each in people[n::2]] for n in (0, 1))
    assert all(count_found(portal_data, pieces) > 100 for pieces in gone)
    clock.move(days=14)
    assert rounds.go_round() == 3
    assert [count_found(portal_data, pieces) for pieces in gone] == [0, 0, 0]
    assert all(count_found(portal_data, pieces) > 100 for pieces in kept)


def test_while_somebody_reads_the_next_round_tries_again(
    public: PublicPortal, rounds: Rounds, amira: Referred, portal_data: PortalData, clock: MovableClock
) -> None:
    ask(public.side, open_page(public.side, amira), RequestKind.ERASE)
    pieces = list_pieces(public.side.store, amira.case.case_id)
    clock.move(days=14)
    with public.side.store.look() as work:
        work.cases.find_by_id(amira.case.case_id)  # a reader whose view is older than the erasing
        assert rounds.go_round() == 1
        assert count_found(portal_data, pieces) > 0
    rounds.go_round()
    assert count_found(portal_data, pieces) == 0
