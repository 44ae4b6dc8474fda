"""`init` makes a whole ledger or nothing, and never touches what is there."""

import datetime as dt
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.conftest import AUTHOR, NOON
from tests.store.ledgers import Author, Row, raw
from tracker.core.model import Commitment
from tracker.errors import NotOurDatabase, Refused, StorageError, TrackerError
from tracker.store.commitments import load
from tracker.store.create import (
    NETWORK_TYPES,
    create,
    made_file,
    mount_type,
    refuse_network_drive,
)
from tracker.store.engine import open_store
from tracker.store.seed import find_seed, seed_rows

POSIX = pytest.mark.skipif(os.name != "posix", reason="no modes on this system")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return seed_rows(find_seed(), None, empty=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


def make(path: Path, rows: Sequence[Row], *, shared: bool = False) -> list[Commitment] | None:
    return create(path, rows, Author(AUTHOR, "zhang"), now=NOON, shared=shared)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_ledger_is_made_as_its_first_change(path: Path, rows: list[Row]) -> None:
    made = make(path, rows)
    with open_store(path) as store:
        assert made == load(store.read)
        assert store.read("SELECT change, recorded_at, author, login, command FROM change") == [
            (1, "2024-07-05T04:00:00.000Z", AUTHOR, "zhang", "init")
        ]
    assert len(made or ()) == 31


def test_the_last_moment_to_interrupt_is_before_anything_is_saved(
    path: Path, rows: list[Row]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(path, rows, Author(AUTHOR, "zhang"), now=NOON, before_commit=interrupt)
    assert list(path.parent.glob("tracker.db*")) == []


def test_only_one_file_is_left(path: Path, rows: list[Row]) -> None:
    make(path, rows)
    assert list(path.parent.iterdir()) == [path]


# Who may read it


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@POSIX
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize(("shared", "wanted"), [(False, 0o600), (True, 0o660)])
def test_the_mode_does_not_depend_on_the_umask(
    path: Path, rows: list[Row], shared: bool, wanted: int
) -> None:
    make(path, rows, shared=shared)
    assert mode(path) == wanted


@POSIX
@pytest.mark.parametrize(("shared", "wanted"), [(False, 0o600), (True, 0o660)])
def test_an_empty_file_that_was_there_gets_the_mode_too(
    path: Path, rows: list[Row], shared: bool, wanted: int
) -> None:
    path.touch()
    path.chmod(0o644)
    make(path, rows, shared=shared)
    assert mode(path) == wanted


# What is there already


def test_an_empty_file_counts_as_not_there(path: Path, rows: list[Row]) -> None:
    path.touch()
    assert len(make(path, rows) or ()) == 31


def test_making_it_again_changes_not_one_byte(path: Path, rows: list[Row]) -> None:
    make(path, rows)
    before, state = path.read_bytes(), path.stat()
    later = NOON + dt.timedelta(days=1)
    assert create(path, [], Author("李四", "li"), now=later, shared=True) is None
    after = path.stat()
    assert path.read_bytes() == before
    assert (after.st_mtime_ns, after.st_mode) == (state.st_mtime_ns, state.st_mode)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"entry,amount\n" * 20, b"x"], ids=["text", "one byte"])
def test_a_file_of_something_else_is_refused_and_kept(
    path: Path, rows: list[Row], content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(NotOurDatabase) as refused:
        make(path, rows)
    assert refused.value.key == "error.db_not_sqlite"
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_kept(path: Path, rows: list[Row]) -> None:
    with raw(path) as connection:
        connection.execute("CREATE TABLE note (text)")
    before = path.read_bytes()
    with pytest.raises(NotOurDatabase) as refused:
        make(path, rows)
    assert refused.value.key == "error.db_foreign"
    assert path.read_bytes() == before


def test_a_folder_in_its_place_is_refused(path: Path, rows: list[Row]) -> None:
    path.mkdir()
    with pytest.raises(TrackerError):
        make(path, rows)
    assert list(path.iterdir()) == []


@POSIX
def test_a_link_to_a_ledger_is_that_ledger(path: Path, rows: list[Row]) -> None:
    target = path.with_name("real.db")
    make(target, rows)
    before = target.read_bytes()
    path.symlink_to(target)
    assert make(path, rows) is None
    assert (path.is_symlink(), target.read_bytes()) == (True, before)


@POSIX
def test_a_link_to_nothing_is_refused_and_nothing_made_behind_it(
    path: Path, rows: list[Row]
) -> None:
    path.symlink_to(path.with_name("real.db"))
    with pytest.raises(TrackerError):
        make(path, rows)
    assert (path.is_symlink(), path.exists()) == (True, False)


@POSIX
def test_a_link_to_an_empty_file_is_refused_and_the_file_kept(path: Path, rows: list[Row]) -> None:
    path.with_name("real.db").touch()
    path.symlink_to(path.with_name("real.db"))
    with pytest.raises(TrackerError):
        make(path, rows)
    assert path.read_bytes() == b""


# What fails


BAD_ROWS = {
    "a commitment of no kind": Row("commitment", {"commitment": 1, "slug": "a", "kind": "wish"}),
    "an alias of nobody": Row("alias", {"alias": "a", "commitment": 99}),
    "a text too long": Row("setting", {"key": "title", "value": "长" * 5000}),
}


@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS)
def test_what_fails_leaves_no_file(path: Path, rows: list[Row], bad: Row) -> None:
    with pytest.raises(TrackerError):
        make(path, [*rows, bad])
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS)
def test_what_fails_leaves_an_empty_file_empty(path: Path, rows: list[Row], bad: Row) -> None:
    path.touch()
    with pytest.raises(TrackerError):
        make(path, [*rows, bad])
    assert [(p, p.stat().st_size) for p in path.parent.iterdir()] == [(path, 0)]


def test_what_fails_leaves_the_file_to_another_one_who_is_about_to_write_it(path: Path) -> None:
    with ExitStack() as later:
        with made_file(path):
            later.enter_context(raw(path)).execute("BEGIN IMMEDIATE")
        assert path.exists()
    # And nobody is.
    path.unlink()
    with made_file(path):
        pass
    assert not path.exists()


def test_whoever_comes_to_write_a_file_that_is_gone_notices(path: Path) -> None:
    with made_file(path) as is_there, path.open("rb"):
        assert is_there()
        path.unlink()
        assert not is_there()
        path.touch()
        assert not is_there()


def test_it_can_be_made_after_a_failure(path: Path, rows: list[Row]) -> None:
    with pytest.raises(TrackerError):
        make(path, [*rows, BAD_ROWS["an alias of nobody"]])
    assert len(make(path, rows) or ()) == 31


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path, rows: list[Row]) -> None:
    with pytest.raises(StorageError) as refused:
        make(tmp_path / "none" / "tracker.db", rows)
    assert (refused.value.key, refused.value.exit_code) == ("error.storage", 6)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_may_not_be_written_is_a_storage_error(path: Path, rows: list[Row]) -> None:
    path.parent.chmod(0o555)
    with pytest.raises(StorageError):
        make(path, rows)
    path.parent.chmod(0o755)
    assert list(path.parent.iterdir()) == []


def test_of_many_who_make_it_at_once_just_one_does(path: Path, rows: list[Row]) -> None:
    def one(_: int) -> str:
        try:
            return "there" if make(path, rows) is None else "made"
        except Refused as refused:
            return refused.key

    with ThreadPoolExecutor(4) as pool:
        came_to = list(pool.map(one, range(4)))
    assert came_to.count("made") == 1
    assert set(came_to) <= {"made", "there", "error.init_raced"}
    with open_store(path) as store:
        assert store.read("SELECT count(*) FROM change") == [(1,)]


# Network drives

MOUNTS = r"""
sysfs /sys sysfs rw,nosuid 0 0
/dev/sda1 / ext4 rw,relatime 0 0
//server/share /mnt/z cifs rw 0 0
server:/export /mnt/nfs\040share nfs4 rw 0 0
/dev/sdb1 /mnt/nfs\040share/local xfs rw 0 0
li@host: /home/li/remote fuse.sshfs rw 0 0
server:/old /data nfs rw 0 0
/dev/sdc1 /data ext4 rw 0 0
server:/cn /mnt/共享　盘 nfs4 rw 0 0
server:/tab /mnt/a\011b\134c nfs4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/home/li", "ext4"),
        ("/home/li/remote/2024", "fuse.sshfs"),
        ("/mnt/z", "cifs"),
        ("/mnt/z/台账/2024", "cifs"),
        ("/mnt/zz", "ext4"),
        ("/mnt/nfs share", "nfs4"),
        ("/mnt/nfs share/a b", "nfs4"),
        ("/mnt/nfs share/local", "xfs"),
        ("/mnt/nfs", "ext4"),
        ("/mnt/共享　盘/台账", "nfs4"),
        ("/mnt/a\tb\\c", "nfs4"),
    ],
)
def test_a_folder_has_the_type_of_the_mount_it_lies_in(folder: str, kind: str) -> None:
    assert mount_type(Path(folder), MOUNTS) == kind


def test_of_two_mounts_on_one_point_the_later_counts() -> None:
    assert mount_type(Path("/data/2024"), MOUNTS) == "ext4"


def test_without_a_table_of_mounts_there_is_no_type() -> None:
    assert mount_type(Path("/home"), "") == ""


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_file_systems_of_other_machines_are_known(kind: str) -> None:
    assert kind in NETWORK_TYPES


def test_a_path_to_another_machine_is_refused(rows: list[Row]) -> None:
    with pytest.raises(StorageError) as refused:
        make(Path("//server/share/tracker.db"), rows)
    assert (refused.value.key, refused.value.exit_code) == ("error.network_drive", 6)


def test_a_folder_of_this_machine_is_not_refused(path: Path) -> None:
    refuse_network_drive(path)


def test_another_programs_journal_is_not_rolled_back_by_init(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE t (x)")
    (tmp_path / "theirs.db-journal").write_bytes(b"a journal of theirs")
    before = path.read_bytes()
    with pytest.raises(NotOurDatabase):
        create(path, [], Author(AUTHOR, "zhang"), now=NOON)
    assert path.read_bytes() == before
    assert (tmp_path / "theirs.db-journal").read_bytes() == b"a journal of theirs"
