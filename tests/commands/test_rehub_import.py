"""`portal rehub import`: as the desk, for every service whose key is here; looks first, asks, tells each row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.casework.desk import record_check
from portal.commands.rehub import rehub_group
from portal.domain.stages import Stage
from portal.holders import Role
from portal.wiring import DeskPortal, PublicPortal
from tests.builders import PortalData, Referred, StaffAccount, find_case
from tests.sheets.writing import HEAD, write_csv, write_sheet, write_workbook

SECRET = "Zsofia"


@pytest.fixture
def portal_data(sqlite_portal_data: PortalData) -> PortalData:
    """Give a data folder on SQLite; what a database can change is tested on both in casework."""
    return sqlite_portal_data


@pytest.fixture
def checked(desk: DeskPortal, fay: StaffAccount, amira: Referred) -> Referred:
    """Amira, once Fay has recorded the first conversation."""
    record_check(desk.side, fay.signed_in, amira.case.case_id)
    return amira


def write_row(person: Referred, **changes: str) -> tuple[str, ...]:
    """Return a row about somebody's case."""
    given = {"Reference": person.receipt.case_reference, "Stage": "Gyda re:hub", "Happened on": "20.11.2026"}
    return tuple({**dict.fromkeys(HEAD, ""), **given, **changes}.values())


def run(data: PortalData, path: Path, *words: str, typed: str = "") -> Result:
    """Run `portal rehub import …` as the operator of this data folder."""
    env = data.environment(Role.OPERATOR)
    return CliRunner().invoke(rehub_group, ("import", str(path), *words), input=typed, env=env)


def stage_of(public: PublicPortal, person: Referred) -> Stage:
    """Return the stage a case is in now."""
    return find_case(public.side.store, person.receipt.case_reference).stage


def test_it_looks_asks_and_takes_in(
    portal_data: PortalData, public: PublicPortal, checked: Referred, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(write_csv((HEAD, write_row(checked, Note=SECRET))), "utf-8")
    refused = run(portal_data, path, typed="n\n")
    assert (refused.exit_code, stage_of(public, checked)) == (1, Stage.RECEIVED)
    done = run(portal_data, path, typed="y\n")
    assert "Row 2: shown to the person" in done.output
    assert done.output.endswith("Taken in: 1 of 1 rows; the others were taken before.\n")
    assert (done.exit_code, stage_of(public, checked)) == (0, Stage.REHUB_CHECK)
    assert SECRET not in done.output
    again = run(portal_data, path, "--yes")
    assert (again.exit_code, "Row 2: taken before, shown to the person" in again.output) == (0, True)


def test_a_dry_run_changes_nothing_and_a_machine_can_read_it(
    portal_data: PortalData, public: PublicPortal, checked: Referred, tmp_path: Path
) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(write_workbook(write_sheet((HEAD, write_row(checked)))))
    told = run(portal_data, path, "--dry-run", "--json")
    expected = {"done": False, "rows": [{"row": 2, "outcome": "applied", "is_repeat": False}], "faults": []}
    assert (told.exit_code, json.loads(told.output)) == (0, expected)
    assert stage_of(public, checked) is Stage.RECEIVED
    assert run(portal_data, path, "--json").exit_code == 2
    done = run(portal_data, path, "--yes", "--json")
    assert json.loads(done.output) == expected | {"done": True}
    assert stage_of(public, checked) is Stage.REHUB_CHECK


def test_every_fault_is_named_and_nothing_is_taken_in(
    portal_data: PortalData, public: PublicPortal, checked: Referred, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(write_csv((HEAD, write_row(checked), write_row(checked, Stage=SECRET))), "utf-8")
    told = run(portal_data, path, "--yes")
    assert told.exit_code == 1
    assert told.output.startswith("Row 3, Stage: This is none of our stages.\n")
    assert "Nothing was taken in." in told.output
    assert SECRET not in told.output
    assert stage_of(public, checked) is Stage.RECEIVED


def test_without_the_services_keys_it_says_so_row_by_row(
    portal_data: PortalData, checked: Referred, tmp_path: Path
) -> None:
    for key in (portal_data.data_dir / "keys" / "desk").glob("national.*"):
        key.unlink()
    path = tmp_path / "rows.csv"
    path.write_text(write_csv((HEAD, write_row(checked))), "utf-8")
    told = run(portal_data, path, "--yes")
    assert (told.exit_code, "Row 2, Reference: The key of this case’s service" in told.output) == (1, True)
