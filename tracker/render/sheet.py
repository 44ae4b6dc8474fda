"""A report laid out for people, before it has a format: titles, tables of cells, closing lines."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Style = Literal["", "bold", "dim", "red", "yellow", "green", "blue"]


class Cell(NamedTuple):
    """One cell as a person reads it, with the figure or day behind it where there is one.

    The value of a `percent` is the number of per cent: 50.56.
    """

    text: str = ""
    style: Style = ""
    value: Decimal | int | dt.date | None = None
    percent: bool = False


class Column(NamedTuple):
    """A column. On a narrow page a column `under` another becomes its second line.

    A column `below` holds words for which a terminal has no room beside figures: they come below
    the row, behind their heading.
    """

    key: str
    heading: str = ""
    right: bool = False
    flexible: bool = False
    under: str | None = None
    below: bool = False


class Group(NamedTuple):
    """Rows under a heading of their own; "" has none."""

    heading: str
    rows: Sequence[Sequence[Cell]]


class Table(NamedTuple):
    """Columns, and groups of rows with a cell for each column.

    `heading` stands above the whole; `empty` is said where there is no row.
    """

    columns: Sequence[Column]
    groups: Sequence[Group]
    heading: str = ""
    empty: str = ""


class Sheet(NamedTuple):
    """A whole answer: lines before, tables, lines after."""

    title: Sequence[str]
    tables: Sequence[Table]
    foot: Sequence[str] = ()
