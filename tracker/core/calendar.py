"""The days of a plan: when something is due, and how far it shall be by when."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tracker.core.model import Commitment

What = Literal["due", "plan_point", "milestone"]


class Revision(NamedTuple):
    """The change that last revised something, and when it was recorded."""

    change: int
    recorded_at: str


class PlannedDay(NamedTuple):
    """One day that a commitment is bound to.

    `reach` is in steps of the unit, and of a plan point; `node` is the name of a milestone.
    """

    commitment: Commitment
    what: What
    on: dt.date
    revised: Revision
    reach: int | None = None
    node: str | None = None


def planned_days(
    commitments: Iterable[Commitment], revised: dict[int, Revision]
) -> list[PlannedDay]:
    """Every due day, plan point and milestone, by day; those of one day in the order given.

    They are deadlines whether they are met or not.
    """
    found = [day for c in commitments for day in _days_of(c, revised[c.id])]
    return sorted(found, key=lambda day: day.on)


def _days_of(commitment: Commitment, revised: Revision) -> Iterator[PlannedDay]:
    terms = commitment.terms
    for node in commitment.nodes:
        yield PlannedDay(commitment, "milestone", node.due, revised, node=node.name)
    for point in commitment.plan:
        # Terms may have moved under the plan: no pace follows a point outside of them.
        if terms.holds_plan_point(point.until):
            yield PlannedDay(commitment, "plan_point", point.until, revised, reach=point.reach)
    if terms.due is not None:
        yield PlannedDay(commitment, "due", terms.due, revised)
