"""A disk in memory that may lose what was not synced."""

import os
import random
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SECTOR = 512


class Operation(NamedTuple):
    """One operation as the shim records it: its letter, a descriptor, a number, a content."""

    what: str
    file: int
    number: int
    content: bytes


class _Node:
    """The content of a file: what is on the disk, and the writes that may be. A write of None
    cuts the file there.
    """

    def __init__(self, content: bytes = b"") -> None:
        self.synced = content
        self.pending: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        """Everything is on the disk."""
        self.synced = _written(self.synced, self.pending)
        self.pending = []


class _Change(NamedTuple):
    """A name that now stands for something else, for a folder, or (None) for nothing."""

    folder: str
    name: str
    node: _Node | str | None


class Disk:
    """The files below a folder, of which the content of `prepared` is synced."""

    def __init__(self, prepared: Path, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, _Node | str] = {}
        self._synced: dict[str, _Node | str] = {".": "."}
        for file in prepared.rglob("*"):
            name = str(file.relative_to(prepared))
            self._synced[name] = name if file.is_dir() else _Node(file.read_bytes())
        self._names = dict(self._synced)
        self._pending: list[_Change] = []

    def do(self, operation: Operation) -> None:
        """Do what a process did."""
        what, file, number, content = operation
        node = self._open.get(file)
        if what == "O":
            self._open[file] = self._opened(self._name(content), number)
        elif what in "WT" and isinstance(node, _Node):
            node.pending.append((number, content if what == "W" else None))
        elif what == "S" and isinstance(node, _Node):
            node.sync()
        elif what == "S":
            self._sync_folder(str(node))
        elif what in "RUM":
            self._rename(what, *(self._name(name) for name in content.split(b"\n")))

    def _name(self, content: bytes) -> str:
        return os.path.relpath(os.path.join(self._folder, os.fsdecode(content)), self._folder)

    def _opened(self, name: str, flags: int) -> _Node | str:
        node = self._names.get(name)
        if node is None:
            node = _Node()
            self._set(name, node)
        if flags & os.O_TRUNC and isinstance(node, _Node):
            node.pending.append((0, None))
        return node

    def _rename(self, what: str, name: str, other: str) -> None:
        if what == "M":
            self._set(name, name)
            return
        node = self._names[name]
        if what == "R":
            self._set(other, node)
        self._set(name, None)

    def _set(self, name: str, node: _Node | str | None) -> None:
        if node is None:
            del self._names[name]
        else:
            self._names[name] = node
        self._pending.append(_Change(os.path.dirname(name) or ".", name, node))

    def _sync_folder(self, folder: str) -> None:
        for change in self._pending:
            if change.folder == folder:
                self._settle(self._synced, change)
        self._pending = [change for change in self._pending if change.folder != folder]

    @staticmethod
    def _settle(names: dict[str, _Node | str], change: _Change) -> None:
        if change.node is None:
            names.pop(change.name, None)
        else:
            names[change.name] = change.node

    def crash(self, folder: Path, chance: random.Random) -> None:
        """Make the folder as it may be found when the power is back."""
        names = dict(self._synced)
        for where in sorted({change.folder for change in self._pending}):
            changes = [change for change in self._pending if change.folder == where]
            for change in changes[: chance.randint(0, len(changes))]:
                self._settle(names, change)
        for name, node in sorted(names.items()):
            path = folder / name
            if isinstance(node, str):
                path.mkdir(exist_ok=True)
            elif path.parent.is_dir():
                path.write_bytes(_found(node, chance))


def _found(node: _Node, chance: random.Random) -> bytes:
    """What of a file is found: all that was synced, and any of what was written behind that."""
    how = chance.choice(("none", "all", "some", "parts"))
    if how == "none":
        return node.synced
    if how == "all":
        return _written(node.synced, node.pending)
    kept = [write for write in node.pending if chance.random() < 0.5]
    if how == "parts":
        kept = [part for write in kept for part in _sectors(*write) if chance.random() < 0.5]
    return _written(node.synced, kept)


def _sectors(at: int, content: bytes | None) -> list[tuple[int, bytes | None]]:
    """A write as those of its sectors, which a disk writes whole or not at all."""
    if content is None:
        return [(at, None)]
    cuts = [0, *range(SECTOR - at % SECTOR, len(content), SECTOR), len(content)]
    return [(at + a, content[a:b]) for a, b in pairwise(cuts)]


def _written(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    found = bytearray(content)
    for at, written in writes:
        found.extend(bytes(max(at - len(found), 0)))
        if written is None:
            del found[at:]
        else:
            found[at : at + len(written)] = written
    return bytes(found)
