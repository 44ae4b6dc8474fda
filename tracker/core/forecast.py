"""What is likely to come: when a commitment will be done, and whether that can be in time.

A commitment's own weeks are drawn again, with replacement, until they cover what remains; that is
one path, and many paths give a range (the bootstrap). docs/forecast.md has a worked example, the
sources, and what such a forecast cannot know.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from random import Random
from typing import Literal, NamedTuple

from tracker.core.fold import DaySum
from tracker.core.model import Commitment
from tracker.core.pace import is_downwards
from tracker.core.progress import Progress

WEEKS_NEEDED = 5
WEEKS_SEEN = 52
HORIZON_WEEKS = 104
# Luck moves a chance of 50 % by 3.5 points (one standard deviation), that of others by less. Which
# few weeks happened to be seen moves it by far more, so further paths would only take time.
PATHS = 200
HARD = Fraction(11, 10)
# Before that much of the plan has passed, the index swings with every entry.
TOO_EARLY = Fraction(1, 5)

_HIGHEST, _LOWEST = Fraction(95, 100), Fraction(5, 100)
# One for all commitments: the same weeks then give the same answer whatever they are called, and
# better weeks never a worse one.
_SEED = 1
_BEFORE_ALL = DaySum(dt.date.min, None, 0)
_QUARTER = 13

# Each quarter of a path to come, as what draws its weeks from those that were.
Path = tuple[Callable[[Sequence[int]], tuple[int, ...]], ...]


class Course(NamedTuple):
    """The latest weeks of a series, each the seven days that end on the as-of day or a
    multiple of seven days before it.

    `increments` is what each week covered of the way to the target, in steps of the unit, the
    oldest first: 0 without an entry, negative after a fall. The week of the first figure ever is
    none of them, because that figure may be the total of half a year. `reported` counts the weeks
    with an entry, in figures or words, from the week of the first figure on.
    """

    reported: int
    increments: tuple[int, ...]


class Forecast(NamedTuple):
    """When the rest will be done if the weeks to come are like those that were.

    By the end of `earliest`, `likely` and `latest` 10, 50 and 90 % of the paths are done. None is
    later than `beyond`, the last day that was looked at. `chance` is the share of the paths that
    are done by the end of the due day. It is None without a due day, when that has passed, and
    when it lies beyond the last day looked at and some path is not done by then. `weeks` is the
    number of weeks with entries that all this rests on.
    """

    weeks: int
    earliest: dt.date | None
    likely: dt.date | None
    latest: dt.date | None
    beyond: dt.date
    chance: Fraction | None


def weekly(states: Sequence[DaySum], as_of: dt.date, *, downwards: bool) -> Course:
    """The weeks up to `as_of`, 52 at most, from the states by day of one series.

    `downwards` is for a stock that runs down, where a fall covers the way.
    """
    days = [state.day for state in states]
    places = (bisect_right(days, end) for end in _week_ends(as_of))
    marks = [states[place - 1] if place else _BEFORE_ALL for place in places]
    weeks = [(before, after) for before, after in pairwise(marks) if after.done is not None]
    sign = -1 if downwards else 1
    return Course(
        reported=sum(after.entries > before.entries for before, after in weeks),
        increments=tuple(
            sign * (after.done - before.done)
            for before, after in weeks
            if before.done is not None and after.done is not None
        ),
    )


@lru_cache(1)
def _week_ends(as_of: dt.date) -> tuple[dt.date, ...]:
    return tuple(as_of - dt.timedelta(weeks=n) for n in range(WEEKS_SEEN, -1, -1))


def forecast(
    course: Course, remaining: int, as_of: dt.date, due: dt.date | None
) -> Forecast | None:
    """When `remaining` steps will be covered after `as_of`, and the chance of that by `due`.

    None with fewer than five weeks with entries, and where nothing remains. The same arguments
    give the same answer on every machine and every Python.
    """
    if course.reported < WEEKS_NEEDED or remaining <= 0:
        return None
    finishes = _finishes(course.increments, remaining)
    earliest, likely, latest = (_day_of(finishes, tenths, as_of) for tenths in (1, 5, 9))
    beyond = as_of + dt.timedelta(weeks=HORIZON_WEEKS)
    left = (due - as_of).days if due is not None else -1
    chance = _share_by(left, finishes) if left >= 0 else None
    return Forecast(course.reported, earliest, likely, latest, beyond, chance)


def expected(
    commitment: Commitment, now: Progress, states: Sequence[DaySum], as_of: dt.date
) -> Forecast | None:
    """The forecast of a commitment from what it came to by day, up to `as_of`.

    None for a rank, which is not worked off, and for what is met or has no known rest.
    """
    if commitment.kind == "rank" or now.remaining is None or now.met:
        return None
    course = weekly(states, as_of, downwards=is_downwards(commitment))
    return forecast(course, now.remaining, as_of, commitment.terms.due)


def _finishes(increments: Sequence[int], remaining: int) -> list[int]:
    """After how many days each path is done, ascending; one that passes the horizon is left out."""
    if max(increments) * HORIZON_WEEKS < remaining:
        return []
    # In order of size, so that a draw keeps its meaning when one week more is seen.
    sample = sorted(increments)
    finishes = (_finish(sample, remaining, path) for path in _paths(len(sample)))
    return sorted(days for days in finishes if days is not None)


def _finish(sample: Sequence[int], remaining: int, path: Path) -> int | None:
    """After how many days one path is done, or None; `sample` is in ascending order.

    Within its last week the work is taken as even, and a part of a day as the whole of it.
    """
    before = 0
    for number, quarter in enumerate(path):
        drawn = quarter(sample)
        end = before + sum(drawn)
        if end < remaining and sample[0] >= 0:
            # Where no week falls, no week of a quarter lies above its end.
            before = end
            continue
        for week, after in enumerate(accumulate(drawn, initial=before), number * _QUARTER - 1):
            if after >= remaining:
                return 7 * week - 7 * (before - remaining) // (after - before)
            before = after
    return None


@lru_cache(WEEKS_SEEN)
def _paths(count: int) -> tuple[Path, ...]:
    """The paths to come where `count` weeks are drawn from; the same for everyone."""
    # Of the generator's methods only random() has a sequence that Python promises to keep.
    draw = Random(_SEED).random
    weeks = [[int(draw() * count) for _ in range(PATHS)] for _ in range(HORIZON_WEEKS)]
    quarters = [slice(first, first + _QUARTER) for first in range(0, HORIZON_WEEKS, _QUARTER)]
    return tuple(
        tuple(itemgetter(*drawn[quarter]) for quarter in quarters)
        for drawn in zip(*weeks, strict=True)
    )


def _day_of(finishes: Sequence[int], tenths: int, as_of: dt.date) -> dt.date | None:
    """The first day by whose end so many tenths of all paths are done."""
    needed = PATHS * tenths // 10
    return as_of + dt.timedelta(finishes[needed - 1]) if len(finishes) >= needed else None


def _share_by(days: int, finishes: Sequence[int]) -> Fraction | None:
    """The share of all paths that are done so many days from now, where it can be told."""
    if days > 7 * HORIZON_WEEKS and len(finishes) < PATHS:
        return None
    return Fraction(bisect_right(finishes, days), PATHS)


def capped(chance: Fraction) -> tuple[Literal["", "<", ">"], int]:
    """A chance as it may be shown: whole per cent, and nothing above "> 95" or below "< 5".

    A few weeks say nothing of what happens once in twenty times.
    """
    if chance > _HIGHEST:
        return ">", 95
    if chance < _LOWEST:
        return "<", 5
    return "", int(chance * 100 + Fraction(1, 2))


def recovery(
    completion: Fraction | None, pace: Fraction | None, days_left: int | None
) -> Fraction | None:
    """The rate needed to be done in time ÷ the rate planned for the days left; above `HARD` it is
    called hard to recover.

    It is the to-complete schedule performance index of W. Lipke's earned schedule. None where it
    cannot be told: no percentage, no day left, nothing remains to be done or to be planned.
    """
    if completion is None or pace is None or days_left is None:
        return None
    if days_left <= 0 or completion >= 1 or pace >= 1:
        return None
    return (1 - completion) / (1 - pace)


def is_hard(index: Fraction | None, pace: Fraction | None) -> bool:
    """Whether a commitment is called hard to recover: its index of `recovery` lies above `HARD`,
    and at least a fifth of its plan has passed.
    """
    return index is not None and pace is not None and index > HARD and pace >= TOO_EARLY
