"""Fuzzing of everything that reads what others wrote: figures, dates, the files of departments,
seeds, exports, and the database itself.

python -m tests.faults.fuzz [--target NAME]... [--runs N]

With atheris (`pip install -e '.[fuzz]'`) new bytes are led by what the last ones reached; without
it they are the corpus, changed by a seeded chance.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.faults.targets import Target, targets
from tests.faults.trial import MEMORY, Trial
from tests.faults.tries import Tries, findings

# How often each is tried: a million times, or where whole commands run as often as can be had in
# some minutes.
RUNS = {
    "figures": 1_000_000, "dates": 1_000_000, "csv": 1_000_000, "seed": 1_000_000,
    "opening": 1_000_000, "json": 1_000_000, "xlsx": 1_000_000, "ledger": 20_000,
    "database": 20_000,
}  # fmt: skip
LONGEST = 4096


def mutated(data: bytes, target: Target, dice: random.Random) -> bytes:
    """Bytes that differ from others in some places."""
    changed = bytearray(data)
    for _ in range(1 + int(dice.expovariate(0.5))):
        at = dice.randrange(len(changed) + 1)
        to = min(len(changed), at + int(dice.expovariate(0.2)))
        match dice.randrange(6):
            case 0:
                changed[at:to] = dice.randbytes(to - at)
            case 1:
                changed[at:at] = dice.randbytes(1 + dice.randrange(4))
            case 2:
                del changed[at:to]
            case 3:
                changed[at:at] = changed[at:to] * (1 + dice.randrange(8))
            case 4:
                changed[at:at] = dice.choice(target.words)
            case _:
                other = dice.choice(target.corpus)
                changed[at:] = other[dice.randrange(len(other) + 1) :]
    return bytes(changed[:LONGEST])


def by_chance(name: str, runs: int, folder: Path, seed: int = 2024) -> int:
    """Try a target with its corpus, then with what chance makes of it; returns how often."""
    target = targets(folder)[name]()
    tries = Tries(name, target, folder)
    dice = random.Random(f"{name}{seed}")
    for data in target.corpus:
        tries.once(data)
    while tries.runs < runs:
        tries.once(mutated(dice.choice(target.corpus), target, dice))
    return tries.runs


def by_guidance(name: str, runs: int, folder: Path) -> int:
    """Try a target under atheris; returns how often."""
    line = [sys.executable, "-m", "tests.faults.guided", name, str(runs), str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", check=False)
    told = re.search(r"stat::number_of_executed_units:\s+([0-9]+)", done.stderr)
    if done.returncode or told is None:
        (folder / "finding-ended").write_text(f"{name}: it ended: {done.stderr[-2000:]}", "utf-8")
    return int(told[1]) if told else 0


def fuzz(names: Sequence[str], runs: int | None, *, guided: bool) -> Trial:
    """Every target in turn."""
    trial = Trial("fuzz")
    for name in names:
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
            folder = Path(made)
            attempt = by_guidance if guided else by_chance
            trial.counts[name] += attempt(name, runs or RUNS[name], folder)
            trial.findings += findings(folder)
    return trial


def main() -> int:
    """Read what shall be tried, and try it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", action="append", choices=RUNS, help="by default every one")
    parser.add_argument("--runs", type=int, help="how often, by default as often as is usual")
    parser.add_argument("--by-chance", action="store_true", help="without atheris")
    told = parser.parse_args()
    guided = not told.by_chance and find_spec("atheris") is not None
    done = fuzz(told.target or [*RUNS], told.runs, guided=guided)
    print("led by atheris" if guided else "by chance alone")
    return done.told()


if __name__ == "__main__":
    sys.exit(main())
