"""From an open ledger to a computed report: read the facts, hand them to `core`."""

from collections.abc import Iterable, Sequence

from tracker.cli.context import View
from tracker.core.course import Days
from tracker.core.lateness import lateness, may_be_late
from tracker.core.parts import area_of_any
from tracker.core.progress import series_of_part
from tracker.core.reports import (
    Filters,
    StatusReport,
    StatusRow,
    area_status_rows,
    select,
    status_rows,
    tally,
)
from tracker.store import commitments, lookup
from tracker.store.plan import Read
from tracker.store.sums import days_after, sums


def status_of_all(read: Read, view: View) -> list[StatusRow]:
    """The state of every commitment."""
    return status_rows(
        commitments.load(read, view.known),
        sums(read, view.as_of, view.known),
        view.as_of,
        view.rules,
    )


def status(read: Read, view: View, names: Iterable[str], filters: Filters) -> StatusReport:
    """A status report of what passes the filters; `names` are commitments as typed."""
    slugs = tuple(lookup.resolve(read, name, view.known).slug for name in names)
    department, area = filters.department, None
    if department is not None:
        department = lookup.find_department(read, department, view.known)
    if filters.area is not None:
        area, every = status_of_area(read, view, filters.area)
    else:
        every = status_of_all(read, view)
    rows = select(every, filters._replace(slugs=slugs, department=department))
    return StatusReport(
        title=view.settings.values["title"],
        as_of=view.as_of,
        known_at=view.known_at,
        rules=view.rules,
        rows=tuple(_with_lateness(read, view, rows)),
        summary=tally([row.progress for row in rows]),
        zone=view.zone,
        area=area,
    )


def status_of_area(read: Read, view: View, text: str) -> tuple[str, list[StatusRow]]:
    """The area that is meant by a text, with the state of its part of each commitment."""
    listed = commitments.load(read, view.known)
    area = area_of_any(listed, text)
    known = sums(read, view.as_of, view.known)
    return area, area_status_rows(listed, area, known, view.as_of, view.rules)


def _with_lateness(read: Read, view: View, rows: Sequence[StatusRow]) -> list[StatusRow]:
    """The rows, each with how late it was completed. The days are read of those alone that were
    completed and are past their due day: a status costs by the number of commitments.
    """
    since = {
        row.commitment.id: due
        for row in rows
        if may_be_late(row.commitment, row.progress) and (due := row.commitment.terms.due)
    }
    days = days_after(read, since, view.known) if since else {}
    return [
        row._replace(late=lateness(row.commitment, row.progress, own, view.as_of))
        if (own := _days_of(row, days.get(row.commitment.id)))
        else row
        for row in rows
    ]


def _days_of(row: StatusRow, days: Days | None) -> Days | None:
    """The days of what a row is about."""
    if days is None or row.area is None:
        return days
    return series_of_part(row.commitment, row.area, days)
