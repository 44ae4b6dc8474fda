"""The plan that takes a whole change back: everything that one import, or one line, has done."""

import datetime as dt

from tracker.core import slips as slip_rules
from tracker.core.archive import Row
from tracker.core.closing import check_open
from tracker.core.echo import TakenBack
from tracker.core.fold import Window, by_series, standing_entries, undone_acts
from tracker.core.model import Entry, Undo
from tracker.core.progress import total_of
from tracker.errors import Refused, Slip
from tracker.store import commitments, entries
from tracker.store.ledger import confirm, undo_row
from tracker.store.plan import Draft, Plan, Read


def undo_change(
    change: int, reason: str, accepted: frozenset[Slip] | None
) -> Plan[list[TakenBack]]:
    """Plan taking back every act of a change that still stands: entries, corrections, undos."""

    def plan(read: Read) -> tuple[Draft, list[TakenBack]]:
        first = entries.next_act(read)
        taken: list[TakenBack] = []
        found: list[Slip] = []
        rows: list[Row] = []
        touched: dict[int, dt.date | None] = {}
        for number, acts in entries.acts_of_change(read, change).items():
            undos = entries.undos_of(read, number)
            undone = undone_acts(undos)
            of = [act for act in acts if act not in undone]
            if of:
                new = [Undo(first + len(rows) + n, 0, act) for n, act in enumerate(of)]
                back, slips, since = _taken_back(read, number, undos, new)
                taken.append(back)
                found += slips
                rows += [undo_row(number, one) for one in new]
                touched[number] = since
        if not rows:
            raise Refused("error.change_undone", change=change)
        confirm(found, accepted)
        return Draft("undo", reason, rows, touched), taken

    return plan


def _taken_back(
    read: Read, number: int, undos: list[Undo], new: list[Undo]
) -> tuple[TakenBack, list[Slip], dt.date]:
    """What new undos, beside those there are, do to a commitment, the slips in it, and the first
    day that they touch.
    """
    commitment = commitments.load(read, only=number)[0]
    check_open(commitment)
    logged = entries.logged(read, number)
    corrections = entries.corrections_of(read, number)
    was = standing_entries(logged, corrections, undos)
    becomes = standing_entries(logged, corrections, [*undos, *new])
    since = _first_difference(was, becomes)
    stage = commitment.last_stage
    before = entries.window(read, number, since, stage)
    after = Window(before.openings, by_series((e for e in becomes if e.day >= since), stage))
    slips = slip_rules.of_undo(commitment, before, after)
    totals = (total_of(commitment, stage, window.sums()) for window in (before, after))
    return TakenBack(commitment, tuple(new), *totals), slips, since


def _first_difference(was: list[Entry], becomes: list[Entry]) -> dt.date:
    """The first work date about which an entry says something else."""
    return min((entry.day for entry in {*was} ^ {*becomes}), default=dt.date.max)
