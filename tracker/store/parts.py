"""The plans that say which areas and milestones a commitment has."""

import datetime as dt

from tracker.core.history import Defined, field_changes
from tracker.core.model import Area, Commitment, Node
from tracker.core.naming import name_key
from tracker.core.plaintext import visible
from tracker.core.quantity import parse_figure
from tracker.errors import Refused
from tracker.store import commitments, units
from tracker.store.entries import has_figures
from tracker.store.plan import Draft, Plan, Read
from tracker.store.schema import Row


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
