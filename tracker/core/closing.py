"""Close-out (销号): when a commitment was verified to be done, and by whom."""

import datetime as dt
from typing import NamedTuple

from tracker.core.model import Closing, Commitment
from tracker.core.progress import Progress
from tracker.errors import Refused


class CloseOut(NamedTuple):
    """What `close` or `reopen` did to a commitment, with where it stands on that day."""

    commitment: Commitment
    day: dt.date
    closed: bool
    note: str | None
    progress: Progress


def closed_on(commitment: Commitment, as_of: dt.date) -> Closing | None:
    """The close-out that counts at the end of a day; None where the commitment is open."""
    known = [closing for closing in commitment.closings if closing.day <= as_of]
    return known[-1] if known and known[-1].closed else None


def standing_closing(commitment: Commitment) -> Closing | None:
    """The close-out that stands, whatever its day; None where the commitment is open."""
    return closed_on(commitment, dt.date.max)


def closed_out(commitment: Commitment) -> Refused | None:
    """Why the figures and the terms of a commitment can't be touched; None where it is open."""
    closing = standing_closing(commitment)
    return closing and Refused("error.closed_out", slug=commitment.slug, day=closing.day)


def check_open(commitment: Commitment) -> None:
    """Refuse to touch the figures or the terms of what is closed out."""
    if (why := closed_out(commitment)) is not None:
        raise why
