"""The lines of a file read against the ledger: each becomes an entry, or is said to be wrong.

Lines that name the same things have all but number, day, figure and words in common.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from tracker.core.intake import Doubt, Place, ReadAs, Taken, Wrong
from tracker.core.model import Entry, Mode
from tracker.core.naming import name_key
from tracker.core.records import Field, Line, Source, is_sum
from tracker.errors import Refused, Slip
from tracker.store import lookup
from tracker.store.intake_cells import Book, Cells, Fault, Memo, bare, mode_of
from tracker.store.text import storable
from tracker.store.typed import entry_said

# What a table has where there is nothing to say, and where there is no figure.
UNSAID = frozenset({"", "-", "--", "—", "——", "/", "\\", "－"})
BLANKS = UNSAID | {"无", "暂无"}
# What a cell beside a milestone says when that is done, and when it is not yet.
DONE = frozenset({"1", "是", "已完成", "完成", "√", "y", "yes", "done", "true"})
NOT_DONE = frozenset({"", "0", "否", "未完成", "×", "n", "no", "false"})
_FIGURES = ("total", "amount")
NO_WORDS: tuple[str | None, str | None, str | None] = (None, None, None)

# What many lines have in common, and what each says for itself.
_NAMES: tuple[Field, ...] = ("slug", "name", "area", "stage", "node", "mode")
_SAID: tuple[Field, ...] = ("on", "node", "amount", "total", "unit", "note", "problem", "next")
_Names = tuple[str, str, str, str, str, str]

# A named tuple of its values: by its name it takes twice as long, which a long file would notice.
made = tuple.__new__


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
    looks_beside, new = reader.looks_beside, made
    for row, cells in lines:
        said = read(act, cells)
        place = new(Place, (number, row))
        if looks_beside and isinstance(said, Entry):
            beside = reader.beside(cells, said)
            if isinstance(beside, Fault):
                said = beside
            else:
                _keep(beside, place, found)
        if isinstance(said, Entry):
            taken.append(new(Taken, (place, said)))
            act += 1
        elif said is None:
            found.left_out.append(place)
        else:
            cell = reader.cell(cells, said.field) if said.field else ""
            found.wrong.append(Wrong(place, said.field, cell, said.why))
    found.read_as.extend(reader.read_as())
    return found


class _Beside(NamedTuple):
    """What a line says beside its figure: a target that is not the ledger's, an increment."""

    slug: str
    target: Slip | None
    added: int | None


def _keep(beside: _Beside, place: Place, found: LinesRead) -> None:
    if beside.target is not None:
        found.doubts.append(Doubt(place, beside.slug, beside.target))
    if beside.added is not None:
        found.added[place] = beside.added


class _Shape(NamedTuple):
    """What lines that name the same things have in common: all of an entry but its number, day,
    figure and words. Where a figure is to be read, `alike` is the commitment that it is read for.
    """

    commitment: int
    area: str
    stage: str
    mode: Mode | None
    amount: int | None
    alike: str | None


class _Lines:
    """The columns of one source, with all that was read from their cells so far."""

    def __init__(self, source: Source, book: Book) -> None:
        # What a map fixes, and an empty cell, stand behind the cells of every line.
        self._aside = (*source.fixed.values(), "")
        width = len(source.headings)
        self._empty = width + len(source.fixed)
        self._places = {field: width + number for number, field in enumerate(source.fixed)}
        self._places.update(source.columns)
        self._names = self._getter(_NAMES)
        self._said = self._getter(_SAID)
        self._beside = self._getter(("node", "amount", "total", "unit", "target"))
        self.looks_beside = "target" in self._places or {*_FIGURES} <= self._places.keys()
        self._slugs = {one.id: slug for slug, one in book.commitments.items()}
        self._read = Cells(source, book)
        self._shapes = Memo(None, self._shape)

    def _getter(self, fields: Sequence[Field]) -> Callable[[tuple[str, ...]], Any]:
        return itemgetter(*(self._places.get(field, self._empty) for field in fields))

    def read_as(self) -> Iterable[ReadAs]:
        """The names that were found by a part, or through a map."""
        return self._read.read_as.values()

    def cell(self, cells: tuple[str, ...], field: Field) -> str:
        """What stands in the cell of a field."""
        return (cells + self._aside)[self._places.get(field, self._empty)]

    def entry(self, act: int, cells: tuple[str, ...]) -> Entry | Fault | None:
        """The entry that a line says, under the number `act`; None where it says nothing."""
        every = cells + self._aside
        names = self._names(every)
        on, node, amount, total, unit, note, problem, later = self._said(every)
        text = total if total not in BLANKS else ""
        field: Field = "total" if text else "amount"
        says: str = field
        if not text and amount not in BLANKS:
            text = amount
        words = note not in UNSAID or problem not in UNSAID or later not in UNSAID
        if not text:
            if not (words or on):
                return None
            says = "words" if words else "look"
        if node and (says := _says_of_node(text, words)) == "unclear":
            return Fault(field, Refused("error.import_done", text=text))
        shape = self._shapes[names, says]
        if shape is None:
            return None
        if shape.__class__ is Fault:
            # A row without a figure or a word has nothing that could be lost.
            return None if says == "look" or _sums(names, cells) else shape
        commitment, area, stage, how, figure, alike = shape
        if alike is not None:
            figures = self._read.totals if field == "total" else self._read.amounts
            figure = figures[alike, text, unit, field]
            if figure.__class__ is Fault:
                return figure
        day = self._read.days[(on,)]
        if day.__class__ is Fault:
            return day
        said = NO_WORDS
        if words:
            try:
                said = (
                    None if note in UNSAID else storable(note) or None,
                    None if problem in UNSAID else storable(problem) or None,
                    None if later in UNSAID else storable(later) or None,
                )
            except Refused as why:
                return Fault(None, bare(why))
        return made(Entry, (act, 0, commitment, area, stage, day, how, figure, *said))

    def beside(self, cells: tuple[str, ...], entry: Entry) -> _Beside | Fault:
        """What stands beside the figure of an entry: a target, an increment beside a total."""
        node, amount, total, unit, target = self._beside(cells + self._aside)
        slug, other, added = self._slugs[entry.commitment], None, None
        if not (node or amount in BLANKS or total in BLANKS):
            added = self._read.amounts[slug, amount, unit, "amount"]
            if isinstance(added, Fault):
                return added
        if target:
            other = self._read.targets[slug, entry.area, target, unit]
        return _Beside(slug, other, added)

    def _shape(self, names: _Names, says: str) -> _Shape | Fault | None:
        """What lines with these names say; None of sums of others. A fault names the cell."""
        slug, name, area, stage, node, mode = names
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
        _, _, number, area, stage, _, how, figure, *_ = entry
        alike = self._read.alike(commitment) if says in _FIGURES else None
        return _Shape(number, area, stage, how, figure, alike)


def _sums(names: _Names, cells: tuple[str, ...]) -> bool:
    """Whether a line that names no commitment sums up others: 合 计, also as its number."""
    slug, name, area, *_ = names
    told = (name, area) if slug or name else cells
    return any(is_sum(cell) for cell in told)


def _says_of_node(text: str, words: bool) -> str:
    """What a line says of a milestone: that it is done, words, nothing, or what is unclear."""
    key = name_key(text)
    if key in DONE:
        return "done"
    if key in NOT_DONE:
        return "words" if words else "look"
    return "unclear"
