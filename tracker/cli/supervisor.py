"""The supervisor's commands: where everything stands, and all there is to one commitment."""

from typing import TYPE_CHECKING

from tracker.cli import gather
from tracker.cli.choices import chosen
from tracker.cli.context import Session
from tracker.cli.options import (
    argument,
    commitment_argument,
    flag_option,
    reading_command,
    value_option,
)
from tracker.core.model import CLASSES, LIGHTS
from tracker.core.reports import SORTS, Filters, StatusReport
from tracker.text import say

if TYPE_CHECKING:
    from tracker.render.sheet import Sheet


@reading_command()
def status(
    session: Session,
    commitments: list[str] | None = argument("commitments", "[COMMITMENT]...", None),
    area: str | None = value_option("only_area", "AREA", "--area"),
    department: str | None = value_option("only_department", "DEPARTMENT", "--department"),
    klass: str | None = value_option("class", "CLASS", "--class"),
    light: str | None = value_option("light", "LIGHT", "--light"),
    measured: bool = flag_option("measured", "--measured"),
    sort: str | None = value_option("sort", "KEY", "--sort"),
) -> None:
    """Where every commitment stands."""
    from tracker.render import status as render
    from tracker.render import values

    lights: dict[str, tuple[str, ...]] = {
        name: (say(f"colour.{name}"), values.light(name)) for name in LIGHTS
    }
    filters = Filters(
        (),
        area,
        department,
        chosen(klass, {name: (values.klass(name),) for name in CLASSES}, "--class"),
        chosen(light, lights, "--light"),
        measured,
        chosen(sort, dict.fromkeys(SORTS, ()), "--sort") or "plan",
    )
    with session.open() as store, store.snapshot() as read:
        report = gather.status(read, session.view(read), commitments or (), filters)
    session.output.answer(
        lambda: render.as_json(report),
        lambda: render.records(report),
        lambda: _status_sheet(report),
    )


def _status_sheet(report: StatusReport) -> "Sheet":
    """The table of a status; records and JSON do not wait for what lays it out."""
    from tracker.render.status_sheet import sheet

    return sheet(report)


@reading_command()
def show(
    session: Session,
    commitment: str = commitment_argument(),
    areas: bool = flag_option("only_areas", "--areas"),
) -> None:
    """All there is to one commitment, or how it is shared out."""
    if areas:
        _show_sharing(session, commitment)
        return
    from tracker.cli.details import detail
    from tracker.render import show as render
    from tracker.render import show_sheet

    with session.open() as store, store.snapshot() as read:
        found = detail(read, session.view(read), commitment)
    session.output.answer(
        lambda: render.as_json(found),
        lambda: render.records(found),
        lambda: show_sheet.sheet(found),
    )


def _show_sharing(session: Session, commitment: str) -> None:
    """How one commitment is shared out."""
    from tracker.cli.details import sharing
    from tracker.render import sharing as render

    with session.open() as store, store.snapshot() as read:
        found = sharing(read, session.view(read), commitment)
    session.output.answer(
        lambda: render.as_json(found),
        lambda: render.records(found),
        lambda: render.sheet(found),
    )
