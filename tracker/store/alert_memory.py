"""What the alerts have told, to whom, and whether it got out: the memory of `alerts --new`.

A run claims what it is about to tell, in one transaction, and says afterwards that it is out
(confirmed) or that it isn't (released). What a run claimed and never settled may have been
told: once its time is over, the next run takes it over.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from tracker.core.alert_memory import Acknowledged, Memory, Sent, Tiding, Told
from tracker.core.alerts import Identity
from tracker.core.dates import day_of, iso_moment, moment_of
from tracker.core.model import Commitment
from tracker.core.naming import called
from tracker.store import commitments
from tracker.store.engine import Store
from tracker.store.plan import LATEST, Read, facts

PATIENCE = dt.timedelta(seconds=60)

_COLUMNS = "commitment, part, subject, event, rule, level, base, step, day, head, shown"
# Of several rows about one alert the newest counts: SQLite takes the others from where the max is.
# Where areas or milestones were renamed, a name tells only together with its time: all rows are
# read, and the newest is the last one.
_CONFIRMED = f"""
SELECT {_COLUMNS}, max(run) AS last FROM alert_told JOIN alert_run USING (run)
WHERE audience = ? AND state = 'confirmed' GROUP BY commitment, part, subject,
  iif(commitment IN (SELECT commitment FROM retired WHERE became IS NOT NULL), run, 0)
ORDER BY last
"""
# What was claimed since something was last confirmed about the same alert may have been told.
_MAYBE = f"""
SELECT {_COLUMNS}, run FROM alert_told AS t JOIN alert_run AS r USING (run)
WHERE r.audience = ?1 AND r.state IN ('claimed', 'lapsed') AND t.shown AND run > ifnull(
  (SELECT max(c.run) FROM alert_told AS c JOIN alert_run AS k ON k.run = c.run
   WHERE k.audience = ?1 AND k.state = 'confirmed' AND c.commitment = t.commitment
     AND c.part = t.part AND c.subject = t.subject), 0)
ORDER BY run, position
"""
# A note ends with its alert: as soon as a run, whoever it tells, has seen that it is over.
_NOTED = """
SELECT commitment, part, subject, change, rule, level, step, until, recorded_at, author, reason
FROM acknowledged AS a JOIN change USING (change)
WHERE change <= ? AND NOT EXISTS (
  SELECT 1 FROM alert_told AS t JOIN alert_run AS r USING (run)
  WHERE t.commitment = a.commitment AND t.part = a.part AND t.subject = a.subject
    AND t.event = 'resolved' AND r.state = 'confirmed' AND r.head >= a.change)
ORDER BY change
"""


class Waiting(NamedTuple):
    """That another run is at it, and since when."""

    run: int
    claimed_at: str


class Claimed(NamedTuple):
    """What a run is to tell; `run` is its number, None where there is nothing to tell."""

    run: int | None
    tidings: Sequence[Tiding]


class Telling(NamedTuple):
    """What is to be told on a day, each with its words, as of the ledger's change `head`."""

    day: dt.date
    head: int
    tidings: Sequence[Tiding]
    said: Sequence[str]


Find = Callable[[Read, Memory], Telling]


def claim(
    store: Store,
    audience: str,
    find: Find,
    zone: dt.tzinfo,
    clock: Callable[[], dt.datetime],
    waited_for: int | None = None,
) -> Claimed | Waiting:
    """Claim what `find` finds to tell to an audience, unless another run is at it.

    A claim that is older than `PATIENCE` is taken over, and so is the run that somebody has
    `waited_for` that long. `clock` is read when no other writer is left.
    """

    def work(read: Read) -> Claimed | Waiting:
        now = clock()
        pending = read(
            "SELECT run, claimed_at FROM alert_run WHERE audience = ? AND state = 'claimed'",
            (audience,),
        )
        for run, claimed_at in pending:
            if run != waited_for and abs(now - moment_of(claimed_at)) < PATIENCE:
                return Waiting(run, claimed_at)
        listed = {one.id: one for one in commitments.load(read)}
        told = _told(read(_CONFIRMED, (audience,)), listed)
        maybe: dict[Identity, list[Told]] = {}
        for one in _each_told(read(_MAYBE, (audience,)), listed):
            maybe.setdefault(one.identity, []).append(one)
        telling = find(read, Memory(told, maybe, acknowledged(read, listed, zone)))
        for run, _ in pending:
            _settle(read, run, "lapsed", now)
        if not telling.tidings:
            return Claimed(None, ())
        ((run,),) = read(
            "INSERT INTO alert_run (audience, day, head, claimed_at, state) "
            "VALUES (?, ?, ?, ?, 'claimed') RETURNING run",
            (audience, telling.day.isoformat(), telling.head, iso_moment(now)),
        )
        for row in _rows(run, telling):
            read("INSERT INTO alert_told VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        _vouch(read, run)
        return Claimed(run, telling.tidings)

    return store.keep(work)


def last_day(read: Read, audience: str) -> dt.date | None:
    """The last day on which something was told to an audience."""
    ((day,),) = read(
        "SELECT max(day) FROM alert_run WHERE audience = ? AND state = 'confirmed'", (audience,)
    )
    return dt.date.fromisoformat(day) if day else None


State = Literal["confirmed", "released", "lapsed"]


def settle(store: Store, run: int, state: State, now: dt.datetime) -> bool:
    """Say of a run what has become of what it claimed: it is out, it isn't, or nobody knows.
    False where another run has taken it over meanwhile.
    """
    return store.keep(lambda read: _settle(read, run, state, now))


def _settle(read: Read, run: int, state: State, now: dt.datetime) -> bool:
    is_settled = bool(
        read(
            "UPDATE alert_run SET state = ?, settled_at = ? WHERE run = ? AND state = 'claimed' "
            "RETURNING run",
            (state, iso_moment(now), run),
        )
    )
    if is_settled:
        _vouch(read, run)
    return is_settled


def _vouch(read: Read, run: int) -> None:
    from tracker.store.vouching import vouch

    vouch(read, run)


def _rows(run: int, telling: Telling) -> list[tuple[object, ...]]:
    return [
        (
            run, place, *one.identity, one.event, one.rule, one.level, one.base, one.step,
            int(one.shown), int(one.repeated), said,
        )
        for place, (one, said) in enumerate(zip(telling.tidings, telling.said, strict=True))
    ]  # fmt: skip


def _told(rows: Sequence[Any], listed: Mapping[int, Commitment]) -> dict[Identity, Told]:
    """What was told last of each alert."""
    return {told.identity: told for told in _each_told(rows, listed)}


def _each_told(rows: Sequence[Any], listed: Mapping[int, Commitment]) -> list[Told]:
    """What was told, with areas and milestones as they are called now."""

    def build(row: Any) -> Told:
        number, part, name, event, rule, level, base, step, day, head, shown = row[:11]
        identity = number, part, _called(listed, number, part, name, head)
        on = dt.date.fromisoformat(day)
        return Told(identity, event, rule, level, base, step, on, head, bool(shown))

    return facts(build, rows)


def _called(listed: Mapping[int, Commitment], number: int, part: str, name: str, since: int) -> str:
    """What an area or milestone is called now that went by a name at a change."""
    if not name or number not in listed:
        return name
    return called(name, since, listed[number].renames, area=part == "area")


def acknowledged(
    read: Read, listed: Mapping[int, Commitment], zone: dt.tzinfo, known: int | None = None
) -> dict[Identity, Acknowledged]:
    """What somebody has taken note of, by alert; of several times the last one counts."""
    found: dict[Identity, Acknowledged] = {}
    for row in read(_NOTED, (LATEST if known is None else known,)):
        number, part, name, change, rule, level, step, until, recorded_at, author, reason = row
        identity = number, part, _called(listed, number, part, name, change)
        since, last = day_of(recorded_at, zone), dt.date.fromisoformat(until)
        found[identity] = Acknowledged(identity, rule, level, step, since, last, author, reason)
    return found


def sent(read: Read, since: str, only: int | None) -> list[Sent]:
    """What was told since a moment, of one commitment or all, in the order in which it was."""
    rows = read(
        "SELECT run, audience, claimed_at, state, slug, event, rule, level, subject, "
        "repeated, said FROM alert_told JOIN alert_run USING (run) "
        "JOIN commitment USING (commitment) "
        "WHERE shown AND claimed_at >= ? AND ? IN (commitment, 0) ORDER BY run, position",
        (since, only or 0),
    )
    return [Sent._make((*row[:9], bool(row[9]), row[10])) for row in rows]
