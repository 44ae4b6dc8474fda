"""Settings of the plan: versioned like everything else, so that old reports keep theirs."""

from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.core.defaults import DEFAULTS, THRESHOLDS
from tracker.core.model import KnownChange, Rules
from tracker.errors import Refused
from tracker.store.plan import LATEST, Read


class Settings(NamedTuple):
    """Every setting of the plan by its key, and the rules made of the thresholds."""

    values: dict[str, str]
    rules: Rules


def load(read: Read, known: int | None = None) -> Settings:
    """The settings as known at a change.

    The version of the rules is 1 with the thresholds the ledger began with, and grows by 1
    with each later change of one of them.
    """
    limit = LATEST if known is None else known
    values = dict(DEFAULTS)
    values.update(
        read(
            "SELECT key, value FROM setting AS s WHERE change = "
            "(SELECT max(change) FROM setting WHERE key = s.key AND change <= ?)",
            (limit,),
        )
    )
    ((revisions,),) = read(
        "SELECT count(DISTINCT change) FROM setting "
        "WHERE key IN (?, ?, ?) AND change BETWEEN 2 AND ?",
        (*THRESHOLDS, limit),
    )
    yellow, red, ahead = (int(values[key]) for key in THRESHOLDS)
    return Settings(values, Rules(1 + revisions, yellow, red, ahead))


def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("error.zone_unknown", text=name) from None


def last_change(read: Read, known: int | None = None) -> KnownChange:
    """The last change up to `known`: its number, time and digest."""
    number, recorded_at, digest = read(
        "SELECT change, recorded_at, digest FROM change WHERE change <= ? "
        "ORDER BY change DESC LIMIT 1",
        (LATEST if known is None else known,),
    )[0]
    return KnownChange(number, recorded_at, digest.hex())


def change_at(read: Read, moment: str) -> int | None:
    """The last change recorded at or before a moment, or None if there was none yet."""
    rows = read(
        "SELECT change FROM change WHERE recorded_at <= ? ORDER BY change DESC LIMIT 1", (moment,)
    )
    return int(rows[0][0]) if rows else None
