"""How far a workbook's XML reaches, looked at with a limit before anything of it is read into memory.

Reads names and places only: which cells hold something, how long shared texts are, which date system counts.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from portal.domain.sheet_rows import Reason
from portal.sheets.refusal import Unreadable
from portal.sheets.tables import LAST_ROW, MAX_COLUMNS

_MAX_CELLS = 25_000
_MAX_LETTERS = 4 * 1024 * 1024
_MAX_SHARED = 100_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_VALUES = frozenset({"v", "is"})


@dataclass(slots=True)
class Letters:
    """The lengths of the shared texts, and how many letters all cells together come to."""

    shared: list[int] = field(default_factory=list)
    total: int = 0
    cells: int = 0

    def add_cell(self, text: str, *, is_shared: bool) -> None:
        """Count one cell that holds something; Unreadable once it is too much."""
        number = int(text) if is_shared and text.isascii() and text.isdecimal() and len(text) < 8 else -1
        self.total += self.shared[number] if 0 <= number < len(self.shared) else len(text)
        self.cells += 1
        if self.total > _MAX_LETTERS or self.cells > _MAX_CELLS:
            raise Unreadable(Reason.TOO_MUCH_INSIDE)


def has_1904_days(workbook: bytes) -> bool:
    """Say whether a workbook counts its days from 1904."""
    found: list[bool] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "workbookPr":
            found.append(attributes.get("date1904", "") in {"1", "true", "on"})

    _walk(workbook, begin)
    return any(found)


def measure_shared(strings: bytes) -> Letters:
    """Return the lengths of a workbook's shared texts."""
    letters = Letters()

    def begin(name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            letters.shared.append(0)
            if len(letters.shared) > _MAX_SHARED:
                raise Unreadable(Reason.TOO_MUCH_INSIDE)

    def tell(text: str) -> None:
        if letters.shared:
            letters.shared[-1] += len(text)

    _walk(strings, begin, text=tell)
    return letters


def check_reach(sheet: bytes, letters: Letters) -> None:
    """Raise Unreadable when a cell that holds something lies too far away, or all of them hold too much."""
    reach = _Reach(letters)
    _walk(sheet, reach.begin, reach.end, reach.tell)


class _Reach:
    """Follows rows and cells; a place that is not written is taken for the one after the furthest, which no reader
    goes beyond."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._row, self._column = 0, 0  # of the cell
        self._last_row, self._last_column = 0, 0  # the furthest, written or counted
        self._is_shared, self._is_value = False, False
        self._text: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Go to a row or a cell."""
        match _local(name):
            case "row":
                self._begin_row(attributes)
            case "c":
                self._begin_cell(attributes)
            case value if value in _VALUES:
                self._is_value = True
                self._check_place()

    def end(self, name: str) -> None:
        """Leave a cell."""
        if _local(name) == "c" and self._is_value:
            self._letters.add_cell("".join(self._text), is_shared=self._is_shared)
            self._is_value = False

    def tell(self, text: str) -> None:
        """Take what stands in a cell."""
        if self._is_value:
            self._text.append(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        # Safety: a number in a form that this does not read may be one that the reader of the file does
        if given is not None and not _ROW.fullmatch(given):
            raise Unreadable(Reason.BROKEN)
        self._row = self._last_row + 1 if given is None else int(given)
        self._last_row = max(self._last_row, self._row)
        self._last_column = 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._last_column + 1
        if "r" in attributes:
            found = _PLACE.fullmatch(attributes["r"])
            if found is None:
                raise Unreadable(Reason.BROKEN)
            self._column = 0
            for letter in found[1]:
                self._column = self._column * 26 + ord(letter) - ord("A") + 1
            self._row = int(found[2])
        self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)
        self._is_shared, self._is_value, self._text = attributes.get("t") == "s", False, []

    def _check_place(self) -> None:
        # Safety: one cell at the far corner of a sheet would take all of the machine's memory
        if self._row > LAST_ROW:
            raise Unreadable(Reason.TOO_MANY_ROWS)
        if self._column > MAX_COLUMNS:
            raise Unreadable(Reason.TOO_MANY_COLUMNS)


def _walk(xml: bytes, begin: Any, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise Unreadable(Reason.BROKEN) from error


def _refuse(*_of_a_doctype: Any) -> None:
    # Safety: with entities a few bytes become all of the machine's memory; no spreadsheet program writes any
    raise Unreadable(Reason.BROKEN)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
