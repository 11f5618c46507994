"""Spreadsheets that are refused: each with the rows, columns and reasons that are expected, written by hand."""

from __future__ import annotations

import io
import zipfile

from tests.sheets.writing import HEAD, ONE, TWO, Value, pack, write_csv, write_sheet, write_workbook

# Row, column, reason.
Expected = tuple[tuple[int, str, str], ...]
FAR_CELL = write_sheet((HEAD, ONE)).replace(
    "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
)
WIDE_CELL = write_sheet((HEAD, ONE)).replace("</sheetData>", '<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>')
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>' + write_sheet((HEAD, ONE)).replace("Made up", "&b;")


def _csv(*rows: tuple[Value, ...]) -> bytes:
    return write_csv((HEAD, *rows)).encode()


def _change(place: int, value: Value) -> bytes:
    """Return a file of one row with one cell changed."""
    return _csv((*ONE[:place], value, *ONE[place + 1 :]))


def _whole(reason: str) -> Expected:
    return ((0, "", reason),)


def _bomb() -> bytes:
    """Return 40 KB that unpack to 40 MB."""
    row = '<row><c t="inlineStr"><is><t>' + "a" * 10_000 + "</t></is></c></row>"
    return write_workbook(write_sheet((HEAD, ONE)).replace("</sheetData>", row * 4000 + "</sheetData>"))


def _liar() -> bytes:
    """Return an archive that says of a part that it is small."""
    raw = bytearray(_bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    told = size.to_bytes(4, "little")
    return bytes(raw).replace(told, (500).to_bytes(4, "little"))


def _doubled() -> bytes:
    packed = io.BytesIO(write_workbook(write_sheet((HEAD, ONE))))
    with zipfile.ZipFile(packed, "a") as archive:
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        archive.NameToInfo.pop(info.filename)
        archive.writestr(info, write_sheet((HEAD, TWO)))
    return packed.getvalue()


_MANY = '<c t="s"><v>0</v></c>' * 40
_REPEATED = write_sheet((HEAD, ONE)).replace(
    "</sheetData>",
    "".join(f'<row r="{n}">{_MANY}</row>' for n in range(3, 300)) + "</sheetData>",
)
_ONE_LONG_TEXT = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'

BAD: dict[str, tuple[bytes, Expected]] = {
    "nothing": (b"", _whole("no_rows")),
    "headings and nothing below": (_csv(), _whole("no_rows")),
    "no headings": (write_csv((ONE, TWO)).encode(), _whole("no_header")),
    "a heading that is missing": (write_csv((HEAD[:2], ONE[:2])).encode(), _whole("no_header")),
    "a letter, not a table": (b"Dear portal, please see below.\r\n", _whole("no_header")),
    "a heading twice": (write_csv(((*HEAD[:6], "Stage"), ONE)).encode(), ((1, "stage", "heading_twice"),)),
    "a column we do not know": (
        write_csv(((*HEAD, "Victim's name"), (*ONE, "Zsofia"), (*TWO, ""))).encode(),
        ((1, "H", "heading_unknown"),),
    ),
    "a column without a heading": (write_csv(((*HEAD, ""), (*ONE, "?"))).encode(), ((1, "H", "heading_unknown"),)),
    "no reference": (_change(0, ""), ((2, "reference", "missing"),)),
    "another kind of reference": (_change(0, "A1234BC"), ((2, "reference", "no_reference"),)),
    "a reference with a letter that none has": (_change(0, "RJ-7F3K-92QO"), ((2, "reference", "no_reference"),)),
    "a stage that is none": (_change(1, "Waiting"), ((2, "stage", "no_stage"),)),
    "a day that is none": (_change(2, "last week"), ((2, "happened_on", "no_day"),)),
    "a day the American way round": (_change(2, "11/19/2026"), ((2, "happened_on", "no_day"),)),
    "the 31st of February": (_change(3, "31/02/2026"), ((2, "expected_by", "no_day"),)),
    "waiting for somebody else": (_change(4, "Godot"), ((2, "waiting_for", "no_waiting"),)),
    "neither yes nor no": (_change(5, "perhaps"), ((2, "sensitive", "no_yes_or_no"),)),
    "a note that is too long": (_change(6, "x" * 2001), ((2, "note", "too_long"),)),
    "a row of sums at the end": (
        _csv(ONE, TWO, ("Total: 2",)),
        ((4, "happened_on", "missing"), (4, "reference", "no_reference"), (4, "stage", "missing")),
    ),
    "two rows of four that are wrong": (
        _csv(ONE, ("x", *ONE[1:]), TWO, ("", "", "", *ONE[3:])),
        (
            (3, "reference", "no_reference"),
            *((5, name, "missing") for name in ("happened_on", "reference", "stage")),
        ),
    ),
    "an error of a formula": (_change(0, "#REF!"), ((2, "reference", "no_reference"),)),
    "quotes that never end": (_csv(ONE) + b'"RJ-AAAA-2222,approval_board\r\n', ((3, "", "quotes"),)),
    "bytes of no alphabet": (_csv(ONE) + b"\x81\x8d\xff\xfe", _whole("encoding")),
    "zeros": (b"Reference,Stage,Happened on\r\n" + b"\0" * 9, _whole("no_sheet")),
    "more than a megabyte": (_csv(*[ONE] * 20_000), _whole("too_large")),
    "1,001 rows": (_csv(*[ONE[:3]] * 1001), _whole("too_many_rows")),
    "51 columns": (write_csv(((*HEAD, *[""] * 43, "Far away"), ONE)).encode(), _whole("too_many_columns")),
    "Excel of before 2007, or with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        _whole("other_kind"),
    ),
    "a PDF": (b"%PDF-1.7\n", _whole("other_kind")),
    "a web page that calls itself .xls": (b"<html><table><tr><td>Reference</td></tr></table>", _whole("other_kind")),
    "an archive of something else": (pack({"letter.txt": "Dear portal"}), _whole("other_kind")),
    "an OpenDocument sheet": (
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        _whole("other_kind"),
    ),
    "an .xlsx cut off": (write_workbook(write_sheet((HEAD, ONE)))[:-300], _whole("broken")),
    "an .xlsx without a table": (write_workbook(write_sheet((("Nothing",),))), _whole("no_header")),
    "an .xlsx with two tables": (
        write_workbook(write_sheet((HEAD, ONE)), write_sheet((HEAD, TWO))),
        _whole("two_tables"),
    ),
    "an .xlsx whose XML has entities": (write_workbook(ENTITIES), _whole("broken")),
    "an .xlsx with a cell at the far end": (write_workbook(FAR_CELL), _whole("too_many_rows")),
    "an .xlsx with a cell far to the right": (write_workbook(WIDE_CELL), _whole("too_many_columns")),
    "a bomb": (_bomb(), _whole("too_much_inside")),
    "a bomb that lies about its size": (_liar(), _whole("broken")),
    "a part twice": (_doubled(), _whole("broken")),
    "300 parts and more": (
        write_workbook(write_sheet((HEAD, ONE)), more={f"xl/media/{n}.png": b"" for n in range(300)}),
        _whole("too_much_inside"),
    ),
    "one long text in many cells": (
        write_workbook(_REPEATED, more={"xl/sharedStrings.xml": _ONE_LONG_TEXT.format("a" * 30_000)}),
        _whole("too_much_inside"),
    ),
    "a time of day": (
        write_workbook(write_sheet((HEAD, (*ONE[:2], 0.5, *ONE[3:])))),
        ((2, "happened_on", "no_day"),),
    ),
    "a part that is no XML": (
        write_workbook(write_sheet((HEAD, ONE)), more={"xl/worksheets/sheet1.xml": "<worksheet"}),
        _whole("broken"),
    ),
}
