"""An export of a whole ledger, as JSON: read back change by change. docs/json.md has its form."""

import json
import re
from pathlib import Path
from typing import Any

from tracker.core.archive import Header, RawChange, Row
from tracker.errors import Refused, StorageError, reason

FORMAT, VERSION = "tracker-ledger", 1
_BEGINNING = re.compile(rb'\s*\{\s*"format"\s*:\s*"tracker-ledger"')
_HEADER = ("change", "recorded_at", "by", "login", "command", "reason")
_HEAD_BYTES = 200
_LARGEST = 2**63 - 1


def is_ledger(file: str) -> bool:
    """Whether a file begins as an export does. Raises `StorageError` where it can't be read; a
    pipe would wait for ever, and is none.
    """
    try:
        if not Path(file).is_file():
            return False
        with Path(file).open("rb") as stream:
            return _BEGINNING.match(stream.read(_HEAD_BYTES)) is not None
    except (OSError, ValueError) as error:
        raise StorageError("error.source_unreadable", file=file, why=reason(error)) from None


def read_ledger(file: str) -> list[RawChange]:
    """Every change of an export. Raises `Refused` for what is none, and believes nothing of it:
    whether numbers and digests fit is for whoever writes it.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StorageError("error.source_unreadable", file=file, why=reason(error)) from None
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("error.json_unreadable", file=file, line=error.lineno) from None
    except (RecursionError, ValueError):
        raise Refused("error.ledger_form", file=file, change=1) from None
    if read.get("version") != VERSION:
        raise Refused("error.ledger_version", file=file, version=read.get("version"))
    changes = read.get("changes")
    return [
        _change(file, number, one)
        for number, one in enumerate(changes if isinstance(changes, list) else [None], 1)
    ]


def _change(file: str, number: int, one: Any) -> RawChange:
    try:
        header = Header(*(_value(one[field]) for field in _HEADER))
        rows = tuple(_row(row) for row in one["rows"])
        return RawChange(header, str(one["digest"]), rows)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Refused("error.ledger_form", file=file, change=number) from None


def _row(row: dict[str, Any]) -> Row:
    values = {name: _value(value) for name, value in row.items() if name != "table"}
    return Row(str(row["table"]), values)


def _value(value: Any) -> Any:
    """A value that a ledger can hold; raises for any other."""
    if isinstance(value, str):
        value.encode()
    elif value is not None and (type(value) is not int or abs(value) > _LARGEST):
        raise TypeError
    return value
