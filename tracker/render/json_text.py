"""JSON with exact numbers: a Decimal is written as its digits and never passes through a float."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.core.plaintext import visible


def dumps(value: Any, *, encoding: str = "utf-8") -> str:
    """A value as JSON, one member a line for what holds others.

    Characters that `encoding` lacks are written as JSON escapes.
    """
    text = _dumps(value, "")
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_writable(char, encoding) for char in text)
    return text


def _writable(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(char)[1:-1]
    return char


def _dumps(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Mapping):
        members = [f"{_text(str(k))}: {_dumps(v, inner)}" for k, v in value.items()]
        return _enclosed("{", members, "}", indent)
    if isinstance(value, list | tuple):
        return _enclosed("[", [_dumps(v, inner) for v in value], "]", indent)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)


def _enclosed(start: str, members: list[str], end: str, indent: str) -> str:
    if not members:
        return start + end
    inner = indent + "  "
    return f"{start}\n" + ",\n".join(inner + m for m in members) + f"\n{indent}{end}"


def _text(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)
