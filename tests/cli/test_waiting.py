"""A bar for whoever waits: on a terminal's stderr, after a second, gone before anything is said."""

import io
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tracker.cli import waiting
from tracker.cli.waiting import Wait, watched

COUNT = re.compile(rb"([0-9]+)/([0-9?]+)")


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A stderr that is a terminal; the other end of it. Pytest sets its own before a test."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="gbk", errors="strict") as stderr:
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stderr", stderr)
        yield ours
        monkeypatch.undo()
    os.close(ours)


def until(end: int, wanted: bytes) -> bytes:
    """What a terminal shows, up to something that is waited for."""
    shown = b""
    while wanted not in shown:
        shown += os.read(end, 4096)
    return shown


def test_whoever_runs_out_of_patience_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as end:
        wait = Wait()
        wait.begin()
        wait.tell(3, 40)
        wait.run_out()
        assert b"3/40" in until(end, b"3/40")
        wait.tell(7, 40)
        wait.end()
        # The cursor is back: the bar has let go of the terminal.
        assert until(end, b"\x1b[?25h")


def test_nothing_is_shown_once_the_wait_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as end:
        wait = Wait()
        wait.begin()
        wait.end()
        wait.run_out()
        wait.tell(1, 2)
        wait.end()
        print("said", file=sys.stderr, flush=True)
        assert until(end, b"said").strip() == b"said"


def test_a_log_file_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    for stderr in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stderr", stderr)
        wait = Wait()
        wait.begin()
        wait.run_out()
        wait.end()
        assert stderr is None or stderr.getvalue() == ""


def test_what_is_watched_is_the_same_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int | None]] = []
    monkeypatch.setattr(waiting.the_wait, "tell", lambda *seen: told.append(seen))
    assert list(watched("abc", 3)) == ["a", "b", "c"]
    assert told == [(0, 3), (1, 3), (2, 3), (0, None)]


@pytest.mark.parametrize("quiet", [False, True])
def test_a_clerk_who_waits_for_another_writer_sees_that_something_goes_on(
    ledger: Path, quiet: bool
) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "TRACKER_LANG": "en"}
    command = [sys.executable, "-m", "tracker", "log", "sewer", "1", "--on", "2024-06-28"]
    with closing(sqlite3.connect(ledger, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        clerk = subprocess.Popen(
            [*command, *(["-q"] if quiet else [])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=environment,
        )
        os.close(theirs)
        if not quiet:
            assert b"0/?" in until(ours, b"0/?")
        other.execute("ROLLBACK")
    assert clerk.wait() == 0
    assert clerk.stdout is not None
    out = clerk.stdout.read()
    clerk.stdout.close()
    os.close(ours)
    # What is said has no bar in it.
    assert COUNT.search(out) is None
    assert out.startswith(b"" if quiet else b"entry 1: ")
