"""What a write is made of: a plan reads, and drafts the rows of one change."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from tracker.core.archive import Row
from tracker.core.model import Entry
from tracker.errors import NotOurDatabase

# Stands for "no limit" where a query asks for changes up to one.
LATEST = 2**62

Read = Callable[..., list[Any]]
T = TypeVar("T")


class Draft(NamedTuple):
    """What a plan wants written: a command, its rows, and what of the balance they touch.

    New entries stand apart from other rows: a file may bring a hundred thousand of them.
    `touched` maps a commitment to the first day whose sums may change; None means all days.
    No rows means there is nothing to write.
    """

    command: str
    reason: str | None
    rows: Sequence[Row]
    touched: Mapping[int, dt.date | None]
    entries: Sequence[Entry] = ()


Plan = Callable[[Read], tuple[Draft, T]]


class Author(NamedTuple):
    """Who reports, and the account that writes."""

    name: str
    login: str


class Committed(NamedTuple):
    """The change that a write became; None where there was nothing to write, or nothing was."""

    change: int | None
    clock_behind: dt.timedelta | None


F = TypeVar("F")

# What Python raises where a row is not what it has to be.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def facts(build: Callable[[Any], F], rows: Iterable[Any]) -> list[F]:
    """Rows as facts; a row that can't be one is damage to the file, not a fault of ours."""
    try:
        return [build(row) for row in rows]
    except UNREADABLE as error:
        raise NotOurDatabase("error.db_row", why=error) from error
