"""The chain of changes: each digest covers its own rows and, through the one before it, all
that came earlier. The last digest, printed on a page, vouches for the whole ledger behind it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence

from tracker.core.archive import Header, Row
from tracker.store.schema import CHAIN

GENESIS = bytes(32)


def digest(previous: bytes, header: Header, rows: Iterable[Row]) -> bytes:
    """SHA-256 over the previous digest, the header, and each row as a line of JSON.

    A row is a list of its table's name and its values in the order of the table's columns. The
    lines are sorted, so that a reader of the file needs no order but its own.
    """
    state = hashlib.sha256(previous)
    state.update(_line(header))
    for line in sorted(_line([r.table, *map(r.values.get, CHAIN[r.table])]) for r in rows):
        state.update(line)
    return state.digest()


def _line(values: Sequence[object]) -> bytes:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"
