"""Mutants: a room of the program, changed in one place at a time, must make a test fail.

    python -m tests.mutants tracker/core/alert_rules.py tests/core/test_alerts.py ...

The first argument is the room, the others are what pytest runs. Comparisons are moved by one or
turned round, `and` and `or` are exchanged, `not` is taken away, and whole numbers grow by one.
Prints every mutant that no test notices, and how many there were. It works on a copy.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
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
        tree = ast.parse(source)
        node, change = list(_places(tree))[place]
        was = ast.unparse(node)
        change()
        line = getattr(node, "lineno", 0)
        yield Mutant(line, was, ast.unparse(node), ast.unparse(tree))


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
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, timeout=600, check=False
        )
        return done.returncode != 0


def main(room: str, *tests: str) -> int:
    """Print the mutants that live, and how many there were."""
    source = (ROOT / room).read_text(encoding="utf-8")
    every = list(mutants(source))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        noticed = list(pool.map(lambda one: is_noticed(one, Path(room), tests), every))
    for mutant, dead in zip(every, noticed, strict=True):
        if not dead:
            print(f"{room}:{mutant.line}: {mutant.was}  ->  {mutant.now}")
    print(f"{room}: {sum(noticed)} of {len(every)} mutants noticed")
    return 0 if all(noticed) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
