"""From an open ledger to a bulletin: read the facts of its period, hand them to `core`."""

import datetime as dt

from tracker.cli.context import View, last_seen
from tracker.cli.waiting import watched
from tracker.core import bulletin as core_bulletin
from tracker.core.bulletin import Bulletin, Facts, Period, Words, line
from tracker.core.dates import iso_moment
from tracker.core.history import Item
from tracker.core.model import Department
from tracker.store import commitments, lookup, settings
from tracker.store.moved import moved_since
from tracker.store.plan import Read
from tracker.store.sums import days_of_all
from tracker.store.words import latest_words


def facts(read: Read, view: View, period: Period, department: str | None) -> Facts:
    """All that a bulletin needs of the ledger; `department` is one as typed.

    Nothing is computed here: whoever writes waits until the reading is done.
    """
    known_at = last_seen(read, view)
    known = known_at.change
    only = None
    if department is not None:
        code = lookup.find_department(read, department, view.known)
        only = next(d for d in commitments.departments(read, view.known) if d.code == code)
    first = _first_since(read, period, view)
    moved = moved_since(read, first, known, period.start, view.zone)
    return Facts(
        title=view.settings.values["title"],
        period=period,
        known_at=known_at,
        rules=view.rules,
        zone=view.zone,
        department=only,
        commitments=[
            one for one in commitments.load(read, view.known) if only in (None, one.department)
        ],
        days=days_of_all(read, period.cut_off, view.known),
        words=latest_words(read, period.cut_off, known),
        moved=[item for item in moved if only is None or _concerns(item, only)],
    )


def bulletin(facts: Facts) -> Bulletin:
    """The bulletin that facts make."""
    listed, words = facts.commitments, Words()
    lines = [
        line(
            one,
            facts.days.get(one.id, {}),
            facts.words.get(one.id, words),
            facts.period,
            facts.rules,
        )
        for one in watched(listed, len(listed))
    ]
    return core_bulletin.bulletin(facts, lines)


def _concerns(item: Item, department: Department) -> bool:
    """Whether something is told on a department's page: it is about the plan as a whole, or
    about what the department leads, or led until then.
    """
    led = any(c.field == "department" and c.old == department.name for c in item.changes)
    return led or item.commitment is None or item.commitment.department == department


def _first_since(read: Read, period: Period, view: View) -> int:
    """The first change of the previous cut-off day, on the plan's clock: the page before may
    have been printed at any time of it.
    """
    begins = dt.datetime.combine(period.previous, dt.time(), view.zone)
    last = settings.change_at(read, iso_moment(begins - dt.timedelta(milliseconds=1)))
    return (last or 0) + 1
