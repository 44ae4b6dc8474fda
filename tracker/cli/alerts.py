"""Cron's command."""

import typer

from tracker.cli import gather
from tracker.cli.context import Session
from tracker.cli.options import reading_command
from tracker.core.alerts import WITHIN_DAYS
from tracker.core.alerts import alerts as find_alerts
from tracker.render import alerts as render
from tracker.text import say


@reading_command()
def alerts(
    session: Session,
    within: int = typer.Option(
        WITHIN_DAYS, "--within", help=say("option.within"), metavar="DAYS", min=0, max=3660
    ),
) -> None:
    """What is overdue, due soon or behind pace."""
    with session.open() as store, store.snapshot() as read:
        rows = gather.status_of_all(read, session.view(read))
    found = find_alerts(rows, within)
    values = [render.as_json(alert) for alert in found]
    session.output.lines(
        values, [value.values() for value in values], [render.sentence(a) for a in found]
    )
