"""One commitment looked at closely: its parts, its course over time, and what is still needed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.echo import Evidence
from tracker.core.fold import DaySum, Series, SeriesState, Sums, at
from tracker.core.history import Item
from tracker.core.model import Area, Baseline, Commitment, Entry, Node, Rules
from tracker.core.progress import (
    Progress,
    area_progress,
    completion,
    done_of,
    progress,
    stage_sum,
)
from tracker.core.reports import KnownChange, StatusRow

RECENT_WEEKS = 4
BURN_UP_POINTS = 12

Days = Mapping[Series, Sequence[DaySum]]
"""The states of each series by day."""


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


class Point(NamedTuple):
    """One point of a burn-up: completion and pace at the end of a day."""

    day: dt.date
    done: int | None
    completion: Fraction | None
    pace: Fraction | None


class Rates(NamedTuple):
    """Steps a week towards the target: needed to finish in time, and achieved of late."""

    needed: Fraction | None
    recent: Fraction | None


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
    burn_up: Sequence[Point]
    rates: Rates
    entries: Sequence[LoggedEntry]
    revisions: Sequence[Item]
    zone: dt.tzinfo = dt.UTC


def sums_at(days: Days, day: dt.date, week_ago: dt.date | None = None) -> Sums:
    """The state of every series at the end of a day, and at the end of an earlier one."""
    found = ((s, at(states, day), at(states, week_ago or day)) for s, states in days.items())
    return {
        series: SeriesState(state, earlier if week_ago else None)
        for series, state, earlier in found
        if state
    }


def area_rows(commitment: Commitment, sums: Sums, as_of: dt.date, rules: Rules) -> list[AreaRow]:
    """Each area by its own target, and what is not shared out where there is any."""
    if not commitment.areas:
        return []
    rows = [
        AreaRow(area, area_progress(commitment, area.name, sums, as_of, rules))
        for area in commitment.areas
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


def burn_up(commitment: Commitment, days: Days, as_of: dt.date, rules: Rules) -> list[Point]:
    """Completion beside pace at even distances from the start to the as-of day."""
    start = commitment.terms.start
    if start is None or as_of < start:
        return []
    span = (as_of - start).days
    count = min(BURN_UP_POINTS, span + 1)
    marks = [start + dt.timedelta(days=span * i // max(count - 1, 1)) for i in range(count)]
    points = [
        Point(day, then.done, then.completion, then.pace)
        for day in marks
        for then in [progress(commitment, sums_at(days, day), day, rules)]
    ]
    return points if points[-1].completion is not None else []


def rates(commitment: Commitment, row: StatusRow, days: Days, as_of: dt.date) -> Rates:
    """What has to be done each week from now on, beside what was done in the last weeks.

    Needed is what remains over the days that are left, the due day included.
    """
    if commitment.kind not in ("quantity", "level") or row.progress.target is None:
        return Rates(None, None)
    needed = recent = None
    left, remaining = row.progress.days_left, row.progress.remaining
    if left is not None and left > 0 and remaining is not None:
        needed = Fraction(remaining * 7, left)
    since = as_of - dt.timedelta(weeks=RECENT_WEEKS)
    now, before = (done_of(commitment, sums_at(days, day))[0] for day in (as_of, since))
    # The first figure ever may be the total of a year: it says nothing of these weeks.
    if now is not None and before is not None:
        covered = before - now if commitment.terms.direction == "down" else now - before
        recent = Fraction(covered, RECENT_WEEKS)
    return Rates(needed, recent)
