"""Beside the peers: the same job on the same data, 10 k commitments with 100 k entries."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import peers
from bench.record import Line, Table
from bench.release import HERE, LONG_AGO, TODAY, Release
from bench.timing import Job, interleaved, paired

COMMITMENTS, ENTRIES = 10_000, 100_000
STATUS = ("status", "--plain", "--as-of", TODAY)
REPORT = ("report", "--plain", "--as-of", TODAY)
LOG = ("log", "c7", "0.5", "--yes", "--on")
# What a bare program would have to do for one entry that is to outlast a power cut.
INSERT = """
PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON; BEGIN IMMEDIATE;
INSERT INTO change SELECT max(change) + 1, max(recorded_at), 'sample', 'sample', 'log', NULL, digest
  FROM change;
INSERT INTO entry SELECT NULL, max(change), 7, '', '', '2024-06-28', 'add', 500, NULL, NULL, NULL
  FROM change;
COMMIT;
"""
T, BARE, VIEW = "import typer", "the same rows by bare `sqlite3`", "`sqlite3`: the view `status`"
BAL, ADD, ANNOTATE, SHELL = "`hledger bal`", "`hledger add`", "`task annotate`", "`sqlite3`: INSERT"
# What each is compared with, and the most that the ratio should be.
Wanted = Mapping[str, Sequence[tuple[str, float | None]]]
_READING: Wanted = {"`status --plain`": ((BARE, 2), (BAL, 0.04), (VIEW, None), (T, None))}
_REPORTING: Wanted = {"`report --plain`": ((BARE, 2), (BAL, 0.04), (T, None))}
_OLD, _PART = "`log` on a day of February", "`log` by a part of a name"
_LOGGING: Wanted = {
    "`log`": ((ADD, 0.03), (ANNOTATE, 0.6), (SHELL, None), (T, None)),
    _OLD: (("`log`", None),),
    _PART: (("`log`", None),),
}


def measure(release: Release, *, budget: float) -> list[Table]:
    """The table of ratios."""
    ledger = release.ledger(COMMITMENTS, ENTRIES)
    lines = [
        *_lines(_reading(release, ledger, STATUS, "`status --plain`"), _READING, budget),
        *_lines(_reading(release, ledger, REPORT, "`report --plain`"), _REPORTING, budget),
        *_lines(_logging(release, ledger), _LOGGING, budget),
    ]
    name = f"{COMMITMENTS:,} commitments, {ENTRIES:,} entries"
    return [Table(name, lines, peers.missing(peers.PEERS))]


def _lines(jobs: dict[str, Job], wanted: Wanted, budget: float) -> list[Line]:
    times = interleaved(jobs, rounds=15, budget=budget)
    return [
        Line(what, over, paired(times[what], times[over]), goal=goal)
        for what, others in wanted.items()
        for over, goal in others
        if over in times
    ]


def _reading(release: Release, ledger: Path, words: Sequence[str], what: str) -> dict[str, Job]:
    queries = release.folder / "queries.json"
    release.script("bare.py", "--record", queries, *words, ledger=ledger)
    jobs = {
        T: release.reference(),
        what: release.job(ledger, *words),
        BARE: release.python_job(str(HERE / "bare.py"), str(queries), str(ledger)),
    }
    if peers.version("hledger"):
        journal = peers.journal(release.folder / "sample.journal", COMMITMENTS, ENTRIES)
        jobs[BAL] = peers.hledger(journal, "bal", "--flat", "-N", "-e", "2024-07-01")
    if peers.version("sqlite3"):
        jobs[VIEW] = peers.sqlite(ledger, "SELECT * FROM status")
    return jobs


def _logging(release: Release, ledger: Path) -> dict[str, Job]:
    copy = release.copy(ledger)
    jobs = {
        T: release.reference(),
        "`log`": release.job(copy, *LOG, "2024-06-28"),
        _OLD: release.job(copy, *LOG, LONG_AGO),
        _PART: release.job(copy, "log", "任务4321", "0.5", "--yes", "--on", "2024-06-28"),
    }
    if peers.version("hledger"):
        journal = peers.journal(release.folder / "sample.journal", COMMITMENTS, ENTRIES)
        jobs[ADD] = peers.hledger(release.copy(journal, "copy.journal"), "add", typed=peers.ADDED)
    if peers.version("task"):
        folder = peers.tasks(release.folder / "sample.tasks", COMMITMENTS, ENTRIES)
        jobs[ANNOTATE] = peers.task(release.copy_folder(folder), "7", "annotate", "0.5 km")
    if peers.version("sqlite3"):
        jobs[SHELL] = peers.sqlite(release.copy(ledger, "insert.db"), INSERT)
    return jobs
