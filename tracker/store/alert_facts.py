"""What only the alerts ask the ledger for: last week as it was printed, and terms that moved."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from tracker.core.alert_rules import Moved
from tracker.core.dates import WEEK, day_of, end_of_day, iso_moment
from tracker.core.fold import SeriesState, Sums, at
from tracker.core.model import Commitment
from tracker.core.progress import done_of
from tracker.store import settings
from tracker.store.plan import LATEST, Read
from tracker.store.sums import folded

# What was changed, behind a change, about days up to one: only that can make the sums of that day
# other than they were known to be then.
_TOUCHED = """
SELECT commitment FROM entry WHERE act > :act AND day <= :day
UNION SELECT commitment FROM correction WHERE change > :then
UNION SELECT commitment FROM undo WHERE change > :then
UNION SELECT commitment FROM stage WHERE change > :then
UNION SELECT commitment FROM area WHERE change > :then
UNION SELECT commitment FROM retired WHERE change > :then
"""


def printed(
    read: Read,
    commitments: Iterable[Commitment],
    sums: Sums,
    as_of: dt.date,
    zone: dt.tzinfo,
    known: int | None,
) -> dict[int, int | None]:
    """What counted as done a week before a day, as it was known at the end of that day; nothing
    where the ledger is younger. `sums` are those of the day, with the week before.
    """
    day = as_of - WEEK
    then = settings.change_at(read, iso_moment(end_of_day(day, zone)))
    if then is None:
        return {}
    then = min(then, LATEST if known is None else known)
    touched = _touched(read, then, day)
    earlier: dict[object, SeriesState] = {}
    for series, states in folded(read, then, touched) if touched else ():
        if state := at(states, day):
            earlier[series] = SeriesState(state)
    return {
        one.id: done_of(one, earlier)[0] if one.id in touched else done_of(one, sums)[1]  # type: ignore[arg-type]
        for one in commitments
        if one.first_change <= then
    }


def _touched(read: Read, then: int, day: dt.date) -> Collection[int]:
    ((head,),) = read("SELECT max(change) FROM change")
    if head <= then:
        return ()
    values = {"then": then, "day": day.isoformat(), "act": _last_entry(read, then)}
    return {number for (number,) in read(_TOUCHED, values)}


def _last_entry(read: Read, change: int) -> int:
    """The number of the last entry up to a change; entries are numbered as they are written."""
    low, high = 0, int(read("SELECT ifnull(max(act), 0) FROM entry")[0][0])
    while low < high:
        middle = (low + high + 1) // 2
        rows = read(
            "SELECT change, act FROM entry WHERE act <= ? ORDER BY act DESC LIMIT 1", (middle,)
        )
        if not rows or rows[0][0] <= change:
            low = middle
        else:
            high = rows[0][1] - 1
    return low


def moved(
    read: Read, commitments: Iterable[Commitment], since: Mapping[int, dt.date], zone: dt.tzinfo
) -> dict[int, Moved]:
    """The last change of terms of each commitment, where it was made after a day of its own."""
    found = {}
    for one in commitments:
        if one.terms_change == one.first_change or one.id not in since:
            continue
        ((recorded_at,),) = read(
            "SELECT recorded_at FROM change WHERE change = ?", (one.terms_change,)
        )
        day = day_of(recorded_at, zone)
        if day > since[one.id]:
            ((target, due),) = read(
                "SELECT target, due FROM terms WHERE commitment = ? AND change < ? "
                "ORDER BY change DESC LIMIT 1",
                (one.id, one.terms_change),
            )
            found[one.id] = Moved(day, target, dt.date.fromisoformat(due) if due else None)
    return found


def answered(read: Read, since: Mapping[int, int]) -> set[int]:
    """The commitments for which anything was logged after a change of their own."""
    return {
        number
        for number, head in since.items()
        if read(
            "SELECT 1 FROM entry WHERE commitment = ? AND act > ? LIMIT 1",
            (number, _last_entry(read, head)),
        )
    }
