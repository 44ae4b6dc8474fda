"""The disk that fails, stops or forgets, as `shim.c` makes it of any disk."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from enum import IntFlag
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_LOADED = "TRACKER_FAULTS_SHIM"


class Kind(IntFlag):
    """What a process does to its files, as the shim counts it."""

    OPEN = 1
    WRITE = 2
    SYNC = 4
    NAME = 8


ANY = Kind.OPEN | Kind.WRITE | Kind.SYNC | Kind.NAME


def why_not() -> str | None:
    """Why there can be no such disk here; None where there can."""
    if not sys.platform.startswith("linux"):
        return "the shim is made for Linux"
    return None if shutil.which("cc") else "there is no C compiler here"


def loaded(module: str, arguments: Sequence[str]) -> bool:
    """Whether the shim stands below this process. If not, runs the module again with it, and leaves
    with its exit code.
    """
    if os.environ.get(_LOADED):
        return True
    if reason := why_not():
        sys.exit(f"{module}: {reason}")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "shim.so"
        compiled = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(compiled, check=True)
        again = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "LD_PRELOAD": str(library), _LOADED: "1"},
            check=False,
        )
    sys.exit(again.returncode)


_shim = ctypes.CDLL(None)


def watch(folder: Path) -> None:
    """Stand between this process and its files below a folder, from now on."""
    _shim.faults_watch(os.fsencode(folder))


def fail(kind: Kind, nth: int, error: int, *, for_good: bool) -> None:
    """Let the `nth` operation of a kind fail with an errno, and `for_good` all behind it."""
    _shim.faults_fail(int(kind), ctypes.c_long(nth), error, int(for_good))


def kill(nth: int, *, half: bool) -> None:
    """End this process (SIGKILL) at its `nth` operation; `half` of a write is done before."""
    _shim.faults_kill(ctypes.c_long(nth), int(half))


def counts() -> dict[Kind, int]:
    """How many operations of each kind there were."""
    _shim.faults_count.restype = ctypes.c_long
    return {kind: int(_shim.faults_count(int(kind))) for kind in Kind}


def record(descriptor: int) -> None:
    """Write every operation to an open file, for `power` to play again."""
    _shim.faults_record(descriptor)


def mark() -> None:
    """Record that what was written so far is acknowledged."""
    _shim.faults_mark()
