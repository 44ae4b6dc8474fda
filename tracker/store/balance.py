"""The sums by day that are kept ready, so that a status costs by the number of commitments.

Derived from the entries alone; refolded in the same change, from the first day it touches.
"""

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.core.fold import DaySum, Series, by_series, fold
from tracker.store import entries
from tracker.store.commitments import last_stages


def refold(connection: sqlite3.Connection, touched: Mapping[int, dt.date | None]) -> None:
    """Fold the touched commitments anew from the first day that may have changed."""

    def read(sql: str, params: Sequence[object] = ()) -> list[Any]:
        return connection.execute(sql, params).fetchall()

    for commitment, first_day in touched.items():
        _refold_one(connection, read, commitment, first_day)


def _refold_one(
    connection: sqlite3.Connection, read: Any, commitment: int, first_day: dt.date | None
) -> None:
    since = first_day.isoformat() if first_day else ""
    last_stage = last_stages(read, None, commitment).get(commitment, "")
    groups = by_series(entries.standing_since(read, commitment, since), last_stage)
    numbers = {
        (area, stage): number
        for number, area, stage in read(
            "SELECT series, area, stage FROM series WHERE commitment = ?", (commitment,)
        )
    }
    for number in numbers.values():
        connection.execute("DELETE FROM balance WHERE series = ? AND day >= ?", (number, since))
    for series, group in groups.items():
        number = numbers.get(series[1:]) or _new_series(connection, series)
        connection.executemany(
            "INSERT INTO balance (series, day, done, entries) VALUES (?, ?, ?, ?)",
            [
                (number, day.isoformat(), done, count)
                for day, done, count in fold(group, _before(read, number, since))
            ],
        )


def _new_series(connection: sqlite3.Connection, series: Series) -> int:
    cursor = connection.execute(
        "INSERT INTO series (commitment, area, stage) VALUES (?, ?, ?)", series
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _before(read: Any, number: int, since: str) -> DaySum | None:
    rows = read(
        "SELECT day, done, entries FROM balance WHERE series = ? AND day < ? "
        "ORDER BY day DESC LIMIT 1",
        (number, since),
    )
    return DaySum(dt.date.fromisoformat(rows[0][0]), *rows[0][1:]) if rows else None
