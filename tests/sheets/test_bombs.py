"""Small files that would take all of the machine's memory or time, each by a way of its own: refused before that."""

from __future__ import annotations

import tracemalloc

import pytest

from portal.domain.stages import Stage
from portal.sheets.read import read_sheet
from tests.sheets.bad import FAR_CELL
from tests.sheets.writing import HEAD, ONE, write_csv, write_sheet, write_workbook

SHEET = write_sheet((HEAD, ONE))
FAR = '<row r="9999"><c r="AX9999"><v>1</v></c></row></sheetData>'
CORNER = write_sheet((("Nothing",),)).replace("</sheetData>", FAR)
RELATED = "xl/_rels/workbook.xml.rels"
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
CONTENT_TYPES = "[Content_Types].xml"


def add_rows(rows: str) -> bytes:
    """Return a workbook with more rows after its own."""
    return write_workbook(SHEET.replace("</sheetData>", f"{rows}</sheetData>"))


def lead_to(*targets: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """Return a workbook whose sheets are these parts, whatever else they may be for."""
    linked = "".join(
        f'<Relationship Id="rId{n}" Type="{WORKSHEET}" Target="{target}"/>' for n, target in enumerate(targets, start=1)
    )
    related = f'<Relationships xmlns="{PACKAGES}/relationships">{linked}</Relationships>'
    return write_workbook(*[SHEET] * len(targets), more={RELATED: related, **(more or {})})


BOMBS: dict[str, tuple[bytes, str]] = {
    "a sheet in a part that is for something else": (
        lead_to(f"/{CONTENT_TYPES}", more={CONTENT_TYPES: FAR_CELL}),
        "too_many_rows",
    ),
    "two parts whose names differ in their capitals": (
        write_workbook(SHEET, more={"xl/worksheets/SHEET1.xml": SHEET}),
        "broken",
    ),
    "one sheet named again and again": (lead_to(*["worksheets/sheet1.xml"] * 51), "too_much_inside"),
    "three sheets with a cell in the corner": (write_workbook(CORNER, CORNER, CORNER), "too_much_inside"),
    "a row with a number of eight digits": (add_rows('<row r="00010001"><c><v>1</v></c></row>'), "broken"),
    "a row after an empty one that is far away": (
        add_rows('<row r="10001"><c r="A3"/></row><row><c><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "a cell after an empty one that is far away": (
        add_rows('<row r="3"><c r="AZ3"/><c r="A3"/><c><v>1</v></c></row>'),
        "too_many_columns",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused(name: str, stages: dict[str, Stage]) -> None:
    raw, reason = BOMBS[name]
    assert [fault.reason.value for fault in read_sheet(raw, stages).faults] == [reason]


def test_one_sign_that_becomes_eighteen_takes_no_memory(stages: dict[str, Stage]) -> None:
    """As a heading and as an answer: each is compared in its long form."""
    long = "\ufdfa" * 100_000
    for rows in ((HEAD, (ONE[0], long)), ((long, *HEAD), ("", *ONE))):
        raw = write_csv(rows).encode()
        tracemalloc.start()
        read_sheet(raw, stages)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 3 * 1024 * 1024
