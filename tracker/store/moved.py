"""What changes moved under whoever read the figures before: the last page of a bulletin."""

import datetime as dt

from tracker.core.archive import Header
from tracker.core.dates import day_of
from tracker.core.history import LOGGING, Item
from tracker.store import commitments, entries
from tracker.store.history import (
    DEFINED,
    Wanted,
    acts_of,
    defined_at,
    definitions_of,
    headers_of,
    plan_changes,
)
from tracker.store.plan import Read

# What a change did to a commitment itself, or to figures of days that were printed already.
_MOVED = " UNION ".join(
    f"SELECT commitment FROM {table} WHERE change BETWEEN :first AND :known"
    for table in ("correction", "undo", *DEFINED)
)
# Entries are found by their numbers: a ledger has no list of them by change.
_LOGGED = """
SELECT DISTINCT commitment, change, day FROM entry
WHERE act > :act AND change <= :known AND day < :start
"""


def moved_since(read: Read, first: int, known: int, start: dt.date, zone: dt.tzinfo) -> list[Item]:
    """What changes from `first` to `known` moved under whoever read the figures before `start`:
    terms and everything else a commitment is, settings, and acts about earlier days.

    `first` may lie on the day before `start`, when the page before was printed at some time of
    the day. What is logged for that day on that day itself is not told: it is the day's work.
    """
    first = max(first, 2)
    headers = headers_of(read, Wanted(None, None, None, known, dt.UTC, first))
    touched = {number for (number,) in read(_MOVED, {"first": first, "known": known})}
    before = entries.last_entry(read, first - 1)
    logged = read(_LOGGED, {"act": before, "known": known, "start": start.isoformat()})
    # Whoever logged for the day before, on that day, need not be looked at any closer.
    touched.update(
        number
        for number, change, day in logged
        if day < _printed_before(headers[change], start, zone).isoformat()
    )
    found: list[Item] = []
    defined = defined_at(read) if touched else {}
    for commitment in commitments.load(read, known) if touched else ():
        if commitment.id in touched:
            acts = acts_of(read, commitment, headers, known)
            # An act may have brought an entry there, or taken it away from there.
            found += [
                act
                for act, days in acts
                if min(days) < _printed_before(headers[act.change], start, zone)
            ]
            changed = defined.get(commitment.id, set())
            found += definitions_of(read, commitment, headers, changed, first=False)
    found += plan_changes(read, headers)
    return sorted(found, key=lambda item: (item.change, item.act or 0))


def _printed_before(header: Header, start: dt.date, zone: dt.tzinfo) -> dt.date:
    """The day before which figures were printed already when a change was made."""
    of_the_day = header.command in LOGGING and day_of(header.recorded_at, zone) < start
    return start - dt.timedelta(days=1) if of_the_day else start
