"""Text with one record a line: comma, tab, semicolon or bar between the cells."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

from tracker.core.plaintext import restored
from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.heading_row import score_of
from tracker.exchange.mapping import Map
from tracker.exchange.table import Table

_DELIMITERS = (",", "\t", ";", "|")
_STEP = 5_000
_HEAD = 2**18
# How Excel is told not to take a text for a number: ="001".
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
# A line may be one of many in a cell, but not without end.
_LINE_CHARACTERS = 2**20
_LINES = 10 * limits.ROWS


def read_delimited(
    file: str, text: str, encoding: str, said: Map, is_tsv: bool, tell: Callable[[int], None]
) -> Table:
    """Every record of a text as a row; records are counted as a spreadsheet shows them.

    Raises `Refused` for what makes it doubtful where a cell ends.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused("error.nul_in_file", file=file, line=line)
    if text.count("\n") > _LINES or text.count("\r") > _LINES:
        raise Refused("error.rows_too_many", file=file, limit=limits.ROWS)
    if _has_long_line(text):
        raise Refused("error.line_too_long", file=file, limit=_LINE_CHARACTERS)
    delimiter = said.delimiter or _delimiter(text, encoding, said, is_tsv)
    if text.count(delimiter) > limits.CELLS:
        raise Refused("error.cells_too_many", file=file, limit=limits.CELLS)
    rows: list[tuple[str, ...]] = []
    reader = _reader(text, delimiter)
    trim = str.strip
    try:
        while some := [tuple(map(trim, row)) for row in islice(reader, _STEP)]:
            rows += some
            tell(len(rows))
            if len(rows) > limits.ROWS:
                raise Refused("error.rows_too_many", file=file, limit=limits.ROWS)
    except csv.Error:
        raise _fault(file, text, delimiter) from None
    if "'" in text or '="' in text:
        rows = [tuple(map(_as_meant, row)) for row in rows]
    kind = "tsv" if delimiter == "\t" else "csv"
    return Table(kind, encoding, delimiter, None, 1, rows)


def _has_long_line(text: str) -> bool:
    """Whether a line is longer than one may be, by looking only where the longest would end."""
    begin = 0
    while len(text) - begin > _LINE_CHARACTERS:
        end = begin + _LINE_CHARACTERS
        # A line break of two characters belongs whole to the line before it.
        end -= text.startswith("\r\n", end - 1)
        begin = max(text.rfind("\n", begin, end), text.rfind("\r", begin, end)) + 1
        if begin == 0:
            return True
    return False


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str, encoding: str, said: Map, is_tsv: bool) -> str:
    """The delimiter with which most headings are known; of two, that of the file's name."""

    head = text[:_HEAD]

    def known(delimiter: str) -> tuple[int, bool]:
        rows = []
        # What is wrong is said when all of it is read.
        with suppress(csv.Error):
            for row in islice(_reader(head, delimiter), limits.HEADING_ROWS):
                rows.append(tuple(map(str.strip, row)))
        table = Table("csv", encoding, delimiter, None, 1, rows)
        return score_of(table, said), (delimiter == "\t") == is_tsv

    return max(_DELIMITERS, key=known)


def _as_meant(cell: str) -> str:
    if cell.startswith("'"):
        return restored(cell).strip()
    match = _FORMULA_TEXT.fullmatch(cell)
    return match[1].strip() if match else cell


def _fault(file: str, text: str, delimiter: str) -> Refused:
    """Why the reader stopped: a cell that is too long, or a quote with no fellow."""
    reader, line = _reader(text, delimiter), 0
    with suppress(csv.Error):
        for _ in reader:
            line = reader.line_num
    record = "".join(islice(io.StringIO(text, newline=""), line, None))
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:"[^"]*+(?:""[^"]*+)*+"|(?!")[^{mark}\r\n]*+)(?:{mark}|\r\n?|\n)')
    place, limit = 0, limits.CELL_CHARACTERS
    while (match := cell.match(record, place)) and match.end() - place <= limit:
        place = match.end()
    line += len(io.StringIO(record[:place], newline="").readlines())
    # Behind a line break the cell is in the next line, behind a delimiter in this one.
    if place == 0 or record[place - 1] in "\r\n":
        line += 1
    if match:
        return Refused("error.cell_too_long", file=file, line=line, limit=limit)
    return Refused("error.quote_unclosed", file=file, line=line)
