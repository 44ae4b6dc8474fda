"""One open database and its two verbs: `read`, and `write`, which runs a plan in one change.

What only a write needs is imported by it: whoever looks at a table does not wait for it.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.errors import NotOurDatabase
from tracker.store.file import begin_writing, checked, commit, translated
from tracker.store.plan import Author, Committed, Plan, Read, T


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
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def refuse_damaged(self, error: BaseException) -> None:
        """Tell damage from a fault of ours, where a row was not what every reader counts on."""
        from tracker.store.check import faults

        if next(faults(self.read), None) is not None:
            raise NotOurDatabase("error.db_row", why=error) from error

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
        from tracker.store.append import append

        with translated(self.path):
            begin_writing(self._connection)
            try:
                draft, result = plan(self.read)
                if not (draft.rows or draft.entries):
                    return result, Committed(None, None)
                committed, vouched = append(self._connection, draft, author, now)
                if dry_run:
                    return result, committed._replace(change=None)
                before_commit()
                commit(self._connection, self.path, vouched)
                return result, committed
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def keep(self, work: Callable[[Read], T]) -> T:
        """Change what is no part of the ledger (the alerts' memory), in one transaction that no
        other writer is in; returns only when that is durable.
        """
        with translated(self.path):
            begin_writing(self._connection)
            try:
                result = work(self.read)
                self._connection.commit()
                return result
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def rebuild(self) -> None:
        """Make anew what is derived from the entries."""
        from tracker.store import balance

        self.keep(lambda _: balance.rebuild(self._connection))


def open_store(path: Path) -> Store:
    """Open a database of ours, or refuse the file with one line."""
    return Store(checked(path), path)
