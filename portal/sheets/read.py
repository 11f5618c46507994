"""Reading a spreadsheet of either kind; what it is called and what its sender says of its kind count for nothing."""

from collections.abc import Mapping

from portal.domain.sheet_rows import Fault, Reason
from portal.domain.stages import Stage
from portal.sheets.refusal import Unreadable
from portal.sheets.tables import Sheet, read_table
from portal.sheets.text_files import read_text_file
from portal.sheets.workbooks import read_workbook

MAX_BYTES = 1024 * 1024
_ARCHIVE = b"PK\x03\x04"
# Excel's old files and every one with a password; PDF; rich text; pictures
_OTHERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"PK\x05\x06")


def read_sheet(raw: bytes, stages: Mapping[str, Stage]) -> Sheet:
    """Return the rows of a spreadsheet and everything that is wrong with it; never raises for what it holds.

    `stages` is by name, as sheet_rows.name_stages made them.
    """
    try:
        if len(raw) > MAX_BYTES:
            raise Unreadable(Reason.TOO_LARGE)
        if not raw.strip():
            raise Unreadable(Reason.NO_ROWS)
        if raw.startswith(_OTHERS):
            raise Unreadable(Reason.OTHER_KIND)
        if raw.startswith(_ARCHIVE):
            workbook = read_workbook(raw)
            return read_table(workbook.grid, workbook.header, stages, is_1904=workbook.is_1904)
        return read_table(*read_text_file(raw), stages)
    except Unreadable as refused:
        return Sheet((), (Fault(refused.row, "", refused.reason),))
