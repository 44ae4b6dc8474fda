"""What a row of the chain may hold, whoever wrote it. A digest only says that a row is still what
it was: one that no command writes is a fault, though its digest be right.
"""

import datetime as dt
from collections.abc import Container, Iterator, Mapping

from tracker.core.alert_rules import PARTS, RULES
from tracker.core.archive import RawChange
from tracker.core.check import Fault
from tracker.core.dates import FIRST_YEAR, LAST_YEAR, LONGEST_RHYTHM, parse_iso_day
from tracker.core.model import COMPARATORS
from tracker.core.quantity import MAX_STEPS
from tracker.errors import Refused
from tracker.store.text import storable

# The columns that hold days, as `parse_iso_day` reads them.
_DAYS = {
    "entry": ("day",), "terms": ("start", "due"), "milestone": ("due",), "plan_point": ("until",),
    "close_out": ("day",), "workday": ("day",), "acknowledged": ("until",),
}  # fmt: skip
_FIGURE = (0, MAX_STEPS)
# Numbers and places are counted on from the highest.
_PLACE = (0, 10**9)
_NUMBERS = {
    "unit_alias": {"steps": (1, MAX_STEPS)},
    "commitment": {"commitment": _PLACE},
    "profile": {"position": _PLACE, "every": (1, LONGEST_RHYTHM)},
    "terms": {"target": _FIGURE, "stretch": _FIGURE, "opening": _FIGURE},
    "baseline": {"value": _FIGURE},
    "remark": {"position": _PLACE},
    "area": {"position": _PLACE, "target": _FIGURE},
    "stage": {"position": _PLACE},
    "milestone": {"weight": _FIGURE},
    "plan_point": {"reach": _FIGURE},
    "entry": {"amount": _FIGURE},
    "acknowledged": {"step": (-MAX_STEPS, MAX_STEPS)},
}
_LISTED: dict[str, dict[str, Container[object]]] = {
    "terms": {"comparator": COMPARATORS},
    "entry": {"mode": ("add", "total")},
    "acknowledged": {"part": PARTS, "rule": frozenset(ruling.rule for ruling in RULES)},
}


# What a correction can put another value to, and never none.
_NEVER_EMPTY = ("amount", "mode", "day", "area", "stage")


def moment_faults(recorded_at: str, before: str) -> bool:
    """Whether a change was recorded at no moment, or before the one that it follows."""
    try:
        moment = dt.datetime.fromisoformat(recorded_at)
    except (TypeError, ValueError):
        return True
    is_one = moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR
    return not is_one or recorded_at < before


def value_faults(change: RawChange) -> Iterator[Fault]:
    """Texts that nobody may have stored, days that are none, figures beyond all bounds."""
    number = change.header.change
    said = (change.header.author, change.header.login, change.header.reason)
    if any(not _is_storable(text) for text in said):
        yield Fault("text", f"#{number}")
    for table, values in change.rows:
        where = f"{table} #{number} {_name_of(values)}".rstrip()
        if not all(map(_is_storable, values.values())):
            yield Fault("text", where)
        if table == "correction":
            field, value = str(values["field"]), values["value"]
            yield from _out_of_bounds("entry", {field: value}, where)
            if value is None and field in _NEVER_EMPTY:
                yield Fault("figure", where, field)
        else:
            yield from _out_of_bounds(table, values, where)


def _out_of_bounds(table: str, values: Mapping[str, object], where: str) -> Iterator[Fault]:
    for column in _DAYS.get(table, ()):
        if (day := values.get(column)) is not None and not _is_day(day):
            yield Fault("day", where, str(day))
    for column, (least, most) in _NUMBERS.get(table, {}).items():
        number = values.get(column)
        if number is not None and not (isinstance(number, int) and least <= number <= most):
            yield Fault("figure", where, str(number))
    for column, words in _LISTED.get(table, {}).items():
        if (word := values.get(column)) is not None and word not in words:
            yield Fault("text", where, str(word))


def _name_of(values: Mapping[str, object]) -> str:
    """By what a row is found again: its first column."""
    return str(next(iter(values.values()), ""))


def _is_storable(value: object) -> bool:
    try:
        return bool(storable(value) == value)
    except Refused:
        return False


def _is_day(value: object) -> bool:
    try:
        parse_iso_day(str(value))
    except Refused:
        return False
    return True
