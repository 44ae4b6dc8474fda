"""The plans that write acts: log, correct, undo. Each can be run again at any time.

A plan reads, refuses what can't be right, collects what looks like a slip, and returns its
rows with an echo of what they do. Slips that nobody has confirmed stop it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from tracker.core import slips as slip_rules
from tracker.core.archive import Row
from tracker.core.echo import Echo, Evidence
from tracker.core.fold import (
    Series,
    Sums,
    Window,
    by_series,
    series_of,
    standing_entries,
    undone_acts,
)
from tracker.core.model import Commitment, Correction, Entry, Undo
from tracker.core.plaintext import visible
from tracker.core.progress import total_of
from tracker.errors import Refused, Slip, Unconfirmed
from tracker.store import commitments, entries
from tracker.store.plan import Draft, Plan, Read
from tracker.store.typed import CorrectRequest, LogRequest, corrected_entry, new_entry


def log(request: LogRequest, today: dt.date, accepted: frozenset[Slip] | None) -> Plan[Echo]:
    """Plan one entry. `accepted` are the slips a person has confirmed; None accepts all."""

    def plan(read: Read) -> tuple[Draft, Echo]:
        commitment = commitments.resolve(read, request.commitment)
        _check_day(request.day, today)
        entry, converted_from = new_entry(read, commitment, request)
        evidence = tuple({e.location: e for e in request.evidence}.values())
        before = entries.window(read, commitment.id, entry.day, commitment.last_stage)
        after = _with(before, entry, commitment.last_stage)
        proofs = _proofs(read, commitment) if entry.amount is None else {}
        proofs[entry.act] = frozenset(e.location for e in evidence)
        found = _slips(commitment, entry, before, after, proofs)
        _confirm(found, accepted)
        rows = [_entry_row(entry), *(_evidence_row(entry.act, e) for e in evidence)]
        echo = _echo(entry.act, entry, commitment, before, after)
        echo = echo._replace(converted_from=converted_from, evidence=evidence)
        return Draft("log", None, rows, {commitment.id: entry.day}), echo

    return plan


def correct(
    request: CorrectRequest, reason: str, today: dt.date, accepted: frozenset[Slip] | None
) -> Plan[Echo]:
    """Plan one correction: the fields of an entry, set anew to absolute values."""

    def plan(read: Read) -> tuple[Draft, Echo]:
        raw = entries.raw_entry(read, request.entry)
        commitment = commitments.load(read, only=raw.commitment)[0]
        corrections = entries.corrections_of(read, commitment.id)
        undos = entries.undos_of(read, commitment.id)
        standing = standing_entries([raw], corrections, undos)
        if not standing:
            raise Refused("error.entry_undone", entry=raw.act, undo=undone_acts(undos)[raw.act])
        now = standing[0]
        wanted, converted_from = corrected_entry(read, commitment, now, request)
        _check_day(wanted.day, today)
        fields = {f: v for f, v in wanted._asdict().items() if v != getattr(now, f)}
        if not fields:
            raise Refused("error.nothing_to_correct", entry=raw.act)
        act = entries.next_act(read)
        before = entries.window(
            read, commitment.id, min(now.day, wanted.day), commitment.last_stage
        )
        after = _with(before, wanted, commitment.last_stage)
        # New words can't be a slip of a figure.
        moved = fields.keys() - {"note", "problem", "next_step"}
        proofs = _proofs(read, commitment) if wanted.amount is None else {}
        found = _slips(commitment, wanted, before, after, proofs) if moved else []
        _confirm(found, accepted)
        rows = [_correction_row(act, wanted, field, value) for field, value in fields.items()]
        echo = _echo(act, wanted, commitment, before, after)
        if request.change is not None:
            echo = echo._replace(difference=(wanted.amount or 0) - (now.amount or 0))
        touched = {commitment.id: min(now.day, wanted.day)}
        return Draft("correct", reason, rows, touched), echo._replace(converted_from=converted_from)

    return plan


def undo(act: int | None, reason: str, author: str, accepted: frozenset[Slip] | None) -> Plan[Echo]:
    """Plan taking back one act; without a number the author's latest that stands."""

    def plan(read: Read) -> tuple[Draft, Echo]:
        of = _latest_standing(read, author) if act is None else act
        number = entries.commitment_of_act(read, of)
        commitment = commitments.load(read, only=number)[0]
        undos = entries.undos_of(read, number)
        if of in (undone := undone_acts(undos)):
            raise Refused("error.already_undone", act=of, undo=undone[of])
        corrections = entries.corrections_of(read, number)
        raw = entries.raw_entry(read, _entry_behind(of, corrections, undos))
        mine = [c for c in corrections if c.entry == raw.act]
        new = entries.next_act(read)
        was = standing_entries([raw], mine, undos)
        becomes = standing_entries([raw], mine, [*undos, Undo(new, 0, of)])
        since = min(e.day for e in (raw, *was, *becomes))
        before = entries.window(read, number, since, commitment.last_stage)
        after = _without(before, raw.act)
        for entry in becomes:
            after = _with(after, entry, commitment.last_stage)
        found = [
            *slip_rules.new_falls(commitment, before, after),
            *slip_rules.stages_behind(commitment, before.sums(), after.sums()),
        ]
        _confirm(found, accepted)
        shown = becomes or was or [raw]
        echo = _echo(new, shown[0], commitment, before, after)._replace(undone=of)
        row = Row("undo", {"act": new, "commitment": number, "of_act": of})
        return Draft("undo", reason, [row], {number: since}), echo

    return plan


def _latest_standing(read: Read, author: str) -> int:
    for act, number in entries.acts_by(read, visible(author)):
        undone = undone_acts(entries.undos_of(read, number))
        behind = {c.act: c.entry for c in entries.corrections_of(read, number)}
        if act not in undone and behind.get(act) not in undone:
            return act
    raise Refused("error.nothing_to_undo", author=author)


def _entry_behind(act: int, corrections: Iterable[Correction], undos: Iterable[Undo]) -> int:
    """The entry that an act is about, through the undos and the correction between them."""
    undone = {u.act: u.of for u in undos}
    while act in undone:
        act = undone[act]
    return next((c.entry for c in corrections if c.act == act), act)


def _check_day(day: dt.date, today: dt.date) -> None:
    if day > today:
        raise Refused("error.date_future", day=day.isoformat(), today=today.isoformat())


def _with(window: Window, entry: Entry, last_stage: str) -> Window:
    """The window with an entry added, or put in the place of its older self."""
    others = [e for e in _all(window) if e.act != entry.act]
    return Window(window.openings, by_series([*others, entry], last_stage))


def _without(window: Window, act: int) -> Window:
    groups = {s: [e for e in group if e.act != act] for s, group in window.entries.items()}
    return Window(window.openings, {s: group for s, group in groups.items() if group})


def _all(window: Window) -> Iterable[Entry]:
    return (e for group in window.entries.values() for e in group)


def _proofs(read: Read, commitment: Commitment) -> dict[int, frozenset[str]]:
    evidence = entries.evidence_of(read, commitment.id)
    return {act: frozenset(e.location for e in found) for act, found in evidence.items()}


def _slips(
    commitment: Commitment,
    entry: Entry,
    before: Window,
    after: Window,
    proofs: Mapping[int, frozenset[str]],
) -> list[Slip]:
    own = series_of(entry, commitment.last_stage)
    found = [
        *slip_rules.too_early(commitment, entry.day),
        *slip_rules.repeats(entry, before.entries.get(own, ()), proofs),
        *slip_rules.new_falls(commitment, before, after),
        *slip_rules.stages_behind(commitment, before.sums(), after.sums()),
    ]
    if entry.amount is not None and commitment.kind == "quantity":
        # What is dated back may be too much for the newest day only.
        found += _too_large(commitment, own, before.sums(entry.day), after.sums(entry.day)) or (
            _too_large(commitment, own, before.sums(), after.sums())
        )
    if commitment.kind == "milestones" and entry.amount is not None:
        others = _without(before, entry.act)
        found += [] if found else slip_rules.done_already(entry, others.sums())
    return found


def _too_large(commitment: Commitment, own: Series, before: Sums, after: Sums) -> list[Slip]:
    was, now = (total_of(commitment, own[2], sums) for sums in (before, after))
    found = slip_rules.too_large(commitment, commitment.terms.target, was, now)
    target = next((a.target for a in commitment.areas if a.name == own[1]), None)
    was, now = (sums[own].now.done if own in sums else None for sums in (before, after))
    return found or slip_rules.too_large(commitment, target, was, now, own[1])


def _confirm(found: Sequence[Slip], accepted: frozenset[Slip] | None) -> None:
    if accepted is not None and not accepted.issuperset(found):
        raise Unconfirmed(found)


def _echo(
    act: int,
    entry: Entry,
    commitment: Commitment,
    before: Window,
    after: Window,
) -> Echo:
    own = series_of(entry, commitment.last_stage)
    later = [
        e
        for e in after.entries.get(own, ())
        if e.mode == "total" and (e.day, e.act) > (entry.day, entry.act)
    ]
    absorbing = min(later, key=lambda e: (e.day, e.act)) if later else None
    stands = any(e.act == entry.act for e in after.entries.get(own, ()))
    on_day = after.sums(entry.day).get(own)
    return Echo(
        act=act,
        entry=entry,
        commitment=commitment,
        before=total_of(commitment, own[2], before.sums()),
        after=total_of(commitment, own[2], after.sums()),
        on_day=on_day.now.done if on_day else None,
        absorbed_by=absorbing if entry.amount is not None and stands else None,
    )


def _entry_row(entry: Entry) -> Row:
    values = {k: v for k, v in entry._asdict().items() if k != "change"}
    return Row("entry", {**values, "day": entry.day.isoformat()})


def _evidence_row(act: int, evidence: Evidence) -> Row:
    return Row("evidence", {"act": act, **evidence._asdict()})


def _correction_row(act: int, entry: Entry, field: str, value: object) -> Row:
    stored = value.isoformat() if isinstance(value, dt.date) else value
    return Row(
        "correction",
        {
            "act": act,
            "field": field,
            "commitment": entry.commitment,
            "entry": entry.act,
            "value": stored,
        },
    )
