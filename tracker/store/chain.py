"""The chain of changes: each digest covers its own rows and, through the one before it, all
that came earlier. The last digest, printed on a page, vouches for the whole ledger behind it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence

from tracker.core.archive import Header, Row
from tracker.store.schema import CHAIN

GENESIS = bytes(32)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


Values = tuple[str, Sequence[object]]
"""A row as the digest reads it: its table, and its values in the order of the table's columns."""


def values_of(row: Row) -> Values:
    """A row of the chain as the digest reads it."""
    return row.table, [row.values.get(column) for column in CHAIN[row.table]]


def digest(previous: bytes, header: Header, rows: Iterable[Values]) -> bytes:
    """SHA-256 over the previous digest, the header, and each row as a line of JSON.

    A row is a list of its table's name and its values in the order of the table's columns. The
    lines are sorted, so that a reader of the file needs no order but its own.
    """
    state = hashlib.sha256(previous)
    state.update(_line(header))
    for line in sorted(_line([table, *values]) for table, values in rows):
        state.update(line)
    return state.digest()


def _line(values: Sequence[object]) -> bytes:
    return f"{_json(list(values))}\n".encode()
