"""What is said about a spreadsheet of re:hub's, at the desk and on the command line, in English as all of both.

A complaint names the row, the column and what to do; it never repeats what stood there.
"""

from collections.abc import Mapping

from portal.domain.sheet_rows import Column, Fault, Reason

_COLUMNS: Mapping[str, str] = {
    Column.REFERENCE: "Reference",
    Column.STAGE: "Stage",
    Column.HAPPENED_ON: "Happened on",
    Column.EXPECTED_BY: "Expected by",
    Column.WAITING_FOR: "Waiting for",
    Column.SENSITIVE: "Sensitive",
    Column.NOTE: "Note",
}
_REASONS: Mapping[Reason, str] = {
    Reason.NO_SHEET: "This is no spreadsheet. Save it as .xlsx or .csv.",
    Reason.OTHER_KIND: "This kind of file cannot be read, or it has a password. Save it as .xlsx without a password, "
    "or as .csv.",
    Reason.BROKEN: "This file is damaged. Open it in a spreadsheet program and save it again.",
    Reason.TOO_LARGE: "This file is too large. It may have 1 MB. Split it.",
    Reason.TOO_MUCH_INSIDE: "There is far too much in this file. Copy the rows into a new one.",
    Reason.TOO_MANY_ROWS: "There are too many rows. A file may have 1,000. Split it.",
    Reason.TOO_MANY_COLUMNS: "There are too many columns. A file may have 50. Copy the ones you need into a new file.",
    Reason.ENCODING: "The letters cannot be read. Save it as .xlsx, or as “CSV UTF-8”.",
    Reason.QUOTES: "A quotation mark begins here and does not end. Put it right, or save it as .xlsx.",
    Reason.NO_HEADER: "There is no row with the headings “Reference”, “Stage” and “Happened on”.",
    Reason.TWO_TABLES: "Two sheets of this file have these headings. Keep one.",
    Reason.NO_ROWS: "There are no rows below the headings.",
    Reason.HEADING_TWICE: "This heading stands there twice. Keep one.",
    Reason.HEADING_UNKNOWN: "We do not know this column, and something stands in it. Take it out, or put its heading "
    "right.",
    Reason.MISSING: "This is empty. It must be there.",
    Reason.NO_REFERENCE: "This is not a case reference. It looks like RJ-XXXX-XXXX.",
    Reason.NO_STAGE: "This is none of our stages.",
    Reason.NO_DAY: "This is not a day we can be sure of. Write it as 2026-11-19 or 19/11/2026.",
    Reason.FUTURE: "This day is in the future.",
    Reason.LONG_AGO: "This day is more than ten years ago.",
    Reason.BEFORE: "This day is before the day it happened.",
    Reason.FAR: "This day is more than ten years ahead.",
    Reason.NO_WAITING: "Write prison, probation, police, panel, more information, person or nothing.",
    Reason.NO_YES_OR_NO: "Write yes or no.",
    Reason.TOO_LONG: "Make it shorter. It may have 2,000 characters.",
    Reason.UNKNOWN_REFERENCE: "There is no such case here.",
    Reason.NOT_BELIEVED: "Something about this case does not verify. Nothing may be added to it. Tell your supervisor.",
    Reason.NO_KEY: "The key of this case’s service is not on this machine.",
}


def say_place(fault: Fault) -> str:
    """Return where it is: the row and the column, or the whole file."""
    if not fault.row:
        return "The file"
    column = _COLUMNS.get(fault.column) or (f"column {fault.column}" if fault.column else "")
    return f"Row {fault.row}, {column}" if column else f"Row {fault.row}"


def say_reason(fault: Fault) -> str:
    """Return what is wrong and what to do."""
    return _REASONS[fault.reason]
