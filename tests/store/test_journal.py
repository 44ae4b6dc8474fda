"""A journal beside a ledger is played only if it is the ledger's own, as it is now."""

import os
import shutil
import struct
from pathlib import Path

import pytest

from tests.conftest import AUTHOR, NOON
from tests.store.ledgers import Author, Desk, raw
from tracker.errors import NotOurDatabase
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.file import journal_of
from tracker.store.journal import MAGIC
from tracker.store.seed import find_seed, seed_rows

PAGE = 4096


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_the_journal_of_a_link_lies_beside_what_it_leads_to(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "2024.db"
    link.symlink_to(ledger)
    journal(ledger, 0, 3)
    with pytest.raises(NotOurDatabase) as caught:
        open_store(link)
    assert caught.value.key == "error.db_journal"


@pytest.fixture(params=["page 1 first", "page 1 later", "page 1 in a later section"])
def interrupted(desk: Desk, ledger: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A ledger in the middle of a write that was cut off, with its journal: pages are changed."""
    folder = tmp_path / "interrupted"
    folder.mkdir()
    desk.log("sewer", "5")
    with raw(ledger) as file:
        if request.param == "page 1 in a later section":
            # What no longer fits into memory goes to the disk, and ends a section of the journal.
            file.execute(
                "INSERT INTO balance WITH days (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days "
                "LIMIT 9000) SELECT 1, date('1950-01-01', n || ' days'), 1, 1 FROM days"
            )
        file.execute("PRAGMA cache_size=1")
        file.execute("BEGIN")
        if request.param != "page 1 first":
            file.execute("UPDATE balance SET done = done + 1")
        file.execute("CREATE TABLE spilled (text)")
        file.executemany("INSERT INTO spilled VALUES (?)", [("x" * 2000,)] * 50)
        for one in (ledger, journal_of(ledger)):
            shutil.copy(one, folder)
        file.execute("ROLLBACK")
    return folder / ledger.name


def changes(path: Path) -> int:
    with open_store(path) as store:
        return int(store.read("SELECT max(change) FROM change")[0][0])


def refused(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(NotOurDatabase) as caught:
        open_store(path)
    assert (caught.value.key, caught.value.params["journal"]) == (
        "error.db_journal",
        journal_of(path),
    )
    assert path.read_bytes() == before
    assert journal_of(path).exists()


def test_an_interrupted_write_is_rolled_back(interrupted: Path, ledger: Path) -> None:
    assert interrupted.read_bytes() != ledger.read_bytes()
    assert changes(interrupted) == changes(ledger)
    assert not journal_of(interrupted).exists()


def test_a_copy_in_the_place_of_what_was_interrupted_is_not_overwritten(
    desk: Desk, interrupted: Path, ledger: Path
) -> None:
    desk.log("sewer", "6")
    desk.log("sewer", "7")
    shutil.copy(ledger, interrupted)
    refused(interrupted)
    journal_of(interrupted).unlink()
    assert changes(interrupted) == 4


def journal(path: Path, count: int, pages: int) -> None:
    """The head of a journal with nothing behind it."""
    head = struct.pack(">8sIIIII", MAGIC, count, 7, pages, 512, PAGE)
    journal_of(path).write_bytes(head.ljust(512, b"\0"))


def test_what_is_left_of_an_init_does_not_empty_a_ledger(desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    journal(ledger, 0, 0)
    refused(ledger)


def test_what_is_left_of_a_shorter_ledger_does_not_cut_one_off(ledger: Path) -> None:
    journal(ledger, 0, 3)
    refused(ledger)


def test_a_write_that_had_not_begun_is_forgotten(ledger: Path) -> None:
    journal(ledger, 0, ledger.stat().st_size // PAGE)
    assert changes(ledger) == 1


@pytest.mark.parametrize("content", [b"", b"\0" * 512, b"notes", MAGIC, b"x" * 9000])
def test_what_is_no_journal_is_left_to_sqlite(content: bytes, ledger: Path) -> None:
    journal_of(ledger).write_bytes(content)
    assert changes(ledger) == 1


def test_the_making_of_a_ledger_that_was_cut_off_counts_as_none(
    tmp_path: Path,
) -> None:
    # Pages may be on the disk before the first one is.
    path = tmp_path / "cut.db"
    path.write_bytes(bytes(PAGE) + b"x" * PAGE)
    journal(path, 0, 0)
    with pytest.raises(NotOurDatabase) as caught:
        open_store(path)
    assert caught.value.key == "error.db_empty"
    rows = seed_rows(find_seed(), None, empty=True)
    assert create(path, rows, Author(AUTHOR, "zhang"), now=NOON) == []
    assert changes(path) == 1


def test_nobody_is_refused_while_another_one_writes(ledger: Path) -> None:
    with raw(ledger) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE held (text)")
        assert journal_of(ledger).exists()
        assert changes(ledger) == 1


def test_the_log_of_another_time_is_refused(ledger: Path) -> None:
    """What another program left that kept the ledger with a write-ahead log."""
    log = ledger.with_name(f"{ledger.name}-wal")
    before = ledger.read_bytes()
    with raw(ledger) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE theirs (text)")
        left = log.read_bytes()
    log.write_bytes(left)
    ledger.write_bytes(before)
    with pytest.raises(NotOurDatabase) as caught:
        open_store(ledger)
    assert (caught.value.key, caught.value.params["journal"]) == ("error.db_journal", log)
    assert ledger.read_bytes() == before
    log.write_bytes(b"")
    assert changes(ledger) == 1


@pytest.mark.parametrize("length", [516, 516 + 1000, 516 + PAGE])
def test_a_journal_that_is_cut_off_in_its_first_page_is_left_to_sqlite(
    length: int, ledger: Path
) -> None:
    journal(ledger, 1, ledger.stat().st_size // PAGE)
    head = journal_of(ledger).read_bytes()
    record = (1).to_bytes(4, "big") + bytes(PAGE + 4)
    journal_of(ledger).write_bytes((head + record)[:length])
    assert changes(ledger) == 1
