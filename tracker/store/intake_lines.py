"""The lines of a file read against the ledger: each becomes an entry, or is said to be wrong.

Lines that name the same things have all but number, day, figure and words in common.
"""

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from tracker.core.intake import Doubt, Place, ReadAs, Taken, Wrong
from tracker.core.model import Entry
from tracker.core.naming import name_key
from tracker.core.records import Field, Line, Source, is_sum
from tracker.errors import Refused, Slip
from tracker.store import lookup
from tracker.store.intake_cells import Book, Cells, Fault, Memo, bare, mode_of
from tracker.store.text import storable
from tracker.store.typed import entry_said

# What a table has where there is no figure.
MARKS = frozenset({"-", "--", "—", "——", "/", "\\", "－"})
BLANKS = MARKS | {"无", "暂无"}
# What a cell beside a milestone says when that is done, and when it is not yet.
DONE = frozenset({"1", "是", "已完成", "完成", "√", "y", "yes", "done", "true"})
NOT_DONE = frozenset({"", "0", "否", "未完成", "×", "n", "no", "false"})
_FIGURES = ("total", "amount")
NO_WORDS: tuple[str | None, str | None, str | None] = (None, None, None)

# The cells that an entry is made of, in the order in which `_Lines.entry` takes them.
_FIELDS: tuple[Field, ...] = (
    "slug", "name", "area", "stage", "node", "on", "amount", "total", "mode", "unit",
    "note", "problem", "next", "target",
)  # fmt: skip


class LinesRead(NamedTuple):
    """The lines of one source: entries, what is wrong, what has nothing to say. `doubts` are about
    targets that are not the ledger's; `added` is the increment that stands beside a total.
    """

    taken: list[Taken]
    wrong: list[Wrong]
    left_out: list[Place]
    read_as: list[ReadAs]
    doubts: list[Doubt]
    added: dict[Place, int]


def read_lines(
    source: Source, lines: Iterable[Line], number: int, book: Book, act: int
) -> LinesRead:
    """Read lines of a source; `number` is its place among those that were given, and `act` the
    number of its first entry. Of a line with several faults the first is told.
    """
    found = LinesRead([], [], [], [], [], {})
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
            if reader.beside:
                _note_beside(reader, place, found)
    found.read_as.extend(reader.read_as())
    return found


def _note_beside(reader: "_Lines", place: Place, found: LinesRead) -> None:
    """Keep what a line says beside its figure."""
    slug, target, added = reader.beside.pop()
    if target is not None:
        found.doubts.append(Doubt(place, slug, target))
    if added is not None:
        found.added[place] = added


class _Shape(NamedTuple):
    """What lines that name the same things have in common: a commitment, and an entry in which
    only the number, the day, the figure and the words are not theirs.
    """

    slug: str
    entry: Entry


class _Lines:
    """The columns of one source, with all that was read from their cells so far."""

    def __init__(self, source: Source, book: Book) -> None:
        # What a map fixes, and an empty cell, stand behind the cells of every line.
        self._aside = (*source.fixed.values(), "")
        width = len(source.headings)
        places = {field: width + number for number, field in enumerate(source.fixed)}
        places.update(source.columns)
        empty = width + len(source.fixed)
        self._cells = itemgetter(*(places.get(field, empty) for field in _FIELDS))
        self._read = Cells(source, book)
        self._shapes = Memo(None, self._shape)
        self.beside: list[tuple[str, Slip | None, int | None]] = []

    def read_as(self) -> Iterable[ReadAs]:
        """The names that were found by a part, or through a map."""
        return self._read.read_as.values()

    def cell(self, cells: tuple[str, ...], field: Field) -> str:
        """What stands in the cell of a field."""
        found: tuple[str, ...] = self._cells(cells + self._aside)
        return found[_FIELDS.index(field)]

    def entry(self, act: int, cells: tuple[str, ...]) -> Entry | Fault | None:
        """The entry that a line says, under the number `act`; None where it says nothing."""
        (
            slug,
            name,
            area,
            stage,
            node,
            on,
            amount,
            total,
            mode,
            unit,
            note,
            problem,
            later,
            target,
        ) = self._cells(cells + self._aside)
        if total in BLANKS:
            total = ""
        if amount in BLANKS:
            amount = ""
        text = total or amount
        words = "".join(text for text in (note, problem, later) if text not in MARKS)
        if not (text or words or on):
            return None
        says = "total" if total else "amount" if amount else "words" if words else "look"
        if node and (says := _says_of_node(text, words)) == "unclear":
            return Fault("total" if total else "amount", Refused("error.import_done", text=text))
        shape = self._shapes[slug, name, area, stage, node, mode, says]
        if shape is None:
            return None
        if shape.__class__ is Fault:
            # A row without a figure or a word has nothing that could be lost.
            return None if says == "look" or _sums(slug, name, area, cells) else shape
        figure = shape.entry.amount
        if says in _FIGURES:
            figures = self._read.totals if total else self._read.amounts
            figure = figures[shape.slug, text, unit, says]
            if figure.__class__ is Fault:
                return figure
        day = self._read.days[(on,)]
        if day.__class__ is Fault:
            return day
        said = NO_WORDS
        if words:
            try:
                said = _said(note), _said(problem), _said(later)
            except Refused as why:
                return Fault(None, bare(why))
        increment = amount if total and not node else ""
        if (target or increment) and (fault := self._look_beside(shape, target, increment, unit)):
            return fault
        _, _, commitment, area, stage, _, how, *_ = shape.entry
        return Entry(act, 0, commitment, area, stage, day, how, figure, *said)

    def _look_beside(self, shape: _Shape, target: str, increment: str, unit: str) -> Fault | None:
        """Look at what stands beside a figure: a target, and an increment beside a total."""
        other = added = None
        if increment:
            added = self._read.amounts[shape.slug, increment, unit, "amount"]
            if isinstance(added, Fault):
                return added
        if target:
            other = self._read.targets[shape.slug, shape.entry.area, target, unit]
        if other is not None or added is not None:
            self.beside.append((shape.slug, other, added))
        return None

    def _shape(
        self, slug: str, name: str, area: str, stage: str, node: str, mode: str, says: str
    ) -> _Shape | Fault | None:
        """What lines with these names say; None of sums of others. A fault names the cell."""
        if any(is_sum(text) for text in (slug, name, area)):
            return None
        field: Field | None = "name" if name else "slug"
        try:
            commitment = self._read.commitment(slug, name)
            if mode:
                field = "mode"
                mode = mode_of(mode)
            if area:
                field = "area"
                area = lookup.find_area(commitment, area)
            if node:
                field = "node"
                stage = lookup.find_node(commitment, node)
            elif stage:
                field = "stage"
                stage = lookup.find_stage(commitment, stage)
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
            return Fault(field, bare(why))
        return _Shape(commitment.slug, entry)


def _sums(slug: str, name: str, area: str, cells: tuple[str, ...]) -> bool:
    """Whether a line that names no commitment sums up others: 合 计, also as its number."""
    told = (name, area) if slug or name else cells
    return any(is_sum(cell) for cell in told)


def _says_of_node(text: str, words: str) -> str:
    """What a line says of a milestone: that it is done, words, nothing, or what is unclear."""
    key = name_key(text)
    if key in DONE:
        return "done"
    if key in NOT_DONE:
        return "words" if words else "look"
    return "unclear"


def _said(text: str) -> str | None:
    return (storable(text) or None) if text and text not in MARKS else None
