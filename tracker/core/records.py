"""What a department sent: a table of text under headings, before anything in it is believed."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Field = Literal[
    "slug", "name", "area", "stage", "node", "on", "amount", "total", "mode", "unit",
    "note", "problem", "next",
    "name_en", "kind", "target", "comparator", "stretch", "opening", "direction", "start", "due",
    "every", "department", "person", "contact", "alias",
    "source",
]  # fmt: skip
"""What a column can be about. `amount` is an increment (or, beside a column `mode`, what that
says), `total` a figure to date; `source` is where a row that was sent back came from."""


class Line(NamedTuple):
    """One row with every cell as text, "" where it is empty. `row` is its number in the file."""

    row: int
    cells: tuple[str, ...]


_SUMS = frozenset({"合计", "小计", "总计", "全市合计", "total", "subtotal", "sum"})


def is_sum(text: str) -> bool:
    """Whether a cell stands for a name in a row of sums: 合计, 合 计：, Total."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(plain.split()).rstrip(":") in _SUMS


def line_mark(line: Line) -> str:
    """Eight digits that tell a row from any other that may have its number."""
    text = "\x1f".join(line.cells).rstrip("\x1f")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class Source(NamedTuple):
    """One table of one file.

    `columns` tells in which cell of a line each field stands, and `units` the unit that a heading
    names in brackets. `unread` are the headings that nobody reads, and the letters of columns with
    values under no heading. `fixed` holds for every line, and `names` is what the file calls
    commitments that have another name in the ledger; both come from a map. `cut_off` is the day
    that was found above the headings, as it stands there. With `fill_down` a blank commitment or
    area was taken from the row above.
    """

    file: str
    format: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    heading_row: int | None
    headings: tuple[str, ...]
    columns: Mapping[Field, int]
    units: Mapping[Field, str]
    unread: tuple[str, ...]
    fixed: Mapping[Field, str]
    names: Mapping[str, str]
    cut_off: str | None
    lines: Sequence[Line]
    fill_down: bool = False
