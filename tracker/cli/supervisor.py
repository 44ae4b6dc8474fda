"""The supervisor's commands: where everything stands, and all there is to one commitment."""

from tracker.cli import gather
from tracker.cli.context import Session
from tracker.cli.options import (
    argument,
    commitment_argument,
    flag_option,
    reading_command,
    value_option,
)
from tracker.core.model import CLASSES, LIGHTS
from tracker.core.reports import SORTS, Filters
from tracker.errors import UsageError


def _choice(text: str | None, known: tuple[str, ...], option: str) -> None:
    if text is not None and text not in known:
        listing = ", ".join(known)
        raise UsageError("error.choice_unknown", option=option, text=text, known=listing)


@reading_command()
def status(
    session: Session,
    commitments: list[str] | None = argument("commitments", "[COMMITMENT]...", None),
    department: str | None = value_option("only_department", "DEPARTMENT", "--department"),
    klass: str | None = value_option("class", "CLASS", "--class"),
    light: str | None = value_option("light", "LIGHT", "--light"),
    measured: bool = flag_option("measured", "--measured"),
    sort: str | None = value_option("sort", "KEY", "--sort"),
) -> None:
    """Where every commitment stands."""
    from tracker.render import status as render

    _choice(klass, CLASSES, "--class")
    _choice(light, LIGHTS, "--light")
    _choice(sort, SORTS, "--sort")
    filters = Filters((), department, klass, light, measured, sort or "plan")
    with session.open() as store, store.snapshot() as read:
        report = gather.status(read, session.view(read), commitments or (), filters)
    session.output.answer(
        lambda: render.as_json(report),
        lambda: render.records(report),
        lambda: render.sheet(report),
    )


@reading_command()
def show(session: Session, commitment: str = commitment_argument()) -> None:
    """All there is to one commitment."""
    from tracker.render import show as render
    from tracker.render import show_sheet

    with session.open() as store, store.snapshot() as read:
        detail = gather.detail(read, session.view(read), commitment)
    session.output.answer(
        lambda: render.as_json(detail),
        lambda: render.records(detail),
        lambda: show_sheet.sheet(detail),
    )
