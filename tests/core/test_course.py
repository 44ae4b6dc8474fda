"""A commitment over time: its sums by day, its picture, its burn-up and its rates."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.core.make import (
    EAST,
    RANKING,
    RATE,
    RULES,
    SEWER,
    STAGES,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    days_of,
    entry,
    points,
)
from tracker.core.course import (
    BURN_UP_POINTS,
    Picture,
    Point,
    Rates,
    burn_up,
    picture,
    rates,
    states_of,
    sums_at,
)
from tracker.core.fold import DaySum, SeriesState
from tracker.core.model import Commitment, Entry, Node
from tracker.core.progress import progress

EVE, JUNE_30, DUE = day("2023-12-31"), day("2024-06-30"), day("2024-12-31")
SERIES = (1, "", "")
SPRING = [entry(1, "2024-05-31", 20_000, "total"), entry(2, "2024-06-28", 25_500)]
NODES = (Node("立项", day("2024-03-31"), 1), Node("初稿", day("2024-09-30"), 3))


def course(made: Commitment, entries: list[Entry], on: dt.date = JUNE_30) -> list[Point]:
    return burn_up(made, days_of(*entries, last_stage=made.last_stage), on, RULES)


def pace_of_work(made: Commitment, entries: list[Entry], on: dt.date = JUNE_30) -> Rates:
    days = days_of(*entries, last_stage=made.last_stage)
    return rates(made, progress(made, sums_at(days, on), on, RULES), states_of(made, days), on)


def states(made: Commitment, *entries: Entry) -> list[DaySum]:
    return states_of(made, days_of(*entries, last_stage=made.last_stage))


def drawn(made: Commitment, *entries: Entry, on: dt.date = JUNE_30) -> Picture:
    found = picture(made, states(made, *entries), on)
    assert found is not None
    return found


# Sums on a day


def test_sums_are_those_of_a_day_and_of_a_day_before_it() -> None:
    days = days_of(*SPRING)
    first, second = DaySum(day("2024-05-31"), 20_000, 1), DaySum(day("2024-06-28"), 45_500, 2)
    assert sums_at(days, JUNE_30, day("2024-06-23")) == {SERIES: SeriesState(second, first)}
    assert sums_at(days, JUNE_30, day("2024-05-30")) == {SERIES: SeriesState(second, None)}
    assert sums_at(days, day("2024-06-27")) == {SERIES: SeriesState(first, None)}
    assert sums_at(days, day("2024-05-30")) == {}


# The whole by day


def test_the_whole_is_what_its_areas_come_to_in_the_last_stage_on_each_day() -> None:
    made = commitment(areas=(EAST, WEST), stages=STAGES)
    found = states(
        made,
        entry(1, "2024-06-01", 10_000, area=EAST.name, stage="开工"),
        entry(2, "2024-06-02", 4_000, area=EAST.name, stage="完工"),
        entry(3, "2024-06-02", area=WEST.name, note="雨"),
        entry(4, "2024-06-05", 5_000, area=WEST.name, stage="完工"),
    )
    # Words and other stages are entries too, but nothing done.
    assert found == [
        DaySum(day("2024-06-01"), None, 1),
        DaySum(day("2024-06-02"), 4_000, 3),
        DaySum(day("2024-06-05"), 9_000, 4),
    ]


def test_the_stock_of_the_whole_stands_until_every_area_was_read() -> None:
    made = commitment("level", STOCK._replace(opening=40_000), areas=(EAST, WEST))
    found = states(
        made,
        entry(1, "2024-05-01", 30_000, "total"),
        entry(2, "2024-06-01", 4_000, "total", area=EAST.name),
        entry(3, "2024-06-02", 6_000, "total", area=WEST.name),
    )
    assert [state.done for state in found] == [30_000, 30_000, 10_000]


def test_milestones_come_to_the_weight_that_is_done() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    found = states(
        made,
        entry(1, "2024-03-28", 1, "total", stage="立项"),
        entry(2, "2024-04-10", stage="初稿", note="起草中"),
        entry(3, "2024-06-20", 1, "total", stage="初稿"),
    )
    assert [(state.done, state.entries) for state in found] == [(1, 1), (1, 2), (4, 3)]


def test_nothing_logged_is_no_state() -> None:
    assert states(commitment()) == []


# The picture


def test_a_picture_runs_from_the_day_before_the_start_to_the_due_day() -> None:
    assert drawn(commitment(), *SPRING) == Picture(
        commitment=commitment(),
        as_of=JUNE_30,
        start=EVE,
        end=DUE,
        done=(
            (EVE, Fraction(0)),
            (day("2024-05-31"), Fraction(20, 90)),
            (day("2024-06-28"), Fraction(455, 900)),
        ),
        pace=((EVE, Fraction(0)), (DUE, Fraction(1))),
    )


def test_a_picture_shows_nothing_of_later_days() -> None:
    found = drawn(commitment(), *SPRING, on=day("2024-06-27"))
    assert [on for on, _ in found.done] == [EVE, day("2024-05-31")]
    late = drawn(commitment(), *SPRING, entry(3, "2025-02-01", 1_000))
    assert late == drawn(commitment(), *SPRING)


def test_work_before_the_start_is_drawn_in_its_place() -> None:
    early = drawn(commitment(), entry(1, "2023-12-01", 9_000), entry(2, "2024-02-01", 9_000))
    assert early.start == day("2023-11-30")
    assert early.done == (
        (day("2023-11-30"), Fraction(0)),
        (day("2023-12-01"), Fraction(1, 10)),
        (day("2024-02-01"), Fraction(1, 5)),
    )
    assert early.pace[0] == (EVE, Fraction(0))


@pytest.mark.parametrize(
    ("on", "end"),
    [("2024-12-31", "2024-12-31"), ("2025-01-31", "2024-12-31"), ("2025-02-28", "2025-02-10")],
)
def test_a_picture_goes_on_after_the_due_day_to_the_last_entry(on: str, end: str) -> None:
    late = drawn(commitment(), *SPRING, entry(3, "2025-02-10", 1_000), on=day(on))
    assert late.end == day(end)


def test_before_anything_was_logged_nothing_is_done() -> None:
    found = drawn(commitment(), entry(1, "2024-03-01", note="雨"))
    assert (found.start, found.end, found.done) == (EVE, DUE, ((EVE, Fraction(0)),))


def test_a_stock_is_drawn_from_its_opening_and_a_rate_from_its_first_reading() -> None:
    reading = entry(1, "2024-05-31", 6_000, "total")
    stock = commitment("level", STOCK._replace(opening=8_000))
    assert drawn(stock, reading).done == ((EVE, Fraction(0)), (reading.day, Fraction(1, 4)))
    rate = commitment("level", RATE)
    assert drawn(rate, reading).done == ((reading.day, Fraction(3, 4)),)


def test_the_pace_of_a_picture_bends_on_the_points_of_a_plan() -> None:
    made = commitment(plan=points(("2024-06-30", 30_000)))
    assert drawn(made).pace == ((EVE, Fraction(0)), (JUNE_30, Fraction(1, 3)), (DUE, Fraction(1)))


def test_the_pace_of_milestones_is_drawn_in_steps() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    done = drawn(made, entry(1, "2024-03-28", 1, "total", stage="立项"))
    quarter = Fraction(1, 4)
    assert done.done == ((EVE, Fraction(0)), (day("2024-03-28"), quarter))
    assert [share for _, share in done.pace] == [0, 0, quarter, quarter, 1]


@pytest.mark.parametrize(
    "made",
    [
        commitment("duty", YEAR),
        commitment("rank", RANKING),
        commitment("milestones", YEAR),
        commitment("level", STOCK),
        commitment(terms=SEWER._replace(start=None)),
        commitment(terms=SEWER._replace(due=None)),
    ],
    ids=["duty", "rank", "no nodes", "stock", "no start", "no due day"],
)
def test_what_has_no_percentage_or_period_has_no_picture(made: Commitment) -> None:
    assert picture(made, states(made, *SPRING), JUNE_30) is None


# The burn-up


def test_a_burn_up_runs_at_even_distances_from_the_start_to_the_day_it_is_drawn_for() -> None:
    days = [p.day for p in course(commitment(), SPRING)]
    assert (days[0], days[-1], len(days)) == (day("2024-01-01"), JUNE_30, BURN_UP_POINTS)
    steps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert max(steps) - min(steps) <= 1


@pytest.mark.parametrize("age", range(1, BURN_UP_POINTS + 1))
def test_a_young_commitment_has_a_point_for_each_day(age: int) -> None:
    days = [day("2024-01-01") + dt.timedelta(days=n) for n in range(age)]
    assert [p.day for p in course(commitment(), [], days[-1])] == days


MADE = {
    "quantity": (commitment(), SPRING),
    "undated": (commitment(terms=SEWER._replace(due=None)), SPRING),
    "stages": (commitment(stages=STAGES), SPRING),
    "stock": (
        commitment("level", STOCK._replace(opening=40_000)),
        [entry(1, "2024-05-31", 30_000, "total")],
    ),
    "milestones": (
        commitment("milestones", YEAR, nodes=NODES),
        [entry(1, "2024-03-28", 1, "total", stage="立项")],
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_each_point_of_a_burn_up_says_what_a_status_of_its_day_says(name: str) -> None:
    made, entries = MADE[name]
    days = days_of(*entries, last_stage=made.last_stage)
    points = course(made, entries)
    assert len(points) == BURN_UP_POINTS
    for point in points:
        then = progress(made, sums_at(days, point.day), point.day, RULES)
        assert point == Point(point.day, then.done, then.completion, then.pace)


@pytest.mark.parametrize(
    ("made", "on"),
    [
        (commitment("duty", YEAR), "2024-06-30"),
        (commitment("rank", RANKING), "2024-06-30"),
        (commitment("level", STOCK), "2024-06-30"),
        (commitment(terms=SEWER._replace(start=None)), "2024-06-30"),
        (commitment(), "2023-12-31"),
    ],
    ids=["duty", "rank", "stock", "no start", "before the start"],
)
def test_what_has_no_percentage_or_start_is_not_drawn(made: Commitment, on: str) -> None:
    assert course(made, [entry(1, "2023-12-01", 2, "total")], day(on)) == []


# Rates


def test_the_rate_needed_stands_beside_that_of_the_last_four_weeks() -> None:
    # 44.5 km in 184 days; 45.5 - 20 km since 06-02.
    assert pace_of_work(commitment(), SPRING) == Rates(
        needed=Fraction(44_500 * 7, 184), recent=Fraction(25_500, 4)
    )


def test_nothing_is_needed_of_what_is_met() -> None:
    met = [entry(1, "2024-05-31", 92_000)]
    assert pace_of_work(commitment(), met) == Rates(Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("on", "needed"),
    [("2024-12-30", Fraction(44_500 * 7)), ("2024-12-31", None), ("2025-01-01", None)],
)
def test_what_is_needed_ends_with_the_due_day(on: str, needed: Fraction | None) -> None:
    assert pace_of_work(commitment(), SPRING, day(on)).needed == needed


def test_without_a_due_day_no_rate_is_needed() -> None:
    undated = commitment(terms=SEWER._replace(due=None))
    assert pace_of_work(undated, SPRING) == Rates(None, Fraction(25_500, 4))


def test_a_first_figure_may_be_of_any_time_and_tells_no_rate() -> None:
    first = [entry(1, "2024-06-20", 30_000, "total")]
    assert pace_of_work(commitment(), first).recent is None
    assert pace_of_work(commitment("level", STOCK), first).recent is None


@pytest.mark.parametrize(
    ("on", "recent"), [("2024-06-27", None), ("2024-06-28", 0), ("2024-07-10", 1_000)]
)
def test_a_rate_is_told_four_weeks_after_the_first_figure(on: str, recent: int | None) -> None:
    entries = [entry(1, "2024-05-31", 20_000), entry(2, "2024-07-01", 4_000)]
    assert pace_of_work(commitment(), entries, day(on)).recent == recent


def test_a_quantity_that_nobody_logged_has_no_rate_of_its_own() -> None:
    assert pace_of_work(commitment(), []) == Rates(Fraction(90_000 * 7, 184), None)


def test_a_stock_runs_down_from_reading_to_reading() -> None:
    readings = [entry(1, "2024-05-20", 36_000, "total"), entry(2, "2024-06-20", 30_000, "total")]
    stock = commitment("level", STOCK)
    assert pace_of_work(stock, readings) == Rates(Fraction(30_000 * 7, 184), Fraction(1_500))


def test_a_stock_of_unknown_size_needs_no_known_rate() -> None:
    assert pace_of_work(commitment("level", STOCK), []) == Rates(None, None)


def test_work_that_went_backwards_has_a_negative_rate() -> None:
    fallen = [entry(1, "2024-05-31", 50_000, "total"), entry(2, "2024-06-20", 40_000, "total")]
    assert pace_of_work(commitment(), fallen).recent == Fraction(-2_500)
    assert pace_of_work(commitment("level", RATE), fallen).recent == Fraction(-2_500)


def test_a_stock_that_grew_has_a_negative_rate() -> None:
    grown = [entry(1, "2024-05-31", 30_000, "total"), entry(2, "2024-06-20", 40_000, "total")]
    assert pace_of_work(commitment("level", STOCK), grown).recent == Fraction(-2_500)


@pytest.mark.parametrize(
    "made",
    [
        commitment("rank", RANKING),
        commitment("milestones", YEAR, nodes=NODES),
        commitment("duty", YEAR),
    ],
    ids=["rank", "milestones", "duty"],
)
def test_what_does_not_add_up_has_no_rate(made: Commitment) -> None:
    assert pace_of_work(made, [entry(1, "2024-06-10", 1, "total")]) == Rates(None, None)
