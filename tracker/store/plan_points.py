"""The plan of the points that the pace of a commitment follows."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from tracker.core.archive import Row
from tracker.core.history import Defined
from tracker.core.model import Commitment, PlanPoint
from tracker.core.pace import completion
from tracker.core.quantity import parse_figure, to_decimal
from tracker.errors import Refused
from tracker.store import units
from tracker.store.entries import has_figures
from tracker.store.parts import open_commitment, what_changed
from tracker.store.plan import Draft, Plan, Read


def set_plan(
    text: str, points: Sequence[tuple[dt.date, str | None]], reason: str | None = None
) -> Plan[Defined]:
    """Plan points that the pace of a commitment follows; a point without a figure is taken away.

    Its first plan needs no reason. To change a plan that figures were measured by, one is owed.
    """

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        if was.kind not in ("quantity", "level"):
            raise Refused("error.no_plan_of_kind", kind=was.kind)
        old = {point.until: point.reach for point in was.plan}
        new = dict(old)
        for until, reach in points:
            if [day for day, _ in points].count(until) > 1:
                raise Refused("error.plan_day_twice", day=until)
            if reach is not None:
                new[until] = parse_figure(reach, was.terms.unit, units.aliases(read)).steps
            elif new.pop(until, None) is None:
                raise Refused("error.plan_point_unknown", slug=was.slug, day=until)
        now = was._replace(plan=tuple(PlanPoint(*point) for point in sorted(new.items())))
        if any(reach is not None for _, reach in points):
            # What terms that moved left behind can always be taken away, one by one.
            _check_plan(now)
        changed = [until for until in sorted({*old, *new}) if old.get(until) != new.get(until)]
        defined = what_changed(was, now)
        if not reason and (set(changed) & set(old) or (old and has_figures(read, was.id))):
            raise Refused("error.terms_need_reason", slug=was.slug)
        rows = [
            Row(
                "plan_point",
                {"commitment": was.id, "until": day.isoformat(), "reach": new.get(day)},
            )
            for day in changed
        ]
        return Draft("plan", reason, rows, {}), defined

    return plan


def _check_plan(commitment: Commitment) -> None:
    """Refuse what no pace could follow: points outside of the terms, or that fall."""
    terms, slug = commitment.terms, commitment.slug
    if terms.start is None or terms.due is None:
        raise Refused("error.plan_needs_days", slug=slug)
    target = terms.target
    if completion(commitment, target, target) is None:
        raise Refused("error.plan_needs_opening", slug=slug)
    before = Fraction(0)
    for point in commitment.plan:
        if not terms.holds_plan_point(point.until):
            raise Refused(
                "error.plan_outside", day=point.until, start=terms.start, due=terms.due, slug=slug
            )
        share = completion(commitment, target, point.reach)
        if share is None or not before <= share <= 1:
            reach = to_decimal(point.reach, commitment.scale)
            raise Refused("error.plan_falls", day=point.until, reach=reach)
        before = share
