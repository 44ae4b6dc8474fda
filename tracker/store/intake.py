"""The plan of an import: every row of every file becomes an entry of one change, or none does."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from tracker.core.archive import Row
from tracker.core.batch import find_slips, with_entries
from tracker.core.closing import closed_out, standing_closing
from tracker.core.dates import parse_day
from tracker.core.fold import Window, absorbed, picking, standing_entries, undone_acts
from tracker.core.intake import Absorbed, Doubt, Place, Preview, Subject, Taken, Wrong
from tracker.core.matching import (
    Standing,
    beside_totals,
    compared,
    other_increments,
    taken_back_before,
)
from tracker.core.model import Commitment, Entry, KnownChange
from tracker.core.naming import name_key
from tracker.core.records import Field, Line, Source
from tracker.core.slips import slip
from tracker.errors import Refused
from tracker.store import commitments as stored
from tracker.store import definitions, entries, lookup, units
from tracker.store.intake_cells import Book
from tracker.store.intake_commitments import read_commitments
from tracker.store.intake_lines import read_lines
from tracker.store.intake_sent_back import sent_back
from tracker.store.plan import Draft, Plan, Read
from tracker.store.settings import last_change


class Request(NamedTuple):
    """Files to be taken in, on the plan's day; `on` is the work date of rows that name none."""

    sources: Sequence[Source]
    subject: Subject
    today: dt.date
    on: dt.date | None


class Looked(NamedTuple):
    """What an import would do, and the rows for it, as of the ledger's change `head`."""

    head: KnownChange
    preview: Preview
    rows: Sequence[Row]
    touched: Mapping[int, dt.date | None]


_FIGURES: tuple[Field, ...] = ("total", "amount")
_DAY, _MODE = picking("day"), picking("mode")

Watch = Callable[[Sequence[Line]], Iterable[Line]]
"""Passes lines on as they are, telling somebody how far it is."""


def look(read: Read, request: Request, watch: Watch = iter) -> Looked:
    """Work out what an import would do. Nothing is written."""
    head = last_change(read)
    every = {one.id: one for one in stored.load(read)}
    empty = Preview(request.sources, request.subject, every, [], [], [], [], [], [], [], [])
    if request.subject == "commitments":
        preview, rows = _commitments(read, request, empty, watch)
        return Looked(head, preview, rows, {})
    preview, first_days = _entries(read, request, empty, watch)
    return Looked(head, preview, (), first_days)


def _commitments(
    read: Read, request: Request, preview: Preview, watch: Watch
) -> tuple[Preview, list[Row]]:
    there = {one.slug: one for one in preview.commitments.values()}
    slugs = {
        name_key(name): one.key for one in lookup.names(read) for name in (one.key, *one.names)
    }
    register, rows = definitions.register(read), list[Row]()
    for number, source, lines in _lines(request, watch):
        found = read_commitments(source, lines, number, there, slugs, register, request.today)
        register = found.register
        rows += found.rows
        preview.made.extend(found.made)
        preview.there.extend(found.there)
        preview.wrong.extend(found.wrong)
        preview.left_out.extend(found.left_out)
    return preview, rows


def _lines(request: Request, watch: Watch) -> Iterator[tuple[int, Source, Iterable[Line]]]:
    """Each source with its number and its lines, but for those that another one brings back."""
    replaced = sent_back(request.sources)
    for number, source in enumerate(request.sources):
        lines = watch(source.lines)
        if without := replaced[number]:
            lines = (line for line in lines if line.row not in without)
        yield number, source, lines


def _entries(
    read: Read, request: Request, preview: Preview, watch: Watch
) -> tuple[Preview, dict[int, dt.date]]:
    every = preview.commitments
    slugs = {one.slug: one for one in every.values()}
    book = Book(slugs, lookup.names(read), units.aliases(read), request.today, request.on)
    first, taken = entries.next_act(read), preview.taken
    doubts: list[Doubt] = []
    added: dict[Place, int] = {}
    undone: list[Entry] = []
    closed = {number for number, one in every.items() if standing_closing(one)}
    for number, source, lines in _lines(request, watch):
        found = read_lines(source, lines, number, book, first + len(taken))
        standing, gone = _told(read, found.taken)
        known = [*standing, *(Standing(t.entry, t.entry) for t in taken)]
        told = compared(found.taken, known, every)
        undone += gone
        fresh = told.taken
        if closed:
            fresh = [row for row in told.taken if row.entry.commitment not in closed]
            told.wrong.extend(_closed(told.taken, every))
        taken.extend(_numbered(fresh, first + len(taken)))
        doubts += [*found.doubts, *_other_day(source, fresh, request, every)]
        added |= found.added
        preview.there.extend(told.there)
        preview.wrong.extend(found.wrong)
        preview.wrong.extend(_as_it_stands(told.wrong, preview, first))
        preview.left_out.extend(found.left_out)
        preview.read_as.extend(one for one in found.read_as if one not in preview.read_as)
    preview.wrong.sort(key=lambda one: one.place)
    groups = _by_commitment(taken)
    first_days = _first_days(groups)
    # What is there already is in doubt no more.
    places = {row.place for row in taken} if doubts else set()
    doubts = [doubt for doubt in doubts if doubt.place in places]
    doubts += [Doubt(*told) for told in taken_back_before(taken, undone, every)]
    for number, new in groups.items():
        before = entries.window(read, number, first_days[number], every[number].last_stage)
        after = with_entries(before, new, every[number].last_stage)
        doubts += _doubts(every[number], before, after, new, taken, added)
        preview.absorbed.extend(_absorbed(every[number], after, new, taken))
    preview.doubts.extend(sorted(doubts, key=lambda doubt: doubt.place))
    preview.absorbed.sort(key=lambda one: one.place)
    return preview, first_days


def _as_it_stands(wrong: Sequence[Wrong], preview: Preview, first: int) -> Iterator[Wrong]:
    """Contradictions with the cell that is at fault; one to an entry that is not saved yet, as
    one to the row that it comes from.
    """
    if not wrong:
        return
    source = preview.sources[wrong[0].place.source]
    lines = {line.row: line for line in source.lines}
    for one in wrong:
        told = one
        entry = one.why.params.get("entry")
        if isinstance(entry, int) and entry >= first:
            other = preview.taken[entry - first].place
            file = PurePath(preview.sources[other.source].file).name
            told = told._replace(why=Refused("error.import_other_row", file=file, row=other.row))
        # With a column that says so, an increment may stand where totals do, and the other way.
        field = next((f for f in (one.field, *_FIGURES) if f in source.columns), None)
        if one.field is not None and field is not None:
            cell = lines[one.place.row].cells[source.columns[field]]
            told = told._replace(field=field, cell=cell)
        yield told


def _closed(rows: Iterable[Taken], every: Mapping[int, Commitment]) -> Iterator[Wrong]:
    """The refusal of each row about a commitment that is closed out."""
    for place, entry in rows:
        if (why := closed_out(every[entry.commitment])) is not None:
            yield Wrong(place, None, "", why)


def take_in(request: Request, looked: Looked) -> Plan[Looked]:
    """Plan what was looked at; looks again where somebody has written since."""

    def plan(read: Read) -> tuple[Draft, Looked]:
        # By its digest too: a ledger that was restored may have got as far again.
        now = looked if last_change(read) == looked.head else look(read, request)
        if now.preview.wrong or not said_the_same(now.preview, looked.preview):
            return Draft("import", None, [], {}), now
        new = [row.entry for row in now.preview.taken]
        return Draft("import", None, now.rows, now.touched, new), now

    return plan


def said_the_same(one: Preview, other: Preview) -> bool:
    """Whether a person who has seen one preview has seen the other: but for the numbers of the
    entries they say the same, and nothing has become wrong.
    """
    return one is other or (
        not one.wrong
        and [_meant(row) for row in one.taken] == [_meant(row) for row in other.taken]
        and one.doubts == other.doubts
        and [_meant_by(row) for row in one.absorbed] == [_meant_by(row) for row in other.absorbed]
        and one.made == other.made
    )


def _meant(row: Taken) -> object:
    """What a row comes to, whatever number its entry gets."""
    return row.place, row.entry[2:]


def _meant_by(row: Absorbed) -> object:
    """What is said of an increment that a total has in it, whatever number that gets."""
    return row.place, row.total.day, row.total.amount


def _numbered(rows: Sequence[Taken], first: int) -> Sequence[Taken]:
    """Rows with entries numbered one by one, also where some of those read were left out."""
    if not rows or rows[-1].entry.act == first + len(rows) - 1:
        return rows
    return [
        Taken(place, Entry(act, *entry[1:])) for act, (place, entry) in enumerate(rows, start=first)
    ]


def _by_commitment(taken: Iterable[Taken]) -> dict[int, list[Entry]]:
    """The entries that rows become, by their commitment."""
    groups: defaultdict[int, list[Entry]] = defaultdict(list)
    for _, entry in taken:
        groups[entry.commitment].append(entry)
    return groups


def _first_days(groups: Mapping[int, Iterable[Entry]]) -> dict[int, dt.date]:
    """The first work date of the entries of each commitment."""
    return {number: min(map(_DAY, entries)) for number, entries in groups.items()}


def _told(read: Read, taken: Sequence[Taken]) -> tuple[list[Standing], list[Entry]]:
    """The entries that rows may be about, since the first days of these: those that stand, and
    those that were taken back.
    """
    standing: list[Standing] = []
    undone: list[Entry] = []
    for number, since in _first_days(_by_commitment(taken)).items():
        logged = entries.logged_since(read, number, since.isoformat())
        raw = {entry.act: entry for entry in logged}
        undos = entries.undos_of(read, number)
        now = standing_entries(logged, entries.corrections_of(read, number), undos)
        standing += [
            Standing(entry, raw[entry.act])
            for entry in now
            if since <= max(entry.day, raw[entry.act].day)
        ]
        back = undone_acts(undos)
        undone += [entry for entry in logged if entry.act in back]
    return standing, undone


def _other_day(
    source: Source, fresh: Sequence[Taken], request: Request, every: Mapping[int, Commitment]
) -> Iterator[Doubt]:
    """That a file names another day for all of its rows than the one that was given."""
    if request.on is None or source.cut_off is None or "on" in source.columns or not fresh:
        return
    try:
        day = parse_day(source.cut_off, request.today)
    except Refused:
        return
    if day != request.on:
        told = slip("slip.other_cut_off", cut_off=source.cut_off, day=request.on.isoformat())
        yield Doubt(fresh[0].place, every[fresh[0].entry.commitment].slug, told)


def _doubts(
    commitment: Commitment,
    before: Window,
    after: Window,
    new: Sequence[Entry],
    taken: Sequence[Taken],
    added: Mapping[Place, int],
) -> Iterator[Doubt]:
    """What looks like a slip in the new entries of a commitment; `taken` are numbered in a row."""
    first = taken[0].entry.act
    found = [*find_slips(commitment, before, after, new), *beside_totals(commitment, before, new)]
    for act, told in found:
        yield Doubt(taken[act - first].place, commitment.slug, told)
    placed = ((taken[entry.act - first].place, entry) for entry in (new if added else ()))
    beside = [(place, entry, added[place]) for place, entry in placed if place in added]
    for place, told in other_increments(commitment, after, beside):
        yield Doubt(place, commitment.slug, told)


def _absorbed(
    commitment: Commitment, after: Window, new: Sequence[Entry], taken: Sequence[Taken]
) -> Iterator[Absorbed]:
    """The new increments of a commitment that move no sum of today."""
    increments = [entry for entry in new if _MODE(entry) == "add"]
    for entry, total in absorbed(after, increments, commitment.last_stage):
        yield Absorbed(taken[entry.act - taken[0].entry.act].place, entry, total)
