"""The course of a commitment over time: its sums by day, its burn-up, its weekly rates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from tracker.core.fold import DaySum, Series, SeriesState, Sums, at
from tracker.core.model import Commitment, Rules
from tracker.core.pace import bends, completion, pace_of, target_of
from tracker.core.progress import Progress, done_of, progress

RECENT_WEEKS = 4
BURN_UP_POINTS = 12

Days = Mapping[Series, Sequence[DaySum]]
"""The states of each series by day."""


class Point(NamedTuple):
    """One point of a burn-up: completion and pace at the end of a day."""

    day: dt.date
    done: int | None
    completion: Fraction | None
    pace: Fraction | None


class Picture(NamedTuple):
    """Done against pace over time, as shares by day: what a chart draws.

    `done` holds each day with an entry, `pace` the days between which it is straight, both in
    order, from `start`, the day before the first, to `end`.
    """

    commitment: Commitment
    as_of: dt.date
    start: dt.date
    end: dt.date
    done: tuple[tuple[dt.date, Fraction], ...]
    pace: tuple[tuple[dt.date, Fraction], ...]


class Rates(NamedTuple):
    """Steps a week towards the target: needed to finish in time, and achieved of late."""

    needed: Fraction | None
    recent: Fraction | None


def sums_at(days: Days, day: dt.date, before: dt.date | None = None) -> Sums:
    """The state of every series at the end of a day, and at the end of an earlier one."""
    found = ((s, at(states, day), at(states, before or day)) for s, states in days.items())
    return {
        series: SeriesState(state, earlier if before else None)
        for series, state, earlier in found
        if state
    }


def states_of(commitment: Commitment, days: Days) -> list[DaySum]:
    """What the commitment as a whole came to by day: what counts as done, and all its entries."""
    every = ((state, series) for series, states in days.items() for state in states)
    found, sums = [], dict[Series, SeriesState]()
    for day, moved in groupby(sorted(every, key=_day_of), key=_day_of):
        sums.update((series, SeriesState(state)) for state, series in moved)
        count = sum(state.now.entries for state in sums.values())
        found.append(DaySum(day, done_of(commitment, sums)[0], count))
    return found


def _day_of(one: tuple[DaySum, Series]) -> dt.date:
    return one[0].day


def picture(commitment: Commitment, states: Sequence[DaySum], as_of: dt.date) -> Picture | None:
    """What a chart of a commitment draws; None where there is no percentage, or no period."""
    target = target_of(commitment)
    opening = commitment.terms.opening if commitment.kind == "level" else 0
    marks = bends(commitment)
    if not marks or completion(commitment, target, target) is None:
        return None
    past = [s for s in states if s.day <= as_of]
    # Work may have begun before the start.
    start = min([marks[0], *(s.day - dt.timedelta(days=1) for s in past[:1])])
    done = [(start, completion(commitment, target, opening))]
    done += [(s.day, completion(commitment, target, s.done)) for s in past]
    return Picture(
        commitment,
        as_of,
        start,
        max([marks[-1], *(s.day for s in past[-1:])]),
        tuple((day, share) for day, share in done if share is not None),
        tuple((day, share) for day in marks if (share := pace_of(commitment, day)) is not None),
    )


def burn_up(commitment: Commitment, days: Days, as_of: dt.date, rules: Rules) -> list[Point]:
    """Completion beside pace at even distances from the start to the as-of day."""
    start = commitment.terms.start
    if start is None or as_of < start:
        return []
    last = max((state.day for states in days.values() for state in states), default=start)
    # After the due day and the last entry nothing moves any more.
    as_of = min(as_of, max(commitment.terms.due or as_of, last))
    span = (as_of - start).days
    count = min(BURN_UP_POINTS, span + 1)
    marks = [start + dt.timedelta(days=span * i // max(count - 1, 1)) for i in range(count)]
    points = [
        Point(day, then.done, then.completion, then.pace)
        for day in marks
        for then in [progress(commitment, sums_at(days, day), day, rules)]
    ]
    return points if points[-1].completion is not None else []


def rates(commitment: Commitment, now: Progress, states: Sequence[DaySum], as_of: dt.date) -> Rates:
    """What has to be done each week from now on, beside what was done in the last weeks, from
    what the commitment came to by day.

    Needed is what remains over the days that are left, the due day included, or over all of its
    days where it has not begun.
    """
    if commitment.kind not in ("quantity", "level") or now.target is None:
        return Rates(None, None)
    needed = recent = None
    left, remaining = now.days_left, now.remaining
    terms = commitment.terms
    if left is not None and terms.start and terms.due and terms.start > as_of:
        # Nothing is done before it begins.
        left = (terms.due - terms.start).days + 1
    if left is not None and left > 0 and remaining is not None:
        needed = Fraction(remaining * 7, left)
    since = as_of - dt.timedelta(weeks=RECENT_WEEKS)
    done, before = (state.done if (state := at(states, day)) else None for day in (as_of, since))
    # The first figure ever may be the total of a year: it says nothing of these weeks.
    if done is not None and before is not None:
        covered = before - done if commitment.terms.direction == "down" else done - before
        recent = Fraction(covered, RECENT_WEEKS)
    return Rates(needed, recent)
