"""How long a person waits for a command on the 31 commitments of the seed with 500 entries."""

import csv
import json
import subprocess
from pathlib import Path

from bench.ledgers import day
from bench.record import Line, Table
from bench.release import TODAY, Release
from bench.timing import Job, interleaved, paired, run

RUNS, ENTRIES, DAYS = 51, 500, 180
COLUMNS = 120
T = "import typer"
_AS_OF = ("--as-of", TODAY)
# What a person types, and how long it may take at most.
COMMANDS: dict[tuple[str, ...], float | None] = {
    ("--version",): None,
    ("--help",): 1.15,
    ("__complete", "zsh", "2", "tracker", "log", "se"): 1.15,
    ("log", "sewer", "0.001", "--on", "2024-06-03", "--yes"): 1.15,
    ("alerts", *_AS_OF): 1.15,
    ("status", "--plain", *_AS_OF): 1.1,
    ("status", "--json", *_AS_OF): None,
}
ON_A_TERMINAL, GOAL_ON_A_TERMINAL = ("status", *_AS_OF), 1.7


def measure(release: Release, *, budget: float) -> list[Table]:
    """The table of ratios to T."""
    ledger = _made(release)
    jobs = {
        f"`{' '.join(words)}`": (release.job(ledger, *words, codes=(0, 1)), goal)
        for words, goal in COMMANDS.items()
    }
    shown = release.job(ledger, *ON_A_TERMINAL, columns=COLUMNS)
    jobs[f"`{' '.join(ON_A_TERMINAL)}` on a terminal"] = shown, GOAL_ON_A_TERMINAL
    every: dict[str, Job] = {T: release.reference()} | {
        said: job for said, (job, _) in jobs.items()
    }
    times = interleaved(every, rounds=RUNS, budget=budget)
    lines = [
        Line(said, T, paired(times[said], times[T]), goal=goal) for said, (_, goal) in jobs.items()
    ]
    return [Table("Start-up", lines)]


def _made(release: Release) -> Path:
    """A ledger in which every commitment was reported on, in figures or in words."""
    ledger, file = release.folder / "start.db", release.folder / "start.csv"
    ledger.unlink(missing_ok=True)
    run(release.job(ledger, "init", "-q"))
    status = release.job(ledger, "status", "--json")
    told = subprocess.run(status.command, env=status.environment, check=True, capture_output=True)
    listed = json.loads(told.stdout)["commitments"]
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("编号", "日期", "本周新增", "备注"))
        for number in range(ENTRIES):
            one = listed[number % len(listed)]
            figure = 1 if one["kind"] == "quantity" else ""
            on = day(number * DAYS // ENTRIES)
            rows.writerow((one["slug"], on, figure, f"样本说明{number + 1}"))
    run(release.job(ledger, "import", str(file), "--yes", "-q"))
    return ledger
