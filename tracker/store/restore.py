"""A copy back in the place of a ledger, which is kept."""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from tracker.core.check import Head
from tracker.errors import Busy, NotOurDatabase, Refused
from tracker.store.backup import automatic, stamp, whole_copy
from tracker.store.check import faults, head
from tracker.store.create import refuse_network_drive
from tracker.store.engine import open_store
from tracker.store.file import BESIDE, BUSY_SECONDS, connect, translated, version_of
from tracker.store.journal import COUNTER
from tracker.store.unfinished import sync_folder

# Between two looks whether the ledger is free, in seconds.
_LOOK_AGAIN = 0.25
# So often somebody may have written between the copy of the ledger and the moment it was free.
_TRIES = 20
# What no ledger could be: a folder or a device is somebody's, and a newer ledger is sound.
_NEVER_MOVED = ("error.db_not_a_file", "error.db_newer", "error.db_missing")


class _Written(Exception):
    """Somebody has written to the ledger since it was copied."""


class Restored(NamedTuple):
    """The head that a ledger has now, and where it lies as it was, if there was one."""

    head: Head
    kept: Path | None


def restore(
    path: Path, file: Path, now: dt.datetime, before_commit: Callable[[], None] = lambda: None
) -> Restored:
    """Put a copy in the place of a database, which is copied first. The copy is checked as a whole
    before anything is touched.

    Whoever has the database open sees the copy: the file stays the same, its pages are replaced
    in one transaction. What is no database of ours is moved aside.
    """
    # Behind a link lies the file that others know by its own name.
    path = path.resolve() if path.is_symlink() else path
    with translated(file):
        if path.exists() and path.samefile(file):
            raise Refused("error.restore_itself", path=file)
    check_file(file)
    kept = _replace(path, file, now, before_commit)
    with open_store(path) as store:
        return Restored(head(store.read), kept)


def check_file(file: Path) -> None:
    """Refuse a file that is no whole and faultless ledger of this version."""
    with open_store(file) as store:
        found = next(faults(store.read), None)
    if found is not None:
        raise NotOurDatabase("error.restore_damaged", path=file, why=found)


def _replace(
    path: Path, file: Path, now: dt.datetime, before_commit: Callable[[], None]
) -> Path | None:
    """Replace a ledger, and keep it as it is at that moment; returns where."""
    if not path.exists():
        refuse_network_drive(path)
        with translated(path):
            _move_beside(path, _aside(path, now))
            whole_copy(file, path)
        return None
    for _ in range(_TRIES):
        try:
            version_of(path)
            return _keep_and_replace(path, file, now, before_commit)
        except _Written:
            continue
        except NotOurDatabase as error:
            if error.key in _NEVER_MOVED:
                raise
            return _replace_other(path, file, now)
    raise Busy("error.busy", path=path, seconds=BUSY_SECONDS)


def _keep_and_replace(
    path: Path, file: Path, now: dt.datetime, before_commit: Callable[[], None]
) -> Path:
    """Keep a copy of a ledger and replace its pages; raises `_Written`, and does neither, where
    somebody has written in between.
    """
    seen = b""
    # Closed behind SQLite's own: a process that closes a file gives up all its locks on it.
    with translated(path), path.open("rb", buffering=0) as ours:

        def counter() -> bytes:
            ours.seek(COUNTER.start)
            return ours.read(COUNTER.stop - COUNTER.start)

        def note() -> None:
            nonlocal seen
            seen = counter()

        def check() -> None:
            if counter() != seen:
                raise _Written
            before_commit()

        kept = automatic(path, now, "restore", in_use=file, while_read=note).file
        try:
            _replace_pages(file, path, check)
        except _Written:
            kept.unlink()
            raise
    return kept


def _replace_pages(file: Path, path: Path, when_alone: Callable[[], None]) -> None:
    """Copy into a database that others may have open: SQLite does it in one transaction.
    `when_alone` is called when nobody else can write and nothing is written yet.
    """
    waited, has_begun = 0.0, False

    def progress(status: int, _remaining: int, _total: int) -> None:
        nonlocal waited, has_begun
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited += _LOOK_AGAIN
            if waited > BUSY_SECONDS:
                raise Busy("error.busy", path=path, seconds=BUSY_SECONDS)
        elif not has_begun:
            has_begun = True
            when_alone()

    with closing(connect(file, "ro")) as source, closing(connect(path)) as target:
        source.backup(target, pages=1, progress=progress, sleep=_LOOK_AGAIN)


def _replace_other(path: Path, file: Path, now: dt.datetime) -> Path:
    """Put a copy in the place of what is no whole database of ours; returns where that is kept."""
    aside = _aside(path, now)
    with translated(path):
        whole_copy(file, path, keep_other=lambda: _keep_aside(path, aside))
    return aside


def _aside(path: Path, now: dt.datetime) -> Path:
    """Where a file that is no whole database of ours is kept: a name that nothing has."""
    aside = path.with_name(f"{path.name}.{stamp(now)}.damaged")
    while os.path.lexists(aside):
        aside = aside.with_name(f"{aside.name}+")
    return aside


def _keep_aside(path: Path, aside: Path) -> None:
    """Keep a file that is no whole database of ours, with what SQLite left beside it. Where the
    system can, it has its old name too until a copy takes that: a ledger is always there.
    """
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    _move_beside(path, aside)


def _move_beside(path: Path, aside: Path) -> None:
    """Keep what SQLite left beside a file under names like that one's."""
    ending = aside.name.removeprefix(path.name)
    for part in (path.with_name(path.name + end) for end in BESIDE):
        with suppress(FileNotFoundError):
            part.rename(part.with_name(part.name + ending))
    sync_folder(path.parent)
