"""Pictures of done against pace: in the terminal, or as a file."""

import datetime as dt
from collections.abc import Mapping, Sequence

from tracker.cli.context import Session, last_seen
from tracker.cli.files import Formats, Page, deliver, file_named, format_of, format_option
from tracker.cli.options import argument, reading_command, value_option
from tracker.cli.output import page_width
from tracker.cli.waiting import watched
from tracker.core.course import Days, Picture, picture, states_of
from tracker.core.model import Commitment
from tracker.errors import Refused
from tracker.render import chart as render
from tracker.store import commitments as stored
from tracker.store import lookup
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
    file = file_named(output)
    chosen = format_of(session.options, format, file, FORMATS)
    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        known = last_seen(read, view)
        only = {lookup.resolve(read, name, view.known).id for name in commitments or ()}
        every = stored.load(read, view.known)
        days = days_of_all(read, view.as_of, view.known)
    listed = [one for one in every if not only or one.id in only]
    found = _pictures(session, listed, days, view.as_of, named=bool(only))
    plan = view.settings.values["title"]
    page = Page(
        lambda format: _rendered(found, plan, format),
        lambda: [render.as_json(one) for one in found],
        lambda: render.records(found),
        lambda: render.sheet(found, plan, page_width()),
    )
    deliver(session, page, chosen, file, known)


def _pictures(
    session: Session,
    listed: Sequence[Commitment],
    days: Mapping[int, Days],
    as_of: dt.date,
    *,
    named: bool,
) -> list[Picture]:
    """The pictures of those that have one; of a commitment that was `named` it is said if not."""
    drawn = [
        (one, picture(one, states_of(one, days.get(one.id, {})), as_of))
        for one in watched(listed, len(listed))
    ]
    without = say("word.join").join(one.slug for one, made in drawn if made is None and named)
    found = [made for _, made in drawn if made]
    if not found:
        raise Refused("error.no_picture", names=without) if named else Refused("error.no_pictures")
    if without:
        session.output.warn("warning.no_picture", names=without)
    return found


def _rendered(found: Sequence[Picture], plan: str, format: str) -> bytes:
    """Pictures as the bytes of a file, in a format that only pages have."""
    if format == "svg":
        from tracker.render.picture import svg

        return svg(found).encode()
    from tracker.render.webpage import chart_page

    return chart_page(found, plan).encode()
