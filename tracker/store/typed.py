"""What a clerk typed, read against the commitment it is about: an entry, or a corrected one."""

import datetime as dt
from typing import NamedTuple

from tracker.core.closing import check_open
from tracker.core.echo import Evidence
from tracker.core.model import Commitment, Entry
from tracker.core.pace import is_rate
from tracker.core.quantity import MAX_STEPS, Figure, UnitAlias, parse_figure, parse_signed
from tracker.errors import Refused
from tracker.store import commitments, units
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
    amount, mode, converted_from = None, None, None
    stage = commitments.find_stage(commitment, request.stage) if request.stage is not None else ""
    if request.node is not None:
        if request.amount is not None or request.area is not None:
            raise Refused("error.node_with_amount")
        # A milestone counts 0 or 1, in a series of its own.
        stage, amount, mode = commitments.find_node(commitment, request.node), 1, "total"
    elif request.amount is not None:
        amount, converted_from = read_figure(commitment, request.amount, known)
        mode = "total" if request.total or commitment.kind in ("level", "rank") else "add"
        stage = stage or commitment.last_stage
    elif request.total:
        raise Refused("error.total_without_amount")
    elif commitment.kind != "duty" and not any(
        (request.note, request.problem, request.next_step, request.evidence)
    ):
        raise Refused("error.nothing_to_log", slug=commitment.slug)
    area = commitments.find_area(commitment, request.area) if request.area is not None else ""
    if amount is not None and not area and needs_area(commitment):
        raise Refused(
            "error.area_needed",
            slug=commitment.slug,
            areas=", ".join(a.name for a in commitment.areas_in_use),
        )
    entry = Entry(
        act=act,
        change=0,
        commitment=commitment.id,
        area=area,
        stage=stage,
        day=request.day,
        mode=mode,  # type: ignore[arg-type]
        amount=amount,
        note=request.note or None,
        problem=request.problem or None,
        next_step=request.next_step or None,
    )
    return entry, converted_from


def needs_area(commitment: Commitment) -> bool:
    """Whether a figure has to name an area; a milestone and a rate are of the whole even where
    there are areas.
    """
    whole = commitment.kind == "milestones" or is_rate(commitment.terms)
    return bool(commitment.areas_in_use) and not whole


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
        area=now.area if request.area is None else commitments.find_area(commitment, request.area),
        note=now.note if request.note is None else request.note or None,
        problem=now.problem if request.problem is None else request.problem or None,
        next_step=now.next_step if request.next_step is None else request.next_step or None,
    )
    if request.stage is not None:
        find = commitments.find_node if commitment.kind == "milestones" else commitments.find_stage
        wanted = wanted._replace(stage=find(commitment, request.stage))
    return wanted, converted_from
