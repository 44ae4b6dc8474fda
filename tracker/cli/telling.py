"""Telling what has changed: claimed, printed, confirmed. docs/alerts.md has the protocol."""

import datetime as dt
from collections.abc import Callable, Sequence

from tracker.cli.context import Session, View
from tracker.cli.invocation import no_more_interrupts
from tracker.cli.standing import Standing, Wish, standing
from tracker.cli.waiting import looking_again, stopwatch
from tracker.cli.workdays import warn_of_years
from tracker.core import alert_memory as core
from tracker.core.alert_memory import Memory, Tiding
from tracker.core.defaults import UNANSWERED
from tracker.core.tuning import days_of
from tracker.errors import Busy, StorageError
from tracker.render.alerts import Line, sentence
from tracker.store import alert_facts, settings
from tracker.store.alert_memory import (
    PATIENCE,
    Claimed,
    State,
    Telling,
    Waiting,
    claim,
    last_day,
    settle,
)
from tracker.store.engine import Store
from tracker.store.plan import Read

# How often whoever waits for another run looks whether it is done.
_LOOK_AGAIN = dt.timedelta(seconds=0.2)

Show = Callable[[Sequence[Line], View], None]


def tell(session: Session, store: Store, wish: Wish, show: Show) -> int:
    """Show what has changed since it was told to whoever wants this; returns how much that is.

    What can't be shown is told the next time. What may have been shown is told again, and said
    to be.
    """
    elapsed = stopwatch()

    def clock() -> dt.datetime:
        # Nobody needs less than a second, and most runs take none.
        return session.now + dt.timedelta(seconds=int(elapsed().total_seconds()))

    teller = _Teller(session, store, wish)
    claimed = _claim(session, store, wish, teller.find, clock)
    shown = [_line(one) for one in claimed.tidings if one.shown]
    if claimed.run is None:
        return 0
    try:
        if shown:
            warn_of_years(session.output, teller.standing.unknown)
            show(shown, teller.view)
            no_more_interrupts()
    except BaseException as error:
        settle(store, claimed.run, _state_after(error), clock())
        raise
    if not settle(store, claimed.run, "confirmed", clock()):
        raise Busy("error.alerts_overtaken")
    return len(shown)


def _state_after(error: BaseException) -> State:
    """What has become of lines that could not all be printed: some may be out."""
    unsaid = isinstance(error, StorageError) and not error.partly
    return "released" if unsaid else "lapsed"


class _Teller:
    """What a run finds to tell. The rules are followed before anybody is kept waiting; only where
    something was written meanwhile, once more with the ledger locked.
    """

    def __init__(self, session: Session, store: Store, wish: Wish) -> None:
        self._session = session
        self._wish = wish
        with store.snapshot() as read:
            self._look(read)

    def _look(self, read: Read) -> None:
        self.view = self._session.view(read)
        self.standing: Standing = standing(read, self.view, self._wish)
        self._known = settings.last_change(read)

    def find(self, read: Read, memory: Memory) -> Telling:
        """What is to be told, from what was told before."""
        if settings.last_change(read) != self._known:
            self._look(read)
        told_until = last_day(read, self._wish.audience)
        if told_until is not None and told_until > self.view.today:
            # Whoever had to wait past midnight knows less than what was told meanwhile.
            return Telling(self.view.today, self._known.change, (), ())
        tidings = self._tidings(read, memory)
        said = [sentence(_line(one)) if one.shown else "" for one in tidings]
        return Telling(self.view.today, self._known.change, tidings, said)

    def _tidings(self, read: Read, memory: Memory) -> list[Tiding]:
        heads = {identity: told.head for identity, told in memory.told.items()}
        answers = alert_facts.last_answers(read, min(heads.values(), default=self._known.change))
        answered = {i for i, told_at in heads.items() if answers.get(i[0], 0) > told_at}
        unanswered = days_of(self.view.settings.values[UNANSWERED])
        alerts = self.standing.alerts
        found = core.tidings(memory, alerts, self.view.today, unanswered, answered)
        found = core.with_ends(found, self.standing.rows, alerts)
        return core.in_order_of_telling(core.wanted(found, self._wish.level, memory))


def _claim(
    session: Session,
    store: Store,
    wish: Wish,
    find: Callable[[Read, Memory], Telling],
    clock: Callable[[], dt.datetime],
) -> Claimed:
    """The claim of this run, behind that of another one that is at it."""
    zone = session.zone(store.read)
    since: dict[int, dt.timedelta] = {}
    for waited in looking_again(_LOOK_AGAIN):
        stuck = next((run for run, first in since.items() if waited - first >= PATIENCE), None)
        found = claim(store, wish.audience, find, zone, clock, stuck)
        if not isinstance(found, Waiting):
            break
        since.setdefault(found.run, waited)
    assert isinstance(found, Claimed)
    return found


def _line(one: Tiding) -> Line:
    assert one.alert is not None
    return Line(one.alert, None, one.event, one.repeated)
