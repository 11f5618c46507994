"""Documents that would go stale: the settings' table, the list of plain columns, a README in each package."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from portal.environment import variable_of
from portal.settings import ROOT, Settings
from portal.store.tables import metadata
from tests.contracts.sources import list_files, read

PACKAGES = sorted({path.parts[1] for path in list_files(".py", "portal") if len(path.parts) > 2})
ROW = re.compile(r"^\|\s*`(?P<name>[^`]+)`\s*\|(?P<rest>.*)\|\s*$", re.MULTILINE)


def list_rows(path: Path) -> dict[str, str]:
    """Return the rows of a document's tables whose first cell is `code`: the code and the rest of the row."""
    return {match["name"]: match["rest"].strip() for match in ROW.finditer(read(path))}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    """An operator reads the table, not the code."""
    expected = {variable_of(each.name) for each in fields(Settings)} - {"PORTAL_ROLE", "PORTAL_LEAVE_URLS"}
    told = {name for name in list_rows(Path("README.md")) if name.startswith("PORTAL_")}
    assert told == expected | {"PORTAL_LEAVE_URL_<LANG>"}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_what_it_is_for(package: str) -> None:
    """What it holds, what it does not, and the rule it keeps."""
    assert len((ROOT / "portal" / package / "README.md").read_text().split()) > 20


def is_sealed(column: str) -> bool:
    """Say whether a column's name promises that nobody can read it without a key."""
    return column == "envelope" or column.endswith("_envelope") or column.startswith("sealed_")


def test_every_plain_column_is_told_in_the_vaults_readme() -> None:
    """What a thief of the database learns is written down, column by column."""
    rows = list_rows(Path("portal/vault/README.md"))
    told = {table: set(re.findall(r"[a-z_0-9]+", rows.get(table, ""))) for table in metadata.tables}
    plain = {
        name: {column.name for column in table.columns if not is_sealed(column.name)}
        for name, table in metadata.tables.items()
    }
    assert told == plain
