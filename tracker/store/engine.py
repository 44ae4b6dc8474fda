"""One open database and its two verbs: `read`, and `write`, which runs a plan in one change.

Every connection of the program is made here, with the same settings, after the same checks.
"""

import datetime as dt
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.core.archive import Header, Row
from tracker.core.dates import iso_moment
from tracker.core.plaintext import visible
from tracker.errors import Busy, NotOurDatabase, Refused, StorageError, TrackerError, reason
from tracker.store import balance, schema
from tracker.store.chain import GENESIS, digest
from tracker.store.plan import Author, Committed, Draft, Plan, Read, T
from tracker.store.schema import CHAIN

# With a rollback journal the longest wait of 32 writers was just over 5 s.
BUSY_SECONDS = 30
HEADER_BYTES = 100
# Room for a page of text; more than that belongs into a file, as evidence.
MAX_TEXT = 4000
MAGIC = b"SQLite format 3\0"
# A clock this far behind the last change is worth a word to the person who writes.
CLOCK_BEHIND = dt.timedelta(minutes=5)

_SETTINGS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


class Store:
    """An open database file. Use it as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def read(self, sql: str, params: Sequence[object] | dict[str, object] = ()) -> list[Any]:
        """All rows of a query, as tuples."""
        with translated(self.path):
            return self._connection.execute(sql, params).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """Reads that all see the same state, whoever writes meanwhile. Keep it short."""
        with translated(self.path):
            self._connection.execute("BEGIN")
        try:
            yield self.read
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    def write(
        self,
        plan: Plan[T],
        author: Author,
        *,
        now: dt.datetime,
        dry_run: bool = False,
        before_commit: Callable[[], None] = lambda: None,
    ) -> tuple[T, Committed]:
        """Run a plan and add its rows as one change; returns only when that is durable.

        The plan looks only through the `read` it is given, so that it sees the state its rows
        are added to. With `dry_run` everything is done but the commit.
        """
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                draft, result = plan(self.read)
                committed = Committed(None, None)
                if draft.rows:
                    committed = self._append(draft, author, now)
                    balance.refold(self._connection, draft.touched)
                if dry_run or not draft.rows:
                    self._connection.rollback()
                    return result, committed._replace(change=None)
                before_commit()
                self._connection.commit()
                return result, committed
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def _append(self, draft: Draft, author: Author, now: dt.datetime) -> Committed:
        last = self.read(
            "SELECT change, recorded_at, digest FROM change ORDER BY change DESC LIMIT 1"
        )
        number, last_recorded, previous = last[0] if last else (0, "", GENESIS)
        # The ledger's time never runs backwards, whatever the machine's clock does.
        recorded_at = max(iso_moment(now), last_recorded)
        behind = dt.datetime.fromisoformat(recorded_at) - now
        name, login, reason = (storable(t) for t in (author.name, author.login, draft.reason))
        header = Header(number + 1, recorded_at, name, login, draft.command, reason)
        rows = [Row(r.table, {k: storable(v) for k, v in r.values.items()}) for r in draft.rows]
        self._connection.execute(
            "INSERT INTO change (change, recorded_at, author, login, command, reason, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*header, digest(previous, header, rows)),
        )
        for table, columns in CHAIN.items():
            values = [
                (header.change, *(row.values.get(c) for c in columns))
                for row in rows
                if row.table == table
            ]
            if values:
                self._connection.executemany(schema.insert(table), values)
        return Committed(header.change, behind if behind >= CLOCK_BEHIND else None)


def storable(value: Any) -> Any:
    """A value as it may be stored, or a refusal: text passes the one function that makes hidden
    characters visible.
    """
    if not isinstance(value, str):
        return value
    if any("\ud800" <= char <= "\udfff" for char in value):
        # Bytes in another encoding than the terminal's: kept as escapes they would be lost words.
        raise Refused("error.text_undecodable", text=value)
    if len(value) > MAX_TEXT:
        raise Refused("error.text_too_long", length=len(value), limit=MAX_TEXT)
    return visible(value)


def open_store(path: Path) -> Store:
    """Open a database of ours, or refuse the file with one line.

    Identity, version and schema are checked before anything is read from it.
    """
    version_of(path)
    connection = connect(path)
    try:
        with translated(path):
            # One look at both: opening may have rolled back a migration that was killed, and
            # another one may be at work.
            connection.execute("BEGIN")
            ((version,),) = connection.execute("PRAGMA user_version")
            if version < schema.SCHEMA_VERSION:
                raise NotOurDatabase("error.db_older", path=path, version=version)
            check_schema(connection, path, version)
            connection.rollback()
    except TrackerError:
        connection.close()
        raise
    return Store(connection, path)


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the program's settings to a file that exists."""
    with translated(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into our own errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, path) from error
    except UnicodeDecodeError as error:
        raise NotOurDatabase("error.db_damaged", path=path, why=error.reason) from error
    except OSError as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from error


def _translate(error: sqlite3.Error, path: Path) -> TrackerError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy("error.busy", path=path, seconds=BUSY_SECONDS)
    if code in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
    ):
        return StorageError("error.storage", path=path, why=error)
    return NotOurDatabase("error.db_damaged", path=path, why=error)


def version_of(path: Path) -> int:
    """The version of the schema of a database of ours; refuses any other file, and a newer one."""
    try:
        found = path.stat()
        size = found.st_size
        if not stat.S_ISREG(found.st_mode):
            raise NotOurDatabase("error.db_not_a_file", path=path)
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise NotOurDatabase("error.db_missing", path=path) from None
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None
    if not header:
        raise NotOurDatabase("error.db_empty", path=path)
    page = int.from_bytes(header[16:18], "big")
    # With a journal beside it SQLite puts an unfinished page right when it opens the file.
    pending = journal_of(path).exists()
    whole = pending or size % (2**16 if page == 1 else page or 1) == 0
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
        raise NotOurDatabase("error.db_not_sqlite", path=path)
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise NotOurDatabase("error.db_foreign", path=path)
    if not whole:
        raise NotOurDatabase("error.db_cut", path=path)
    version = int.from_bytes(header[60:64], "big")
    if version > schema.SCHEMA_VERSION:
        raise NotOurDatabase("error.db_newer", path=path, version=version)
    return version


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a database."""
    return path.with_name(path.name + "-journal")


def is_ours(path: Path) -> bool:
    """Whether the header of a file says that it is a database of ours."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    identity = int.from_bytes(header[68:72], "big")
    return header.startswith(MAGIC) and identity == schema.APPLICATION_ID


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Refuse a database whose schema is not that of its version, to the letter."""
    if not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall():
        raise NotOurDatabase("error.db_empty", path=path)
    if fingerprint(connection) != schema.FINGERPRINTS.get(version):
        raise NotOurDatabase("error.db_schema", path=path)


def fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 over every statement of the schema that is ours to make."""
    import hashlib

    statements = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
        "AND (type, name) NOT IN (VALUES ('table', ?), ('index', ?)) ORDER BY type, name",
        schema.FOREIGN_OBJECTS,
    )
    return hashlib.sha256(repr(statements.fetchall()).encode()).hexdigest()
