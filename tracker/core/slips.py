"""What looks like a slip of the pen in a write: to be confirmed before it is saved.

Pure comparison of the series before and after the write. What can't be right at all (a future
day, a wrong unit) is refused where it is read, and never comes here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from tracker.core.fold import (
    Fall,
    Series,
    Sums,
    Window,
    falls,
    standing_entries,
    undone_acts,
)
from tracker.core.model import Commitment, Correction, Entry, Undo
from tracker.core.quantity import to_decimal
from tracker.errors import Slip

# A figure is far too large when it carries the sum past the target by more than this share.
LARGE = (1, 10)

NO_EVIDENCE: Mapping[int, frozenset[str]] = {}


def slip(key: str, **params: object) -> Slip:
    """A slip with its parameters in a fixed order, so that equal slips compare equal."""
    return Slip(key, tuple(sorted(params.items())))


def new_falls(commitment: Commitment, before: Window, after: Window) -> list[Slip]:
    """Sums that a write makes fall (rise, for a stock that runs down) where they did not."""
    return [found for _, _, found in falls_of(commitment, before, after)]


def falls_of(
    commitment: Commitment, before: Window, after: Window
) -> list[tuple[Series, Fall, Slip]]:
    """The same, each with its series and with the total that lies on the wrong side."""
    if commitment.kind not in ("quantity", "level"):
        return []
    downwards = _is_stock(commitment)
    known = set(_falls(commitment, before))
    return [
        (
            series,
            fall,
            slip(
                "slip.rise" if downwards else "slip.fall",
                day=fall.day.isoformat(),
                before=to_decimal(fall.before, commitment.scale),
                total=to_decimal(fall.total, commitment.scale),
                unit=unit_name(commitment),
            ),
        )
        for series, fall in _falls(commitment, after)
        if (series, fall) not in known
    ]


def _is_stock(commitment: Commitment) -> bool:
    return commitment.kind == "level" and commitment.terms.direction == "down"


def _falls(commitment: Commitment, window: Window) -> Iterator[tuple[Series, Fall]]:
    downwards = _is_stock(commitment)
    first = commitment.terms.opening if downwards and not commitment.areas else None
    for series in window.series():
        before = window.opening(series)
        start = first if before is None else before
        for fall in falls(window.entries.get(series, ()), downwards=downwards, opening=start):
            yield series, fall


def repeat_of(other: Entry) -> Slip:
    """Something that another entry says already."""
    return slip("slip.repeat", entry=other.act, day=other.day.isoformat())


def same_difference(
    entry: Entry, corrections: Iterable[Correction], undos: Iterable[Undo], difference: int
) -> list[Slip]:
    """A difference that is the one which the entry's amount was last corrected by: a command
    given again by somebody who did not see its answer. `corrections` are those of the entry.
    """
    undone = undone_acts(undos)
    standing = [c for c in corrections if c.field == "amount" and c.act not in undone]
    if not standing:
        return []
    last = max(standing, key=lambda c: c.act)
    before = [c for c in standing if c.act < last.act]
    was, now = (standing_entries([entry], some, [])[0].amount or 0 for some in (before, standing))
    if now - was != difference:
        return []
    return [slip("slip.repeat_difference", correction=last.act)]


def said(entry: Entry, evidence: Mapping[int, frozenset[str]]) -> tuple[object, ...]:
    """What makes an entry of a series the same as another one: two are repeats if it is equal."""
    if entry.amount is not None:
        return entry.day, entry.mode, entry.amount
    words = (entry.note, entry.problem, entry.next_step)
    return entry.day, *words, evidence.get(entry.act, frozenset())


def too_large(
    commitment: Commitment,
    target: int | None,
    before: int | None,
    after: int | None,
    area: str = "",
) -> list[Slip]:
    """A write that carries a sum far past its target: by more than a tenth of the target
    beyond what remained. `before` and `after` are that sum, of an area where one is named.
    """
    if commitment.kind != "quantity" or target is None:
        return []
    remaining = max(target - (before or 0), 0)
    increase = (after or 0) - (before or 0)
    if not is_far_past(target, target + increase - remaining):
        return []
    return [
        slip(
            "slip.large_area" if area else "slip.large",
            increase=to_decimal(increase, commitment.scale),
            remaining=to_decimal(remaining, commitment.scale),
            unit=unit_name(commitment),
            **({"area": area} if area else {}),
        )
    ]


def is_far_past(target: int | None, done: int) -> bool:
    """Whether a sum lies so far past a target that whoever reached it at once is asked."""
    return target is not None and (done - target) * LARGE[1] > target * LARGE[0]


def done_already(entry: Entry, before: Sums) -> list[Slip]:
    """A milestone that was done before and is marked again."""
    state = before.get((entry.commitment, entry.area, entry.stage))
    if state is None or not state.now.done:
        return []
    return [slip("slip.node_done", node=entry.stage, day=state.now.day.isoformat())]


def too_early(commitment: Commitment, day: dt.date) -> list[Slip]:
    """A work date before the commitment starts: often a slip in the year."""
    start = commitment.terms.start
    if start is None or day >= start:
        return []
    return [slip("slip.early", day=day.isoformat(), start=start.isoformat())]


def of_undo(commitment: Commitment, before: Window, after: Window) -> list[Slip]:
    """The slips in taking entries back: a sum that falls, a stage that gets behind another."""
    return [
        *new_falls(commitment, before, after),
        *stages_behind(commitment, before.sums(), after.sums()),
    ]


def stages_behind(commitment: Commitment, before: Sums, after: Sums) -> list[Slip]:
    """Stages that a write leaves further behind the stage that follows them."""
    return [found for _, found in lags_of(commitment, before, after)]


def lags_of(commitment: Commitment, before: Sums, after: Sums) -> Iterator[tuple[Series, Slip]]:
    """The same, each with the series that went ahead."""
    for area in ("", *(a.name for a in commitment.areas)):
        for stage, following in zip(commitment.stages, commitment.stages[1:], strict=False):
            lag = _lag(commitment, area, (stage, following), after)
            if lag > max(_lag(commitment, area, (stage, following), before), 0):
                yield (
                    (commitment.id, area, following),
                    slip(
                        "slip.stage",
                        stage=stage,
                        following=following,
                        lag=to_decimal(lag, commitment.scale),
                        unit=unit_name(commitment),
                    ),
                )


def _lag(commitment: Commitment, area: str, stages: tuple[str, str], sums: Sums) -> int:
    states = (sums.get((commitment.id, area, stage)) for stage in stages)
    stage, following = ((s.now.done or 0) if s else 0 for s in states)
    return following - stage


def unit_name(commitment: Commitment) -> str:
    """The commitment's unit for a sentence; "" where it has none."""
    return commitment.terms.unit.name if commitment.terms.unit else ""
