"""One commitment closely: its areas, stages, milestones, its course and its rates."""

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
    state,
)
from tracker.core.detail import (
    BURN_UP_POINTS,
    Days,
    NodeRow,
    Point,
    Rates,
    StageRow,
    area_rows,
    burn_up,
    node_rows,
    rates,
    stage_rows,
    sums_at,
)
from tracker.core.fold import DaySum, SeriesState
from tracker.core.model import Commitment, Entry, Node
from tracker.core.progress import progress
from tracker.core.reports import StatusRow, status_rows

JUNE_30 = day("2024-06-30")
SERIES = (1, "", "")
SPRING = [entry(1, "2024-05-31", 20_000, "total"), entry(2, "2024-06-28", 25_500)]


def row_of(made: Commitment, days: Days, on: dt.date) -> StatusRow:
    (row,) = status_rows([made], sums_at(days, on), on, RULES)
    return row


def course(made: Commitment, entries: list[Entry], on: dt.date = JUNE_30) -> list[Point]:
    return burn_up(made, days_of(*entries, last_stage=made.last_stage), on, RULES)


def pace_of_work(made: Commitment, entries: list[Entry], on: dt.date = JUNE_30) -> Rates:
    days = days_of(*entries, last_stage=made.last_stage)
    return rates(made, row_of(made, days, on), days, on)


# Sums on a day


def test_sums_are_those_of_a_day_and_of_a_day_before_it() -> None:
    days = days_of(*SPRING)
    first, second = DaySum(day("2024-05-31"), 20_000, 1), DaySum(day("2024-06-28"), 45_500, 2)
    assert sums_at(days, JUNE_30, day("2024-06-23")) == {SERIES: SeriesState(second, first)}
    assert sums_at(days, JUNE_30, day("2024-05-30")) == {SERIES: SeriesState(second, None)}
    assert sums_at(days, day("2024-06-27")) == {SERIES: SeriesState(first, None)}
    assert sums_at(days, day("2024-05-30")) == {}


# Areas, stages, milestones

SHARED = commitment(areas=(EAST._replace(target=60_000), WEST))


def test_each_area_is_a_row_in_its_order() -> None:
    logged = {(1, WEST.name, ""): state(10_000), (1, EAST.name, ""): state(30_000)}
    rows = area_rows(SHARED, logged, JUNE_30, RULES)
    assert [r.area for r in rows] == list(SHARED.areas)
    assert [r.progress.done for r in rows] == [30_000, 10_000]
    assert [r.progress.completion for r in rows] == [Fraction(1, 2), None]


def test_what_was_logged_before_sharing_out_is_a_row_of_its_own() -> None:
    rows = area_rows(SHARED, {SERIES: state(1_000)}, JUNE_30, RULES)
    assert [r.area for r in rows] == [*SHARED.areas, None]
    assert rows[-1].progress.done == 1_000


def test_words_about_the_whole_are_no_figure_that_is_not_shared_out() -> None:
    rows = area_rows(SHARED, {SERIES: state(None)}, JUNE_30, RULES)
    assert [r.area for r in rows] == list(SHARED.areas)


def test_what_is_not_shared_out_to_areas_has_no_rows() -> None:
    assert area_rows(commitment(), {SERIES: state(1_000)}, JUNE_30, RULES) == []


def test_stages_are_measured_against_the_one_target() -> None:
    made = commitment(stages=("立项", *STAGES), areas=(EAST, WEST))
    logged = {
        (1, EAST.name, "开工"): state(45_000),
        (1, WEST.name, "开工"): state(22_500),
        (1, "", "完工"): state(9_000),
    }
    assert stage_rows(made, logged) == [
        StageRow("立项", None, None),
        StageRow("开工", 67_500, Fraction(3, 4)),
        StageRow("完工", 9_000, Fraction(1, 10)),
    ]
    assert stage_rows(commitment(), {SERIES: state(5)}) == []


NODES = (Node("立项", day("2024-03-31"), 1), Node("初稿", day("2024-09-30"), 3))


def test_a_milestone_has_the_day_on_which_it_was_done() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    done = days_of(entry(1, "2024-03-28", 1, "total", stage="立项"))
    words = days_of(entry(2, "2024-04-01", stage="初稿", note="起草中"))
    expected = [NodeRow(NODES[0], day("2024-03-28")), NodeRow(NODES[1], None)]
    assert node_rows(made, done, JUNE_30) == expected
    assert node_rows(made, {**done, **words}, JUNE_30) == expected


def test_a_milestone_marked_again_was_done_the_first_time() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    first = entry(1, "2024-03-28", 1, "total", stage="立项")
    again = entry(2, "2024-05-02", 1, "total", stage="立项")
    for as_of in (JUNE_30, day("2024-03-28")):
        assert node_rows(made, days_of(first, again), as_of)[0].done_on == day("2024-03-28")
    assert node_rows(made, days_of(first, again), day("2024-03-27"))[0].done_on is None


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
