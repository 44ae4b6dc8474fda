"""What is worth a warning: one pure function a rule. docs/alerts.md has their arithmetic.

A rule looks at one commitment on one day and raises nothing, or what it found. It never asks
what was said before.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from tracker.core.forecast import TOO_EARLY, Forecast, recovery
from tracker.core.model import Commitment, Node
from tracker.core.pace import is_downwards
from tracker.core.reports import StatusRow
from tracker.core.tuning import Lead, Span, Tuning
from tracker.core.workdays import Works

Level = Literal["notice", "yellow", "red"]
LEVELS: tuple[Level, ...] = ("red", "yellow", "notice")


class Moved(NamedTuple):
    """That the terms are others since a day and a change, and the commitment as it was before."""

    day: dt.date
    change: int
    was: Commitment


class Case(NamedTuple):
    """What the rules look at: one commitment on one day.

    `undone` are its milestones that are not done. `reported` has the day of the last entry of
    each area in which there is one, `shared` the day on which each area was added. `printed` is
    what counted as done a week before, as it was known then: None where the ledger is younger.
    `moved` is told where terms were changed. `forecast` is there where only that can tell
    (`wants_forecast`).
    """

    row: StatusRow
    as_of: dt.date
    tuning: Tuning
    works: Works
    undone: Sequence[Node] = ()
    reported: Mapping[str, dt.date] = {}
    shared: Mapping[str, dt.date] = {}
    printed: int | None = None
    moved: Moved | None = None
    forecast: Forecast | None = None


class Raised(NamedTuple):
    """What a rule found. `subject` is the area or milestone it is about, "" the whole.

    `step` tells apart what is nearer or more within one level. `days` are those that have passed
    or are left, `on` is the day it is about, `ratio` the index or chance, `before` an earlier
    figure, and `was` the commitment before its terms were changed.
    """

    level: Level
    subject: str = ""
    step: int = 0
    days: int | None = None
    on: dt.date | None = None
    ratio: Fraction | None = None
    before: int | None = None
    was: Commitment | None = None


Rule = Literal[
    "overdue", "behind", "hard", "will_miss", "milestone_overdue", "milestone_soon", "due_soon",
    "duty", "silent", "area_silent", "fell", "jumped", "moved", "reached",
]  # fmt: skip


def overdue(case: Case) -> Iterator[Raised]:
    """The due day has passed and the terms are not met: red."""
    left = case.row.progress.days_left
    if case.tuning.overdue and case.row.progress.klass == "overdue" and left is not None:
        yield Raised("red", days=-left)


def behind(case: Case) -> Iterator[Raised]:
    """The light is yellow or red although the due day has not passed."""
    now = case.row.progress
    if case.tuning.behind and now.klass != "overdue" and now.light in ("yellow", "red"):
        yield Raised(now.light, days=now.days_left)


def hard(case: Case) -> Iterator[Raised]:
    """Needed ÷ planned rate lies above the limit, and a fifth of the plan has passed: yellow."""
    now, limit = case.row.progress, case.tuning.hard
    index = recovery(now.completion, now.pace, now.days_left)
    if limit is None or index is None or now.pace is None or now.pace < TOO_EARLY:
        return
    if index > limit:
        yield Raised("yellow", days=now.days_left, ratio=index)


def will_miss(case: Case) -> Iterator[Raised]:
    """The chance of being done by the due day, by its own past weeks, lies below the limit:
    yellow.
    """
    limit, found = case.tuning.will_miss, case.forecast
    if limit is not None and found and found.chance is not None and found.chance < limit:
        days = case.row.progress.days_left
        yield Raised("yellow", days=days, on=found.likely, ratio=found.chance)


def due_soon(case: Case) -> Iterator[Raised]:
    """So many days are left, and it isn't known to be met: notice, yellow when nearer. A duty
    has no end.
    """
    terms, now = case.row.commitment.terms, case.row.progress
    if terms.due is None or case.row.commitment.kind == "duty" or now.klass == "completed":
        return
    yield from _soon(case, case.tuning.due_soon, terms.due, "")


def milestone_overdue(case: Case) -> Iterator[Raised]:
    """The day of a milestone has passed, and it is not done: red."""
    for node in case.undone if case.tuning.milestone_overdue else ():
        if node.due < case.as_of:
            yield Raised("red", node.name, days=(case.as_of - node.due).days, on=node.due)


def milestone_soon(case: Case) -> Iterator[Raised]:
    """So many days are left for a milestone: notice, yellow when nearer."""
    for node in case.undone:
        yield from _soon(case, case.tuning.milestone_soon, node.due, node.name)


def _soon(case: Case, leads: Sequence[Lead], due: dt.date, subject: str) -> Iterator[Raised]:
    if due < case.as_of:
        return
    reached = [lead for lead in leads if lead.reached(case.as_of, due, case.works)]
    if reached:
        level = reached[-1].level
        yield Raised(level, subject, len(reached), (due - case.as_of).days, due)


def duty(case: Case) -> Iterator[Raised]:
    """A standing duty was not looked at within its rhythm, since it began or since the last
    look: yellow, until its due day.
    """
    commitment = case.row.commitment
    every, terms = commitment.profile.every, commitment.terms
    since = case.row.last_entry or terms.start
    if not case.tuning.duty or commitment.kind != "duty" or every is None or since is None:
        return
    days = (case.as_of - since).days
    if days > every and not is_past(case.row):
        yield Raised("yellow", days=days, on=since)


def silent(case: Case) -> Iterator[Raised]:
    """Nothing was logged for too long, since it began or since the last entry: notice. Without
    a start nothing is expected, nor once it is done or its due day has passed.
    """
    if _is_expected(case):
        yield from _silence(case, case.tuning.silent, "", case.row.last_entry)


def area_silent(case: Case) -> Iterator[Raised]:
    """The same of an area, from the day on which it was added, where the commitment as a whole
    was reported on: notice.
    """
    span = case.tuning.area_silent
    if not _is_expected(case) or any(_silence(case, span, "", case.row.last_entry)):
        return
    for area in case.row.commitment.areas_in_use:
        yield from _silence(case, span, area.name, case.reported.get(area.name))


def _is_expected(case: Case) -> bool:
    """Whether reports are due on a day. A duty has a rhythm of its own."""
    commitment, klass = case.row.commitment, case.row.progress.klass
    if commitment.kind == "duty" or klass in ("completed", "overdue"):
        return False
    return not is_past(case.row)


def is_past(row: StatusRow) -> bool:
    """Whether the due day of a commitment has passed."""
    return row.progress.days_left is not None and row.progress.days_left < 0


def _silence(case: Case, span: Span | None, area: str, last: dt.date | None) -> Iterator[Raised]:
    """Silence of the whole or of an area since the later of its start and the last entry."""
    start = case.row.commitment.terms.start
    if span is None or start is None:
        return
    since = max(start, last or start, case.shared.get(area, start) if last is None else start)
    if span.is_over(since, case.as_of, case.works):
        yield Raised("notice", area, days=(case.as_of - since).days, on=last)


def fell(case: Case) -> Iterator[Raised]:
    """Less is done than was printed a week before; for a stock that runs down, more is left:
    yellow.
    """
    now, then = case.row.progress.done, case.printed
    if not case.tuning.fell or not _adds_or_reads(case) or now is None or then is None:
        return
    if now > then if is_downwards(case.row.commitment) else now < then:
        yield Raised("yellow", step=abs(now - then), before=then)


def jumped(case: Case) -> Iterator[Raised]:
    """More than a share of the target was added to what was printed a week before: notice."""
    now, then, limit = case.row.progress.done, case.printed, case.tuning.jumped
    target = case.row.progress.target
    if limit is None or case.row.commitment.kind != "quantity":
        return
    if now is not None and then is not None and target and now - then > limit * target:
        yield Raised("notice", step=now - then, before=then)


def _adds_or_reads(case: Case) -> bool:
    return case.row.commitment.kind in ("quantity", "level")


def moved(case: Case) -> Iterator[Raised]:
    """The target or another of its terms was changed less than some days ago: notice."""
    days, change = case.tuning.moved, case.moved
    if days is None or change is None:
        return
    passed = (case.as_of - change.day).days
    if 0 <= passed < days:
        step, was = change.change, change.was
        yield Raised("notice", step=step, days=passed, on=change.day, was=was)


def reached(case: Case) -> Iterator[Raised]:
    """It is completed and nobody has closed it out: notice."""
    if case.tuning.reached and case.row.progress.klass == "completed":
        yield Raised("notice")


Part = Literal["course", "due", "report", "milestone", "duty", "area", "figure", "terms", "close"]


class Ruling(NamedTuple):
    """One rule. Of the rules of one part only the worst is told of each subject, because they
    say the same thing more or less loudly. With `tells_end` it is said when it no longer holds.
    """

    rule: Rule
    part: Part
    find: Callable[[Case], Iterator[Raised]]
    tells_end: bool


RULES: tuple[Ruling, ...] = (
    Ruling("overdue", "course", overdue, tells_end=True),
    Ruling("behind", "course", behind, tells_end=True),
    Ruling("hard", "course", hard, tells_end=True),
    Ruling("will_miss", "course", will_miss, tells_end=True),
    Ruling("milestone_overdue", "milestone", milestone_overdue, tells_end=True),
    Ruling("milestone_soon", "milestone", milestone_soon, tells_end=False),
    Ruling("due_soon", "due", due_soon, tells_end=False),
    Ruling("duty", "duty", duty, tells_end=True),
    Ruling("silent", "report", silent, tells_end=True),
    Ruling("area_silent", "area", area_silent, tells_end=True),
    Ruling("fell", "figure", fell, tells_end=False),
    Ruling("jumped", "figure", jumped, tells_end=False),
    Ruling("moved", "terms", moved, tells_end=False),
    Ruling("reached", "close", reached, tells_end=False),
)
"""Every rule, in the order in which alerts of one level are told."""

PARTS = frozenset(ruling.part for ruling in RULES)
ORDER: dict[Rule, int] = {ruling.rule: place for place, ruling in enumerate(RULES)}


def wants_forecast(case: Case) -> bool:
    """Whether only the past weeks can tell if a commitment will be done by its due day: nothing
    worse is known of its course.
    """
    now, left = case.row.progress, case.row.progress.days_left
    if case.tuning.will_miss is None or left is None or left < 0 or now.met or not now.remaining:
        return False
    return case.row.closing is None and not any([*overdue(case), *behind(case), *hard(case)])
