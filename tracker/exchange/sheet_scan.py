"""One look over the XML of a sheet before openpyxl reads it: how far it goes, what would mislead.

openpyxl keeps every element it has seen, takes a formula that was never calculated for an empty
cell, and does not tell which cells are merged where it only reads.
"""

import re
from collections.abc import Callable
from typing import IO, NamedTuple
from xml.parsers import expat

from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.table import Merge, column_name, column_place

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _FORMULA, _TEXT, _MERGE = (
    _MAIN + name for name in ("row", "c", "v", "f", "t", "mergeCell")
)
_STRING = _MAIN + "si"
# As many as a sheet of Excel can have; of cells, those with nothing but a style count too.
_ROWS, _ROW_CELLS = 2**20, 2**14
_OTHERS = 100_000
_STRINGS = 4 * 10**6
_CHUNK = 2**18
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class Scan(NamedTuple):
    """How far the values of a sheet go, and the first cell (B7) of each kind that is refused."""

    last_row: int
    last_column: int
    merges: tuple[Merge, ...]
    uncalculated: str | None
    outside: str | None
    too_long: str | None


class _Sheet:
    """What is known so far of a sheet while its elements pass by."""

    def __init__(self, file: str, part: str) -> None:
        self.file, self.part = file, part
        self.row = self.column = self.rows = self.cells = self.row_cells = self.others = 0
        self.last_row = self.last_column = 0
        self.length = 0
        self.inside = self.is_text = self.formula = self.has_value = False
        self.merges: list[Merge] = []
        self.uncalculated: str | None = None
        self.outside: str | None = None
        self.too_long: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # Ends of elements are not listened to: a cell ends where the next thing begins.
        self.inside = False
        if tag == _CELL:
            self.end_cell()
            self.cells += 1
            self.row_cells += 1
            if self.cells > limits.CELLS or self.row_cells > _ROW_CELLS:
                raise self.refused()
            place = attributes.get("r")
            self.column = self._column(place) if place else self.column + 1
            self.is_text = attributes.get("t") == "str"
        elif tag in (_VALUE, _TEXT):
            self.inside = self.has_value = True
        elif tag == _FORMULA:
            self.formula = True
        elif tag == _ROW:
            self.end_cell()
            self.rows += 1
            row = attributes.get("r", str(self.row + 1))
            if not row.isdecimal() or len(row) > 7 or int(row) <= self.row:
                raise Refused("error.workbook_damaged", file=self.file)
            self.row, self.column, self.row_cells = int(row), 0, 0
            if self.rows > _ROWS:
                raise self.refused()
        else:
            self._other(tag, attributes)

    def text(self, text: str) -> None:
        if self.inside and not text.isspace():
            self.length += len(text)

    def end_cell(self) -> None:
        if self.length:
            self._value()
            self.length = 0
        elif self.formula and not (self.is_text and self.has_value):
            self.uncalculated = self.uncalculated or self.name()
        self.formula = self.has_value = False

    def _value(self) -> None:
        if self.row > limits.ROWS or self.column > limits.COLUMNS:
            self.outside = self.outside or self.name()
            return
        if self.length > limits.CELL_CHARACTERS:
            self.too_long = self.too_long or self.name()
        self.last_row = self.row
        self.last_column = max(self.last_column, self.column)

    def _column(self, place: str) -> int:
        match = _PLACE.fullmatch(place)
        if not match:
            raise Refused("error.workbook_damaged", file=self.file)
        return column_place(match[1]) + 1

    def _other(self, tag: str, attributes: dict[str, str]) -> None:
        self.others += 1
        if self.others > _OTHERS + 8 * self.cells:
            raise self.refused()
        if tag == _MERGE and (match := _RANGE.fullmatch(attributes.get("ref", ""))):
            left, right = column_place(match[1]) + 1, column_place(match[3]) + 1
            self.merges.append(Merge(int(match[2]), left, int(match[4]), right))

    def name(self) -> str:
        return f"{column_name(self.column - 1)}{self.row}"

    def refused(self) -> Refused:
        return Refused("error.workbook_bomb", file=self.file, part=self.part)


def scan_sheet(file: str, part: str, stream: IO[bytes]) -> Scan:
    """Look over one sheet. Raises `Refused` for one that is damaged or grows beyond bounds."""
    sheet = _Sheet(file, part)
    parser = _parser(file, part, sheet.start)
    parser.CharacterDataHandler = sheet.text
    _parse(file, parser, stream)
    sheet.end_cell()
    return Scan(
        sheet.last_row,
        sheet.last_column,
        tuple(sheet.merges),
        sheet.uncalculated,
        sheet.outside,
        sheet.too_long,
    )


def scan_strings(file: str, part: str, stream: IO[bytes]) -> None:
    """Look over the texts that the sheets share: how many there are, and not what they say."""
    count = strings = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal count, strings
        count += 1
        strings += tag == _STRING
        if count > _STRINGS or strings > limits.CELLS:
            raise Refused("error.workbook_bomb", file=file, part=part)

    _parse(file, _parser(file, part, start), stream)


def _parser(
    file: str, part: str, start: Callable[[str, dict[str, str]], None]
) -> expat.XMLParserType:
    def doctype(*_: object) -> None:
        raise Refused("error.workbook_doctype", file=file, part=part)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    return parser


def _parse(file: str, parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused("error.workbook_damaged", file=file) from None
