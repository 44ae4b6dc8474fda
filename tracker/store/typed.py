"""What a clerk typed, read against the commitment it is about: an entry, or a corrected one."""

import datetime as dt
from typing import NamedTuple

from tracker.core.closing import check_open
from tracker.core.dates import within
from tracker.core.echo import Evidence
from tracker.core.model import Commitment, Entry, Mode
from tracker.core.pace import is_rate
from tracker.core.quantity import MAX_STEPS, Figure, UnitAlias, parse_figure, parse_signed
from tracker.errors import Refused
from tracker.store import lookup, units
from tracker.store.plan import Read


class LogRequest(NamedTuple):
    """What a clerk typed for `log`; `node` is a milestone that is done."""

    commitment: str
    amount: str | None
    day: dt.date
    total: bool = False
    area: str | None = None
    stage: str | None = None
    node: str | None = None
    note: str | None = None
    problem: str | None = None
    next_step: str | None = None
    evidence: tuple[Evidence, ...] = ()


class CorrectRequest(NamedTuple):
    """What a clerk typed for `correct`: only what is not None changes."""

    entry: int
    to: str | None = None
    change: str | None = None
    total: bool | None = None
    day: dt.date | None = None
    area: str | None = None
    stage: str | None = None
    note: str | None = None
    problem: str | None = None
    next_step: str | None = None


def new_entry(
    commitment: Commitment, request: LogRequest, act: int, known: dict[str, UnitAlias]
) -> tuple[Entry, str | None]:
    """The entry as it would be stored under the number `act`, with the unit its figure was
    converted from; `known` are the units that are declared. Refuses what can't be right.
    """
    check_open(commitment)
    amount, converted_from = None, None
    stage = lookup.find_stage(commitment, request.stage) if request.stage is not None else ""
    if request.node is not None:
        if request.amount is not None or request.area is not None:
            raise Refused("error.node_with_amount")
        stage = lookup.find_node(commitment, request.node)
    elif request.amount is not None:
        amount, converted_from = read_figure(commitment, request.amount, known)
    entry = entry_said(
        act,
        commitment,
        request.day,
        lookup.find_area(commitment, request.area) if request.area is not None else "",
        stage,
        amount=amount,
        total=request.total,
        node=request.node is not None,
        words=(request.note or None, request.problem or None, request.next_step or None),
        evidence=bool(request.evidence),
    )
    return entry, converted_from


def check_day(day: dt.date, today: dt.date) -> None:
    """Refuse a work date that has not come yet, or is outside of the calendar."""
    within(day.isoformat(), day)
    if day > today:
        raise Refused("error.date_future", day=day.isoformat(), today=today.isoformat())


def entry_said(
    act: int,
    commitment: Commitment,
    day: dt.date,
    area: str,
    stage: str,
    *,
    amount: int | None,
    total: bool,
    node: bool,
    words: tuple[str | None, str | None, str | None],
    evidence: bool = False,
) -> Entry:
    """An entry from names and a figure that were read; refuses what does not go together. With
    `node` the stage is a milestone that is done.
    """
    mode: Mode | None = None
    if node:
        # A milestone counts 0 or 1, in a series of its own.
        amount, mode = 1, "total"
    elif amount is not None:
        mode = "total" if total or commitment.kind in ("level", "rank") else "add"
        stage = stage or commitment.last_stage
        if not area and needs_area(commitment):
            raise Refused(
                "error.area_needed",
                slug=commitment.slug,
                areas=tuple(a.name for a in commitment.areas_in_use),
            )
    elif total:
        raise Refused("error.total_without_amount")
    elif commitment.kind != "duty" and not evidence and not any(words):
        raise Refused("error.nothing_to_log", slug=commitment.slug)
    return Entry(act, 0, commitment.id, area, stage, day, mode, amount, *words)


def needs_area(commitment: Commitment) -> bool:
    """Whether a figure has to name an area; a milestone and a rate are of the whole even where
    there are areas.
    """
    if not commitment.areas_in_use:
        return False
    return commitment.kind != "milestones" and not is_rate(commitment.terms)


def read_figure(commitment: Commitment, text: str, known: dict[str, UnitAlias]) -> Figure:
    """Read a figure in the unit of a commitment; refuses one where nothing is counted."""
    if commitment.kind == "milestones":
        raise Refused("error.milestones_expected", slug=commitment.slug)
    if commitment.kind == "duty":
        raise Refused("error.no_figure_expected", slug=commitment.slug, kind=commitment.kind)
    figure = parse_figure(text, commitment.terms.unit, known)
    _check_rank(commitment, figure.steps, text)
    return figure


def _check_rank(commitment: Commitment, steps: int, text: str) -> None:
    if commitment.kind == "rank" and steps == 0:
        raise Refused("error.rank_zero", text=text)


def corrected_entry(
    read: Read, commitment: Commitment, now: Entry, request: CorrectRequest
) -> tuple[Entry, str | None]:
    """The entry as it shall be, with the unit its figure was converted from."""
    check_open(commitment)
    converted_from = None
    amount, mode = now.amount, now.mode
    if request.area is not None and commitment.kind == "milestones" and amount is not None:
        raise Refused("error.node_with_amount")
    figures = request.to is not None or request.change is not None or request.total is not None
    if figures and amount is None:
        raise Refused("error.entry_in_words", entry=now.act)
    if figures and commitment.kind == "milestones":
        raise Refused("error.milestones_expected", slug=commitment.slug)
    if request.to is not None:
        amount, converted_from = read_figure(commitment, request.to, units.aliases(read))
    if request.change is not None:
        aliases = units.aliases(read)
        difference = parse_signed(request.change, commitment.terms.unit, aliases)
        amount, converted_from = (amount or 0) + difference.steps, difference.converted_from
        if amount < 0:
            raise Refused("error.below_zero", entry=now.act)
        if amount > MAX_STEPS:
            raise Refused("error.figure_too_large", text=request.change)
        _check_rank(commitment, amount, request.change)
    if request.total is not None:
        mode = "total" if request.total or commitment.kind in ("level", "rank") else "add"
    wanted = now._replace(
        amount=amount,
        mode=mode,
        day=request.day or now.day,
        area=now.area if request.area is None else lookup.find_area(commitment, request.area),
        note=now.note if request.note is None else request.note or None,
        problem=now.problem if request.problem is None else request.problem or None,
        next_step=now.next_step if request.next_step is None else request.next_step or None,
    )
    if request.stage is not None:
        find = lookup.find_node if commitment.kind == "milestones" else lookup.find_stage
        wanted = wanted._replace(stage=find(commitment, request.stage))
    return wanted, converted_from
