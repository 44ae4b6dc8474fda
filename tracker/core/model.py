"""The facts of the ledger, as the rest of `core` reads them.

Figures are integers in the smallest step of the commitment's unit (a metre where the unit is
公里 with three decimals): no float touches a figure. Facts are named tuples rather than frozen
dataclasses because a clerk waits for their creation at every command (see docs/DECISIONS.md).
"""

import datetime as dt
from typing import Literal, NamedTuple

Kind = Literal["quantity", "level", "rank", "milestones", "duty"]
KINDS: tuple[Kind, ...] = ("quantity", "level", "rank", "milestones", "duty")

Mode = Literal["add", "total"]
Direction = Literal["up", "down"]

# A target is met at or above it whatever its comparator; the comparator is how it was worded.
COMPARATORS = (">=", "=", "<=", ">", "<")

Class = Literal["completed", "ahead", "on_pace", "behind", "overdue", "not_started", "no_measure"]
CLASSES: tuple[Class, ...] = (
    "completed", "ahead", "on_pace", "behind", "overdue", "not_started", "no_measure",
)  # fmt: skip

Light = Literal["blue", "green", "yellow", "red", "none"]
LIGHTS: tuple[Light, ...] = ("blue", "green", "yellow", "red", "none")


class Unit(NamedTuple):
    """A unit of count. Its smallest step is 10 to the power of -`scale`."""

    name: str
    scale: int


class Department(NamedTuple):
    code: str
    name: str
    name_en: str | None


Part = Literal["area", "stage", "milestone"]


class Area(NamedTuple):
    """A county or district that a commitment is shared out to. A retired one is out of use."""

    name: str
    target: int | None
    person: str | None
    contact: str | None
    retired: bool = False


class Node(NamedTuple):
    """One weighted milestone of a commitment of the kind `milestones`."""

    name: str
    due: dt.date
    weight: int


class PlanPoint(NamedTuple):
    """How far a commitment is planned to be at the end of a day, in steps of its unit."""

    until: dt.date
    reach: int


class Baseline(NamedTuple):
    """A figure of an earlier period, with how exact it is."""

    period: str
    value: int
    unit: Unit
    qualifier: str | None
    note: str | None


class Terms(NamedTuple):
    """What was promised. Figures are in steps of `unit`."""

    target: int | None = None
    unit: Unit | None = None
    comparator: str | None = None
    stretch: int | None = None
    opening: int | None = None
    direction: Direction | None = None
    start: dt.date | None = None
    due: dt.date | None = None
    due_as_written: str | None = None
    due_basis: str | None = None

    def holds_plan_point(self, day: dt.date) -> bool:
        """Whether a plan can have a point on a day: from the start on, and before the due day,
        whose point is the target.
        """
        return self.start is not None and self.due is not None and self.start <= day < self.due


class Profile(NamedTuple):
    """Names and people: all of a commitment that no sum depends on.

    `every` is in how many days a duty is looked at.
    """

    position: int
    department: str
    name: str
    name_en: str | None = None
    person: str | None = None
    contact: str | None = None
    firmness: str | None = None
    scope: str | None = None
    programme: str | None = None
    wording: str | None = None
    source: str | None = None
    every: int | None = None


class Rename(NamedTuple):
    """An area, stage or milestone that goes by another name since a change."""

    part: Part
    old: str
    new: str
    change: int


class Closing(NamedTuple):
    """A close-out (`closed`) or a reopening, by work date."""

    day: dt.date
    closed: bool
    note: str | None
    change: int
    author: str
    recorded_at: str
    reason: str | None


class Commitment(NamedTuple):
    """One published promise, as known at one change.

    `areas` holds the retired ones too; `stages` and `nodes` only those in use. `renames` and
    `closings` are in the order in which they were written.
    """

    id: int
    slug: str
    kind: Kind
    profile: Profile
    department: Department
    terms: Terms
    terms_change: int
    first_change: int
    areas: tuple[Area, ...] = ()
    stages: tuple[str, ...] = ()
    nodes: tuple[Node, ...] = ()
    plan: tuple[PlanPoint, ...] = ()
    parts_moved: bool = False
    renames: tuple[Rename, ...] = ()
    closings: tuple[Closing, ...] = ()

    @property
    def areas_in_use(self) -> tuple[Area, ...]:
        """The areas that work is logged for: those that were not retired."""
        return tuple(area for area in self.areas if not area.retired)

    @property
    def scale(self) -> int:
        """Decimals of the commitment's unit; weights of milestones have none."""
        return self.terms.unit.scale if self.terms.unit else 0

    @property
    def last_stage(self) -> str:
        """The stage that decides completion; "" where the commitment counts in one go."""
        return self.stages[-1] if self.stages else ""

    @property
    def terms_moved(self) -> bool:
        """Whether the terms were changed since they were set, or, with a reason, the plan, or
        the stages, milestones or areas it counts in."""
        return self.terms_change != self.first_change or self.parts_moved


class Entry(NamedTuple):
    """One fact logged by a clerk. `mode` and `amount` are None for a report in words."""

    act: int
    change: int
    commitment: int
    area: str
    stage: str
    day: dt.date
    mode: Mode | None
    amount: int | None
    note: str | None = None
    problem: str | None = None
    next_step: str | None = None


class Correction(NamedTuple):
    """One field of one entry, set anew to an absolute value."""

    act: int
    change: int
    entry: int
    field: str
    value: str | int | None


class Undo(NamedTuple):
    """An act taken back."""

    act: int
    change: int
    of: int


class KnownChange(NamedTuple):
    """The last change that a report saw."""

    change: int
    recorded_at: str
    digest: str


class Rules(NamedTuple):
    """Thresholds in percentage points. `version` grows with each change of one of them."""

    version: int
    yellow: int
    red: int
    ahead: int
