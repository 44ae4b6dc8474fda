"""Where a commitment stands on a day: done, completion, pace, gap, class and light.

Completion, pace and gap are exact fractions (1 is 100 %); only a renderer rounds them.
"""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, TypeVar

from tracker.core.fold import Series, Sums
from tracker.core.model import Class, Commitment, Light, Rules
from tracker.core.pace import (
    completion,
    days_left,
    is_downwards,
    is_measured,
    is_rate,
    pace_of,
    target_of,
)

T = TypeVar("T")


class Progress(NamedTuple):
    """The state of one commitment, or of one of its areas, on one day.

    `done`, `target`, `increase` and `remaining` are in steps of the unit (weights, for
    milestones). `increase` and `points` are measured from the earlier day that the sums tell
    of: a week before, or the cut-off of the report before. What does not apply is None.
    """

    done: int | None
    target: int | None
    completion: Fraction | None
    pace: Fraction | None
    gap: Fraction | None
    increase: int | None
    points: Fraction | None
    remaining: int | None
    days_left: int | None
    met: bool
    klass: Class
    light: Light


def progress(commitment: Commitment, sums: Sums, as_of: dt.date, rules: Rules) -> Progress:
    """Where a commitment stands at the end of `as_of`, by the figures of its last stage."""
    return _progress(commitment, sums, as_of, rules, pace_of(commitment, as_of))


def _progress(
    commitment: Commitment, sums: Sums, as_of: dt.date, rules: Rules, pace: Fraction | None
) -> Progress:
    now, before = done_of(commitment, sums)
    target = target_of(commitment)
    # Where nobody has logged a figure it counts as nothing done, so that the light turns.
    partly = now is None and _is_partly_read(commitment, sums)
    nothing = None if partly else _nothing_done(commitment)
    done_share = completion(commitment, target, nothing if now is None else now)
    share_before = completion(commitment, target, nothing if before is None else before)
    gap = _difference(done_share, pace)
    met = is_met(commitment, target, now)
    left = days_left(commitment.terms.due, as_of)
    klass = _classify(commitment, now, gap, left, met=met, rules=rules)
    return Progress(
        done=0 if now is None and _adds_up(commitment) else now,
        target=target,
        completion=done_share,
        pace=pace,
        gap=gap,
        increase=_change(commitment, now, before),
        points=_difference(done_share, share_before),
        remaining=None if partly else _remaining(commitment, target, now),
        days_left=left,
        met=met,
        klass="no_measure" if partly and klass == "not_started" else klass,
        light=_light(commitment, gap, left, met=met, rules=rules),
    )


def done_of(commitment: Commitment, sums: Sums) -> tuple[int | None, int | None]:
    """What counts as done, on the as-of day and on the earlier one."""
    if commitment.kind == "milestones":
        return _done_nodes(commitment, sums)
    return stage_sum(commitment, commitment.last_stage, sums)


def total_of(commitment: Commitment, stage: str, sums: Sums) -> int | None:
    """What an entry in `stage` shows as the commitment's total: the weight of its nodes for
    milestones, else the sum of that stage over the areas.
    """
    if commitment.kind == "milestones":
        return _done_nodes(commitment, sums)[0]
    return stage_sum(commitment, stage or commitment.last_stage, sums)[0]


def stage_sum(commitment: Commitment, stage: str, sums: Sums) -> tuple[int | None, int | None]:
    """The sum of one stage over the areas, on the as-of day and on the earlier one.

    Areas add up, unless the unit is %: a rate of the whole is what was reported for the whole.
    Work that was done in a retired area stays done; its stock is read no more.
    """
    counted = commitment.areas_in_use if commitment.kind == "level" else commitment.areas
    shared = () if is_rate(commitment.terms) else tuple(a.name for a in counted)
    states = {a: sums.get((commitment.id, a, stage)) for a in ("", *shared)}
    now = {a: s.now.done if s else None for a, s in states.items()}
    before = {a: s.earlier.done if s and s.earlier else None for a, s in states.items()}
    return _over_areas(commitment, now), _over_areas(commitment, before)


def _over_areas(commitment: Commitment, done: Mapping[str, int | None]) -> int | None:
    """What areas come to together; "" is what is not shared out.

    Work adds up. A stock does so once every area has been read; until then the reading of the
    whole stands, and it is never counted beside them.
    """
    parts = {area: value for area, value in done.items() if area}
    if commitment.kind == "level" and parts:
        read = [value for value in parts.values() if value is not None]
        return sum(read) if len(read) == len(parts) else done[""]
    figures = [value for value in done.values() if value is not None]
    return sum(figures) if figures else None


def area_progress(
    commitment: Commitment, area: str, sums: Sums, as_of: dt.date, rules: Rules
) -> Progress:
    """Where one area of a commitment stands, by its own target where it has one."""
    part = part_of(commitment, area)
    # A plan is made for the whole: what share of it is due by now, is due of each area.
    pace = pace_of(commitment if commitment.plan else part, as_of)
    found = _progress(part, series_of_part(commitment, area, sums), as_of, rules, pace)
    # Without a target of its own nothing can be said of an area but what it has done.
    measured = part.terms.target is not None
    return found if measured else found._replace(klass="no_measure", light="none")


def part_of(commitment: Commitment, area: str) -> Commitment:
    """An area's part of a commitment, as if it were one itself: with the area's own target.

    Milestones are of the whole, and so is the opening of a stock.
    """
    target = next((a.target for a in commitment.areas if a.name == area), None)
    terms = commitment.terms._replace(target=target, opening=None)
    return commitment._replace(terms=terms, areas=(), nodes=())


def series_of_part(commitment: Commitment, area: str, known: Mapping[Series, T]) -> dict[Series, T]:
    """What is known of the series of one area's part of a commitment, as series of the part."""
    stages = {commitment.last_stage, *commitment.stages}
    own = ((stage, (commitment.id, area, stage)) for stage in stages)
    return {(commitment.id, "", stage): known[series] for stage, series in own if series in known}


def _done_nodes(commitment: Commitment, sums: Sums) -> tuple[int | None, int | None]:
    now = before = None
    for node in commitment.nodes:
        state = sums.get((commitment.id, "", node.name))
        if state and state.now.done is not None:
            now = (now or 0) + node.weight * state.now.done
            if state.earlier and state.earlier.done is not None:
                before = (before or 0) + node.weight * state.earlier.done
    return now, before


def _adds_up(commitment: Commitment) -> bool:
    return commitment.kind in ("quantity", "milestones") and is_measured(commitment)


def _is_partly_read(commitment: Commitment, sums: Sums) -> bool:
    """Whether some areas of a level were read although the whole has no reading."""
    own = ((commitment.id, area.name, commitment.last_stage) for area in commitment.areas_in_use)
    states = (sums.get(series) for series in own)
    return commitment.kind == "level" and any(s and s.now.done is not None for s in states)


def _nothing_done(commitment: Commitment) -> int | None:
    return commitment.terms.opening if commitment.kind == "level" else 0


def _difference(share: Fraction | None, other: Fraction | None) -> Fraction | None:
    return share - other if share is not None and other is not None else None


def _change(commitment: Commitment, now: int | None, before: int | None) -> int | None:
    if _adds_up(commitment):
        return (now or 0) - (before or 0)
    if commitment.kind != "level" or now is None:
        return None
    start = before if before is not None else commitment.terms.opening
    return now - start if start is not None else None


def is_met(commitment: Commitment, target: int | None, done: int | None) -> bool:
    """Whether a sum or a reading meets a target."""
    if target is None or done is None:
        return False
    smaller_is_better = commitment.kind == "rank" or is_downwards(commitment)
    return done <= target if smaller_is_better else done >= target


def _remaining(commitment: Commitment, target: int | None, done: int | None) -> int | None:
    if target is None or commitment.kind == "rank":
        return None
    if is_downwards(commitment):
        stock = done if done is not None else commitment.terms.opening
        return max(stock - target, 0) if stock is not None else None
    reached = _nothing_done(commitment) if done is None else done
    return max(target - (reached or 0), 0)


def _classify(
    commitment: Commitment,
    done: int | None,
    gap: Fraction | None,
    left: int | None,
    *,
    met: bool,
    rules: Rules,
) -> Class:
    if not is_measured(commitment):
        return "no_measure"
    if met and not _still_contested(commitment, left):
        return "completed"
    if left is not None and left < 0:
        return "overdue"
    if done is None:
        return "not_started"
    if commitment.kind == "rank":
        stretch = commitment.terms.stretch
        if stretch is not None and done <= stretch:
            return "ahead"
        return "on_pace" if met else "behind"
    if gap is None:
        return "no_measure"
    if _is_behind(gap, rules.yellow):
        return "behind"
    return "ahead" if _is_behind(-gap, rules.ahead) else "on_pace"


def _still_contested(commitment: Commitment, left: int | None) -> bool:
    """A rank can be lost again until its due day."""
    return commitment.kind == "rank" and (left is None or left > 0)


def _light(
    commitment: Commitment, gap: Fraction | None, left: int | None, *, met: bool, rules: Rules
) -> Light:
    if not is_measured(commitment):
        return "none"
    if met and not _still_contested(commitment, left):
        return "blue"
    if left is not None and left < 0:
        return "red"
    if gap is None:
        return "none"
    if _is_behind(gap, rules.red):
        return "red"
    return "yellow" if _is_behind(gap, rules.yellow) else "green"


def _is_behind(gap: Fraction, points: int) -> bool:
    """Whether a gap is so many percentage points behind, or more."""
    # What `gap * 100 <= -points` says, without a fraction made for it.
    above, below = gap.as_integer_ratio()
    return 100 * above <= -points * below
