"""A copy is whole, verified and a ledger like any other; a restore loses nothing."""

import datetime as dt
import os
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from tests.conftest import NOON
from tests.store.ledgers import Desk, raw
from tests.store.test_check import forge
from tracker.errors import NotOurDatabase, Refused, StorageError
from tracker.store.backup import (
    AUTOMATIC,
    automatic,
    backup,
    folder_of,
    head_of,
    thin,
)
from tracker.store.engine import open_store
from tracker.store.restore import restore
from tracker.store.unfinished import let_use

SECOND = dt.timedelta(seconds=1)


def content(path: Path) -> list[str]:
    with raw(path) as file:
        return list(file.iterdump())


def names(path: Path) -> list[str]:
    return sorted(file.name for file in folder_of(path).iterdir())


def test_a_copy_is_the_ledger_and_can_be_worked_with(desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    made = backup(ledger, NOON)
    assert made.file == folder_of(ledger) / "20240705T040000Z.db"
    assert content(made.file) == content(ledger)
    assert made.head == head_of(ledger)
    with open_store(made.file) as store:
        Desk(store).log("sewer", "6")
    assert desk.done("sewer") == "5"


def test_copies_of_one_second_do_not_replace_each_other(ledger: Path) -> None:
    for _ in range(3):
        backup(ledger, NOON)
    assert len(names(ledger)) == 3


def test_a_copy_may_have_a_name_that_is_free(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    backup(ledger, NOON, file)
    assert content(file) == content(ledger)
    with pytest.raises(Refused) as refused:
        backup(ledger, NOON, file)
    assert refused.value.key == "error.backup_there"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_whoever_may_use_the_ledger_may_use_the_copy(ledger: Path) -> None:
    ledger.chmod(0o660)
    assert backup(ledger, NOON).file.stat().st_mode & 0o777 == 0o660


def test_nothing_unfinished_is_left_where_there_is_no_room(ledger: Path) -> None:
    folder_of(ledger).write_text("not a folder")
    with pytest.raises(StorageError):
        backup(ledger, NOON)
    file = ledger.parent / "none" / "copy.db"
    with pytest.raises(StorageError):
        backup(ledger, NOON, file)


def test_a_damaged_ledger_is_not_copied_as_if_it_were_whole(ledger: Path) -> None:
    content = bytearray(ledger.read_bytes())
    with raw(ledger) as file:
        ((page,),) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'profile'")
    content[(page - 1) * 4096 : page * 4096] = bytes([255]) * 4096
    ledger.write_bytes(content)
    with pytest.raises(NotOurDatabase):
        backup(ledger, NOON)
    assert names(ledger) == []


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_no_copy_is_written_through_a_link(ledger: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder_of(ledger).symlink_to(elsewhere)
    with pytest.raises(Refused) as refused:
        backup(ledger, NOON)
    assert refused.value.key == "error.backups_are_link"
    link = tmp_path / "copy.db"
    link.symlink_to(elsewhere / "copy.db")
    made = backup(ledger, NOON, link)
    assert (list(elsewhere.iterdir()), made.file.is_symlink()) == ([], False)


def test_a_ledger_that_somebody_changed_is_not_copied_as_if_it_were_ours(ledger: Path) -> None:
    with raw(ledger) as file:
        file.execute("CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN SELECT 1; END")
    with pytest.raises(NotOurDatabase) as refused:
        backup(ledger, NOON)
    assert refused.value.key == "error.db_schema"
    assert names(ledger) == []


def test_the_newest_copies_stay(ledger: Path) -> None:
    made = [backup(ledger, NOON + number * SECOND).file for number in (0, 0, 1, 2)]
    gone = thin(ledger, 2, made[-1])
    assert [file.name for file in gone] == ["20240705T040000Z.db", "20240705T040000Z+.db"]
    assert names(ledger) == ["20240705T040001Z.db", "20240705T040002Z.db"]
    assert thin(ledger, 2, made[-1]) == []


def test_the_copy_just_made_stays_though_the_clock_was_ahead_before(ledger: Path) -> None:
    later = backup(ledger, NOON + dt.timedelta(days=30_000)).file
    made = backup(ledger, NOON).file
    assert thin(ledger, 1, made) == []
    assert thin(ledger, 1, later) == [made]
    for number in range(AUTOMATIC + 1):
        last = automatic(ledger, NOON - number * SECOND, "import").file
        assert last.exists()


def test_a_copy_that_a_person_has_named_is_not_thinned(ledger: Path) -> None:
    folder_of(ledger).mkdir()
    named = backup(ledger, NOON, folder_of(ledger) / "2023-audit.db").file
    assert thin(ledger, 1, backup(ledger, NOON).file) == []
    assert named.exists()


def test_a_restore_brings_back_what_was_and_keeps_what_is(desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    old, before = backup(ledger, NOON), content(ledger)
    desk.log("sewer", "6")
    now = content(ledger)
    head, kept = restore(ledger, old.file, NOON + SECOND)
    assert (content(ledger), head) == (before, old.head)
    assert kept is not None
    assert content(kept) == now
    # Whoever had it open sees what was restored, and goes on from there.
    desk.log("sewer", "7")
    assert desk.done("sewer") == "12"


def test_a_restore_can_be_taken_back(desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    old = backup(ledger, NOON)
    desk.log("sewer", "6")
    now = content(ledger)
    _, kept = restore(ledger, old.file, NOON + SECOND)
    assert kept is not None
    restore(ledger, kept, NOON + SECOND)
    assert content(ledger) == now


def test_a_lost_ledger_is_restored_under_its_name(ledger: Path) -> None:
    old, before = backup(ledger, NOON), content(ledger)
    ledger.unlink()
    head, kept = restore(ledger, old.file, NOON)
    assert (content(ledger), head, kept) == (before, old.head, None)


def test_what_is_no_ledger_is_moved_aside(ledger: Path) -> None:
    old, before = backup(ledger, NOON), content(ledger)
    ledger.write_text("nothing of a database")
    _, kept = restore(ledger, old.file, NOON)
    assert content(ledger) == before
    aside = ledger.with_name("tracker.db.20240705T040000Z.damaged")
    assert kept is not None
    assert (kept, aside.read_text()) == (aside, "nothing of a database")


def test_a_ledger_with_a_damaged_page_is_moved_aside(ledger: Path) -> None:
    old, before = backup(ledger, NOON), content(ledger)
    with raw(ledger) as file:
        ((page,),) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'profile'")
    damaged = bytearray(ledger.read_bytes())
    damaged[(page - 1) * 4096 : page * 4096] = bytes([255]) * 4096
    ledger.write_bytes(damaged)
    _, kept = restore(ledger, old.file, NOON)
    assert content(ledger) == before
    assert kept is not None
    assert kept.read_bytes() == damaged


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_restore_that_fails_leaves_what_is_there_under_its_name(ledger: Path) -> None:
    import resource
    import signal

    old = backup(ledger, NOON)
    ledger.write_text("nothing of a database")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limit[1]))
    try:
        with pytest.raises(StorageError):
            restore(ledger, old.file, NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert ledger.read_text() == "nothing of a database"
    there = {path.name for path in ledger.parent.iterdir() if "tracker.db" in path.name}
    assert there == {ledger.name, folder_of(ledger).name}


def test_what_is_moved_aside_twice_in_a_second_is_kept_twice(ledger: Path) -> None:
    old = backup(ledger, NOON)
    kept = []
    for text in ("one", "two"):
        ledger.write_text(text)
        kept.append(restore(ledger, old.file, NOON).kept)
    assert [path.read_text() for path in kept if path is not None] == ["one", "two"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize(("mode", "folder"), [(0o600, 0o700), (0o660, 0o2770)])
def test_whoever_may_write_the_ledger_may_make_copies(mode: int, folder: int, ledger: Path) -> None:
    ledger.chmod(mode)
    backup(ledger, NOON)
    assert folder_of(ledger).stat().st_mode & 0o7777 == folder


IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY, CLERKS = 65534, 4242


@pytest.mark.skipif(not IS_ROOT, reason="only root may give a file to any group")
def test_a_copy_of_what_a_group_shares_is_for_that_group(ledger: Path, tmp_path: Path) -> None:
    ledger.chmod(0o660)
    os.chown(ledger, -1, CLERKS)
    asked = tmp_path / "asked.db"
    backup(ledger, NOON, asked)
    made = backup(ledger, NOON).file
    for path, mode in ((asked, 0o660), (made, 0o660), (folder_of(ledger), 0o2770)):
        assert (path.stat().st_gid, path.stat().st_mode & 0o7777) == (CLERKS, mode)


@pytest.mark.skipif(not IS_ROOT, reason="only root may become somebody else")
def test_a_copy_is_for_no_group_where_it_can_not_have_that_of_the_ledger() -> None:
    # In a folder of its own: nobody may enter those of pytest.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        shared, copy = folder / "shared.db", folder / "copy.db"
        for path in (shared, copy):
            path.touch()
        shared.chmod(0o664)
        os.chown(shared, -1, CLERKS)
        os.chown(copy, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            let_use(copy, shared)
        finally:
            os.seteuid(0)
        assert (copy.stat().st_gid, copy.stat().st_mode & 0o777) == (NOBODY, 0o604)


def test_a_copy_with_a_fault_vouches_for_nothing(desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    copy = backup(ledger, NOON)
    assert head_of(copy.file) == copy.head
    forge(copy.file, "UPDATE change SET digest = zeroblob(32) WHERE change = 2")
    with pytest.raises(NotOurDatabase) as refused:
        head_of(copy.file)
    assert refused.value.key == "error.copy_faulty"


def test_thinning_leaves_folders_alone(ledger: Path) -> None:
    made = backup(ledger, NOON).file
    folder = made.with_name("20000102T000000Z.db")
    folder.mkdir()
    assert thin(ledger, 1, made) == []
    assert folder.is_dir()


def test_copies_that_nobody_asked_for_do_not_push_out_others(ledger: Path) -> None:
    asked = backup(ledger, NOON)
    for number in range(AUTOMATIC + 2):
        automatic(ledger, NOON + number * SECOND, "import")
    assert len(names(ledger)) == AUTOMATIC + 1
    assert thin(ledger, 1, asked.file) == []
    assert asked.file.exists()


@pytest.mark.parametrize(
    "forged",
    ["UPDATE change SET author = 'x' WHERE change = 1", "UPDATE balance SET done = 1"],
)
def test_a_copy_with_a_fault_is_not_restored(forged: str, desk: Desk, ledger: Path) -> None:
    desk.log("sewer", "5")
    old, before = backup(ledger, NOON), content(ledger)
    forge(old.file, forged)
    with pytest.raises(NotOurDatabase) as refused:
        restore(ledger, old.file, NOON)
    assert refused.value.key == "error.restore_damaged"
    assert content(ledger) == before
    assert names(ledger) == [old.file.name]


def test_a_ledger_is_not_restored_from_itself(ledger: Path) -> None:
    with pytest.raises(Refused) as refused:
        restore(ledger, ledger, NOON)
    assert refused.value.key == "error.restore_itself"


def test_others_may_write_while_a_copy_is_made(desk: Desk, ledger: Path) -> None:
    def write() -> None:
        with open_store(ledger) as store:
            other = Desk(store)
            for _ in range(5):
                other.log("estates", "1", accept=True)

    writer = threading.Thread(target=write)
    writer.start()
    made = [backup(ledger, NOON + number * SECOND) for number in range(5)]
    writer.join()
    for one in made:
        # Each is the ledger at one moment: a check of the whole finds no fault.
        restore(one.file.with_name("again.db"), one.file, NOON)
        one.file.with_name("again.db").unlink()
    assert desk.done("estates") == "5"
