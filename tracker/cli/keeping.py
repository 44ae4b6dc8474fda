"""Keeping a ledger safe: check, backup, restore."""

import re
from contextlib import suppress
from pathlib import Path

import typer

from tracker.cli.context import Session
from tracker.cli.files import refuse_ledger
from tracker.cli.invocation import no_more_interrupts
from tracker.cli.options import argument, flag_option, plain_command, value_option
from tracker.cli.place import path_of
from tracker.core.check import Head
from tracker.core.quantity import half_width
from tracker.errors import NotOurDatabase, UsageError
from tracker.render import keeping as render
from tracker.store import backup as backups
from tracker.store import check as checks
from tracker.store import restore as restoring
from tracker.text import say

# As it is printed, with or without the word that stands before it.
_HEAD = re.compile(r"(?:^|[#\s])([1-9][0-9]{0,11}):([0-9a-f]{8,64})$")


@plain_command()
def check(
    session: Session,
    against: str | None = value_option("against", "CHANGE:DIGEST", "--against"),
    rebuild: bool = flag_option("rebuild", "--rebuild"),
) -> None:
    """Prove that the ledger is what was written."""
    known = _head(against) if against is not None else None
    kept = None
    with session.open() as store:
        if rebuild:
            kept = backups.automatic(session.path, session.now, "rebuild")
            store.rebuild()
        with store.snapshot() as read:
            head, found = checks.head(read), list(checks.faults(read, known))
    copy = kept and kept.file
    answer = render.as_json(head, found, checks.sqlite_version(), copy)
    session.output.lines(answer, render.records(found), render.sentences(head, found, copy))
    if found:
        raise NotOurDatabase("error.check_failed", path=session.path, count=len(found))


def _head(text: str) -> Head:
    """A head as a bulletin prints it: `85:3f2a…`, or an older copy of the ledger."""
    if match := _HEAD.search(half_width(text).lower()):
        return Head(int(match[1]), match[2])
    with suppress(OSError, ValueError):
        if Path(text).is_file():
            return backups.head_of(Path(text))
    raise UsageError("error.against_unreadable", text=text)


@plain_command()
def backup(
    session: Session,
    file: str | None = argument("backup_file", "[FILE]", None),
    keep: int | None = typer.Option(
        None, "--keep", help=say("option.keep"), metavar="NUMBER", min=1
    ),
) -> None:
    """Copy the ledger, whole and verified."""
    if keep is not None and file is not None:
        raise UsageError("error.keep_and_file")
    if file is not None and not path_of(file).exists():
        # A name that SQLite would take for its own, and remove.
        refuse_ledger(path_of(file))
    made = backups.backup(session.path, session.now, path_of(file) if file is not None else None)
    gone = backups.thin(session.path, keep, made.file) if keep is not None else []
    head = made.head
    answer = {
        "file": str(made.file),
        "change": head and head.change,
        "digest": head and head.digest,
        "removed": [str(one) for one in gone],
    }
    said = [say("echo.backup", file=made.file, change=f"#{head.change}" if head else "-")]
    said += [say("echo.backup_removed", count=len(gone))] if gone else []
    record = {**answer, "removed": len(gone)}
    session.output.echo(answer, [record.values()], said, dry_run=False)


@plain_command()
def restore(session: Session, file: str = argument("restore_file", "FILE")) -> None:
    """Put a copy in the place of the ledger, which is kept."""
    head, kept = restoring.restore(session.path, path_of(file), session.now, no_more_interrupts)
    answer = {**head._asdict(), "kept": str(kept) if kept else None}
    said = [say("echo.restored", file=file, change=f"#{head.change}")]
    said += [say("echo.restored_kept", file=kept)] if kept else []
    session.output.echo(answer, [answer.values()], said, dry_run=False)
