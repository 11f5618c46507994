"""CSV as Excel and others write it: with or without a mark of its encoding, with commas, semicolons, tabs or bars.

Nothing is guessed beyond that: a text that is neither UTF-8, UTF-16 nor Windows-1252 is refused, and so are quotes that
never end.
"""

import csv
import io

from portal.domain.sheet_rows import Reason
from portal.sheets.refusal import Unreadable
from portal.sheets.tables import LAST_ROW, MAX_COLUMNS, Header, find_header

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SEPARATORS = (",", ";", "\t", "|")
_SEP_LINE = "sep="  # Excel's own line that names the separator; it shows it nowhere


def read_text_file(raw: bytes) -> tuple[list[list[str]], Header]:
    """Return the cells and their header; Unreadable for a text that holds no table of ours."""
    text = decode(raw)
    if text.lstrip().startswith("<"):
        raise Unreadable(Reason.OTHER_KIND)  # a web page, or XML, under the name of a spreadsheet
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.casefold().startswith(_SEP_LINE) and len(named) == len(_SEP_LINE) + 1:
        return _split(rest, named[-1])
    refusals = []
    for separator in _SEPARATORS:
        try:
            return _split(text, separator)
        except Unreadable as refused:
            refusals.append(refused)
    # whatever came nearest to a table: the one that found more to say than "no header"
    raise next((each for each in refusals if each.reason is not Reason.NO_HEADER), refusals[0])


def decode(raw: bytes) -> str:
    """Return the text of a file; Unreadable when it is none."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", ""))
    body = raw[len(mark) :]
    for name in (encoding,) if encoding else _guess(body):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Unreadable(Reason.NO_SHEET)
        return text
    raise Unreadable(Reason.ENCODING)


def _guess(body: bytes) -> tuple[str, ...]:
    """Return which encodings a text without a mark may have: UTF-16 has a zero beside every plain letter."""
    zeros = (body[0:200:2].count(0), body[1:200:2].count(0))
    if max(zeros) > 10 * max(min(zeros), 1):
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8", "cp1252")


def _split(text: str, separator: str) -> tuple[list[list[str]], Header]:
    # an untranslated newline: one inside quotes stays as it was written
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    grid: list[list[str]] = []
    try:
        for row in reader:
            grid.append(row)
            if len(grid) > LAST_ROW:
                raise Unreadable(Reason.TOO_MANY_ROWS)
    except csv.Error as error:
        raise Unreadable(Reason.QUOTES, len(grid) + 1) from error
    header = find_header(grid)
    if header is None:
        raise Unreadable(Reason.NO_HEADER)
    if max(map(_count_columns, grid), default=0) > MAX_COLUMNS:
        raise Unreadable(Reason.TOO_MANY_COLUMNS)
    return grid, header


def _count_columns(row: list[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)
