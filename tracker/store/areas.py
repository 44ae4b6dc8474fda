"""The plans that say which areas a commitment is shared out to."""

from typing import NamedTuple

from tracker.core.archive import Row
from tracker.core.closing import check_open
from tracker.core.history import Defined
from tracker.core.model import Area, Commitment
from tracker.core.naming import name_key
from tracker.core.quantity import parse_figure
from tracker.errors import Refused
from tracker.store import lookup, units
from tracker.store.entries import has_figures
from tracker.store.parts import (
    check_name_free,
    done_change,
    new_name,
    open_commitment,
    retired_row,
    what_changed,
    with_name,
)
from tracker.store.plan import Draft, Plan, Read


class AreaTyped(NamedTuple):
    """What was typed of an area. None leaves a field as it is, "" takes it away."""

    name: str | None = None
    target: str | None = None
    person: str | None = None
    contact: str | None = None


def add_area(text: str, area: str, typed: AreaTyped, reason: str | None = None) -> Plan[Defined]:
    """Plan sharing a commitment out to one more area; with a reason, a retired one comes back."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        if was.kind == "rank":
            raise Refused("error.rank_has_no_areas", slug=was.slug)
        name = new_name(area)
        old = next((a for a in was.areas if name_key(a.name) == name_key(name)), None)
        if old and not old.retired:
            raise Refused("error.area_there", area=old.name, slug=was.slug)
        if old and not reason:
            raise Refused("error.part_was_retired", name=old.name, slug=was.slug)
        base = old._replace(retired=False) if old else Area(name, None, None, None)
        made = _area_as_typed(read, was, base, typed)
        areas = tuple(made if a is old else a for a in was.areas) + (() if old else (made,))
        now = was._replace(areas=areas)
        defined = what_changed(was, now, done_change(read, was, now) if old else ())
        logged_before = not was.areas and has_figures(read, was.id)
        draft = Draft("area add", reason, [_area_row(now, made)], {})
        return draft, defined._replace(logged_before=logged_before)

    return plan


def edit_area(text: str, area: str, typed: AreaTyped, reason: str | None) -> Plan[Defined]:
    """Plan other words for an area. Its name and its target need a reason."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = lookup.resolve(read, text)
        old = _area_in_use(was, area)
        made = _area_as_typed(read, was, old, typed)
        if (made.name, made.target) != (old.name, old.target):
            check_open(was)
            if not reason:
                raise Refused("error.part_needs_reason", name=old.name, slug=was.slug)
        check_name_free(made.name, old.name, (a.name for a in was.areas), was.slug)
        now = was._replace(areas=tuple(made if a is old else a for a in was.areas))
        now, rows, touched = with_name(now, "area", old.name, made.name)
        rows.append(_area_row(now, made))
        return Draft("area edit", reason, rows, touched), what_changed(was, now)

    return plan


def retire_area(text: str, area: str, reason: str) -> Plan[Defined]:
    """Plan that nothing is logged in an area any more; what was done there stays done."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        old = _area_in_use(was, area)
        gone = old._replace(retired=True)
        now = was._replace(areas=tuple(gone if a is old else a for a in was.areas))
        defined = what_changed(was, now, done_change(read, was, now))
        return Draft("area retire", reason, [retired_row(was, "area", old.name)], {}), defined

    return plan


def _area_in_use(commitment: Commitment, text: str) -> Area:
    name = lookup.find_area(commitment, text)
    return next(a for a in commitment.areas if a.name == name)


def _area_as_typed(read: Read, was: Commitment, area: Area, typed: AreaTyped) -> Area:
    if typed.name is not None:
        area = area._replace(name=new_name(typed.name))
    if typed.target is not None:
        if was.kind not in ("quantity", "level"):
            raise Refused("error.term_not_of_kind", term="target", kind=was.kind)
        aliases = units.aliases(read)
        steps = parse_figure(typed.target, was.terms.unit, aliases).steps if typed.target else None
        area = area._replace(target=steps)
    if typed.person is not None:
        area = area._replace(person=typed.person.strip() or None)
    if typed.contact is not None:
        area = area._replace(contact=typed.contact.strip() or None)
    return area


def _area_row(commitment: Commitment, area: Area) -> Row:
    values = {k: v for k, v in area._asdict().items() if k not in ("name", "retired")}
    position = commitment.areas.index(area) + 1
    return Row(
        "area", {"commitment": commitment.id, "area": area.name, "position": position, **values}
    )
