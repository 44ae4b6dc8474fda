"""What a commitment is: add, edit, and its plan."""

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any, NamedTuple

from tracker.cli.context import Session
from tracker.cli.defining import show_defined
from tracker.cli.options import (
    Command,
    argument,
    bundled,
    commitment_argument,
    flag_option,
    option_parameter,
    parameter,
    value_option,
    writing_command,
)
from tracker.core.dates import parse_day, parse_every
from tracker.core.definition import Wording
from tracker.core.plaintext import visible
from tracker.errors import UsageError
from tracker.store import definitions, plan_points
from tracker.store.definitions import Definition


class Typed(NamedTuple):
    """What `add` and `edit` take of a commitment, as typed."""

    name: str | None
    name_en: str | None
    target: str | None
    unit: str | None
    comparator: str | None
    stretch: str | None
    opening: str | None
    direction: str | None
    start: str | None
    due: str | None
    every: str | None
    person: str | None
    contact: str | None
    department: str | None
    alias: list[str] | None
    stages: str | None


def _typed_options() -> Callable[[Command], Command]:
    metavars = {
        "name": "NAME",
        "name_en": "NAME",
        "target": "FIGURE",
        "unit": "UNIT",
        "comparator": "SIGN",
        "stretch": "FIGURE",
        "opening": "FIGURE",
        "direction": "up|down",
        "start": "DATE",
        "due": "DATE",
        "every": "30d",
        "person": "NAME",
        "contact": "TEXT",
        "department": "DEPARTMENT",
        "stages": "A,B",
    }
    options = {
        name: value_option(name, metavar, f"--{name.replace('_', '-')}")
        for name, metavar in metavars.items()
    }
    parameters = [option_parameter(name, option) for name, option in options.items()]
    alias = parameter("alias", list[str] | None, value_option("alias", "NAME", "--alias"))
    return bundled("typed", [*parameters, alias], Typed)


@writing_command()
@_typed_options()
def add(
    session: Session,
    typed: Typed,
    slug: str = argument("slug", "SLUG"),
    kind: str | None = value_option("kind", "KIND", "--kind"),
) -> None:
    """Make a commitment."""
    needed = (("--name", typed.name), ("--kind", kind), ("--department", typed.department))
    for option, value in needed:
        if not value:
            raise UsageError("error.option_needed", option=option)
    with session.open() as store:
        definition = _definition(session, store.read, typed)
        made = session.write(store, lambda _: definitions.add(slug, kind or "", definition))
    show_defined(session, made, "echo.added")


@writing_command()
@_typed_options()
def edit(
    session: Session,
    typed: Typed,
    commitment: str = commitment_argument(),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Change a commitment."""
    with session.open() as store:
        definition = _definition(session, store.read, typed)
        made = session.write(store, lambda _: definitions.edit(commitment, definition, reason))
    show_defined(session, made, "echo.edited")


@writing_command()
def plan(
    session: Session,
    commitment: str = commitment_argument(),
    until: list[str] | None = value_option("until", "DATE", "--until"),
    reach: list[str] | None = value_option("reach", "FIGURE", "--reach"),
    remove: bool = flag_option("remove", "--remove"),
    reason: str | None = value_option("plan_reason", "TEXT", "--reason"),
) -> None:
    """Make the pace of a commitment follow planned points."""
    days, figures = until or [], reach or []
    if not days or (figures if remove else len(figures) != len(days)):
        raise UsageError("error.plan_pairs")
    with session.open() as store:
        today = session.today(store.read)
        points = [
            (parse_day(day, today), None if remove else figure)
            for day, figure in zip_longest(days, figures, fillvalue="")
        ]
        planned = plan_points.set_plan(commitment, points, reason)
        made = session.write(store, lambda _: planned)
    show_defined(session, made, "echo.planned")


def _definition(session: Session, read: Any, typed: Typed) -> Definition:
    today = session.today(read)

    def day(text: str | None) -> str | None:
        return parse_day(text, today).isoformat() if text else text

    figures = ("target", "unit", "comparator", "stretch", "opening", "direction")
    return Definition(
        Wording(
            start=day(typed.start),
            due=day(typed.due),
            **{name: getattr(typed, name) for name in figures},
        ),
        name=typed.name,
        name_en=typed.name_en,
        person=typed.person,
        contact=typed.contact,
        department=typed.department,
        every=parse_every(typed.every) if typed.every else 0 if typed.every == "" else None,
        aliases=tuple(typed.alias or ()),
        stages=_stages(typed.stages),
    )


def _stages(text: str | None) -> tuple[str, ...]:
    """Stages as typed, with commas of either width between them."""
    if text is None:
        return ()
    return tuple(visible(stage.strip()) for stage in re.split("[,，、]", text))
