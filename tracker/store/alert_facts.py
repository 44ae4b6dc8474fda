"""What only the alerts ask the ledger for: last week as it was printed, and terms that moved."""

import datetime as dt
from collections.abc import Iterable, Mapping

from tracker.core.alert_rules import Moved
from tracker.core.dates import WEEK, day_of, end_of_day, iso_moment
from tracker.core.fold import Series, SeriesState, Sums, at
from tracker.core.model import Commitment
from tracker.core.progress import done_of
from tracker.store import commitments, settings
from tracker.store.entries import last_entry
from tracker.store.plan import LATEST, Read
from tracker.store.sums import folded

# What was changed, behind a change, about days up to one: only that can make the sums of that day
# other than they were known to be then.
_TOUCHED = """
SELECT commitment FROM entry WHERE act > :act AND day <= :day
UNION SELECT commitment FROM correction WHERE change > :then
UNION SELECT commitment FROM undo WHERE change > :then
UNION SELECT commitment FROM stage WHERE change > :then
UNION SELECT commitment FROM retired WHERE change > :then
UNION SELECT commitment FROM area AS a WHERE change > :then AND NOT EXISTS
  (SELECT 1 FROM area WHERE commitment = a.commitment AND area = a.area AND change <= :then)
"""


def printed(
    read: Read,
    listed: Iterable[Commitment],
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
    found = {one.id: done_of(one, sums)[1] for one in listed if one.first_change <= then}
    touched = _touched(read, then, day) & found.keys()
    if touched:
        earlier: dict[Series, SeriesState] = {
            series: SeriesState(state)
            for series, states in folded(read, then, touched)
            if (state := at(states, day))
        }
        # By the areas and stages that it had then.
        old = (one for one in commitments.load(read, then) if one.id in touched)
        found.update((one.id, done_of(one, earlier)[0]) for one in old)
    return found


def _touched(read: Read, then: int, day: dt.date) -> set[int]:
    ((head,),) = read("SELECT max(change) FROM change")
    if head <= then:
        return set()
    values = {"then": then, "day": day.isoformat(), "act": last_entry(read, then)}
    return {number for (number,) in read(_TOUCHED, values)}


def moved(
    read: Read, listed: Iterable[Commitment], since: Mapping[int, dt.date], zone: dt.tzinfo
) -> dict[int, Moved]:
    """The last change of terms of each commitment, where it was made after a day of its own."""
    found = {}
    for one in listed:
        if one.terms_change == one.first_change or one.id not in since:
            continue
        ((recorded_at,),) = read(
            "SELECT recorded_at FROM change WHERE change = ?", (one.terms_change,)
        )
        day = day_of(recorded_at, zone)
        if day > since[one.id]:
            (was,) = commitments.load(read, one.terms_change - 1, one.id)
            found[one.id] = Moved(day, one.terms_change, was)
    return found


def shared(read: Read, zone: dt.tzinfo, known: int | None) -> dict[int, dict[str, dt.date]]:
    """The day on which each area was added, by the number of its commitment."""
    found: dict[int, dict[str, dt.date]] = {}
    for number, area, recorded_at in read(
        "SELECT commitment, area, min(recorded_at) FROM area JOIN change USING (change) "
        "WHERE change <= ? GROUP BY commitment, area",
        (LATEST if known is None else known,),
    ):
        found.setdefault(number, {})[area] = day_of(recorded_at, zone)
    return found


def last_answers(read: Read, since: int) -> dict[int, int]:
    """The last change after one in which something was logged, corrected or taken back, by the
    number of the commitment.
    """
    return dict(
        read(
            "SELECT commitment, max(change) FROM ("
            " SELECT commitment, change FROM entry WHERE act > :act"
            " UNION ALL SELECT commitment, change FROM correction WHERE change > :since"
            " UNION ALL SELECT commitment, change FROM undo WHERE change > :since"
            ") GROUP BY commitment",
            {"act": last_entry(read, since), "since": since},
        )
    )
