"""Met at last, but late: since when the terms have been met, where that is after the due day."""

import datetime as dt
from typing import NamedTuple

from tracker.core.course import Days, states_of
from tracker.core.model import Commitment
from tracker.core.pace import target_of
from tracker.core.progress import Progress, is_met


class Late(NamedTuple):
    """The first day of the unbroken stretch up to the as-of day on which the terms were met, and
    how many days after the due day it lies: 1 or more.
    """

    met_on: dt.date
    days: int


def may_be_late(commitment: Commitment, now: Progress) -> bool:
    """Whether only the days after the due day can tell if a commitment was completed late.

    A rank is contested until its due day and read after it: it is held or lost, and never late.
    """
    past = now.days_left is not None and now.days_left < 0
    return past and now.klass == "completed" and commitment.kind != "rank"


def lateness(commitment: Commitment, now: Progress, days: Days, as_of: dt.date) -> Late | None:
    """How late a commitment was completed; None where it was in time, or is not completed.

    By the terms as they are known, and by the sums of the days: what was met, lost and met again
    counts from the last time. Of `days` it needs, for each series, the last one up to the due
    day and all after it.
    """
    due = commitment.terms.due
    if due is None or not may_be_late(commitment, now):
        return None
    target, met_on = target_of(commitment), None
    for state in states_of(commitment, days):
        if state.day > as_of:
            break
        if not is_met(commitment, target, state.done):
            met_on = None
        elif met_on is None:
            met_on = state.day
    return Late(met_on, (met_on - due).days) if met_on is not None and met_on > due else None
