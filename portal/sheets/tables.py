"""Finding the table in a grid of cells: title rows above it, a header of one or two rows, blank rows, columns unknown.

A grid begins with the first row of the sheet, so that the place of a row is its number in a spreadsheet program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.sheet_days import Cell
from portal.domain.sheet_rows import NEEDED, Column, Fault, Reason, SheetRow, find_column, parse_row, write_text
from portal.domain.stages import Stage
from portal.sheets.refusal import Unreadable

MAX_ROWS, MAX_COLUMNS, LAST_ROW = 1000, 50, 10_000
_TITLE_ROWS = 30
Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Header:
    """The headings by place in the row, and the number of rows above the first row of data."""

    headings: tuple[Cell, ...]
    ends: int

    @property
    def columns(self) -> dict[int, Column]:
        """Return the columns we know by their place."""
        found = {place: find_column(heading) for place, heading in enumerate(self.headings)}
        return {place: column for place, column in found.items() if column}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: rows in the order of the file, and everything that is wrong with the file."""

    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...]


def find_header(grid: Grid) -> Header | None:
    """Return the first header with every column that is needed, in one row or in two where cells were merged."""
    for place in range(min(len(grid), _TITLE_ROWS)):
        below = grid[place + 1] if place + 1 < len(grid) else ()
        for header in (Header(tuple(grid[place]), place + 1), Header(_join(grid[place], below), place + 2)):
            if set(NEEDED) <= set(header.columns.values()):
                return header
    return None


def read_table(grid: Grid, header: Header, stages: Mapping[str, Stage], *, is_1904: bool = False) -> Sheet:
    """Return the rows below the header and what is wrong with them; Unreadable when there are too many."""
    said = [(number, row) for number, row in enumerate(grid, start=1) if number > header.ends and not is_blank(row)]
    if len(said) > MAX_ROWS:
        raise Unreadable(Reason.TOO_MANY_ROWS)
    faults = _find_heading_faults(header, [row for _, row in said])
    if any(fault.reason is Reason.HEADING_TWICE for fault in faults):
        return Sheet((), tuple(sorted(faults)))  # nobody can say which of the two is meant
    rows = []
    for number, row in said:
        cells = {column: row[place] for place, column in header.columns.items() if place < len(row)}
        read = parse_row(number, cells, stages, is_1904=is_1904)
        if isinstance(read, SheetRow):
            rows.append(read)
        else:
            faults += read
    if not said:
        faults.append(Fault(0, "", Reason.NO_ROWS))
    return Sheet(tuple(rows), tuple(sorted(faults)))


def is_blank(row: Sequence[Cell]) -> bool:
    """Say whether nothing stands in a row."""
    return not any(write_text(cell) for cell in row)


def name_place(place: int) -> str:
    """Return a column's letters, as a spreadsheet program names it."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _join(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the headings of two rows as one: the lower where there is one."""
    width = max(len(above), len(below))
    rows = [[*row, *[""] * (width - len(row))] for row in (below, above)]
    return tuple(lower if write_text(lower) else upper for lower, upper in zip(*rows, strict=True))


def _find_heading_faults(header: Header, rows: Grid) -> list[Fault]:
    columns = header.columns
    named = list(columns.values())
    faults = [Fault(header.ends, column, Reason.HEADING_TWICE) for column in set(named) if named.count(column) > 1]
    width = max((len(row) for row in rows), default=0)
    for place in (each for each in range(width) if each not in columns):
        # Safety: a column that is left out in silence may say what matters; and a name in it is nothing for here
        if any(place < len(row) and write_text(row[place]) for row in rows):
            faults.append(Fault(header.ends, name_place(place), Reason.HEADING_UNKNOWN))
    return faults
