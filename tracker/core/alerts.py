"""What stands: every warning of every rule on a day, the worst first."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from tracker.core.alert_rules import LEVELS, ORDER, RULES, Case, Level, Part, Raised, Rule
from tracker.core.model import Commitment
from tracker.core.progress import Progress

Identity = tuple[int, Part, str]
"""By what an alert is known from one day to the next: commitment, part, and area or milestone."""


class Alert(NamedTuple):
    """One warning about a commitment, as it stands now; the rest is as in `Raised`."""

    commitment: Commitment
    rule: Rule
    part: Part
    level: Level
    progress: Progress
    subject: str
    step: int
    days: int | None = None
    on: dt.date | None = None
    ratio: Fraction | None = None
    before: int | None = None
    was: Commitment | None = None

    @property
    def identity(self) -> Identity:
        """By what it is known again."""
        return self.commitment.id, self.part, self.subject

    @property
    def weight(self) -> tuple[int, int, int]:
        """How bad it is: of two alerts with one identity the larger one is worse."""
        return weight(self.level, self.rule, self.step)


def weight(level: Level, rule: Rule, step: int) -> tuple[int, int, int]:
    """How bad an alert is: by its level, then the order of the rules, then its step."""
    return -LEVELS.index(level), -ORDER[rule], step


def alerts(cases: Iterable[Case]) -> list[Alert]:
    """Every warning that stands: the worst first, then by rule, then in the plan's order.

    What is closed out gives none.
    """
    found = [alert for case in cases if case.row.closing is None for alert in _of(case)]
    return in_order(found)


def in_order(found: Iterable[Alert]) -> list[Alert]:
    """Alerts in the order in which they are told; those of one rule stay in theirs."""
    return sorted(found, key=lambda alert: (LEVELS.index(alert.level), ORDER[alert.rule]))


def _of(case: Case) -> Iterable[Alert]:
    """The worst of each part and subject of one commitment."""
    worst: dict[Identity, Alert] = {}
    for ruling in RULES:
        for raised in ruling.find(case):
            alert = _alert(case, ruling.rule, ruling.part, raised)
            known = worst.get(alert.identity, alert)
            worst[alert.identity] = max(known, alert, key=lambda one: one.weight)
    return worst.values()


def _alert(case: Case, rule: Rule, part: Part, raised: Raised) -> Alert:
    level, *rest = raised
    return Alert(case.row.commitment, rule, part, level, case.row.progress, *rest)  # type: ignore[arg-type]


def at_least(level: Level, wanted: Level | None) -> bool:
    """Whether a level is as bad as the one that is asked for."""
    return wanted is None or LEVELS.index(level) <= LEVELS.index(wanted)
