"""The plan that takes a whole change back: everything that one import, or one line, has logged."""

from collections.abc import Sequence

from tracker.core import slips as slip_rules
from tracker.core.archive import Row
from tracker.core.batch import without
from tracker.core.closing import check_open
from tracker.core.echo import TakenBack
from tracker.core.fold import standing_entries
from tracker.core.model import Commitment, Entry
from tracker.core.progress import total_of
from tracker.errors import Refused, Slip
from tracker.store import commitments, entries
from tracker.store.ledger import confirm
from tracker.store.plan import Draft, Plan, Read


def undo_change(
    change: int, reason: str, accepted: frozenset[Slip] | None
) -> Plan[list[TakenBack]]:
    """Plan taking back every entry that a change logged and that still stands."""

    def plan(read: Read) -> tuple[Draft, list[TakenBack]]:
        new = entries.next_act(read)
        taken: list[TakenBack] = []
        found: list[Slip] = []
        rows: list[Row] = []
        touched = {}
        for number, logged in entries.of_change(read, change).items():
            commitment = commitments.load(read, only=number)[0]
            check_open(commitment)
            standing = _standing(read, logged)
            if not standing:
                continue
            one, slips = _taken_back(read, commitment, standing, new + len(rows))
            taken.append(one)
            found += slips
            rows += [_row(number, new + len(rows) + n, e.act) for n, e in enumerate(standing)]
            touched[number] = min(entry.day for entry in standing)
        if not rows:
            raise Refused("error.change_undone", change=change)
        confirm(found, accepted)
        return Draft("undo", reason, rows, touched), taken

    return plan


def _standing(read: Read, logged: Sequence[Entry]) -> list[Entry]:
    number = logged[0].commitment
    return standing_entries(
        logged, entries.corrections_of(read, number), entries.undos_of(read, number)
    )


def _taken_back(
    read: Read, commitment: Commitment, standing: Sequence[Entry], first: int
) -> tuple[TakenBack, list[Slip]]:
    since = min(entry.day for entry in standing)
    before = entries.window(read, commitment.id, since, commitment.last_stage)
    after = without(before, {entry.act for entry in standing})
    slips = [
        *slip_rules.new_falls(commitment, before, after),
        *slip_rules.stages_behind(commitment, before.sums(), after.sums()),
    ]
    totals = (total_of(commitment, commitment.last_stage, w.sums()) for w in (before, after))
    acts = tuple(entry.act for entry in standing)
    return TakenBack(commitment, acts, first, *totals), slips


def _row(commitment: int, act: int, of: int) -> Row:
    return Row("undo", {"act": act, "commitment": commitment, "of_act": of})
