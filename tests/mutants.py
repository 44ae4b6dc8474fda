"""Mutants: a room of the program, changed in one place at a time, must make a test fail.

    python -m tests.mutants tracker/core/alert_rules.py tests/core/test_alerts.py ...
    python -m tests.mutants --sample 300 tracker/core tracker/store

In the first form every mutant of one room is tried with the tests that are named; in the second a
sample, evenly from all rooms of some folders, each with the tests that run through its line, which
a run of all tests under coverage tells first. Comparisons are moved by one or turned round, `and`
and `or` are exchanged, `not` is taken away, and whole numbers grow by one. Prints every mutant
that no test notices, and how many there were. It works on a copy.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from coverage import CoverageData

ROOT = Path(__file__).parent.parent
# A mutant that outlives so many tests of its line is taken to live; one that makes them hang isn't.
MOST_TESTS = 60
SECONDS = 300
# What pytest says when a test that it is told to run is not there, and so nothing was tried.
MISNAMED = b"ERROR: not found"
_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
}  # fmt: skip


class Mutant(NamedTuple):
    """A room with one thing changed; `line` is where, and what stands there now."""

    line: int
    was: str
    now: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source."""
    for place in range(len(list(_places(ast.parse(source))))):
        yield mutant_at(source, place)


def mutant_at(source: str, place: int) -> Mutant:
    """The mutant of a source at one of its places."""
    tree = ast.parse(source)
    node, change = list(_places(tree))[place]
    was = ast.unparse(node)
    change()
    return Mutant(getattr(node, "lineno", 0), was, ast.unparse(node), ast.unparse(tree))


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, Callable[[], object]]]:
    """Each place in which a tree can be changed, with what changes it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for number, op in enumerate(node.ops):
                yield node, partial(node.ops.__setitem__, number, _OTHER[type(op)]())
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _OTHER:
            yield node, partial(setattr, node, "op", _OTHER[type(node.op)]())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, partial(setattr, node, "value", node.value + 1)


Covered = dict[str, dict[int, list[str]]]


def covering(folder: Path) -> Covered:
    """The tests that run through each line of each room, by a run of all tests in a folder; those
    first that run through few lines, as they fail soonest.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--cov", "--cov-context=test"]
    more = ["--cov-report=", "--ignore=tests/faults", "--ignore=tests/cli/test_alert_year.py"]
    subprocess.run([*command, *more], cwd=ROOT, env=_environment(folder), check=True)
    data = CoverageData(str(folder / "coverage"))
    data.read()
    # Without the parameters, whose texts no command line has to carry.
    found = {
        str(Path(file).relative_to(ROOT)): {
            line: {re.split(r"[\[|]", context)[0] for context in contexts if context}
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    lines = Counter(test for room in found.values() for tests in room.values() for test in tests)
    return {
        room: {line: sorted(tests, key=lambda test: lines[test]) for line, tests in known.items()}
        for room, known in found.items()
    }


def tests_of(line: int, room: dict[int, list[str]]) -> list[str]:
    """The tests to try a mutant of a line with. What is run once for all tests, when a room is
    imported, is tried with those that run through most of its lines.
    """
    through = Counter(test for tests in room.values() for test in tests)
    found = room.get(line) or [test for test, _ in through.most_common()]
    return found[:MOST_TESTS]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "COVERAGE_FILE": str(folder / "coverage")}


def is_noticed(mutant: Mutant, room: Path, tests: Sequence[str]) -> bool:
    """Whether a test fails with a mutant in the place of the room."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tracker", "tests", "data", "docs", "contrib"):
            if (ROOT / name).exists():
                shutil.copytree(ROOT / name, Path(folder) / name, symlinks=True)
        shutil.copy(ROOT / "pyproject.toml", folder)
        (Path(folder) / room).write_text(mutant.source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return True
        assert MISNAMED not in done.stderr, done.stderr
        return done.returncode != 0


def sampled(count: int, folders: Sequence[str]) -> Iterator[tuple[Path, Mutant]]:
    """So many mutants of the rooms in some folders, evenly from the first to the last."""
    rooms = [room for folder in folders for room in sorted((ROOT / folder).rglob("*.py"))]
    every = [
        (room.relative_to(ROOT), place, source)
        for room in rooms
        if "migrations" not in room.parts
        for source in [room.read_text(encoding="utf-8")]
        for place in range(len(list(_places(ast.parse(source)))))
    ]
    for number in range(min(count, len(every))):
        room, place, source = every[number * len(every) // count]
        yield room, mutant_at(source, place)


def main(room: str, *tests: str) -> int:
    """Try every mutant of a room with the same tests."""
    source = (ROOT / room).read_text(encoding="utf-8")
    return told([(Path(room), mutant, tests) for mutant in mutants(source)])


def main_of_sample(count: int, *folders: str) -> int:
    """Try a sample of the mutants of some folders, each with the tests of its line."""
    with tempfile.TemporaryDirectory() as folder:
        known = covering(Path(folder))
    return told(
        [
            (room, mutant, tests_of(mutant.line, known[str(room)]))
            for room, mutant in sampled(count, folders)
        ]
    )


def told(trials: Sequence[tuple[Path, Mutant, Sequence[str]]]) -> int:
    """Print each mutant that lives as soon as that is known, and how many there were."""
    noticed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        dead = pool.map(lambda one: is_noticed(one[1], one[0], one[2]), trials)
        for (room, mutant, _), is_dead in zip(trials, dead, strict=True):
            noticed.append(is_dead)
            if not is_dead:
                print(f"{room}:{mutant.line}: {mutant.was}  ->  {mutant.now}", flush=True)
    rooms = ", ".join(dict.fromkeys(str(room) for room, _, _ in trials))
    print(f"{rooms if len(rooms) < 80 else 'all rooms'}: {sum(noticed)} of {len(trials)} noticed")
    return 0 if all(noticed) else 1


if __name__ == "__main__":
    if sys.argv[1] == "--sample":
        sys.exit(main_of_sample(int(sys.argv[2]), *sys.argv[3:]))
    sys.exit(main(*sys.argv[1:]))
