"""What must hold behind a fault: every file as before or as after, and nothing counted twice."""

import datetime as dt
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.faults import device, jobs
from tests.faults.device import Kind
from tests.faults.jobs import Outcome

# What may lie about behind a process that was killed: it has no name that anybody reads.
UNFINISHED = (".unfinished", ".tracker-", "-journal")
JOURNAL = "-journal"
REFUSED, FOREIGN = 3, 4
# What can be given again whatever became of it: nothing comes of it twice.
REPEATABLE = {"restore", "migrate", "check"}
# Whoever gives a command again does it when nobody else is still at work: docs/alerts.md.
LATER = jobs.NOW + dt.timedelta(hours=1)


class Trial(NamedTuple):
    """A job with what is there before it and after it, and how often it touches the disk."""

    argv: list[str]
    prepared: Path
    before: dict[str, str]
    after: dict[str, str]
    operations: dict[Kind, int]
    acts: int
    seconds: float

    @property
    def database(self) -> str:
        """The ledger that it is about."""
        return self.argv[self.argv.index("--db") + 1] if "--db" in self.argv else jobs.DATABASE


def trial_of(argv: list[str], prepared: Path, folder: Path) -> Trial:
    """A job, done once on a disk that does what it shall."""
    jobs.copied(prepared, folder)
    counted = folder.with_name("counted")
    begun = time.monotonic()
    done = jobs.run(
        argv,
        folder,
        arm=lambda: device.watch(folder),
        disarm=lambda: _note(counted, device.counts()),
    )
    seconds = time.monotonic() - begun
    operations = {Kind[name]: n for name, n in json.loads(counted.read_text()).items()}
    assert done.code == 0, (argv, done)
    before, after = jobs.contents(prepared), jobs.contents(folder)
    trial = Trial(argv, prepared, before, after, operations, 0, seconds)
    return trial._replace(acts=_acts(folder / trial.database))


def _note(file: Path, counts: dict[Kind, int]) -> None:
    file.write_text(json.dumps({kind.name: count for kind, count in counts.items()}))


def judged(
    trial: Trial, folder: Path, done: Outcome, *, may_leave: tuple[str, ...] = UNFINISHED
) -> Iterator[str]:
    """What is wrong in a folder behind a job that met a fault, and behind the same job again."""
    if "Traceback" in done.err or len(done.err.splitlines()) > 1:
        yield f"it said: {done.err}"
    yield from _checked(trial, folder)
    found = jobs.contents(folder)
    yield from _as_before_or_after(trial, found, may_leave)
    is_done = found.get(trial.database) != trial.before.get(trial.database)
    if done.code == 0 and found.get(trial.database) != trial.after.get(trial.database):
        yield "it was acknowledged and is not there"
    is_told = "`tracker history`" in done.err
    if done.code > 0 and is_done and not (is_told or REPEATABLE & {*trial.argv}):
        yield f"exit {done.code}, and yet it was done: {done.err}"
    if done.code != 0 and not is_told:
        yield from _again(trial, folder)


def _checked(trial: Trial, folder: Path) -> Iterator[str]:
    """Whether the ledger is whole, as the next command finds it."""
    if "migrate" in trial.argv or not (folder / trial.database).exists():
        return
    looked = jobs.run(["check", "--db", trial.database], folder)
    # What was never finished is rolled back to an empty file, which counts as none.
    is_none = trial.database not in trial.before and not (folder / trial.database).stat().st_size
    if looked.code != (FOREIGN if is_none else 0):
        yield f"check: exit {looked.code}: {looked.out} {looked.err}"


def _as_before_or_after(
    trial: Trial, found: dict[str, str], may_leave: tuple[str, ...]
) -> Iterator[str]:
    for name in sorted({*found, *trial.before}):
        allowed = {trial.before.get(name), trial.after.get(name)}
        if found.get(name) in allowed:
            continue
        if name not in found or not any(word in name for word in may_leave):
            yield f"{name} is neither as before nor as after"


def _again(trial: Trial, folder: Path) -> Iterator[str]:
    """The same command line given once more, by somebody who does not know what became of it."""
    again = jobs.run(trial.argv, folder, LATER)
    if again.code not in (0, REFUSED):
        yield f"once more: exit {again.code}: {again.err}"
    acts = _acts(folder / trial.database)
    if acts != trial.acts:
        yield f"once more: {acts} acts instead of {trial.acts}"


def _acts(path: Path) -> int:
    """How many entries, corrections and undos there are."""
    with closing(sqlite3.connect(path)) as database:
        counts = database.execute(
            "SELECT count(*) FROM entry UNION ALL SELECT count(*) FROM correction "
            "UNION ALL SELECT count(*) FROM undo"
        )
        return sum(count for (count,) in counts)
