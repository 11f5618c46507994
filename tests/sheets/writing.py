"""Writing spreadsheets by hand, byte by byte, as Excel and others do: CSV in their encodings, XLSX from its own parts.

Nothing here reads one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

Value = str | int | float | bool | date
Rows = Sequence[Sequence[Value]]

HEAD = ("Reference", "Stage", "Happened on", "Expected by", "Waiting for", "Sensitive", "Note")
ONE = ("RJ-7F3K-92QM", "rehub_check", "2026-11-19", "2026-12-04", "prison", "no", "Made up")
TWO = ("RJ-AAAA-2222", "approval_board", "2026-11-20", "", "", "", "")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
DATE_STYLE = 1


def write_csv(rows: Rows, separator: str = ",", *, ends: str = "\r\n") -> str:
    """Return rows as Excel saves them: quotes only where they are needed."""

    def quote(value: Value) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if set(text) & {separator, '"', "\n"} else text

    return "".join(separator.join(map(quote, row)) + ends for row in rows)


def write_sheet(rows: Rows, *, tail: str = "") -> str:
    """Return a sheet's XML: text in the cell, numbers, and days as numbers with the style of a day."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(_write_cell(f"{chr(ord('A') + place)}{number}", value) for place, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{tail}</worksheet>'


def write_workbook(
    *sheets: str, is_1904: bool = False, hidden: Sequence[int] = (), more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return an .xlsx of these sheets; `more` are further parts by name, or others in their place."""
    count = range(1, len(sheets) + 1)
    unseen = {n: ' state="hidden"' for n in hidden}
    named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"{unseen.get(n, "")}/>' for n in count)
    days = ' date1904="1"' if is_1904 else ""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in count
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in count
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f"<workbookPr{days}/><sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">{targets}'
        f'<Relationship Id="rId99" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in zip(count, sheets, strict=True)},
        **(more or {}),
    }
    return pack(parts)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return packed.getvalue()


def serial(day: date, *, is_1904: bool = False) -> int:
    """Return the number by which Excel stores a day."""
    return (day - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days


def _write_cell(place: str, value: Value) -> str:
    match value:
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case date():
            return f'<c r="{place}" s="{DATE_STYLE}"><v>{serial(value)}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{value}</v></c>'
        case "":
            return f'<c r="{place}" s="0"/>'
        case _:
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
