"""A ledger made again from its changes: the same rows under the same digests, or nothing."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from tracker.core.archive import RawChange
from tracker.core.check import Fault, Head
from tracker.errors import Refused
from tracker.store import balance, schema
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.check import faults, head
from tracker.store.check_rows import value_faults
from tracker.store.create import made_file
from tracker.store.file import begin_writing, commit, connect, translated
from tracker.store.migrations import migrations


def recreate(
    path: Path,
    changes: Iterable[RawChange],
    *,
    dry_run: bool = False,
    before_commit: Callable[[], None] = lambda: None,
) -> Head:
    """Make a database of changes that were exported, all of them or none; returns its head.

    Only where there is no database yet. Every digest is worked out and has to be the one that
    the export has, and a check has to find no fault.
    """
    with made_file(path) as is_there, closing(connect(path)) as connection, translated(path):
        begin_writing(connection)
        try:
            if not is_there() or connection.execute("SELECT 1 FROM sqlite_schema").fetchall():
                raise Refused("error.init_raced", path=path)
            database = Database(connection)
            migrations.apply(database)
            _write(connection, changes)
            balance.rebuild(connection)
            database.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            database.execute(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
            found = _checked(connection)
            if not dry_run:
                before_commit()
                commit(connection, path, bytes.fromhex(found.digest))
            return found
        finally:
            if connection.in_transaction:
                connection.rollback()


def _write(connection: sqlite3.Connection, changes: Iterable[RawChange]) -> None:
    previous, number = GENESIS, 0
    for change in changes:
        number += 1
        header = change.header
        if not _fits(change, number):
            raise Refused("error.ledger_change", change=number)
        if (fault := next(value_faults(change), None)) is not None:
            raise _faulty(fault)
        rows = by_table(change.rows)
        previous = digest(previous, header, rows)
        if previous.hex() != change.digest:
            raise Refused("error.ledger_digest", change=number)
        try:
            connection.execute(
                "INSERT INTO change (change, recorded_at, author, login, command, reason, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*header, previous),
            )
            for table, values in rows.items():
                changed = [(number, *own) for own in values]
                connection.executemany(schema.insert(table), changed)
        except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError):
            raise Refused("error.ledger_change", change=number) from None
    if not number:
        raise Refused("error.ledger_change", change=1)


def _fits(change: RawChange, number: int) -> bool:
    """Whether a change is the next one, and its rows are of tables that there are."""
    return change.header.change == number and all(
        row.table in schema.CHAIN and row.values.keys() == set(schema.CHAIN[row.table])
        for row in change.rows
    )


def _checked(connection: sqlite3.Connection) -> Head:
    def read(sql: str, params: object = ()) -> list[object]:
        return connection.execute(sql, params).fetchall()  # type: ignore[arg-type]

    if (fault := next(faults(read), None)) is not None:
        raise _faulty(fault)
    return head(read)


def _faulty(fault: Fault) -> Refused:
    return Refused("error.ledger_fault", why=fault)
