"""What cron warns about. One pure function a rule, in one ordered table."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from tracker.core.model import Commitment
from tracker.core.reports import StatusRow

Rule = Literal["overdue", "due_soon", "behind"]
Level = Literal["notice", "yellow", "red"]

LEVELS: tuple[Level, ...] = ("red", "yellow", "notice")
WITHIN_DAYS = 30


class Alert(NamedTuple):
    """One warning. `days` is overdue days for `overdue`, else days left (None: no due day)."""

    commitment: Commitment
    rule: Rule
    level: Level
    days: int | None
    done: int | None
    target: int | None
    remaining: int | None
    gap: Fraction | None


def overdue(row: StatusRow, _within: int) -> tuple[Level, int | None] | None:
    """The due day has passed and the terms are not met: red."""
    if row.progress.klass != "overdue" or row.progress.days_left is None:
        return None
    return "red", -row.progress.days_left


def due_soon(row: StatusRow, within: int) -> tuple[Level, int | None] | None:
    """At most `within` days are left, and it isn't known to be met. A duty has no end."""
    left = row.progress.days_left
    if left is None or not 0 <= left <= within or row.commitment.kind == "duty":
        return None
    return None if row.progress.klass == "completed" else ("notice", left)


def behind(row: StatusRow, _within: int) -> tuple[Level, int | None] | None:
    """The light is yellow or red although the due day has not passed."""
    light = row.progress.light
    if row.progress.klass == "overdue" or light not in ("yellow", "red"):
        return None
    return light, row.progress.days_left


RULES: tuple[tuple[Rule, Callable[[StatusRow, int], tuple[Level, int | None] | None]], ...] = (
    ("overdue", overdue),
    ("due_soon", due_soon),
    ("behind", behind),
)


def alerts(rows: Iterable[StatusRow], within: int = WITHIN_DAYS) -> Sequence[Alert]:
    """Every warning that stands: the worst first, then by rule, then in the plan's order.

    What is closed out gives none.
    """
    rows = [row for row in rows if row.closing is None]
    found = [
        Alert(
            row.commitment,
            name,
            found[0],
            found[1],
            row.progress.done,
            row.progress.target,
            row.progress.remaining,
            row.progress.gap,
        )
        for name, rule in RULES
        for row in rows
        if (found := rule(row, within))
    ]
    return sorted(found, key=lambda alert: LEVELS.index(alert.level))
