"""What was told: as JSON, as records and as a sheet."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.core.alert_memory import Sent
from tracker.render import values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say


def as_json(one: Sent) -> dict[str, Any]:
    """One thing that was told; documented in docs/json.md."""
    return {**one._asdict(), "subject": one.subject or None}


def records(found: Iterable[Sent]) -> Iterator[list[object]]:
    """One record a thing that was told."""
    for one in found:
        yield list(as_json(one).values())


def sheet(found: Sequence[Sent], zone: dt.tzinfo) -> Sheet:
    """The log for people, the newest last; or that nothing was told."""
    columns = [
        Column("sent", say("head.sent")),
        Column("to", say("head.to"), flexible=True),
        Column("alert", say("head.alert"), flexible=True),
    ]
    rows = [
        [
            Cell(f"{values.moment(one.claimed_at, zone)} {_state(one)}".rstrip()),
            Cell(one.audience or say("word.everyone")),
            Cell(one.said),
        ]
        for one in found
    ]
    foot = [] if rows else [say("line.nothing_told")]
    return Sheet([], [Table(columns, [Group("", rows)])] if rows else [], foot)


def _state(one: Sent) -> str:
    """That it is not known to be out; what is needs no word."""
    return "" if one.state == "confirmed" else say(f"state.{one.state}")
