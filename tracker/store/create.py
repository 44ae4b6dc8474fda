"""Making a database: the only place that creates a file."""

import datetime as dt
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from tracker.core.archive import Row
from tracker.core.model import Commitment
from tracker.errors import NotOurDatabase, Refused, StorageError, reason
from tracker.store import schema
from tracker.store.commitments import load
from tracker.store.engine import Store, open_store
from tracker.store.file import (
    connect,
    header_of,
    is_ours,
    is_unfinished,
    journal_of,
    translated,
)
from tracker.store.migrations import migrations
from tracker.store.plan import Author, Draft, Plan, Read

IsThere = Callable[[], bool]

# File systems that lose or corrupt a SQLite file shared between machines.
_OCTAL = re.compile(r"\\([0-7]{3})")
NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "smb2", "davfs", "ceph"}
)


def create(
    path: Path,
    rows: Sequence[Row],
    author: Author,
    *,
    now: dt.datetime,
    shared: bool = False,
    before_commit: Callable[[], None] = lambda: None,
) -> list[Commitment] | None:
    """Make a database with `rows` as its first change; returns its commitments.

    Where a database of ours is there already nothing is changed, and the result is None.
    Everything is written in one transaction, so that a kill leaves an empty file at most; an
    empty file counts as not there.
    """
    if _holds_something(path):
        with open_store(path):
            return None
    refuse_network_drive(path)
    with _empty_file(path, 0o660 if shared else 0o600) as is_there:
        connection = connect(path)
        with Store(connection, path) as store:
            plan = _first_change(path, connection, rows, is_there)
            store.write(plan, author, now=now, before_commit=before_commit)
            return load(store.read)


@contextmanager
def made_file(path: Path) -> Iterator[IsThere]:
    """A file in which a database can be made; refuses where one is there already. Gives what has
    to be true when the file is locked: that it still is the one of this name.
    """
    if _holds_something(path):
        raise Refused("error.ledger_there", path=path)
    refuse_network_drive(path)
    with _empty_file(path, 0o600) as is_there:
        yield is_there


@contextmanager
def _empty_file(path: Path, mode: int) -> Iterator[IsThere]:
    made = _touch(path, mode)
    own = path.stat()

    def is_there() -> bool:
        return path.exists() and os.path.samestat(path.stat(), own)

    try:
        yield is_there
    finally:
        # What could not be built leaves nothing behind.
        if made and path.exists() and path.stat().st_size == 0:
            _remove_empty(path)


def _remove_empty(path: Path) -> None:
    """Remove a file that nothing was written into, unless somebody else is about to: whoever has
    it open sees that it is gone once they have locked it.
    """
    with (
        suppress(OSError, sqlite3.Error),
        closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)
        ) as connection,
    ):
        connection.execute("BEGIN EXCLUSIVE")
        if path.stat().st_size == 0:
            path.unlink()


def _holds_something(path: Path) -> bool:
    """Whether there is a file with content; refuses what is no file at all, and touches nothing."""
    with translated(path):
        try:
            found = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        if stat.S_ISLNK(found.st_mode):
            return True
        if not stat.S_ISREG(found.st_mode):
            raise NotOurDatabase("error.db_not_a_file", path=path)
        ours = found.st_size > 0 and (is_ours(path) or is_unfinished(path, header_of(path)))
        if ours and journal_of(path).exists():
            # An init that was killed: opening the file rolls it back to nothing.
            with closing(connect(path)) as connection:
                connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
        return path.stat().st_size > 0


def _first_change(
    path: Path, connection: sqlite3.Connection, rows: Sequence[Row], is_there: IsThere
) -> Plan[None]:
    def plan(read: Read) -> tuple[Draft, None]:
        if read("SELECT 1 FROM sqlite_schema LIMIT 1") or not is_there():
            raise Refused("error.init_raced", path=path)
        # The schema is made inside the transaction of the first change: all or nothing.
        database = Database(connection)
        migrations.apply(database)
        database.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        database.execute(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
        return Draft("init", None, rows, {}), None

    return plan


def _touch(path: Path, mode: int) -> bool:
    """Make an empty file nobody else can read; False where one is there already."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    except FileExistsError:
        with translated(path):
            path.chmod(mode)
        return False
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
    finally:
        os.close(handle)
    return True


def refuse_network_drive(path: Path) -> None:
    """Refuse a folder on another machine: locks and syncs do not hold there."""
    folder = path.absolute().parent
    if str(folder).startswith(("\\\\", "//")):
        raise StorageError("error.network_drive", path=path)
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # Only Linux tells; elsewhere docs/commands.md has to.
    if mount_type(Path(os.path.realpath(folder)), mounts) in NETWORK_TYPES:
        raise StorageError("error.network_drive", path=path)


def mount_type(folder: Path, mounts: str) -> str:
    """The type of the file system that a folder lies in, by a table in the form of fstab(5)."""
    found = (-1, "")
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), point)
        if folder.is_relative_to(point or "?") and len(point) >= found[0]:
            found = len(point), kind
    return found[1]
