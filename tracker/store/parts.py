"""The plans that say which areas, milestones and plan points a commitment has."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from tracker.core.archive import Row
from tracker.core.history import Defined, field_changes
from tracker.core.model import Area, Commitment, Node, PlanPoint
from tracker.core.naming import name_key
from tracker.core.pace import completion
from tracker.core.plaintext import visible
from tracker.core.quantity import parse_figure, to_decimal
from tracker.errors import Refused
from tracker.store import commitments, units
from tracker.store.entries import has_figures
from tracker.store.plan import Draft, Plan, Read


def set_area(
    text: str,
    area: str,
    target: str | None,
    person: str | None,
    contact: str | None,
    reason: str | None = None,
) -> Plan[Defined]:
    """Plan sharing a commitment out to one more area; with a reason, one that is there is
    changed.
    """

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = commitments.resolve(read, text)
        if was.kind == "rank":
            raise Refused("error.rank_has_no_areas", slug=was.slug)
        if target is not None and was.kind not in ("quantity", "level"):
            raise Refused("error.term_not_of_kind", term="target", kind=was.kind)
        name = _new_name(area)
        old = next((a for a in was.areas if name_key(a.name) == name_key(name)), None)
        if old and not reason:
            raise Refused("error.area_there", area=old.name, slug=was.slug)
        made = old or Area(name, None, None, None)
        if target is not None:
            figure = parse_figure(target, was.terms.unit, units.aliases(read))
            made = made._replace(target=figure.steps)
        if person is not None:
            made = made._replace(person=person or None)
        if contact is not None:
            made = made._replace(contact=contact or None)
        areas = [made if a is old else a for a in was.areas] + ([] if old else [made])
        row = {
            "commitment": was.id,
            "area": made.name,
            "position": areas.index(made) + 1,
            **{k: v for k, v in made._asdict().items() if k != "name"},
        }
        defined = _part_defined(was, was._replace(areas=tuple(areas)))
        logged_before = not was.areas and has_figures(read, was.id)
        draft = Draft("area add", reason, [Row("area", row)], {})
        return draft, defined._replace(logged_before=logged_before)

    return plan


def set_milestone(
    text: str, node: str, due: str, weight: int, reason: str | None = None
) -> Plan[Defined]:
    """Plan one more weighted milestone; with a reason, one that is there is changed."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = commitments.resolve(read, text)
        if was.kind != "milestones":
            raise Refused("error.not_milestones", slug=was.slug, kind=was.kind)
        name = _new_name(node)
        old = next((n for n in was.nodes if name_key(n.name) == name_key(name)), None)
        if old and not reason:
            raise Refused("error.node_there", node=old.name, slug=was.slug)
        if not reason and has_figures(read, was.id):
            # What is done becomes a smaller share.
            raise Refused("error.terms_need_reason", slug=was.slug)
        made = Node(old.name if old else name, dt.date.fromisoformat(due), weight)
        nodes = [n for n in was.nodes if n is not old]
        row = {"commitment": was.id, "node": made.name, "due": due, "weight": weight}
        defined = _part_defined(was, was._replace(nodes=(*nodes, made)))
        return Draft("milestone add", reason, [Row("milestone", row)], {}), defined

    return plan


def set_plan(
    text: str, points: Sequence[tuple[dt.date, str | None]], reason: str | None = None
) -> Plan[Defined]:
    """Plan points that the pace of a commitment follows; a point without a figure is taken away.

    Its first plan needs no reason. To change a plan that figures were measured by, one is owed.
    """

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = commitments.resolve(read, text)
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
        defined = _part_defined(was, now)
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


def _new_name(text: str) -> str:
    name = visible(text.strip())
    if not name:
        raise Refused("error.name_needed")
    return name


def _part_defined(was: Commitment, now: Commitment) -> Defined:
    changes = field_changes(was, now)
    if not changes:
        raise Refused("error.nothing_to_edit", slug=was.slug)
    return Defined(was.slug, was.profile.name, changes)
