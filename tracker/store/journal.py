"""The rollback journal beside a database: whether it is of that database, as it is now.

SQLite plays any whole journal that has the right name. Beside a copy that was put in the place of
a ledger, what an interrupted write left there would overwrite pages of the copy, or cut it off.

The format: https://www.sqlite.org/fileformat2.html#the_rollback_journal
"""

import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tracker.errors import NotOurDatabase

MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = struct.Struct(">8sIIIII")
_NUMBER = struct.Struct(">I")
_REST_OF_FILE = 0xFFFFFFFF
_LOOKS = 5
# SQLite plays no journal that tells of smaller pages or sectors.
_PAGE, _SECTOR = 512, 32
# Where the header of a database counts the transactions that wrote it.
COUNTER = slice(24, 28)
# The versions that a program needs to write and to read a file: 2 where it has a log.
_VERSIONS, _WITHOUT_LOG = slice(18, 20), bytes((1, 1))


class _Journal(NamedTuple):
    """What a journal says of the database as it was: how often it was written (None where it does
    not say), how many bytes it had, and whether any of them may have been changed since.
    """

    nonce: int
    counter: int | None
    size: int
    has_begun: bool


def refuse_foreign(path: Path) -> None:
    """Refuse a database beside which lies the journal or the log of another one, or of another
    time.
    """
    _refuse_log(path)
    _refuse_journal(path, path.with_name(f"{path.name}-journal"))


def _refuse_log(path: Path) -> None:
    """Refuse a write-ahead log beside a database that was written without one: ours all are, but
    other programs may have changed that, and then the header says so.
    """
    log = path.with_name(f"{path.name}-wal")
    has_none = _header(path)[_VERSIONS] == _WITHOUT_LOG
    with suppress(FileNotFoundError):
        if has_none and log.stat().st_size > 0:
            raise NotOurDatabase("error.db_journal", path=path, journal=log)


def _refuse_journal(path: Path, journal: Path) -> None:
    """Refuse the journal of another database, or of another time.

    A transaction counts the database up by one. So that of a journal is what the database has
    now, or one less; and where nothing was written yet, the database is as long as it was. What
    does not say enough for that is left to SQLite.
    """
    for _ in range(_LOOKS):
        before = _read(journal)
        if before is None:
            return
        counter = int.from_bytes(_header(path)[COUNTER], "big")
        size = path.stat().st_size
        # A writer at work may have begun its next transaction meanwhile.
        if _read(journal) == before:
            break
    else:
        return
    if before.counter is not None:
        is_own = counter - before.counter in (0, 1)
    else:
        is_own = before.has_begun or size <= before.size
    if not is_own:
        raise NotOurDatabase("error.db_journal", path=path, journal=journal)


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(COUNTER.stop)


def _read(path: Path) -> _Journal | None:
    """What a journal says; None where SQLite would not play it."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size:
                return None
            magic, count, nonce, pages, sector, page = _HEAD.unpack(head)
            if magic != MAGIC or page < _PAGE or sector < _SECTOR:
                return None
            counter = _counter(file, sector, page) if pages else 0
            return _Journal(nonce, counter, pages * page, count > 0)
    except FileNotFoundError:
        return None


def _counter(file: BinaryIO, sector: int, page: int) -> int | None:
    """The counter in page 1 as it was, from whichever section of a journal has that."""
    begin, found = 0, None
    while found is None:
        file.seek(begin)
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(MAGIC):
            break
        _, count, nonce, *_ = _HEAD.unpack(head)
        found = _first_page(file, count, nonce, begin + sector, page)
        if count in (0, _REST_OF_FILE):
            # The last section: the next one begins when the number of its records is known.
            break
        # A section begins on a sector.
        records = -(-count * (_NUMBER.size + page + _NUMBER.size) // sector)
        begin += sector * (1 + records)
    return found


def _first_page(file: BinaryIO, count: int, nonce: int, begin: int, size: int) -> int | None:
    """The counter in page 1 as it was, where that is among the records of a section, the first of
    which is at `begin`.
    """
    record = _NUMBER.size + size + _NUMBER.size
    number = 0
    while number < count or count == _REST_OF_FILE:
        file.seek(begin + number * record)
        found = file.read(_NUMBER.size)
        if len(found) < _NUMBER.size:
            return None
        if _NUMBER.unpack(found)[0] == 1:
            page, checksum = file.read(size), file.read(_NUMBER.size)
            if len(page) < max(size, COUNTER.stop):
                return None
            expected = (nonce + sum(page[i] for i in range(size - 200, 0, -200))) % 2**32
            is_whole = checksum == _NUMBER.pack(expected)
            return int.from_bytes(page[COUNTER], "big") if is_whole else None
        number += 1
    return None
