"""The form that a county fills in: a row for each series that it may report on."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tracker.core.closing import standing_closing
from tracker.core.fold import Sums
from tracker.core.model import Commitment, KnownChange
from tracker.core.pace import is_rate

Fills = Literal["figure", "reading", "node", "words"]
"""What a row asks for: an increment or a total; a total only, where the latest reading counts;
whether a milestone is done; words."""


class FormRow(NamedTuple):
    """One series; `area`, `stage` and `node` are "" where it has none.

    `target` and `done` are in steps of the unit: the target of this area, and what the series
    came to. `reported` is the last day that somebody reported on.
    """

    commitment: Commitment
    area: str
    stage: str
    node: str
    fills: Fills
    target: int | None
    done: int | None
    reported: dt.date | None


class Form(NamedTuple):
    """A form with the figures known at a change; `area` is None where it is for all of them."""

    title: str
    area: str | None
    known_at: KnownChange
    rows: tuple[FormRow, ...]
    zone: dt.tzinfo = dt.UTC


def form_rows(
    commitments: Iterable[Commitment], sums: Sums, area: str | None = None
) -> list[FormRow]:
    """A row for each series that an entry may name; with an area, for those of that area.

    A milestone that is done needs none, and is never one area's own; nor does what is closed out.
    """
    return [
        FormRow(commitment, *place, *_known(commitment, place, sums))
        for commitment in commitments
        if standing_closing(commitment) is None
        if area is None or area in _areas(commitment)
        for place in _places(commitment, area, sums)
    ]


_Place = tuple[str, str, str, Fills]


def _places(commitment: Commitment, area: str | None, sums: Sums) -> Iterator[_Place]:
    nodes = [n.name for n in commitment.nodes if not _is_done(commitment, n.name, sums)]
    if nodes and area is None:
        yield from (("", "", node, "node") for node in nodes)
        return
    fills = _fills(commitment)
    areas = [area] if area is not None else _areas(commitment) or [""]
    if area is None and commitment.areas_in_use and is_rate(commitment.terms):
        # A rate of the whole is what was reported for the whole.
        areas.insert(0, "")
    for name in areas:
        for stage in (commitment.stages if fills != "words" else ()) or ("",):
            yield name, stage, "", fills


def _known(
    commitment: Commitment, place: _Place, sums: Sums
) -> tuple[int | None, int | None, dt.date | None]:
    area, stage, node, fills = place
    series = (commitment.id, area, node or stage or commitment.last_stage)
    state = sums.get(series)
    reported = state.now.day if state else None
    if fills not in ("figure", "reading"):
        return None, None, reported
    target = commitment.terms.target
    if area:
        target = next(a.target for a in commitment.areas if a.name == area)
    return target, state.now.done if state else None, reported


def _fills(commitment: Commitment) -> Fills:
    if commitment.kind in ("milestones", "duty") or commitment.terms.unit is None:
        return "words"
    return "figure" if commitment.kind == "quantity" else "reading"


def _is_done(commitment: Commitment, node: str, sums: Sums) -> bool:
    state = sums.get((commitment.id, "", node))
    return state is not None and bool(state.now.done)


def _areas(commitment: Commitment) -> list[str]:
    return [area.name for area in commitment.areas_in_use]
