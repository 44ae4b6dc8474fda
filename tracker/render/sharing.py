"""How a commitment is shared out, as JSON, as records and as a sheet."""

from collections.abc import Iterator
from typing import Any

from tracker.core.detail import Sharing
from tracker.core.model import Area, Commitment
from tracker.core.parts import AreaRow
from tracker.core.progress import Progress
from tracker.render import lights, values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.render.status import known, rules
from tracker.render.status_sheet import known_line
from tracker.text import say


def as_json(sharing: Sharing) -> dict[str, Any]:
    """The whole of it; documented in docs/json.md."""
    commitment, now = sharing.commitment, sharing.progress
    return {
        "as_of": sharing.as_of,
        "known_at": known(sharing.known_at),
        "rules": rules(sharing.rules),
        "slug": commitment.slug,
        "name": commitment.profile.name,
        "unit": commitment.terms.unit.name if commitment.terms.unit else None,
        "target": values.quantity(commitment, now.target),
        "done": values.quantity(commitment, now.done),
        "completion": values.share(now.completion),
        "areas": [
            _area(commitment, one.area, one.progress, one.rank) for one in sharing.areas if one.area
        ],
        "not_shared_out": {
            "target": values.quantity(commitment, sharing.rest.target),
            "done": values.quantity(commitment, sharing.rest.done),
        },
    }


def _area(commitment: Commitment, area: Area, now: Progress, rank: int | None) -> dict[str, Any]:
    return {
        "area": area.name,
        "person": area.person,
        "contact": area.contact,
        "target": values.quantity(commitment, now.target),
        "done": values.quantity(commitment, now.done),
        "completion": values.share(now.completion),
        "pace": values.share(now.pace),
        "gap": values.share(now.gap),
        "light": now.light,
        "class": now.klass,
        "rank": rank,
    }


def records(sharing: Sharing) -> Iterator[list[object]]:
    """One record an area: its fields in the JSON, in their order."""
    for one in as_json(sharing)["areas"]:
        yield list(one.values())


def sheet(sharing: Sharing) -> Sheet:
    """The areas, what was logged before there were any, the whole, and what is left to share."""
    commitment = sharing.commitment
    title = [
        say("line.sharing", name=commitment.profile.name, slug=commitment.slug, day=sharing.as_of)
    ]
    if sharing.known_at:
        title.append(known_line(sharing.known_at, sharing.zone))
    rows = [area_cells(commitment, one) for one in sharing.areas]
    if sharing.rest.done is not None:
        done = values.plain(values.quantity(commitment, sharing.rest.done))
        rows.append([Cell(say("word.not_shared_out")), Cell(), Cell(done), *[Cell()] * 4])
    rows.append([*_whole_cells(commitment, sharing.progress), Cell(), Cell()])
    return Sheet(title, [Table(area_columns(), [Group("", rows)])], _foot(sharing))


def area_columns() -> list[Column]:
    """The columns of a table of areas."""
    right = ("target", "done", "completion", "rank")
    keys = ("area", "target", "done", "completion", "light", "rank", "person")
    return [
        Column(k, say(f"head.{k}"), right=k in right, flexible=k in ("area", "person"))
        for k in keys
    ]


def area_cells(commitment: Commitment, one: AreaRow) -> list[Cell]:
    """One area, or what is not shared out, as a row under these columns."""
    name = values.area(one.area) if one.area else say("word.not_shared_out")
    return [
        Cell(name),
        *_figures(commitment, one.progress),
        Cell(values.plain(one.rank)),
        Cell((one.area.person or "") if one.area else ""),
    ]


def _whole_cells(commitment: Commitment, now: Progress) -> list[Cell]:
    return [Cell(say("word.overall"), "bold"), *_figures(commitment, now)]


def _figures(commitment: Commitment, now: Progress) -> list[Cell]:
    return [
        Cell(values.target(commitment, now.target)),
        Cell(values.plain(values.quantity(commitment, now.done))),
        Cell(values.rate(now.completion)),
        lights.light(now.light),
    ]


def _foot(sharing: Sharing) -> list[str]:
    """What of the target no area has, or by how much theirs come to more."""
    left = sharing.rest.target
    if left is None:
        return []
    key = "line.sharing_all" if left == 0 else "line.sharing_left"
    key = "line.sharing_over" if left < 0 else key
    return [say(key, left=values.amount(sharing.commitment, abs(left)))]
