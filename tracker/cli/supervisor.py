"""The supervisor's commands: where everything stands, and all there is to one commitment."""

from collections.abc import Mapping, Sequence

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
from tracker.text import say


def _choice(text: str | None, known: Mapping[str, Sequence[str]], option: str) -> str | None:
    """What an option chose, by its name or by a word that a person reads for it."""
    if text is None:
        return None
    for name, words in known.items():
        if text.strip() in (name, *filter(None, words)):
            return name
    # An English word is its name again.
    shown = (
        name if words[0].replace(" ", "_") == name else f"{name} {words[0]}"
        for name, words in known.items()
    )
    listing = say("word.join").join(shown)
    raise UsageError("error.choice_unknown", option=option, text=text, known=listing)


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
        name: (say(f"colour.{name}"), values.light(name).text) for name in LIGHTS
    }
    filters = Filters(
        (),
        area,
        department,
        _choice(klass, {name: (values.klass(name),) for name in CLASSES}, "--class"),
        _choice(light, lights, "--light"),
        measured,
        _choice(sort, {name: (name,) for name in SORTS}, "--sort") or "plan",
    )
    with session.open() as store, store.snapshot() as read:
        report = gather.status(read, session.view(read), commitments or (), filters)
    session.output.answer(
        lambda: render.as_json(report),
        lambda: render.records(report),
        lambda: render.sheet(report),
    )


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
