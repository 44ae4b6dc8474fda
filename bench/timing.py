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

LEAST_RUNS = 3
# Whoever measures memory must be smaller than what is measured, because a process inherits the
# peak of the one that started it.
_PEAK = """
import os, resource, sys
quiet = os.open(os.devnull, os.O_WRONLY)
done = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)])
_, status, used = os.wait4(done, 0)
print(used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
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


def seconds(job: Job) -> float:
    """The time of one run, as the person who typed it feels it."""
    job.before()
    if job.columns is not None:
        return _on_a_terminal(job, job.columns)
    start = time.perf_counter()
    ended = subprocess.run(
        job.command,
        env=job.environment,
        input=job.typed.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    passed = time.perf_counter() - start
    _check(job, ended.returncode, ended.stderr)
    return passed


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


def interleaved(jobs: Mapping[Key, Job], *, runs: int, budget: float) -> dict[Key, list[float]]:
    """The times of all jobs in seconds, round by round, each round in another order.

    At most `runs` rounds, and after three no further one that would pass the `budget` in seconds.
    """
    keys, times = list(jobs), {key: list[float]() for key in jobs}
    chosen = random.Random(1)
    for key in keys:
        # The first run reads the file and the modules from the disk.
        seconds(jobs[key])
    started = time.perf_counter()
    for done in range(runs):
        passed = time.perf_counter() - started
        if done >= LEAST_RUNS and passed * (done + 1) / done > budget:
            break
        chosen.shuffle(keys)
        for key in keys:
            times[key].append(seconds(jobs[key]))
    return times


def paired(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """How much longer one took than the other, from runs in pairs."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def spread(values: Sequence[float]) -> Ratio:
    """The median of some values with their quarters."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(middle, low, high, len(values))


def peak_bytes(job: Job) -> int | None:
    """The most memory that a run had at once, in bytes; None where the system can't tell."""
    if not hasattr(os, "wait4"):
        return None
    job.before()
    measured = [sys.executable, "-I", "-S", "-c", _PEAK, *job.command]
    ended = subprocess.run(
        measured, env=job.environment, input=job.typed.encode(), capture_output=True, check=False
    )
    _check(job, ended.returncode, ended.stderr)
    return int(ended.stdout)
