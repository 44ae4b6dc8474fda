"""One open database and its two verbs: `read`, and `write`, which runs a plan in one change."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.core.archive import Header
from tracker.core.dates import iso_moment, moment_of
from tracker.core.model import Entry
from tracker.store import balance, schema
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.file import checked, translated
from tracker.store.plan import Author, Committed, Draft, Plan, Read, T
from tracker.store.schema import CHAIN
from tracker.store.text import storable

# A clock this far behind the last change is worth a word to the person who writes.
CLOCK_BEHIND = dt.timedelta(minutes=5)


class Store:
    """An open database file. Use it as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def read(self, sql: str, params: Sequence[object] | dict[str, object] = ()) -> list[Any]:
        """All rows of a query, as tuples."""
        with translated(self.path):
            return self._connection.execute(sql, params).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """Reads that all see the same state, whoever writes meanwhile. Keep it short."""
        with translated(self.path):
            self._connection.execute("BEGIN")
        try:
            yield self.read
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    def write(
        self,
        plan: Plan[T],
        author: Author,
        *,
        now: dt.datetime,
        dry_run: bool = False,
        before_commit: Callable[[], None] = lambda: None,
    ) -> tuple[T, Committed]:
        """Run a plan and add its rows as one change; returns only when that is durable.

        The plan looks only through the `read` it is given, so that it sees the state its rows
        are added to. With `dry_run` everything is done but the commit.
        """
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                draft, result = plan(self.read)
                committed = Committed(None, None)
                if draft.rows or draft.entries:
                    committed = self._append(draft, author, now)
                if dry_run or not (draft.rows or draft.entries):
                    self._connection.rollback()
                    return result, committed._replace(change=None)
                before_commit()
                self._connection.commit()
                return result, committed
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def keep(self, work: Callable[[Read], T]) -> T:
        """Change what is no part of the ledger (the alerts' memory), in one transaction that no
        other writer is in; returns only when that is durable.
        """
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(self.read)
                self._connection.commit()
                return result
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def rebuild(self) -> None:
        """Make anew what is derived from the entries."""
        self.keep(lambda _: balance.rebuild(self._connection))

    def _append(self, draft: Draft, author: Author, now: dt.datetime) -> Committed:
        last = self.read(
            "SELECT change, recorded_at, digest FROM change ORDER BY change DESC LIMIT 1"
        )
        number, last_recorded, previous = last[0] if last else (0, "", GENESIS)
        # The ledger's time never runs backwards, whatever the machine's clock does.
        recorded_at = max(iso_moment(now), last_recorded)
        behind = moment_of(recorded_at) - now
        name, login, reason = (storable(t) for t in (author.name, author.login, draft.reason))
        header = Header(number + 1, recorded_at, name, login, draft.command, reason)
        rows = {table: list(map(_storable, every)) for table, every in by_table(draft.rows).items()}
        if draft.entries:
            rows["entry"] = list(map(_entry_values, draft.entries))
        self._connection.execute(
            "INSERT INTO change (change, recorded_at, author, login, command, reason, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*header, digest(previous, header, rows)),
        )
        for table in CHAIN:
            if values := rows.get(table):
                changed = [(header.change, *own) for own in values]
                self._connection.executemany(schema.insert(table), changed)
        balance.refold(self._connection, draft.touched, rows.get("entry", ()))
        return Committed(header.change, behind if behind >= CLOCK_BEHIND else None)


def _storable(values: Sequence[object]) -> Sequence[object]:
    return [storable(value) for value in values]


def _entry_values(entry: Entry) -> Sequence[object]:
    """The values of an entry as they are stored; its names are those of the ledger already."""
    act, _, commitment, area, stage, day, mode, amount, note, problem, later = entry
    return (
        act, commitment, area, stage, day.isoformat(), mode, amount,
        note and storable(note), problem and storable(problem), later and storable(later),
    )  # fmt: skip


def open_store(path: Path) -> Store:
    """Open a database of ours, or refuse the file with one line."""
    return Store(checked(path), path)
