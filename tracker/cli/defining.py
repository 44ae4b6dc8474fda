"""What every command that changes a commitment says of it."""

from tracker.cli.context import Session
from tracker.core.history import Defined
from tracker.render import defined as render


def show_defined(session: Session, made: Defined, key: str) -> None:
    """Echo what was made or changed; `key` is the sentence it begins with."""
    session.output.echo(
        render.as_json(made),
        render.records(made),
        render.sentences(made, key),
        session.options.dry_run,
    )
