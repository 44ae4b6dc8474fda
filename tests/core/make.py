"""Facts for the tests of the rules, in as few words as they can be said."""

import datetime as dt

from tracker.core.fold import DaySum, Series, SeriesState, Sums, by_series, fold
from tracker.core.model import (
    Area,
    Commitment,
    Department,
    Entry,
    Kind,
    Mode,
    Node,
    PlanPoint,
    Profile,
    Rules,
    Terms,
    Unit,
)
from tracker.core.quantity import UnitAlias, unit_key

KM = Unit("公里", 3)
COUNT = Unit("个", 0)
PERCENT = Unit("%", 2)
PLACE = Unit("名次", 0)

RULES = Rules(version=1, yellow=10, red=30, ahead=10)
HOUSING = Department("housing", "市住建局", "Housing Bureau")
CITY = Department("city-management", "市城管局", None)


def day(text: str) -> dt.date:
    """A day from its ISO form."""
    return dt.date.fromisoformat(text)


YEAR = Terms(start=day("2024-01-01"), due=day("2024-12-31"))
SEWER = YEAR._replace(target=90_000, unit=KM, comparator=">=")
"""Rebuild at least 90 km in 2024."""
STOCK = YEAR._replace(target=0, unit=KM, comparator="<=", direction="down")
"""Run a stock of unknown size down to nothing in 2024."""
RATE = YEAR._replace(target=8_000, unit=PERCENT, direction="up")
"""Reach a coverage of 80 % in 2024."""
RANKING = YEAR._replace(target=3, unit=PLACE, stretch=1)
"""Hold the third place in 2024, strive for the first."""

EAST, WEST = Area("东昌府区", None, None, None), Area("临清市", None, None, None)
STAGES = ("开工", "完工")

ALIASES = {
    unit_key(alias): UnitAlias(alias, unit, steps)
    for alias, unit, steps in (
        ("公里", "公里", 1000),
        ("千米", "公里", 1000),
        ("km", "公里", 1000),
        ("米", "公里", 1),
        ("m", "公里", 1),
        ("个", "个", 1),
        ("%", "%", 100),
        ("名次", "名次", 1),
        ("位", "名次", 1),
    )
}


def commitment(
    kind: Kind = "quantity",
    terms: Terms = SEWER,
    *,
    number: int = 1,
    slug: str = "sewer",
    department: Department = HOUSING,
    areas: tuple[Area, ...] = (),
    stages: tuple[str, ...] = (),
    nodes: tuple[Node, ...] = (),
    plan: tuple[PlanPoint, ...] = (),
) -> Commitment:
    """A commitment; without more words the 90 km of sewer. Its position is its number."""
    return Commitment(
        id=number,
        slug=slug,
        kind=kind,
        profile=Profile(position=number, department=department.code, name=f"任务{number}"),
        department=department,
        terms=terms,
        terms_change=1,
        first_change=1,
        areas=areas,
        stages=stages,
        nodes=nodes,
        plan=plan,
    )


def points(*reached: tuple[str, int]) -> tuple[PlanPoint, ...]:
    """Plan points, each a day and how far the work shall be by then."""
    return tuple(PlanPoint(day(until), reach) for until, reach in reached)


def entry(
    act: int,
    on: str,
    amount: int | None = None,
    mode: Mode = "add",
    *,
    area: str = "",
    stage: str = "",
    note: str | None = None,
    number: int = 1,
) -> Entry:
    """An entry of the commitment `number`; in words where there is no amount."""
    return Entry(
        act=act,
        change=act,
        commitment=number,
        area=area,
        stage=stage,
        day=day(on),
        mode=None if amount is None else mode,
        amount=amount,
        note=note,
    )


def state(now: int | None, week_ago: int | None = None) -> SeriesState:
    """What a series came to by the end of June; `week_ago` None is nothing logged by then."""
    earlier = None if week_ago is None else DaySum(day("2024-06-20"), week_ago, 1)
    return SeriesState(DaySum(day("2024-06-28"), now, 2), earlier)


def sums(now: int | None, week_ago: int | None = None, *, stage: str = "") -> Sums:
    """The sums of the commitment 1 when all of it lies in one series."""
    return {(1, "", stage): state(now, week_ago)}


def days_of(*entries: Entry, last_stage: str = "") -> dict[Series, list[DaySum]]:
    """The states by day of each series that the entries make."""
    return {s: fold(group) for s, group in by_series(entries, last_stage).items()}
