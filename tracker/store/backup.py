"""Copies of a ledger: made whole, verified, on the disk before they get their name; and back.

A copy lies in a folder beside the database, and is a ledger like any other: a copy is a copy.
"""

import datetime as dt
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tracker.core.check import Fault, Head
from tracker.errors import Busy, NotOurDatabase, Refused, StorageError
from tracker.store import schema
from tracker.store.check import damage, faults, head
from tracker.store.engine import open_store
from tracker.store.file import (
    BUSY_SECONDS,
    check_schema,
    connect,
    journal_of,
    translated,
    version_of,
)

FOLDER = ".backups"
SUFFIX = ".db"
# So many copies of each kind are kept that nobody asked for.
AUTOMATIC = 20


class Backup(NamedTuple):
    """A copy: where it lies, and the last change in it. Of an older schema nothing is read."""

    file: Path
    head: Head | None


def folder_of(path: Path) -> Path:
    """Where the copies of a database lie."""
    return path.with_name(path.name + FOLDER)


def backup(path: Path, now: dt.datetime, file: Path | None = None, why: str = "") -> Backup:
    """Copy a database whole while others may write; without a name, into its folder."""
    version_of(path)
    if file is None:
        file = _free_name(path, "-".join(filter(None, (_stamp(now), why))))
    elif file.exists():
        raise Refused("error.backup_there", path=file)
    with translated(file):
        return Backup(file, whole_copy(path, file))


def automatic(path: Path, now: dt.datetime, what: str) -> Backup:
    """Copy a database before something is done to it, and forget all but the newest of such
    copies; those that a person asked for stay.
    """
    why = f"before-{what}"
    made = backup(path, now, why=why)
    _remove(path, f"*-{why}*{SUFFIX}", AUTOMATIC)
    return made


def _free_name(path: Path, stem: str) -> Path:
    """A name in the folder of a database that nothing has yet."""
    folder = folder_of(path)
    with translated(folder):
        if folder.is_symlink():
            raise Refused("error.backups_are_link", path=folder)
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            # Whoever may write the ledger may make copies of it: a group of clerks, say.
            mode = stat.S_IMODE(path.stat().st_mode)
            folder.chmod(0o2770 if mode & stat.S_IWGRP else 0o700)
            _sync_folder(folder.parent)
    file = folder / f"{stem}{SUFFIX}"
    while file.exists():
        file = file.with_name(f"{file.stem}+{SUFFIX}")
    return file


def _stamp(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def thin(path: Path, keep: int) -> list[Path]:
    """Remove all but the newest copies that a person asked for from the folder of a database;
    returns what was removed.
    """
    return _remove(path, f"*{SUFFIX}", keep, without="-before-")


def _remove(path: Path, pattern: str, keep: int, without: str = "/") -> list[Path]:
    folder = folder_of(path)
    # The stamps begin the names, and what is made in the same second has a longer one.
    every = sorted(folder.glob(pattern), key=lambda f: f.stem) if folder.is_dir() else []
    found = [file for file in every if without not in file.name]
    old = found[: max(len(found) - keep, 0)]
    with translated(folder):
        for file in old:
            file.unlink()
    return old


def restore(
    path: Path, file: Path, now: dt.datetime, before_commit: Callable[[], None] = lambda: None
) -> tuple[Head, Backup | None]:
    """Put a copy in the place of a database, which is copied first; returns the head that it has
    now. The copy is checked as a whole before anything is touched.

    Whoever has the database open sees the copy: the file stays the same, its pages are replaced
    in one transaction. What is no database of ours is moved aside.
    """
    with translated(file):
        if path.exists() and path.samefile(file):
            raise Refused("error.restore_itself", path=file)
    check_file(file)
    kept = _kept(path, now) if path.exists() else None
    with translated(path):
        if path.exists():
            _replace_pages(file, path, before_commit)
        else:
            whole_copy(file, path)
    with open_store(path) as store:
        return head(store.read), kept


def _kept(path: Path, now: dt.datetime) -> Backup:
    """The ledger as it is, kept: as a copy, or, where it is too damaged for that, moved aside."""
    try:
        return automatic(path, now, "restore")
    except NotOurDatabase:
        return Backup(_move_aside(path, now), None)


def check_file(file: Path) -> None:
    """Refuse a file that is no whole and faultless ledger of this version."""
    with open_store(file) as store:
        found = next(faults(store.read), None)
    if found is not None:
        raise NotOurDatabase("error.restore_damaged", path=file, why=_words(found))


def head_of(file: Path) -> Head:
    """The head of a copy."""
    with open_store(file) as store:
        return head(store.read)


def _words(found: Fault) -> str:
    return " ".join(filter(None, found))


def whole_copy(path: Path, file: Path) -> Head | None:
    """A whole copy under a name that nothing has yet; what is not finished leaves nothing."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
            # Without its name it is nothing yet, so it needs no journal that a kill would leave.
            target.execute("PRAGMA journal_mode=OFF")
            source.backup(target)
            found = _verify(target, path)
        # Whoever may use the database may use the copy in its place.
        shutil.copymode(path, unfinished)
        with unfinished.open("r+b") as stream:
            os.fsync(stream.fileno())
        unfinished.rename(file)
        _sync_folder(file.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return found


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


def _replace_pages(file: Path, path: Path, before_commit: Callable[[], None]) -> None:
    """Copy into a database that others may have open: SQLite does it in one transaction."""
    waited = [dt.timedelta()]

    def progress(status: int, remaining: int, _: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited[0] += dt.timedelta(seconds=_LOOK_AGAIN)
            if waited[0].total_seconds() > BUSY_SECONDS:
                raise Busy("error.busy", path=path, seconds=BUSY_SECONDS)
        elif remaining == 0:
            before_commit()

    with closing(connect(file, "ro")) as source, closing(connect(path)) as target:
        source.backup(target, progress=progress, sleep=_LOOK_AGAIN)


_LOOK_AGAIN = 0.25


def _move_aside(path: Path, now: dt.datetime) -> Path:
    """Keep a file that is no whole database of ours, with its journal, out of the way."""
    with translated(path):
        for part in (journal_of(path), path):
            aside = part.with_name(f"{part.name}.{_stamp(now)}.damaged")
            if part.exists():
                part.rename(aside)
    return aside


def _sync_folder(folder: Path) -> None:
    """Make the name of a file last as its content does; where a system can't, it need not."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        raise StorageError("error.storage", path=folder, why=error.strerror) from None
    finally:
        os.close(handle)
