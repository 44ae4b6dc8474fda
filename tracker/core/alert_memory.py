"""What is worth saying of alerts that were told before: what has changed since.

The memory holds, for each alert, what was last told of it. An alert list that repeats itself is
filtered away, so what stands as it was told is not told again; one exception is that nobody
answers it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from tracker.core.alert_rules import LEVELS, ORDER, RULES, Level, Rule, is_past
from tracker.core.alerts import Alert, Identity, at_least, weight
from tracker.core.reports import StatusRow

Event = Literal["opened", "worsened", "unanswered", "again", "eased", "resolved", "silenced"]
EVENTS: tuple[Event, ...] = (
    "opened", "worsened", "unanswered", "again", "eased", "resolved", "silenced",
)  # fmt: skip
"""In the order in which they are told. `again` is what stands when its silence is over;
`silenced` is remembered and never told."""

# Their step is how much it is, or which change: less of it is nothing to tell.
COUNTING: tuple[Rule, ...] = ("fell", "jumped", "moved")
TELLS_END = {ruling.rule: ruling.tells_end for ruling in RULES}


class Told(NamedTuple):
    """What was last told of an alert. `level` is what was told; `base` is that of the rule,
    before nobody answered it.
    """

    identity: Identity
    event: Event
    rule: Rule
    level: Level
    base: Level
    step: int
    day: dt.date
    head: int
    shown: bool = True


class Acknowledged(NamedTuple):
    """That somebody has taken note of an alert as it stood on a day, until the end of another."""

    identity: Identity
    rule: Rule
    level: Level
    step: int
    since: dt.date
    until: dt.date
    author: str
    reason: str | None

    def is_in_force(self, today: dt.date) -> bool:
        """Whether it counts on a day."""
        return self.since <= today <= self.until

    def covers(self, alert: Alert, today: dt.date) -> bool:
        """Whether an alert is to be silent: what is worse than what was noted is not."""
        return self.is_in_force(today) and alert.weight <= weight(self.level, self.rule, self.step)


class Tiding(NamedTuple):
    """One thing to tell. `alert` is None of what is resolved; `repeated` says that it may have
    been told before; what is not `shown` is only remembered.
    """

    identity: Identity
    event: Event
    rule: Rule
    level: Level
    base: Level
    step: int
    alert: Alert | None
    shown: bool = True
    repeated: bool = False


class Memory(NamedTuple):
    """What was told and confirmed, by alert; what runs since then claimed to tell and may have
    told, the oldest first; and what somebody has taken note of.
    """

    told: Mapping[Identity, Told]
    maybe_told: Mapping[Identity, Sequence[Told]]
    acknowledged: Mapping[Identity, Acknowledged]

    def silences(self, alert: Alert, today: dt.date) -> bool:
        """Whether somebody has taken note of an alert, and it is no worse than that."""
        noted = self.acknowledged.get(alert.identity)
        return noted is not None and noted.covers(alert, today)

    def is_noted(self, identity: Identity, today: dt.date) -> bool:
        """Whether somebody has taken note of an alert, whatever has become of it since."""
        noted = self.acknowledged.get(identity)
        return noted is not None and noted.is_in_force(today)


def tidings(
    memory: Memory,
    standing: Iterable[Alert],
    today: dt.date,
    unanswered: int | None,
    answered: Collection[Identity],
) -> list[Tiding]:
    """What has changed since it was told.

    After `unanswered` days the level of what was told rises, unless it is in `answered`:
    something was logged for its commitment since.
    """
    found: list[Tiding] = []
    now = {alert.identity: alert for alert in standing}
    for identity, alert in now.items():
        told = memory.told.get(identity)
        waits = _waits(told, today, unanswered, answered)
        found += _change(memory, told, alert, today, waits=waits)
    for identity, told in memory.told.items():
        if identity not in now and told.event != "resolved":
            found.append(_end(told))
    return _repeated(found, memory, now, today)


def _waits(
    told: Told | None, today: dt.date, unanswered: int | None, answered: Collection[Identity]
) -> bool:
    """Whether what was told has waited too long for an answer. Nobody can answer what was kept."""
    if told is None or unanswered is None or not told.shown or told.identity in answered:
        return False
    return (today - told.day).days >= unanswered


def _change(
    memory: Memory, told: Told | None, alert: Alert, today: dt.date, *, waits: bool
) -> list[Tiding]:
    """What is to be told of an alert that stands: nothing, or one thing."""
    silent = memory.silences(alert, today)
    if told is None or told.event == "resolved":
        return [] if silent else [_tiding(alert, "opened", alert.level)]
    if silent:
        return [] if told.event == "silenced" else [_tiding(alert, "silenced", told.level)]
    if told.event == "silenced":
        event: Event = "worsened" if memory.is_noted(alert.identity, today) else "again"
        return [_tiding(alert, event, _risen(told, alert))]
    was = weight(told.base, told.rule, told.step)
    if alert.weight > was:
        return [_tiding(alert, "worsened", _risen(told, alert))]
    if alert.weight < was and (alert.rule != told.rule or alert.rule not in COUNTING):
        return [_tiding(alert, "eased", alert.level)]
    if waits and told.level != LEVELS[0]:
        return [_tiding(alert, "unanswered", LEVELS[LEVELS.index(told.level) - 1])]
    return []


def _risen(told: Told, alert: Alert) -> Level:
    """The level of what has not eased: no lower than it was told."""
    eased = alert.weight < weight(told.base, told.rule, told.step)
    return alert.level if eased else min(alert.level, told.level, key=LEVELS.index)


def _tiding(alert: Alert, event: Event, level: Level) -> Tiding:
    raised = alert._replace(level=level)
    shown = event != "silenced"
    return Tiding(alert.identity, event, alert.rule, level, alert.level, alert.step, raised, shown)


def _end(told: Told) -> Tiding:
    shown = TELLS_END[told.rule] and told.event != "silenced"
    return Tiding(
        told.identity, "resolved", told.rule, told.level, told.base, told.step, None, shown
    )


def _repeated(
    found: Sequence[Tiding], memory: Memory, now: Mapping[Identity, Alert], today: dt.date
) -> list[Tiding]:
    """Mark what a run that was not confirmed may have told; where it may have told something that
    does not hold any more, tell what does.
    """
    every = {tiding.identity: tiding for tiding in found}
    for identity, maybe in memory.maybe_told.items():
        tiding, alert, last = every.get(identity), now.get(identity), maybe[-1]
        if tiding is not None:
            every[identity] = tiding._replace(repeated=_says(tiding) in map(_says, maybe))
        elif alert is None:
            # Its end may have been told, and what came before it as well.
            every[identity] = _end(last)._replace(repeated=last.event == "resolved")
        elif changed := _change(memory, last, alert, today, waits=False):
            every[identity] = changed[0]
        elif len(maybe) > 1:
            # It is as it may have been told last; but something else may have been told before.
            every[identity] = _tiding(alert, last.event, last.level)._replace(repeated=True)
    return list(every.values())


def _says(one: Tiding | Told) -> tuple[object, ...]:
    """What a person reads, whatever days have passed meanwhile."""
    return one.event, one.rule, one.level, one.step


def wanted(found: Iterable[Tiding], level: Level | None, memory: Memory) -> list[Tiding]:
    """What is told to somebody who wants to hear of one level and worse: also that something is no
    longer that bad. The rest is remembered.
    """

    def concerns(tiding: Tiding) -> bool:
        confirmed = memory.told.get(tiding.identity)
        known = (*([confirmed] if confirmed else ()), *memory.maybe_told.get(tiding.identity, ()))
        return at_least(tiding.level, level) or (
            tiding.event in ("eased", "resolved")
            and any(at_least(before.level, level) for before in known)
        )

    return [tiding._replace(shown=tiding.shown and concerns(tiding)) for tiding in found]


def with_ends(
    found: Iterable[Tiding], rows: Mapping[int, StatusRow], standing: Iterable[Alert]
) -> list[Tiding]:
    """The tidings, with how a commitment stands now in those of what is over.

    That nobody has to report or look any more, because the due day has passed, because the whole
    is silent now, or because the commitment is somebody else's, is no good news: it is kept.
    """
    silent = {alert.commitment.id for alert in standing if alert.rule == "silent"}
    return [
        one if one.alert is not None else _with_end(one, rows.get(one.identity[0]), silent)
        for one in found
    ]


def _with_end(one: Tiding, row: StatusRow | None, silent: Collection[int]) -> Tiding:
    number, part, subject = one.identity
    if row is None:
        return one._replace(shown=False)
    over = one.rule in ("silent", "area_silent", "duty") and is_past(row)
    over = over or (one.rule == "area_silent" and number in silent)
    alert = Alert(row.commitment, one.rule, part, one.level, row.progress, subject, one.step)
    return one._replace(alert=alert, shown=one.shown and not over)


def in_order_of_telling(found: Iterable[Tiding]) -> list[Tiding]:
    """What is new or worse first; of one event the worst."""
    return sorted(
        found,
        key=lambda one: (EVENTS.index(one.event), LEVELS.index(one.level), ORDER[one.rule]),
    )


class Sent(NamedTuple):
    """One thing that was told, or claimed to be: when, to whom, and in which words. `state` tells
    whether it is known to be out.
    """

    run: int
    audience: str
    claimed_at: str
    state: str
    slug: str
    event: Event
    rule: Rule
    level: Level
    subject: str
    repeated: bool
    said: str
