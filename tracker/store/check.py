"""Whether a ledger is what it was written to be: every digest, every number, every sum, every text.

A check looks and never changes anything. What it finds is named by the row.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from tracker.core.check import Fault, Head
from tracker.errors import NotOurDatabase, Refused, TrackerError
from tracker.store import archive, balance, configuring, settings
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.check_rows import moment_faults, value_faults
from tracker.store.plan import UNREADABLE, Read
from tracker.store.vouching import altered_runs

# More of one kind need not be listed to know that a file is damaged.
MOST = 100
_TWICE = """
SELECT act FROM (SELECT act FROM entry UNION ALL SELECT DISTINCT act FROM correction
  UNION ALL SELECT act FROM undo) GROUP BY act HAVING count(*) > 1 ORDER BY act
"""
_NUMBERED = """
SELECT count(*), ifnull(max(act), 0), ifnull(min(act), 1) FROM (SELECT act FROM entry
  UNION SELECT act FROM correction UNION SELECT act FROM undo)
"""
# A commitment is there from its change on, with all that it can't be read without.
_WITHOUT = """
SELECT slug, 'profile' FROM commitment AS c WHERE NOT EXISTS (
  SELECT 1 FROM profile WHERE commitment = c.commitment AND change = c.change)
UNION ALL SELECT slug, 'terms' FROM commitment AS c WHERE NOT EXISTS (
  SELECT 1 FROM terms WHERE commitment = c.commitment AND change = c.change)
UNION ALL SELECT slug || ' #' || p.change, 'department'
FROM profile AS p JOIN commitment USING (commitment) WHERE NOT EXISTS (
  SELECT 1 FROM department WHERE code = p.department AND change <= p.change)
"""
# Acts about an entry that is not there, is another commitment's, or was made later.
_STRAY = """
SELECT c.act FROM correction AS c LEFT JOIN entry AS e ON e.act = c.entry
WHERE e.act IS NULL OR e.commitment <> c.commitment OR e.act >= c.act
UNION SELECT u.act FROM undo AS u
WHERE u.of_act >= u.act OR NOT EXISTS (
  SELECT 1 FROM entry WHERE act = u.of_act AND commitment = u.commitment
  UNION ALL SELECT 1 FROM correction WHERE act = u.of_act AND commitment = u.commitment
  UNION ALL SELECT 1 FROM undo WHERE act = u.of_act AND commitment = u.commitment)
"""


def sqlite_version() -> str:
    """The version of the SQLite that this Python carries."""
    return sqlite3.sqlite_version


def head(read: Read) -> Head:
    """The last change with its digest."""
    last = settings.last_change(read)
    return Head(last.change, last.digest)


def faults(read: Read, against: Head | None = None) -> Iterator[Fault]:
    """All that is wrong with a ledger; `against` is a head that was printed or noted before."""
    for look in (_file, _chain, _commitments, _acts, _settings, _sums, altered_runs):
        try:
            yield from look(read)
        except NotOurDatabase as error:
            # A page that can't be read keeps from no other look.
            yield Fault("integrity", "", str(error.params.get("why", error.key)))
        except UNREADABLE as error:
            yield Fault("integrity", "", str(error))
    yield from _against(read, against)


def damage(read: Read) -> Iterator[str]:
    """What SQLite finds wrong with the pages of a file."""
    # Where there are views, SQLite (seen with 3.40) may leave the list of free pages out; asked
    # about its schema alone it does not.
    looks = (f"PRAGMA integrity_check({MOST})", "PRAGMA integrity_check(sqlite_schema)")
    for line in dict.fromkeys(line for look in looks for (line,) in read(look)):
        if line != "ok":
            yield str(line)


def _file(read: Read) -> Iterator[Fault]:
    for line in damage(read):
        yield Fault("integrity", "", line)
    ((mode,),) = read("PRAGMA journal_mode")
    if mode != "delete":
        # Of all bugs of SQLite that damage files, those left in the versions that Pythons carry
        # concern the write-ahead log.
        yield Fault("journal", "", str(mode))
    for table, row, parent, _ in read("PRAGMA foreign_key_check")[:MOST]:
        yield Fault("reference", f"{table} {row if row is not None else ''}".rstrip(), str(parent))


def _chain(read: Read) -> Iterator[Fault]:
    """Every digest worked out again from the rows, and every value looked at on the way."""
    last = head(read).change
    previous, number, recorded_at = GENESIS, 0, ""
    try:
        for change in archive.changes(read, last):
            number += 1
            header = change.header
            if header.change != number:
                yield Fault("gap", f"#{header.change}", f"#{number}")
                number = header.change
            if moment_faults(header.recorded_at, recorded_at):
                yield Fault("time", f"#{number}", header.recorded_at)
            recorded_at = max(recorded_at, header.recorded_at)
            found = bytes.fromhex(change.digest)
            if digest(previous, header, by_table(change.rows)) != found:
                yield Fault("digest", f"#{number}")
            previous = found
            yield from value_faults(change)
    except TrackerError as error:
        yield Fault("digest", f"#{number + 1}", str(error.params.get("why", "")))
    # No reader sees a change beyond the last number that there can be, nor what is added behind it.
    for (beyond,) in read("SELECT change FROM change WHERE change > ? ORDER BY change", (last,)):
        yield Fault("gap", f"#{beyond}", f"#{last + 1}")


def _against(read: Read, against: Head | None) -> Iterator[Fault]:
    """Whether the ledger still goes through a head that was seen before."""
    if against is None:
        return
    rows = read("SELECT digest FROM change WHERE change = ?", (against.change,))
    if not rows:
        yield Fault("tail", f"#{against.change}", f"#{head(read).change}")
    elif not rows[0][0].hex().startswith(against.digest):
        yield Fault("replaced", f"#{against.change}", rows[0][0].hex())


def _commitments(read: Read) -> Iterator[Fault]:
    for where, table in read(_WITHOUT)[:MOST]:
        yield Fault("reference", where, table)


def _acts(read: Read) -> Iterator[Fault]:
    """Whether all acts share one series of numbers, and are about what is there."""
    for (act,) in read(_TWICE)[:MOST]:
        yield Fault("act_twice", str(act))
    count, highest, lowest = read(_NUMBERED)[0]
    if count and (count != highest or lowest != 1):
        yield Fault("act_missing", f"1-{highest}", str(highest - count))
    for (act,) in read(_STRAY)[:MOST]:
        yield Fault("act_stray", str(act))


def _settings(read: Read) -> Iterator[Fault]:
    rows = read(
        "SELECT key, change, value FROM setting UNION ALL SELECT key, change, value "
        "FROM commitment_setting WHERE value IS NOT NULL ORDER BY change, key"
    )
    for key, change, value in rows:
        try:
            configuring.checked(key, value)
        except Refused:
            yield Fault("setting", f"{key} #{change}", value)


def _sums(read: Read) -> Iterator[Fault]:
    """The balance beside the entries, folded anew."""
    slugs: Sequence[Any] = read("SELECT commitment, slug FROM commitment ORDER BY commitment")
    for number, slug in slugs:
        try:
            expected, kept = balance.folded(read, number), balance.kept(read, number)
        except (TrackerError, *UNREADABLE) as error:
            # A row that can't be one is named above; its sums can't be told.
            yield Fault("row", slug, str(getattr(error, "params", {}).get("why", error)))
            continue
        for series in sorted({*expected, *kept}):
            if expected.get(series, []) != kept.get(series, []):
                name = " ".join(filter(None, (slug, *series)))
                yield Fault("balance", name)
