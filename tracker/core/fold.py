"""How acts become sums. Writing, reading and checking the ledger all rest on this room.

A series is the entries of one commitment, area and stage. Its sum follows the entries in the
order of their work dates, and within one day in the order of their numbers: an increment adds,
a total fixes. What lies before a total is thereby absorbed, what lies after it adds to it.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from tracker.core.model import Correction, Entry, Undo

Series = tuple[int, str, str]
"""Commitment number, area ("" is not shared out) and stage ("" where there are none)."""


class DaySum(NamedTuple):
    """The state of a series at the end of `day`.

    `done` is None as long as no figure was logged; `entries` counts those that stand, in words
    or figures, up to then.
    """

    day: dt.date
    done: int | None
    entries: int


class SeriesState(NamedTuple):
    """What one series came to on the as-of day, and on an earlier one that it is compared with."""

    now: DaySum
    earlier: DaySum | None = None


Sums = Mapping[Series, SeriesState]


class Fall(NamedTuple):
    """A total that lies on the wrong side of the sum before it."""

    act: int
    day: dt.date
    before: int
    total: int


def standing_entries(
    entries: Iterable[Entry], corrections: Iterable[Correction], undos: Iterable[Undo]
) -> list[Entry]:
    """The entries as they count now: without those undone, with corrections applied.

    An undo counts unless it is undone itself, so later undos are read first. Of the
    corrections of one field the latest that stands counts.
    """
    undone = undone_acts(undos)
    fields: dict[int, dict[str, object]] = {}
    for correction in sorted(corrections):
        if correction.act not in undone:
            fields.setdefault(correction.entry, {})[correction.field] = correction.value
    return [_corrected(e, fields.get(e.act)) for e in entries if e.act not in undone]


def undone_acts(undos: Iterable[Undo]) -> dict[int, int]:
    """Every act that is taken back, with the undo that did it."""
    undone: dict[int, int] = {}
    for undo in sorted(undos, reverse=True):
        if undo.act not in undone:
            undone[undo.of] = undo.act
    return undone


def _corrected(entry: Entry, fields: dict[str, object] | None) -> Entry:
    if not fields:
        return entry
    if isinstance(day := fields.get("day"), str):
        fields = {**fields, "day": dt.date.fromisoformat(day)}
    return entry._replace(**fields)  # type: ignore[arg-type]  # field names are the ledger's own


def series_of(entry: Entry, last_stage: str) -> Series:
    """The series an entry belongs to; without a stage it is the last stage's."""
    return entry.commitment, entry.area, entry.stage or last_stage


def by_series(entries: Iterable[Entry], last_stage: str) -> dict[Series, list[Entry]]:
    """Entries grouped into their series."""
    groups: defaultdict[Series, list[Entry]] = defaultdict(list)
    for entry in entries:
        # As `series_of` has it; a call for each of a hundred thousand would cost as much again.
        groups[entry.commitment, entry.area, entry.stage or last_stage].append(entry)
    return dict(groups)


def picking(*fields: str) -> Callable[[Entry], Any]:
    """Takes fields out of the tuple that an entry is: one as it is, several as a tuple. For rules
    that look at a hundred thousand, in half the time of their names.
    """
    return itemgetter(*map(Entry._fields.index, fields))


_DAY, _ACT, _MODE = picking("day"), picking("act"), picking("mode")
_STEP, _place = picking("day", "mode", "amount"), picking("day", "act")


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order in which they count: by work date, then by number."""
    # Twice by one is faster than once by both: most come in the order of their numbers.
    found = sorted(entries, key=_ACT)
    found.sort(key=_DAY)
    return found


def running(
    entries: Iterable[Entry], opening: int | None = None
) -> Iterator[tuple[Entry, int | None]]:
    """Each entry of one series, in counting order, with the sum after it."""
    done = opening
    for entry in in_order(entries):
        if entry.amount is not None:
            done = entry.amount if entry.mode == "total" else (done or 0) + entry.amount
        yield entry, done


def fold(entries: Iterable[Entry], opening: DaySum | None = None) -> list[DaySum]:
    """The sums of one series by day, one for each day with an entry.

    `opening` is the state before the first of these days, for a fold from the middle.
    """
    steps = map(_STEP, sorted(entries, key=_ACT))
    return [DaySum(*state) for state in sums_by_day(steps, opening)]


Day = TypeVar("Day", dt.date, str)


def sums_by_day(
    steps: Iterable[tuple[Day, str | None, int | None]], opening: DaySum | None
) -> Iterator[tuple[Day, int | None, int]]:
    """What `fold` rests on: from day, mode and amount of each entry of one series, in the order of
    their numbers, to the day, the sum and the number of entries at its end.
    """
    done, count = (opening.done, opening.entries) if opening else (None, 0)
    # Days are few beside entries, and faster put in order.
    by_day: defaultdict[Day, list[tuple[Day, str | None, int | None]]] = defaultdict(list)
    for step in steps:
        by_day[step[0]].append(step)
    for day in sorted(by_day):
        for _, mode, amount in by_day[day]:
            if amount is not None:
                done = amount if mode == "total" else (done or 0) + amount
        count += len(by_day[day])
        yield day, done, count


def at(days: Sequence[DaySum], day: dt.date) -> DaySum | None:
    """The state at the end of `day`, or None before the first entry."""
    index = bisect_right(days, day, key=lambda state: state.day)
    return days[index - 1] if index else None


def falls(entries: Iterable[Entry], *, downwards: bool, opening: int | None = None) -> list[Fall]:
    """Totals that lie below the sum before them; above it, for a stock that runs down."""
    entries, found = list(entries), []
    if "total" not in map(_MODE, entries):
        return []
    before = opening
    for entry, done in running(entries, opening):
        if entry.mode == "total" and before is not None and done is not None:
            wrong_side = done > before if downwards else done < before
            found += [Fall(entry.act, entry.day, before, done)] if wrong_side else []
        before = done
    return found


class Window(NamedTuple):
    """One commitment from some day on: its state before that day, and its entries since.

    What a write needs to see of a commitment, however many entries lie before.
    """

    openings: Mapping[Series, DaySum]
    entries: Mapping[Series, Sequence[Entry]]

    def series(self) -> list[Series]:
        """Every series that has a state."""
        return sorted({*self.openings, *self.entries})

    def days(self, series: Series) -> list[DaySum]:
        """The states of one series by day, the one before the window first."""
        opening = self.openings.get(series)
        days = fold(self.entries.get(series, ()), opening)
        return [opening, *days] if opening else days

    def opening(self, series: Series) -> int | None:
        """The sum of a series before the window."""
        return state.done if (state := self.openings.get(series)) else None

    def folded(self) -> dict[Series, list[DaySum]]:
        """The states of every series by day, for whoever asks for the sums of several days."""
        return {s: self.days(s) for s in self.series()}

    def sums(self, day: dt.date | None = None) -> Sums:
        """The state of every series at the end of `day`; without one, after all entries."""
        return sums_at(self.folded(), day)


def absorbed(
    window: Window, entries: Iterable[Entry], last_stage: str
) -> Iterator[tuple[Entry, Entry]]:
    """Those of some entries that a total behind them has in it, each with the first such total:
    they change the sum of their own day, and not that of today.
    """
    for series, group in by_series(entries, last_stage).items():
        totals = in_order(e for e in window.entries.get(series, ()) if e.mode == "total")
        for entry in group if totals else ():
            behind = bisect_right(totals, _place(entry), key=_place)
            if entry.amount is not None and behind < len(totals):
                yield entry, totals[behind]


def sums_at(folded: Mapping[Series, Sequence[DaySum]], day: dt.date | None = None) -> Sums:
    """The state of every series at the end of `day`, from their states by day."""
    found = ((s, at(days, day or dt.date.max)) for s, days in folded.items())
    return {s: SeriesState(state) for s, state in found if state}
