"""What share of a commitment is done, and what share should be: completion and 序时进度.

Shares are exact fractions; 1 is 100 %.
"""

import datetime as dt
from fractions import Fraction

from tracker.core.model import Commitment, Terms

PERCENT = "%"


def is_measured(commitment: Commitment) -> bool:
    """Whether the ledger can ever tell from figures that the commitment is met."""
    if commitment.kind == "milestones":
        return bool(commitment.nodes)
    return commitment.kind != "duty"


def is_rate(terms: Terms) -> bool:
    """Whether figures are percentages, which do not add up."""
    return terms.unit is not None and terms.unit.name == PERCENT


def is_downwards(commitment: Commitment) -> bool:
    """Whether it is a stock that runs down."""
    return commitment.kind == "level" and commitment.terms.direction == "down"


def target_of(commitment: Commitment) -> int | None:
    """What done is measured against: the weight of all nodes, for milestones."""
    if commitment.kind == "milestones":
        return sum(n.weight for n in commitment.nodes) or None
    return commitment.terms.target


def completion(commitment: Commitment, target: int | None, done: int | None) -> Fraction | None:
    """完成率: done ÷ target, never capped; for a level the way covered from its opening.

    None where it can't be computed: no target, no reading, a stock that runs down from an
    unknown opening, any rank.
    """
    if target is None or done is None or commitment.kind in ("rank", "duty"):
        return None
    opening = commitment.terms.opening if commitment.kind == "level" else None
    if commitment.kind == "level" and is_downwards(commitment) and opening is None:
        return None
    base = opening or 0
    return Fraction(done - base, target - base) if target != base else None


def days_left(due: dt.date | None, as_of: dt.date) -> int | None:
    """Whole days from the as-of day to the due day: 0 on the day itself, negative after it."""
    return (due - as_of).days if due else None


def linear_pace(start: dt.date | None, due: dt.date | None, as_of: dt.date) -> Fraction | None:
    """序时进度: the share of the inclusive calendar days from start to due that have passed."""
    if start is None or due is None:
        return None
    total = (due - start).days + 1
    passed = (as_of - start).days + 1
    return Fraction(min(max(passed, 0), total), total)


def pace_of(commitment: Commitment, as_of: dt.date) -> Fraction | None:
    """The share that should be done at the end of `as_of`: linear over the calendar from start
    to due, or from point to point of the plan where there is one. None where nothing tells.
    """
    if commitment.kind == "rank" or not is_measured(commitment):
        return None
    if commitment.kind == "milestones":
        # The days of the nodes are the plan: what is due by now should be done by now.
        total = sum(n.weight for n in commitment.nodes)
        return Fraction(sum(n.weight for n in commitment.nodes if n.due <= as_of), total)
    terms = commitment.terms
    if not commitment.plan or terms.start is None or terms.due is None:
        return linear_pace(terms.start, terms.due, as_of)
    return _planned_pace(commitment, terms.start, terms.due, as_of)


def bends(commitment: Commitment) -> list[dt.date]:
    """The days between which the pace is a straight line, the first and the last included."""
    terms = commitment.terms
    if commitment.kind == "milestones":
        days = [n.due - dt.timedelta(days=back) for n in commitment.nodes for back in (1, 0)]
        days += [terms.start - dt.timedelta(days=1)] if terms.start else []
    elif terms.start is None or terms.due is None:
        return []
    else:
        days = [terms.start - dt.timedelta(days=1), terms.due]
        days += [day for day, _ in _shares(commitment)]
    return sorted(set(days))


def _planned_pace(commitment: Commitment, start: dt.date, due: dt.date, as_of: dt.date) -> Fraction:
    """Piecewise linear from nothing before the start, through the points, to all on the due day.

    Terms may have moved under the plan: points outside of them do not count, and no point is
    more than all of it.
    """
    share_before, before = Fraction(0), start - dt.timedelta(days=1)
    end = [(due, Fraction(1))]
    for until, share in [*_shares(commitment), *end]:
        if as_of <= until:
            passed = Fraction(max((as_of - before).days, 0), (until - before).days)
            return share_before + (share - share_before) * passed
        share_before, before = share, until
    return Fraction(1)


def _shares(commitment: Commitment) -> list[tuple[dt.date, Fraction]]:
    target = target_of(commitment)
    found = []
    for point in commitment.plan:
        share = completion(commitment, target, point.reach)
        if share is not None and commitment.terms.holds_plan_point(point.until):
            found.append((point.until, min(max(share, Fraction(0)), Fraction(1))))
    return found
