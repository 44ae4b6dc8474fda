"""A change: the row of the chain with its digest, every row it puts in, and the sums it moves."""

import datetime as dt
import sqlite3
from collections.abc import Sequence

from tracker.core.archive import Header
from tracker.core.dates import iso_moment, moment_of
from tracker.core.model import Entry
from tracker.errors import NotOurDatabase
from tracker.store import balance, schema
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.plan import LATEST, Author, Committed, Draft
from tracker.store.schema import CHAIN
from tracker.store.text import storable

# A clock this far behind the last change is worth a word to the person who writes.
CLOCK_BEHIND = dt.timedelta(minutes=5)


def append(
    connection: sqlite3.Connection, draft: Draft, author: Author, now: dt.datetime
) -> tuple[Committed, bytes]:
    """Add what a plan drafted, in the transaction that it was drafted in; returns the change with
    its digest.
    """
    last = connection.execute(
        "SELECT change, recorded_at, digest FROM change ORDER BY change DESC LIMIT 1"
    ).fetchall()
    number, last_recorded, previous = last[0] if last else (0, "", GENESIS)
    if number >= LATEST:
        # Nobody would read what is added behind it.
        raise NotOurDatabase("error.db_row", why=f"change {number}")
    # The ledger's time never runs backwards, whatever the machine's clock does.
    recorded_at = max(iso_moment(now), last_recorded)
    behind = moment_of(recorded_at) - now
    name, login, reason = (storable(t) for t in (author.name, author.login, draft.reason))
    header = Header(number + 1, recorded_at, name, login, draft.command, reason)
    rows = {table: list(map(_storable, every)) for table, every in by_table(draft.rows).items()}
    if draft.entries:
        rows["entry"] = _values_of(draft.entries)
    vouched = digest(previous, header, rows)
    connection.execute(
        "INSERT INTO change (change, recorded_at, author, login, command, reason, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*header, vouched),
    )
    for table in CHAIN:
        if values := rows.get(table):
            changed = map((header.change,).__add__, values)
            connection.executemany(schema.insert(table), changed)
    balance.refold(connection, draft.touched, rows.get("entry", ()))
    return Committed(header.change, behind if behind >= CLOCK_BEHIND else None), vouched


def _storable(values: Sequence[object]) -> tuple[object, ...]:
    return tuple(map(storable, values))


def _values_of(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """The values of entries as they are stored; their names are those of the ledger already."""
    days = {day: day.isoformat() for day in {entry.day for entry in entries}}
    return [
        (
            act, commitment, area, stage, days[day], mode, amount,
            note and storable(note), problem and storable(problem), later and storable(later),
        )
        for act, _, commitment, area, stage, day, mode, amount, note, problem, later in entries
    ]  # fmt: skip
