"""The lines of a file read against the ledger: each becomes an entry, or is said to be wrong.

What a file says again and again, a name, a day, a figure, is read once.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from tracker.core.dates import parse_day
from tracker.core.intake import Place, ReadAs, Taken, Wrong
from tracker.core.model import Commitment, Entry
from tracker.core.naming import Named, find, name_key
from tracker.core.quantity import UnitAlias, half_width, unit_key
from tracker.core.records import Field, Line, Source
from tracker.errors import Refused
from tracker.store import lookup
from tracker.store.text import storable
from tracker.store.typed import check_day, entry_said, read_figure

# What stands for a name in a row of sums.
SUMS = frozenset({"合计", "小计", "总计", "全市合计", "total", "subtotal", "sum"})
# What a cell beside a milestone says when that is done, and when it is not yet.
DONE = frozenset({"1", "是", "已完成", "完成", "√", "y", "yes", "done", "true"})
NOT_DONE = frozenset({"", "0", "否", "未完成", "×", "n", "no", "false"})
MODES = {
    "add": "add", "增量": "add", "新增": "add", "increment": "add",
    "total": "total", "累计": "total", "cumulative": "total",
}  # fmt: skip
# A figure without a unit of its own.
_BARE = re.compile(r"[0-9,.]+\s*[万亿]?")
NO_WORDS: tuple[str | None, str | None, str | None] = (None, None, None)

# The cells that an entry is made of, in the order in which `_Lines.entry` takes them.
_FIELDS: tuple[Field, ...] = (
    "slug", "name", "area", "stage", "node", "on", "amount", "total", "mode", "unit",
    "note", "problem", "next",
)  # fmt: skip


class Book(NamedTuple):
    """What lines are read against: commitments by slug, their names, the units, the plan's day.

    `on` is the work date of lines that name none.
    """

    commitments: Mapping[str, Commitment]
    named: Sequence[Named]
    aliases: dict[str, UnitAlias]
    today: dt.date
    on: dt.date | None


class Read(NamedTuple):
    """The lines of one source: entries without numbers, what is wrong, what has nothing to say."""

    taken: list[Taken]
    wrong: list[Wrong]
    left_out: list[Place]
    read_as: list[ReadAs]


class Fault(NamedTuple):
    """What is wrong with one cell, or (None) with a row as a whole."""

    field: Field | None
    why: Refused


def read_lines(source: Source, lines: Iterable[Line], number: int, book: Book, act: int) -> Read:
    """Read lines of a source; `number` is its place among those that were given, and `act` the
    number of its first entry. Of a line with several faults the first is told.
    """
    found = Read([], [], [], [])
    reader = _Lines(source, book)
    read, taken = reader.entry, found.taken
    for line in lines:
        place = Place(number, line.row)
        entry = read(act, line.cells)
        if entry is None:
            found.left_out.append(place)
        elif isinstance(entry, Fault):
            cell = reader.cell(line.cells, entry.field) if entry.field else ""
            found.wrong.append(Wrong(place, entry.field, cell, entry.why))
        else:
            taken.append(Taken(place, entry))
            act += 1
    found.read_as.extend(reader.read_as.values())
    return found


class _Memo(dict[Any, Any]):
    """Remembers what a cell was read as, be it a fault."""

    def __init__(self, field: Field, read: Callable[..., Any]) -> None:
        self._field = field
        self._read = read

    def __missing__(self, key: Any) -> Any:
        try:
            found = self._read(*key)
        except Refused as why:
            found = Fault(self._field, why)
        self[key] = found
        return found


class _About(NamedTuple):
    """What a line is about, every name in it found."""

    commitment: Commitment
    area: str
    stage: str
    mode: str


class _Lines:
    """The columns of one source, with all that was read from their cells so far."""

    def __init__(self, source: Source, book: Book) -> None:
        self._source = source
        self._book = book
        # What a map fixes, and an empty cell, stand behind the cells of every line.
        self._aside = (*source.fixed.values(), "")
        width = len(source.headings)
        places = {field: width + number for number, field in enumerate(source.fixed)}
        places.update(source.columns)
        empty = width + len(source.fixed)
        self._cells = itemgetter(*(places.get(field, empty) for field in _FIELDS))
        self._abouts = _Memo("name", self._about)
        self._days = _Memo("on", self._day)
        self._totals = _Memo("total", self._figure)
        self._amounts = _Memo("amount", self._figure)
        self._names = {named.key: (named.key, *named.names) for named in book.named}
        self.read_as: dict[str, ReadAs] = {}

    def cell(self, cells: tuple[str, ...], field: Field) -> str:
        """What stands in the cell of a field."""
        found: tuple[str, ...] = self._cells(cells + self._aside)
        return found[_FIELDS.index(field)]

    def entry(self, act: int, cells: tuple[str, ...]) -> Entry | Fault | None:
        """The entry that a line says, under the number `act`; None where it says nothing."""
        slug, name, area, stage, node, on, amount, total, mode, unit, note, problem, later = (
            self._cells(cells + self._aside)
        )
        text = total or amount
        words = bool(note or problem or later)
        if not (text or words or on) or name in SUMS or area in SUMS:
            return None
        about = self._abouts[slug, name, area, stage, node, mode]
        if about.__class__ is Fault:
            # A row without a figure or a word has nothing that could be lost.
            return about if text or words else None
        commitment = about.commitment
        figure = None
        if node:
            if name_key(text) in NOT_DONE:
                return None
            if name_key(text) not in DONE:
                why = Refused("error.import_done", text=text)
                return Fault("total" if total else "amount", why)
        elif text:
            figures = self._totals if total else self._amounts
            figure = figures[commitment.slug, text, unit, bool(total)]
            if figure.__class__ is Fault:
                return figure
        elif not words and commitment.kind != "duty":
            return None
        day = self._days[(on,)]
        if day.__class__ is Fault:
            return day
        try:
            said = NO_WORDS
            if words:
                said = storable(note) or None, storable(problem) or None, storable(later) or None
            return entry_said(
                act,
                commitment,
                day,
                about.area,
                about.stage,
                amount=figure,
                total=bool(total) if not about.mode else about.mode == "total",
                node=bool(node),
                words=said,
            )
        except Refused as why:
            return Fault(None, why)

    def _about(
        self, slug: str, name: str, area: str, stage: str, node: str, mode: str
    ) -> _About | Fault:
        """What a line is about; a fault names the cell."""
        field: Field = "name" if name else "slug"
        try:
            commitment = self._commitment(slug, name)
            if mode:
                field, mode = "mode", _mode(mode)
            if area:
                field, area = "area", lookup.find_area(commitment, area)
            if node:
                field, stage = "node", lookup.find_node(commitment, node)
            elif stage:
                field, stage = "stage", lookup.find_stage(commitment, stage)
        except Refused as why:
            return Fault(field, why)
        return _About(commitment, area, stage, mode)

    def _commitment(self, slug: str, name: str) -> Commitment:
        """The commitment that a line names, by its slug, its name, or both."""
        typed = slug or name
        if not typed:
            raise Refused("error.import_no_name")
        text = self._source.names.get(typed, typed)
        key = find(text, self._book.named, what="what.commitment")
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

    def _figure(self, slug: str, text: str, unit: str, is_total: bool) -> int:
        """A figure in the unit that its cell names, else its row, its heading or the ledger."""
        commitment, aliases = self._book.commitments[slug], self._book.aliases
        expected = commitment.terms.unit
        if unit and expected and unit_key(unit) not in aliases:
            raise Refused("error.unit_unknown", unit=unit, text=text, expected=expected.name)
        named = self._source.units.get("total" if is_total else "amount", "")
        written = unit or (named if unit_key(named) in aliases else "")
        if written and _BARE.fullmatch(half_width(text)):
            text = f"{text}{written}"
        return read_figure(commitment, text, aliases).steps


def _mode(text: str) -> str:
    mode = MODES.get(name_key(text))
    if mode is None:
        raise Refused("error.import_mode", text=text)
    return mode
