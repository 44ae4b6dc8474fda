"""A bar for whoever waits: on a terminal's stderr, after a second, gone when it is done."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tracker.cli.waiting import watched


class Terminal(io.StringIO):
    """A stderr that is a terminal."""

    encoding = "gbk"

    def isatty(self) -> bool:
        return True


def screen_of(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to a terminal's stderr from here on; pytest sets its own before a test."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def ticks(step: float) -> Iterator[float]:
    """A clock that goes on by so many seconds whenever it is looked at."""
    now = 0.0
    while True:
        yield now
        now += step


def test_who_waits_longer_than_a_second_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screen_of(monkeypatch)
    clock = ticks(0.6)
    assert list(watched("abcd", 4, clock=lambda: next(clock))) == list("abcd")
    assert "4/4" in screen.getvalue()
    screen.getvalue().encode("gbk")


def test_who_does_not_wait_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screen_of(monkeypatch)
    clock = ticks(0.1)
    assert list(watched("abcd", 4, clock=lambda: next(clock))) == list("abcd")
    assert screen.getvalue() == ""


def test_quiet_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screen_of(monkeypatch)
    clock = ticks(5)
    assert list(watched("abcd", 4, quiet=True, clock=lambda: next(clock))) == list("abcd")
    assert screen.getvalue() == ""


def test_a_log_file_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    clock = ticks(5)
    assert list(watched("abcd", 4, clock=lambda: next(clock))) == list("abcd")
    assert log.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", None)
    assert list(watched("abcd", 4)) == list("abcd")


def test_the_bar_is_taken_away_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = screen_of(monkeypatch)
    clock = ticks(2)

    def work() -> list[float]:
        with closing(watched([1, 0], 2, clock=lambda: next(clock))) as items:
            return [1 / item for item in items]

    with pytest.raises(ZeroDivisionError):
        work()
    assert "1/2" in screen.getvalue()
    assert sys.stderr is screen
