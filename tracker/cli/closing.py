"""Close-out (销号): a supervisor verifies that a commitment is done."""

from tracker.cli.context import Session
from tracker.cli.options import commitment_argument, required, value_option, writing_command
from tracker.core.closing import CloseOut
from tracker.core.dates import parse_day
from tracker.render import closing as render
from tracker.store import closing as plans


@writing_command()
def close(
    session: Session,
    commitment: str = commitment_argument(),
    on: str | None = value_option("close_on", "DATE", "--on"),
    note: str | None = value_option("close_note", "TEXT", "--note"),
    reason: str | None = value_option("close_reason", "TEXT", "--reason"),
) -> None:
    """Close a commitment out."""
    with session.open() as store:
        today = session.today(store.read)
        day = parse_day(on, today) if on is not None else today
        plan = plans.close(commitment, day, note, reason, today)
        made = session.write(store, lambda _: plan)
    _show(session, made)


@writing_command()
def reopen(
    session: Session,
    commitment: str = commitment_argument(),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Open a commitment again that was closed out."""
    why = required(reason)
    with session.open() as store:
        plan = plans.reopen(commitment, why, session.today(store.read))
        made = session.write(store, lambda _: plan)
    _show(session, made)


def _show(session: Session, made: CloseOut) -> None:
    value = render.as_json(made)
    session.output.echo(value, [value.values()], render.sentences(made), session.options.dry_run)
