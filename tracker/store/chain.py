"""The chain of changes: each digest covers its own rows and, through the one before it, all
that came earlier. The last digest, printed on a page, vouches for the whole ledger behind it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.core.archive import Header, Row
from tracker.store.schema import CHAIN
from tracker.store.sha import sha256

GENESIS = bytes(32)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def by_table(rows: Iterable[Row]) -> dict[str, list[Sequence[object]]]:
    """Rows by their table, each as its values in the order of the table's columns."""
    found: dict[str, list[Sequence[object]]] = {}
    for table, values in rows:
        found.setdefault(table, []).append([values.get(column) for column in CHAIN[table]])
    return found


def digest(
    previous: bytes, header: Header, rows: Mapping[str, Iterable[Sequence[object]]]
) -> bytes:
    """SHA-256 over the previous digest, the header, and each row as a line of JSON.

    A row is a list of its table's name and its values in the order of the table's columns; `rows`
    are these values by table. The lines are sorted, so that a reader of the file needs no order
    but its own.
    """
    # The order of texts is that of their bytes in UTF-8.
    lines: list[str] = []
    for table, every in rows.items():
        if table == "entry":
            lines += _lines_of_entries(every)
        else:
            lines += [_json((table, *values)) for values in every]
    lines.sort()
    return sha256(previous + "\n".join((_json(header), *lines, "")).encode())


class _Common(dict[Any, str]):
    """An area, a stage, a day as JSON: what many entries have in common."""

    def __missing__(self, value: Any) -> str:
        return self.setdefault(value, _json(value))


def _lines_of_entries(every: Iterable[Sequence[object]]) -> list[str]:
    """The same lines as of any rows, in a quarter of the time: a file may bring a hundred
    thousand.
    """
    common = _Common()
    return [
        f'["entry",{act!r},{commitment!r},{common[area]},{common[stage]},{common[day]},'
        f"{common[mode]},{'null' if amount is None else repr(amount)},"
        f"{'null' if note is None else _json(note)},"
        f"{'null' if problem is None else _json(problem)},"
        f"{'null' if later is None else _json(later)}]"
        for act, commitment, area, stage, day, mode, amount, note, problem, later in every
    ]
