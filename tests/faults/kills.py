"""Processes that are killed (SIGKILL) in the middle of every command that writes.

    python -m tests.faults.kills [--runs N] [--seed N]

Half of the kills come at an operation on the disk, chosen at random, half of these in the middle
of a write; the other half come after a random time, wherever the program, Python or SQLite are
then. Prints every one behind which a file is neither as before nor as after, an answer was given
that does not hold, `check` finds a fault, or the same command counts something twice.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.faults import device, jobs
from tests.faults.judging import Trial, judged, trial_of
from tests.faults.running import Options, told

RUNS = 5000


def faults_of(trial: Trial, folder: Path, chance: random.Random) -> tuple[str, list[str]]:
    """A job that is killed, as a line of text, and what is wrong behind it."""
    jobs.copied(trial.prepared, folder)
    if chance.random() < 0.5:
        # One more than there are: the last kill comes behind everything.
        nth, half = chance.randint(1, sum(trial.operations.values()) + 1), chance.random() < 0.5
        where, arm = f"operation {nth}{', half done' * half}", partial(_at, folder, nth, half)
    else:
        seconds = chance.uniform(0, 1.1 * trial.seconds)
        where, arm = f"{seconds:.6f} s", partial(_after, seconds)
    done = jobs.run(trial.argv, folder, arm=arm)
    wrong = [] if done.code in (0, -signal.SIGKILL) else [f"exit {done.code}: {done.err}"]
    wrong += judged(trial, folder, done)
    return f"{' '.join(trial.argv)}: killed at {where}", wrong


def _at(folder: Path, nth: int, half: bool) -> None:
    device.watch(folder)
    device.kill(nth, half=half)


def _after(seconds: float) -> None:
    """Have this process killed by another one after some time."""
    me = os.getpid()
    if not os.fork():
        time.sleep(seconds)
        # Where the work is done already, whoever has its number now is let live.
        if os.getppid() == me:
            os.kill(me, signal.SIGKILL)
        os._exit(0)


def _tried(options: Options, shop: Path) -> Iterator[tuple[str, list[str]]]:
    prepared = jobs.prepare(shop / "prepared")
    trials = [trial_of(argv, prepared, shop / "trial") for argv in jobs.jobs()]
    chance = random.Random(options.seed)
    for number in range(options.runs or RUNS):
        yield faults_of(trials[number % len(trials)], shop / "run", chance)


def main(options: Options) -> int:
    """Kill as many as are wanted, each job in turn."""
    with jobs.workshop() as shop:
        return told("kills", options.runs or RUNS, _tried(options, shop))


if __name__ == "__main__":
    device.loaded("tests.faults.kills", sys.argv[1:])
    sys.exit(main(Options.typed(sys.argv[1:])))
