"""One writer among many: writes entries for some seconds, one change each, and tells each wait.

Run as a script by the environment that is measured:

    writer.py WAY LEDGER NUMBER BEGIN SECONDS

WAY is `tracker`, which does what `log` does from the opening of the file on, or `bare`, which puts
the same two rows in without a look at anything. Prints the waits in seconds, as JSON.
"""

import datetime as dt
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

FRIDAY = dt.date(2024, 6, 28)
BUSY_SECONDS = 30
SETTINGS = ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON")
_CHANGE = """
INSERT INTO change SELECT max(change) + 1, max(recorded_at), 'sample', 'sample', 'log', NULL, digest
FROM change
"""
_ENTRY = """
INSERT INTO entry SELECT NULL, max(change), ?, '', '', '2024-06-28', 'add', ?, NULL, NULL, NULL
FROM change
"""


def of_tracker(ledger: Path, number: int) -> Callable[[int], object]:
    """Logs as `tracker log` does, each time through a connection of its own."""
    from tracker.store import ledger as verbs
    from tracker.store.engine import open_store
    from tracker.store.plan import Author
    from tracker.store.typed import LogRequest

    author = Author(f"sample{number}", "sample")

    def write(turn: int) -> None:
        request = LogRequest(f"c{number}", f"0.{turn % 999 + 1:03}", FRIDAY)
        with open_store(ledger) as store:
            store.write(verbs.log([request], FRIDAY, None), author, now=dt.datetime.now(dt.UTC))

    return write


def bare(ledger: Path, number: int) -> Callable[[int], object]:
    """Inserts a change and an entry, each time through a connection of its own."""

    def write(turn: int) -> None:
        connection = sqlite3.connect(ledger, timeout=BUSY_SECONDS, isolation_level=None)
        with closing(connection) as database:
            for setting in SETTINGS:
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN IMMEDIATE")
            database.execute(_CHANGE)
            database.execute(_ENTRY, (number, turn % 999 + 1))
            database.execute("COMMIT")

    return write


def main(arguments: Sequence[str]) -> None:
    """Write from the moment that all begin until the time is over."""
    way, ledger, number = arguments[0], Path(arguments[1]), int(arguments[2])
    begin, seconds = float(arguments[3]), float(arguments[4])
    write = {"tracker": of_tracker, "bare": bare}[way](ledger, number)
    waits: list[float] = []
    time.sleep(max(0.0, begin - time.time()))
    while time.time() < begin + seconds:
        started = time.perf_counter()
        write(len(waits))
        waits.append(time.perf_counter() - started)
    json.dump(waits, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
