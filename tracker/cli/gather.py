"""From an open ledger to a computed report: read the facts, hand them to `core`."""

from collections.abc import Iterable

from tracker.cli.context import View
from tracker.core import detail as core_detail
from tracker.core.dates import WEEK
from tracker.core.detail import Detail
from tracker.core.fold import by_series, fold
from tracker.core.reports import Filters, StatusReport, StatusRow, select, status_rows, tally
from tracker.store import commitments, entries, history
from tracker.store.plan import Read
from tracker.store.sums import sums

LAST_ENTRIES = 10


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
        summary=tally(rows),
        zone=view.zone,
    )


def detail(read: Read, view: View, name: str) -> Detail:
    """All there is to one commitment."""
    commitment = commitments.resolve(read, name, view.known)
    number = commitment.id
    standing = entries.standing_since(read, number, known=view.known)
    days = {s: fold(g) for s, g in by_series(standing, commitment.last_stage).items()}
    sums = core_detail.sums_at(days, view.as_of, view.as_of - WEEK)
    (row,) = status_rows([commitment], sums, view.as_of, view.rules)
    authors, evidence = entries.authors_of(read, number), entries.evidence_of(read, number)
    shown = [e for e in standing if e.day <= view.as_of]
    last = sorted(shown, key=lambda e: (e.day, e.act))[-LAST_ENTRIES:]
    return Detail(
        row=row,
        as_of=view.as_of,
        known_at=view.known_at,
        rules=view.rules,
        aliases=commitments.aliases_of(read, number, view.known),
        baselines=commitments.baselines_of(read, number, view.known),
        remarks=commitments.remarks_of(read, number, view.known),
        areas=core_detail.area_rows(commitment, sums, view.as_of, view.rules),
        stages=core_detail.stage_rows(commitment, sums),
        nodes=core_detail.node_rows(commitment, days, view.as_of),
        burn_up=core_detail.burn_up(commitment, days, view.as_of, view.rules),
        rates=core_detail.rates(commitment, row, days, view.as_of),
        entries=[core_detail.LoggedEntry(e, authors[e.act], evidence.get(e.act, ())) for e in last],
        revisions=history.revisions(read, commitment, view.known),
        zone=view.zone,
    )
