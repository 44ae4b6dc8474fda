"""Trying a target with some bytes, and keeping what fails: each kind of failure once."""

import time
import traceback
from pathlib import Path

from tests.faults.targets import Target


class Tries:
    """The tries of one target. A failure goes into a file of `folder`, named by where it was."""

    def __init__(self, name: str, target: Target, folder: Path) -> None:
        self.name = name
        self.target = target
        self.folder = folder
        self.runs = 0

    def once(self, data: bytes) -> None:
        """Try it; whatever goes wrong is kept, and the next try goes on."""
        self.runs += 1
        began = time.process_time()
        try:
            self.target.attempt(data)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__}-{Path(frame.filename).name}-{frame.lineno}"
            self._keep(where, data, f"{type(error).__name__}: {error}")
        took = time.process_time() - began
        if took > self.target.seconds:
            self._keep("slow", data, f"took {took:.1f} s")

    def _keep(self, where: str, data: bytes, what: str) -> None:
        kept = self.folder / f"finding-{where}"
        if not kept.exists():
            kept.write_text(f"{self.name}: {what[:400]} ({where}) on {data!r}", "utf-8", "replace")


def findings(folder: Path) -> list[str]:
    """What was kept in a folder."""
    return [path.read_text("utf-8") for path in sorted(folder.glob("finding-*"))]
