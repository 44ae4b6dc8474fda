"""The acts of a commitment replayed in the order in which they were made."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.core.closing import standing_closing
from tracker.core.fold import Series, SeriesState, by_series, fold, series_of, standing_entries
from tracker.core.model import Area, Commitment, Correction, Entry, Rename, Undo, Unit
from tracker.core.progress import total_of
from tracker.core.quantity import to_decimal


def totals(
    commitment: Commitment,
    entries: Sequence[Entry],
    corrections: Sequence[Correction],
    undos: Sequence[Undo],
) -> dict[int, int | None]:
    """The commitment's total after each act: that of the stage which the act is about."""
    by_act = {e.act: e for e in entries}
    behind = {c.act: c.entry for c in corrections}
    behind.update({u.act: u.of for u in undos})
    past: tuple[list[Entry], list[Correction], list[Undo]] = ([], [], [])
    states: dict[Series, SeriesState] = {}
    found: dict[int, int | None] = {}
    acts: list[Entry | Correction | Undo] = [*entries, *corrections, *undos]
    for act in sorted(acts, key=lambda a: a.act):
        raw = by_act[_entry_behind(act.act, behind)]
        if isinstance(act, Entry):
            past[0].append(act)
        elif isinstance(act, Correction):
            past[1].append(act)
        else:
            past[2].append(act)
        entry = as_it_stood(raw, past[1], past[2], act.act)
        series = series_of(entry, commitment.last_stage)
        tail = states[series].now if series in states else None
        if isinstance(act, Entry) and (tail is None or act.day >= tail.day):
            # What comes last changes nothing before it; all else is folded anew.
            states[series] = SeriesState(fold([act], tail)[-1])
        else:
            groups = by_series(standing_entries(*past), commitment.last_stage)
            states = {s: SeriesState(fold(group)[-1]) for s, group in groups.items()}
        found[act.act] = total_of(commitment, series[2], states)
    return found


def as_it_stood(
    entry: Entry, corrections: Iterable[Correction], undos: Iterable[Undo], act: int
) -> Entry:
    """An entry with the corrections that counted after an act; where that act or an earlier one
    took it back, as it was just before it was taken back.
    """
    made = [c for c in corrections if c.act <= act]
    past = sorted(u for u in undos if u.act <= act)
    while not (standing := standing_entries([entry], made, past)):
        past.pop()
    return standing[0]


def _entry_behind(act: int, behind: dict[int, int]) -> int:
    while act in behind:
        act = behind[act]
    return act


# The commands that log entries, each as it stands in the chain.
LOGGING = ("log", "import")


class Change(NamedTuple):
    """One field that a write changed, old → new, as plain values."""

    field: str
    old: object
    new: object


class Defined(NamedTuple):
    """What `add`, `edit` and the like did to a commitment.

    `new_department` was made with it; `logged_before` tells that figures were logged before
    the commitment was shared out.
    """

    slug: str
    name: str
    changes: tuple[Change, ...]
    new_department: str | None = None
    logged_before: bool = False


class Item(NamedTuple):
    """One line of the history: an act, or a change of what a commitment is.

    `act` and what belongs to an entry are None for the latter; `commitment` is None for a
    change of the plan as a whole. `amount` is as typed, `total` what resulted.
    """

    act: int | None
    change: int
    commitment: Commitment | None
    action: str
    day: dt.date | None
    recorded_at: str
    author: str
    login: str
    mode: str | None
    amount: int | None
    total: int | None
    area: str | None
    stage: str | None
    note: str | None
    reason: str | None
    of: int | None
    changes: tuple[Change, ...]
    problem: str | None = None
    next_step: str | None = None


def field_changes(before: Commitment | None, after: Commitment) -> tuple[Change, ...]:
    """What differs between two revisions of a commitment, field by field.

    An area, stage or milestone under a new name is one change of its name, whatever it has.
    """
    renames = after.renames[len(before.renames) :] if before else ()
    old, new = (_fields(_renamed(before, renames)) if before else {}), _fields(after)
    names = list(dict.fromkeys([*new, *old]))
    return (
        *(Change(rename.part, rename.old, rename.new) for rename in renames),
        *(
            Change(name, old.get(name), new.get(name))
            for name in names
            if old.get(name) != new.get(name)
        ),
    )


def _renamed(commitment: Commitment, renames: Sequence[Rename]) -> Commitment:
    """A commitment with its parts under the names that they were given."""

    def name(part: str, old: str) -> str:
        return next((r.new for r in renames if (r.part, r.old) == (part, old)), old)

    return commitment._replace(
        areas=tuple(a._replace(name=name("area", a.name)) for a in commitment.areas),
        stages=tuple(name("stage", s) for s in commitment.stages),
        nodes=tuple(n._replace(name=name("milestone", n.name)) for n in commitment.nodes),
    )


def _fields(commitment: Commitment) -> dict[str, object]:
    scale = commitment.scale
    fields: dict[str, object] = {"department": commitment.department.name}
    for name, value in (commitment.profile._asdict() | commitment.terms._asdict()).items():
        if name in ("position", "department") or value is None:
            continue
        if name in ("target", "stretch", "opening"):
            fields[name] = to_decimal(value, scale)
        else:
            fields[name] = value.name if isinstance(value, Unit) else value
    if commitment.stages:
        fields["stages"] = ",".join(commitment.stages)
    if commitment.areas_in_use:
        fields["areas"] = ",".join(area.name for area in commitment.areas_in_use)
    for area in commitment.areas:
        fields |= _fields_of_area(area, scale)
    for point in commitment.plan:
        fields[f"plan {point.until.isoformat()}"] = to_decimal(point.reach, scale)
    for node in commitment.nodes:
        fields[f"milestone {node.name}"] = f"{node.due.isoformat()}, {node.weight}"
    if closing := standing_closing(commitment):
        fields["closed_out"] = closing.day
    return fields


def _fields_of_area(area: Area, scale: int) -> dict[str, object]:
    target = None if area.target is None else to_decimal(area.target, scale)
    found = {"target": target, "person": area.person, "contact": area.contact}
    return {f"{name} {area.name}": value for name, value in found.items() if value is not None}
