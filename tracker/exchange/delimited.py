"""Text with one record a line: comma, tab, semicolon or bar between the cells."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from tracker.core.plaintext import restored
from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.heading_row import score_of
from tracker.exchange.mapping import Map
from tracker.exchange.table import Table

_DELIMITERS = (",", "\t", ";", "|")
_STEP = 5_000
# How Excel is told not to take a text for a number: ="001".
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_LINE_CHARACTERS = 2**20


def read_delimited(
    file: str, text: str, encoding: str, said: Map, is_tsv: bool, tell: Callable[[int], None]
) -> Table:
    """Every record of a text as a row; records are counted as a spreadsheet shows them.

    Raises `Refused` for what makes it doubtful where a cell ends.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused("error.nul_in_file", file=file, line=line)
    if any(len(line) > _LINE_CHARACTERS for line in io.StringIO(text, newline="")):
        raise Refused("error.line_too_long", file=file, limit=_LINE_CHARACTERS)
    delimiter = said.delimiter or _delimiter(text, encoding, said, is_tsv)
    rows: list[list[str]] = []
    reader = _reader(text, delimiter)
    try:
        while some := list(islice(reader, _STEP)):
            rows += some
            tell(len(rows))
            if len(rows) > limits.ROWS:
                raise Refused("error.rows_too_many", file=file, limit=limits.ROWS)
    except csv.Error:
        raise _fault(file, text, delimiter) from None
    if "'" in text or '="' in text:
        rows = [[_as_meant(cell) for cell in row] for row in rows]
    kind = "tsv" if delimiter == "\t" else "csv"
    return Table(kind, encoding, delimiter, None, 1, rows)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str, encoding: str, said: Map, is_tsv: bool) -> str:
    """The delimiter with which most headings are known; of two, that of the file's name."""

    def known(delimiter: str) -> tuple[int, bool]:
        rows = []
        try:
            for row in islice(_reader(text, delimiter), limits.HEADING_ROWS):
                rows.append(row)
        except csv.Error:
            pass
        table = Table("csv", encoding, delimiter, None, 1, rows)
        return score_of(table, said), (delimiter == "\t") == is_tsv

    return max(_DELIMITERS, key=known)


def _as_meant(cell: str) -> str:
    if cell.startswith("'"):
        return restored(cell)
    match = _FORMULA_TEXT.fullmatch(cell)
    return match[1] if match else cell


def _fault(file: str, text: str, delimiter: str) -> Refused:
    """Why the reader stopped: a cell that is too long, or a quote with no fellow."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:"(?:[^"]|"")*"|(?!")[^{mark}\r\n]*)(?:{mark}|\r\n?|\n|\Z)')
    place = 0
    while place < len(text) and (match := cell.match(text, place)):
        if match.end() - place > limits.CELL_CHARACTERS:
            break
        place = match.end()
    line = text.count("\n", 0, place) + 1
    if text.startswith('"', place) and not cell.match(text, place):
        return Refused("error.quote_unclosed", file=file, line=line)
    return Refused("error.cell_too_long", file=file, line=line, limit=limits.CELL_CHARACTERS)
