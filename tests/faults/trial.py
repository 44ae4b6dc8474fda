"""What the trials of faults share: a place with a ledger, what was counted and what was found."""

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import AUTHOR, SHANGHAI, Run, runner

MADE = dt.datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI)
MOST_SHOWN = 50
MEMORY = Path("/dev/shm")


class Trial:
    """What one trial has counted, and every fault that it has found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self.findings: list[str] = []
        self._began = time.monotonic()

    def hold(self, is_right: bool, finding: str) -> None:
        """Note a finding unless all is right."""
        if not is_right and finding not in self.findings:
            self.findings.append(finding)

    def __str__(self) -> str:
        counted = ", ".join(f"{count} {what}" for what, count in self.counts.items())
        seconds = time.monotonic() - self._began
        return f"{self.name}: {counted}; {len(self.findings)} findings; {seconds:.0f} s"

    def told(self) -> int:
        """Print what came of it; returns the exit code."""
        print(self, *self.findings[:MOST_SHOWN], sep="\n  ", flush=True)
        return 1 if self.findings else 0


def long_run(doc: str | None, run: Callable[[int], Trial], runs: int) -> int:
    """Read `--runs` and do so many; returns the exit code."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--runs", type=int, default=runs, help=f"how many, by default {runs}")
    return run(parser.parse_args().runs).told()


class Place(NamedTuple):
    """A folder with a ledger of its own, and a way to run command lines there in this process."""

    folder: Path
    ledger: Path
    run: Run

    def renew(self, source: Path) -> None:
        """Begin again with a copy of another ledger."""
        shutil.copy(source, self.ledger)

    def kept(self) -> Path:
        """A copy of the ledger as it is now."""
        return Path(shutil.copy(self.ledger, self.folder / "kept.db"))


@contextmanager
def place(init: Sequence[str] = ()) -> Iterator[Place]:
    """A place that nothing outside of it reaches, gone afterwards."""
    with (
        pytest.MonkeyPatch.context() as patch,
        # In memory, where there is one: no power cut is tried here, and a disk is slow.
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made,
    ):
        folder = Path(made)
        for name in [*os.environ]:
            if name.startswith(("TRACKER_", "XDG_", "COLUMNS", "NO_COLOR")):
                patch.delenv(name)
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("TRACKER_DB", str(folder / "tracker.db"))
        patch.setenv("TRACKER_BY", AUTHOR)
        patch.setenv("TRACKER_LANG", "en")
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        for stream in ("stdin", "stdout", "stderr"):
            patch.setattr(sys, stream, getattr(sys, stream))
        # Not through `patch`, which would remember the answer of each of a million commands.
        run = runner(setattr, os.environ.__setitem__)
        assert run("init", *init, now=MADE).code == 0
        yield Place(folder, folder / "tracker.db", run)
