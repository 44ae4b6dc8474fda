"""Only a whole ledger of ours is opened; anything else is refused and left as it is."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.store.ledgers import Desk, raw
from tracker.errors import NotOurDatabase, StorageError
from tracker.store import units
from tracker.store.engine import open_store
from tracker.store.file import BUSY_SECONDS, connect
from tracker.store.schema import APPLICATION_ID, SCHEMA_VERSION

PAGE = 4096


def run_sql(path: Path, *statements: str) -> None:
    with raw(path) as connection:
        for statement in statements:
            connection.execute(statement)


def missing(path: Path) -> None:
    path.unlink()


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_text(path: Path) -> None:
    path.write_text("entry,amount\n" * 100, encoding="utf-8")


def a_stub(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


def foreign(path: Path) -> None:
    run_sql(path, "PRAGMA application_id=252006674")


def nobodys(path: Path) -> None:
    path.unlink()
    run_sql(path, "CREATE TABLE note (text)")


def newer(path: Path) -> None:
    run_sql(path, f"PRAGMA user_version={SCHEMA_VERSION + 1}")


def older(path: Path) -> None:
    run_sql(path, f"PRAGMA user_version={SCHEMA_VERSION - 1}")


def extra_table(path: Path) -> None:
    run_sql(path, "CREATE TABLE memo (text)")


def extra_view(path: Path) -> None:
    run_sql(path, "CREATE VIEW latest AS SELECT max(change) FROM change")


def extra_index(path: Path) -> None:
    run_sql(path, "CREATE INDEX entry_note ON entry (note)")


def extra_trigger(path: Path) -> None:
    run_sql(path, "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN SELECT 1; END")


def trigger_named_like_a_table_of_sqlite_utils(path: Path) -> None:
    run_sql(path, "CREATE TRIGGER _sqlite_migrations AFTER INSERT ON entry BEGIN SELECT 1; END")


def view_named_like_a_table_of_sqlite_utils(path: Path) -> None:
    run_sql(
        path,
        "DROP TABLE _sqlite_migrations",
        "CREATE VIEW _sqlite_migrations AS SELECT * FROM entry",
    )


def dropped_trigger(path: Path) -> None:
    run_sql(path, "DROP TRIGGER entry_no_update")


def dropped_table(path: Path) -> None:
    run_sql(path, "DROP TABLE balance")


def truncated(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // PAGE // 2 * PAGE])


def cut_within_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-512])


def in_the_largest_pages(path: Path) -> None:
    run_sql(path, "PRAGMA page_size=65536", "VACUUM")


def cut_within_the_largest_page(path: Path) -> None:
    in_the_largest_pages(path)
    cut_within_a_page(path)


class Bad(NamedTuple):
    """What was done to a ledger, and the message that it is refused with."""

    spoil: Callable[[Path], None]
    key: str


BAD = [
    Bad(missing, "error.db_missing"),
    Bad(directory, "error.db_not_a_file"),
    Bad(empty, "error.db_empty"),
    Bad(a_text, "error.db_not_sqlite"),
    Bad(a_stub, "error.db_not_sqlite"),
    Bad(foreign, "error.db_foreign"),
    Bad(nobodys, "error.db_foreign"),
    Bad(newer, "error.db_newer"),
    Bad(older, "error.db_older"),
    Bad(extra_table, "error.db_schema"),
    Bad(extra_view, "error.db_schema"),
    Bad(extra_index, "error.db_schema"),
    Bad(extra_trigger, "error.db_schema"),
    Bad(trigger_named_like_a_table_of_sqlite_utils, "error.db_schema"),
    Bad(view_named_like_a_table_of_sqlite_utils, "error.db_schema"),
    Bad(dropped_trigger, "error.db_schema"),
    Bad(dropped_table, "error.db_schema"),
    Bad(truncated, "error.db_damaged"),
    Bad(cut_within_a_page, "error.db_cut"),
    Bad(cut_within_the_largest_page, "error.db_cut"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.spoil.__name__)
def test_what_is_not_a_whole_ledger_of_ours_is_refused(bad: Bad, ledger: Path) -> None:
    bad.spoil(ledger)
    before = ledger.read_bytes() if ledger.is_file() else None
    with pytest.raises(NotOurDatabase) as refused:
        open_store(ledger)
    assert (refused.value.key, refused.value.exit_code) == (bad.key, 4)
    assert refused.value.params["path"] == ledger
    assert (ledger.read_bytes() if ledger.is_file() else None) == before


def test_pages_of_the_largest_size_are_read(ledger: Path) -> None:
    in_the_largest_pages(ledger)
    with open_store(ledger) as store:
        assert store.read("SELECT count(*) FROM commitment") == [(31,)]


def test_opening_a_path_that_is_not_there_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotOurDatabase):
        open_store(tmp_path / "new.db")
    assert list(tmp_path.iterdir()) == []


def test_a_path_through_a_file_counts_as_missing(ledger: Path) -> None:
    with pytest.raises(NotOurDatabase) as refused:
        open_store(ledger / "tracker.db")
    assert refused.value.key == "error.db_missing"


def test_a_path_no_file_can_have_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        open_store(tmp_path / "a\0b.db")
    assert refused.value.exit_code == 6


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tracker.db")
    with pytest.raises(NotOurDatabase) as refused:
        open_store(tmp_path / "tracker.db")
    assert refused.value.key == "error.db_not_a_file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_a_file_that_may_not_be_read_is_a_storage_error(ledger: Path) -> None:
    ledger.chmod(0)
    with pytest.raises(StorageError) as refused:
        open_store(ledger)
    assert (refused.value.key, refused.value.exit_code) == ("error.storage", 6)


def test_the_record_that_sqlite_utils_keeps_of_migrations_is_its_own_affair(ledger: Path) -> None:
    run_sql(
        ledger,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('x', 'y', 'z')",
    )
    with open_store(ledger) as store:
        assert store.read("SELECT count(*) FROM commitment") == [(31,)]


def test_a_damaged_page_is_told_as_damage(ledger: Path) -> None:
    with raw(ledger) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name='profile'")
    content = bytearray(ledger.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = b"\xff" * PAGE
    ledger.write_bytes(content)
    with open_store(ledger) as store, pytest.raises(NotOurDatabase) as refused:
        store.read("SELECT name FROM profile")
    assert refused.value.key == "error.db_damaged"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),  # EXTRA
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("busy_timeout", BUSY_SECONDS * 1000),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
    ],
)
def test_every_connection_has_the_same_settings(desk: Desk, setting: str, value: object) -> None:
    assert desk.read(f"PRAGMA {setting}") == [(value,)]


def test_a_ledger_that_someone_switched_to_wal_is_switched_back(ledger: Path) -> None:
    run_sql(ledger, "PRAGMA journal_mode=WAL")
    with open_store(ledger) as store:
        assert store.read("PRAGMA journal_mode") == [("delete",)]
        assert store.read("SELECT count(*) FROM commitment") == [(31,)]
    assert [p.name for p in ledger.parent.iterdir()] == [ledger.name]


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        connect(tmp_path / "new.db")
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_signs_of_an_address_is_the_file_of_that_name(ledger: Path) -> None:
    odd = ledger.rename(ledger.with_name("100% 台账?#1.db"))
    with open_store(odd) as store:
        assert store.read("SELECT count(*) FROM commitment") == [(31,)]


@pytest.mark.parametrize("damaged", [(None, "公里", 1), (None, 3), ("公里", None)], ids=str)
def test_a_unit_that_a_disk_has_altered_is_told_as_damage(damaged: tuple[object, ...]) -> None:
    def read(sql: str, _: object = ()) -> list[tuple[object, ...]]:
        return [damaged] if ("unit_alias" in sql) == (len(damaged) == 3) else []

    with pytest.raises(NotOurDatabase) as refused:
        units.aliases(read)
    assert refused.value.key == "error.db_row"
