"""What of a file is new, what is there already, and what contradicts what is there."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.core.fold import Series, Window, series_of
from tracker.core.intake import Place, Taken, There, Wrong
from tracker.core.model import Commitment, Entry
from tracker.core.quantity import to_decimal
from tracker.core.slips import slip, unit_name
from tracker.errors import Refused, Slip


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
_Words = tuple[str | None, str | None, str | None]
_Commitments = Mapping[int, Commitment]


def compared(rows: Iterable[Taken], there: Iterable[Standing], commitments: _Commitments) -> Sorted:
    """Tell rows that are new from those that are there already, and from those that contradict.

    Rows and entries are about the same thing when series, work date and mode agree. A total says
    one thing of a day, whatever the number of rows; of increments each stands for itself, so the
    second of two equal rows is there only if two such entries are. What an entry says now is
    found before what it said when it was logged, so that the order of rows makes no difference.
    """
    found = Sorted([], [], [])
    standing = list(there)
    claimed: set[int] = set()
    left = list(rows)
    corrected = [(one.logged, one) for one in standing if one.logged != one.now]
    for entries in ([(one.now, one) for one in standing], corrected):
        if entries:
            left = _claim(left, _Said(entries, commitments), claimed, found, commitments)
    # A total contradicts any other of its day, whether a row has claimed it or not.
    free = [s for s in standing if s.now.act not in claimed or s.now.mode == "total"]
    _settle(left, free, found, commitments)
    return found


def _key(entry: Entry, commitments: _Commitments) -> _Key:
    return series_of(entry, commitments[entry.commitment].last_stage), entry.day, entry.mode


def _words(entry: Entry) -> _Words:
    return entry.note, entry.problem, entry.next_step


class _Said:
    """Entries by all that they say, to be claimed one by one."""

    def __init__(
        self, entries: Iterable[tuple[Entry, Standing]], commitments: _Commitments
    ) -> None:
        self._found: dict[tuple[_Key, int | None], dict[_Words, list[Standing]]] = {}
        for entry, standing in entries:
            by_words = self._found.setdefault((_key(entry, commitments), entry.amount), {})
            by_words.setdefault(_words(entry), []).append(standing)

    def by(self, entry: Entry, key: _Key, claimed: set[int]) -> Standing | None:
        """An entry that says what a row says, best in the same words; for a figure in any."""
        by_words = self._found.get((key, entry.amount), {})
        lists = [by_words.get(_words(entry), [])]
        if entry.mode is not None:
            lists += by_words.values()
        for standing in lists:
            while standing and entry.mode != "total" and standing[-1].now.act in claimed:
                standing.pop()
            if standing:
                return standing[-1]
        return None


def _claim(
    rows: Iterable[Taken],
    said: _Said,
    claimed: set[int],
    found: Sorted,
    commitments: _Commitments,
) -> list[Taken]:
    """Tell rows that are there already; the rest is returned. An increment or a note that one row
    has claimed is there for no other; a total is for all.
    """
    left = []
    for row in rows:
        entry = row.entry
        same = said.by(entry, _key(entry, commitments), claimed)
        if same is None:
            left.append(row)
            continue
        claimed.add(same.now.act)
        if why := _other_words(entry, same):
            found.wrong.append(Wrong(row.place, None, "", why))
        else:
            slug = commitments[entry.commitment].slug
            found.there.append(There(row.place, slug, same.now.act))
    return left


def _settle(
    rows: Iterable[Taken],
    unclaimed: Iterable[Standing],
    found: Sorted,
    commitments: _Commitments,
) -> None:
    """Tell of rows that nothing says yet whether an entry is left that they contradict."""
    against: dict[_Key, Standing] = {_key(one.now, commitments): one for one in unclaimed}
    said: dict[_Key, Taken] = {}
    for row in rows:
        if not against and row.entry.mode != "total":
            found.taken.append(row)
            continue
        commitment = commitments[row.entry.commitment]
        key = _key(row.entry, commitments)
        if row.entry.mode is not None and key in against:
            found.wrong.append(_contradicts(row, commitment, against[key]))
        elif row.entry.mode != "total" or (before := said.setdefault(key, row)) is row:
            found.taken.append(row)
        elif wrong := _beside(row, before):
            found.wrong.append(wrong)
        else:
            found.there.append(There(row.place, commitment.slug, None))


def _beside(row: Taken, before: Taken) -> Wrong | None:
    """What is wrong with a total beside that of another row for the same day."""
    if row.entry.amount != before.entry.amount:
        why = Refused("error.import_two_totals", row=before.place.row)
        return Wrong(row.place, "total", "", why)
    if _words_beyond(row.entry, [before.entry]):
        return Wrong(row.place, None, "", Refused("error.import_two_words", row=before.place.row))
    return None


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
    commitment: Commitment, after: Window, beside: Sequence[tuple[Place, Entry, int]]
) -> Iterator[tuple[Place, Slip]]:
    """Totals with an increment beside them that leads there from no sum of an earlier day.

    A total is what counts. Where nothing is known of earlier days, nothing can disagree.
    """
    folded = after.folded() if beside and commitment.kind == "quantity" else {}
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


def beside_totals(
    commitment: Commitment, before: Window, new: Sequence[Entry]
) -> Iterator[tuple[int, Slip]]:
    """Increments of a day whose total is known, in the ledger or before them in the file, by their
    number: they would add to it.
    """
    totals: dict[tuple[Series, dt.date], int] = {}
    last_stage = commitment.last_stage
    for group in (*before.entries.values(), new):
        for entry in group:
            if entry.mode == "total":
                key = series_of(entry, last_stage), entry.day
                totals[key] = min(entry.act, totals.get(key, entry.act))
    for entry in new if totals and commitment.kind == "quantity" else ():
        if entry.mode == "add":
            key = series_of(entry, last_stage), entry.day
            if totals.get(key, entry.act) < entry.act:
                yield entry.act, slip("slip.beside_total", day=entry.day.isoformat())


def taken_back_before(
    rows: Iterable[Taken], undone: Iterable[Entry], commitments: _Commitments
) -> Iterator[tuple[Place, str, Slip]]:
    """Rows that say again what an entry said that was taken back."""
    acts = {(_key(e, commitments), e.amount): e.act for e in undone if e.mode is not None}
    for place, entry in rows if acts else ():
        act = acts.get((_key(entry, commitments), entry.amount))
        if act is not None:
            slug = commitments[entry.commitment].slug
            yield place, slug, slip("slip.taken_back_before", entry=act)
