"""One commitment closely, as JSON and as records."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tracker.core.detail import Detail
from tracker.core.model import Closing, Commitment
from tracker.core.quantity import to_decimal, two_decimals
from tracker.render import outlook, values
from tracker.render.status import known, row_as_json, rules, stages_as_json


def as_json(detail: Detail) -> dict[str, Any]:
    """The whole detail; documented in docs/json.md."""
    row, commitment = detail.row, detail.row.commitment
    profile, terms = commitment.profile, commitment.terms

    def figure(steps: int | None) -> Decimal | None:
        return values.quantity(commitment, steps)

    return {
        "as_of": detail.as_of,
        "known_at": known(detail.known_at),
        "rules": rules(detail.rules),
        "commitment": row_as_json(row),
        "aliases": list(detail.aliases),
        "person": profile.person,
        "contact": profile.contact,
        "firmness": profile.firmness,
        "scope": profile.scope,
        "programme": profile.programme,
        "wording": profile.wording,
        "source": profile.source,
        "due_as_written": terms.due_as_written,
        "due_basis": terms.due_basis,
        "stretch": figure(terms.stretch),
        "opening": figure(terms.opening),
        "direction": terms.direction,
        "every": profile.every,
        "remaining": figure(row.progress.remaining),
        "needed_per_week": per_week(commitment, detail.rates.needed),
        "recent_per_week": per_week(commitment, detail.rates.recent),
        "baselines": [
            {**b._asdict(), "unit": b.unit.name, "value": to_decimal(b.value, b.unit.scale)}
            for b in detail.baselines
        ],
        "remarks": list(detail.remarks),
        "revisions": [
            {
                "change": item.change,
                "recorded_at": item.recorded_at,
                "by": item.author,
                "reason": item.reason,
                "changes": [change._asdict() for change in item.changes],
            }
            for item in detail.revisions
        ],
        **_parts(detail),
        **_course(detail),
        **outlook.as_json(detail.forecast, detail.recovery, row.progress.pace),
        "plan": [
            {"until": p.point.until, "reach": figure(p.point.reach), "done": figure(p.done)}
            for p in detail.plan
        ],
        "close_out": _close_out(row.closing),
    }


def _close_out(closing: Closing | None) -> dict[str, Any]:
    """Who closed it out, and when; where nobody did, all of it is null."""
    if closing is None:
        return dict.fromkeys(("on", "by", "note", "reason", "change"))
    return {
        "on": closing.day,
        "by": closing.author,
        "note": closing.note,
        "reason": closing.reason,
        "change": closing.change,
    }


def _parts(detail: Detail) -> dict[str, Any]:
    """What a commitment is made of: its areas, stages and milestones."""

    def figure(steps: int | None) -> Decimal | None:
        return values.quantity(detail.row.commitment, steps)

    return {
        "areas": [
            {
                "area": a.area.name if a.area else None,
                "person": a.area.person if a.area else None,
                "contact": a.area.contact if a.area else None,
                "target": figure(a.progress.target),
                "done": figure(a.progress.done),
                "completion": values.share(a.progress.completion),
                "light": a.progress.light,
                "retired": a.area is not None and a.area.retired,
                "rank": a.rank,
            }
            for a in detail.areas
        ],
        "stages": stages_as_json(detail.row.commitment, detail.stages),
        "milestones": [{**n.node._asdict(), "done_on": n.done_on} for n in detail.nodes],
    }


def _course(detail: Detail) -> dict[str, Any]:
    """What was done over time, and the last that was said of it."""

    def figure(steps: int | None) -> Decimal | None:
        return values.quantity(detail.row.commitment, steps)

    return {
        "burn_up": [
            {
                "day": p.day,
                "done": figure(p.done),
                "completion": values.share(p.completion),
                "pace": values.share(p.pace),
            }
            for p in detail.burn_up
        ],
        "last_entries": [
            {
                "entry": logged.entry.act,
                "on": logged.entry.day,
                "by": logged.author,
                "mode": logged.entry.mode,
                "amount": figure(logged.entry.amount),
                "area": logged.entry.area or None,
                "stage": logged.entry.stage or None,
                "note": logged.entry.note,
                "problem": logged.entry.problem,
                "next": logged.entry.next_step,
                "evidence": [evidence._asdict() for evidence in logged.evidence],
            }
            for logged in detail.entries
        ],
    }


def records(detail: Detail) -> Iterator[list[object]]:
    """One record a value: its place in the JSON as a path, then the value."""
    yield from _flat("", as_json(detail))


def _flat(path: str, value: Any) -> Iterator[list[object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _flat(f"{path}.{number}", inner)
    else:
        yield [path, value]


def per_week(commitment: Commitment, steps: Fraction | None) -> Decimal | None:
    """A weekly rate in units, rounded to two decimals: it is a rate, not a figure."""
    return None if steps is None else two_decimals(steps / 10**commitment.scale)
