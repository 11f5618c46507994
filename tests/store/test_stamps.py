"""The stamp of a private page is another as soon as anything that it is read from is, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Column, insert, update
from sqlalchemy.types import Boolean, Date, Integer, LargeBinary

from portal.domain.case import Case, RequestKind
from portal.domain.requests import Request
from portal.store import tables
from portal.store.work import Store, Work
from tests.store.rows import add_case, find_locator, make_case

DAY = date(2026, 3, 4)
# an id, or what it is found by; it is another case, or another service, then
_NAMES = {"case_id", "locator", "service_id"}
COLUMNS = [column for table in (tables.case, tables.service) for column in table.c if column.name not in _NAMES]
ASK = {
    **{"ask_id": "1" * 32, "service_id": "national", "stage": "rehub_check", "asked_on": DAY, "due_on": DAY},
    **{"of": "rehub", "state": "open"},
}


def find_stamp(store: Store, case: Case) -> bytes | None:
    """Return the stamp of a case."""
    with store.look() as work:
        return work.stamps.find(find_locator(case))


def make_other(column: Column[Any]) -> object:
    """Return something that never stood in a column."""
    match column.type:
        case Boolean():
            return False
        case Date():
            return date(1999, 1, 1)
        case Integer():
            return 4711
        case LargeBinary():
            return b"another"
        case _:
            return "another"


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_another_value_of_a_column_is_another_stamp(store: Store, case: Case, column: Column[Any]) -> None:
    before = find_stamp(store, case)
    with store.work() as work:
        work.connection.execute(update(column.table).values({column.name: make_other(column)}))
    assert before is not None
    assert find_stamp(store, case) not in {before, None}


def add_ask(work: Work, case: Case) -> None:
    """Note that somebody was asked about a case."""
    work.connection.execute(insert(tables.ask).values(case_id=case.case_id, **ASK))


def add_promise(work: Work, case: Case) -> None:
    """Note that a promised day passed without news."""
    values = {"case_id": case.case_id, "due_on": DAY, "settled_on": DAY, "how": "no_news", "silence": 1}
    work.connection.execute(insert(tables.promise).values(values))


CHANGES = {
    "contact held": lambda work, case: work.holds.stop(case.case_id, DAY),
    "page locked": lambda work, case: work.holds.lock(case.case_id, DAY),
    "undone": lambda work, case: work.holds.hold_asked(case.case_id, Request(RequestKind.UNDO, DAY, 3)),
    "withdrawn": lambda work, case: work.holds.hold_asked(case.case_id, Request(RequestKind.WITHDRAW, DAY, 3)),
    "to be erased": lambda work, case: work.holds.hold_asked(case.case_id, Request(RequestKind.ERASE, DAY, 3)),
    "asked": add_ask,
    "promised": add_promise,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_beside_a_case_counts_and_only_beside_this_one(store: Store, case: Case, change: str) -> None:
    other = add_case(store, make_case("RJ-9999-9999"))
    before = [find_stamp(store, each) for each in (case, other)]
    with store.work() as work:
        CHANGES[change](work, case)
    assert find_stamp(store, case) not in {before[0], None}
    assert find_stamp(store, other) == before[1]


def test_what_becomes_of_an_ask_and_of_a_promise_counts(store: Store, case: Case) -> None:
    with store.work() as work:
        add_ask(work, case)
        add_promise(work, case)
    stamps = {find_stamp(store, case)}
    with store.work() as work:
        work.connection.execute(update(tables.ask).values(state="answered"))
    stamps.add(find_stamp(store, case))
    with store.work() as work:
        work.connection.execute(update(tables.promise).values(settled_on=date(2026, 3, 9)))
    stamps.add(find_stamp(store, case))
    assert len(stamps) == 3


def test_nothing_changed_nothing_else(store: Store, case: Case) -> None:
    assert find_stamp(store, case) == find_stamp(store, case)
    with store.look() as work:
        assert work.stamps.find(b"\x00" * 32) is None
