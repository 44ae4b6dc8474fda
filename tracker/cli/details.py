"""From an open ledger to all there is to one commitment."""

from tracker.cli.context import View
from tracker.core import course, parts
from tracker.core import detail as core_detail
from tracker.core.dates import WEEK
from tracker.core.detail import Detail, Sharing
from tracker.core.fold import by_series, fold
from tracker.core.forecast import expected, recovery
from tracker.core.lateness import lateness
from tracker.core.progress import progress
from tracker.core.reports import status_rows
from tracker.errors import Refused
from tracker.store import commitments, entries, history, lookup
from tracker.store.plan import Read
from tracker.store.sums import days_after

LAST_ENTRIES = 10


def detail(read: Read, view: View, name: str) -> Detail:
    """All there is to one commitment."""
    commitment = lookup.resolve(read, name, view.known)
    number = commitment.id
    standing = entries.standing_since(read, number, known=view.known)
    days = {s: fold(g) for s, g in by_series(standing, commitment.last_stage).items()}
    sums = course.sums_at(days, view.as_of, view.as_of - WEEK)
    (row,) = status_rows([commitment], sums, view.as_of, view.rules)
    now = row.progress
    row = row._replace(late=lateness(commitment, now, days, view.as_of))
    states = [s for s in course.states_of(commitment, days) if s.day <= view.as_of]
    authors, evidence = entries.authors_of(read, number), entries.evidence_of(read, number)
    shown = [e for e in standing if e.day <= view.as_of]
    last = sorted(shown, key=lambda e: (e.day, e.act))[-LAST_ENTRIES:]
    return Detail(
        row=row,
        as_of=view.as_of,
        known_at=view.known_at,
        rules=view.rules,
        aliases=lookup.aliases_of(read, number, view.known),
        baselines=commitments.baselines_of(read, number, view.known),
        remarks=commitments.remarks_of(read, number, view.known),
        areas=parts.area_rows(commitment, sums, view.as_of, view.rules),
        stages=parts.stage_rows(commitment, sums),
        nodes=parts.node_rows(commitment, days, view.as_of),
        plan=core_detail.plan_rows(commitment, states, view.as_of),
        burn_up=course.burn_up(commitment, days, view.as_of, view.rules),
        rates=course.rates(commitment, now, states, view.as_of),
        recovery=recovery(now.completion, now.pace, now.days_left),
        forecast=expected(commitment, now, states, view.as_of),
        entries=[core_detail.LoggedEntry(e, authors[e.act], evidence.get(e.act, ())) for e in last],
        revisions=history.revisions(read, commitment, view.known),
        zone=view.zone,
    )


def sharing(read: Read, view: View, name: str) -> Sharing:
    """How one commitment is shared out; refuses one that is not."""
    commitment = lookup.resolve(read, name, view.known)
    if not commitment.areas:
        raise Refused("error.no_areas", slug=commitment.slug, area="AREA")
    days = days_after(read, {commitment.id: view.as_of}, view.known)[commitment.id]
    sums = course.sums_at(days, view.as_of)
    rows = parts.area_rows(commitment, sums, view.as_of, view.rules)
    return Sharing(
        commitment=commitment,
        progress=progress(commitment, sums, view.as_of, view.rules),
        as_of=view.as_of,
        known_at=view.known_at,
        rules=view.rules,
        areas=[row for row in rows if row.area],
        rest=parts.not_shared_out(commitment, sums),
        zone=view.zone,
    )
