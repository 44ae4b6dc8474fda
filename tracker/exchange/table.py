"""A table as it stands in a file, before anybody has looked for its headings."""

from collections.abc import Sequence
from typing import NamedTuple


class Merge(NamedTuple):
    """Merged cells, counted from 1 like the rows and columns of a sheet; all four inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Table(NamedTuple):
    """Every row of a file from its first, each cell as text without blanks around it.

    The first row has the number `first`; that is 0 where the headings are no row of the file.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    first: int
    rows: Sequence[tuple[str, ...]]
    merges: Sequence[Merge] = ()


def column_name(index: int) -> str:
    """The letters of a column, by its place from 0: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_place(letters: str) -> int:
    """The place from 0 of a column by its letters."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
