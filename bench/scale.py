"""How each command grows with the commitments and with the entries: time, memory, bytes."""

import csv
import shutil
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from bench.ledgers import DAYS, day, note
from bench.record import Line, Table
from bench.release import FRIDAY, LONG_AGO, TODAY, Release
from bench.timing import Job, Ratio, measured, paired

COMMITMENTS = (1_000, 10_000)
USUAL = (10_000, 100_000, 1_000_000)
# 10 M entries are compared with what the goals compare them with.
FULL = (100_000, 10_000_000)
IMPORTED = 1_000
BY_HAND = 20_000

STATUS, OLD = "status --plain", "status --plain --as-of an old date"
REPORT, ALERTS, LOG = "report --plain", "alerts", "log"
IMPORT, CHECK = f"import of {IMPORTED:,} rows", "check"
# What the last size may take of the time of 100 k entries; only status has goals.
_GOALS = {STATUS: 1.2, OLD: 1.5}
_NAMES = {1_000: "1 k", 10_000: "10 k", 100_000: "100 k", 1_000_000: "1 M", 10_000_000: "10 M"}
Size = tuple[int, int]
Times = dict[Size, list[float]]


def measure(release: Release, sizes: Sequence[int], *, budget: float) -> list[Table]:
    """The tables of time, growth, memory and bytes."""
    time: list[Line] = []
    growth: list[Line] = []
    memory: list[Line] = []
    commands: dict[str, Callable[[Release, Path], Job]] = {
        STATUS: lambda release, path: release.job(path, "status", "--plain", "--as-of", TODAY),
        OLD: lambda release, path: release.job(path, "status", "--plain", "--as-of", LONG_AGO),
        REPORT: lambda release, path: release.job(path, "report", "--plain", "--as-of", FRIDAY),
        ALERTS: lambda release, path: release.job(path, "alerts", "--as-of", TODAY),
        LOG: _log,
        IMPORT: _import,
        CHECK: lambda release, path: release.job(path, "check"),
    }
    for command, job_of in commands.items():
        jobs = {
            (commitments, entries): job_of(release, release.ledger(commitments, entries))
            for commitments in COMMITMENTS
            for entries in sizes
        }
        runs = measured({**jobs, (0, 0): release.reference()}, rounds=9, budget=budget)
        found = {size: [one.seconds for one in every] for size, every in runs.items()}
        time += [_cell(command, size, paired(found[size], found[0, 0])) for size in jobs]
        growth += _growth(command, found, sizes)
        peaks = {size: [one.peak for one in every if one.peak] for size, every in runs.items()}
        memory += [
            _cell(command, size, paired(peaks[size], peaks[0, 0])) for size in jobs if peaks[size]
        ]
        for copy in release.folder.glob("copy-*"):
            shutil.rmtree(copy) if copy.is_dir() else copy.unlink()
    return [
        Table("Time", time),
        Table("Growth", growth),
        Table("Peak memory", memory),
        Table(
            "Bytes an entry",
            _bytes(release, sizes),
        ),
    ]


def _cell(command: str, size: Size, ratio: Ratio) -> Line:
    commitments, entries = size
    what = f"`{command}`, {_NAMES[commitments]} commitments"
    return Line(what, "import typer", ratio, f"{_NAMES[entries]} entries")


def _growth(command: str, found: Times, sizes: Sequence[int]) -> list[Line]:
    """How many times longer it takes with the most entries, and with the most commitments."""
    most, least = sizes[-1], 100_000
    with_entries = [
        Line(
            f"`{command}`, {_NAMES[commitments]} commitments: {_NAMES[most]} entries",
            f"{_NAMES[least]} entries",
            paired(found[commitments, most], found[commitments, least]),
            goal=_GOALS.get(command) if commitments == 1_000 and most == FULL[-1] else None,
        )
        for commitments in COMMITMENTS
    ]
    few, many = COMMITMENTS
    with_commitments = Line(
        f"`{command}`, {_NAMES[most]} entries: {_NAMES[many]} commitments",
        f"{_NAMES[few]} commitments",
        paired(found[many, most], found[few, most]),
    )
    return [*with_entries, with_commitments]


def _log(release: Release, ledger: Path) -> Job:
    copy = release.copy(ledger, f"copy-{ledger.name}")
    return release.job(copy, "log", "c7", "0.5", "--on", FRIDAY, "--yes")


def _import(release: Release, ledger: Path) -> Job:
    """An import of another day each time, as the same rows would be there already. The copy of the
    ledger that it takes first is part of the time.
    """
    copy = release.copy(ledger, f"copy-{ledger.name}")
    file = release.folder / f"copy-{ledger.stem}.csv"
    days = map(day, count(DAYS))

    def write() -> None:
        on = next(days)
        shutil.rmtree(copy.with_name(f"{copy.name}.backups"), ignore_errors=True)
        with file.open("w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(("代号", "日期", "新增"))
            rows.writerows((f"c{row}", on, f"{row / 1000:.3f}") for row in range(1, IMPORTED + 1))

    return release.job(copy, "import", str(file), "--yes", "-q", before=write)


def _bytes(release: Release, sizes: Sequence[int]) -> list[Line]:
    lines = []
    for commitments in COMMITMENTS:
        for entries in sizes:
            if entries > commitments:
                name = f"{_NAMES[commitments]} commitments, {_NAMES[entries]} entries, imported"
                size = _size_of(release, release.ledger(commitments, entries), commitments, entries)
                lines.append(_bytes_line(name, size))
    by_hand = release.folder / f"sample-31-{BY_HAND}-by-hand.db"
    if not by_hand.exists():
        release.script("ledgers.py", by_hand, "31", str(BY_HAND), str(BY_HAND))
    size = _size_of(release, by_hand, 31, BY_HAND)
    lines.append(_bytes_line(f"31 commitments, {BY_HAND:,} entries, each a change by hand", size))
    return lines


def _bytes_line(what: str, size: float) -> Line:
    return Line(what, "", Ratio(size, size, size, 1), goal=250, unit="bytes")


def _size_of(release: Release, ledger: Path, commitments: int, entries: int) -> float:
    """What each entry adds to a ledger, in bytes: its row, the indexes, the sums, its share of a
    change and of its digest, but not the text of its note.
    """
    empty = release.ledger(commitments, 0).stat().st_size
    said = sum(len((note(number) or "").encode()) for number in range(1, entries + 1))
    return (ledger.stat().st_size - empty - said) / entries
