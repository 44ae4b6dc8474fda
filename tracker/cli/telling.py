"""Telling what has changed: claimed, printed, confirmed. docs/alerts.md has the protocol."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from tracker.cli.context import Session, View
from tracker.cli.standing import Standing, Wish, standing
from tracker.cli.waiting import looking_again
from tracker.core import alert_memory as core
from tracker.core.alert_memory import Memory, Tiding
from tracker.core.alert_rules import LEVELS, ORDER, is_past
from tracker.core.alerts import Alert, Identity
from tracker.core.model import Commitment
from tracker.core.reports import StatusRow
from tracker.core.tuning import UNANSWERED, days_of
from tracker.render.alerts import Entry, sentence
from tracker.store import alert_facts, commitments, settings
from tracker.store.alert_memory import PATIENCE, Claimed, Telling, Waiting, claim, settle
from tracker.store.engine import Store
from tracker.store.plan import Read

# How often whoever waits for another run looks whether it is done.
_LOOK_AGAIN = dt.timedelta(seconds=0.2)

_EVENTS = {
    event: place
    for place, event in enumerate(
        ("opened", "worsened", "unanswered", "again", "eased", "resolved", "silenced")
    )
}


def tell(
    session: Session, store: Store, view: View, wish: Wish, show: Callable[[Sequence[Entry]], None]
) -> int:
    """Show what has changed since it was told to whoever wants this; returns how much that is.

    What can't be shown is told the next time. What may have been shown is told again, and said
    to be.
    """
    found: list[Standing] = []

    def find(read: Read, memory: Memory) -> Telling:
        stands = standing(read, view, wish)
        found[:] = [stands]
        tidings = _tidings(read, view, wish, memory, stands)
        said = [sentence(_entry(one)) if one.shown else "" for one in tidings]
        return Telling(view.today, settings.last_change(read).change, tidings, said)

    claimed = _claim(session, store, wish.audience, find)
    shown = [_entry(one) for one in claimed.tidings if one.shown]
    if claimed.run is None:
        return 0
    try:
        if shown:
            show(shown)
    except BaseException:
        settle(store, claimed.run, session.now, told=False)
        raise
    settle(store, claimed.run, session.now, told=True)
    return len(shown)


def _claim(
    session: Session,
    store: Store,
    audience: str,
    find: Callable[[Read, Memory], Telling],
) -> Claimed:
    """The claim of this run, behind that of another one that is at it."""
    tries = (
        claim(store, audience, find, _listed, session.now + waited, at_once=waited >= PATIENCE)
        for waited in looking_again(_LOOK_AGAIN)
    )
    return next(found for found in tries if not isinstance(found, Waiting))


def _listed(read: Read) -> Mapping[int, Commitment]:
    return {one.id: one for one in commitments.load(read)}


def _tidings(read: Read, view: View, wish: Wish, memory: Memory, stands: Standing) -> list[Tiding]:
    """What there is to tell, in the order in which it is told: what is new or worse first."""
    told = memory.told.values()
    answered = alert_facts.answered(read, {one.identity[0]: one.head for one in told})
    unanswered = days_of(view.settings.values[UNANSWERED])
    found = core.tidings(memory, stands.alerts, view.today, unanswered, answered)
    known = {**memory.maybe_told, **memory.told}
    found = core.wanted(_ended(found, stands.rows), wish.level, known)
    return sorted(
        found,
        key=lambda one: (_EVENTS[one.event], LEVELS.index(one.level), ORDER[one.rule]),
    )


def _ended(found: Sequence[Tiding], rows: Mapping[int, StatusRow]) -> list[Tiding]:
    """The tidings, with how a commitment stands now in those of what is over."""
    ended = (_with_end(one, rows.get(one.identity[0])) for one in found)
    return [one for one in ended if one is not None]


def _with_end(one: Tiding, row: StatusRow | None) -> Tiding | None:
    """Where nobody has to report any more, nobody has done so either: that end is not told."""
    if one.alert is not None:
        return one
    if row is None:
        return None
    over = one.rule in ("silent", "area_silent") and is_past(row)
    return one._replace(alert=_last(one, one.identity, row), shown=one.shown and not over)


def _last(one: Tiding, identity: Identity, row: StatusRow) -> Alert:
    _, part, subject = identity
    return Alert(row.commitment, one.rule, part, one.level, row.progress, subject, one.step)


def _entry(one: Tiding) -> Entry:
    assert one.alert is not None
    return Entry(one.alert, None, one.event, one.repeated)
