"""Rendering: 10 k commitments into each form that they can be shown in."""

from bench import peers
from bench.record import Line, Table
from bench.release import TODAY, Release
from bench.timing import Job, interleaved, paired

COMMITMENTS, ENTRIES = 10_000, 100_000
COLUMNS = 120
# Early in the year: a forecast needs five weeks, and would take most of the time of every form.
EARLY = "2024-01-26"
PIPE = "into a pipe"
_FORMATS = ("csv", "json", "markdown", "html", "xlsx")
# Those that hledger has as well.
_SHARED = ("csv", "json")


def measure(release: Release, *, budget: float) -> list[Table]:
    """A table for each of the two commands that print rows."""
    ledger = release.ledger(COMMITMENTS, ENTRIES)
    status = ("status", "--as-of", TODAY)
    statuses = {
        PIPE: release.job(ledger, *status),
        "on a terminal": release.job(ledger, *status, columns=COLUMNS),
        "as json": release.job(ledger, *status, "--json"),
    }
    report = ("report", "--as-of", EARLY)
    reports = {
        PIPE: release.job(ledger, *report),
        "on a terminal": release.job(ledger, *report, columns=COLUMNS),
        **{
            f"as {one}": release.job(
                ledger, *report, "--format", one, "-o", str(release.folder / f"page.{one}")
            )
            for one in _FORMATS
        },
    }
    name = f"of {COMMITMENTS:,} commitments"
    return [
        Table(f"`status` {name}", _lines(release, statuses, budget)),
        Table(f"`report` {name}", _lines(release, reports, budget), peers.missing(["hledger"])),
    ]


def _lines(release: Release, jobs: dict[str, Job], budget: float) -> list[Line]:
    theirs: dict[str, Job] = {}
    if peers.version("hledger"):
        journal = peers.journal(release.folder / "sample.journal", COMMITMENTS, ENTRIES)
        theirs = {
            f"as {one}": peers.hledger(
                journal, "bal", "--flat", "-N", "-e", "2024-07-01", "-O", one
            )
            for one in _SHARED
            if f"as {one}" in jobs
        }
    both = {("ours", form): job for form, job in jobs.items()}
    both |= {("theirs", form): job for form, job in theirs.items()}
    times = interleaved(both, rounds=7, budget=budget)
    lines = [
        Line(form, PIPE, paired(times["ours", form], times["ours", PIPE]))
        for form in jobs
        if form != PIPE
    ]
    return lines + [
        Line(form, "`hledger bal` in that form", paired(times["ours", form], times["theirs", form]))
        for form in theirs
    ]
