"""Spreadsheets as they come: what is read of each, and what each bad one is told. Files are data, none is trusted."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.sheet_rows import Fault, Reason, SheetRow, name_stages
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor
from portal.sheets.read import read_sheet
from tests.sheets.bad import BAD, Expected
from tests.sheets.good import GOOD
from tests.sheets.writing import HEAD, ONE, write_csv, write_sheet, write_workbook

FILES = Path(__file__).parent / "files"
BY_OFFICE = sorted(path.name for path in FILES.iterdir() if path.suffix in {".xlsx", ".csv"})
FIRST = SheetRow(0, "RJ-7F3K-92QM", Stage.REHUB_CHECK, date(2026, 11, 19))
SECOND = SheetRow(0, "RJ-AAAA-2222", Stage.APPROVAL_BOARD, date(2026, 11, 20))


def check_rows(rows: tuple[SheetRow, ...], numbers: tuple[int, ...]) -> None:
    """Check that the rows are the two that every good file holds, with or without what may be left out."""
    assert tuple(row.row for row in rows) == numbers
    for row, expected in zip(rows, (FIRST, SECOND), strict=False):
        told = (row.case_reference, row.stage, row.happened_on)
        assert told == (expected.case_reference, expected.stage, expected.happened_on)
        assert row.expected_by in (None, date(2026, 12, 4))
        assert row.waiting_for in (None, WaitingFor.PRISON)
        assert not row.is_sensitive


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read(name: str, stages: dict[str, Stage]) -> None:
    raw, numbers = GOOD[name]
    sheet = read_sheet(raw, stages)
    assert sheet.faults == ()
    check_rows(sheet.rows, numbers)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_what_is_wrong_and_where(name: str, stages: dict[str, Stage]) -> None:
    raw, expected = BAD[name]
    assert list_faults(read_sheet(raw, stages).faults) == expected


@pytest.mark.parametrize("name", BY_OFFICE)
def test_what_libreoffice_wrote_is_read(name: str, stages: dict[str, Stage]) -> None:
    sheet = read_sheet((FILES / name).read_bytes(), stages)
    assert sheet.faults == ()
    first = 5 if "titles" in name else 3 if "merged" in name else 2
    check_rows(sheet.rows, (first, first + 1))
    assert sheet.rows[0].expected_by == date(2026, 12, 4)


def test_there_are_forty_files_and_more() -> None:
    assert len(GOOD) + len(BAD) + len(BY_OFFICE) >= 40
    assert len(BY_OFFICE) >= 6


def list_faults(faults: tuple[Fault, ...]) -> Expected:
    """Return faults as the tables of files write them."""
    return tuple((fault.row, fault.column, fault.reason.value) for fault in faults)


def test_a_note_keeps_its_lines_and_loses_what_cannot_be_seen(stages: dict[str, Stage]) -> None:
    raw = write_csv((HEAD, (*ONE[:6], "one\r\ntwo\u202e\x07"))).encode()
    assert read_sheet(raw, stages).rows[0].note == "one\ntwo"


def test_a_yes_is_a_yes_in_both_languages(stages: dict[str, Stage]) -> None:
    for yes in ("yes", "Ie", "TRUE", "x", "1"):
        (row,) = read_sheet(write_csv((HEAD, (*ONE[:5], yes, ""))).encode(), stages).rows
        assert row.is_sensitive
    (row,) = read_sheet(write_workbook(write_sheet((HEAD, (*ONE[:5], True, "")))), stages).rows
    assert row.is_sensitive


def test_every_stage_is_known_by_its_code_and_by_both_its_names(stages: dict[str, Stage]) -> None:
    for stage in Stage:
        assert stages[stage.value.replace("_", "")] is stage
    assert len(stages) > 2 * len(Stage)


def test_a_name_that_two_stages_have_is_no_name() -> None:
    both = name_stages({Stage.ENQUIRIES: ("Checking",), Stage.SUITABILITY: ("checking!",)})
    assert "checking" not in both


def test_a_bomb_takes_little_memory(stages: dict[str, Stage]) -> None:
    raw = BAD["a bomb"][0]
    assert len(raw) < 200_000
    tracemalloc.start()
    assert read_sheet(raw, stages).faults[0].reason is Reason.TOO_MUCH_INSIDE
    assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    tracemalloc.stop()


def test_no_complaint_repeats_what_stood_there(stages: dict[str, Stage]) -> None:
    raw = write_csv(((*HEAD, "Zsofia"), ("Zsofia",) * 8)).encode()
    sheet = read_sheet(raw, stages)
    assert len(sheet.faults) == 7
    assert "Zsofia" not in repr(sheet)


WHOLE = write_workbook(write_sheet((HEAD, ONE)))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), cut=st.integers(0, 40))
def test_a_damaged_workbook_never_breaks_anything(place: int, byte: int, cut: int) -> None:
    damaged = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 + cut :]
    sheet = read_sheet(damaged, {"rehubcheck": Stage.REHUB_CHECK})
    assert sheet.rows or sheet.faults


@settings(derandomize=True, deadline=None, max_examples=150)
@given(inside=st.text(alphabet='<>/="&;0123456789 crvstdi', max_size=60), place=st.integers(0, 300))
def test_a_strange_sheet_never_breaks_anything(inside: str, place: int) -> None:
    sheet = write_sheet((HEAD, ONE))
    strange = sheet[:place] + inside + sheet[place:]
    read = read_sheet(write_workbook(strange), {"rehubcheck": Stage.REHUB_CHECK})
    assert read.rows or read.faults


@settings(derandomize=True, deadline=None, max_examples=100)
@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_answered(raw: bytes) -> None:
    sheet = read_sheet(raw, {})
    assert sheet.rows == ()
    assert sheet.faults
