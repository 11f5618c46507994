"""XLSX: unpacked here with limits, looked through, packed again without what no table needs, and only then read.

python-calamine never sees the file as it came. Macros, links to other files and pictures are not even unpacked.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from portal.domain.sheet_days import Cell
from portal.domain.sheet_rows import Reason
from portal.sheets.measures import check_reach, has_1904_days, measure_shared
from portal.sheets.refusal import Unreadable
from portal.sheets.tables import Header, find_header

_MAX_PARTS = 300
_MAX_UNPACKED = 16 * 1024 * 1024
_MAX_SHEETS = 50
_MAX_AREA = 1_000_000  # cells between the first and the last of each sheet, empty ones too, of all sheets together
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels"
    r"|xl/(?:workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[\w. -]+\.xml",
    re.IGNORECASE,
)
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedstrings.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The one sheet with a table of ours."""

    grid: list[list[Cell]]
    header: Header
    is_1904: bool


def read_workbook(raw: bytes) -> Workbook:
    """Return the sheet of a workbook that holds a table; Unreadable when none does, or two do."""
    parts = _unpack(raw)
    small = {name.casefold(): body for name, body in parts.items()}
    if _WORKBOOK not in small:
        raise Unreadable(Reason.OTHER_KIND)
    is_1904 = has_1904_days(small[_WORKBOOK])
    letters = measure_shared(small[_STRINGS]) if _STRINGS in small else measure_shared(b"<sst/>")
    for body in small.values():
        # Safety: of every part, since a workbook may name any of them as its sheet
        check_reach(body, letters)
    found: list[Workbook] = []
    for grid in _read(_pack(parts)):
        header = find_header(grid)
        if header is not None:
            found.append(Workbook(grid, header, is_1904))
        if len(found) > 1:
            break
    if len(found) != 1:
        raise Unreadable(Reason.TWO_TABLES if found else Reason.NO_HEADER)
    return found[0]


def _unpack(raw: bytes) -> dict[str, bytes]:
    """Return the parts a table needs, each unpacked to its end and never further than the limit of all."""
    parts: dict[str, bytes] = {}
    names: set[str] = set()
    left = _MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > _MAX_PARTS:
                raise Unreadable(Reason.TOO_MUCH_INSIDE)
            for entry in entries:
                if not _NEEDED.fullmatch(entry.filename):
                    continue
                with archive.open(entry) as part:
                    # Safety: what an archive says of its sizes is its sender's word; this reads no further
                    body = part.read(left + 1)
                if len(body) > left:
                    raise Unreadable(Reason.TOO_MUCH_INSIDE)
                if entry.filename.casefold() in names:
                    raise Unreadable(Reason.BROKEN)  # two of a name: readers differ in which they take
                names.add(entry.filename.casefold())
                left -= len(body)
                parts[entry.filename] = body
    except _BROKEN as error:
        raise Unreadable(Reason.BROKEN) from error
    return parts


def _pack(parts: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    packed.seek(0)
    return packed


def _read(packed: io.BytesIO) -> Iterator[list[list[Cell]]]:
    """Give the cells of each sheet that can be seen, one sheet after the other."""
    left = _MAX_AREA
    try:
        with CalamineWorkbook.from_filelike(packed) as workbook:
            names = _list_names(workbook)
            for name in names:
                sheet = workbook.get_sheet_by_name(name)
                left -= sheet.total_height * sheet.total_width
                if left < 0:
                    raise Unreadable(Reason.TOO_MUCH_INSIDE)
                # from the first row and column on, so that places are numbers as the sender sees them
                rows: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
                yield [[_as_cell(value) for value in row] for row in rows]
    except Unreadable:
        raise
    except Exception as error:
        # python-calamine's own errors share no base but this
        raise Unreadable(Reason.BROKEN) from error


def _list_names(workbook: CalamineWorkbook) -> list[str]:
    every = workbook.sheets_metadata
    # Safety: one small part may be named as a sheet again and again, and is read anew for each
    if len(every) > _MAX_SHEETS:
        raise Unreadable(Reason.TOO_MUCH_INSIDE)
    is_sheet = SheetTypeEnum.WorkSheet
    return [each.name for each in every if each.typ is is_sheet and each.visible is SheetVisibleEnum.Visible]


def _as_cell(value: object) -> Cell:
    match value:
        case bool():
            return str(value)
        case int() | float():
            return float(value)
        case datetime() | date():
            return value
        case _:
            # words, and what is no day: a time or a span
            return str(value)
