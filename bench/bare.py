"""Reads the rows that a command reads, and does nothing with them.

Run as a script by the environment that is measured. `bare.py --record FILE WORD...` runs a command
and keeps the queries it made; `bare.py FILE DATABASE` makes the same queries with `sqlite3` alone.
"""

import json
import sqlite3
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any


def record(file: Path, words: Sequence[str]) -> int:
    """Run a command and write down each query that it made, with its values in place."""
    from tracker.__main__ import main as tracker

    made: list[str] = []

    class Traced(sqlite3.Connection):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.set_trace_callback(made.append)

    module: Any = sqlite3
    module.connect = partial(sqlite3.connect, factory=Traced)
    code = tracker(words)
    queries = [one for one in made if one.lstrip().startswith(("SELECT", "WITH"))]
    file.write_text(json.dumps(queries), encoding="utf-8")
    return code


def main(arguments: Sequence[str]) -> int:
    """Record, or read."""
    if arguments[0] == "--record":
        return record(Path(arguments[1]), arguments[2:])
    database = sqlite3.connect(arguments[1], isolation_level=None)
    database.execute("PRAGMA cache_size=-65536")
    for query in json.loads(Path(arguments[0]).read_text(encoding="utf-8")):
        database.execute(query).fetchall()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
