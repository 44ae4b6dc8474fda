"""How the alerts are tuned: settings of one commitment, and days that are no usual working days."""

import datetime as dt
from collections.abc import Mapping

from tracker.core import tuning
from tracker.core.tuning import Tuning
from tracker.store.plan import LATEST, Read

# What a person types to have the plan's own value again, or what the calendar says of a day.
DEFAULT = "default"
WORKS = {"on": 1, "off": 0}


def own_settings(read: Read, known: int | None = None) -> dict[int, dict[str, str]]:
    """The settings that commitments have of their own, by number, as known at a change."""
    found: dict[int, dict[str, str]] = {}
    for number, key, value in read(
        "SELECT commitment, key, value FROM commitment_setting AS s WHERE change = "
        "(SELECT max(change) FROM commitment_setting WHERE commitment = s.commitment "
        "AND key = s.key AND change <= ?) AND value IS NOT NULL ORDER BY commitment, key",
        (LATEST if known is None else known,),
    ):
        found.setdefault(number, {})[key] = value
    return found


def tunings(read: Read, plan: Mapping[str, str], known: int | None = None) -> dict[int, Tuning]:
    """How the rules are tuned for the commitments that have settings of their own."""
    own = own_settings(read, known)
    return {number: tuning.tuning({**plan, **values}) for number, values in own.items()}


def workdays(read: Read, known: int | None = None) -> dict[dt.date, bool]:
    """The days on which people work, or do not, whatever the calendar says."""
    rows = read(
        "SELECT day, works FROM workday AS w WHERE change = "
        "(SELECT max(change) FROM workday WHERE day = w.day AND change <= ?) "
        "AND works IS NOT NULL ORDER BY day",
        (LATEST if known is None else known,),
    )
    return {dt.date.fromisoformat(day): bool(works) for day, works in rows}


def word_of(works: bool | None) -> str | None:
    """The word for a day on which people work, or do not; None where the calendar tells."""
    return None if works is None else next(w for w, value in WORKS.items() if value == works)
