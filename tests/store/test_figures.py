"""Counters: exactly once with what they count, and nobody waits for anybody; editions that are never changed."""

from __future__ import annotations

import pytest

from portal.domain.figures import Event
from portal.store.figures import EditionRow
from portal.store.work import Store
from tests.at_once import run_at_once
from tests.store.rows import TODAY

QUARTER = "2026-Q4"
NORTH, SOUTH = (Event(QUARTER, area, "received") for area in ("north", "south"))


def read_counts(store: Store) -> dict[Event, int]:
    with store.look() as work:
        return work.figures.list_counts(QUARTER)


def test_counting_adds_up(store: Store) -> None:
    for _ in range(3):
        with store.work() as work:
            work.figures.count(NORTH)
            work.figures.count(SOUTH)
            work.figures.count(NORTH)
    assert read_counts(store) == {NORTH: 6, SOUTH: 3}


def test_what_is_undone_is_not_counted(store: Store) -> None:
    def fail() -> None:
        with store.work() as work:
            work.figures.count(NORTH)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_counts(store) == {}


def test_nobody_waits_for_anybody_who_counted_in_another_order(store: Store) -> None:
    """Two works that each hold what the other wants next would stand still until the database ends one of them."""

    def count(number: int) -> None:
        for _ in range(25):
            with store.work() as work:
                for event in (NORTH, SOUTH) if number % 2 else (SOUTH, NORTH):
                    work.figures.count(event)

    run_at_once(8, count)
    assert read_counts(store) == {NORTH: 200, SOUTH: 200}


def test_counters_are_forgotten_up_to_a_quarter(store: Store) -> None:
    later = Event("2027-Q1", "north", "received")
    with store.work() as work:
        for event in (Event("2026-Q3", "north", "received"), NORTH, later):
            work.figures.count(event)
    with store.work() as work:
        assert work.figures.find_first_counted() == "2026-Q3"
        work.figures.forget_counts(until=QUARTER)
        assert work.figures.find_first_counted() == "2027-Q1"
        assert work.figures.list_counts("2027-Q1") == {later: 1}
        work.figures.forget_counts()
        assert work.figures.find_first_counted() is None


def test_an_edition_is_made_once_and_stays_as_it_is(store: Store) -> None:
    def freeze(number: int) -> bool:
        with store.work() as work:
            return work.figures.add_edition(EditionRow(QUARTER, TODAY, str(number)))

    made = run_at_once(4, freeze)
    assert sorted(made) == [False, False, False, True]
    with store.work() as work:
        assert not work.figures.add_edition(EditionRow(QUARTER, TODAY, "other"))
        work.figures.add_edition(EditionRow("2026-Q3", TODAY, "earlier"))
        assert work.figures.list_quarters() == [QUARTER, "2026-Q3"]
        newest, earlier = work.figures.list_editions()
        assert newest.body in {"0", "1", "2", "3"}
        assert earlier == EditionRow("2026-Q3", TODAY, "earlier")
        work.figures.forget_editions()
        assert work.figures.list_quarters() == []
