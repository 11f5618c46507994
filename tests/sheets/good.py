"""Spreadsheets that are taken: each with the rows that are expected, written by hand."""

from __future__ import annotations

from datetime import date

from tests.sheets.writing import DATE_STYLE, HEAD, ONE, TWO, Rows, serial, write_csv, write_sheet, write_workbook

NINETEENTH, FOURTH = date(2026, 11, 19), date(2026, 12, 4)
WELSH = ("Cyfeirnod", "Cam", "Digwyddodd ar", "Disgwylir erbyn", "Aros am", "Sensitif", "Nodyn")
IN_WELSH = ("RJ-7F3K-92QM", "Gyda re:hub", "19 Tachwedd 2026", "4 Rhag 2026", "y carchar", "na", "Made up")
TITLES: Rows = (("Cases with re:hub",), ("As of 20 November 2026",), ())
_BOTH = write_csv((HEAD, ONE, TWO))
_SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    + "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></si>" for text in (*HEAD[:3], *ONE[:3]))
    + "</sst>"
)
_CELLS = tuple(f'<x:c t="s"><x:v>{number}</x:v></x:c>' for number in range(6))
_BY_NUMBER = (
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    f"<x:row>{''.join(_CELLS[:3])}</x:row><x:row>{''.join(_CELLS[3:])}</x:row></x:sheetData></x:worksheet>"
)
_FORMULA = write_sheet((HEAD[:3], ONE[:2])).replace(
    "</row></sheetData>", f'<c r="C2" s="{DATE_STYLE}"><f>TODAY()</f><v>{serial(NINETEENTH)}</v></c></row></sheetData>'
)
_MERGED = write_sheet(
    (("Reference", "Stage", "Dates", ""), ("", "", "Happened on", "Expected by"), ONE[:4]),
    tail='<mergeCells count="3"><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/></mergeCells>',
)
_LATER = [[*row] for row in (HEAD, ONE[:2])]
_LATER[1] += [serial(NINETEENTH, is_1904=True), serial(FOURTH, is_1904=True)]

# What it is -> its bytes, and on which row each of the two rows is expected: ONE, or ONE and TWO.
GOOD: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "commas and UTF-8": (_BOTH.encode(), (2, 3)),
    "a mark of UTF-8, as Excel's “CSV UTF-8”": (b"\xef\xbb\xbf" + _BOTH.encode(), (2, 3)),
    "semicolons, as Excel writes in many countries": (write_csv((HEAD, ONE, TWO), ";").encode(), (2, 3)),
    "Excel's “Unicode text”: UTF-16 and tabs": (
        b"\xff\xfe" + write_csv((HEAD, ONE, TWO), "\t").encode("utf-16-le"),
        (2, 3),
    ),
    "UTF-16 the other way round": (b"\xfe\xff" + _BOTH.encode("utf-16-be"), (2, 3)),
    "UTF-16 without its mark": (_BOTH.encode("utf-16-le"), (2, 3)),
    "Windows-1252": (write_csv((HEAD, (*ONE[:6], "Made up: “née” – £5"))).encode("cp1252"), (2,)),
    "a first line that names the separator": (("sep=;\r\n" + write_csv((HEAD, ONE, TWO), ";")).encode(), (2, 3)),
    "lines that end as on an old Mac": (write_csv((HEAD, ONE, TWO), ends="\r").encode(), (2, 3)),
    "title rows above the header": (write_csv((*TITLES, HEAD, ONE, TWO)).encode(), (5, 6)),
    "rows of nothing at the end": (write_csv((HEAD, ONE, TWO, *[[""] * 7] * 40, [" "])).encode(), (2, 3)),
    "an empty row between": (write_csv((HEAD, ONE, [], TWO)).encode(), (2, 4)),
    "a note of two lines, with quotes and commas": (
        write_csv((HEAD, (*ONE[:6], 'Made up: "one",\ntwo'), TWO)).encode(),
        (2, 3),
    ),
    "everything in Welsh": (write_csv((WELSH, IN_WELSH)).encode(), (2,)),
    "English names of stages, small letters, no dashes": (
        write_csv(
            (HEAD, ("rj 7f3k 92qm", "with RE:HUB", "19/11/2026", "4.12.26", "The prison", "N", "Made up"))
        ).encode(),
        (2,),
    ),
    "days in words": (write_csv((HEAD, (*ONE[:2], "Thu 19th Nov 2026", "4-Dec-26", *ONE[4:]))).encode(), (2,)),
    "days with a time": (
        write_csv((HEAD, (*ONE[:2], "2026-11-19 09:30:00", "04/12/2026 00:00", *ONE[4:]))).encode(),
        (2,),
    ),
    "days as numbers in a text file": (
        write_csv((HEAD, (*ONE[:2], serial(NINETEENTH), serial(FOURTH), *ONE[4:]))).encode(),
        (2,),
    ),
    "an .xlsx of texts": (write_workbook(write_sheet((HEAD, ONE, TWO))), (2, 3)),
    "an .xlsx with real days": (write_workbook(write_sheet((HEAD, (*ONE[:2], NINETEENTH, FOURTH, *ONE[4:])))), (2,)),
    "an .xlsx with days as plain numbers": (
        write_workbook(write_sheet((HEAD, (*ONE[:2], serial(NINETEENTH), serial(FOURTH), *ONE[4:])))),
        (2,),
    ),
    "an .xlsx that counts from 1904": (write_workbook(write_sheet(_LATER), is_1904=True), (2,)),
    "an .xlsx with a merged header": (write_workbook(_MERGED), (3,)),
    "an .xlsx with titles and rows of nothing": (
        write_workbook(write_sheet((*TITLES, HEAD, ONE, TWO, *[[""] * 7] * 200))),
        (5, 6),
    ),
    "an .xlsx with shared texts and places left out": (
        write_workbook(
            _BY_NUMBER,
            more={
                "xl/sharedStrings.xml": _SHARED,
                "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.'
                'openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
                "</Relationships>",
            },
        ),
        (2,),
    ),
    "an .xlsx with a formula: what it last showed counts": (write_workbook(_FORMULA), (2,)),
    "an .xlsm: its macros are not even unpacked": (
        write_workbook(write_sheet((HEAD, ONE)), more={"xl/vbaProject.bin": b"\xcc" * 5000}),
        (2,),
    ),
    "an .xlsx with links to other files": (
        write_workbook(write_sheet((HEAD, ONE)), more={"xl/externalLinks/externalLink1.xml": "<no><xml"}),
        (2,),
    ),
    "an .xlsx with another, hidden table": (
        write_workbook(write_sheet((HEAD, ONE)), write_sheet((HEAD, TWO)), hidden=[2]),
        (2,),
    ),
    "an .xlsx with a sheet of something else": (
        write_workbook(write_sheet((("How to fill this in",),)), write_sheet((HEAD, ONE))),
        (2,),
    ),
}
