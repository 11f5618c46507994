"""`portal audit verify`: whole or broken, where first, and also what only shows beside an earlier look."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from portal.commands import audit as audit_command
from portal.commands.audit import audit_group
from portal.store.tables import audit
from portal.store.work import Store
from portal.vault.digests import audit_hash
from tests.builders import MONDAY, PortalData
from tests.commands.conftest import Run

Tamper = Callable[[Store], None]
THIRD = audit.c.number == 3


@pytest.fixture
def store(sqlite_portal_data: PortalData) -> Store:
    """Give the store, with five rows of five days in its audit."""
    store = Store(sqlite_portal_data.database_url)
    for day in range(5):
        write(store, day)
    store.close()
    return store


def write(store: Store, day: int) -> None:
    """Write one more row, `day` days after Monday."""
    with store.work() as work:
        work.audit.add(MONDAY + timedelta(days=day), "fay", f"did {day}", "case")


def run_statement(store: Store, statement: Any) -> None:
    """Do what a writer in the database would."""
    with store.work() as work:
        work.connection.execute(statement)


def change(store: Store) -> None:
    run_statement(store, update(audit).where(THIRD).values(what="did nothing"))


def take_away(store: Store) -> None:
    run_statement(store, delete(audit).where(THIRD))


def put_in(store: Store) -> None:
    run_statement(store, update(audit).where(audit.c.number > 2).values(number=audit.c.number + 100))
    row = {"number": 3, "at": MONDAY, "staff_id": "fay", "what": "did more", "case_id": None, "row_hash": b"x" * 32}
    run_statement(store, insert(audit).values(row))


def write_no_time(store: Store) -> None:
    with store.work() as work:
        work.connection.exec_driver_sql("UPDATE audit SET at = 99999999999999 WHERE number = 3")


def cut_end(store: Store) -> None:
    run_statement(store, delete(audit).where(audit.c.number > 2))


def write_anew(store: Store) -> None:
    """Change the third row and make every hash fit again."""
    change(store)
    with store.work() as work:
        rows = work.connection.execute(select(audit).order_by(audit.c.number)).all()
        before = b"\x00" * 32
        for row in rows:
            content = json.dumps([row.number, int(row.at.timestamp()), row.staff_id, row.what, row.case_id])
            before = audit_hash(before, content.encode())
            which = audit.c.number == row.number
            work.connection.execute(update(audit).where(which).values(row_hash=before))


def test_a_whole_audit_is_said_to_be_whole(run: Run, store: Store) -> None:
    for day in (5, 6):
        done = run(audit_group, "verify")
        assert (done.exit_code, done.output) == (0, f"The audit is whole: {day} rows.\n")
        write(store, day)


def test_an_empty_audit_is_whole(run: Run) -> None:
    assert run(audit_group, "verify").exit_code == 0


@pytest.mark.parametrize(
    ("tamper", "where"),
    [(change, "of 2026-11-25"), (take_away, "of 2026-11-26"), (put_in, "of 2026-11-23"), (write_no_time, "no day")],
)
def test_the_first_row_that_does_not_fit_is_named_with_its_day(
    run: Run, store: Store, tamper: Tamper, where: str
) -> None:
    tamper(store)
    done = run(audit_group, "verify")
    assert done.exit_code == 1
    assert "row 3" in done.output
    assert where in done.output


@pytest.mark.parametrize("tamper", [cut_end, write_anew])
def test_what_fits_in_itself_is_found_beside_an_earlier_look(run: Run, store: Store, tamper: Tamper) -> None:
    assert run(audit_group, "verify").exit_code == 0
    tamper(store)
    for _ in range(2):
        done = run(audit_group, "verify", "--json")
        assert done.exit_code == 1
        assert json.loads(done.stdout)["broken"]["number"] in {3, 5}


def test_a_machine_reads_it(run: Run, store: Store) -> None:
    assert json.loads(run(audit_group, "verify", "--json").stdout) == {"is_whole": True, "rows": 5, "whole": 5}
    change(store)
    answer = json.loads(run(audit_group, "verify", "--json").stdout)
    assert answer["broken"] == {"number": 3, "on": "2026-11-25"}
    assert (answer["is_whole"], answer["whole"]) == (False, 2)


def test_a_long_one_says_how_far_it_is(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_command, "_LONG", 5)
    done = run(audit_group, "verify", "--json")
    assert "5 of 5 rows are whole" in done.stderr
    assert json.loads(done.stdout)["is_whole"]
    assert store
