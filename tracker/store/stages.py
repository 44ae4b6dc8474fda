"""The plans of the life of stages: another name, and out of use."""

from tracker.core.history import Defined
from tracker.errors import Refused
from tracker.store import lookup
from tracker.store.definitions import stage_rows
from tracker.store.entries import has_figures, stages_with_figures
from tracker.store.parts import (
    check_name_free,
    done_change,
    new_name,
    open_commitment,
    what_changed,
    with_name,
)
from tracker.store.plan import Draft, Plan, Read


def edit_stage(text: str, stage: str, name: str | None, reason: str | None) -> Plan[Defined]:
    """Plan another name for a stage; once figures were logged it needs a reason."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        old = lookup.find_stage(was, stage)
        new = old if name is None else new_name(name)
        taken = (*was.stages, *stages_with_figures(read, was.id))
        check_name_free(new, old, taken, was.slug)
        now = was._replace(stages=tuple(new if s == old else s for s in was.stages))
        now, rows, touched = with_name(now, "stage", old, new)
        defined = what_changed(was, now)
        if not reason and has_figures(read, was.id):
            raise Refused("error.part_needs_reason", name=old, slug=was.slug)
        rows += stage_rows(was.id, now.stages)
        return Draft("stage edit", reason, rows, touched), defined

    return plan


def retire_stage(text: str, stage: str, reason: str) -> Plan[Defined]:
    """Plan that a stage is left out; its entries stay. The last one with figures is what is
    done, and can't go.
    """

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = open_commitment(read, text)
        old = lookup.find_stage(was, stage)
        if len(was.stages) == 1:
            raise Refused("error.stage_only", stage=old, slug=was.slug)
        if old == was.last_stage and {old, ""} & stages_with_figures(read, was.id):
            raise Refused("error.stage_decides", stage=old, slug=was.slug)
        now = was._replace(stages=tuple(s for s in was.stages if s != old))
        defined = what_changed(was, now, done_change(read, was, now))
        rows = stage_rows(was.id, now.stages)
        return Draft("stage retire", reason, rows, {was.id: None}), defined

    return plan
