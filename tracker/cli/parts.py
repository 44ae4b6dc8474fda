"""The life of areas, stages and milestones: list, add, edit, retire."""

import typer

from tracker.cli.context import Session
from tracker.cli.defining import show_defined
from tracker.cli.groups import make_group
from tracker.cli.options import (
    argument,
    commitment_argument,
    known_command,
    required,
    value_option,
    writing_command,
)
from tracker.core.dates import parse_day
from tracker.core.history import Defined
from tracker.core.parts import areas_shown
from tracker.errors import UsageError
from tracker.store import areas, entries, lookup, milestones, stages
from tracker.store.areas import AreaTyped
from tracker.store.milestones import NodeTyped
from tracker.store.plan import Plan
from tracker.text import say


@known_command()
def area_list(session: Session, commitment: str = commitment_argument()) -> None:
    """The areas that a commitment is shared out to."""
    from tracker.render import parts

    with session.open() as store, store.snapshot() as read:
        known = session.view(read).known
        found = lookup.resolve(read, commitment, known)
        standing = entries.standing_since(read, found.id, known=known)
    shown = areas_shown(found, {entry.area for entry in standing})
    values = [parts.area_as_json(found, area) for area in shown]
    session.output.answer(
        lambda: values,
        lambda: (value.values() for value in values),
        lambda: parts.areas(found, shown),
    )


@writing_command()
def area_add(
    session: Session,
    commitment: str = commitment_argument(),
    area: str = argument("new_area", "AREA"),
    target: str | None = value_option("area_target", "FIGURE", "--target"),
    person: str | None = value_option("person", "NAME", "--person"),
    contact: str | None = value_option("contact", "TEXT", "--contact"),
    reason: str | None = value_option("back_reason", "TEXT", "--reason"),
) -> None:
    """Share a commitment out to one more area."""
    typed = AreaTyped(None, target, person, contact)
    _write(session, areas.add_area(commitment, area, typed, reason), "echo.area_added")


@writing_command()
def area_edit(
    session: Session,
    commitment: str = commitment_argument(),
    area: str = argument("area", "AREA"),
    name: str | None = value_option("part_name", "NAME", "--name"),
    target: str | None = value_option("area_target", "FIGURE", "--target"),
    person: str | None = value_option("person", "NAME", "--person"),
    contact: str | None = value_option("contact", "TEXT", "--contact"),
    reason: str | None = value_option("area_reason", "TEXT", "--reason"),
) -> None:
    """Change what is said of an area."""
    typed = AreaTyped(name, target, person, contact)
    _write(session, areas.edit_area(commitment, area, typed, reason), "echo.edited")


@writing_command()
def area_retire(
    session: Session,
    commitment: str = commitment_argument(),
    area: str = argument("area", "AREA"),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Put an area out of use."""
    _write(session, areas.retire_area(commitment, area, required(reason)), "echo.area_retired")


@known_command()
def stage_list(session: Session, commitment: str = commitment_argument()) -> None:
    """The stages that a commitment counts in."""
    from tracker.render import parts

    with session.open() as store, store.snapshot() as read:
        found = lookup.resolve(read, commitment, session.view(read).known)
    session.output.answer(
        lambda: [{"stage": stage} for stage in found.stages],
        lambda: ([stage] for stage in found.stages),
        lambda: parts.stages(found),
    )


@writing_command()
def stage_edit(
    session: Session,
    commitment: str = commitment_argument(),
    stage: str = argument("named_stage", "STAGE"),
    name: str | None = value_option("part_name", "NAME", "--name"),
    reason: str | None = value_option("stage_reason", "TEXT", "--reason"),
) -> None:
    """Give a stage another name."""
    if name is None:
        raise UsageError("error.option_needed", option="--name")
    _write(session, stages.edit_stage(commitment, stage, name, reason), "echo.edited")


@writing_command()
def stage_retire(
    session: Session,
    commitment: str = commitment_argument(),
    stage: str = argument("named_stage", "STAGE"),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Put a stage out of use."""
    _write(session, stages.retire_stage(commitment, stage, required(reason)), "echo.stage_retired")


@known_command()
def milestone_list(session: Session, commitment: str = commitment_argument()) -> None:
    """The milestones of a commitment."""
    from tracker.render import parts

    with session.open() as store, store.snapshot() as read:
        found = lookup.resolve(read, commitment, session.view(read).known)
    values = [node._asdict() for node in found.nodes]
    session.output.answer(
        lambda: values,
        lambda: (value.values() for value in values),
        lambda: parts.milestones(found),
    )


@writing_command()
def milestone_add(
    session: Session,
    commitment: str = commitment_argument(),
    node: str = argument("new_node", "NODE"),
    due: str | None = value_option("node_due", "DATE", "--due"),
    weight: int = typer.Option(1, "--weight", help=say("option.weight"), min=1, max=10_000),
    reason: str | None = value_option("node_reason", "TEXT", "--reason"),
) -> None:
    """Give a commitment one more milestone."""
    if not due:
        raise UsageError("error.option_needed", option="--due")
    with session.open() as store:
        day = parse_day(due, session.today(store.read)).isoformat()
        plan = milestones.add_milestone(commitment, node, day, weight, reason)
        made = session.write(store, lambda _: plan)
    show_defined(session, made, "echo.milestone_added")


@writing_command()
def milestone_edit(
    session: Session,
    commitment: str = commitment_argument(),
    node: str = argument("node", "NODE"),
    name: str | None = value_option("part_name", "NAME", "--name"),
    due: str | None = value_option("node_due", "DATE", "--due"),
    weight: int | None = typer.Option(
        None, "--weight", help=say("option.weight"), min=1, max=10_000
    ),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Change what is said of a milestone."""
    with session.open() as store:
        day = parse_day(due, session.today(store.read)).isoformat() if due else None
        plan = milestones.edit_milestone(commitment, node, NodeTyped(name, day, weight), reason)
        made = session.write(store, lambda _: plan)
    show_defined(session, made, "echo.edited")


@writing_command()
def milestone_retire(
    session: Session,
    commitment: str = commitment_argument(),
    node: str = argument("node", "NODE"),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Put a milestone out of use."""
    plan = milestones.retire_milestone(commitment, node, required(reason))
    _write(session, plan, "echo.milestone_retired")


def _write(session: Session, plan: Plan[Defined], key: str) -> None:
    with session.open() as store:
        made = session.write(store, lambda _: plan)
    show_defined(session, made, key)


area = make_group(
    "area", {"list": area_list, "add": area_add, "edit": area_edit, "retire": area_retire}
)
stage = make_group("stage", {"list": stage_list, "edit": stage_edit, "retire": stage_retire})
milestone = make_group(
    "milestone",
    {
        "list": milestone_list,
        "add": milestone_add,
        "edit": milestone_edit,
        "retire": milestone_retire,
    },
)
