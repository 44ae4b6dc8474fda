"""The last digest vouches for everything before it: it is worked out here a second time."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.store.ledgers import raw
from tracker.core.archive import Header, Row
from tracker.store import chain, settings
from tracker.store.chain import GENESIS, by_table
from tracker.store.engine import open_store
from tracker.store.schema import CHAIN

HEADER = ("change", "recorded_at", "author", "login", "command", "reason")


def digest(previous: bytes, header: Header, rows: Iterable[Row]) -> bytes:
    """The digest of rows as an archive holds them."""
    return chain.digest(previous, header, by_table(rows))


@pytest.fixture
def file(written: Path) -> Iterator[sqlite3.Connection]:
    with raw(written) as connection:
        yield connection


def line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def recomputed(file: sqlite3.Connection, previous: bytes, change: int) -> bytes:
    """The digest of a change from nothing but the rows that are in the file."""
    header = file.execute(f"SELECT {', '.join(HEADER)} FROM change WHERE change = ?", (change,))
    lines = [
        line([table, *row])
        for table, columns in CHAIN.items()
        for row in file.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE change = ?", (change,)
        )
    ]
    # A table keeps no order of its own, so the lines are put in theirs.
    whole = previous + line(header.fetchone()) + b"".join(sorted(lines))
    return hashlib.sha256(whole).digest()


def stored(file: sqlite3.Connection) -> list[tuple[int, bytes]]:
    return file.execute("SELECT change, digest FROM change ORDER BY change").fetchall()


def test_every_digest_can_be_worked_out_from_the_file_alone(file: sqlite3.Connection) -> None:
    previous = bytes(32)
    wrong = []
    for change, found in stored(file):
        previous, before = found, previous
        if recomputed(file, before, change) != found:
            wrong.append(change)
    assert (len(stored(file)) > 30, wrong) == (True, [])


def test_the_history_has_every_kind_of_change(file: sqlite3.Connection) -> None:
    commands = {c for (c,) in file.execute("SELECT DISTINCT command FROM change")}
    assert commands == {
        "init", "log", "correct", "undo", "add", "edit", "area add", "milestone add", "plan",
        "unit add", "config", "area edit", "area retire", "milestone edit", "milestone retire",
        "stage edit", "stage retire", "close", "reopen", "workday", "alerts ack",
    }  # fmt: skip


def test_the_last_digest_is_the_one_that_reports_print(written: Path) -> None:
    with open_store(written) as store, raw(written) as file:
        last = settings.last_change(store.read)
        assert (last.change, last.digest) == (stored(file)[-1][0], stored(file)[-1][1].hex())


def rows_of(file: sqlite3.Connection, change: int) -> list[Row]:
    return [
        Row(table, dict(zip(columns, values, strict=True)))
        for table, columns in CHAIN.items()
        for values in file.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE change = ?", (change,)
        )
    ]


def header_of(file: sqlite3.Connection, change: int) -> Header:
    columns = ", ".join(HEADER)
    found = file.execute(f"SELECT {columns} FROM change WHERE change = ?", (change,))
    return Header(*found.fetchone())


def others(value: Any) -> list[Any]:
    """Values that are not this one, however alike they look."""
    if value is None:
        return ["", 0, "null"]
    if isinstance(value, int):
        return [value + 1, -value - 1, str(value), None]
    return [value + " ", value[:-1] + "x" if value else "x", None]


def later_changes(file: sqlite3.Connection) -> list[int]:
    return [change for change, _ in stored(file) if change > 1]


def test_any_changed_value_of_a_row_changes_the_digest(file: sqlite3.Connection) -> None:
    for change in later_changes(file):
        header, rows = header_of(file, change), rows_of(file, change)
        right = digest(GENESIS, header, rows)
        for i, row in enumerate(rows):
            for column, value in row.values.items():
                for other in others(value):
                    forged = Row(row.table, {**row.values, column: other})
                    assert digest(GENESIS, header, [*rows[:i], forged, *rows[i + 1 :]]) != right


def test_any_changed_value_of_the_header_changes_the_digest(file: sqlite3.Connection) -> None:
    header, rows = header_of(file, 2), rows_of(file, 2)
    right = digest(GENESIS, header, rows)
    for column, value in header._asdict().items():
        for other in others(value):
            assert digest(GENESIS, header._replace(**{column: other}), rows) != right


def test_a_row_that_is_missing_doubled_or_elsewhere_changes_the_digest(
    file: sqlite3.Connection,
) -> None:
    header, rows = header_of(file, 2), rows_of(file, 2)
    right = digest(GENESIS, header, rows)
    elsewhere = Row("undo", rows[0].values)
    for forged in (rows[1:], rows[:-1], [*rows, rows[-1]], [elsewhere, *rows[1:]], []):
        assert digest(GENESIS, header, forged) != right


def test_a_change_before_it_changes_the_digest(file: sqlite3.Connection) -> None:
    header, rows = header_of(file, 2), rows_of(file, 2)
    assert digest(GENESIS, header, rows) != digest(bytes(31) + b"\1", header, rows)


def test_values_that_slide_into_their_neighbour_change_the_digest() -> None:
    header = Header(2, "2024-07-05T04:00:00.000Z", "张", "z", "edit", None)

    def of(slug: str, alias: str) -> bytes:
        return digest(GENESIS, header, [Row("alias", {"alias": alias, "commitment": slug})])

    assert of("ab", "c") != of("a", "bc")
    assert of('a","b', "c") != of("a", 'b","c')
    assert of("a\n", "b") != of("a", "\nb")


def test_the_order_in_which_rows_are_handed_over_does_not_matter(
    file: sqlite3.Connection,
) -> None:
    header, rows = header_of(file, 1), rows_of(file, 1)
    assert digest(GENESIS, header, rows[::-1]) == digest(GENESIS, header, rows)
