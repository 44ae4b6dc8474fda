"""The file of a ledger: what it has to be, and every connection to it, made with the same
settings after the same checks. Imports little, because completion waits for it at every TAB.
"""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from tracker.errors import Busy, NotOurDatabase, StorageError, TrackerError, reason
from tracker.store import schema
from tracker.store.sha import sha256

# With a rollback journal the longest wait of 32 writers was just over 5 s.
BUSY_SECONDS = 30
# Between two looks whether it is one's turn, in seconds.
LOOK_AGAIN = 0.02
HEADER_BYTES = 100
MAGIC = b"SQLite format 3\0"
# What SQLite keeps beside a database while it is written.
BESIDE = ("-journal", "-wal", "-shm")

_SETTINGS: tuple[str, ...] = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    # In KiB: a change of a hundred thousand entries need not be spilt to the file before its end.
    "PRAGMA cache_size=-65536",
)


def checked(path: Path, mode: str = "rw", patience: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to a database of ours; refuses any other file.

    Identity, version and schema are checked before anything is read from it.
    """
    version_of(path)
    connection = connect(path, mode, patience)
    try:
        with translated(path):
            # One look at both: opening may have rolled back a migration that was killed, and
            # another one may be at work.
            connection.execute("BEGIN")
            ((version,),) = connection.execute("PRAGMA user_version")
            if version < schema.SCHEMA_VERSION:
                refuse_empty(connection, path)
                raise NotOurDatabase("error.db_older", path=path, version=version)
            check_schema(connection, path, version)
            connection.rollback()
    except TrackerError:
        connection.close()
        raise
    return connection


def connect(path: Path, mode: str = "rw", patience: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection with the program's settings to a file that exists.

    `mode` is SQLite's: `rw`, or `ro` to look only. Waits `patience` seconds for other writers.
    """
    with translated(path):
        own = path.resolve() if path.is_symlink() else path
        if any(own.with_name(own.name + end).exists() for end in BESIDE):
            from tracker.store.journal import refuse_foreign

            refuse_foreign(own)
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def begin_writing(connection: sqlite3.Connection) -> None:
    """Begin a transaction that no other writer is in; waits for those that are, as long as the
    connection waits for anything.

    SQLite's own waits grow to 0.1 s, so that in a crowd whoever came last is let in first, and a
    few never. Here whoever has waited longer looks more often.
    """
    ((patience,),) = connection.execute("PRAGMA busy_timeout")
    connection.execute("PRAGMA busy_timeout=0")
    waited = 0.0
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or waited * 1000 >= patience:
                    raise
            else:
                return
            pause = LOOK_AGAIN / (1 + waited)
            sleep(pause)
            waited += pause
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")


def commit(connection: sqlite3.Connection, path: Path, vouched: bytes) -> None:
    """Make a change durable, or say that it is not; with its digest it is known again.

    The disk may fail behind the moment from which the change is there: a person who took that
    for a refusal would write it a second time.
    """
    try:
        connection.commit()
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.rollback()
        with suppress(sqlite3.Error):
            for (change,) in connection.execute(
                "SELECT change FROM change WHERE digest = ?", (vouched,)
            ):
                raise StorageError(
                    "error.storage_unsure", path=path, why=error, change=f"#{change}"
                ) from error
        raise


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
        header = header_of(path)
    except (FileNotFoundError, NotADirectoryError):
        raise NotOurDatabase("error.db_missing", path=path) from None
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None
    if not header or is_unfinished(path, header):
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
    """Where SQLite keeps the rollback journal of a database: beside what a link leads to."""
    path = path.resolve() if path.is_symlink() else path
    return path.with_name(path.name + "-journal")


def header_of(path: Path) -> bytes:
    """The first bytes of a file, which say what it is."""
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)


def is_unfinished(path: Path, header: bytes) -> bool:
    """Whether a file is what a power cut left of a database's making: pages behind the first one,
    which SQLite rolls back to nothing.
    """
    return not any(header) and journal_of(path).exists()


def is_ours(path: Path) -> bool:
    """Whether the header of a file says that it is a database of ours."""
    header = header_of(path)
    identity = int.from_bytes(header[68:72], "big")
    return header.startswith(MAGIC) and identity == schema.APPLICATION_ID


def refuse_empty(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file with nothing in it: what is left of the making of a ledger that was killed."""
    if not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall():
        raise NotOurDatabase("error.db_empty", path=path)


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Refuse a database whose schema is not that of its version, to the letter."""
    refuse_empty(connection, path)
    if fingerprint(connection) != schema.FINGERPRINTS.get(version):
        raise NotOurDatabase("error.db_schema", path=path)


def fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 over every statement of the schema that is ours to make."""
    statements = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
        "AND (type, name) NOT IN (VALUES ('table', ?), ('index', ?)) ORDER BY type, name",
        schema.FOREIGN_OBJECTS,
    )
    return sha256(repr(statements.fetchall()).encode()).hex()
