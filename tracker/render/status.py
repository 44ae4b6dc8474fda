"""A status report as JSON and as records; `status_sheet` lays it out for people."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.core.model import Commitment, KnownChange, Rules
from tracker.core.parts import StageRow
from tracker.core.reports import StatusReport, StatusRow
from tracker.render import part_words, values


def known(change: KnownChange | None) -> dict[str, Any] | None:
    """The change a report was known at."""
    return None if change is None else change._asdict()


def rules(value: Rules) -> dict[str, Any]:
    """The thresholds with their version."""
    return value._asdict()


def as_json(report: StatusReport) -> dict[str, Any]:
    """The whole report; documented field by field in docs/json.md."""
    return {
        "as_of": report.as_of,
        "known_at": known(report.known_at),
        "rules": rules(report.rules),
        "commitments": [row_as_json(row) for row in report.rows],
        "summary": {
            klass: {"count": tally.number, "share": values.share(tally.share)}
            for klass, tally in report.summary.items()
        },
        "area": report.area,
    }


def row_as_json(row: StatusRow) -> dict[str, Any]:
    """One commitment of a status report."""
    commitment, now = row.commitment, row.progress
    terms = commitment.terms
    return {
        "slug": commitment.slug,
        "name": commitment.profile.name,
        "name_en": commitment.profile.name_en,
        "department": commitment.department.code,
        "kind": commitment.kind,
        "unit": terms.unit.name if terms.unit else None,
        "target": values.quantity(commitment, now.target),
        "comparator": terms.comparator,
        "start": terms.start,
        "due": terms.due,
        "days_left": now.days_left,
        "done": values.quantity(commitment, now.done),
        "completion": values.share(now.completion),
        "pace": values.share(now.pace),
        "gap": values.share(now.gap),
        "week": values.quantity(commitment, now.increase),
        "week_points": values.share(now.points),
        "class": now.klass,
        "light": now.light,
        "closed_out": row.closing is not None,
        "entries": row.entries,
        "last_entry": row.last_entry,
        "terms_moved": commitment.terms_moved,
        "stages": stages_as_json(commitment, row.stages),
        "next_milestone": row.pending[0].name if row.pending else None,
        "next_milestone_due": row.pending[0].due if row.pending else None,
        "last_looked_at": row.look.day if row.look else None,
        "met_on": row.late.met_on if row.late else None,
        "days_late": row.late.days if row.late else None,
    }


def stages_as_json(commitment: Commitment, stages: Sequence[StageRow]) -> list[dict[str, Any]]:
    """What each stage has come to."""
    return [
        {
            "stage": one.stage,
            "done": values.quantity(commitment, one.done),
            "completion": values.share(one.completion),
        }
        for one in stages
    ]


def records(report: StatusReport) -> Iterator[list[object]]:
    """One record a commitment: the fields of `row_as_json`, in its order; its stages as a text."""
    for row in report.rows:
        yield list({**row_as_json(row), "stages": part_words.stages_field(row)}.values())
