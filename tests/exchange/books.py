"""Workbooks made part by part, for what no program would write."""

import io
import zipfile
from collections.abc import Mapping

import xlsxwriter

PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        "</Types>"
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="进度" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    ),
    "xl/sharedStrings.xml": (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    ),
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADINGS = "<row r='1'>" + "".join(
    f"<c r='{place}1' t='inlineStr'><is><t>{text}</t></is></c>"
    for place, text in (("A", "任务"), ("B", "县市区"), ("C", "累计完成"))
) + "</row>"  # fmt: skip


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with headings in its first row."""
    return f"<worksheet {MAIN}><sheetData>{HEADINGS}{rows}</sheetData>{after}</worksheet>"


def book(parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one sheet, and with these parts in place of its own or beside them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, content in {**PARTS, **parts}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def book_of(rows: str, after: str = "") -> bytes:
    """A workbook with one sheet of these rows below its headings, not made smaller."""
    return book({"xl/worksheets/sheet1.xml": sheet(rows, after)}, zipfile.ZIP_STORED)


def written(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook as a program writes it: sheets by name with their rows from A1."""
    packed = io.BytesIO()
    made = xlsxwriter.Workbook(packed, {"in_memory": True})
    for name, rows in sheets:
        page = made.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    made.close()
    return packed.getvalue()
