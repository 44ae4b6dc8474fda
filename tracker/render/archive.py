"""The whole ledger as JSON, as CSV and as records, a change at a time: it may be large.

The three are documented in docs/json.md.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.core.archive import RawChange
from tracker.core.plaintext import neutral, visible
from tracker.render.delimited import lines
from tracker.render.json_text import dumps

FORMAT, VERSION = "tracker-ledger", 1
# How a CSV tells an empty text from none, which is an empty cell.
EMPTY_TEXT = "'"


def as_json(changes: Iterable[RawChange], encoding: str = "utf-8") -> Iterator[str]:
    """One object with a list of the changes. What `encoding` lacks is written as JSON escapes."""
    yield f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n  "changes": ['
    separator = "\n    "
    for change in changes:
        rows = [{"table": row.table, **row.values} for row in change.rows]
        text = dumps({**_header(change), "rows": rows}, encoding=encoding)
        # A line break is never part of a text in JSON, so this moves the margin and nothing else.
        yield separator + text.replace("\n", "\n    ")
        separator = ",\n    "
    yield "\n  ]\n}\n"


def as_csv(changes: Iterable[RawChange], columns: Sequence[str]) -> Iterator[bytes]:
    """One table with a heading and a line a row; `columns` are those of all rows.

    It opens right in Excel and WPS, and every value can be restored from it.
    """
    encoding = "utf-8-sig"
    for change in changes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        if encoding == "utf-8-sig":
            writer.writerow([*_header(change), "table", *columns])
        writer.writerows([_cell(value) for value in row] for row in _table(change, columns))
        yield text.getvalue().encode(encoding)
        encoding = "utf-8"


def as_records(changes: Iterable[RawChange], columns: Sequence[str]) -> Iterator[str]:
    """The rows of the CSV as records: without a heading, and with nothing put before a text."""
    for change in changes:
        yield lines(_table(change, columns))


def _header(change: RawChange) -> dict[str, Any]:
    header = change.header
    return {
        "change": header.change,
        "recorded_at": header.recorded_at,
        "by": header.author,
        "login": header.login,
        "command": header.command,
        "reason": header.reason,
        "digest": change.digest,
    }


def _table(change: RawChange, columns: Sequence[str]) -> Iterator[list[object]]:
    header = list(_header(change).values())
    for row in change.rows:
        yield [*header, row.table, *map(row.values.get, columns)]


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return neutral(visible(value)) or EMPTY_TEXT
