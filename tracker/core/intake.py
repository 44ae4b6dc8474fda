"""What a file would add to the ledger, what of it is there already, and what contradicts it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from tracker.core.fold import Series, Window, series_of
from tracker.core.history import Defined
from tracker.core.model import Commitment, Entry
from tracker.core.quantity import to_decimal
from tracker.core.records import Field, Source
from tracker.core.slips import slip, unit_name
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
    left_out: list[Place]
    read_as: list[ReadAs]

    @property
    def adds(self) -> int:
        """How many rows would become an entry or a commitment."""
        return len(self.taken) + len(self.made)


class Standing(NamedTuple):
    """An entry that stands in the ledger: as it counts now, and as it was logged."""

    now: Entry
    logged: Entry


class Sorted(NamedTuple):
    """The rows of one source, compared with what is there."""

    taken: list[Taken]
    there: list[There]
    wrong: list[Wrong]


_Key = tuple[Series, object, str | None]


def compared(
    rows: Iterable[Taken], there: Iterable[Standing], commitments: Mapping[int, Commitment]
) -> Sorted:
    """Tell rows that are new from those that are there already, and from those that contradict.

    Rows and entries are about the same thing when series, work date and mode agree. A total says
    one thing of a day, whatever the number of rows; of increments each stands for itself, so the
    second of two equal rows is there only if two such entries are. A row that agrees with an
    entry as it was logged is there too, although it was corrected since.
    """
    found = Sorted([], [], [])
    entries = _by_key(there, commitments)
    said: dict[_Key, Taken] = {}
    later: list[tuple[Taken, list[Standing]]] = []
    for row in rows:
        entry = row.entry
        commitment = commitments[entry.commitment]
        key = (series_of(entry, commitment.last_stage), entry.day, entry.mode)
        known = entries.get(key)
        same = _same(entry, known) if known else None
        if same is not None and known is not None:
            if entry.mode != "total":
                for told in _keys(same, commitments):
                    entries[told].remove(same)
            if why := _other_words(entry, same):
                found.wrong.append(Wrong(row.place, None, "", why))
            else:
                found.there.append(There(row.place, commitment.slug, same.now.act))
        elif entry.mode is not None and known:
            later.append((row, known))
        elif entry.mode != "total" or (before := said.setdefault(key, row)) is row:
            found.taken.append(row)
        elif wrong := _beside(row, before):
            found.wrong.append(wrong)
        else:
            found.there.append(There(row.place, commitment.slug, None))
    _settle(later, found, commitments)
    return found


def _settle(
    rows: Iterable[tuple[Taken, Sequence[Standing]]],
    found: Sorted,
    commitments: Mapping[int, Commitment],
) -> None:
    """Tell of increments that no entry says whether an entry is left that they contradict. One
    that another row says again is no contradiction, whichever of the rows comes first.
    """
    for row, known in rows:
        if known:
            found.wrong.append(_contradicts(row, commitments[row.entry.commitment], known[-1]))
        else:
            found.taken.append(row)
    found.taken.sort(key=lambda row: row.entry.act)


def _by_key(
    there: Iterable[Standing], commitments: Mapping[int, Commitment]
) -> dict[_Key, list[Standing]]:
    """Entries by what they are about: now, and when they were logged."""
    found: dict[_Key, list[Standing]] = {}
    for standing in there:
        for key in _keys(standing, commitments):
            found.setdefault(key, []).append(standing)
    return found


def _keys(standing: Standing, commitments: Mapping[int, Commitment]) -> set[_Key]:
    last_stage = commitments[standing.now.commitment].last_stage
    return {(series_of(e, last_stage), e.day, e.mode) for e in standing}


def _beside(row: Taken, before: Taken) -> Wrong | None:
    """What is wrong with a total beside that of another row for the same day."""
    if row.entry.amount != before.entry.amount:
        why = Refused("error.import_two_totals", row=before.place.row)
        return Wrong(row.place, "total", "", why)
    if _words_beyond(row.entry, [before.entry]):
        return Wrong(row.place, None, "", Refused("error.import_two_words", row=before.place.row))
    return None


def _same(entry: Entry, known: Sequence[Standing]) -> Standing | None:
    """The entry that says what a row says: best one with the same words."""
    words = (entry.note, entry.problem, entry.next_step)
    agreeing = [s for s in known if entry.amount in (s.now.amount, s.logged.amount)]
    for standing in agreeing:
        for said in standing:
            if said.amount == entry.amount and words == (said.note, said.problem, said.next_step):
                return standing
    return agreeing[0] if agreeing and entry.mode is not None else None


def _other_words(entry: Entry, standing: Standing) -> Refused | None:
    """The refusal of words that would be lost: the figure is there, but not with these words."""
    if _words_beyond(entry, standing):
        return Refused("error.import_other_words", entry=standing.now.act)
    return None


def _words_beyond(entry: Entry, others: Sequence[Entry]) -> bool:
    """Whether an entry has words that none of the others has."""
    return any(
        word is not None and word not in (getattr(other, field) for other in others)
        for field in ("note", "problem", "next_step")
        for word in [getattr(entry, field)]
    )


def _contradicts(row: Taken, commitment: Commitment, standing: Standing) -> Wrong:
    now = standing.now
    why = Refused(
        "error.import_contradicts",
        entry=now.act,
        figure=f"{to_decimal(now.amount or 0, commitment.scale)}{unit_name(commitment)}",
        day=now.day.isoformat(),
    )
    return Wrong(row.place, "total" if row.entry.mode == "total" else "amount", "", why)


def other_increments(
    commitment: Commitment, after: Window, beside: Iterable[tuple[Place, Entry, int]]
) -> Iterator[tuple[Place, Slip]]:
    """Totals with an increment beside them that leads there from no sum of an earlier day.

    A total is what counts. Where nothing is known of earlier days, nothing can disagree.
    """
    folded = after.folded() if commitment.kind == "quantity" else {}
    for place, entry, added in beside:
        states = folded.get(series_of(entry, commitment.last_stage), ())
        earlier = [state.done or 0 for state in states if state.day < entry.day]
        total = entry.amount or 0
        if earlier and total - added not in earlier:
            yield (
                place,
                slip(
                    "slip.other_increment",
                    total=to_decimal(total, commitment.scale),
                    before=to_decimal(earlier[-1], commitment.scale),
                    added=to_decimal(added, commitment.scale),
                    unit=unit_name(commitment),
                ),
            )


_OF_ENTRIES: tuple[Field, ...] = ("amount", "total", "node")
_OF_COMMITMENTS: tuple[Field, ...] = ("target", "kind", "due", "department")
_WORDS: tuple[Field, ...] = ("note", "problem", "next", "on")


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
