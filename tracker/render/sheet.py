"""A report laid out for people, before it has a format: titles, tables of cells, closing lines."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Style = Literal["", "bold", "dim", "red", "yellow", "green", "blue"]


class Cell(NamedTuple):
    """One cell as a person reads it."""

    text: str = ""
    style: Style = ""


class Column(NamedTuple):
    """A column. On a narrow page a column `under` another becomes its second line."""

    key: str
    heading: str = ""
    right: bool = False
    flexible: bool = False
    under: str | None = None


class Group(NamedTuple):
    """Rows under a heading of their own; "" has none."""

    heading: str
    rows: Sequence[Sequence[Cell]]


class Table(NamedTuple):
    """Columns, and groups of rows with a cell for each column."""

    columns: Sequence[Column]
    groups: Sequence[Group]


class Sheet(NamedTuple):
    """A whole answer: lines before, tables, lines after."""

    title: Sequence[str]
    tables: Sequence[Table]
    foot: Sequence[str] = ()
