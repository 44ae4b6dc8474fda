"""JSON: a list of flat objects, whose keys are the headings."""

import json
from typing import Any

from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.table import Table

_LEDGER = "tracker-ledger"


class _Twice(Exception):
    """A key that stands twice in one object."""


def read_json(file: str, text: str, encoding: str) -> Table:
    """Every object as a row, counted from 1; numbers are kept as they are written.

    Raises `Refused` for anything but a list of flat objects without a key twice in one.
    """
    # Before it is taken apart: tiny objects and lists cost far more room than their text.
    if max(text.count("{"), text.count("[")) > limits.ROWS + 1:
        raise Refused("error.rows_too_many", file=file, limit=limits.ROWS)
    if text.count(",") > limits.CELLS:
        raise Refused("error.cells_too_many", file=file, limit=limits.CELLS)
    try:
        read = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique
        )
    except _Twice as twice:
        raise Refused("error.json_key_twice", file=file, key=str(twice)) from None
    except json.JSONDecodeError as error:
        raise Refused("error.json_unreadable", file=file, line=error.lineno) from None
    except RecursionError:
        raise Refused("error.json_not_rows", file=file) from None
    if isinstance(read, dict) and read.get("format") == _LEDGER:
        raise Refused("error.json_ledger", file=file)
    if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
        raise Refused("error.json_not_rows", file=file)
    headings = list(dict.fromkeys(key for one in read for key in one))
    if len(headings) > limits.COLUMNS:
        raise Refused("error.columns_too_many", file=file, limit=limits.COLUMNS)
    rows = [tuple(map(str.strip, headings))]
    for row, one in enumerate(read, 1):
        rows.append(tuple([_text(file, row, key, one.get(key)) for key in headings]))
    return Table("json", encoding, None, None, 0, rows)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return made


def _text(file: str, row: int, key: str, value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    raise Refused("error.json_nested", file=file, row=row, key=key)
