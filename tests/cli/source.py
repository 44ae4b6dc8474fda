"""The program's own source, parsed, for the tests that hold its rules."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tracker

PACKAGE = Path(tracker.__file__).parent
ROOMS = ("core", "store", "exchange", "render", "text", "cli")


class Module(NamedTuple):
    """One module of the program."""

    name: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room it lies in; its own name where it lies in none."""
        return self.name.split(".")[1] if "." in self.name else self.name


class Import(NamedTuple):
    """One name that a module imports, by its full dotted name."""

    module: Module
    name: str
    line: int
    for_types: bool

    @property
    def is_ours(self) -> bool:
        """Whether it is a part of the program."""
        return self.name.split(".")[0] == PACKAGE.name

    @property
    def room(self) -> str:
        """The room that it comes from."""
        return self.name.split(".")[1] if "." in self.name else self.name

    def __str__(self) -> str:
        return f"{self.module.name}:{self.line} imports {self.name}"


def modules() -> list[Module]:
    """Every module of the program."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found.append(Module(name, ast.parse(path.read_text("utf-8"))))
    return found


def imports(module: Module) -> Iterator[Import]:
    """Everything that a module imports, at its top and inside its functions."""
    for_types = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.name} imports by a relative path"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield Import(module, name, node.lineno, id(node) in for_types)


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a module, with the last part of the name that is called."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def texts(module: Module) -> Iterator[tuple[str, int]]:
    """Every constant of a module as text, with its line, but no docstring; f-strings hold {}."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inside = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if inner is not node and isinstance(inner, ast.Constant)
    }
    silent = docstrings | inside
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            parts = (v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
            yield "".join(map(str, parts)), node.lineno
        elif isinstance(node, ast.Constant) and id(node) not in silent:
            yield str(node.value), node.lineno
