"""What a file really is that is called a table and is none that can be read."""

import re

from tracker.errors import Refused

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|style|div)\b", re.IGNORECASE)
_LOOK = 4096
_OTHER_SHEETS = (
    ("xl/workbook.bin", "Excel (.xlsb)"),
    ("content.xml", "OpenDocument (.ods)"),
    ("Index.zip", "Numbers (.numbers)"),
)
_NO_SHEETS = (("word/document.xml", "Word (.docx)"), ("ppt/presentation.xml", "PowerPoint (.pptx)"))


def refuse_binary(file: str, data: bytes) -> None:
    """Raise `Refused` for the binary files that departments send instead of a table."""
    if data.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("error.source_locked", file=file)
        old = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
        if old:
            raise Refused("error.source_is", file=file, kind="Excel 97-2003 (.xls)")
        raise Refused("error.source_no_table", file=file, kind="Office 97-2003")
    if data.startswith(b"%PDF-"):
        raise Refused("error.source_no_table", file=file, kind="PDF")


def refuse_markup(file: str, text: str) -> None:
    """Raise `Refused` for web pages and XML, whatever their names say."""
    start = text[:_LOOK].lstrip()
    if start.startswith("<"):
        page = _WEB_PAGE.search(start)
        sheet = _SPREADSHEET_2003 in start
        kind = "XML Spreadsheet 2003 (.xml)" if sheet else "HTML" if page else "XML"
        raise Refused("error.source_is", file=file, kind=kind)


def refuse_archive(file: str, names: frozenset[str]) -> None:
    """Raise `Refused` for a zip archive that is no workbook, by the names of its parts."""
    for part, kind in _OTHER_SHEETS:
        if part in names:
            raise Refused("error.source_is", file=file, kind=kind)
    for part, kind in _NO_SHEETS:
        if part in names:
            raise Refused("error.source_no_table", file=file, kind=kind)
    if any(name.endswith(".iwa") for name in names):
        raise Refused("error.source_is", file=file, kind="Numbers (.numbers)")
    if "[Content_Types].xml" not in names:
        raise Refused("error.source_no_table", file=file, kind="ZIP")
