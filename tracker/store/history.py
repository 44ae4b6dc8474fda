"""The history of the ledger: every act, and every change of what a commitment is."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.core.archive import Header
from tracker.core.dates import day_of
from tracker.core.defaults import DEFAULTS
from tracker.core.fold import standing_entries
from tracker.core.history import Change, Item, as_it_stood, field_changes, totals
from tracker.core.model import Commitment, Correction, Entry, Undo
from tracker.core.plaintext import visible
from tracker.core.quantity import to_decimal
from tracker.store import commitments, entries, lookup
from tracker.store.plan import LATEST, Read
from tracker.store.tunings import own_settings, word_of, workdays

DEFINED = (
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
    headers = headers_of(read, wanted)
    only = lookup.resolve(read, wanted.commitment, wanted.known).id if wanted.commitment else None
    found: list[Item] = []
    defined = defined_at(read, only)
    for commitment in commitments.load(read, wanted.known, only):
        found += [act for act, _ in acts_of(read, commitment, headers, wanted.known)]
        changed = defined.get(commitment.id, set())
        found += definitions_of(read, commitment, headers, changed, first=only is not None)
    if only is None:
        found += plan_changes(read, headers)
    return sorted(found, key=lambda item: (item.change, item.act or 0))


def revisions(read: Read, commitment: Commitment, known: int | None) -> list[Item]:
    """How a commitment itself came to be and was changed, up to a change."""
    headers = headers_of(read, Wanted(None, None, None, known, dt.UTC))
    changed = defined_at(read, commitment.id)[commitment.id]
    return list(definitions_of(read, commitment, headers, changed, first=False))


def headers_of(read: Read, wanted: Wanted) -> dict[int, Header]:
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


def acts_of(
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


def defined_at(read: Read, only: int | None = None) -> dict[int, set[int]]:
    """The changes in which each commitment itself was changed, by its number; or those of one."""
    found: dict[int, set[int]] = {}
    where = "" if only is None else " WHERE commitment = :only"
    for table in (*DEFINED, *_OF_ALERTS):
        for number, change in read(
            f"SELECT DISTINCT commitment, change FROM {table}{where}", {"only": only}
        ):
            found.setdefault(number, set()).add(change)
    return found


def definitions_of(
    read: Read,
    commitment: Commitment,
    headers: dict[int, Header],
    changed: set[int],
    *,
    first: bool,
) -> Iterator[Item]:
    """The changes of a commitment itself; the seed's own only where one commitment is asked for."""
    for change in sorted(changed & headers.keys()):
        if change == 1:
            if first:
                yield _defined(headers[change], commitment, ())
            continue
        (after,) = commitments.load(read, change, commitment.id)
        was_there = change > commitment.first_change
        before = commitments.load(read, change - 1, commitment.id)[0] if was_there else None
        differences = field_changes(before, after)
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


def plan_changes(read: Read, headers: dict[int, Header]) -> Iterator[Item]:
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
