"""The parts of a commitment and how each stands: its areas, its stages, its milestones."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.course import Days
from tracker.core.fold import Sums
from tracker.core.model import Area, Commitment, Node, Rules
from tracker.core.naming import Named, find, name_key
from tracker.core.pace import completion, is_downwards, is_rate
from tracker.core.progress import Progress, area_progress, stage_sum
from tracker.errors import Refused


class AreaRow(NamedTuple):
    """One area; `area` is None for what is not shared out. `rank` is its place by completion."""

    area: Area | None
    progress: Progress
    rank: int | None = None


class StageRow(NamedTuple):
    stage: str
    done: int | None
    completion: Fraction | None


class NodeRow(NamedTuple):
    node: Node
    done_on: dt.date | None


class Rest(NamedTuple):
    """What is not shared out: of the target, which is less than nothing where the areas' own
    targets come to more than the whole's, and of what is done. None is what can't be told.
    """

    target: int | None
    done: int | None


def areas_shown(commitment: Commitment, logged: Collection[str]) -> list[Area]:
    """The areas in use, and of the retired ones those in which anything was logged."""
    return [area for area in commitment.areas if not area.retired or area.name in logged]


def area_rows(commitment: Commitment, sums: Sums, as_of: dt.date, rules: Rules) -> list[AreaRow]:
    """Each area by its own target, and what is not shared out where there is any. One that was
    retired is there as long as anything was logged in it, and has no rank.
    """
    if not commitment.areas:
        return []
    logged = {area for number, area, _ in sums if number == commitment.id}
    areas = areas_shown(commitment, logged)
    states = [area_progress(commitment, area.name, sums, as_of, rules) for area in areas]
    shares = [None if a.retired else s.completion for a, s in zip(areas, states, strict=True)]
    rows = [AreaRow(*row) for row in zip(areas, states, _ranks(shares), strict=True)]
    whole = sums.get((commitment.id, "", commitment.last_stage))
    if whole is None or whole.now.done is None:
        return rows
    return [*rows, AreaRow(None, area_progress(commitment, "", sums, as_of, rules))]


def _ranks(shares: Sequence[Fraction | None]) -> list[int | None]:
    """The place of each share, the largest first; equal ones share a place and the next is
    skipped, as in 1, 1, 3.
    """
    return [
        None if share is None else 1 + sum(o is not None and o > share for o in shares)
        for share in shares
    ]


def area_of_any(listed: Iterable[Commitment], text: str) -> str:
    """The area that a person means, among those that any of the commitments is shared out to."""
    names = {name_key(area.name): area.name for one in listed for area in one.areas_in_use}
    if not names:
        raise Refused("error.nothing_shared_out", area=text)
    return find(text, [Named(name, ()) for name in names.values()], what="what.area")


def not_shared_out(commitment: Commitment, sums: Sums) -> Rest:
    """What of a commitment is not shared out to its areas.

    A rate does not add up, and of a stock that runs down the target is what may be left of it,
    which nobody shares out. A level's reading of the whole is not counted beside its areas.
    """
    terms, adds_up = commitment.terms, not is_rate(commitment.terms)
    target = done = None
    if terms.target is not None and adds_up and not is_downwards(commitment):
        target = terms.target - sum(area.target or 0 for area in commitment.areas_in_use)
    own = sums.get((commitment.id, "", commitment.last_stage))
    if own is not None and commitment.kind == "quantity" and adds_up:
        done = own.now.done
    return Rest(target, done)


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


def undone_nodes(commitment: Commitment, sums: Sums) -> Iterator[Node]:
    """The milestones that are not done, by their days."""
    for node in sorted(commitment.nodes, key=lambda node: node.due):
        state = sums.get((commitment.id, "", node.name))
        if state is None or not state.now.done:
            yield node


def pending_nodes(commitment: Commitment, sums: Sums, as_of: dt.date) -> Iterator[Node]:
    """The milestones that ask for something: those that are overdue, and the next one after."""
    for node in undone_nodes(commitment, sums):
        yield node
        if node.due >= as_of:
            return
