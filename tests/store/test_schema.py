"""The migrations make just the schema that the program says a ledger has."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from tracker.store import file as store_file
from tracker.store.migrations import migrations
from tracker.store.schema import CHAIN, FINGERPRINTS, SCHEMA_VERSION, insert

DERIVED = {"series", "balance"}
# What the alerts remember of what they told. It may change, and no digest covers it.
MEMORY = {"alert_run", "alert_told", "alert_vouched"}
SQLITE_UTILS = {"_sqlite_migrations"}
VIEWS = {"today", "status", "entries", "changes"}


@pytest.fixture(scope="module")
def migrated() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(Database(connection))
    yield connection
    connection.close()


def names(connection: sqlite3.Connection, kind: str) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,))
    return {name for (name,) in found}


def test_migrations_make_what_the_fingerprint_vouches_for(migrated: sqlite3.Connection) -> None:
    assert store_file.fingerprint(migrated) == FINGERPRINTS[SCHEMA_VERSION]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_every_older_version_of_the_schema_is_still_made_as_it_was(version: int) -> None:
    with closing(sqlite3.connect(":memory:")) as nothing:
        later = [m.name for m in migrations.pending(Database(nothing))][version:]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.apply(Database(connection), stop_before=later)
        assert store_file.fingerprint(connection) == FINGERPRINTS[version]


def test_every_version_of_the_schema_has_its_migration(migrated: sqlite3.Connection) -> None:
    applied = [name for (name,) in migrated.execute("SELECT name FROM _sqlite_migrations")]
    assert [name[:5] for name in applied] == [f"m{v:03}_" for v in range(1, SCHEMA_VERSION + 1)]


def test_applying_the_migrations_again_changes_nothing(migrated: sqlite3.Connection) -> None:
    migrations.apply(Database(migrated))
    assert store_file.fingerprint(migrated) == FINGERPRINTS[SCHEMA_VERSION]


def test_there_is_no_table_but_the_chain_what_is_derived_from_it_and_what_was_told(
    migrated: sqlite3.Connection,
) -> None:
    assert names(migrated, "table") == {"change", *CHAIN} | DERIVED | MEMORY | SQLITE_UTILS
    assert names(migrated, "view") == VIEWS


@pytest.mark.parametrize("table", sorted(MEMORY))
def test_what_was_told_is_no_part_of_the_chain(migrated: sqlite3.Connection, table: str) -> None:
    columns = {row[1] for row in migrated.execute(f"PRAGMA table_info({table})")}
    assert table not in CHAIN
    # Whoever works the digests out goes by this column.
    assert "change" not in columns
    protected = migrated.execute(
        "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'"
    )
    assert {name for (name,) in protected} == {"change", *CHAIN}


@pytest.mark.parametrize("view", sorted(VIEWS - {"today"}))
def test_a_view_of_an_empty_ledger_is_empty(migrated: sqlite3.Connection, view: str) -> None:
    assert migrated.execute(f"SELECT * FROM {view}").fetchall() == []


@pytest.mark.parametrize("table", CHAIN)
def test_a_table_of_the_chain_has_the_columns_that_the_digest_covers(
    migrated: sqlite3.Connection, table: str
) -> None:
    columns = [row[1] for row in migrated.execute(f"PRAGMA table_info({table})")]
    columns.remove("change")
    assert tuple(columns) == CHAIN[table]


@pytest.mark.parametrize("table", ["change", *CHAIN, *sorted(DERIVED | MEMORY)])
def test_every_table_is_strict(migrated: sqlite3.Connection, table: str) -> None:
    ((strict,),) = migrated.execute(f"SELECT strict FROM pragma_table_list('{table}')")
    assert strict == 1


def test_a_row_is_inserted_with_its_change_first() -> None:
    assert insert("undo") == (
        "INSERT INTO undo (change, act, commitment, of_act) VALUES (?, ?, ?, ?)"
    )


def test_units_and_other_rows_are_no_part_of_the_schema(migrated: sqlite3.Connection) -> None:
    for table in ("change", *CHAIN, *MEMORY):
        assert migrated.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
