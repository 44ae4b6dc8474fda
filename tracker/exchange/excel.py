"""Workbooks of Excel and WPS: a sheet becomes rows of text."""

import io
from collections.abc import Callable

from tracker.exchange.table import Table


def read_workbook(data: bytes, tell: Callable[[int], None]) -> Table:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    tell(len(rows))
    return Table("xlsx", None, None, sheet.title, 1, rows)
