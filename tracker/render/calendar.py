"""The days of a plan as a calendar that other programs read (RFC 5545), and as JSON."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from tracker.core.calendar import PlannedDay
from tracker.core.dates import moment_of
from tracker.core.pace import target_of
from tracker.core.plaintext import visible
from tracker.render import values
from tracker.text import say

PRODUCT = "-//tracker//tracker//EN"


def as_json(day: PlannedDay) -> dict[str, Any]:
    """One day; documented in docs/json.md."""
    return {
        "slug": day.commitment.slug,
        "what": day.what,
        "on": day.on,
        "reach": values.quantity(day.commitment, day.reach),
        "node": day.node,
        "change": day.revised.change,
    }


def as_icalendar(days: Iterable[PlannedDay], title: str, ledger: str) -> bytes:
    """An event of a whole day each. `ledger` tells one ledger from another for good.

    An event keeps its UID when its day is moved, so that it takes its old one's place. It has no
    time but that of the change that last revised it: the same days are the same bytes.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if title:
        calendar.add("x-wr-calname", visible(title))
    for day in days:
        calendar.add_component(_event(day, ledger))
    return bytes(calendar.to_ical())


def _event(day: PlannedDay, ledger: str) -> Any:
    from icalendar import Event

    revised = moment_of(day.revised.recorded_at)
    event = Event()
    event.add("uid", f"{_key(day)}@{ledger}")
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", day.revised.change)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + dt.timedelta(days=1))
    event.add("summary", visible(_summary(day)))
    event.add("description", "\n".join(map(visible, _description(day))))
    event.add("transp", "TRANSPARENT")
    return event


def _key(day: PlannedDay) -> str:
    """What stays the same of a day however often it is revised."""
    slug = day.commitment.slug
    if day.what == "due":
        return f"{slug}-due"
    if day.what == "plan_point":
        return f"{slug}-plan-{day.on.isoformat()}"
    # A name may be in any script and of any length.
    return f"{slug}-node-{hashlib.sha256((day.node or '').encode()).hexdigest()[:16]}"


def _summary(day: PlannedDay) -> str:
    name = day.commitment.profile.name
    if day.what == "due":
        return say("calendar.due", name=name)
    if day.what == "plan_point":
        reach = values.amount(day.commitment, day.reach)
        return say("calendar.plan_point", name=name, reach=reach)
    return say("calendar.milestone", name=name, node=day.node)


def _description(day: PlannedDay) -> list[str]:
    commitment = day.commitment
    target = values.target(commitment, target_of(commitment))
    said = [say("calendar.target", target=target)] if target else []
    return [*said, say("calendar.department", department=commitment.department.name)]
