"""What was written once is never changed or removed, even by the program's own connection."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tracker.store.file import connect
from tracker.store.schema import CHAIN

TABLES = ["change", *CHAIN]


@pytest.fixture
def connection(written: Path) -> Iterator[sqlite3.Connection]:
    """The file under the program's settings; what a test does to it is taken back."""
    with closing(connect(written)) as connection:
        connection.execute("BEGIN")
        yield connection
        connection.rollback()


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_there_to_be_protected(connection: sqlite3.Connection, table: str) -> None:
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET change = change",
        "UPDATE OR REPLACE {table} SET change = change + 1",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE change = (SELECT max(change) FROM {table})",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "INSERT INTO {table} SELECT * FROM {table} WHERE true "
        "ON CONFLICT DO UPDATE SET change = excluded.change",
    ],
    ids=["update", "move", "delete", "delete one", "replace all", "replace", "upsert"],
)
def test_a_row_can_not_be_changed(
    connection: sqlite3.Connection, table: str, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement.format(table=table))


@pytest.mark.parametrize("table", CHAIN)
def test_a_row_can_not_be_added_without_a_change(
    connection: sqlite3.Connection, table: str
) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join("NULL" if c == "change" else c for c in columns)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} LIMIT 1")
