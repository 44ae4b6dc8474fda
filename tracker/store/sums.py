"""The sums of all series: on a day, or by day, as known at a change.

The newest state is read from the balance; an older one is folded from the entries.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from tracker.core.dates import WEEK
from tracker.core.fold import DaySum, Series, SeriesState, at, by_series, fold
from tracker.store.commitments import last_stages
from tracker.store.entries import standing_since
from tracker.store.plan import Read, facts

_STATE = """
SELECT s.commitment, s.area, s.stage, b.day, b.done, b.entries, w.day, w.done, w.entries
FROM series AS s
CROSS JOIN balance AS b ON b.series = s.series AND b.day =
  (SELECT max(day) FROM balance WHERE series = s.series AND day <= :day)
LEFT JOIN balance AS w ON w.series = s.series AND w.day =
  (SELECT max(day) FROM balance WHERE series = s.series AND day <= :week_ago)
"""

_BY_DAY = """
SELECT commitment, area, stage, day, done, entries
FROM series JOIN balance USING (series) WHERE day <= ? ORDER BY series, day
"""


def sums(read: Read, as_of: dt.date, known: int | None = None) -> dict[Series, SeriesState]:
    """Every series that has an entry on or before `as_of`, with its state a week before."""
    if _is_newest(read, known):
        days = {"day": as_of.isoformat(), "week_ago": (as_of - WEEK).isoformat()}
        return dict(facts(_state, read(_STATE, days)))
    return {
        series: SeriesState(state, at(states, as_of - WEEK))
        for series, states in folded(read, known or 0)
        if (state := at(states, as_of))
    }


def days_of_all(
    read: Read, as_of: dt.date, known: int | None = None
) -> dict[int, dict[Series, list[DaySum]]]:
    """The states of every series by day up to `as_of`, by the number of its commitment."""
    found: dict[int, dict[Series, list[DaySum]]] = {}
    for series, state in _states(read, as_of, known):
        found.setdefault(series[0], {}).setdefault(series, []).append(state)
    return found


# For each commitment from the last day up to a day of its own on, which is the state at its end.
_BY_DAY_AFTER = """
WITH wanted (commitment, since) AS (VALUES {pairs})
SELECT s.commitment, s.area, s.stage, b.day, b.done, b.entries
FROM wanted CROSS JOIN series AS s USING (commitment) CROSS JOIN balance AS b USING (series)
WHERE b.day >=
  ifnull((SELECT max(day) FROM balance WHERE series = s.series AND day <= since), '')
ORDER BY series, b.day
"""
# Far below the number of parameters that SQLite takes in one query.
_AT_ONCE = 10_000


def days_after(
    read: Read, since: Mapping[int, dt.date], known: int | None = None
) -> dict[int, dict[Series, list[DaySum]]]:
    """The states of every series of some commitments by day, by their numbers: for each the one at
    the end of its day, and those of all days after it.
    """
    found: dict[int, dict[Series, list[DaySum]]] = {number: {} for number in since}
    if _is_newest(read, known):
        wanted = [(number, day.isoformat()) for number, day in since.items()]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            sql = _BY_DAY_AFTER.format(pairs=", ".join(["(?, ?)"] * len(some)))
            for series, state in facts(_day_state, read(sql, [v for pair in some for v in pair])):
                found[series[0]].setdefault(series, []).append(state)
        return found
    for series, states in folded(read, known or 0, since):
        day = since[series[0]]
        opening = at(states, day)
        first = opening.day if opening else day
        found[series[0]][series] = [state for state in states if state.day >= first]
    return found


# The state of each series at the end of some days: as many looks as days, however many lie between.
_AT_ENDS = """
WITH wanted (commitment) AS (VALUES {numbers}), ends (day) AS (VALUES {days})
SELECT DISTINCT s.commitment, s.area, s.stage, b.day, b.done, b.entries
FROM wanted CROSS JOIN series AS s USING (commitment) CROSS JOIN ends CROSS JOIN balance AS b
WHERE b.series = s.series
  AND b.day = (SELECT max(day) FROM balance WHERE series = s.series AND day <= ends.day)
ORDER BY s.series, b.day
"""


def days_at(
    read: Read, wanted: Collection[int], ends: Sequence[dt.date], known: int | None = None
) -> dict[int, dict[Series, list[DaySum]]]:
    """The states of every series of some commitments, by their numbers, at the end of some days,
    which are in order: each state once, under the day that it is of.
    """
    found: dict[int, dict[Series, list[DaySum]]] = {number: {} for number in wanted}
    if not _is_newest(read, known):
        for series, states in folded(read, known or 0, wanted):
            marks = dict.fromkeys(at(states, end) for end in ends)
            found[series[0]][series] = [state for state in marks if state is not None]
        return found
    numbers, days = list(wanted), [end.isoformat() for end in ends]
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        sql = _AT_ENDS.format(
            numbers=", ".join(["(?)"] * len(some)), days=", ".join(["(?)"] * len(days))
        )
        for series, state in facts(_day_state, read(sql, [*some, *days])):
            found[series[0]].setdefault(series, []).append(state)
    return found


def _states(read: Read, as_of: dt.date, known: int | None) -> Iterator[tuple[Series, DaySum]]:
    if _is_newest(read, known):
        yield from facts(_day_state, read(_BY_DAY, (as_of.isoformat(),)))
        return
    for series, states in folded(read, known or 0):
        yield from ((series, state) for state in states if state.day <= as_of)


def _is_newest(read: Read, known: int | None) -> bool:
    return known is None or bool(known >= read("SELECT max(change) FROM change")[0][0])


def _day_state(row: Any) -> tuple[Series, DaySum]:
    return (row[0], row[1], row[2]), DaySum(dt.date.fromisoformat(row[3]), row[4], row[5])


def _state(row: Any) -> tuple[Series, SeriesState]:
    before = DaySum(dt.date.fromisoformat(row[6]), row[7], row[8]) if row[6] else None
    series, now = _day_state(row)
    return series, SeriesState(now, before)


def folded(
    read: Read, known: int, only: Collection[int] | None = None
) -> Iterator[tuple[Series, list[DaySum]]]:
    """The states of every series by day, folded from the entries as known at an older change; or
    of the series of `only`.
    """
    stages = last_stages(read, known)
    for (commitment,) in read("SELECT commitment FROM commitment WHERE change <= ?", (known,)):
        if only is None or commitment in only:
            entries = standing_since(read, commitment, known=known)
            for series, group in by_series(entries, stages.get(commitment, "")).items():
                yield series, fold(group)
