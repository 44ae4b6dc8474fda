"""Entries, corrections and undos as rows: what stands, and what was ever said."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracker.core.fold import DaySum, Window, by_series, standing_entries
from tracker.core.model import Correction, Entry, Rename, Undo
from tracker.core.naming import called
from tracker.errors import Refused
from tracker.store.commitments import renames_of
from tracker.store.plan import LATEST, Read, facts

if TYPE_CHECKING:
    from tracker.core.echo import Evidence

# What `entry_of` reads, in this order.
COLUMNS = "act, change, commitment, area, stage, day, mode, amount, note, problem, next_step"
_ENTRIES = f"SELECT {COLUMNS} FROM entry WHERE commitment = :only AND change <= :known"


def entry_of(row: Any) -> Entry:
    """An entry from a row in the order of `COLUMNS`."""
    return Entry._make((*row[:5], dt.date.fromisoformat(row[5]), *row[6:]))


def standing_since(
    read: Read, commitment: int, since: str = "", known: int | None = None
) -> list[Entry]:
    """The entries of a commitment that stand, with a work date on or after an ISO day.

    A correction may have moved an entry across that day, so what was given another is read too.
    """
    entries = standing_entries(
        logged_since(read, commitment, since, known),
        corrections_of(read, commitment, known),
        undos_of(read, commitment, known),
    )
    return [e for e in entries if e.day.isoformat() >= since]


def logged_since(read: Read, commitment: int, since: str, known: int | None = None) -> list[Entry]:
    """As they were logged: the entries since an ISO day, and whatever was corrected."""
    params = {"only": commitment, "known": LATEST if known is None else known, "since": since}
    rows = read(f"{_ENTRIES} AND day >= :since", params)
    if since:
        rows += read(
            f"{_ENTRIES} AND day < :since "
            "AND act IN (SELECT entry FROM correction WHERE commitment = :only AND field = 'day')",
            params,
        )
    return _renamed(facts(entry_of, rows), renames_of(read, commitment, known))


def logged(read: Read, commitment: int, known: int | None = None) -> list[Entry]:
    """Every entry of a commitment as it was logged, undone or not."""
    params = {"only": commitment, "known": LATEST if known is None else known}
    found = facts(entry_of, read(f"{_ENTRIES} ORDER BY act", params))
    return _renamed(found, renames_of(read, commitment, known))


def _renamed(entries: list[Entry], renames: list[Rename]) -> list[Entry]:
    """Entries with the area and the stage or milestone that they name as these are called now."""
    if not renames:
        return entries
    return [
        e._replace(
            area=called(e.area, e.change, renames, area=True),
            stage=called(e.stage, e.change, renames, area=False),
        )
        for e in entries
    ]


def corrections_of(read: Read, commitment: int, known: int | None = None) -> list[Correction]:
    """Every correction of a commitment's entries, undone or not."""
    found = [
        Correction(*row)
        for row in read(
            "SELECT act, change, entry, field, value FROM correction "
            "WHERE commitment = ? AND change <= ?",
            (commitment, LATEST if known is None else known),
        )
    ]
    names = [c for c in found if c.field in ("area", "stage")]
    renames = renames_of(read, commitment, known) if names else []
    if not renames:
        return found
    return [
        c._replace(value=called(str(c.value), c.change, renames, area=c.field == "area"))
        if c.field in ("area", "stage")
        else c
        for c in found
    ]


def undos_of(read: Read, commitment: int, known: int | None = None) -> list[Undo]:
    """Every undo in a commitment, undone itself or not."""
    return [
        Undo(*row)
        for row in read(
            "SELECT act, change, of_act FROM undo WHERE commitment = ? AND change <= ?",
            (commitment, LATEST if known is None else known),
        )
    ]


def has_figures(read: Read, number: int) -> bool:
    """Whether a figure was ever logged for a commitment, undone or not."""
    return bool(
        read("SELECT 1 FROM entry WHERE commitment = ? AND amount IS NOT NULL LIMIT 1", (number,))
    )


def stages_with_figures(read: Read, number: int) -> set[str]:
    """The stages, as they are called now, that any figure of a commitment was ever in: undone or
    corrected since, it may come back. "" is whatever stage is the last one.
    """
    found = read(
        "SELECT stage, change FROM entry WHERE commitment = ?1 AND amount IS NOT NULL UNION "
        "SELECT c.value, c.change FROM correction AS c JOIN entry AS e ON e.act = c.entry "
        "WHERE c.commitment = ?1 AND c.field = 'stage' AND e.amount IS NOT NULL",
        (number,),
    )
    renames = renames_of(read, number)
    return {called(stage, change, renames, area=False) for stage, change in found}


def window(read: Read, commitment: int, since: dt.date, last_stage: str) -> Window:
    """A commitment from a day on, with the balance before it."""
    openings = {
        (commitment, area, stage): DaySum(dt.date.fromisoformat(day), done, count)
        for area, stage, day, done, count in read(
            "SELECT s.area, s.stage, b.day, b.done, b.entries FROM series AS s "
            "JOIN balance AS b ON b.series = s.series AND b.day = "
            "(SELECT max(day) FROM balance WHERE series = s.series AND day < ?) "
            "WHERE s.commitment = ?",
            (since.isoformat(), commitment),
        )
    }
    entries = by_series(standing_since(read, commitment, since.isoformat()), last_stage)
    return Window(openings, entries)


def next_act(read: Read) -> int:
    """The next number of the one series that entries, corrections and undos share."""
    (last,) = read(
        "SELECT max(ifnull((SELECT max(act) FROM entry), 0),"
        " ifnull((SELECT max(act) FROM correction), 0), ifnull((SELECT max(act) FROM undo), 0))"
    )[0]
    return int(last) + 1


def last_entry(read: Read, change: int) -> int:
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


def commitment_of_act(read: Read, act: int) -> int:
    """The commitment that an act belongs to; refuses a number nobody has."""
    rows = act < LATEST and read(
        "SELECT commitment FROM entry WHERE act = ?1 UNION SELECT commitment FROM correction "
        "WHERE act = ?1 UNION SELECT commitment FROM undo WHERE act = ?1",
        (act,),
    )
    if not rows:
        raise Refused("error.act_unknown", act=act)
    return int(rows[0][0])


_ACTS_OF = """
SELECT commitment, act FROM entry WHERE change = ?1
UNION SELECT commitment, act FROM correction WHERE change = ?1
UNION SELECT commitment, act FROM undo WHERE change = ?1 ORDER BY act
"""


def acts_of_change(read: Read, change: int) -> dict[int, list[int]]:
    """The acts of a change by commitment; refuses one that is not there, or about no entry."""
    found: dict[int, list[int]] = {}
    for commitment, act in read(_ACTS_OF, (change,)) if change < LATEST else ():
        found.setdefault(commitment, []).append(act)
    if not found:
        ((head,),) = read("SELECT max(change) FROM change")
        unknown = "error.change_unknown" if change > head else "error.change_without_entries"
        raise Refused(unknown, change=change, head=head)
    return found


def raw_entry(read: Read, act: int) -> Entry:
    """An entry as it was logged; refuses the number of anything else."""
    commitment_of_act(read, act)
    rows = read(f"SELECT {COLUMNS} FROM entry WHERE act = ?", (act,))
    if not rows:
        raise Refused("error.not_an_entry", act=act)
    found = facts(entry_of, rows)
    return _renamed(found, renames_of(read, found[0].commitment))[0]


# Whoever undoes wants one of the newest acts, so they are read a few at a time.
PAGE = 50

_ACTS_BY = """
SELECT act, commitment FROM (
  SELECT * FROM (
    SELECT act, commitment FROM entry JOIN change USING (change)
    WHERE author = :author AND act < :before ORDER BY act DESC LIMIT :limit)
  UNION SELECT * FROM (
    SELECT DISTINCT act, commitment FROM correction JOIN change USING (change)
    WHERE author = :author AND act < :before ORDER BY act DESC LIMIT :limit))
ORDER BY act DESC LIMIT :limit
"""


def acts_by(read: Read, author: str) -> Iterator[tuple[int, int]]:
    """The entries and corrections of one author, latest first, as (act, commitment)."""
    before = LATEST
    while found := read(_ACTS_BY, {"author": author, "before": before, "limit": PAGE}):
        yield from found
        before = found[-1][0]


def evidence_of(read: Read, commitment: int) -> dict[int, list["Evidence"]]:
    """The evidence of each entry of a commitment."""
    from tracker.core.echo import Evidence

    found: dict[int, list[Evidence]] = {}
    for act, *evidence in read(
        "SELECT act, location, size, sha256 FROM evidence JOIN entry USING (act) "
        "WHERE commitment = ? ORDER BY act, location",
        (commitment,),
    ):
        found.setdefault(act, []).append(Evidence(*evidence))
    return found


def authors_of(read: Read, commitment: int) -> dict[int, str]:
    """Who reported each entry of a commitment."""
    rows = read(
        "SELECT act, author FROM entry JOIN change USING (change) WHERE commitment = ?",
        (commitment,),
    )
    return dict(rows)
