"""The history as JSON, as records and as a sheet."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.core.history import LOGGING, Item
from tracker.render import values
from tracker.render.defined import change_lines
from tracker.render.echo import what, words_of
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say


def as_json(item: Item) -> dict[str, Any]:
    """One line of the history; documented in docs/json.md."""
    commitment = item.commitment

    def figure(steps: int | None) -> Any:
        return values.quantity(commitment, steps) if commitment else None

    return {
        "entry": item.act,
        "change": item.change,
        "slug": commitment.slug if commitment else None,
        "action": item.action,
        "on": item.day,
        "recorded_at": item.recorded_at,
        "by": item.author,
        "login": item.login,
        "mode": item.mode,
        "amount": figure(item.amount),
        "total": figure(item.total),
        "area": item.area,
        "stage": item.stage,
        "note": item.note,
        "reason": item.reason,
        "of": item.of,
        "changes": [change._asdict() for change in item.changes],
        "problem": item.problem,
        "next": item.next_step,
    }


def records(found: Iterable[Item]) -> Iterator[list[object]]:
    """One record a line of the history; the changes as `field: old -> new`, joined by `; `."""
    for item in found:
        fields = as_json(item)
        fields["changes"] = "; ".join(
            f"{change.field}: {_shown(change.old)} -> {_shown(change.new)}"
            for change in item.changes
        )
        yield list(fields.values())


_COLUMNS = (
    ("entry", None),
    ("change", "entry"),
    ("recorded", None),
    ("by", "recorded"),
    ("commitment", None),
    ("on", "commitment"),
    ("what", None),
    ("reason", "what"),
    ("total", None),
)


def sheet(found: Sequence[Item], zone: dt.tzinfo) -> Sheet:
    """The history for people, or that there is none."""
    foot = [] if found else [say("line.no_history")]
    return Sheet([], [table(found, zone)] if found else [], foot)


def table(found: Sequence[Item], zone: dt.tzinfo) -> Table:
    """One row a line of the history; the newest last, where the eye is."""
    columns = [
        Column(
            key,
            say(f"head.{key}"),
            right=key in ("entry", "change", "total"),
            flexible=key in ("what", "reason", "commitment", "by"),
            under=under,
        )
        for key, under in _COLUMNS
    ]
    return Table(columns, [Group("", [_cells(item, zone) for item in found])])


def _cells(item: Item, zone: dt.tzinfo) -> list[Cell]:
    commitment = item.commitment
    total = values.quantity(commitment, item.total) if commitment else None
    return [
        Cell(str(item.act or ""), "bold", item.act),
        Cell(f"#{item.change}", "dim"),
        Cell(values.moment(item.recorded_at, zone)),
        Cell(item.author),
        Cell(commitment.slug if commitment else ""),
        Cell(item.day.isoformat() if item.day else "", value=item.day),
        Cell(_what(item)),
        Cell(item.reason or "", "dim"),
        Cell(values.plain(total), value=total),
    ]


def _what(item: Item) -> str:
    commitment = item.commitment
    changes = change_lines(item.changes)
    if item.action in LOGGING and commitment:
        stage = item.stage if commitment.kind != "milestones" else None
        parts = [what(commitment, item), item.area, stage, *words_of(item)]
    elif item.of is not None:
        parts = [say(f"action.{item.action}"), str(item.of), changes]
    else:
        action = say(f"action.{item.action.replace(' ', '_')}")
        parts = [action, changes, item.note]
    return " ".join(filter(None, parts))


def _shown(value: object) -> str:
    return "-" if value in (None, "") else str(value)
