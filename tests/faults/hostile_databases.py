"""Files that somebody made to do harm, given as the database: every command, each in five seconds.

    python -m tests.faults.hostile_databases

Prints every command that accepts one of them, takes longer, or says more than one line.
"""

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from tests.faults import jobs
from tests.faults.running import told
from tracker.store.file import journal_of

FOREIGN = 4
SECONDS = 5
ASKED = (
    ["status"], ["show", "sewer"], ["log", "sewer", "1", "--yes"], ["undo", "1", "--reason", "x"],
    ["history", "sewer"], ["alerts", "ack", "sewer", "--until", "2024-07-31", "--reason", "x"],
    ["report"], ["check"], ["backup"], ["export", "--json"], ["import", "july.csv", "--yes"],
    ["config"], ["calendar"], ["check", "--rebuild"],
    ["restore", "../hostile.db", "--db", "new.db"],
)  # fmt: skip
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def _sql(*statements: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            for statement in statements:
                file.execute(statement)

    return spoil


def _schema(statement: str) -> Callable[[Path], None]:
    """Write into the schema itself, as no program would."""
    return _sql("PRAGMA writable_schema=ON", statement)


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return spoil


def _at(place: int, content: bytes) -> Callable[[Path], None]:
    return _bytes(lambda whole: whole[:place] + content + whole[place + len(content) :])


def _journal_of_before(path: Path) -> None:
    """The journal of a write that was cut off, beside what the ledger became later."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA cache_size=1")
        file.execute("BEGIN")
        file.execute("CREATE TABLE spilled (text)")
        file.executemany("INSERT INTO spilled VALUES (?)", [("x" * 2000,)] * 50)
        kept = journal_of(path).read_bytes()
        file.execute("ROLLBACK")
    for day in ("2024-07-01", "2024-07-02"):
        done = jobs.run(["log", "sewer", "1", "--on", day, "--db", str(path)], path.parent)
        assert done.code == 0, done
    journal_of(path).write_bytes(kept)


HOSTILE: dict[str, Callable[[Path], None]] = {
    "a trigger that adds an entry of its own": _sql(
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM balance; END"
    ),
    "a view in place of a table": _sql(
        "DROP TABLE series", "CREATE VIEW series AS SELECT 1 AS series, 'x' AS area"
    ),
    "an endless view in place of a view": _sql(
        "DROP VIEW status", f"CREATE VIEW status AS {_ENDLESS}"
    ),
    "an endless view beside the others": _sql(f"CREATE VIEW forever AS {_ENDLESS}"),
    "a table without its check": _schema(
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK', 'CHECK (1) CHECK') "
        "WHERE name = 'entry'"
    ),
    "a table that is not strict": _schema(
        "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'entry'"
    ),
    "a table that is one in memory": _schema(
        "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE entry USING fts5(x)' "
        "WHERE name = 'entry'"
    ),
    "a schema that can't be read": _schema(
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE' WHERE name = 'entry'"
    ),
    "a schema of invalid UTF-8": _schema(
        "UPDATE sqlite_schema SET sql = CAST(x'435245415445ff' AS TEXT) WHERE name = 'entry'"
    ),
    "tables that share a page": _schema(
        "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'entry'"
    ),
    "a page far beyond the end": _schema(
        "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'change'"
    ),
    "a missing column": _sql(
        "DROP TRIGGER change_no_update", "ALTER TABLE change RENAME COLUMN reason TO why"
    ),
    "a missing table": _sql("DROP TABLE balance"),
    "a newer version": _sql("PRAGMA user_version=99"),
    "a version below all": _sql("PRAGMA user_version=-1"),
    "another program's": _sql("PRAGMA application_id=1"),
    "half of it": _bytes(lambda whole: whole[: len(whole) // 2]),
    "cut within a page": _bytes(lambda whole: whole[:-1]),
    "only its header": _bytes(lambda whole: whole[:100]),
    "one byte": _bytes(lambda _: b"S"),
    "nothing": _bytes(lambda _: b""),
    "text": _bytes(lambda _: "县市区,完成\n".encode() * 1000),
    "UTF-16": _at(56, (2).to_bytes(4, "big")),
    "a page size of nothing": _at(16, b"\0\0"),
    "a page size of 64 KiB": _at(16, b"\0\1"),
    "a reserved space of 255 bytes": _at(20, b"\xff"),
    "a first page that points at itself": _at(100, b"\x05\0\0\0\1\0\0\0\0\0\0\1"),
    "a journal of before beside it": _journal_of_before,
}


def faults_of(spoil: Callable[[Path], None], prepared: Path, folder: Path) -> Iterator[str]:
    """What is wrong with what every command says of a hostile file."""
    hostile = folder.with_name("hostile.db")
    shutil.copy(prepared / jobs.DATABASE, hostile)
    journal_of(hostile).unlink(missing_ok=True)
    spoil(hostile)
    for argv in ASKED:
        jobs.copied(prepared, folder)
        for one in (hostile, journal_of(hostile)):
            if one.exists():
                shutil.copy(one, folder / one.name.replace("hostile", "tracker"))
        begun = time.monotonic()
        done = jobs.run(argv, folder)
        seconds = time.monotonic() - begun
        if done.code != FOREIGN or len(done.err.splitlines()) != 1 or seconds > SECONDS:
            yield f"{' '.join(argv)}: exit {done.code} in {seconds:.1f} s: {done.err}"


def main() -> int:
    """Give each of them to each command."""
    with jobs.workshop() as shop:
        prepared = jobs.prepare(shop / "prepared")
        found = (
            (name, list(faults_of(spoil, prepared, shop / "run")))
            for name, spoil in HOSTILE.items()
        )
        return told("hostile databases", len(HOSTILE), found)


if __name__ == "__main__":
    sys.exit(main())
