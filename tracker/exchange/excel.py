"""Workbooks of Excel and WPS: one sheet becomes rows of text, as far as anything stands in it."""

import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import ParseError

from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.archive import Archive, open_archive
from tracker.exchange.heading_row import score_of
from tracker.exchange.mapping import Map
from tracker.exchange.sheet_scan import Scan, scan_sheet, scan_strings
from tracker.exchange.table import Table

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_STEP = 1_000
_STRICT = b"http://purl.oclc.org/ooxml/"


class _Sheet(NamedTuple):
    """A sheet as openpyxl opens it, and what a look over it told."""

    name: str
    is_visible: bool
    sheet: "ReadOnlyWorksheet"
    scan: Scan


# What openpyxl comes to where a workbook is not what it should be.
_FAULTS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, EOFError,
    NotImplementedError, ParseError, zipfile.BadZipFile, zlib.error, struct.error, RecursionError,
)  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_workbook(file: str, data: bytes, said: Map, tell: Callable[[int], None]) -> Table:
    """Read one sheet: the one named, else the only visible one that has headings.

    Raises `Refused` where no one sheet is meant, or where it holds what can't be relied on.
    """
    archive = open_archive(file, data)
    # What openpyxl leaves out of a workbook is nothing that this looks for.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if _STRICT in archive.read("xl/workbook.xml"):
                raise Refused("error.source_is", file=file, kind="Strict Open XML (.xlsx)")
            sheet = _chosen(file, _sheets(file, data, archive), said)
            _check(file, sheet.scan)
            rows = _rows(sheet, sheet.scan.last_row, tell)
        except _FAULTS:
            raise Refused("error.workbook_damaged", file=file) from None
    return Table("xlsx", None, None, sheet.name, 1, rows, sheet.scan.merges)


def _sheets(file: str, data: bytes, archive: Archive) -> list[_Sheet]:
    """The sheets of a workbook, as openpyxl opens them but for what a table has no need of:
    themes, properties, links and pictures stay unread.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.xml.constants import SHARED_STRINGS

    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.archive = archive
    reader.read_manifest()
    for part in reader.package.findall(SHARED_STRINGS):
        with archive.open(part.PartName[1:]) as stream:
            scan_strings(file, part.PartName, stream)
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(archive, reader.wb)
    sheets = []
    for said, rel in reader.parser.find_sheets():
        if rel.Type.endswith("/worksheet") and rel.target in reader.valid_files:
            with archive.open(rel.target) as stream:
                scan = scan_sheet(file, rel.target, stream)
            sheet = ReadOnlyWorksheet(reader.wb, said.name, rel.target, reader.shared_strings)
            sheets.append(_Sheet(said.name, said.state == "visible", sheet, scan))
    return sheets


def _chosen(file: str, sheets: Sequence[_Sheet], said: Map) -> _Sheet:
    visible = [sheet for sheet in sheets if sheet.is_visible]
    if said.sheet is not None:
        for sheet in sheets:
            if sheet.name == said.sheet:
                return sheet
        if said.sheet.isdecimal() and 0 < int(said.sheet) <= len(visible):
            return visible[int(said.sheet) - 1]
        raise Refused("error.sheet_unknown", file=file, text=said.sheet, known=_names(sheets))
    with_headings = [s for s in visible if len(visible) == 1 or _has_headings(s, said)]
    if len(with_headings) > 1:
        raise Refused("error.sheets_several", file=file, known=_names(with_headings))
    if not sheets:
        raise Refused("error.workbook_damaged", file=file)
    if not with_headings:
        raise Refused(
            "error.sheets_none", file=file, known=_names(sheets), rows=limits.HEADING_ROWS
        )
    return with_headings[0]


def _names(sheets: Sequence[_Sheet]) -> tuple[str, ...]:
    return tuple(sheet.name for sheet in sheets)


def _has_headings(sheet: _Sheet, said: Map) -> bool:
    last = max(limits.HEADING_ROWS, said.heading_row or 0)
    top = _rows(sheet, min(last, sheet.scan.last_row), lambda _: None)
    return score_of(Table("xlsx", None, None, sheet.name, 1, top), said) > 0


def _check(file: str, scan: Scan) -> None:
    """Raise `Refused` for the first cell that says less, or more, than it seems to."""
    if scan.outside:
        rows, columns = limits.ROWS, limits.COLUMNS
        raise Refused(
            "error.cell_outside", file=file, cell=scan.outside, rows=rows, columns=columns
        )
    if scan.too_long:
        limit = limits.CELL_CHARACTERS
        raise Refused("error.workbook_cell_long", file=file, cell=scan.too_long, limit=limit)
    if scan.uncalculated:
        raise Refused("error.cell_uncalculated", file=file, cell=scan.uncalculated)


def _rows(sheet: _Sheet, last: int, tell: Callable[[int], None]) -> list[tuple[str, ...]]:
    from openpyxl.cell.read_only import EMPTY_CELL

    # Sheets tell how large they are, and it need not be true.
    sheet.sheet.reset_dimensions()
    width = sheet.scan.last_column
    if not last or not width:
        return []
    reader: Any = sheet.sheet
    every = reader.iter_rows(min_row=1, max_row=last, min_col=1, max_col=width)
    rows: list[tuple[str, ...]] = []
    # No row more than is wanted: behind the last one openpyxl reads all that stands after it.
    for row in islice(every, last):
        # A sheet with one value in its last row has nothing but these before it.
        is_empty = all(cell is EMPTY_CELL for cell in row)
        texts = [] if is_empty else [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(tuple(texts))
        if len(rows) % _STEP == 0:
            tell(len(rows))
    tell(len(rows))
    return rows


def _text(cell: Any) -> str:
    """What stands in a cell, as text: dates in ISO form, numbers with the digits Excel shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _number(value: float, shown: str) -> str:
    is_share = "%" in shown and "%" in _QUOTED.sub("", shown)
    if isinstance(value, int) and not is_share:
        return str(value)
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not exact.is_finite():
        return str(exact)
    if is_share:
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _plain(figure: Decimal) -> str:
    text = format(figure, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
