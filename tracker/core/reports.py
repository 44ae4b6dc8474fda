"""What a supervisor asks for, computed: frozen reports that a renderer turns into one format."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.closing import closed_on
from tracker.core.fold import Sums
from tracker.core.lateness import Late
from tracker.core.model import CLASSES, Class, Closing, Commitment, KnownChange, Node, Rules
from tracker.core.naming import name_key
from tracker.core.pace import is_measured
from tracker.core.parts import StageRow, pending_nodes, stage_rows
from tracker.core.progress import Progress, area_progress, part_of, progress, series_of_part
from tracker.errors import Refused

SORTS = ("plan", "gap", "completion", "due", "name")


class Look(NamedTuple):
    """When a duty was last looked at. Any report on it is a look.

    `beyond` is by how many days its rhythm is exceeded, up to its due day; 0 where it has none.
    """

    day: dt.date
    days_ago: int
    beyond: int


class StatusRow(NamedTuple):
    """One commitment; with an `area`, that area's part of it.

    `pending` are the milestones that are overdue and the next one after them. `closing` is the
    close-out that counts on that day. `late` is told of what was completed after its due day.
    """

    commitment: Commitment
    progress: Progress
    entries: int
    last_entry: dt.date | None
    stages: tuple[StageRow, ...] = ()
    pending: tuple[Node, ...] = ()
    look: Look | None = None
    closing: Closing | None = None
    late: Late | None = None
    area: str | None = None

    @property
    def measured(self) -> bool:
        """Whether figures can tell how far it is."""
        return is_measured(self.commitment)


class Tally(NamedTuple):
    """How many commitments are in one class; `share` is of all that are listed."""

    number: int
    share: Fraction


class StatusReport(NamedTuple):
    """One row a commitment. `known_at` is None where the ledger was read to its end. With an
    `area` the rows are that area's parts.
    """

    title: str
    as_of: dt.date
    known_at: KnownChange | None
    rules: Rules
    rows: tuple[StatusRow, ...]
    summary: dict[Class, Tally]
    zone: dt.tzinfo = dt.UTC
    area: str | None = None


class Filters(NamedTuple):
    """What of a status is shown. None and () filter nothing."""

    slugs: tuple[str, ...] = ()
    area: str | None = None
    department: str | None = None
    klass: str | None = None
    light: str | None = None
    measured: bool = False
    sort: str = "plan"


def status_rows(
    commitments: Iterable[Commitment], sums: Sums, as_of: dt.date, rules: Rules
) -> list[StatusRow]:
    """The state of every commitment at the end of `as_of`."""
    reported = _reported(sums)
    return [
        _row(one, progress(one, sums, as_of, rules), sums, as_of, reported) for one in commitments
    ]


def area_status_rows(
    commitments: Iterable[Commitment], area: str, sums: Sums, as_of: dt.date, rules: Rules
) -> list[StatusRow]:
    """The state of an area's part of every commitment that is shared out to it."""
    wanted = name_key(area)
    reported = _reported({one: state for one, state in sums.items() if name_key(one[1]) == wanted})
    return [
        _row(
            part_of(one, name),
            area_progress(one, name, sums, as_of, rules),
            series_of_part(one, name, sums),
            as_of,
            reported,
        )._replace(area=name)
        for one in commitments
        # Each commitment may spell its areas in its own width and case.
        for name in [a.name for a in one.areas_in_use if name_key(a.name) == wanted]
    ]


def _reported(sums: Sums) -> dict[int, tuple[int, dt.date]]:
    """How many entries each commitment has, and the last work date among them."""
    reported: dict[int, tuple[int, dt.date]] = {}
    for (number, _, _), state in sums.items():
        count, last = reported.get(number, (0, state.now.day))
        reported[number] = count + state.now.entries, max(last, state.now.day)
    return reported


def _row(
    commitment: Commitment,
    now: Progress,
    sums: Sums,
    as_of: dt.date,
    reported: Mapping[int, tuple[int, dt.date]],
) -> StatusRow:
    count, last_day = reported.get(commitment.id, (0, None))
    return StatusRow(
        commitment,
        now,
        count,
        last_day,
        tuple(stage_rows(commitment, sums)),
        tuple(pending_nodes(commitment, sums, as_of)),
        _look(commitment, last_day, as_of) if last_day else None,
        closed_on(commitment, as_of),
    )


def _look(commitment: Commitment, day: dt.date, as_of: dt.date) -> Look | None:
    if commitment.kind != "duty":
        return None
    every, until = commitment.profile.every, min(as_of, commitment.terms.due or as_of)
    beyond = max((until - day).days - every, 0) if every else 0
    return Look(day, (as_of - day).days, beyond)


def select(rows: Iterable[StatusRow], filters: Filters) -> list[StatusRow]:
    """The rows that pass the filters, sorted."""
    kept = [
        row
        for row in rows
        if (not filters.slugs or row.commitment.slug in filters.slugs)
        and filters.department in (None, row.commitment.department.code)
        and filters.klass in (None, row.progress.klass)
        and filters.light in (None, row.progress.light)
        and (row.measured or not filters.measured)
    ]
    if filters.sort not in SORTS:
        raise Refused("error.sort_unknown", text=filters.sort, known=SORTS)
    return sorted(kept, key=lambda row: _order(row, filters.sort))


def _order(row: StatusRow, sort: str) -> tuple[bool, object, int]:
    """Sorting key: what has no value of its own comes last, in the plan's order."""
    position = row.commitment.profile.position
    value: object = {
        "plan": position,
        "gap": row.progress.gap,
        "completion": row.progress.completion,
        "due": row.commitment.terms.due,
        "name": row.commitment.slug,
    }[sort]
    return value is None, value if value is not None else 0, position


def tally(states: Sequence[Progress]) -> dict[Class, Tally]:
    """Count and share of each class, in the fixed order of classes."""
    counts = dict.fromkeys(CLASSES, 0)
    for state in states:
        counts[state.klass] += 1
    total = len(states)
    return {k: Tally(n, Fraction(n, total) if total else Fraction(0)) for k, n in counts.items()}
