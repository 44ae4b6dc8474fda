"""The plans of the life of milestones: new, changed, out of use."""

import datetime as dt
from typing import NamedTuple

from tracker.core.archive import Row
from tracker.core.history import Defined
from tracker.core.model import Commitment, Node
from tracker.core.naming import name_key
from tracker.errors import Refused
from tracker.store import lookup
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


def add_milestone(
    text: str, node: str, due: str, weight: int, reason: str | None = None
) -> Plan[Defined]:
    """Plan one more weighted milestone; with a reason, a retired one comes back."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        if was.kind != "milestones":
            raise Refused("error.not_milestones", slug=was.slug, kind=was.kind)
        name = new_name(node)
        key = name_key(name)
        old = next((n.name for n in was.nodes if name_key(n.name) == key), None)
        if old is not None:
            raise Refused("error.node_there", node=old, slug=was.slug)
        retired = next((n for n in _retired_nodes(read, was) if name_key(n) == key), None)
        if retired is not None and not reason:
            raise Refused("error.part_was_retired", name=retired, slug=was.slug)
        if not reason and has_figures(read, was.id):
            # What is done becomes a smaller share.
            raise Refused("error.terms_need_reason", slug=was.slug)
        made = Node(retired or name, dt.date.fromisoformat(due), weight)
        now = was._replace(nodes=(*was.nodes, made))
        defined = what_changed(was, now, done_change(read, was, now) if retired else ())
        return Draft("milestone add", reason, [_node_row(was, made)], {}), defined

    return plan


class NodeTyped(NamedTuple):
    """What was typed of a milestone, `due` as an ISO day. None leaves a field as it is."""

    name: str | None = None
    due: str | None = None
    weight: int | None = None


def edit_milestone(text: str, node: str, typed: NodeTyped, reason: str | None) -> Plan[Defined]:
    """Plan another name, day or weight for a milestone: readers are owed a reason."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        old = _node_in_use(was, node)
        made = Node(
            old.name if typed.name is None else new_name(typed.name),
            old.due if typed.due is None else dt.date.fromisoformat(typed.due),
            old.weight if typed.weight is None else typed.weight,
        )
        taken = (*(n.name for n in was.nodes), *_retired_nodes(read, was))
        check_name_free(made.name, old.name, taken, was.slug)
        now = was._replace(nodes=tuple(made if n is old else n for n in was.nodes))
        now, rows, touched = with_name(now, "milestone", old.name, made.name)
        more = done_change(read, was, now) if made.name == old.name else ()
        defined = what_changed(was, now, more)
        if not reason:
            raise Refused("error.part_needs_reason", name=old.name, slug=was.slug)
        rows.append(_node_row(was, made))
        return Draft("milestone edit", reason, rows, touched), defined

    return plan


def retire_milestone(text: str, node: str, reason: str) -> Plan[Defined]:
    """Plan that a milestone no longer counts; its entries stay in the history."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        old = _node_in_use(was, node)
        if len(was.nodes) == 1:
            # Nothing would be left to measure, and no light could turn red.
            raise Refused("error.node_last", node=old.name, slug=was.slug)
        now = was._replace(nodes=tuple(n for n in was.nodes if n is not old))
        defined = what_changed(was, now, done_change(read, was, now))
        rows = [retired_row(was, "milestone", old.name)]
        return Draft("milestone retire", reason, rows, {}), defined

    return plan


def _node_in_use(commitment: Commitment, text: str) -> Node:
    name = lookup.find_node(commitment, text)
    return next(n for n in commitment.nodes if n.name == name)


def _retired_nodes(read: Read, commitment: Commitment) -> list[str]:
    """The milestones that were retired and not brought back."""
    last = dict(
        read(
            "SELECT name, became FROM retired WHERE commitment = ? AND part = 'milestone' "
            "ORDER BY change",
            (commitment.id,),
        )
    )
    in_use = {n.name for n in commitment.nodes}
    return [name for name, became in last.items() if became is None and name not in in_use]


def _node_row(commitment: Commitment, node: Node) -> Row:
    values = {"node": node.name, "due": node.due.isoformat(), "weight": node.weight}
    return Row("milestone", {"commitment": commitment.id, **values})
