"""Concurrency: commits a second, and how long one of a hundred waits, with many writers."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bench.record import Line, Table
from bench.release import HERE, Release
from bench.timing import LEAST_ROUNDS, paired, spread

COMMITMENTS, ENTRIES = 1_000, 100_000
WRITERS = (1, 4, 16, 64)
SECONDS = 4.0
# Every writer has imported all it needs by then, on a slow machine too.
_LEAD = 0.5
_LEAD_EACH = 0.15
WAYS = ("tracker", "bare")
BARE = "the two rows alone"


class Round(NamedTuple):
    """What some writers came to: commits a second, and the wait in seconds that one of a hundred
    exceeds.
    """

    rate: float
    wait: float


def measure(release: Release, *, rounds: int) -> list[Table]:
    """The tables of ratios, and what they are ratios of."""
    ledger = release.ledger(COMMITMENTS, ENTRIES)
    found: dict[str, dict[int, list[Round]]] = {way: {} for way in WAYS}
    for _ in range(max(LEAST_ROUNDS, rounds)):
        for writers in WRITERS:
            for way, every in found.items():
                one = _round(release, release.copy(ledger), way, writers)
                every.setdefault(writers, []).append(one)
    ours, bare = found["tracker"], found["bare"]
    beside, grown, told = [], [], []
    for writers in WRITERS:
        column = f"{writers} writer{'s' if writers > 1 else ''}"
        for name, rate_or_wait in (("commits a second", 0), ("p99 of the waits", 1)):
            own = [one[rate_or_wait] for one in ours[writers]]
            rows = [one[rate_or_wait] for one in bare[writers]]
            single = [one[rate_or_wait] for one in ours[1]]
            beside.append(Line(name, BARE, paired(own, rows), column))
            grown.append(Line(name, "1 writer", paired(own, single), column))
            told.append(Line(f"{name}{', s' * rate_or_wait}", "", spread(own), column))
    return [
        Table("Beside the same rows without a look at anything", beside),
        Table("Beside one writer", grown),
        Table("On this machine", told),
    ]


def _round(release: Release, ledger: Path, way: str, writers: int) -> Round:
    """Let some writers write at the same time; ends the bench where an entry was lost."""
    begin = time.time() + _LEAD + _LEAD_EACH * writers
    processes = [
        subprocess.Popen(
            [release.python, HERE / "writer.py", way, ledger, *map(str, (number, begin, SECONDS))],
            cwd=release.folder,
            env=release.environment(),
            stdout=subprocess.PIPE,
        )
        for number in range(1, writers + 1)
    ]
    told = [process.communicate()[0] for process in processes]
    ended = time.time()
    if any(process.returncode for process in processes):
        sys.exit(f"a writer of {writers} failed")
    waits = sorted(wait for one in told for wait in json.loads(one))
    with closing(sqlite3.connect(ledger)) as database:
        ((entries,),) = database.execute("SELECT count(*) FROM entry")
    if entries != ENTRIES + len(waits):
        sys.exit(f"{len(waits)} entries were acknowledged, {entries - ENTRIES} are there")
    return Round(len(waits) / (ended - begin), waits[int(0.99 * (len(waits) - 1))])
