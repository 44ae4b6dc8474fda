"""How long a person waits for a command, beside the time it takes to import Typer alone.

Runs each command in turn with the reference, so that a machine that is slow for a while is slow
for both, and prints the median of the ratios: of the console script, as a person types it, on 31
commitments with 500 entries. `make bench` runs it in the project's environment; the goals are for
a wheel, `PYTHON -m venv` and `pip install dist/*.whl` away.
"""

import csv
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

RUNS, ENTRIES = 25, 500
REFERENCE = [sys.executable, "-c", "import typer"]
TRACKER = [str(Path(sysconfig.get_path("scripts")) / "tracker")]
AS_OF = ["--as-of", "2024-06-30"]
# What a person waits for, and how long at most; the last one on a terminal.
COMMANDS = (
    (["--version"], 1.15),
    (["--help"], 1.15),
    (["__complete", "zsh", "2", "tracker", "log", "se"], 1.15),
    (["log", "sewer", "0.001", "--on", "2024-06-03", "--yes"], 1.15),
    (["alerts", *AS_OF], 1.15),
    (["status", "--plain", *AS_OF], 1.1),
    (["status", *AS_OF], 1.7),
)


def seconds(command: list[str], environment: dict[str, str], *, terminal: bool = False) -> float:
    """The time of one run, as the person who typed it feels it."""
    if not terminal:
        start = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start
    ours, theirs = os.openpty()
    try:
        start = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs):
            os.close(theirs)
            while _more(ours):
                pass
        return time.perf_counter() - start
    finally:
        os.close(ours)


def _more(descriptor: int) -> bool:
    try:
        return bool(os.read(descriptor, 2**16))
    except OSError:  # how Linux says that the other end is closed
        return False


def main() -> None:
    """Print a table of ratios."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_DB": str(Path(folder) / "bench.db")}
        environment |= {"TERM": "xterm", "COLUMNS": "120"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        fill(environment, Path(folder) / "entries.csv")
        print("| command | ÷ `import typer` | quarter to three quarters | goal |")
        print("| --- | --- | --- | --- |")
        for command, goal in COMMANDS:
            terminal = command == COMMANDS[-1][0]
            if terminal and os.name == "nt":
                continue
            line = [*TRACKER, *command]
            seconds(line, environment, terminal=terminal)
            ratios = [
                seconds(line, environment, terminal=terminal) / seconds(REFERENCE, environment)
                for _ in range(RUNS)
            ]
            low, middle, high = statistics.quantiles(ratios, n=4)
            said = f"`{' '.join(command)}`{' on a terminal' if terminal else ''}"
            print(f"| {said} | {middle:.2f} | {low:.2f} - {high:.2f} | {goal} |", flush=True)


def fill(environment: dict[str, str], file: Path) -> None:
    """Make a ledger in which every commitment was reported on, in figures or in words."""
    seconds([*TRACKER, "init", "-q"], environment)
    told = subprocess.run(
        [*TRACKER, "status", "--json"], env=environment, check=True, capture_output=True
    )
    listed = json.loads(told.stdout)["commitments"]
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["编号", "日期", "本周新增", "备注"])
        for number in range(ENTRIES):
            one = listed[number % len(listed)]
            day = dt.date(2024, 1, 1) + dt.timedelta(days=number * 180 // ENTRIES)
            figure = 1 if one["kind"] == "quantity" else ""
            writer.writerow([one["slug"], day, figure, f"第{number + 1}条"])
    seconds([*TRACKER, "import", str(file), "--yes", "-q"], environment)


if __name__ == "__main__":
    main()
