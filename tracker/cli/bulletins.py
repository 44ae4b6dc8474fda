"""From an open ledger to a bulletin: read the facts of its period, hand them to `core`."""

import datetime as dt
from contextlib import closing

from tracker.cli.context import View
from tracker.cli.waiting import watched
from tracker.core.bulletin import Bulletin, Period, Words, line, lists, summaries
from tracker.core.dates import iso_moment
from tracker.store import commitments, history, settings
from tracker.store.plan import Read
from tracker.store.sums import days_of_all
from tracker.store.words import latest_words


def bulletin(
    read: Read, view: View, period: Period, department: str | None, *, quiet: bool = False
) -> Bulletin:
    """The bulletin of a period; `department` is one as typed. `quiet` shows no bar."""
    known_at = view.known_at or settings.last_change(read)
    known = known_at.change
    only = None
    if department is not None:
        code = commitments.find_department(read, department, view.known)
        only = next(d for d in commitments.departments(read, view.known) if d.code == code)
    days = days_of_all(read, period.cut_off, view.known)
    words = latest_words(read, period.cut_off, known)
    listed = [c for c in commitments.load(read, view.known) if only in (None, c.department)]
    with closing(watched(listed, len(listed), quiet=quiet)) as waited_for:
        lines = [
            line(one, days.get(one.id, {}), words.get(one.id, Words()), period, view.rules)
            for one in waited_for
        ]
    sorted_lines = lists(lines)
    return Bulletin(
        title=view.settings.values["title"],
        period=period,
        known_at=known_at,
        rules=view.rules,
        zone=view.zone,
        department=only,
        summary=summaries(lines),
        overdue=sorted_lines.overdue,
        behind=sorted_lines.behind,
        on_pace=sorted_lines.on_pace,
        silent=tuple(silence for one in lines for silence in one.silent),
        moved=tuple(
            item
            for item in history.moved(read, _first_since(read, period, view), known, period.start)
            if item.commitment is None or only in (None, item.commitment.department)
        ),
        unmeasured=sorted_lines.unmeasured,
    )


def _first_since(read: Read, period: Period, view: View) -> int:
    """The first change that was recorded after the previous cut-off day, on the plan's clock."""
    begins = dt.datetime.combine(period.start, dt.time(), view.zone)
    last = settings.change_at(read, iso_moment(begins - dt.timedelta(milliseconds=1)))
    return (last or 0) + 1
