"""One commitment looked at closely: its parts, its course over time, and what is still needed."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.course import Point, Rates
from tracker.core.echo import Evidence
from tracker.core.fold import DaySum, at
from tracker.core.forecast import Forecast
from tracker.core.history import Item
from tracker.core.model import Baseline, Commitment, Entry, KnownChange, PlanPoint, Rules
from tracker.core.parts import AreaRow, NodeRow, Rest, StageRow
from tracker.core.progress import Progress
from tracker.core.reports import StatusRow


class PlanRow(NamedTuple):
    """One plan point; `done` is what was done by then. It is None while that day lies ahead, and
    for a level that nobody had read by then.
    """

    point: PlanPoint
    done: int | None


class LoggedEntry(NamedTuple):
    entry: Entry
    author: str
    evidence: Sequence[Evidence]


class Detail(NamedTuple):
    """All that `show` tells of a commitment."""

    row: StatusRow
    as_of: dt.date
    known_at: KnownChange | None
    rules: Rules
    aliases: Sequence[str]
    baselines: Sequence[Baseline]
    remarks: Sequence[str]
    areas: Sequence[AreaRow]
    stages: Sequence[StageRow]
    nodes: Sequence[NodeRow]
    plan: Sequence[PlanRow]
    burn_up: Sequence[Point]
    rates: Rates
    recovery: Fraction | None
    forecast: Forecast | None
    entries: Sequence[LoggedEntry]
    revisions: Sequence[Item]
    zone: dt.tzinfo = dt.UTC


class Sharing(NamedTuple):
    """How a commitment is shared out: the whole, its areas, and what none of them has."""

    commitment: Commitment
    progress: Progress
    as_of: dt.date
    known_at: KnownChange | None
    rules: Rules
    areas: Sequence[AreaRow]
    rest: Rest
    zone: dt.tzinfo = dt.UTC


def plan_rows(commitment: Commitment, states: Sequence[DaySum], as_of: dt.date) -> list[PlanRow]:
    """Each plan point with what the commitment came to by its day."""
    return [
        PlanRow(point, _done_by(commitment, states, point.until) if point.until <= as_of else None)
        for point in commitment.plan
    ]


def _done_by(commitment: Commitment, states: Sequence[DaySum], day: dt.date) -> int | None:
    state = at(states, day)
    done = state.done if state else None
    return 0 if done is None and commitment.kind == "quantity" else done
