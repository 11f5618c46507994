"""`portal figures`: what everybody may read, for a person and for a machine, and freezing what is over."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from portal.commands.figures import figures_group
from portal.store.services import NATIONAL
from portal.store.work import Store
from portal.wiring import SystemClock
from tests.builders import PortalData
from tests.commands.conftest import Run
from tests.editions import FOURTH, THIRD, keep_edition, make_counts


@pytest.fixture
def store(sqlite_portal_data: PortalData) -> Store:
    """Give the store of the installation."""
    return Store(sqlite_portal_data.database_url)


def test_before_there_is_an_edition_it_says_so(run: Run) -> None:
    assert run(figures_group).output == "No quarter has been frozen yet.\n"
    assert json.loads(run(figures_group, "--json").output) is None


def test_prints_the_newest_edition_or_another(run: Run, store: Store) -> None:
    keep_edition(store, THIRD, is_trial=True)
    keep_edition(store, FOURTH)
    newest, earlier = run(figures_group).output, run(figures_group, "--quarter", "2026-Q3").output
    assert newest.startswith("2026-Q4, frozen on 2027-01-02; ")
    assert "made-up cases" not in newest
    assert earlier.startswith("2026-Q3, frozen on 2026-10-02  (made-up cases of a trial copy)")
    lines = {line[:60].strip(): line[60:] for line in newest.splitlines()}
    assert lines["weeks in rehub_check"] == "140, half within 12 weeks, nine in ten within 30 weeks"
    assert lines["weeks in rehub_check, gwent"] == "half within 12 weeks"
    assert lines["weeks in aftercare"] == "not shown"
    assert lines["requests received"] == "90"


def test_a_machine_reads_the_same(run: Run, store: Store) -> None:
    keep_edition(store)
    told = json.loads(run(figures_group, "--json").output)
    assert told["quarter"] == "2026-Q3"
    assert {"measure": "received", "stage": None, "area": "gwent", "number": 40}.items() <= told["rows"][1].items()


def test_a_quarter_without_an_edition_fails(run: Run, store: Store) -> None:
    keep_edition(store)
    result = run(figures_group, "--quarter", "2020-Q1")
    assert (result.exit_code, "There is no edition of 2020-Q1." in result.output) == (1, True)


def test_freezes_what_is_over_and_nothing_twice(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """All 43 areas are parts of the total, those without a case too."""
    with store.work() as work:
        work.services.save(replace(work.services.get(NATIONAL), is_trial=False))
        for event, number in make_counts().items():
            for _ in range(number):
                work.figures.count(event)
    monkeypatch.setattr(SystemClock, "today", lambda _self: THIRD.next.first_on.replace(day=3))
    assert run(figures_group, "freeze").output == "2026-Q3 is frozen.\n"
    assert run(figures_group, "freeze").output == "Nothing is to be frozen now.\n"
    assert json.loads(run(figures_group, "freeze", "--json").output) == {"frozen": []}
    told = json.loads(run(figures_group, "--json").output)
    assert [row["area"] for row in told["rows"] if row["measure"] == "received"] == [None, "gwent"]
    with store.look() as work:
        assert work.figures.find_first_counted() is None
