"""What the alerts have told, to whom, and whether it got out: the memory of `alerts --new`.

A run claims what it is about to tell, in one transaction, and says afterwards that it is out
(confirmed) or that it isn't (released). What a run claimed and never settled may have been
told: once its time is over, the next run takes it over.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.core.alert_memory import Acknowledged, Memory, Sent, Tiding, Told
from tracker.core.alerts import Identity
from tracker.core.dates import iso_moment, moment_of
from tracker.core.model import Commitment
from tracker.core.naming import called
from tracker.store.engine import Store
from tracker.store.plan import LATEST, Read, facts

PATIENCE = dt.timedelta(seconds=60)

_COLUMNS = "commitment, part, subject, event, rule, level, base, step, day, head"
# Of several rows about one alert the newest counts: SQLite takes the others from where the max is.
_CONFIRMED = f"""
SELECT {_COLUMNS}, max(run) FROM alert_told JOIN alert_run USING (run)
WHERE audience = ? AND state = 'confirmed' GROUP BY commitment, part, subject
"""
_CLAIMED = f"SELECT {_COLUMNS} FROM alert_told JOIN alert_run USING (run) WHERE run = ? AND shown"


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
    commitments: Callable[[Read], Mapping[int, Commitment]],
    now: dt.datetime,
    *,
    at_once: bool = False,
) -> Claimed | Waiting:
    """Claim what `find` finds to tell to an audience, unless another run is at it.

    A claim that is older than `PATIENCE` is taken over, and so is any with `at_once`, for whoever
    has waited that long.
    """

    def work(read: Read) -> Claimed | Waiting:
        pending = read(
            "SELECT run, claimed_at FROM alert_run WHERE audience = ? AND state = 'claimed'",
            (audience,),
        )
        for one in pending:
            if not at_once and abs(now - moment_of(one[1])) < PATIENCE:
                return Waiting(*one)
        listed = commitments(read)
        maybe: dict[Identity, Told] = {}
        for run, _ in pending:
            maybe.update(_told(read(_CLAIMED, (run,)), listed))
        told = _told(read(_CONFIRMED, (audience,)), listed)
        telling = find(read, Memory(told, maybe, acknowledged(read, listed)))
        stamp = iso_moment(now)
        for run, _ in pending:
            read(
                "UPDATE alert_run SET state = 'lapsed', settled_at = ? WHERE run = ?", (stamp, run)
            )
        if not telling.tidings:
            return Claimed(None, ())
        ((run,),) = read(
            "INSERT INTO alert_run (audience, day, head, claimed_at, state) "
            "VALUES (?, ?, ?, ?, 'claimed') RETURNING run",
            (audience, telling.day.isoformat(), telling.head, stamp),
        )
        for row in _rows(run, telling):
            read(
                "INSERT INTO alert_told VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        return Claimed(run, telling.tidings)

    return store.keep(work)


def settle(store: Store, run: int, now: dt.datetime, *, told: bool) -> None:
    """Say of a run that what it claimed is out, or that it isn't. One that was taken over since
    stays so.
    """
    state = "confirmed" if told else "released"

    def work(read: Read) -> None:
        read(
            "UPDATE alert_run SET state = ?, settled_at = ? WHERE run = ? AND state = 'claimed'",
            (state, iso_moment(now), run),
        )

    store.keep(work)


def _rows(run: int, telling: Telling) -> list[tuple[object, ...]]:
    return [
        (
            run, place, *one.identity, one.event, one.rule, one.level, one.base, one.step,
            int(one.shown), int(one.repeated), said,
        )
        for place, (one, said) in enumerate(zip(telling.tidings, telling.said, strict=True))
    ]  # fmt: skip


def _told(rows: Sequence[Any], listed: Mapping[int, Commitment]) -> dict[Identity, Told]:
    """What was told by alert, with its area or milestone as that is called now."""

    def build(row: Any) -> Told:
        number, part, name, event, rule, level, base, step, day, head = row[:10]
        identity = number, part, _called(listed, number, part, name, head)
        return Told(identity, event, rule, level, base, step, dt.date.fromisoformat(day), head)

    return {told.identity: told for told in facts(build, rows)}


def _called(listed: Mapping[int, Commitment], number: int, part: str, name: str, since: int) -> str:
    """What an area or milestone is called now that went by a name at a change."""
    if not name or number not in listed:
        return name
    return called(name, since, listed[number].renames, area=part == "area")


def acknowledged(
    read: Read, listed: Mapping[int, Commitment], known: int | None = None
) -> dict[Identity, Acknowledged]:
    """What somebody has taken note of, by alert; of several times the last one counts."""
    found: dict[Identity, Acknowledged] = {}
    for number, part, name, change, level, until, author, reason in read(
        "SELECT commitment, part, subject, change, level, until, author, reason "
        "FROM acknowledged JOIN change USING (change) WHERE change <= ? ORDER BY change",
        (LATEST if known is None else known,),
    ):
        identity = number, part, _called(listed, number, part, name, change)
        day = dt.date.fromisoformat(until)
        found[identity] = Acknowledged(identity, level, day, author, reason)
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
