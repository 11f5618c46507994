"""One row of re:hub's spreadsheet: what its columns may be called, what may stand in them, and what is wrong with it.

Knows no file and no case: what a file is, and whether there is such a case, is for others to say. A complaint names the
row, the column and a reason by code (words in texts/sheet_words.py) and never repeats what stood there.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.free_text import clean_text
from portal.domain.references import parse_case_reference
from portal.domain.sheet_days import Cell, parse_day
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor

NOTE_LENGTH = 2000
_LONGEST_NAME = 200  # letters of a heading, a stage or an answer; none of ours is nearly as long


class Column(StrEnum):
    """What a row may say, by the names of re:hub's API."""

    REFERENCE = "reference"
    STAGE = "stage"
    HAPPENED_ON = "happened_on"
    EXPECTED_BY = "expected_by"
    WAITING_FOR = "waiting_for"
    SENSITIVE = "sensitive"
    NOTE = "note"


class Reason(StrEnum):
    """Why a file, a row or a cell cannot be taken; words in texts."""

    NO_SHEET = "no_sheet"
    OTHER_KIND = "other_kind"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MUCH_INSIDE = "too_much_inside"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    ENCODING = "encoding"
    QUOTES = "quotes"
    NO_HEADER = "no_header"
    TWO_TABLES = "two_tables"
    NO_ROWS = "no_rows"
    HEADING_TWICE = "heading_twice"
    HEADING_UNKNOWN = "heading_unknown"
    MISSING = "missing"
    NO_REFERENCE = "no_reference"
    NO_STAGE = "no_stage"
    NO_DAY = "no_day"
    FUTURE = "happened_in_future"
    LONG_AGO = "happened_long_ago"
    BEFORE = "expected_before"
    FAR = "expected_far"
    NO_WAITING = "no_waiting"
    NO_YES_OR_NO = "no_yes_or_no"
    TOO_LONG = "too_long"
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_BELIEVED = "not_believed"
    NO_KEY = "no_key"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and where: row 0 is the whole file; the column is a heading of ours or, unknown, its letter."""

    row: int
    column: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, read: one dated fact about one case. The note is for the facilitator alone."""

    row: int
    case_reference: str
    stage: Stage
    happened_on: date
    expected_by: date | None = None
    waiting_for: WaitingFor | None = None
    is_sensitive: bool = False
    note: str = field(default="", repr=False)


NEEDED = (Column.REFERENCE, Column.STAGE, Column.HAPPENED_ON)
_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.REFERENCE: (
        *("reference", "case reference", "case ref", "ref", "our reference", "case", "reference number"),
        *("cyfeirnod", "cyfeirnod achos", "cyfeirnod yr achos", "achos"),
    ),
    Column.STAGE: ("stage", "case stage", "status", "cam", "cam yr achos", "statws"),
    Column.HAPPENED_ON: (
        *("happened on", "date happened", "date", "day", "date of change", "since", "stage date"),
        *("digwyddodd ar", "dyddiad", "dyddiad digwydd", "ers"),
    ),
    Column.EXPECTED_BY: (
        *("expected by", "expected", "next step expected", "next step by", "next step expected by", "expected date"),
        *("disgwylir erbyn", "disgwyl erbyn", "cam nesaf erbyn"),
    ),
    Column.WAITING_FOR: ("waiting for", "waiting on", "aros am", "yn aros am"),
    Column.SENSITIVE: ("sensitive", "talk first", "sensitif", "siarad gyntaf"),
    Column.NOTE: ("note", "notes", "note for the facilitator", "comment", "comments", "nodyn", "nodiadau", "sylwadau"),
}
_WAITING: Mapping[WaitingFor, tuple[str, ...]] = {
    WaitingFor.PRISON: ("prison", "the prison", "carchar", "y carchar"),
    WaitingFor.PROBATION: ("probation", "probation service", "the probation service", "prawf", "y gwasanaeth prawf"),
    WaitingFor.POLICE: ("police", "the police", "heddlu", "yr heddlu"),
    WaitingFor.PANEL: ("panel", "the panel", "board", "the board", "approval board", "y panel", "bwrdd", "y bwrdd"),
    WaitingFor.MORE_INFORMATION: ("more information", "information", "rhagor o wybodaeth", "mwy o wybodaeth"),
    WaitingFor.PERSON: ("person", "the person", "y person"),
    WaitingFor.NOTHING: ("nothing", "nobody", "none", "dim", "dim byd", "neb"),
}
_YES_OR_NO: Mapping[bool, tuple[str, ...]] = {
    True: ("yes", "y", "true", "1", "x", "ie", "ydy", "ydi", "oes", "gwir"),
    False: ("no", "n", "false", "0", "na", "nac ydy", "nac oes", "nage", "anwir"),
}


def squeeze(text: str) -> str:
    """Return what two ways to write the same name have in common: letters and digits, small, composed."""
    if len(text) > _LONGEST_NAME:
        # Safety: one sign may become eighteen, and a small file of them all of the machine's memory
        return ""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


_COLUMN_OF = {squeeze(name): column for column, names in _HEADINGS.items() for name in (*names, column.value)}
_WAITING_OF = {squeeze(name): whom for whom, names in _WAITING.items() for name in (*names, whom.value)}
_ANSWER_OF = {squeeze(name): answer for answer, names in _YES_OR_NO.items() for name in names}


def find_column(heading: Cell) -> Column | None:
    """Return the column that a heading names, None when it names none."""
    return _COLUMN_OF.get(squeeze(heading)) if isinstance(heading, str) else None


def name_stages(names: Mapping[Stage, tuple[str, ...]]) -> dict[str, Stage]:
    """Return every stage by its code and its names as parse_row wants them; a name that two stages have is left out."""
    found: dict[str, Stage] = {}
    twice = set()
    for stage in Stage:
        for name in {squeeze(each) for each in (stage.value, *names.get(stage, ()))}:
            if found.setdefault(name, stage) is not stage:
                twice.add(name)
    return {name: stage for name, stage in found.items() if name not in twice}


def parse_row(
    row: int, cells: Mapping[Column, Cell], stages: Mapping[str, Stage], *, is_1904: bool = False
) -> SheetRow | tuple[Fault, ...]:
    """Return the row, or everything that is wrong with it. `stages` is by name, as name_stages made them."""
    texts = {column: write_text(cell) for column, cell in cells.items()}
    reference = parse_case_reference(texts.get(Column.REFERENCE, ""))
    stage = stages.get(squeeze(texts.get(Column.STAGE, "")))
    days = {
        column: parse_day(cells.get(column, ""), is_1904=is_1904) for column in (Column.HAPPENED_ON, Column.EXPECTED_BY)
    }
    waiting_for = _WAITING_OF.get(squeeze(texts.get(Column.WAITING_FOR, "")))
    answer = _ANSWER_OF.get(squeeze(texts.get(Column.SENSITIVE, "")))
    note = clean_text(texts.get(Column.NOTE, ""), keep_lines=True)
    read = {
        Column.REFERENCE: (reference, Reason.NO_REFERENCE),
        Column.STAGE: (stage, Reason.NO_STAGE),
        Column.HAPPENED_ON: (days[Column.HAPPENED_ON], Reason.NO_DAY),
        Column.EXPECTED_BY: (days[Column.EXPECTED_BY], Reason.NO_DAY),
        Column.WAITING_FOR: (waiting_for, Reason.NO_WAITING),
        Column.SENSITIVE: (answer, Reason.NO_YES_OR_NO),
        Column.NOTE: (note if len(note) <= NOTE_LENGTH else None, Reason.TOO_LONG),
    }
    faults = [Fault(row, column, Reason.MISSING) for column in NEEDED if not texts.get(column)]
    faults += [Fault(row, column, why) for column, (found, why) in read.items() if found is None and texts.get(column)]
    happened_on = days[Column.HAPPENED_ON]
    if faults or reference is None or stage is None or happened_on is None:
        return tuple(sorted(faults))
    return SheetRow(row, reference, stage, happened_on, days[Column.EXPECTED_BY], waiting_for, bool(answer), note)


def write_text(cell: Cell) -> str:
    """Return what a cell shows, without blanks around it; a whole number without its point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
