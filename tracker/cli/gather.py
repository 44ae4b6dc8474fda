"""From an open ledger to a computed report: read the facts, hand them to `core`."""

from collections.abc import Iterable

from tracker.cli.context import View
from tracker.core.reports import Filters, StatusReport, StatusRow, select, status_rows, tally
from tracker.store import commitments
from tracker.store.plan import Read
from tracker.store.sums import sums


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
    slugs = tuple(commitments.resolve(read, name, view.known).slug for name in names)
    department = filters.department
    if department is not None:
        department = commitments.find_department(read, department, view.known)
    rows = select(status_of_all(read, view), filters._replace(slugs=slugs, department=department))
    return StatusReport(
        title=view.settings.values["title"],
        as_of=view.as_of,
        known_at=view.known_at,
        rules=view.rules,
        rows=tuple(rows),
        summary=tally([row.progress for row in rows]),
        zone=view.zone,
    )
