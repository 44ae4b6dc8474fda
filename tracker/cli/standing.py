"""From an open ledger to the alerts that stand: read the facts, hand them to `core`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.cli.context import View
from tracker.cli.workdays import calendar
from tracker.core import tuning as core_tuning
from tracker.core.alert_rules import Case, Level, wants_forecast
from tracker.core.alerts import Alert, alerts
from tracker.core.course import states_of
from tracker.core.dates import WEEK
from tracker.core.fold import Sums
from tracker.core.forecast import WEEKS_SEEN, expected
from tracker.core.parts import undone_nodes
from tracker.core.reports import StatusRow, status_rows
from tracker.core.tuning import Lead, Tuning, tuning
from tracker.store import alert_facts, commitments, lookup, tunings
from tracker.store.plan import Read
from tracker.store.sums import days_at, sums


class Wish(NamedTuple):
    """What somebody wants to hear of: of one department, of what is due within a time, from one
    level on. None is everything.
    """

    department: str | None = None
    within: Lead | None = None
    level: Level | None = None

    @property
    def audience(self) -> str:
        """Who it is that wants this: whoever wants the same shares a memory."""
        within = self.within and f"{self.within.size}{'w' if self.within.working else ''}"
        said = {"department": self.department, "within": within, "level": self.level}
        return " ".join(f"{name}={value}" for name, value in said.items() if value is not None)


class Standing(NamedTuple):
    """The alerts that stand, whatever their level, and the rows of all commitments looked at.
    `unknown` are years whose holidays nobody knows and that mattered.
    """

    alerts: Sequence[Alert]
    rows: Mapping[int, StatusRow]
    unknown: Sequence[int]


def with_department(read: Read, view: View, wish: Wish) -> Wish:
    """A wish with its department by the code, from what was typed."""
    if wish.department is None:
        return wish
    return wish._replace(department=lookup.find_department(read, wish.department, view.known))


def standing(read: Read, view: View, wish: Wish) -> Standing:
    """The alerts that stand on the as-of day."""
    unknown: set[int] = set()
    cases = _with_forecasts(read, view, _cases(read, view, wish, unknown))
    rows = {case.row.commitment.id: case.row for case in cases}
    return Standing(alerts(cases), rows, sorted(unknown))


def _cases(read: Read, view: View, wish: Wish, unknown: set[int]) -> list[Case]:
    listed = [
        one
        for one in commitments.load(read, view.known)
        if wish.department in (None, one.department.code)
    ]
    known = sums(read, view.as_of, view.known)
    plan = tuning(view.settings.values)
    own = tunings.tunings(read, view.settings.values, view.known)
    tuned = {one.id: _within(own.get(one.id, plan), wish.within) for one in listed}
    works = calendar(tunings.workdays(read, view.known), unknown)
    printed = alert_facts.printed(read, listed, known, view.as_of, view.zone, view.known)
    moved = alert_facts.moved(read, listed, _moved_since(tuned, view.as_of), view.zone)
    areas = _reported(known)
    shared = alert_facts.shared(read, view.zone, view.known)
    return [
        Case(
            row,
            view.as_of,
            tuned[row.commitment.id],
            works,
            tuple(undone_nodes(row.commitment, known)),
            areas.get(row.commitment.id, {}),
            shared.get(row.commitment.id, {}),
            printed.get(row.commitment.id),
            moved.get(row.commitment.id),
        )
        for row in status_rows(listed, known, view.as_of, view.rules)
    ]


def _within(tuned: Tuning, within: Lead | None) -> Tuning:
    """A tuning in which only what is due within a time is due soon."""
    if within is None:
        return tuned
    return tuned._replace(
        due_soon=core_tuning.within(tuned.due_soon, within),
        milestone_soon=core_tuning.within(tuned.milestone_soon, within),
    )


def _moved_since(tuned: Mapping[int, Tuning], as_of: dt.date) -> dict[int, dt.date]:
    """The day after which a change of terms is told, for each commitment of which it is."""
    return {
        number: as_of - dt.timedelta(days=one.moved)
        for number, one in tuned.items()
        if one.moved is not None
    }


def _reported(known: Sums) -> dict[int, dict[str, dt.date]]:
    """The last work date in each area, by commitment."""
    found: dict[int, dict[str, dt.date]] = {}
    for (number, area, _), state in known.items():
        days = found.setdefault(number, {})
        days[area] = max(days.get(area, state.now.day), state.now.day)
    return found


def _with_forecasts(read: Read, view: View, cases: Sequence[Case]) -> list[Case]:
    """The cases, with a forecast where only that can tell. Their weeks are read at once."""
    wanted = [case.row.commitment.id for case in cases if wants_forecast(case)]
    ends = [view.as_of - WEEK * weeks for weeks in range(WEEKS_SEEN, -1, -1)]
    days = days_at(read, wanted, ends, view.known) if wanted else {}
    found = []
    for case in cases:
        row, own = case.row, days.get(case.row.commitment.id)
        if own is not None:
            states = states_of(row.commitment, own)
            forecast = expected(row.commitment, row.progress, states, view.as_of)
            found.append(case._replace(forecast=forecast))
        else:
            found.append(case)
    return found
