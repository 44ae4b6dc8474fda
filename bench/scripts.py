"""What the scripts that stand for themselves tell: `start.py`, and `imports.py`."""

import re

from bench.imports import RUNS as IMPORTS
from bench.record import Line, Table
from bench.release import Release
from bench.start import RUNS as STARTS
from bench.timing import Ratio

_STARTED = re.compile(r"^\| `(.+)` \| ([\d.]+) \| ([\d.]+) - ([\d.]+) \|", re.MULTILINE)
_IMPORTED = re.compile(r"([\d.]+) \(([\d.]+) - ([\d.]+)\)\s*$")
# The most that a command should take, by how it begins; the first that fits.
_GOALS = (
    ("--help", 1.15),
    ("__complete", 1.15),
    ("log", 1.15),
    ("alerts", 1.15),
    ("status --json", None),
    ("status --plain", 1.1),
    ("status", 1.7),
)


def starting(release: Release) -> list[Table]:
    """How long a person waits for a command on a ledger of 31 commitments."""
    told = _STARTED.findall(release.script("start.py"))
    lines = [
        Line(f"`{words}`", "import typer", _ratio(figures, STARTS), goal=_goal(words))
        for words, *figures in told
    ]
    return [Table("Start-up", lines)]


def importing(release: Release) -> list[Table]:
    """How fast a file is taken in."""
    told = _IMPORTED.search(release.script("imports.py"))
    assert told is not None
    ratio = _ratio(list(told.groups()), IMPORTS)
    over = "`csv.reader` and `executemany`"
    line = Line("`import` of 100 k rows, rows a second", over, ratio, goal=0.4, at_least=True)
    return [Table("Import", [line])]


def _ratio(figures: list[str], runs: int) -> Ratio:
    median, low, high = map(float, figures)
    return Ratio(median, low, high, runs)


def _goal(words: str) -> float | None:
    return next((goal for begins, goal in _GOALS if words.startswith(begins)), None)
