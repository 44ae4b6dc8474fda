"""A restore loses nothing, whoever writes meanwhile and whatever stands in the ledger's place."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import NOON, Run
from tests.store.ledgers import Author, Desk, raw
from tests.store.test_backup import content
from tests.store.test_check import forge
from tracker.core.model import Entry
from tracker.errors import Busy, NotOurDatabase
from tracker.store.archive import changes
from tracker.store.backup import AUTOMATIC, automatic, backup, folder_of
from tracker.store.engine import open_store
from tracker.store.plan import Draft, Read
from tracker.store.restore import Restored, restore

SECOND = dt.timedelta(seconds=1)


def kept(path: Path) -> list[Path]:
    return sorted(folder_of(path).glob("*-before-restore*.db"))


def test_what_somebody_saves_meanwhile_is_in_what_is_kept(desk: Desk, ledger: Path) -> None:
    old = backup(ledger, NOON).file
    answers: list[Restored] = []
    other = threading.Thread(target=lambda: answers.append(restore(ledger, old, NOON)))

    def before_commit() -> None:
        """The restore has copied the ledger, and waits for the one who writes."""
        other.start()
        while not kept(ledger):
            other.join(0.001)

    def plan(_: Read) -> tuple[Draft, None]:
        entry = Entry(1, 0, 3, "", "", NOON.date(), "add", 9500, None, None, None)
        return Draft("log", None, [], {3: None}, [entry]), None

    desk.store.write(plan, Author("张三", "zhang"), now=NOON, before_commit=before_commit)
    other.join()
    (answer,) = answers
    assert kept(ledger) == [answer.kept]
    with open_store(kept(ledger)[0]) as store:
        assert Desk(store).done("sewer") == "9.5"
    assert desk.done("sewer") is None


def test_the_copy_that_is_restored_is_not_thinned_away(ledger: Path) -> None:
    made = [automatic(ledger, NOON + n * SECOND, "restore").file for n in range(AUTOMATIC)]
    before = content(made[0])
    restore(ledger, made[0], NOON + AUTOMATIC * SECOND)
    assert made[0].exists()
    assert content(ledger) == before


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def newer(path: Path) -> None:
    with raw(path) as file:
        file.execute("PRAGMA user_version=99")


@pytest.mark.parametrize(
    ("become", "key"), [(folder, "error.db_not_a_file"), (newer, "error.db_newer")]
)
def test_what_could_never_be_a_damaged_ledger_stays_where_it_is(
    become: Callable[[Path], None], key: str, ledger: Path
) -> None:
    old = backup(ledger, NOON).file
    become(ledger)
    with pytest.raises(NotOurDatabase) as refused:
        restore(ledger, old, NOON)
    assert refused.value.key == key
    assert list(ledger.parent.glob("*.damaged")) == []


def test_what_is_left_beside_a_lost_or_damaged_ledger_goes_with_it(ledger: Path) -> None:
    old, before = backup(ledger, NOON).file, content(ledger)
    for damage in (Path.unlink, lambda path: path.write_text("nothing of a database")):
        damage(ledger)
        for end in ("-journal", "-wal", "-shm"):
            ledger.with_name(ledger.name + end).write_bytes(b"left behind")
        restore(ledger, old, NOON)
        assert content(ledger) == before
        for part in ledger.parent.glob("*.damaged"):
            part.unlink()


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_behind_a_link_the_file_itself_is_replaced(ledger: Path, tmp_path: Path) -> None:
    old, before = backup(ledger, NOON).file, content(ledger)
    ledger.write_text("nothing of a database")
    link = tmp_path / "link.db"
    link.symlink_to(ledger)
    restore(link, old, NOON)
    assert link.is_symlink()
    assert content(ledger) == before


WRITE = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


def test_a_copy_made_within_a_write_leaves_nobody_else_in(desk: Desk, ledger: Path) -> None:
    """As `migrate` makes one. A process that closes a file gives up all its locks on it."""

    def plan(_: Read) -> tuple[Draft, int]:
        automatic(ledger, NOON, "migrate")
        done = subprocess.run(
            [sys.executable, "-c", WRITE, str(ledger)], capture_output=True, check=False
        )
        return Draft("log", None, [], {}), done.returncode

    found, _ = desk.store.write(plan, Author("张三", "zhang"), now=NOON)
    assert found == 1


def test_no_two_copies_count_alike(desk: Desk, ledger: Path) -> None:
    """Else the journal of one would be played into the other."""
    one = backup(ledger, NOON).file
    desk.log("sewer", "5")
    two = backup(ledger, NOON + SECOND).file
    assert one.read_bytes()[24:28] != two.read_bytes()[24:28]
    for copy in (one, two):
        shutil.copy(copy, ledger)
        with raw(ledger) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_whoever_walks_through_a_ledger_is_told_that_it_was_replaced(
    desk: Desk, ledger: Path
) -> None:
    """An export would else begin with one ledger and end with another."""
    desk.log("sewer", "5")
    old = backup(ledger, NOON).file
    desk.log("sewer", "6")
    with open_store(ledger) as store:
        walk = changes(store.read, 3)
        next(walk)
        restore(ledger, old, NOON)
        desk.log("sewer", "7")
        with pytest.raises(Busy) as refused:
            list(walk)
    assert refused.value.key == "error.replaced_meanwhile"


def test_a_copy_with_a_fault_is_refused_in_words(ledger: Path, run: Run) -> None:
    old = backup(ledger, NOON).file
    forge(old, "UPDATE profile SET every = 10000 WHERE commitment = 1")
    told = run("restore", str(old), "--db", str(ledger))
    assert (told.code, told.err) == (
        4,
        f"tracker: {old} is no faultless ledger: change #1 is not what was written: its digest "
        "does not fit. Nothing was restored.\n",
    )
