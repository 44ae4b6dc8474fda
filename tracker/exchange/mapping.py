"""A map: what a person says about files of one layout, in a small TOML that can be kept."""

import json
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from tracker.core.records import Field, Source
from tracker.errors import Refused, StorageError, reason
from tracker.exchange.encoding import known as known_encoding
from tracker.exchange.table import column_name

FIELDS: tuple[Field, ...] = get_args(Field)
_KEYS = (
    "sheet", "encoding", "delimiter", "heading_row", "fill_down", "columns", "fixed", "names",
)  # fmt: skip
_BYTES = 2**20


class Map(NamedTuple):
    """What is said beforehand about a file; what is not said is found.

    `columns` names a field's heading, or the letters or the number of its column, or "" where
    the field is not to be read. With `fill_down` a blank commitment or area is the one above.
    """

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    heading_row: int | None = None
    fill_down: bool = False
    columns: Mapping[Field, str | int] = MappingProxyType({})
    fixed: Mapping[Field, str] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})


def load_map(path: Path) -> Map:
    """Read a map. Raises `StorageError` where it can't be read, `Refused` for what it says."""
    file = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("error.source_not_a_file", file=file)
        with path.open("rb") as stream:
            data = stream.read(_BYTES + 1)
    except (OSError, ValueError) as error:
        raise StorageError("error.map_unreadable", file=file, why=reason(error)) from None
    if len(data) > _BYTES:
        raise Refused("error.map_too_large", file=file, limit=_BYTES)
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused("error.map_not_toml", file=file, why=str(error)) from None
    for key in said:
        if key not in _KEYS:
            raise Refused("error.map_key_unknown", file=file, key=key, known=_KEYS)
    columns = _section(file, said, "columns", FIELDS)
    fixed = _section(file, said, "fixed", FIELDS)
    for field in fixed:
        if columns.get(field, "") != "":
            raise Refused("error.map_field_twice", file=file, field=field)
    read = Map(
        sheet=_sheet(file, said),
        encoding=_text(file, said, "encoding"),
        delimiter=_text(file, said, "delimiter"),
        heading_row=_row(file, said),
        fill_down=_yes(file, said),
        columns={f: _column(file, f, value) for f, value in columns.items()},  # type: ignore[misc]
        fixed={f: _value(file, f"fixed.{f}", v) for f, v in fixed.items()},  # type: ignore[misc]
        names={n: _value(file, f"names.{n}", v) for n, v in _section(file, said, "names").items()},
    )
    if read.encoding is not None:
        known_encoding(read.encoding)
    if read.delimiter is not None and (len(read.delimiter) != 1 or read.delimiter in '"\r\n '):
        raise Refused("error.map_value", file=file, key="delimiter", wanted='"," "\\t" ";" "|"')
    return read


def dump_map(source: Source) -> str:
    """The map with which the same file is read in the same way without anything being found."""
    lines = []
    for key, value in (
        ("sheet", source.sheet),
        ("encoding", source.encoding),
        ("delimiter", source.delimiter),
        ("heading_row", source.heading_row),
        ("fill_down", source.fill_down or None),
    ):
        if value is not None:
            lines.append(f"{key} = {_toml(value)}")
    twice = {h for h in source.headings if source.headings.count(h) > 1}
    columns: dict[Field, str] = dict.fromkeys(FIELDS, "")
    for field, place in source.columns.items():
        heading = source.headings[place]
        columns[field] = column_name(place) if not heading or heading in twice else heading
    found = {field: heading for field, heading in columns.items() if heading}
    for section, values in (("columns", found), ("fixed", source.fixed), ("names", source.names)):
        if values:
            lines += ["", f"[{section}]"]
            lines += [f"{_key(name)} = {_toml(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _section(
    file: str, said: Mapping[str, Any], name: str, known: tuple[str, ...] | None = None
) -> dict[str, Any]:
    section = said.get(name, {})
    if not isinstance(section, dict):
        raise Refused("error.map_value", file=file, key=name, wanted=f"[{name}]")
    for key in section:
        if known is not None and key not in known:
            raise Refused("error.map_field_unknown", file=file, key=f"{name}.{key}", known=known)
    return section


def _text(file: str, said: Mapping[str, Any], key: str) -> str | None:
    value = said.get(key)
    if value is not None and not isinstance(value, str):
        raise Refused("error.map_value", file=file, key=key, wanted='"..."')
    return value


def _sheet(file: str, said: Mapping[str, Any]) -> str | None:
    value = said.get("sheet")
    return str(value) if type(value) is int else _text(file, said, "sheet")


def _row(file: str, said: Mapping[str, Any]) -> int | None:
    value = said.get("heading_row")
    if value is None or (type(value) is int and value >= 1):
        return value
    raise Refused("error.map_value", file=file, key="heading_row", wanted="1, 2, 3")


def _yes(file: str, said: Mapping[str, Any]) -> bool:
    value = said.get("fill_down", False)
    if isinstance(value, bool):
        return value
    raise Refused("error.map_value", file=file, key="fill_down", wanted="true, false")


def _column(file: str, field: str, value: object) -> str | int:
    if isinstance(value, str) or (type(value) is int and value >= 1):
        return value
    raise Refused("error.map_value", file=file, key=f"columns.{field}", wanted='"...", "B", 2')


def _value(file: str, key: str, value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if type(value) is int:
        return str(value)
    raise Refused("error.map_value", file=file, key=key, wanted='"..."')


def _toml(value: object) -> str:
    # Texts of JSON are texts of TOML, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name in FIELDS else _toml(name)
