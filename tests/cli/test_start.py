"""What a person waits for at every command: modules that are loaded, statements that are run.

Counted and not timed, so that it holds on any machine; `make bench` has the times.
"""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import tracker
from tests.conftest import NOON, Run

# What takes longer to load than the whole of a command is allowed to; `_hashlib` is OpenSSL.
HEAVY = (
    "sqlite_utils", "rich", "dateutil.parser", "jinja2", "openpyxl", "xlsxwriter", "icalendar",
    "pydantic", "_hashlib",
)  # fmt: skip

# Runs a command and tells which modules it loaded that Typer does not load by itself.
LOADING = """
import sys
import typer
before = set(sys.modules)
import datetime as dt
from tracker.__main__ import main
sys.stdout.isatty = lambda: {on_terminal}
code = main(sys.argv[1:], now=dt.datetime.fromisoformat({now!r}))
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps([code, loaded]), file=sys.stderr)
"""


class Awaited(NamedTuple):
    """A command that somebody waits for at a keyboard, and how much it may take: modules of ours,
    others that Typer does not load (not counting those of `may_load`), and statements. With
    Python 3.13 Typer does not load `urllib` for us, which makes three more than with 3.11.
    """

    words: tuple[str, ...]
    ours: int
    others: int
    statements: int
    on_terminal: bool = False
    may_load: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((*self.words, *(["on a terminal"] if self.on_terminal else [])))


AWAITED = (
    Awaited(("--version",), 13, 3, 0),
    Awaited(("--help",), 14, 4, 0),
    Awaited(("__complete", "zsh", "2", "tracker", "log", "se"), 19, 10, 14),
    Awaited(("log", "sewer", "5"), 52, 27, 47),
    Awaited(("correct", "1", "--to", "6", "--reason", "x"), 52, 27, 55),
    Awaited(("undo", "1", "--reason", "x"), 52, 27, 50),
    Awaited(("alerts",), 59, 29, 35),
    Awaited(("status", "--plain"), 49, 22, 25),
    Awaited(("status", "--json"), 49, 27, 25),
    # Widths of Chinese and colours are Rich's.
    Awaited(("status",), 52, 30, 25, on_terminal=True, may_load=("rich",)),
)


@pytest.fixture
def logged(run: Run, ledger: Path) -> Path:
    """A ledger with one entry, to be corrected and taken back."""
    assert run("log", "sewer", "50").code == 0
    return ledger


@pytest.mark.parametrize("awaited", AWAITED, ids=str)
def test_what_a_person_waits_for_loads_no_more_than_it_needs(
    awaited: Awaited, logged: Path
) -> None:
    script = LOADING.format(now=NOON.isoformat(), on_terminal=awaited.on_terminal)
    root = Path(tracker.__file__).parent.parent
    environ = {**os.environ, "TRACKER_DB": str(logged), "PYTHONPATH": str(root)}
    # With it the program puts another stream in the place of this one.
    environ.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        [sys.executable, "-c", script, *awaited.words],
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    code, loaded = json.loads(done.stderr)
    assert (code, [name for name in HEAVY if name in loaded]) == (0, [*awaited.may_load])
    ours = [name for name in loaded if name.partition(".")[0] == "tracker"]
    others = set(loaded) - {*ours}
    if awaited.may_load:
        others = {n for n in others if n.partition(".")[0] not in awaited.may_load}
    assert len(ours) <= awaited.ours, sorted(ours)
    assert len(others) <= awaited.others, sorted(others)


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("awaited", AWAITED, ids=str)
def test_what_a_person_waits_for_asks_the_ledger_no_more_than_it_needs(
    awaited: Awaited, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    connect = sqlite3.connect

    def listening(*args: Any, **settings: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **settings)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listening)
    assert run(*awaited.words, keys="" if awaited.on_terminal else None).code == 0
    # What a trigger does is told as a comment.
    asked = [one for one in said if not one.startswith("--")]
    assert len(asked) <= awaited.statements, asked
