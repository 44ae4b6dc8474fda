"""What tests share: a ledger of their own, and a way to run a command line at a given time."""

import datetime as dt
import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from tracker.__main__ import main
from tracker.text import use

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2024, 7, 5, 12, 0, tzinfo=SHANGHAI)
AUTHOR = "张三"

# A module of commands says what its options are when it is imported.
use("en")


class Result(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs one command line, `now` in the plan's time; on a terminal if `keys` are typed."""

    def __call__(
        self, *argv: str, now: dt.datetime = NOON, keys: str | None = None, width: int = 80
    ) -> Result: ...


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made from the seed, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "tracker.db"
    made = dt.datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_BY", AUTHOR)
        patch.setattr(sys, "stdout", io.StringIO())
        assert main(["init", "--db", str(path)], now=made) == 0
    return path


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the home, the database, the terminal or the language of whoever runs it."""
    for name in ("NO_COLOR", "TRACKER_DEBUG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "tracker.db"))
    monkeypatch.setenv("TRACKER_BY", AUTHOR)
    monkeypatch.setenv("TRACKER_LANG", "en")
    use("en")


@pytest.fixture
def ledger(seeded: Path, tmp_path: Path) -> Path:
    """The test's own ledger of the 31 commitments, with nothing logged."""
    return Path(shutil.copy(seeded, tmp_path / "tracker.db"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process."""
    return runner(monkeypatch.setattr, monkeypatch.setenv)


def runner(setattr_: Callable[..., None], setenv: Callable[..., None]) -> Run:
    """What runs command lines in this process, given what sets a stream and a variable."""

    def run(
        *argv: str, now: dt.datetime = NOON, keys: str | None = None, width: int = 80
    ) -> Result:
        make = io.StringIO if keys is None else _Terminal
        out, err, typed = make(), make(), make(keys or "")
        setenv("COLUMNS", str(width))
        for name, stream in (("stdout", out), ("stderr", err), ("stdin", typed)):
            setattr_(sys, name, stream)
        code = main(argv, now=now)
        return Result(code, out.getvalue(), err.getvalue())

    return run
