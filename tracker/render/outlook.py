"""What is to be expected of a commitment, as JSON and in words."""

import datetime as dt
from fractions import Fraction
from typing import Any

from tracker.core.forecast import HARD, Forecast, capped
from tracker.core.quantity import two_decimals
from tracker.text import say


def as_json(forecast: Forecast | None, recovery: Fraction | None) -> dict[str, Any]:
    """The forecast, all of it null where there is none, and whether it is hard to recover."""
    found: dict[str, Any] = dict.fromkeys(Forecast._fields)
    if forecast:
        chance = forecast.chance
        found = {**forecast._asdict(), "chance": None if chance is None else capped(chance)[1]}
    return {
        "needed_to_planned": None if recovery is None else two_decimals(recovery),
        "hard_to_recover": recovery is not None and recovery > HARD,
        "forecast": found,
    }


def sentence(forecast: Forecast | None, recovery: Fraction | None) -> str:
    """The range of the forecast, the chance, and that it is hard to recover where it is."""
    parts = []
    if forecast:
        earliest, latest = (day(one, forecast) for one in (forecast.earliest, forecast.latest))
        parts.append(say("line.range", earliest=earliest, latest=latest))
        if forecast.chance is not None:
            sign, per_cent = capped(forecast.chance)
            parts.append(say("line.chance", chance=f"{sign} {per_cent}%".strip()))
    if recovery is not None and recovery > HARD:
        parts.append(say("line.hard", ratio=f"{two_decimals(recovery):f}"))
    return say("word.then").join(parts)


def day(found: dt.date | None, forecast: Forecast) -> str:
    """A day of the forecast, or that it lies beyond the last day that was looked at."""
    return found.isoformat() if found else f">{forecast.beyond.isoformat()}"
