"""Times commands in turn with what they are compared with, so that a machine that is slow for a
while is slow for both. Only ratios of such pairs are worth something.
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")

LEAST_ROUNDS = 3
# Whoever measures memory must be smaller than what is measured, because a process inherits the
# peak of the one that started it.
_MEASURED = """
import os, sys, time
quiet = os.open(os.devnull, os.O_WRONLY)
start = time.perf_counter()
child = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
_, status, used = os.wait4(child, 0)
passed = time.perf_counter() - start
print(passed, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Job(NamedTuple):
    """A command to be timed. `before` is done ahead of each run and not timed, `codes` are exit
    codes that are no failure, and `columns` is the width of the terminal it writes to, if any.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    before: Callable[[], object] = lambda: None
    typed: str = ""
    codes: tuple[int, ...] = (0,)
    columns: int | None = None


class Ratio(NamedTuple):
    """The median of paired ratios, with the quarter and the three quarters of them."""

    median: float
    low: float
    high: float
    runs: int


class Run(NamedTuple):
    """The time of one run in seconds, as the person who typed it feels it, and the most memory
    that it had at once, in bytes; None where the system can't tell.
    """

    seconds: float
    peak: int | None


def run(job: Job) -> Run:
    """Run a job once."""
    job.before()
    if job.columns is not None:
        return Run(_on_a_terminal(job, job.columns), None)
    can_tell = hasattr(os, "wait4")
    measured = [sys.executable, "-I", "-S", "-c", _MEASURED] if can_tell else []
    start = time.perf_counter()
    ended = subprocess.run(
        [*measured, *job.command],
        env=job.environment,
        input=job.typed.encode(),
        capture_output=True,
        check=False,
    )
    passed = time.perf_counter() - start
    _check(job, ended.returncode, ended.stderr)
    if not can_tell:
        return Run(passed, None)
    told, peak = ended.stdout.split()
    return Run(float(told), int(peak))


def _check(job: Job, code: int, said: bytes) -> None:
    if code not in job.codes:
        words = " ".join(map(str, job.command))
        sys.exit(f"{words}: exit code {code}\n{said.decode(errors='replace')[-2000:]}")


def _on_a_terminal(job: Job, columns: int) -> float:
    """The same into a terminal that shows everything at once."""
    import pty

    ours, theirs = pty.openpty()
    environment = {**job.environment, "COLUMNS": str(columns), "TERM": "xterm-256color"}

    def show() -> None:
        try:
            while os.read(ours, 1 << 16):
                pass
        except OSError:
            return  # Linux says so where the last writer is gone.

    reader = threading.Thread(target=show)
    start = time.perf_counter()
    process = subprocess.Popen(
        job.command, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    reader.start()
    code = process.wait()
    passed = time.perf_counter() - start
    reader.join()
    os.close(ours)
    _check(job, code, b"")
    return passed


def interleaved(jobs: Mapping[Key, Job], *, rounds: int, budget: float) -> dict[Key, list[float]]:
    """The times of all jobs in seconds, round by round."""
    found = measured(jobs, rounds=rounds, budget=budget)
    return {key: [one.seconds for one in runs] for key, runs in found.items()}


def measured(jobs: Mapping[Key, Job], *, rounds: int, budget: float) -> dict[Key, list[Run]]:
    """The runs of all jobs, round by round, each round in another order.

    A round before the first reads files and modules from the disk, and counts only where it alone
    took a third of the `budget` in seconds. Then there are `rounds` of them, or as many as the
    budget has room for, but three unless it is used up before.
    """
    keys = list(jobs)
    chosen = random.Random(1)
    started = time.perf_counter()
    found = {key: [run(jobs[key])] for key in keys}
    each = time.perf_counter() - started
    if 3 * each < budget:
        found = {key: [] for key in keys}
        started = time.perf_counter()
    while (done := len(found[keys[0]])) < rounds:
        passed = time.perf_counter() - started
        if passed + (each if done >= LEAST_ROUNDS else 0) > budget:
            break
        chosen.shuffle(keys)
        for key in keys:
            found[key].append(run(jobs[key]))
    return found


def paired(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """How much longer one took than the other, from runs in pairs."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def spread(values: Sequence[float]) -> Ratio:
    """The median of some values with their quarters."""
    if len(values) == 1:
        return Ratio(values[0], values[0], values[0], 1)
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(middle, low, high, len(values))
