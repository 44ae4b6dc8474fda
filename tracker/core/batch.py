"""What looks like a slip in entries of one commitment that are written together.

One entry is a batch of one. Each rule looks at all entries at once and costs by their number, so
that a file of a hundred thousand is checked in about the time it takes to fold it.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.core import slips
from tracker.core.fold import (
    DaySum,
    Series,
    SeriesState,
    Window,
    by_series,
    picking,
    series_of,
    sums_at,
)
from tracker.core.model import Commitment, Entry
from tracker.core.progress import total_of
from tracker.core.slips import NO_EVIDENCE
from tracker.errors import Slip

Folded = Mapping[Series, Sequence[DaySum]]

_DAY, _FIGURE = picking("day"), picking("day", "mode", "amount")


class Found(NamedTuple):
    """A slip, with the number of the new entry that brings it about."""

    act: int
    slip: Slip


def with_entries(window: Window, new: Iterable[Entry], last_stage: str) -> Window:
    """The window with entries added, each in the place of its older self if it has one."""
    groups = by_series(new, last_stage)
    if not window.entries:
        return Window(window.openings, groups)
    kept = without(window, {e.act for group in groups.values() for e in group})
    merged = {s: [*group, *groups.pop(s, ())] for s, group in kept.entries.items()}
    return Window(window.openings, {**merged, **groups})


def without(window: Window, acts: Collection[int]) -> Window:
    """The window without some of its entries."""
    groups = {s: [e for e in group if e.act not in acts] for s, group in window.entries.items()}
    return Window(window.openings, {s: group for s, group in groups.items() if group})


def find_slips(
    commitment: Commitment,
    before: Window,
    after: Window,
    new: Sequence[Entry],
    evidence: Mapping[int, frozenset[str]] = NO_EVIDENCE,
) -> list[Found]:
    """All that looks like a slip in what leads from `before` to `after`, in the order of `new`.

    `new` are the entries written, at least one; `after` has them in it, and `before` may have
    an older self of one. `evidence` is what proves an entry in words, by its number, new or not.
    Both windows begin on the first day that the write touches, or before it.
    """
    was, now = before.folded(), after.folded()
    # What lies in a window with nothing else in it is in its series already.
    groups = by_series(new, commitment.last_stage) if before.entries else after.entries
    found = [
        *_too_early(commitment, new),
        *_repeats(before, groups, evidence),
        *_falls(commitment, before, after, groups, new),
        *_lags(commitment, was, now, groups, new),
    ]
    if commitment.kind == "quantity":
        found += _large(commitment, was, now, groups)
    if commitment.kind == "milestones":
        found += _done_again(commitment, before, new, {f.act for f in found})
    if len(found) > 1:
        place = {entry.act: number for number, entry in enumerate(new)}
        found.sort(key=lambda f: place[f.act])
    return found


def _too_early(commitment: Commitment, new: Sequence[Entry]) -> Iterator[Found]:
    if slips.too_early(commitment, min(map(_DAY, new))):
        yield from (Found(e.act, s) for e in new for s in slips.too_early(commitment, e.day))


def _repeats(
    before: Window,
    groups: Mapping[Series, Sequence[Entry]],
    evidence: Mapping[int, frozenset[str]],
) -> Iterator[Found]:
    fresh = {e.act for group in groups.values() for e in group} if before.entries else set()
    for series, group in groups.items():
        known: dict[tuple[object, ...], Entry] = {}
        older = [e for e in before.entries.get(series, ()) if e.act not in fresh]
        for entry in older:
            known.setdefault(slips.said(entry, evidence), entry)
        there = {entry.act for entry in older}
        for entry in group:
            # Figures as `said` has them.
            figure = _FIGURE(entry)
            says = slips.said(entry, evidence) if figure[2] is None else figure
            other = known.setdefault(says, entry)
            if other is not entry:
                twice = slips.slip("slip.repeat_new", day=entry.day.isoformat())
                yield Found(entry.act, slips.repeat_of(other) if other.act in there else twice)


def _falls(
    commitment: Commitment,
    before: Window,
    after: Window,
    groups: Mapping[Series, Sequence[Entry]],
    new: Sequence[Entry],
) -> Iterator[Found]:
    fallen = slips.falls_of(commitment, before, after)
    places = {s: sorted((e.day, e.act) for e in groups.get(s, ())) for s in {f[0] for f in fallen}}
    for series, fall, slip in fallen:
        # Either the new entry is the total that is too low, or it raised the sum before it.
        own = places[series]
        until = bisect_left(own, (fall.day, fall.act + 1))
        yield Found(own[until - 1][1] if until else new[-1].act, slip)


def _lags(
    commitment: Commitment,
    was: Folded,
    now: Folded,
    groups: Mapping[Series, Sequence[Entry]],
    new: Sequence[Entry],
) -> Iterator[Found]:
    for series, slip in slips.lags_of(commitment, sums_at(was), sums_at(now)):
        yield Found(groups.get(series, new)[-1].act, slip)


def _large(
    commitment: Commitment, was: Folded, now: Folded, groups: Mapping[Series, Sequence[Entry]]
) -> Iterator[Found]:
    for stage in dict.fromkeys(stage for _, _, stage in groups):
        if _may_be_large(commitment, stage, now):
            every = (e for (_, _, of), group in groups.items() if of == stage for e in group)
            if entries := [e for e in every if e.amount is not None]:
                yield from _large_in(commitment, stage, entries, was, now)


def _may_be_large(commitment: Commitment, stage: str, now: Folded) -> bool:
    """Whether the highest sums of any days could be too large: most often they could not."""
    peaks = {
        area: max((state.done or 0 for state in days), default=0)
        for (_, area, of), days in now.items()
        if of == stage
    }
    return slips.is_far_past(commitment.terms.target, sum(peaks.values())) or any(
        slips.is_far_past(a.target, peaks.get(a.name, 0)) for a in commitment.areas
    )


def _large_in(
    commitment: Commitment, stage: str, entries: Sequence[Entry], was: Folded, now: Folded
) -> Iterator[Found]:
    """Of one stage: the whole once, or else each area once, on the first day it is too much.

    What is dated back may be too much on its own day only, or on the newest only.
    """
    targets = {a.name: a.target for a in commitment.areas}
    waiting = list(dict.fromkeys(e.area for e in entries))
    for day in (*sorted({e.day for e in entries}), dt.date.max):
        before, after = sums_at(was, day), sums_at(now, day)
        done, new = (total_of(commitment, stage, sums) for sums in (before, after))
        if found := slips.too_large(commitment, commitment.terms.target, done, new):
            yield Found(_largest(entries, day).act, found[0])
            return
        for area in tuple(waiting):
            own = (commitment.id, area, stage)
            done, new = (s[own].now.done if own in s else None for s in (before, after))
            if found := slips.too_large(commitment, targets.get(area), done, new, area):
                here = [e for e in entries if e.area == area]
                yield Found(_largest(here, day).act, found[0])
                waiting.remove(area)
        if not waiting:
            return


def _largest(entries: Iterable[Entry], day: dt.date) -> Entry:
    return max((e for e in entries if e.day <= day), key=lambda e: e.amount or 0)


def _done_again(
    commitment: Commitment, before: Window, new: Sequence[Entry], asked: Collection[int]
) -> Iterator[Found]:
    """Milestones that were done before; nothing more is said of what is asked about already."""
    sums = dict(without(before, {e.act for e in new}).sums())
    for entry in new:
        if entry.amount is None:
            continue
        if entry.act not in asked:
            yield from (Found(entry.act, s) for s in slips.done_already(entry, sums))
        series = series_of(entry, commitment.last_stage)
        sums[series] = SeriesState(DaySum(entry.day, entry.amount, 1))
