"""The sums of all series on a day, as known at a change."""

import datetime as dt
from typing import Any

from tracker.core.dates import WEEK
from tracker.core.fold import DaySum, Series, SeriesState, at, by_series, fold
from tracker.store.commitments import last_stages
from tracker.store.entries import standing_since
from tracker.store.plan import Read, facts

_STATE = """
SELECT s.commitment, s.area, s.stage, b.day, b.done, b.entries, w.day, w.done, w.entries
FROM series AS s
JOIN balance AS b ON b.series = s.series AND b.day =
  (SELECT max(day) FROM balance WHERE series = s.series AND day <= :day)
LEFT JOIN balance AS w ON w.series = s.series AND w.day =
  (SELECT max(day) FROM balance WHERE series = s.series AND day <= :week_ago)
"""


def sums(read: Read, as_of: dt.date, known: int | None = None) -> dict[Series, SeriesState]:
    """Every series that has an entry on or before `as_of`, with its state a week before.

    The newest state is read from the balance; an older one is folded from the entries.
    """
    if known is None or known >= read("SELECT max(change) FROM change")[0][0]:
        return _from_balance(read, as_of)
    return _from_entries(read, as_of, known)


def _from_balance(read: Read, as_of: dt.date) -> dict[Series, SeriesState]:
    days = {"day": as_of.isoformat(), "week_ago": (as_of - WEEK).isoformat()}
    return dict(facts(_state, read(_STATE, days)))


def _state(row: Any) -> tuple[Series, SeriesState]:
    before = DaySum(dt.date.fromisoformat(row[6]), row[7], row[8]) if row[6] else None
    now = DaySum(dt.date.fromisoformat(row[3]), row[4], row[5])
    return (row[0], row[1], row[2]), SeriesState(now, before)


def _from_entries(read: Read, as_of: dt.date, known: int) -> dict[Series, SeriesState]:
    found: dict[Series, SeriesState] = {}
    stages = last_stages(read, known)
    for (commitment,) in read("SELECT commitment FROM commitment WHERE change <= ?", (known,)):
        entries = standing_since(read, commitment, known=known)
        for series, group in by_series(entries, stages.get(commitment, "")).items():
            days = fold(group)
            if state := at(days, as_of):
                found[series] = SeriesState(state, at(days, as_of - WEEK))
    return found
