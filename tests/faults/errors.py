"""A disk that refuses: each open, write, sync and change of a name of each command fails in turn.

    python -m tests.faults.errors [--runs N]

Without a number each job is run with each of its operations failing, alone or as the first of all
behind it, with every errno; with one, N of these are tried, spread evenly. Prints how many there
were, and every one in which

- the exit code says that all is well although it is not, or is one that nobody documented;
- more than one line was said, or a traceback;
- a file is neither as it was before nor as it is after, or an unfinished one is left;
- `check` finds a fault behind it;
- the same command line, given again, counts something twice or does not get through.
"""

import errno
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults import device, jobs
from tests.faults.device import ANY, Kind
from tests.faults.judging import JOURNAL, UNFINISHED, Trial, judged, trial_of
from tests.faults.running import Options, spread, told

ERRNOS = (errno.ENOSPC, errno.EIO, errno.EACCES)
STORAGE = 6
# `alerts` has exit codes of its own: docs/cron.md.
TROUBLE = 2


class Refusal(NamedTuple):
    """An operation of a job that fails: the `nth` of its kind."""

    trial: Trial
    kind: Kind
    nth: int
    error: int
    for_good: bool

    def __str__(self) -> str:
        how = "for good" if self.for_good else "once"
        what = "operation" if self.kind == ANY else self.kind.name
        name = errno.errorcode[self.error]
        return f"{' '.join(self.trial.argv)}: {name} {how} at {what} {self.nth}"


def refusals(trials: list[Trial]) -> Iterator[Refusal]:
    """Every way in which an operation of a job can fail: alone, or as the first of all the rest."""
    for trial in trials:
        for kind, count in trial.operations.items():
            for nth, error in itertools.product(range(1, count + 1), ERRNOS):
                yield Refusal(trial, kind, nth, error, for_good=False)
        for nth, error in itertools.product(range(1, sum(trial.operations.values()) + 1), ERRNOS):
            yield Refusal(trial, ANY, nth, error, for_good=True)


def faults_of(refusal: Refusal, folder: Path) -> Iterator[str]:
    """What is wrong behind a refusal."""
    trial, kind, nth, error, for_good = refusal
    jobs.copied(trial.prepared, folder)

    def arm() -> None:
        device.watch(folder)
        device.fail(kind, nth, error, for_good=for_good)

    done = jobs.run(trial.argv, folder, arm=arm)
    if done.code not in (0, TROUBLE if trial.argv == ["alerts", "--new"] else STORAGE):
        yield f"exit {done.code}: {done.err}"
    # Where no name can be changed for the rest of its life, a process can't remove what it began.
    stuck = for_good and Kind.NAME in kind
    yield from judged(trial, folder, done, may_leave=UNFINISHED if stuck else (JOURNAL,))


def main(options: Options) -> int:
    """Try them all, or as many as are wanted."""
    with jobs.workshop() as shop:
        prepared = jobs.prepare(shop / "prepared")
        trials = [trial_of(argv, prepared, shop / "trial") for argv in jobs.jobs()]
        every = spread(list(refusals(trials)), options.runs)
        found = ((str(one), list(faults_of(one, shop / "run"))) for one in every)
        return told("refused operations", len(every), found)


if __name__ == "__main__":
    device.loaded("tests.faults.errors", sys.argv[1:])
    sys.exit(main(Options.typed(sys.argv[1:])))
