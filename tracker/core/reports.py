"""What a supervisor asks for, computed: frozen reports that a renderer turns into one format."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.closing import closed_on
from tracker.core.fold import Sums
from tracker.core.model import CLASSES, Class, Closing, Commitment, Rules
from tracker.core.pace import is_measured
from tracker.core.progress import Progress, progress
from tracker.errors import Refused

SORTS = ("plan", "gap", "completion", "due", "name")


class KnownChange(NamedTuple):
    """The last change that a report saw."""

    change: int
    recorded_at: str
    digest: str


class StatusRow(NamedTuple):
    """Where a commitment stands; `closing` is the close-out that counts on that day."""

    commitment: Commitment
    progress: Progress
    entries: int
    last_entry: dt.date | None
    closing: Closing | None = None

    @property
    def measured(self) -> bool:
        """Whether figures can tell how far it is."""
        return is_measured(self.commitment)


class Tally(NamedTuple):
    """How many commitments are in one class; `share` is of all that are listed."""

    number: int
    share: Fraction


class StatusReport(NamedTuple):
    """One row a commitment. `known_at` is None where the ledger was read to its end."""

    title: str
    as_of: dt.date
    known_at: KnownChange | None
    rules: Rules
    rows: tuple[StatusRow, ...]
    summary: dict[Class, Tally]
    zone: dt.tzinfo = dt.UTC


class Filters(NamedTuple):
    """What of a status is shown. None and () filter nothing."""

    slugs: tuple[str, ...] = ()
    department: str | None = None
    klass: str | None = None
    light: str | None = None
    measured: bool = False
    sort: str = "plan"


def status_rows(
    commitments: Iterable[Commitment], sums: Sums, as_of: dt.date, rules: Rules
) -> list[StatusRow]:
    """The state of every commitment at the end of `as_of`."""
    reported: dict[int, tuple[int, dt.date]] = {}
    for (number, _, _), state in sums.items():
        count, last = reported.get(number, (0, state.now.day))
        reported[number] = count + state.now.entries, max(last, state.now.day)
    rows = []
    for commitment in commitments:
        count, last_day = reported.get(commitment.id, (0, None))
        now = progress(commitment, sums, as_of, rules)
        rows.append(StatusRow(commitment, now, count, last_day, closed_on(commitment, as_of)))
    return rows


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
        raise Refused("error.sort_unknown", text=filters.sort, known=", ".join(SORTS))
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
