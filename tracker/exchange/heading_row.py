"""Which row of a table holds its headings, and in which column each field then stands."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.core.records import Field
from tracker.errors import Refused
from tracker.exchange import limits
from tracker.exchange.headings import field_of, heading_key, unit_of, yields
from tracker.exchange.mapping import Map
from tracker.exchange.table import Table, column_name, column_place

_NAMING: tuple[Field, ...] = ("slug", "name")
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_DAY = r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}([-/.])[0-9]{1,2}\2[0-9]{1,2}"
# A day by which a table is to be sent in is none up to which it counts.
_CUT_OFF = re.compile(
    rf"(?<!报送)(?<!上报)(?<!填报)(?<!提交)(?:截至|截止|asof)[^0-9]{{0,6}}?({_DAY})(?!前)"
)


class Headings(NamedTuple):
    """The headings of a table: the places in `Table.rows` of their first and last row.

    `names` is by what each heading is known: of one in two rows, the lower part if that is known.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    names: tuple[str, ...]


def find_headings(file: str, table: Table, said: Map) -> Headings:
    """The row with the most known headings of the first 30, or two rows that belong together.

    Raises `Refused` where none has two of them, one of which names the commitment.
    """
    best, most = None, 0
    for candidate in _candidates(table, said):
        score = _score(candidate, said)
        if score > most:
            best, most = candidate, score
    if best is None:
        raise Refused("error.headings_missing", file=file, rows=limits.HEADING_ROWS)
    return best


def score_of(table: Table, said: Map) -> int:
    """How many fields the best heading row of a table names; 0 where it has none."""
    return max((_score(c, said) for c in _candidates(table, said)), default=0)


def cut_off_above(rows: Sequence[Sequence[str]]) -> str | None:
    """The day after 截至 in the rows above the headings; None where there is none, or two."""
    days: set[str] = set()
    for row in rows:
        plain = "".join(unicodedata.normalize("NFKC", " ".join(row)).casefold().split())
        days.update(match[1] for match in _CUT_OFF.finditer(plain))
    return days.pop() if len(days) == 1 else None


def place_fields(
    file: str, headings: Headings, said: Map
) -> tuple[dict[Field, int], dict[Field, str]]:
    """In which column each field stands, and the unit that its heading names in brackets.

    Raises `Refused` for a heading of the map that is not there, and for two columns that would
    be one field.
    """
    texts, names = headings.texts, headings.names
    found: dict[Field, int] = {}
    for field, wanted in said.columns.items():
        if wanted != "":
            found[field] = _place_said(file, headings, field, wanted)
    taken = {place: field for field, place in found.items()}
    if len(taken) < len(found):
        doubled = next(f for f, place in found.items() if taken[place] != f)
        raise Refused("error.map_column_twice", file=file, one=doubled, other=taken[found[doubled]])
    for place, text in enumerate(texts):
        known = field_of(names[place])
        if known is None or place in taken or known in said.columns or known in said.fixed:
            continue
        if known in found:
            other = texts[found[known]]
            gives_way = yields(names[place]), yields(names[found[known]])
            if gives_way == (True, False):
                continue
            if gives_way != (False, True):
                raise Refused("error.heading_twice", file=file, field=known, one=other, other=text)
        found[known] = place
    named = {field: names[place] for field, place in found.items() if place < len(names)}
    units = {field: unit_of(field, name) for field, name in named.items()}
    return found, {field: unit for field, unit in units.items() if unit}


def _candidates(table: Table, said: Map) -> list[Headings]:
    top = table.rows[: limits.HEADING_ROWS]
    if said.heading_row is not None and table.first:
        last = said.heading_row - table.first
        top = table.rows[: last + 1]
        if not 0 <= last < len(top):
            return []
        places = range(last, last + 1)
    else:
        places = range(len(top))
    found = []
    for last in places:
        texts = _cut(top[last])
        found.append(Headings(last, last, texts, texts))
        if last:
            found.append(_two_rows(last, top[last - 1], top[last]))
    return found


def _cut(texts: Sequence[str]) -> tuple[str, ...]:
    width = len(texts)
    while width and not texts[width - 1]:
        width -= 1
    return tuple(texts[:width])


def _two_rows(last: int, upper: Sequence[str], lower: Sequence[str]) -> Headings:
    """A heading over several: a text goes on to the right as far as something stands below."""
    texts, names = [], []
    group = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        group = above or (group if below else "")
        texts.append(below if group == below else f"{group} {below}".strip())
        names.append(below if field_of(below) else texts[-1])
    return Headings(last - 1, last, _cut(texts), tuple(names[: len(_cut(texts))]))


def _score(headings: Headings, said: Map) -> int:
    wanted = {heading_key(str(text)) for text in said.columns.values()}
    fields = {field_of(name) for name in headings.names} - {None, *said.columns}
    every = headings.texts + headings.names
    mapped = {key for text in every if (key := heading_key(text)) in wanted and key}
    by_place = [v for v in said.columns.values() if isinstance(v, int) or _LETTERS.fullmatch(v)]
    naming = any(f in fields or f in said.fixed or said.columns.get(f) for f in _NAMING)
    count = len(fields) + len(mapped)
    if not naming or not count or count + len(said.fixed) + len(by_place) < 2:
        return 0
    return count


def _place_said(file: str, headings: Headings, field: str, wanted: str | int) -> int:
    texts = headings.texts
    if isinstance(wanted, str):
        key = heading_key(wanted)
        same = [place for place, text in enumerate(texts) if text == wanted]
        for every in (texts, headings.names):
            same = same or [p for p, text in enumerate(every) if key and heading_key(text) == key]
        if len(same) > 1:
            letters = tuple(map(column_name, same))
            raise Refused("error.map_heading_twice", file=file, heading=wanted, columns=letters)
        if same:
            return same[0]
        if wanted.isdecimal() and wanted.isascii():
            wanted = int(wanted)
    place = -1
    if isinstance(wanted, int):
        place = wanted - 1
    elif _LETTERS.fullmatch(wanted):
        place = column_place(wanted)
    if not 0 <= place < limits.COLUMNS:
        known = tuple(text for text in texts if text)
        raise Refused(
            "error.map_heading_missing", file=file, field=field, heading=wanted, known=known
        )
    return place


def unread_headings(texts: Sequence[str], columns: Mapping[Field, int]) -> tuple[str, ...]:
    """The headings of the columns that nobody reads."""
    read = set(columns.values())
    return tuple(text for place, text in enumerate(texts) if text and place not in read)
