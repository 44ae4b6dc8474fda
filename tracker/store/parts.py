"""What the plans of areas, stages, milestones and plan points share."""

import datetime as dt
from collections.abc import Iterable

from tracker.core.archive import Row
from tracker.core.closing import check_open
from tracker.core.fold import SeriesState, by_series, fold
from tracker.core.history import Change, Defined, field_changes
from tracker.core.model import Commitment, Part, Rename
from tracker.core.naming import name_key
from tracker.core.plaintext import visible
from tracker.core.progress import done_of
from tracker.core.quantity import to_decimal
from tracker.errors import Refused
from tracker.store import lookup
from tracker.store.entries import standing_since
from tracker.store.plan import LATEST, Read


def open_commitment(read: Read, text: str) -> Commitment:
    """The commitment that a person means; refuses one that is closed out."""
    commitment = lookup.resolve(read, text)
    check_open(commitment)
    return commitment


def new_name(text: str) -> str:
    """The name of a part as it is kept; refuses an empty one."""
    name = visible(text.strip())
    if not name:
        raise Refused("error.name_needed")
    return name


def check_name_free(new: str, old: str, taken: Iterable[str], slug: str) -> None:
    """Refuse a name that another part goes by, or went by when it was retired."""
    others = {name_key(name): name for name in taken if name != old}
    if name_key(new) in others:
        raise Refused("error.part_name_taken", name=others[name_key(new)], slug=slug)


def retired_row(commitment: Commitment, part: Part, name: str, became: str | None = None) -> Row:
    """The row that puts a name out of use; `became` is the new one of a part that keeps on."""
    values = {"part": part, "name": name, "became": became}
    return Row("retired", {"commitment": commitment.id, **values})


def with_name(
    commitment: Commitment, part: Part, old: str, new: str
) -> tuple[Commitment, list[Row], dict[int, dt.date | None]]:
    """A commitment, one part of which goes by another name from now on, with the row that says
    so. Entries keep what was typed, and are folded under the new name.
    """
    if new == old:
        return commitment, [], {}
    # The change has no number yet; it is the last one.
    rename = Rename(part, old, new, LATEST)
    renamed = commitment._replace(renames=(*commitment.renames, rename))
    return renamed, [retired_row(commitment, part, old, new)], {commitment.id: None}


def done_change(read: Read, was: Commitment, now: Commitment) -> tuple[Change, ...]:
    """What is done, old and new, where other parts make another sum of the same entries."""
    entries = standing_since(read, was.id)

    def done(commitment: Commitment) -> object:
        groups = by_series(entries, commitment.last_stage)
        sums = {series: SeriesState(fold(group)[-1]) for series, group in groups.items()}
        steps, _ = done_of(commitment, sums)
        return None if steps is None else to_decimal(steps, commitment.scale)

    before, after = done(was), done(now)
    return () if before == after else (Change("done", before, after),)


def what_changed(was: Commitment, now: Commitment, more: tuple[Change, ...] = ()) -> Defined:
    """What a write does to a commitment; refuses one that does nothing."""
    changes = field_changes(was, now)
    if not changes:
        raise Refused("error.nothing_to_edit", slug=was.slug)
    return Defined(was.slug, was.profile.name, changes + more)
