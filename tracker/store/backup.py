"""Copies of a ledger: made whole, verified, and on the disk before they get their name.

A copy lies in a folder beside the database, and is a ledger like any other: a copy is a copy.
"""

import datetime as dt
import os
import re
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tracker.core.check import Head
from tracker.errors import NotOurDatabase, Refused
from tracker.store import schema
from tracker.store.check import damage, faults, head
from tracker.store.engine import open_store
from tracker.store.file import check_schema, connect, translated, version_of
from tracker.store.journal import COUNTER
from tracker.store.unfinished import let_use, removed_when_ended, sync_folder

FOLDER = ".backups"
SUFFIX = ".db"
# Where the header repeats the counter that the number of pages was written with.
_COUNTED = 92
# So many copies of each kind are kept that nobody asked for.
AUTOMATIC = 20


class Backup(NamedTuple):
    """A copy: where it lies, and the last change in it. Of an older schema nothing is read."""

    file: Path
    head: Head | None


def folder_of(path: Path) -> Path:
    """Where the copies of a database lie."""
    return path.with_name(path.name + FOLDER)


def backup(path: Path, now: dt.datetime, file: Path | None = None) -> Backup:
    """Copy a database whole while others may write; without a name, into its folder."""
    version_of(path)
    if file is None:
        return _stamped(path, stamp(now))
    with translated(file):
        return Backup(file, whole_copy(path, file))


def automatic(
    path: Path,
    now: dt.datetime,
    what: str,
    *,
    in_use: Path | None = None,
    while_read: Callable[[], None] = lambda: None,
) -> Backup:
    """Copy a database before something is done to it, and forget all but the newest of such
    copies; those that a person asked for stay, and one that is `in_use`.

    `while_read` is done while nobody can write. The file itself is opened by SQLite alone: to
    close it any other way would give up the locks of a caller who is writing.
    """
    why = f"-before-{what}"
    made = _stamped(path, stamp(now) + why, while_read)
    _remove(path, _named(why), AUTOMATIC, (made.file, in_use))
    return made


def _stamped(path: Path, stem: str, while_read: Callable[[], None] = lambda: None) -> Backup:
    folder = _made_folder(path)
    while True:
        file = folder / f"{stem}{SUFFIX}"
        try:
            with translated(file):
                return Backup(file, whole_copy(path, file, while_read))
        except Refused:
            # Another copy of the same second has the name.
            stem += "+"


def _made_folder(path: Path) -> Path:
    """The folder for the copies of a database."""
    folder = folder_of(path)
    with translated(folder):
        if folder.is_symlink():
            raise Refused("error.backups_are_link", path=folder)
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            # Whoever may write the ledger may make copies of it: a group of clerks, say.
            mode = stat.S_IMODE(path.stat().st_mode)
            let_use(folder, path, 0o2770 if mode & stat.S_IWGRP else 0o700)
            sync_folder(folder.parent)
    return folder


def stamp(now: dt.datetime) -> str:
    """A moment as it stands in the name of a file, in UTC."""
    return now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def thin(path: Path, keep: int, made: Path) -> list[Path]:
    """Remove all but the newest copies that a person asked for from the folder of a database, and
    never the one just `made`; returns what was removed.
    """
    return _remove(path, _named(""), keep, (made,))


def _named(why: str) -> re.Pattern[str]:
    """The names that copies are given here; a copy that a person has named is theirs."""
    return re.compile(rf"[0-9]{{8}}T[0-9]{{6}}Z{why}\+*{re.escape(SUFFIX)}")


def _remove(
    path: Path, named: re.Pattern[str], keep: int, never: Sequence[Path | None]
) -> list[Path]:
    folder = folder_of(path)
    # The stamps begin the names, and what is made in the same second has a longer one.
    every = sorted(folder.iterdir(), key=lambda f: f.stem) if folder.is_dir() else []
    found = [file for file in every if named.fullmatch(file.name) and file.is_file()]
    kept = {one.resolve() for one in never if one is not None}
    old = [file for file in found[: max(len(found) - keep, 0)] if file.resolve() not in kept]
    with translated(folder):
        for file in old:
            file.unlink(missing_ok=True)
    return old


def head_of(file: Path) -> Head:
    """The head of a copy; refuses one that has a fault, and so vouches for nothing."""
    with open_store(file) as store:
        if (found := next(faults(store.read), None)) is not None:
            raise NotOurDatabase("error.copy_faulty", path=file, why=found)
        return head(store.read)


def whole_copy(
    path: Path,
    file: Path,
    while_read: Callable[[], None] = lambda: None,
    keep_other: Callable[[], None] | None = None,
) -> Head | None:
    """A whole copy under a name that nothing has; refuses one that something has by the end.

    With `keep_other`, which is called when the copy is whole, it takes the place of whatever has
    the name.
    """
    if keep_other is None:
        _refuse_taken(file)
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".unfinished", dir=file.parent)
    os.close(handle)
    unfinished = Path(name)
    with removed_when_ended(unfinished):
        with closing(connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
            # Without its name it is nothing yet, so it needs no journal that a kill would leave.
            target.execute("PRAGMA journal_mode=OFF")
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_schema").fetchone()
            while_read()
            source.backup(target)
            source.rollback()
            found = _verify(target, path)
        _number(unfinished)
        # Whoever may use the database may use the copy in its place.
        with unfinished.open("r+b") as stream:
            let_use(unfinished, path)
            os.fsync(stream.fileno())
        if keep_other is None:
            _refuse_taken(file)
        else:
            keep_other()
        unfinished.replace(file)
        sync_folder(file.parent)
    return found


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise Refused("error.backup_there", path=file)


def _number(copy: Path) -> None:
    """Let a copy count its transactions from a number of its own.

    By it a journal is known to be of another database; all copies would begin with 1.
    """
    own = os.urandom(COUNTER.stop - COUNTER.start)
    with copy.open("r+b") as file:
        for place in (COUNTER.start, _COUNTED):
            file.seek(place)
            file.write(own)


def _verify(target: sqlite3.Connection, path: Path) -> Head | None:
    """Whether a copy is whole; its head, where that can be read."""

    def read(sql: str, params: tuple[object, ...] = ()) -> list[Any]:
        return target.execute(sql, params).fetchall()

    if any(damage(read)):
        raise NotOurDatabase("error.backup_damaged", path=path)
    ((version,),) = target.execute("PRAGMA user_version")
    check_schema(target, path, version)
    if version != schema.SCHEMA_VERSION:
        return None
    return head(read)
