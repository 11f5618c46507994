"""A unit of work: whole or not at all, readers that never wait, and no stored value in an error's text."""

import pytest
from sqlalchemy import text

from portal.domain.case import Case
from portal.domain.errors import Unavailable
from portal.store.work import Store
from tests.at_once import run_at_once
from tests.store.rows import SERVICE, TODAY, add_case, find_locator, make_case


class Stop(Exception):
    """Something goes wrong in the middle."""


def test_what_is_done_in_one_work_is_there_afterwards(store: Store, case: Case) -> None:
    with store.work() as work:
        work.cases.set_days(case.case_id, checked_on=TODAY)
        work.services.save(SERVICE, ["norfolk"])
    with store.look() as work:
        assert work.cases.get(case.case_id, "national").checked_on == TODAY
        assert work.services.get_of_area("norfolk") == SERVICE


def test_nothing_is_kept_of_a_work_that_went_wrong(store: Store, case: Case) -> None:
    other = make_case("RJ-3333-3333")

    def go_wrong() -> None:
        with store.work() as work:
            work.cases.set_days(case.case_id, checked_on=TODAY)
            work.cases.add(other, find_locator(other))
            raise Stop

    with pytest.raises(Stop):
        go_wrong()
    with store.look() as work:
        assert work.cases.get(case.case_id, "national").checked_on is None
        assert work.cases.find_by_id(other.case_id) is None


def test_a_reader_does_not_wait_for_a_writer_and_sees_nothing_half_done(store: Store, case: Case) -> None:
    with store.work() as writing:
        writing.cases.set_days(case.case_id, checked_on=TODAY)
        with store.look() as looking:
            assert looking.cases.get(case.case_id, "national").checked_on is None
    with store.look() as looking:
        assert looking.cases.get(case.case_id, "national").checked_on == TODAY


def test_a_look_inside_another_goes_on_in_it_and_ends_with_it(store: Store, case: Case) -> None:
    with store.look() as around:
        with store.look() as inside:
            assert inside is around
        assert around.cases.find_by_id(case.case_id) == case
        with store.work() as writing:
            writing.cases.set_days(case.case_id, checked_on=TODAY)
    with store.look() as later:
        assert later is not around
        assert later.cases.get(case.case_id, "national").checked_on == TODAY


def test_looks_of_different_threads_are_apart(store: Store) -> None:
    with store.look() as around:
        others = run_at_once(3, lambda _number: _look_once(store))
    assert around.connection not in others


def _look_once(store: Store) -> object:
    with store.look() as work:
        return work.connection


def test_many_writers_at_once_all_get_their_turn(store: Store) -> None:
    def write(number: int) -> str:
        return add_case(store, make_case(f"RJ-3333-33{number:02}".replace("0", "A"))).case_id

    written = run_at_once(8, write)
    with store.look() as work:
        assert {case.case_id for case in work.cases.list_of_service("national")} == set(written)


def test_a_database_that_fails_is_unavailable_and_quotes_nothing(store: Store) -> None:
    failing = {
        "sqlite": "SELECT 1 FROM no_such_table WHERE secret = :words",
        "postgresql": "SELECT pg_terminate_backend(pg_backend_pid()), CAST(:words AS text)",
    }
    with store.look() as work:
        statement = text(failing[work.connection.dialect.name])
    with pytest.raises(Unavailable) as caught, store.work() as work:
        work.connection.execute(statement, {"words": "what she said"})
    assert "what she said" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_sqlite_keeps_what_was_saved_and_overwrites_what_was_erased(sqlite_url: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    store = Store(sqlite_url)
    with store.work() as work:
        found = {name: work.connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
    store.close()
    assert found == wanted


def test_scrubbing_and_closing_do_no_harm_to_what_is_stored(store: Store, case: Case) -> None:
    store.scrub()
    store.close()
    with store.look() as work:
        assert work.cases.find_by_id(case.case_id) == case
