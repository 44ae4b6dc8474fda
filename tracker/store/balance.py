"""The sums by day that are kept ready, so that a status costs by the number of commitments.

Derived from the entries alone; refolded in the same change, from the first day it touches.
"""

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.core.fold import DaySum, Series, by_series, fold, in_order, sums_by_day
from tracker.store import entries
from tracker.store.commitments import last_stages
from tracker.store.plan import LATEST


def refold(
    connection: sqlite3.Connection,
    touched: Mapping[int, dt.date | None],
    new: Iterable[tuple[Any, ...]] = (),
) -> None:
    """Fold the touched commitments anew from the first day that may have changed. `new` are the
    values of the entries just written, the last ones by number, so that they need not be read.
    """
    written: dict[int, list[tuple[Any, ...]]] = {}
    for values in new:
        written.setdefault(values[1], []).append(values)

    def read(sql: str, params: Sequence[object] = ()) -> list[Any]:
        return connection.execute(sql, params).fetchall()

    for commitment, first_day in touched.items():
        _refold_one(connection, read, commitment, first_day, written.get(commitment, []))


def _refold_one(
    connection: sqlite3.Connection,
    read: Any,
    commitment: int,
    first_day: dt.date | None,
    new: Sequence[tuple[Any, ...]],
) -> None:
    since = first_day.isoformat() if first_day else ""
    last_stage = last_stages(read, None, commitment).get(commitment, "")
    numbers = {
        (area, stage): number
        for number, area, stage in read(
            "SELECT series, area, stage FROM series WHERE commitment = ?", (commitment,)
        )
    }
    for number in numbers.values():
        connection.execute("DELETE FROM balance WHERE series = ? AND day >= ?", (number, since))
    for series, steps in _steps(read, commitment, since, last_stage, new).items():
        number = numbers.get(series) or _new_series(connection, (commitment, *series))
        connection.executemany(
            "INSERT INTO balance (series, day, done, entries) VALUES (?, ?, ?, ?)",
            [(number, *state) for state in sums_by_day(steps, _before(read, number, since))],
        )


_Steps = dict[tuple[str, str], list[tuple[str, str | None, int | None]]]

# Whether all that a commitment's entries say is what stands in their rows.
_UNTOUCHED = """
SELECT NOT EXISTS (SELECT 1 FROM correction WHERE commitment = ?1)
  AND NOT EXISTS (SELECT 1 FROM undo WHERE commitment = ?1)
  AND NOT EXISTS (SELECT 1 FROM retired WHERE commitment = ?1 AND became IS NOT NULL)
"""

_ROWS = """
SELECT area, stage, day, mode, amount FROM entry WHERE commitment = ? AND day >= ? AND act < ?
ORDER BY day, act
"""


def _steps(
    read: Any, commitment: int, since: str, last_stage: str, new: Sequence[tuple[Any, ...]]
) -> _Steps:
    """What there is to fold by area and stage, each day's in the order of their numbers."""
    steps: _Steps = defaultdict(list)
    if read(_UNTOUCHED, (commitment,))[0][0]:
        # A file may have brought a hundred thousand: they need not become entries to be summed.
        before = read(_ROWS, (commitment, since, new[0][0] if new else LATEST))
        for area, stage, day, mode, amount in before:
            steps[area, stage or last_stage].append((day, mode, amount))
        # Of one day what is new comes last.
        for values in new:
            steps[values[2], values[3] or last_stage].append(values[4:7])
        return steps
    standing = entries.standing_since(read, commitment, since)
    for (_, area, stage), group in by_series(standing, last_stage).items():
        steps[area, stage] = [(e.day.isoformat(), e.mode, e.amount) for e in in_order(group)]
    return steps


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


def folded(read: Any, commitment: int) -> dict[tuple[str, str], list[DaySum]]:
    """What the balance of a commitment has to be, from its entries and nothing else."""
    last_stage = last_stages(read, None, commitment).get(commitment, "")
    standing = by_series(entries.standing_since(read, commitment), last_stage)
    return {(area, stage): fold(group) for (_, area, stage), group in standing.items()}


def kept(read: Any, commitment: int) -> dict[tuple[str, str], list[DaySum]]:
    """The balance of a commitment as it is kept."""
    found: dict[tuple[str, str], list[DaySum]] = {}
    for area, stage, day, done, count in read(
        "SELECT area, stage, day, done, entries FROM series JOIN balance USING (series) "
        "WHERE commitment = ? ORDER BY series, day",
        (commitment,),
    ):
        state = DaySum(dt.date.fromisoformat(day), done, count)
        found.setdefault((area, stage), []).append(state)
    return found


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole balance anew from the entries."""
    connection.execute("DELETE FROM balance")
    connection.execute("DELETE FROM series")
    every = connection.execute("SELECT commitment FROM commitment").fetchall()
    refold(connection, {number: None for (number,) in every})
