"""A ledger as somebody keeps it on paper: what every commitment is, and all that was ever said."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.conftest import NOON
from tests.store.naive import Act, Naive

TODAY = NOON.date()


@dataclass
class Promise:
    """One commitment as it is now; figures are in steps of its unit."""

    number: int
    slug: str
    kind: str
    unit: str | None = None
    scale: int = 0
    target: int | None = None
    opening: int | None = None
    start: dt.date | None = dt.date(2024, 1, 1)
    due: dt.date | None = dt.date(2024, 12, 31)
    person: str = ""
    closings: list[tuple[dt.date, bool]] = field(default_factory=list)
    """From which day on it is closed out, or open again, in the order in which that was said."""
    areas: dict[str, bool] = field(default_factory=dict)
    """Whether each is in use."""
    area_targets: dict[str, int | None] = field(default_factory=dict)
    stages: list[str] = field(default_factory=list)
    nodes: dict[str, tuple[dt.date, int]] = field(default_factory=dict)
    gone_nodes: set[str] = field(default_factory=set)
    points: dict[dt.date, int] = field(default_factory=dict)

    def closed_on(self, day: dt.date) -> bool:
        """Whether it is closed out at the end of a day."""
        said = [is_closed for since, is_closed in self.closings if since <= day]
        return bool(said) and said[-1]

    @property
    def closed(self) -> bool:
        """Whether nothing can be logged any more."""
        return self.closed_on(dt.date.max)

    @property
    def counts(self) -> bool:
        """Whether figures are logged for it."""
        return self.kind in ("quantity", "level", "rank")

    @property
    def in_use(self) -> list[str]:
        """The areas that entries may name."""
        return [area for area, used in self.areas.items() if used]

    @property
    def last_stage(self) -> str:
        return self.stages[-1] if self.stages else ""

    def figure(self, steps: int) -> str:
        """A figure as a person types it."""
        whole, rest = divmod(steps, 10**self.scale)
        return f"{whole}.{rest:0{self.scale}}" if rest else str(whole)

    def share(self, reach: int) -> Fraction | None:
        """How far a figure leads from where it began to the target."""
        base = self.opening or 0
        if self.target is None or self.target == base:
            return None
        return Fraction(reach - base, self.target - base)


class Paper:
    """All commitments, all acts, and how many changes there were."""

    def __init__(self, promises: list[Promise]) -> None:
        self.promises = promises
        self.naive = Naive()
        self.head = 1 + len(promises)
        self.settings = {"yellow": "10", "title": ""}
        self.workdays: dict[str, str] = {}
        self.units: set[str] = set()
        self.imported: set[int] = set()
        self.serial = 0
        for promise in promises:
            self.naive.last_stages.append((0, promise.number, promise.last_stage))

    @property
    def acts(self) -> list[Act]:
        """Entries, corrections and undos, in one series of numbers."""
        return self.naive.acts

    def fresh(self) -> int:
        """A number that was not used for a name or a figure before."""
        self.serial += 1
        return self.serial

    def of(self, number: int) -> Promise:
        """The commitment of a number."""
        return self.promises[number - 1]

    # Acts

    def stands(self, number: int) -> bool:
        """Whether an act counts."""
        return self.naive.stands(number, self.head)

    def behind(self, number: int) -> int:
        """The entry that an act is about, through undos and a correction."""
        act = self.acts[number - 1]
        return number if act.of is None else self.behind(act.of)

    def promise_of(self, number: int) -> Promise:
        """The commitment that an act is of."""
        return self.of(self.acts[self.behind(number) - 1].fields["commitment"])

    def latest(self) -> int | None:
        """The newest entry or correction that stands, and whose entry does."""
        for act in self.acts[::-1]:
            is_mine = act.verb != "undo" and self.stands(act.number)
            if is_mine and (act.of is None or self.stands(act.of)):
                return act.number
        return None

    def has_figures(self, promise: Promise) -> bool:
        """Whether a figure was ever logged for it."""
        return any(
            act.verb == "log" and act.fields["commitment"] == promise.number
            and act.fields["amount"] is not None
            for act in self.acts
        )  # fmt: skip

    def stages_used(self, promise: Promise) -> set[str]:
        """The stages, as they are called now, that a figure was ever in."""
        used = set()
        for act in self.acts:
            entry = self.acts[self.behind(act.number) - 1].fields
            is_figure = entry["commitment"] == promise.number and entry["amount"] is not None
            if is_figure and "stage" in act.fields:
                known = {"commitment": promise.number, "stage": act.fields["stage"]}
                used.add(self.naive.name(known, "stage", act.change, self.head))
        return used

    def said_of(self, promise: Promise, day: dt.date, area: str) -> bool | None:
        """Whether an increment is there for a day, an area and the last stage, which another one in
        a file would contradict; None if only as it was logged, before a correction.
        """
        wanted = promise.number, day, area, promise.last_stage, "add"
        found: bool | None = False
        for act in self.acts:
            if act.verb == "log" and self.stands(act.number):
                now = self.naive.entry(act.number, self.head)
                stage = now["stage"] or promise.last_stage
                if (now["commitment"], now["day"], now["area"], stage, now["mode"]) == wanted:
                    return True
                if (act.fields["commitment"], act.fields["day"]) == wanted[:2]:
                    found = None
        return found

    def write(self, verb: str, of: int | None, fields: dict[str, Any]) -> None:
        """One act of the change that is being written."""
        self.naive.acts.append(Act(len(self.acts) + 1, self.head, verb, of, fields))

    def rename(self, promise: Promise, part: str, old: str, new: str) -> None:
        """A part goes by another name from this change on."""
        self.naive.renames.append((self.head, promise.number, part, old, new))

    def restaged(self, promise: Promise, stages: list[str]) -> None:
        """Other stages count from this change on."""
        promise.stages = stages
        self.naive.last_stages.append((self.head, promise.number, promise.last_stage))

    # What a status tells

    def done(self, promise: Promise, day: dt.date = TODAY) -> int | None:
        """What counts as done at the end of a day."""
        states = self.naive.sums(day, self.head)

        def at(area: str, stage: str) -> int | None:
            state = states.get((promise.number, area, stage))
            return state and state.now.done

        if promise.kind == "milestones":
            read = [(w, at("", node)) for node, (_, w) in promise.nodes.items()]
            return sum(w * done for w, done in read if done) if promise.nodes else None
        last = promise.last_stage
        if promise.kind == "level":
            parts = [at(area, last) for area in promise.in_use]
            if parts and promise.unit != "%":
                figures = [part for part in parts if part is not None]
                return sum(figures) if len(figures) == len(parts) else at("", last)
            return at("", last)
        if promise.kind == "quantity":
            return sum(at(area, last) or 0 for area in ("", *promise.areas))
        return at("", last)

    def status(self, day: dt.date = TODAY) -> Iterator[tuple[object, ...]]:
        """Of every commitment its slug, target, done, due day, and whether it is closed out."""
        for promise in self.promises:
            target = promise.target
            if promise.nodes:
                target = sum(weight for _, weight in promise.nodes.values())
            yield promise.slug, target, self.done(promise, day), promise.due, promise.closed_on(day)
