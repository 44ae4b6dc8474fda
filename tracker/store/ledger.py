"""The plans that write acts: log, correct, undo. Each can be run again at any time.

A plan reads, refuses what can't be right, collects what looks like a slip, and returns its
rows with an echo of what they do. Slips that nobody has confirmed stop it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.core import slips as slip_rules
from tracker.core.archive import Row
from tracker.core.batch import Found, find_slips, with_entries, without
from tracker.core.closing import check_open
from tracker.core.echo import Echo, Evidence
from tracker.core.fold import Window, absorbed, series_of, standing_entries, undone_acts
from tracker.core.model import Commitment, Correction, Entry, Undo
from tracker.core.plaintext import visible
from tracker.core.progress import total_of
from tracker.errors import Refused, Slip, Unconfirmed
from tracker.store import commitments, entries, lookup, units
from tracker.store.plan import Draft, Plan, Read
from tracker.store.typed import (
    CorrectRequest,
    LogRequest,
    check_day,
    corrected_entry,
    new_entry,
)


class Typed(NamedTuple):
    """One entry as it was read from what was typed."""

    commitment: Commitment
    entry: Entry
    converted_from: str | None
    evidence: tuple[Evidence, ...]


def log(
    requests: Sequence[LogRequest], today: dt.date, accepted: frozenset[Slip] | None
) -> Plan[list[Echo]]:
    """Plan entries, all or none. `accepted` are the slips a person has confirmed; None accepts
    all. The echoes follow the requests: each begins where the one before it ended.
    """

    def plan(read: Read) -> tuple[Draft, list[Echo]]:
        typed = _read_all(read, requests, today)
        groups: dict[int, list[Typed]] = {}
        for one in typed:
            groups.setdefault(one.commitment.id, []).append(one)
        found: list[Found] = []
        echoes: list[Echo] = []
        for group in groups.values():
            slips, said = _look_at(read, group, of_several=len(requests) > 1)
            found, echoes = found + slips, echoes + said
        confirm([f.slip for f in sorted(found, key=lambda f: f.act)], accepted)
        touched = {number: min(t.entry.day for t in group) for number, group in groups.items()}
        proofs = [_evidence_row(one.entry.act, e) for one in typed for e in one.evidence]
        draft = Draft("log", None, proofs, touched, [one.entry for one in typed])
        return draft, sorted(echoes, key=lambda e: e.act)

    return plan


def _read_all(read: Read, requests: Sequence[LogRequest], today: dt.date) -> list[Typed]:
    known, first = units.aliases(read), entries.next_act(read)
    typed = []
    for number, request in enumerate(requests):
        check_day(request.day, today)
        try:
            commitment = lookup.resolve(read, request.commitment)
            entry, converted_from = new_entry(commitment, request, first + number, known)
        except Refused as error:
            if len(requests) > 1:
                error.part = number + 1, f"{request.commitment} {request.amount or ''}".strip()
            raise
        evidence = tuple({e.location: e for e in request.evidence}.values())
        typed.append(Typed(commitment, entry, converted_from, evidence))
    return typed


def _look_at(
    read: Read, group: Sequence[Typed], *, of_several: bool
) -> tuple[list[Found], list[Echo]]:
    """The slips in what is typed for one commitment, and what each entry does to it."""
    commitment, new = group[0].commitment, [one.entry for one in group]
    last_stage = commitment.last_stage
    before = entries.window(read, commitment.id, min(e.day for e in new), last_stage)
    after = with_entries(before, new, last_stage)
    proofs = _proofs(read, commitment) if any(e.amount is None for e in new) else {}
    proofs |= {one.entry.act: frozenset(e.location for e in one.evidence) for one in group}
    found = find_slips(commitment, before, after, new, proofs)
    if of_several:
        found = [f._replace(slip=f.slip._replace(of=commitment.slug)) for f in found]
    echoes = []
    for one in group:
        after = with_entries(before, [one.entry], last_stage)
        echo = _echo(one.entry.act, one.entry, commitment, before, after)
        echoes.append(echo._replace(converted_from=one.converted_from, evidence=one.evidence))
        before = after
    return found, echoes


def correct(
    request: CorrectRequest, reason: str, today: dt.date, accepted: frozenset[Slip] | None
) -> Plan[Echo]:
    """Plan one correction: the fields of an entry, set anew to absolute values."""

    def plan(read: Read) -> tuple[Draft, Echo]:
        raw = entries.raw_entry(read, request.entry)
        commitment = commitments.load(read, only=raw.commitment)[0]
        corrections = entries.corrections_of(read, commitment.id)
        undos = entries.undos_of(read, commitment.id)
        mine = [c for c in corrections if c.entry == raw.act]
        standing = standing_entries([raw], mine, undos)
        if not standing:
            raise Refused("error.entry_undone", entry=raw.act, undo=undone_acts(undos)[raw.act])
        now = standing[0]
        wanted, converted_from = corrected_entry(read, commitment, now, request)
        check_day(wanted.day, today)
        fields = {f: v for f, v in wanted._asdict().items() if v != getattr(now, f)}
        if not fields:
            raise Refused("error.nothing_to_correct", entry=raw.act)
        act = entries.next_act(read)
        before = entries.window(
            read, commitment.id, min(now.day, wanted.day), commitment.last_stage
        )
        after = with_entries(before, [wanted], commitment.last_stage)
        # New words can't be a slip of a figure.
        moved = fields.keys() - {"note", "problem", "next_step"}
        proofs = _proofs(read, commitment) if wanted.amount is None else {}
        found = find_slips(commitment, before, after, [wanted], proofs) if moved else []
        difference = (wanted.amount or 0) - (now.amount or 0)
        twice = slip_rules.same_difference(raw, mine, undos, difference) if request.change else []
        confirm([*(f.slip for f in found), *twice], accepted)
        rows = [_correction_row(act, wanted, field, value) for field, value in fields.items()]
        echo = _echo(act, wanted, commitment, before, after)
        if request.change is not None:
            echo = echo._replace(difference=difference)
        touched = {commitment.id: min(now.day, wanted.day)}
        return Draft("correct", reason, rows, touched), echo._replace(converted_from=converted_from)

    return plan


def undo(act: int | None, reason: str, author: str, accepted: frozenset[Slip] | None) -> Plan[Echo]:
    """Plan taking back one act; without a number the author's latest that stands."""

    def plan(read: Read) -> tuple[Draft, Echo]:
        of = _latest_standing(read, author) if act is None else act
        number = entries.commitment_of_act(read, of)
        commitment = commitments.load(read, only=number)[0]
        check_open(commitment)
        undos = entries.undos_of(read, number)
        if of in (undone := undone_acts(undos)):
            raise Refused("error.already_undone", act=of, undo=undone[of])
        corrections = entries.corrections_of(read, number)
        raw = entries.raw_entry(read, _entry_behind(of, corrections, undos))
        mine = [c for c in corrections if c.entry == raw.act]
        new = entries.next_act(read)
        was = standing_entries([raw], mine, undos)
        taken_back = Undo(new, 0, of)
        becomes = standing_entries([raw], mine, [*undos, taken_back])
        since = min(e.day for e in (raw, *was, *becomes))
        before = entries.window(read, number, since, commitment.last_stage)
        after = with_entries(without(before, {raw.act}), becomes, commitment.last_stage)
        confirm(slip_rules.of_undo(commitment, before, after), accepted)
        shown = becomes or was or [raw]
        echo = _echo(new, shown[0], commitment, before, after)._replace(undone=of)
        return Draft("undo", reason, [undo_row(number, taken_back)], {number: since}), echo

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


def _proofs(read: Read, commitment: Commitment) -> dict[int, frozenset[str]]:
    evidence = entries.evidence_of(read, commitment.id)
    return {act: frozenset(e.location for e in found) for act, found in evidence.items()}


def confirm(found: Sequence[Slip], accepted: frozenset[Slip] | None) -> None:
    """Stop where there are slips that nobody has accepted."""
    if accepted is not None and not accepted.issuperset(found):
        raise Unconfirmed(tuple(dict.fromkeys(found)))


def _echo(
    act: int,
    entry: Entry,
    commitment: Commitment,
    before: Window,
    after: Window,
) -> Echo:
    own = series_of(entry, commitment.last_stage)
    absorbing = next((t for _, t in absorbed(after, [entry], commitment.last_stage)), None)
    stands = any(e.act == entry.act for e in after.entries.get(own, ()))
    on_day = after.sums(entry.day).get(own)
    return Echo(
        act=act,
        entry=entry,
        commitment=commitment,
        before=total_of(commitment, own[2], before.sums()),
        after=total_of(commitment, own[2], after.sums()),
        on_day=on_day.now.done if on_day else None,
        absorbed_by=absorbing if stands else None,
    )


def undo_row(commitment: int, undo: Undo) -> Row:
    """The row that takes an act of a commitment back."""
    return Row("undo", {"act": undo.act, "commitment": commitment, "of_act": undo.of})


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
