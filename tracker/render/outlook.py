"""What is to be expected of a commitment, as JSON and in words."""

import datetime as dt
from fractions import Fraction
from typing import Any

from tracker.core.forecast import HARD, Forecast, capped, is_hard
from tracker.core.quantity import two_decimals
from tracker.text import say


def as_json(
    forecast: Forecast | None, recovery: Fraction | None, pace: Fraction | None
) -> dict[str, Any]:
    """The forecast, all of it null where there is none, and whether it is hard to recover."""
    found: dict[str, Any] = dict.fromkeys(Forecast._fields)
    if forecast:
        chance = forecast.chance
        found = {**forecast._asdict(), "chance": None if chance is None else capped(chance)[1]}
    return {
        "needed_to_planned": None if recovery is None else two_decimals(recovery),
        "hard_to_recover": is_hard(recovery, pace),
        "forecast": found,
    }


def sentence(forecast: Forecast | None, recovery: Fraction | None, pace: Fraction | None) -> str:
    """How the rate needed stands to the plan where that is much, then what its own weeks tell:
    the range of the forecast and the chance.
    """
    parts = []
    if recovery is not None and recovery > HARD:
        key = "line.hard" if is_hard(recovery, pace) else "line.needs"
        parts.append(say(key, ratio=f"{two_decimals(recovery):f}"))
    if forecast:
        earliest, latest = (day(one, forecast) for one in (forecast.earliest, forecast.latest))
        parts.append(say("line.range", count=forecast.weeks, earliest=earliest, latest=latest))
        if forecast.chance is not None:
            sign, per_cent = capped(forecast.chance)
            parts.append(say("line.chance", chance=f"{sign} {per_cent}%".strip()))
    return say("word.then").join(parts)


def day(found: dt.date | None, forecast: Forecast) -> str:
    """A day of the forecast, or that it lies beyond the last day that was looked at."""
    return found.isoformat() if found else f">{forecast.beyond.isoformat()}"
