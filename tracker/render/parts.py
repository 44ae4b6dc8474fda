"""The areas, stages and milestones of a commitment, as JSON and as sheets."""

from collections.abc import Sequence
from typing import Any

from tracker.core.model import Area, Commitment
from tracker.render import values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say


def area_as_json(commitment: Commitment, area: Area) -> dict[str, Any]:
    """One area; documented in docs/json.md."""
    return {
        "area": area.name,
        "target": values.quantity(commitment, area.target),
        "person": area.person,
        "contact": area.contact,
        "retired": area.retired,
    }


def areas(commitment: Commitment, shown: Sequence[Area]) -> Sheet:
    """The areas with what each has promised, and whom to ask."""
    rows = [
        [
            Cell(values.area(area)),
            Cell(values.target(commitment, area.target)),
            Cell(area.person or ""),
            Cell(area.contact or ""),
        ]
        for area in shown
    ]
    return _sheet(commitment, ("area", "target", "person", "contact"), rows)


def stages(commitment: Commitment) -> Sheet:
    """The stages in their order; the last one decides."""
    return _sheet(commitment, ("stage",), [[Cell(stage)] for stage in commitment.stages])


def milestones(commitment: Commitment) -> Sheet:
    """The milestones by day."""
    rows = [
        [Cell(node.name), Cell(node.due.isoformat(), value=node.due), Cell(str(node.weight))]
        for node in commitment.nodes
    ]
    return _sheet(commitment, ("node", "due", "weight"), rows)


def _sheet(commitment: Commitment, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
    title = [say("line.part_of", name=commitment.profile.name, slug=commitment.slug)]
    if not rows:
        return Sheet(title, [], [say("line.no_parts")])
    columns = [
        Column(head, say(f"head.{head}"), right=head in ("target", "weight"), flexible=n == 0)
        for n, head in enumerate(heads)
    ]
    return Sheet(title, [Table(columns, [Group("", rows)])])
