"""The cells of a file read against the ledger: what a name, a day, a figure or a target means.

What a file says again and again is read once.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.core.dates import parse_day
from tracker.core.intake import ReadAs
from tracker.core.model import Commitment
from tracker.core.naming import Directory, Named, name_key
from tracker.core.quantity import UnitAlias, half_width, to_decimal, unit_key
from tracker.core.records import Field, Source
from tracker.core.slips import slip, unit_name
from tracker.core.wording import read_target
from tracker.errors import Refused, Slip
from tracker.store.typed import check_day, read_figure

MODES = {
    "add": "add", "增量": "add", "新增": "add", "increment": "add",
    "total": "total", "累计": "total", "cumulative": "total",
}  # fmt: skip
# A figure without a unit of its own.
_BARE = re.compile(r"[0-9,.]+\s*[万亿]?")


class Book(NamedTuple):
    """What lines are read against: commitments by slug, their names, the units, the plan's day.

    `on` is the work date of lines that name none.
    """

    commitments: Mapping[str, Commitment]
    named: Sequence[Named]
    aliases: dict[str, UnitAlias]
    today: dt.date
    on: dt.date | None


class Fault(NamedTuple):
    """What is wrong with one cell, or (None) with a row as a whole."""

    field: Field | None
    why: Refused


def bare(why: Refused) -> Refused:
    """A refusal without the frames that it came through: there may be one for each of many rows."""
    return why.with_traceback(None)


class Memo(dict[Any, Any]):
    """Remembers what a cell was read as, be it a fault."""

    def __init__(self, field: Field | None, read: Callable[..., Any]) -> None:
        self._field = field
        self._read = read

    def __missing__(self, key: Any) -> Any:
        try:
            found = self._read(*key)
        except Refused as why:
            found = Fault(self._field, bare(why))
        self[key] = found
        return found


class Cells:
    """The cells of one source, with all that was read from them so far."""

    def __init__(self, source: Source, book: Book) -> None:
        self._source = source
        self._book = book
        self._names = {named.key: (named.key, *named.names) for named in book.named}
        self._directory = Directory(book.named)
        # What stands in brackets behind a heading may be anything.
        units = source.units.items()
        self._units = {field: unit for field, unit in units if unit_key(unit) in book.aliases}
        self.days = Memo("on", self._day)
        self.totals = Memo("total", self._figure)
        self.amounts = Memo("amount", self._figure)
        self.targets = Memo("target", self._target)
        self._alike: dict[tuple[object, ...], str] = {}
        self.read_as: dict[str, ReadAs] = {}

    def commitment(self, slug: str, name: str) -> Commitment:
        """The commitment that a line names, by its slug, its name, or both."""
        typed = slug or name
        if not typed:
            raise Refused("error.import_no_name")
        text = self._source.names.get(typed, typed)
        key = self._directory.find(text, what="what.commitment")
        found = self._book.commitments[key]
        exact = {name_key(known) for known in self._names[key]}
        if slug and name and name_key(name) not in exact and name not in self._source.names:
            raise Refused("error.import_names_differ", slug=key, name=found.profile.name)
        if name_key(typed) not in exact:
            self.read_as[typed] = ReadAs(typed, key, found.profile.name)
        return found

    def _day(self, on: str) -> dt.date:
        """The work date of a line: its own, the one that was given, or that of the whole sheet."""
        text = on or self._source.cut_off
        if not on and self._book.on is not None:
            day = self._book.on
        elif text:
            day = parse_day(text, self._book.today)
        else:
            raise Refused("error.import_no_day")
        check_day(day, self._book.today)
        return day

    def _target(self, slug: str, area: str, text: str, unit: str) -> Slip | None:
        """That a target is not what the ledger has, for the area or for the whole. What can't be
        read is no other target: nothing is taken from it.
        """
        commitment = self._book.commitments[slug]
        there = commitment.terms.target
        if area:
            there = next(a.target for a in commitment.areas if a.name == area)
        try:
            worded = read_target(text)
            named = worded.unit or unit or self._units.get("target", "")
            here = read_figure(commitment, f"{worded.figure}{named}", self._book.aliases).steps
        except Refused:
            return None
        if there is None or here == there:
            return None
        scale = commitment.scale
        return slip(
            "slip.other_target",
            there=to_decimal(there, scale),
            here=to_decimal(here, scale),
            unit=unit_name(commitment),
        )

    def alike(self, commitment: Commitment) -> str:
        """The first commitment whose figures are read as those of this one are: refusals name
        one where nothing is counted, else figures depend on kind and unit only.
        """
        unit = commitment.terms.unit
        return self._alike.setdefault(
            (commitment.kind, unit, None if unit else commitment.slug), commitment.slug
        )

    def _figure(self, slug: str, text: str, unit: str, field: Field) -> int:
        """A figure in the unit that its cell names, else its row, its heading or the ledger."""
        commitment, aliases = self._book.commitments[slug], self._book.aliases
        expected = commitment.terms.unit
        if unit and expected and unit_key(unit) not in aliases:
            raise Refused("error.unit_unknown", unit=unit, text=text, expected=expected.name)
        written = unit or self._units.get(field)
        if written and _BARE.fullmatch(half_width(text)):
            text = f"{text}{written}"
        return read_figure(commitment, text, aliases).steps


def mode_of(text: str) -> str:
    mode = MODES.get(name_key(text))
    if mode is None:
        raise Refused("error.import_mode", text=text)
    return mode
