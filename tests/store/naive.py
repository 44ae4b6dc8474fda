"""The ledger's sums as a person with paper and patience would work them out: from all acts,
every time, in no clever order. What the program keeps ready is held against this.
"""

import datetime as dt
from typing import Any, NamedTuple

from tracker.core.dates import WEEK
from tracker.core.fold import DaySum, Series, SeriesState


class Act(NamedTuple):
    """An entry with its fields, a correction with the fields it sets, or an undo.

    `of` is the entry that a correction is about, or the act that an undo takes back.
    """

    number: int
    change: int
    verb: str
    of: int | None
    fields: dict[str, Any]


class Naive:
    """All acts so far, and what came to be called otherwise and was the last stage since when."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.renames: list[tuple[int, int, str, str, str]] = []
        self.last_stages: list[tuple[int, int, str]] = []

    def stands(self, number: int, known: int) -> bool:
        """Whether no undo that stands takes an act back."""
        return not any(
            act.verb == "undo" and act.of == number and self.stands(act.number, known)
            for act in self.acts
            if act.change <= known
        )

    def entry(self, number: int, known: int) -> dict[str, Any]:
        """The fields of an entry with the corrections that stand, the latest last."""
        fields: dict[str, Any] = {}
        for act in self.acts:
            about = act.number if act.verb == "log" else act.of if act.verb == "correct" else None
            if about == number and act.change <= known and self.stands(act.number, known):
                fields |= act.fields
                for part in ("area", "stage"):
                    if part in act.fields:
                        fields[part] = self.name(fields, part, act.change, known)
        return fields

    def name(self, fields: dict[str, Any], part: str, since: int, known: int) -> str:
        """What the part that an entry names is called at a change."""
        name = str(fields[part])
        for change, commitment, what, old, new in self.renames:
            renamed = (commitment, what, old) == (fields["commitment"], part, name)
            if since < change <= known and renamed:
                name = new
        return name

    def entries(self, known: int) -> list[tuple[int, dict[str, Any]]]:
        """Every entry that stands, by number."""
        return [
            (act.number, self.entry(act.number, known))
            for act in self.acts
            if act.verb == "log" and act.change <= known and self.stands(act.number, known)
        ]

    def last_stage(self, commitment: int, known: int) -> str:
        stages = [s for change, c, s in self.last_stages if c == commitment and change <= known]
        return stages[-1] if stages else ""

    def sums(self, day: dt.date, known: int) -> dict[Series, SeriesState]:
        """Every series that has an entry by `day`, with its state then and a week before."""
        groups: dict[Series, list[tuple[int, dict[str, Any]]]] = {}
        for number, fields in self.entries(known):
            commitment = fields["commitment"]
            stage = fields["stage"] or self.last_stage(commitment, known)
            groups.setdefault((commitment, fields["area"], stage), []).append((number, fields))
        states = ((s, _state(g, day), _state(g, day - WEEK)) for s, g in groups.items())
        return {s: SeriesState(now, before) for s, now, before in states if now}


def _state(entries: list[tuple[int, dict[str, Any]]], day: dt.date) -> DaySum | None:
    """The last total by `day` and all that was added after it; without one all that was added."""
    past = sorted((f["day"], n, f["mode"], f["amount"]) for n, f in entries if f["day"] <= day)
    if not past:
        return None
    last_total = max((p[:2] for p in past if p[2] == "total"), default=(dt.date.min, 0))
    counted = [amount for d, n, _, amount in past if (d, n) >= last_total and amount is not None]
    return DaySum(past[-1][0], sum(counted) if counted else None, len(past))


def from_rows(read: Any) -> Naive:
    """The acts as they lie in the tables."""
    model = Naive()
    columns = "commitment, area, stage, day, mode, amount"
    for number, change, *values in read(f"SELECT act, change, {columns} FROM entry"):
        fields = dict(zip(columns.split(", "), values, strict=True))
        fields["day"] = dt.date.fromisoformat(fields["day"])
        model.acts.append(Act(number, change, "log", None, fields))
    for number, change, entry, field, value in read(
        "SELECT act, change, entry, field, value FROM correction"
    ):
        new = dt.date.fromisoformat(value) if field == "day" else value
        model.acts.append(Act(number, change, "correct", entry, {field: new}))
    for number, change, of in read("SELECT act, change, of_act FROM undo"):
        model.acts.append(Act(number, change, "undo", of, {}))
    for change, commitment, stage in read(
        "SELECT change, commitment, stage FROM stage ORDER BY change, position"
    ):
        model.last_stages.append((change, commitment, stage))
    for change, commitment, part, old, new in read(
        "SELECT change, commitment, part, name, became FROM retired "
        "WHERE became IS NOT NULL ORDER BY change"
    ):
        what = "area" if part == "area" else "stage"
        model.renames.append((change, commitment, what, old, new))
    model.acts.sort(key=lambda act: act.number)
    return model
