"""A year of alerts, day by day: just what docs/alerts.md says, each once and none missing.

Also with runs that are killed at any point, and with three at once. Of these only the days on
which something is told, and those after them, are that restless: on others nothing is claimed.
"""

import os
import random
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.cli.alert_year import ENTERED, Told, at, days, documented, read, restless
from tests.conftest import Run
from tracker.__main__ import main

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
NEW = ["alerts", "--new", "--plain"]
# Where a run claims, prints and confirms.
ROOMS = ("output.py", "engine.py", "telling.py", "alert_memory.py")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "year.db"))


def year(run: Run, tell: Callable[[str], Iterator[list[Told]]]) -> Iterator[list[list[Told]]]:
    """What the runs of each day of the year told; `tell` runs those of a restless one."""
    wild = restless()
    for day in days():
        for line in ENTERED.get(day, []):
            done = run(*shlex.split(line), now=at(day, 6))
            assert (done.code, done.err) == (0, ""), line
        yield list(tell(day) if day in wild else quietly(run, day))


def quietly(run: Run, day: str) -> Iterator[list[Told]]:
    done = run(*NEW, now=at(day, 7))
    assert (done.code, done.err) == (0, "")
    yield read(day, done.out)


def test_a_year_is_told_as_documented(run: Run) -> None:
    told = [one for runs in year(run, lambda day: quietly(run, day)) for one in chain(*runs)]
    assert told == documented()
    assert len(told) > 40


Way = tuple[int, tuple[str, ...]]
"""At the n-th line of some rooms; of fewer than all only from the printing on."""


def child(day: str, minute: int, out: Path, way: Way | None) -> int:
    """Start a run in a process of its own, which may be killed in a way; its number."""
    number = os.fork()
    if number:
        return number
    try:  # pragma: no cover
        os.dup2(os.open(out, os.O_CREAT | os.O_WRONLY, 0o600), 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        if way is not None:
            sys.settrace(killer(*way))
        os._exit(main(NEW, now=at(day, 7, minute)))
    finally:
        os._exit(70)


def killer(kill_at: int, rooms: tuple[str, ...]) -> Any:  # pragma: no cover
    """A trace that kills the process."""
    lines, printing = 0, rooms == ROOMS

    def line(_: FrameType, event: str, __: object) -> Any:
        nonlocal lines
        lines += event == "line" and printing
        if lines == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return line

    def enter(frame: FrameType, *_: object) -> Any:
        nonlocal printing
        printing = printing or frame.f_code.co_filename.endswith("output.py")
        return line if frame.f_code.co_filename.endswith(rooms) else None

    return enter


def is_killed(number: int) -> bool:
    """Wait for a run; whether it was killed. One that was not has to be right."""
    status = os.waitpid(number, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


@needs_fork
def test_a_year_of_runs_that_are_killed_at_any_point_loses_nothing(
    run: Run, tmp_path: Path
) -> None:
    chosen, out, kills = random.Random(2), tmp_path / "out", 0

    def killed(day: str) -> Iterator[list[Told]]:
        nonlocal kills
        # Anywhere, then from the printing on; the last one is left alone.
        ways = (chosen.randint(1, 400), ROOMS), (chosen.randint(1, 60), ROOMS[:2]), None
        for minute, way in zip((0, 2, 4), ways, strict=True):
            out.unlink(missing_ok=True)
            dead = is_killed(child(day, minute, out, way))
            yield read(day, out.read_text(encoding="utf-8"))
            kills += dead

    told: list[Told] = []
    repeated = 0
    for runs in year(run, killed):
        seen: set[Told] = set()
        for one in chain(*runs):
            plain = one._replace(repeated=False)
            # A mark may stand at what was not told after all: nobody can know.
            assert plain not in seen or one.repeated
            repeated += plain in seen
            if plain not in seen:
                told.append(plain)
            seen.add(plain)
    assert told == documented()
    assert kills > 50
    assert repeated > 5


@needs_fork
def test_a_year_with_three_at_once_tells_everything_once(run: Run, tmp_path: Path) -> None:
    outs = [tmp_path / f"out{n}" for n in range(3)]

    def thrice(day: str) -> Iterator[list[Told]]:
        for out in outs:
            out.unlink(missing_ok=True)
        assert not any(map(is_killed, [child(day, 0, out, None) for out in outs]))
        yield from (read(day, out.read_text(encoding="utf-8")) for out in outs)

    told = [one for runs in year(run, thrice) for one in chain(*runs)]
    assert told == documented()
