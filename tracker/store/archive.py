"""The ledger as it was written: every change with its rows, and when a commitment was revised.

What was written is never changed again. So a long walk through the changes needs no snapshot,
and nobody who writes has to wait until a slow reader has had all of it.
"""

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from tracker.core.archive import Header, RawChange, Row
from tracker.core.calendar import Revision
from tracker.errors import Busy, NotOurDatabase
from tracker.store.plan import LATEST, Read
from tracker.store.schema import CHAIN

# Changes, or acts, that are read at a time.
PAGE = 1000

# Every column of a row, each once, in the order of the tables.
COLUMNS = tuple(dict.fromkeys(column for columns in CHAIN.values() for column in columns))

_DIGEST = "SELECT digest FROM change WHERE change = ?"
_PLACES = {table: place for place, table in enumerate(CHAIN)}
_Placed = tuple[int, int, Row]


def changes(read: Read, last: int, page: int = PAGE) -> Iterator[RawChange]:
    """Every change up to the one numbered `last`, in order, as the digests read them.

    Only the rows of one change, some pages of acts, and the definitions are held at a time. A
    restore puts another ledger in the place of the one that is walked through: whoever comes to
    the end then is told to begin again.
    """
    vouched = read(_DIGEST, (last,))
    placed = merge(*(_placed(read, table, last, page) for table in CHAIN), key=itemgetter(0, 1))
    groups = groupby(placed, key=itemgetter(0))
    for header, digest in _headers(read, last, page):
        change, group = next(groups, (None, iter(())))
        if change != header.change:
            raise NotOurDatabase("error.db_row", why=f"change {header.change}")
        yield RawChange(header, digest, tuple(row for _, _, row in group))
    if read(_DIGEST, (last,)) != vouched:
        raise Busy("error.replaced_meanwhile")


def _headers(read: Read, last: int, page: int) -> Iterator[tuple[Header, str]]:
    before = 0
    while rows := read(
        "SELECT change, recorded_at, author, login, command, reason, digest FROM change "
        "WHERE change > ? AND change <= ? ORDER BY change LIMIT ?",
        (before, last, page),
    ):
        for *header, digest in rows:
            yield Header(*header), digest.hex()
        before = rows[-1][0]


def _placed(read: Read, table: str, last: int, page: int) -> Iterator[_Placed]:
    """The rows of one table with their change and the place of the table, in this order."""
    columns = CHAIN[table]
    select = f"SELECT change, {', '.join(columns)} FROM {table} WHERE change <= ?"
    if columns[0] == "act":
        # Acts are numbered as they are written: their order is that of the changes.
        paged = f"{select} AND act > ? AND act <= ? ORDER BY 2, 3"
        ends = f"SELECT max(act) FROM (SELECT act FROM {table} WHERE act > ? ORDER BY act LIMIT ?)"
        before = 0
        while (end := read(ends, (before, page))[0][0]) is not None:
            yield from _rows(table, read(paged, (last, before, end)))
            before = end
    else:
        # The first two columns tell the rows of one change apart.
        yield from _rows(table, read(f"{select} ORDER BY change, 2, 3", (last,)))


def _rows(table: str, found: list[Any]) -> Iterator[_Placed]:
    for change, *values in found:
        yield change, _PLACES[table], Row(table, dict(zip(CHAIN[table], values, strict=True)))


def revisions(read: Read, known: int | None = None) -> dict[int, Revision]:
    """The last change, up to `known`, of the names and days of each commitment."""
    return {
        commitment: Revision(change, recorded_at)
        for commitment, change, recorded_at in read(
            "SELECT commitment, change, recorded_at FROM change JOIN "
            "(SELECT commitment, max(change) AS change FROM"
            " (SELECT commitment, change FROM profile UNION ALL"
            "  SELECT commitment, change FROM terms UNION ALL"
            "  SELECT commitment, change FROM milestone UNION ALL"
            "  SELECT commitment, change FROM plan_point UNION ALL"
            "  SELECT commitment, change FROM retired)"
            " WHERE change <= ? GROUP BY commitment) USING (change)",
            (LATEST if known is None else known,),
        )
    }
