"""One commitment looked at closely: its parts, its course over time, and what is still needed."""

import datetime as dt
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.course import Days, Point, Rates
from tracker.core.echo import Evidence
from tracker.core.fold import DaySum, Sums, at
from tracker.core.forecast import Forecast
from tracker.core.history import Item
from tracker.core.model import Area, Baseline, Commitment, Entry, Node, PlanPoint, Rules
from tracker.core.pace import completion
from tracker.core.progress import Progress, area_progress, stage_sum
from tracker.core.reports import KnownChange, StatusRow


class AreaRow(NamedTuple):
    """One area; `area` is None for what is not shared out."""

    area: Area | None
    progress: Progress


class StageRow(NamedTuple):
    stage: str
    done: int | None
    completion: Fraction | None


class NodeRow(NamedTuple):
    node: Node
    done_on: dt.date | None


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


def areas_shown(commitment: Commitment, logged: Collection[str]) -> list[Area]:
    """The areas in use, and of the retired ones those in which anything was logged."""
    return [area for area in commitment.areas if not area.retired or area.name in logged]


def area_rows(commitment: Commitment, sums: Sums, as_of: dt.date, rules: Rules) -> list[AreaRow]:
    """Each area by its own target, and what is not shared out where there is any."""
    if not commitment.areas:
        return []
    logged = {area for number, area, _ in sums if number == commitment.id}
    rows = [
        AreaRow(area, area_progress(commitment, area.name, sums, as_of, rules))
        for area in areas_shown(commitment, logged)
    ]
    whole = sums.get((commitment.id, "", commitment.last_stage))
    if whole is None or whole.now.done is None:
        return rows
    return [*rows, AreaRow(None, area_progress(commitment, "", sums, as_of, rules))]


def stage_rows(commitment: Commitment, sums: Sums) -> list[StageRow]:
    """Each stage with its own sum, measured against the one target."""
    totals = ((s, stage_sum(commitment, s, sums)[0]) for s in commitment.stages)
    target = commitment.terms.target
    return [StageRow(s, done, completion(commitment, target, done)) for s, done in totals]


def node_rows(commitment: Commitment, days: Days, as_of: dt.date) -> list[NodeRow]:
    """Each milestone with the work date on which it was first done."""
    rows = []
    for node in commitment.nodes:
        states = days.get((commitment.id, "", node.name), ())
        done = (s.day for s in states if s.done and s.day <= as_of)
        rows.append(NodeRow(node, next(done, None)))
    return rows


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
