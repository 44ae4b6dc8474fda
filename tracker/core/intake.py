"""What a file would add to the ledger, what of it is there already, and what contradicts it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from tracker.core.history import Defined
from tracker.core.model import Commitment, Entry
from tracker.core.records import Field, Source
from tracker.errors import Refused, Slip

Subject = Literal["entries", "commitments"]
SUBJECTS: tuple[Subject, ...] = ("entries", "commitments")


class Place(NamedTuple):
    """A row of a source: the number of the source among those that were given, and its row."""

    source: int
    row: int


class Wrong(NamedTuple):
    """A row that can't be taken: the field at fault (None: the row as a whole), and why."""

    place: Place
    field: Field | None
    cell: str
    why: Refused


class Taken(NamedTuple):
    """A row that becomes an entry."""

    place: Place
    entry: Entry


class Made(NamedTuple):
    """A row that becomes a commitment."""

    place: Place
    made: Defined
    commitment: Commitment


class There(NamedTuple):
    """A row that says what the ledger holds already: as entry `act`, or as a commitment (None)."""

    place: Place
    slug: str
    act: int | None


class Doubt(NamedTuple):
    """What looks like a slip, with the row that brings it about."""

    place: Place
    slug: str
    slip: Slip


class Absorbed(NamedTuple):
    """A row with an increment that changes no sum of today: `total`, of a later day or later on
    the same, has it in it.
    """

    place: Place
    entry: Entry
    total: Entry


class ReadAs(NamedTuple):
    """A name in a file that was found by a part of a commitment's name, or through a map."""

    text: str
    slug: str
    name: str


class Preview(NamedTuple):
    """What importing some sources would do. Nothing is written while anything is `wrong`.

    `left_out` are rows that have nothing to say: without a figure or a word, or sums of others.
    """

    sources: Sequence[Source]
    subject: Subject
    commitments: Mapping[int, Commitment]
    taken: list[Taken]
    made: list[Made]
    there: list[There]
    wrong: list[Wrong]
    doubts: list[Doubt]
    absorbed: list[Absorbed]
    left_out: list[Place]
    read_as: list[ReadAs]

    @property
    def adds(self) -> int:
        """How many rows would become an entry or a commitment."""
        return len(self.taken) + len(self.made)


_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_OF_ENTRIES: tuple[Field, ...] = ("amount", "total", "node")
_OF_COMMITMENTS: tuple[Field, ...] = ("target", "kind", "due", "department")
_WORDS: tuple[Field, ...] = ("note", "problem", "next")


def subject_of(sources: Iterable[Source]) -> Subject:
    """What the rows of files are, by their columns: entries where there are figures, commitments
    where there are targets or deadlines without figures, else entries in words.
    """
    told: set[Subject] = set()
    for source in sources:
        fields = {*source.columns, *source.fixed}
        if fields & {*_OF_ENTRIES}:
            told.add("entries")
        elif fields & {*_OF_COMMITMENTS}:
            told.add("commitments")
        elif fields & {*_WORDS}:
            told.add("entries")
        else:
            raise Refused("error.import_no_figures", file=source.file)
    if len(told) > 1:
        raise Refused("error.import_mixed")
    return told.pop()


def check_figures_read(source: Source) -> None:
    """Refuse a file of words that has figures in a column nobody reads: they would be lost."""
    if {*source.columns, *source.fixed} & {*_OF_ENTRIES}:
        return
    for place, heading in enumerate(source.headings):
        if not heading or place in source.columns.values():
            continue
        cells = [cell for line in source.lines if (cell := line.cells[place])]
        numbered = [str(number) for number in range(1, len(cells) + 1)]
        if cells and cells != numbered and all(map(_FIGURE.fullmatch, cells)):
            raise Refused("error.import_figures_unread", file=source.file, heading=heading)
