"""JSON with exact numbers: a Decimal is written as its digits and never passes through a float."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.core.plaintext import visible


def dumps(value: Any, indent: str = "") -> str:
    """A value as JSON, one member a line for what holds others."""
    inner = indent + "  "
    if isinstance(value, Mapping):
        members = [f"{_text(str(k))}: {dumps(v, inner)}" for k, v in value.items()]
        return _enclosed("{", members, "}", indent)
    if isinstance(value, list | tuple):
        return _enclosed("[", [dumps(v, inner) for v in value], "]", indent)
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
