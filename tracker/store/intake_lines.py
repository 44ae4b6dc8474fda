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
from tracker.store import commitments as stored
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
_FIGURES = ("total", "amount")
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

    def __init__(self, field: Field | None, read: Callable[..., Any]) -> None:
        self._field = field
        self._read = read

    def __missing__(self, key: Any) -> Any:
        try:
            found = self._read(*key)
        except Refused as why:
            found = Fault(self._field, why)
        self[key] = found
        return found


class _Shape(NamedTuple):
    """What lines that name the same things have in common: a commitment, and an entry in which
    only the number, the day, the figure and the words are not theirs.
    """

    slug: str
    entry: Entry


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
        self._shapes = _Memo(None, self._shape)
        self._days = _Memo("on", self._day)
        self._totals = _Memo("total", self._figure)
        self._amounts = _Memo("amount", self._figure)
        self._names = {named.key: (named.key, *named.names) for named in book.named}
        # What stands in brackets behind a heading may be anything.
        units = source.units.items()
        self._units = {field: unit for field, unit in units if unit_key(unit) in book.aliases}
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
        words = note or problem or later
        if not (text or words or on) or name in SUMS or area in SUMS:
            return None
        says = "total" if total else "amount" if amount else "words" if words else "look"
        if node and (says := _says_of_node(text, words)) == "unclear":
            return Fault("total" if total else "amount", Refused("error.import_done", text=text))
        shape = self._shapes[slug, name, area, stage, node, mode, says]
        if shape.__class__ is Fault:
            # A row without a figure or a word has nothing that could be lost.
            return None if says == "look" else shape
        figure = shape.entry.amount
        if says in _FIGURES:
            figures = self._totals if total else self._amounts
            figure = figures[shape.slug, text, unit, says]
            if figure.__class__ is Fault:
                return figure
        day = self._days[(on,)]
        if day.__class__ is Fault:
            return day
        said = NO_WORDS
        if words:
            try:
                said = _said(note), _said(problem), _said(later)
            except Refused as why:
                return Fault(None, why)
        _, _, commitment, area, stage, _, how, *_ = shape.entry
        return Entry(act, 0, commitment, area, stage, day, how, figure, *said)

    def _shape(
        self, slug: str, name: str, area: str, stage: str, node: str, mode: str, says: str
    ) -> _Shape | Fault:
        """What lines with these names say; a fault names the cell."""
        field: Field | None = "name" if name else "slug"
        try:
            commitment = self._commitment(slug, name)
            if mode:
                field, mode = "mode", _mode(mode)
            if area:
                field, area = "area", stored.find_area(commitment, area)
            if node:
                field, stage = "node", stored.find_node(commitment, node)
            elif stage:
                field, stage = "stage", stored.find_stage(commitment, stage)
            field = None
            if says == "done" and area:
                raise Refused("error.node_with_amount")
            entry = entry_said(
                0,
                commitment,
                dt.date.min,
                area,
                # Words beside a milestone that is not done are about the whole.
                stage if says == "done" or not node else "",
                amount=0 if says in _FIGURES else None,
                total=says in _FIGURES and (mode or says) == "total",
                node=says == "done",
                words=("-", None, None) if says == "words" else NO_WORDS,
            )
        except Refused as why:
            return Fault(field, why)
        return _Shape(commitment.slug, entry)

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


def _says_of_node(text: str, words: str) -> str:
    """What a line says of a milestone: that it is done, words, nothing, or what is unclear."""
    key = name_key(text)
    if key in DONE:
        return "done"
    if key in NOT_DONE:
        return "words" if words else "look"
    return "unclear"


def _said(text: str) -> str | None:
    return (storable(text) or None) if text else None


def _mode(text: str) -> str:
    mode = MODES.get(name_key(text))
    if mode is None:
        raise Refused("error.import_mode", text=text)
    return mode
