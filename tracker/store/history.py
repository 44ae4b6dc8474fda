"""The history of the ledger: every act, and every change of what a commitment is."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.core.archive import Header
from tracker.core.dates import day_of
from tracker.core.fold import standing_entries
from tracker.core.history import LOGGING, Change, Item, as_it_stood, field_changes, totals
from tracker.core.model import Commitment, Correction, Entry, Undo
from tracker.core.plaintext import visible
from tracker.core.quantity import to_decimal
from tracker.store import commitments, entries, lookup
from tracker.store.plan import LATEST, Read
from tracker.store.settings import DEFAULTS
from tracker.store.tunings import own_settings, word_of, workdays

_DEFINED = (
    "terms", "profile", "area", "stage", "milestone", "plan_point", "alias", "retired", "close_out",
)  # fmt: skip
# What is done about its alerts, which moves no figure.
_OF_ALERTS = ("commitment_setting", "acknowledged")


class Wanted(NamedTuple):
    """What of the history is asked for: changes from `first` to `known`. `since` is a day on
    which it was recorded, in `zone`.
    """

    commitment: str | None
    since: dt.date | None
    author: str | None
    known: int | None
    zone: dt.tzinfo
    first: int = 1


def items(read: Read, wanted: Wanted) -> list[Item]:
    """The history in the order in which it was written."""
    headers = _headers(read, wanted)
    only = lookup.resolve(read, wanted.commitment, wanted.known).id if wanted.commitment else None
    found: list[Item] = []
    for commitment in commitments.load(read, wanted.known, only):
        found += [act for act, _ in _acts(read, commitment, headers, wanted.known)]
        found += _definitions(read, commitment, headers, first=only is not None)
    if only is None:
        found += _plan_changes(read, headers)
    return sorted(found, key=lambda item: (item.change, item.act or 0))


# What a change did to a commitment itself, or to figures of days that were printed already.
_MOVED = " UNION ".join(
    f"SELECT commitment FROM {table} WHERE change BETWEEN :first AND :known"
    for table in ("correction", "undo", *_DEFINED)
)
# Entries are found by their numbers: a ledger has no list of them by change.
_LOGGED = """
SELECT DISTINCT commitment, change, day FROM entry
WHERE act > :act AND change <= :known AND day < :start
"""


def moved(read: Read, first: int, known: int, start: dt.date, zone: dt.tzinfo) -> list[Item]:
    """What changes from `first` to `known` moved under whoever read the figures before `start`:
    terms and everything else a commitment is, settings, and acts about earlier days.

    `first` may lie on the day before `start`, when the page before was printed at some time of
    the day. What is logged for that day on that day itself is not told: it is the day's work.
    """
    first = max(first, 2)
    headers = _headers(read, Wanted(None, None, None, known, dt.UTC, first))
    touched = {number for (number,) in read(_MOVED, {"first": first, "known": known})}
    before = entries.last_entry(read, first - 1)
    logged = read(_LOGGED, {"act": before, "known": known, "start": start.isoformat()})
    # Whoever logged for the day before, on that day, need not be looked at any closer.
    touched.update(
        number
        for number, change, day in logged
        if day < _printed_before(headers[change], start, zone).isoformat()
    )
    found: list[Item] = []
    for commitment in commitments.load(read, known) if touched else ():
        if commitment.id in touched:
            acts = _acts(read, commitment, headers, known)
            # An act may have brought an entry there, or taken it away from there.
            found += [
                act
                for act, days in acts
                if min(days) < _printed_before(headers[act.change], start, zone)
            ]
            found += _definitions(read, commitment, headers, first=False)
    found += _plan_changes(read, headers)
    return sorted(found, key=lambda item: (item.change, item.act or 0))


def _printed_before(header: Header, start: dt.date, zone: dt.tzinfo) -> dt.date:
    """The day before which figures were printed already when a change was made."""
    of_the_day = header.command in LOGGING and day_of(header.recorded_at, zone) < start
    return start - dt.timedelta(days=1) if of_the_day else start


def revisions(read: Read, commitment: Commitment, known: int | None) -> list[Item]:
    """How a commitment itself came to be and was changed, up to a change."""
    headers = _headers(read, Wanted(None, None, None, known, dt.UTC))
    return list(_definitions(read, commitment, headers, first=False))


def _headers(read: Read, wanted: Wanted) -> dict[int, Header]:
    rows = read(
        "SELECT change, recorded_at, author, login, command, reason FROM change "
        "WHERE change BETWEEN ? AND ?",
        (wanted.first, LATEST if wanted.known is None else wanted.known),
    )
    headers = (Header(*row) for row in rows)
    return {
        h.change: h
        for h in headers
        if (wanted.author is None or visible(wanted.author) == h.author)
        and (wanted.since is None or day_of(h.recorded_at, wanted.zone) >= wanted.since)
    }


def _acts(
    read: Read, commitment: Commitment, headers: dict[int, Header], known: int | None
) -> Iterator[tuple[Item, tuple[dt.date, dt.date]]]:
    """Each act with the work dates of its entry before the act and after it."""
    logged = entries.logged(read, commitment.id, known)
    corrections = entries.corrections_of(read, commitment.id, known)
    undos = entries.undos_of(read, commitment.id, known)
    acts: list[Entry | Correction | Undo] = [*logged, *corrections, *undos]
    if not any(act.change in headers for act in acts):
        return
    after = totals(commitment, logged, corrections, undos)
    by_act = {entry.act: entry for entry in logged}
    behind = {c.act: c.entry for c in corrections}
    for entry in logged:
        if header := headers.get(entry.change):
            item = _item(header, commitment, entry, entry.act, after, of=None)
            item = item._replace(problem=entry.problem, next_step=entry.next_step)
            yield item, (entry.day, entry.day)
    for act in sorted({c.act for c in corrections}):
        fields = [c for c in corrections if c.act == act]
        if header := headers.get(fields[0].change):
            entry = by_act[fields[0].entry]
            changes = _corrected(commitment, entry, fields, corrections, undos)
            now = as_it_stood(entry, corrections, undos, act)
            retyped = {c.field for c in fields} & {"amount", "mode"}
            now = now._replace(amount=now.amount if retyped else None, note=None)
            item = _item(header, commitment, now, act, after, of=entry.act)
            was = as_it_stood(entry, corrections, undos, act - 1)
            yield item._replace(changes=changes), (was.day, now.day)
    undone = {u.act: u.of for u in undos}
    for undo in undos:
        if header := headers.get(undo.change):
            of = undo.of
            while of in undone:
                of = undone[of]
            entry = by_act[behind.get(of, of)]
            was = as_it_stood(entry, corrections, undos, undo.act - 1)
            now = as_it_stood(entry, corrections, undos, undo.act)
            now = now._replace(mode=None, amount=None, note=None)
            item = _item(header, commitment, now, undo.act, after, of=undo.of)
            yield item, (was.day, now.day)


def _corrected(
    commitment: Commitment,
    entry: Entry,
    fields: list[Correction],
    corrections: Iterable[Correction],
    undos: Iterable[Undo],
) -> tuple[Change, ...]:
    """What one correction changed, from what stood when it was made."""
    act = fields[0].act
    (was,) = standing_entries(
        [entry], [c for c in corrections if c.act < act], [u for u in undos if u.act < act]
    )

    def shown(field: str, value: object) -> object:
        is_figure = field == "amount" and isinstance(value, int)
        return to_decimal(value, commitment.scale) if is_figure else value  # type: ignore[arg-type]

    return tuple(
        Change(c.field, shown(c.field, getattr(was, c.field)), shown(c.field, c.value))
        for c in fields
    )


def _item(
    header: Header,
    commitment: Commitment,
    entry: Entry,
    act: int,
    after: dict[int, int | None],
    *,
    of: int | None,
) -> Item:
    return Item(
        act=act,
        change=header.change,
        commitment=commitment,
        action=header.command,
        day=entry.day,
        recorded_at=header.recorded_at,
        author=header.author,
        login=header.login,
        mode=entry.mode if entry.amount is not None else None,
        amount=entry.amount,
        total=after[act],
        area=entry.area or None,
        stage=entry.stage or None,
        note=entry.note,
        reason=header.reason,
        of=of,
        changes=(),
    )


def _definitions(
    read: Read, commitment: Commitment, headers: dict[int, Header], *, first: bool
) -> Iterator[Item]:
    """The changes of a commitment itself; the seed's own only where one commitment is asked for."""
    changed = {
        change
        for table in (*_DEFINED, *_OF_ALERTS)
        for (change,) in read(
            f"SELECT DISTINCT change FROM {table} WHERE commitment = ?", (commitment.id,)
        )
    }
    for change in sorted(changed & headers.keys()):
        if change == 1:
            if first:
                yield _defined(headers[change], commitment, ())
            continue
        (after,) = commitments.load(read, change, commitment.id)
        before = commitments.load(read, change - 1, commitment.id)
        differences = field_changes(before[0] if before else None, after)
        aliases = read(
            "SELECT alias FROM alias WHERE commitment = ? AND change = ? ORDER BY alias",
            (commitment.id, change),
        )
        differences += tuple(Change("alias", None, alias) for (alias,) in aliases)
        differences += _of_alerts(read, commitment, change)
        notes = (closing.note for closing in after.closings if closing.change == change)
        item = _defined(headers[change], commitment, differences)
        yield item._replace(note=next(notes, None))


def _of_alerts(read: Read, commitment: Commitment, change: int) -> tuple[Change, ...]:
    """What one change did to the alerts of a commitment: how they are tuned, until when they are
    silent.
    """
    before = own_settings(read, change - 1).get(commitment.id, {})
    after = own_settings(read, change).get(commitment.id, {})
    found = [
        Change(key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
    for part, subject, until in read(
        "SELECT part, subject, until FROM acknowledged WHERE commitment = ? AND change = ? "
        "ORDER BY part, subject",
        (commitment.id, change),
    ):
        found.append(Change(f"muted {subject or part}", None, until))
    return tuple(found)


def _plan_changes(read: Read, headers: dict[int, Header]) -> Iterator[Item]:
    """The changes of the plan as a whole: its making, its settings, its units."""
    if header := headers.get(1):
        yield _defined(header, None, ())
    for key, change, value in read("SELECT key, change, value FROM setting WHERE change > 1"):
        if header := headers.get(change):
            old = read(
                "SELECT value FROM setting WHERE key = ? AND change < ? "
                "ORDER BY change DESC LIMIT 1",
                (key, change),
            )
            yield _defined(header, None, (Change(key, old[0][0] if old else DEFAULTS[key], value),))
    for day, change in read("SELECT day, change FROM workday"):
        if header := headers.get(change):
            one = dt.date.fromisoformat(day)
            was, now = (word_of(workdays(read, at).get(one)) for at in (change - 1, change))
            yield _defined(header, None, (Change(f"workday {day}", was, now),))
    for unit, change in read("SELECT unit, change FROM unit WHERE change > 1"):
        if header := headers.get(change):
            yield _defined(header, None, (Change("unit", None, unit),))


def _defined(header: Header, commitment: Commitment | None, changes: tuple[Change, ...]) -> Item:
    return Item(
        act=None,
        change=header.change,
        commitment=commitment,
        action=header.command,
        day=None,
        recorded_at=header.recorded_at,
        author=header.author,
        login=header.login,
        mode=None,
        amount=None,
        total=None,
        area=None,
        stage=None,
        note=None,
        reason=header.reason,
        of=None,
        changes=changes,
    )
