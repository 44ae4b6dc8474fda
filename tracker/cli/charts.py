"""Pictures of done against pace: in the terminal, or as a file."""

from collections.abc import Sequence
from contextlib import closing

from tracker.cli.context import Session, View
from tracker.cli.files import Formats, Page, deliver, format_of, format_option
from tracker.cli.options import argument, reading_command, value_option
from tracker.cli.output import page_width
from tracker.cli.waiting import watched
from tracker.core.course import Picture, picture, states_of
from tracker.errors import Refused
from tracker.render import chart as render
from tracker.store import commitments as stored
from tracker.store import settings
from tracker.store.plan import Read
from tracker.store.sums import days_of_all
from tracker.text import say

FORMATS: Formats = {
    "table": (".txt",),
    "svg": (".svg",),
    "html": (".html", ".htm"),
}


@reading_command()
def chart(
    session: Session,
    commitments: list[str] | None = argument("commitments", "[COMMITMENT]...", None),
    format: str | None = format_option(FORMATS),
    output: str | None = value_option("output", "FILE", "-o", "--output"),
) -> None:
    """Done against pace over time."""
    chosen = format_of(session.options, format, output, FORMATS)
    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        known = view.known_at or settings.last_change(read)
        found = _pictures(session, read, view, commitments or ())
    plan = view.settings.values["title"]
    page = Page(
        lambda format: _rendered(found, plan, format).encode(),
        lambda: [render.as_json(one) for one in found],
        lambda: render.records(found),
        lambda: render.sheet(found, plan, page_width()),
    )
    deliver(session, page, chosen, output, known)


def _pictures(session: Session, read: Read, view: View, names: Sequence[str]) -> list[Picture]:
    """The pictures of the commitments that are named, else of all that have one."""
    only = {stored.resolve(read, name, view.known).id for name in names}
    listed = [c for c in stored.load(read, view.known) if not only or c.id in only]
    days = days_of_all(read, view.as_of, view.known)
    with closing(watched(listed, len(listed), quiet=session.options.quiet)) as waited_for:
        drawn = [
            (one, picture(one, states_of(one, days.get(one.id, {})), view.as_of))
            for one in waited_for
        ]
    without = say("word.join").join(one.slug for one, made in drawn if made is None and only)
    found = [made for _, made in drawn if made]
    if not found:
        raise Refused("error.no_picture", names=without) if only else Refused("error.no_pictures")
    if without:
        session.output.warn("warning.no_picture", names=without)
    return found


def _rendered(found: Sequence[Picture], plan: str, format: str) -> str:
    """Pictures as the text of a file."""
    if format == "svg":
        from tracker.render.picture import svg

        return svg(found)
    if format == "html":
        from tracker.render.webpage import chart_page

        return chart_page(found, plan)
    from tracker.render.terminal import table

    return table(render.sheet(found, plan, page_width()), page_width(), color=False)
