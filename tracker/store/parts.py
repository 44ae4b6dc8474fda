"""The parts of a commitment: what their plans share, and the plan points that its pace follows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tracker.core.archive import Row
from tracker.core.closing import check_open
from tracker.core.fold import SeriesState, by_series, fold
from tracker.core.history import Change, Defined, field_changes
from tracker.core.model import Commitment, Part, PlanPoint, Rename
from tracker.core.naming import name_key
from tracker.core.pace import completion
from tracker.core.plaintext import visible
from tracker.core.progress import done_of
from tracker.core.quantity import parse_figure, to_decimal
from tracker.errors import Refused
from tracker.store import lookup, units
from tracker.store.entries import has_figures, standing_since
from tracker.store.plan import LATEST, Draft, Plan, Read


def open_commitment(read: Read, text: str) -> Commitment:
    """The commitment that a person means; refuses one that is closed out."""
    commitment = lookup.resolve(read, text)
    check_open(commitment)
    return commitment


def new_name(text: str) -> str:
    """The name of a part as it is kept; refuses an empty one."""
    name = visible(text.strip())
    if not name:
        raise Refused("error.name_needed")
    return name


def check_name_free(new: str, old: str, taken: Iterable[str], slug: str) -> None:
    """Refuse a name that another part goes by, or went by when it was retired."""
    others = {name_key(name): name for name in taken if name != old}
    if name_key(new) in others:
        raise Refused("error.part_name_taken", name=others[name_key(new)], slug=slug)


def retired_row(commitment: Commitment, part: Part, name: str, became: str | None = None) -> Row:
    """The row that puts a name out of use; `became` is the new one of a part that keeps on."""
    values = {"part": part, "name": name, "became": became}
    return Row("retired", {"commitment": commitment.id, **values})


def with_name(
    commitment: Commitment, part: Part, old: str, new: str
) -> tuple[Commitment, list[Row], dict[int, dt.date | None]]:
    """A commitment, one part of which goes by another name from now on, with the row that says
    so. Entries keep what was typed, and are folded under the new name.
    """
    if new == old:
        return commitment, [], {}
    # The change has no number yet; it is the last one.
    rename = Rename(part, old, new, LATEST)
    renamed = commitment._replace(renames=(*commitment.renames, rename))
    return renamed, [retired_row(commitment, part, old, new)], {commitment.id: None}


def done_change(read: Read, was: Commitment, now: Commitment) -> tuple[Change, ...]:
    """What is done, old and new, where other parts make another sum of the same entries."""
    entries = standing_since(read, was.id)

    def done(commitment: Commitment) -> object:
        groups = by_series(entries, commitment.last_stage)
        sums = {series: SeriesState(fold(group)[-1]) for series, group in groups.items()}
        steps, _ = done_of(commitment, sums)
        return None if steps is None else to_decimal(steps, commitment.scale)

    before, after = done(was), done(now)
    return () if before == after else (Change("done", before, after),)


def what_changed(was: Commitment, now: Commitment, more: tuple[Change, ...] = ()) -> Defined:
    """What a write does to a commitment; refuses one that does nothing."""
    changes = field_changes(was, now)
    if not changes:
        raise Refused("error.nothing_to_edit", slug=was.slug)
    return Defined(was.slug, was.profile.name, changes + more)


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
