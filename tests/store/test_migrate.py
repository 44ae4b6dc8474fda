"""An older database becomes a newer one whole, or stays as it was; and a copy is kept of it."""

import itertools
import os
import shutil
import signal
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlite_utils import Database

from tests.conftest import NOON
from tests.store.ledgers import Desk, raw
from tests.store.test_open import (
    PAGE,
    a_text,
    dropped_table,
    dropped_trigger,
    empty,
    extra_table,
    extra_trigger,
    extra_view,
    foreign,
    missing,
    newer,
    run_sql,
)
from tracker.errors import NotOurDatabase, StorageError
from tracker.store import file as store_file
from tracker.store import migrate as migrating
from tracker.store.backup import folder_of
from tracker.store.engine import open_store
from tracker.store.migrate import Migrated, migrate
from tracker.store.migrations import m001, migrations
from tracker.store.schema import APPLICATION_ID, FINGERPRINTS, SCHEMA_VERSION

COPY = "20240705T040000Z-before-migrate"
TABLES = (*m001.CHAIN, "series", "balance")


class Content(NamedTuple):
    """All that a database file holds, but for SQLite's and sqlite-utils' own notes."""

    version: int
    fingerprint: str
    rows: dict[str, list[Any]]


def content(path: Path) -> Content:
    with raw(path) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((version,),) = file.execute("PRAGMA user_version")
        rows = {t: file.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in TABLES}
        return Content(version, store_file.fingerprint(file), rows)


@pytest.fixture(scope="session")
def old_once(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with entries as version 0.1 left it: made by the first migration alone."""
    folder = tmp_path_factory.mktemp("old")
    now = Path(shutil.copy(seeded, folder / "now.db"))
    with open_store(now) as store:
        desk = Desk(store)
        desk.edit("elevators", stages=("开工", "完工"))
        desk.area("complexes", "临清市")
        desk.log("sewer", "12.5", note="柳园路")
        desk.log("elevators", "10", "05-02", stage="开工")
        desk.log("complexes", "4", "06-02", area="临清市")
        desk.correct(1, to="11")
        desk.undo(2)
    old = folder / "tracker.db"
    with raw(old) as file:
        migrations.apply(Database(file), stop_before="m002_bulletin")
        file.execute(f"PRAGMA application_id={APPLICATION_ID}")
        file.execute("PRAGMA user_version=1")
        file.execute("ATTACH ? AS now", (str(now),))
        for table in TABLES:
            file.execute(f"INSERT INTO {table} SELECT * FROM now.{table}")
    return old


@pytest.fixture
def old(old_once: Path, tmp_path: Path) -> Path:
    """The test's own copy of it."""
    return Path(shutil.copy(old_once, tmp_path / "tracker.db"))


def copy_of(path: Path, ending: str = ".db") -> Path:
    """Where the copy lies that a migration at noon makes first."""
    return folder_of(path) / f"{COPY}{ending}"


def files(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


def test_the_old_database_is_that_of_version_1(old: Path) -> None:
    assert content(old)[:2] == (1, FINGERPRINTS[1])
    with pytest.raises(NotOurDatabase) as refused:
        open_store(old)
    assert (refused.value.key, refused.value.params["version"]) == ("error.db_older", 1)


def test_a_migrated_database_has_the_new_schema_and_every_row_it_had(old: Path) -> None:
    before = content(old)
    assert len(before.rows["change"]) == 8
    done = migrate(old, NOON)
    assert done == Migrated(1, SCHEMA_VERSION, copy_of(old))
    assert content(old) == (SCHEMA_VERSION, FINGERPRINTS[SCHEMA_VERSION], before.rows)
    assert files(old) == ["tracker.db", "tracker.db.backups"]


def test_a_database_of_schema_2_is_migrated_with_every_row_it_had(old: Path) -> None:
    with raw(old) as file:
        migrations.apply(Database(file), stop_before="m003_parts")
        file.execute("PRAGMA user_version=2")
    before = content(old)
    assert before[:2] == (2, FINGERPRINTS[2])
    assert migrate(old, NOON) == Migrated(2, SCHEMA_VERSION, copy_of(old))
    assert content(old) == (SCHEMA_VERSION, FINGERPRINTS[SCHEMA_VERSION], before.rows)
    with open_store(old) as store:
        desk = Desk(store)
        desk.edit_area("complexes", "临清市", name="临清")
        desk.close("complexes", reason="x")
        assert desk.done("complexes") == "4"


def test_a_migrated_database_is_worked_with_like_a_new_one(old: Path) -> None:
    migrate(old, NOON)
    with open_store(old) as store:
        desk = Desk(store)
        assert (desk.done("sewer"), desk.done("complexes"), desk.done("elevators")) == (
            "11", "4", None,
        )  # fmt: skip
        desk.log("sewer", "2")
        desk.plan("estates", ("06-30", "80"))
        assert (desk.done("sewer"), desk.head) == ("13", 10)


def test_the_copy_is_the_database_as_it_was(old: Path) -> None:
    before = content(old)
    done = migrate(old, NOON)
    assert done is not None
    assert content(done.copy) == before


def test_a_copy_of_an_earlier_migration_is_kept(old: Path) -> None:
    earlier = copy_of(old)
    earlier.parent.mkdir()
    earlier.write_text("earlier", "utf-8")
    before = content(old)
    done = migrate(old, NOON)
    assert done is not None
    assert earlier.read_text("utf-8") == "earlier"
    assert done.copy.name == f"{COPY}+.db"
    assert content(done.copy) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_whoever_may_read_the_database_may_read_the_copy(old: Path, mode: int) -> None:
    old.chmod(mode)
    done = migrate(old, NOON)
    assert done is not None
    assert done.copy.stat().st_mode & 0o777 == mode


def test_a_database_of_this_version_is_left_alone(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert migrate(ledger, NOON) is None
    assert ledger.read_bytes() == before
    assert files(ledger) == [ledger.name]


def of_no_version(path: Path) -> None:
    run_sql(path, "PRAGMA user_version=0")


BAD = [
    (missing, "error.db_missing"),
    (empty, "error.db_empty"),
    (a_text, "error.db_not_sqlite"),
    (foreign, "error.db_foreign"),
    (newer, "error.db_newer"),
    (of_no_version, "error.db_schema"),
    (extra_table, "error.db_schema"),
    (extra_view, "error.db_schema"),
    (extra_trigger, "error.db_schema"),
    (dropped_trigger, "error.db_schema"),
    (dropped_table, "error.db_schema"),
]


@pytest.mark.parametrize(("spoil", "key"), BAD, ids=[spoil.__name__ for spoil, _ in BAD])
def test_what_is_no_whole_ledger_of_ours_is_not_touched(
    spoil: Callable[[Path], None], key: str, old: Path
) -> None:
    spoil(old)
    before = old.read_bytes() if old.exists() else None
    with pytest.raises(NotOurDatabase) as refused:
        migrate(old, NOON)
    assert refused.value.key == key
    assert (old.read_bytes() if old.exists() else None) == before
    assert [name for name in files(old) if name != "tracker.db"] == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM _sqlite_migrations",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('tracker', 'm002_bulletin', '2024-07-05')",
    ],
    ids=["forgotten", "said to be done"],
)
def test_a_wrong_record_of_migrations_leaves_the_database_as_it_was(
    old: Path, statement: str
) -> None:
    run_sql(old, statement)
    before = content(old)
    with pytest.raises(NotOurDatabase):
        migrate(old, NOON)
    assert content(old) == before


def test_without_a_copy_nothing_is_migrated(old_once: Path, tmp_path: Path) -> None:
    old = Path(shutil.copy(old_once, tmp_path / "old.db"))
    folder_of(old).write_text("no folder", "utf-8")
    before = content(old)
    with pytest.raises(StorageError):
        migrate(old, NOON)
    assert content(old) == before
    assert files(old) == [old.name, "old.db.backups"]


# Kills


def killed_at(path: Path, statement: int) -> bool:
    """Whether a migration in a process of its own came to its n-th statement and was killed."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            numbers = itertools.count(1)

            def watched(_: str) -> None:
                if next(numbers) == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            def connect(path: Path) -> sqlite3.Connection:
                connection = store_file.connect(path)
                # What was handed to the system outlives the process.
                connection.execute("PRAGMA synchronous=OFF")
                connection.set_trace_callback(watched)
                return connection

            migrating.connect = connect  # type: ignore[attr-defined,assignment]
            migrate(path, NOON)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_migration_that_is_killed_leaves_the_old_database_and_can_be_repeated(
    old_once: Path, tmp_path: Path
) -> None:
    before = content(old_once)
    kills = 0
    for statement in itertools.count(1):
        path = tmp_path / f"{statement}.db"
        shutil.copy(old_once, path)
        if not killed_at(path, statement):
            assert content(path).version == SCHEMA_VERSION
            break
        kills += 1
        if kills % 2:
            assert content(path) == before
        else:
            # What the killed one left is rolled back by the next one.
            assert migrate(path, NOON) is not None
            assert content(path) == (SCHEMA_VERSION, FINGERPRINTS[SCHEMA_VERSION], before.rows)
    assert kills > 20
    assert [p.name for p in tmp_path.iterdir() if "unfinished" in p.name] == []


def killed_at_the_end(path: Path) -> None:
    """Migrates a database; every page is on the disk, but the journal was not yet deleted."""
    before = path.read_bytes()
    done = migrate(path, NOON)
    assert done is not None
    done.copy.unlink()
    pages = [before[i : i + PAGE] for i in range(0, len(before), PAGE)]
    head = struct.pack(">8sIIIII", JOURNAL, 0xFFFFFFFF, 0, len(pages), 512, PAGE)
    journal = b"".join(_record(number, page) for number, page in enumerate(pages, 1))
    Path(f"{path}-journal").write_bytes(head.ljust(512, b"\0") + journal)


# https://www.sqlite.org/fileformat2.html#the_rollback_journal
JOURNAL = bytes.fromhex("d9d505f920a163d7")


def _record(number: int, page: bytes) -> bytes:
    checksum = sum(page[i] for i in range(PAGE - 200, 0, -200))
    return struct.pack(">I", number) + page + struct.pack(">I", checksum)


def test_a_migration_killed_at_its_very_end_can_be_repeated(old: Path) -> None:
    before = content(old)
    killed_at_the_end(old)
    assert migrate(old, NOON) == Migrated(1, SCHEMA_VERSION, copy_of(old))
    assert content(old) == (SCHEMA_VERSION, FINGERPRINTS[SCHEMA_VERSION], before.rows)


def test_a_database_whose_migration_was_killed_at_its_very_end_is_an_older_one(old: Path) -> None:
    before = content(old)
    killed_at_the_end(old)
    with pytest.raises(NotOurDatabase) as refused:
        open_store(old)
    assert refused.value.key == "error.db_older"
    assert content(old) == before


def test_what_a_killed_migration_left_of_its_copy_is_replaced(old: Path) -> None:
    before = content(old)
    folder_of(old).mkdir()
    copy_of(old, ".db.unfinished").write_bytes(old.read_bytes()[: 5 * PAGE])
    done = migrate(old, NOON)
    assert done is not None
    assert content(done.copy) == before
    assert files(old) == ["tracker.db", "tracker.db.backups"]


def test_of_many_migrations_at_once_one_does_it(old: Path) -> None:
    before = content(old)
    together = threading.Barrier(4)

    def one(path: Path) -> Migrated | None:
        together.wait()
        return migrate(path, NOON)

    with ThreadPoolExecutor(4) as pool:
        done: Iterable[Migrated | None] = list(pool.map(one, [old] * 4))
    assert [d for d in done if d] == [Migrated(1, SCHEMA_VERSION, copy_of(old))]
    assert content(old).rows == before.rows
    assert files(old) == ["tracker.db", "tracker.db.backups"]
