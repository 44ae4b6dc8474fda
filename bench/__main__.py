"""`python -m bench [--size SIZE] [SECTION]...`: measure, and write docs/benchmarks.md and .json."""

import argparse
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench import beside, imports, peers, rendering, scale, start, writing
from bench.record import Table, keep, machine
from bench.release import BUILD, Release

# How long the rounds of one table of times may take, in seconds: enough for a look, and for a
# figure to publish.
BUDGETS = {"quick": 10.0, "usual": 60.0, "full": 300.0}

Measure = Callable[[Release, float], list[Table]]
SECTIONS: dict[str, Measure] = {
    "start": lambda release, budget: start.measure(release, budget=budget),
    "beside": lambda release, budget: beside.measure(release, budget=budget),
    "import": lambda release, budget: imports.measure(release, budget=budget),
    "scale": lambda release, budget: scale.measure(release, scale.USUAL, budget=budget),
    "full": lambda release, budget: scale.measure(release, scale.FULL, budget=budget),
    "writing": lambda release, budget: writing.measure(release, rounds=int(budget / 12)),
    "rendering": lambda release, budget: rendering.measure(release, budget=budget),
}


def main() -> None:
    """Measure what is asked for; without a word all that takes minutes."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--size", choices=BUDGETS, default="usual", help="full: 10 M entries too")
    asked = parser.parse_args()
    if strange := set(asked.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(strange))}")
    wanted = asked.sections or [s for s in SECTIONS if s != "full" or asked.size == "full"]
    release = Release(BUILD / "release", BUILD / "data")
    about = machine(_versions(release))
    for section in wanted:
        print(f"{section} ...", file=sys.stderr, flush=True)
        tables = SECTIONS[section](release, BUDGETS[asked.size])
        keep(section, tables, {**about, "size": asked.size}, Path.cwd())


def _versions(release: Release) -> dict[str, str | None]:
    told = subprocess.run(
        [release.program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    asked = "import sqlite3, sys; print(sqlite3.sqlite_version, sys.version.split()[0])"
    sqlite, python = subprocess.run(
        [release.python, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    numbers = {peer: re.search(r"\d[\w.]*", peers.version(peer) or "") for peer in peers.PEERS}
    return {
        "tracker": told.split()[-1],
        platform.python_implementation(): python,
        "SQLite": sqlite,
        **{peer: found[0] if found else None for peer, found in numbers.items()},
    }


if __name__ == "__main__":
    main()
