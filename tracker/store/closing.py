"""The plans of close-out (销号): close and reopen."""

import datetime as dt

from tracker.core.archive import Row
from tracker.core.closing import CloseOut, standing_closing
from tracker.core.model import Commitment
from tracker.core.pace import is_measured
from tracker.core.progress import Progress, progress
from tracker.core.quantity import to_decimal
from tracker.errors import Refused
from tracker.store import lookup, settings
from tracker.store.plan import Draft, Plan, Read
from tracker.store.sums import sums
from tracker.store.typed import check_day


def close(
    text: str, day: dt.date, note: str | None, reason: str | None, today: dt.date
) -> Plan[CloseOut]:
    """Plan the close-out of a commitment on a day. Without a reason its terms must be met by then,
    as far as figures can tell.
    """

    def plan(read: Read) -> tuple[Draft, CloseOut]:
        commitment = lookup.resolve(read, text)
        if standing := standing_closing(commitment):
            raise Refused(
                "error.closed_already",
                slug=commitment.slug,
                day=standing.day,
                author=standing.author,
            )
        check_day(day, today)
        start = commitment.terms.start
        if start is not None and day < start:
            raise Refused("error.close_early", day=day, start=start, slug=commitment.slug)
        now = progress(commitment, sums(read, day), day, settings.load(read).rules)
        if not reason:
            _check_met(commitment, now, day)
        row = _row(commitment, day, closed=True, note=note)
        return Draft("close", reason, [row], {}), CloseOut(commitment, day, True, note, now)

    return plan


def reopen(text: str, reason: str, today: dt.date) -> Plan[CloseOut]:
    """Plan that a commitment that was closed out is open again, from today on."""

    def plan(read: Read) -> tuple[Draft, CloseOut]:
        commitment = lookup.resolve(read, text)
        if standing_closing(commitment) is None:
            raise Refused("error.not_closed", slug=commitment.slug)
        check_day(today, today)
        now = progress(commitment, sums(read, today), today, settings.load(read).rules)
        row = _row(commitment, today, closed=False, note=None)
        return Draft("reopen", reason, [row], {}), CloseOut(commitment, today, False, None, now)

    return plan


def _check_met(commitment: Commitment, now: Progress, day: dt.date) -> None:
    if not is_measured(commitment):
        raise Refused("error.close_unmeasured", slug=commitment.slug)
    if now.klass == "completed":
        return
    if now.met:
        raise Refused("error.close_contested", slug=commitment.slug, due=commitment.terms.due)
    raise Refused(
        "error.close_unmet",
        slug=commitment.slug,
        day=day,
        done="-" if now.done is None else to_decimal(now.done, commitment.scale),
        target=to_decimal(now.target or 0, commitment.scale),
        unit=commitment.terms.unit.name if commitment.terms.unit else "",
    )


def _row(commitment: Commitment, day: dt.date, *, closed: bool, note: str | None) -> Row:
    values = {"day": day.isoformat(), "closed": int(closed), "note": note or None}
    return Row("close_out", {"commitment": commitment.id, **values})
