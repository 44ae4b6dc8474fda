"""An answer that goes into a file: whole or not at all, and never over a ledger."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tracker.cli.context import Options
from tracker.cli.files import format_of, write_file
from tracker.errors import Refused, StorageError, UsageError

KNOWN = {"table": (".txt",), "html": (".html", ".htm"), "json": (".json",)}


@pytest.mark.parametrize(
    ("wanted", "file", "format"),
    [
        (None, None, None),
        ("html", None, "html"),
        (None, "week.HTM", "html"),
        (None, "a.b/week.json", "json"),
        ("json", "week.html", "json"),
        ("json", "week", "json"),
    ],
)
def test_the_format_is_the_one_asked_for_else_that_of_the_name(
    wanted: str | None, file: str | None, format: str | None
) -> None:
    assert format_of(Options(), wanted, file, KNOWN) == format


@pytest.mark.parametrize(("wanted", "file"), [("pdf", None), (None, "week"), (None, "week.pdf")])
def test_what_tells_no_format_is_refused(wanted: str | None, file: str | None) -> None:
    with pytest.raises(UsageError):
        format_of(Options(), wanted, file, KNOWN)


def test_two_formats_for_one_answer_are_refused_unless_one_is_about_the_file() -> None:
    with pytest.raises(UsageError):
        format_of(Options(json=True), "html", None, KNOWN)
    with pytest.raises(UsageError):
        format_of(Options(plain=True), "html", None, KNOWN)
    assert format_of(Options(json=True), "json", None, KNOWN) == "json"
    assert format_of(Options(json=True), "html", "week.html", KNOWN) == "html"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    file.write_text("what was there before, and was longer")
    write_file(file, [b"new", b" page"])
    assert file.read_bytes() == b"new page"
    assert os.listdir(tmp_path) == ["week.csv"]


def test_what_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    file.write_text("old")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_file(file, broken())
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["week.csv"]


@pytest.mark.usefixtures("ledger")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "report", "-o", str(folder / "week.html")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.count("\n") == 1
    assert os.listdir(folder) == []


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "week.csv"
    other.write_text("mine")
    link.symlink_to(other)
    write_file(link, [b"page"])
    assert (other.read_text(), link.read_text(), link.is_symlink()) == ("mine", "page", False)


def test_a_page_is_as_open_as_any_file_made_here(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "week.csv", [b"page"])
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "week.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize("through", ["ledger.db", "a link"])
def test_no_page_is_written_over_a_ledger(ledger: Path, tmp_path: Path, through: str) -> None:
    before = ledger.read_bytes()
    file = ledger
    if through == "a link":
        file = tmp_path / "week.csv"
        file.symlink_to(ledger)
    with pytest.raises(Refused):
        write_file(file, [b"page"])
    assert ledger.read_bytes() == before


def test_a_folder_or_a_missing_one_is_no_place_for_a_page(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_file(tmp_path, [b"page"])
    with pytest.raises(StorageError):
        write_file(tmp_path / "nowhere" / "week.csv", [b"page"])


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "week.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, [b"page"])
        assert os.read(reader, 100) == b"page"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.usefixtures("ledger")
def test_the_names_of_the_system_stay_what_they_are(tmp_path: Path) -> None:
    before = (os.readlink("/dev/stdout"), os.stat("/dev/null").st_rdev)
    command = [sys.executable, "-m", "tracker", "report", "--format", "csv", "-q", "-o"]
    with (tmp_path / "week.csv").open("wb") as file:
        subprocess.run([*command, "/dev/stdout"], stdout=file, check=True)
    subprocess.run([*command, "/dev/null"], check=True)
    assert (tmp_path / "week.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (os.readlink("/dev/stdout"), os.stat("/dev/null").st_rdev) == before


@pytest.mark.usefixtures("ledger")
def test_a_page_for_a_terminal_is_one_that_can_be_read(run: Run) -> None:
    for format, begins in (("csv", "聊城市"), ("html", "<!DOCTYPE"), ("markdown", "# 聊城市")):
        assert run("report", "--format", format, keys="").out.lstrip().startswith(begins)
    assert run("report", "--format", "xlsx", keys="").code == 2


@pytest.mark.usefixtures("ledger")
def test_a_table_that_is_asked_for_is_a_table_in_a_pipe_too(run: Run) -> None:
    assert run("report", "--format", "table").out.startswith("聊城市")
    assert run("report", "--format", "plain").out == run("report").out
    assert run("report", "--format", "json", keys="").out == run("report", "--json").out


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_nor_over_what_sqlite_keeps_beside_a_ledger(ledger: Path, end: str) -> None:
    with pytest.raises(Refused):
        write_file(Path(f"{ledger}{end}"), [b"page"])
    write_file(ledger.with_name(f"other{end}"), [b"page"])


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="this system has no /dev/shm")
def test_a_ledger_is_safe_wherever_it_lies(ledger: Path) -> None:
    handle, name = tempfile.mkstemp(dir="/dev/shm")
    os.close(handle)
    try:
        shutil.copy(ledger, name)
        with pytest.raises(Refused):
            write_file(Path(name), [b"page"])
        assert Path(name).read_bytes() == ledger.read_bytes()
    finally:
        os.unlink(name)


def test_who_may_use_a_page_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    file.write_text("old")
    file.chmod(0o660)
    write_file(file, [b"new"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o660


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/proc/self/fd/1"])
def test_standard_output_by_any_name_gets_the_page_and_nothing_else(
    tmp_path: Path, name: str
) -> None:
    command = [sys.executable, "-m", "tracker", "report", "--format", "csv"]
    with (tmp_path / "log").open("ab") as log:
        log.write(b"before")
        log.flush()
        subprocess.run([*command, "-o", name], stdout=log, check=True)
    page = subprocess.run(command, capture_output=True, check=True).stdout
    assert (tmp_path / "log").read_bytes() == b"before" + page


def test_whoever_is_ended_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    source = """
import os, signal, sys
from pathlib import Path
from tracker.cli.files import write_file

def chunks():
    yield b"half"
    os.kill(os.getpid(), signal.SIGTERM)
    yield b"whole"

write_file(Path(sys.argv[1]), chunks())
"""
    done = subprocess.run([sys.executable, "-c", source, str(tmp_path / "x.csv")], check=False)
    assert (done.returncode, os.listdir(tmp_path)) == (-signal.SIGTERM, [])
