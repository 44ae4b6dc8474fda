"""The share that should be done by a day: by the calendar, by milestones, or by a plan."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.make import (
    RANKING,
    RATE,
    SEWER,
    STOCK,
    YEAR,
    commitment,
    day,
    points,
)
from tracker.core.model import Commitment, Node, PlanPoint
from tracker.core.pace import bends, days_left, is_measured, linear_pace, pace_of
from tracker.core.quantity import percent

JUNE_30, DUE = day("2024-06-30"), day("2024-12-31")
EVE, NEW_YEAR = day("2023-12-31"), day("2025-01-01")
DAY = dt.timedelta(days=1)
NODES = (Node("立项", day("2024-03-31"), 1), Node("初稿", day("2024-09-30"), 3))


def paces(made: Commitment, *on: str) -> list[Fraction | None]:
    return [pace_of(made, day(text)) for text in on]


# By the calendar


@pytest.mark.parametrize(
    ("on", "pace"),
    [
        ("2023-12-31", "0.00"),
        ("2024-01-01", "0.27"),  # 1 / 366
        ("2024-06-30", "49.73"),  # 31+29+31+30+31+30 = 182 of 366
        ("2024-12-30", "99.73"),  # 365 / 366
        ("2024-12-31", "100.00"),
        ("2025-01-01", "100.00"),
    ],
)
def test_pace_is_linear_over_inclusive_days(on: str, pace: str) -> None:
    share = linear_pace(YEAR.start, YEAR.due, day(on))
    assert share is not None
    assert str(percent(share)) == pace


def test_pace_is_exact() -> None:
    assert linear_pace(YEAR.start, YEAR.due, JUNE_30) == Fraction(182, 366)


def test_a_single_day_is_done_when_it_is_over() -> None:
    assert linear_pace(DUE, DUE, day("2024-12-30")) == 0
    assert linear_pace(DUE, DUE, DUE) == 1


@pytest.mark.parametrize(("start", "due"), [(None, DUE), (YEAR.start, None), (None, None)])
def test_there_is_no_pace_without_both_days(start: dt.date | None, due: dt.date | None) -> None:
    assert linear_pace(start, due, JUNE_30) is None


@pytest.mark.parametrize(
    ("on", "left"),
    # 31+31+30+31+30+31 days of July to December.
    [("2024-06-30", 184), ("2024-12-30", 1), ("2024-12-31", 0), ("2025-01-01", -1)],
)
def test_days_left_are_counted_to_the_due_day(on: str, left: int) -> None:
    assert days_left(DUE, day(on)) == left


def test_no_due_day_leaves_no_days() -> None:
    assert days_left(None, JUNE_30) is None


# By milestones


def test_milestones_are_a_plan_of_their_own() -> None:
    made = commitment("milestones", YEAR, nodes=NODES, plan=points(("2024-02-01", 4)))
    days = ("2024-03-30", "2024-03-31", "2024-09-29", "2024-09-30")
    assert paces(made, *days) == [0, Fraction(1, 4), Fraction(1, 4), 1]


# By plan points

# 40 km by day 182 of 366, 80 km by day 305, and all 90 at the end.
PLANNED = commitment(plan=points(("2024-06-30", 40_000), ("2024-10-31", 80_000)))


@pytest.mark.parametrize(
    ("on", "pace"),
    [
        ("2023-12-01", Fraction(0)),
        ("2023-12-31", Fraction(0)),
        ("2024-01-01", Fraction(4, 9) / 182),
        ("2024-03-31", Fraction(2, 9)),  # day 91, half the way to the first point
        ("2024-06-30", Fraction(4, 9)),
        ("2024-07-01", Fraction(4, 9) + Fraction(4, 9) / 123),
        ("2024-08-10", Fraction(4, 9) * Fraction(4, 3)),  # day 223, 41 of 123 days further
        ("2024-10-31", Fraction(8, 9)),
        ("2024-11-30", Fraction(8, 9) + Fraction(1, 9) * Fraction(30, 61)),
        ("2024-12-31", Fraction(1)),
        ("2025-01-01", Fraction(1)),
    ],
)
def test_a_planned_pace_is_a_straight_line_from_point_to_point(on: str, pace: Fraction) -> None:
    assert pace_of(PLANNED, day(on)) == pace


def test_a_plan_that_is_the_calendar_changes_nothing() -> None:
    # 91.5 km over the 366 days is 250 m a day: 45.5 km by day 182.
    terms = SEWER._replace(target=91_500)
    plan = points(("2024-06-30", 45_500))
    for on in (EVE, day("2024-01-01"), JUNE_30, day("2024-09-09"), DUE):
        planned = pace_of(commitment(terms=terms, plan=plan), on)
        assert planned == linear_pace(YEAR.start, YEAR.due, on)


def test_a_point_on_the_first_day_holds_from_that_day_on() -> None:
    made = commitment(plan=points(("2024-01-01", 9_000)))
    # A tenth at once, and the rest over 365 days.
    assert paces(made, "2023-12-31", "2024-01-01", "2024-01-02") == [
        0,
        Fraction(1, 10),
        Fraction(1, 10) + Fraction(9, 10) / 365,
    ]


def test_a_plan_may_rest_and_be_done_early() -> None:
    made = commitment(
        plan=points(("2024-03-31", 0), ("2024-06-30", 90_000), ("2024-09-30", 90_000))
    )
    days = ("2024-02-01", "2024-03-31", "2024-06-30", "2024-08-01", "2024-12-01")
    assert paces(made, *days) == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("until", ["2023-12-31", "2024-12-31", "2025-03-01"])
def test_a_point_outside_of_terms_that_moved_does_not_count(until: str) -> None:
    outside = points((until, 10_000))
    for on in (EVE, JUNE_30, day("2024-12-30"), DUE, NEW_YEAR):
        assert pace_of(commitment(plan=outside), on) == linear_pace(YEAR.start, YEAR.due, on)
        both = commitment(plan=tuple(sorted(outside + PLANNED.plan)))
        assert pace_of(both, on) == pace_of(PLANNED, on)


def test_no_point_is_more_than_all_of_a_target_that_was_lowered() -> None:
    made = PLANNED._replace(terms=SEWER._replace(target=60_000))
    days = ("2024-06-30", "2024-10-31", "2024-11-30", "2024-12-31")
    assert paces(made, *days) == [Fraction(2, 3), 1, 1, 1]


def test_a_plan_follows_a_target_that_was_raised() -> None:
    made = PLANNED._replace(terms=SEWER._replace(target=160_000))
    assert paces(made, "2024-06-30", "2024-10-31") == [Fraction(1, 4), Fraction(1, 2)]


def test_a_stock_is_planned_by_the_way_covered_from_its_opening() -> None:
    stock = commitment("level", STOCK._replace(opening=40_000), plan=points(("2024-06-30", 30_000)))
    # Down from 40 to 30 km by the middle is a quarter of the way.
    assert paces(stock, "2023-12-31", "2024-06-30", "2024-12-31") == [0, Fraction(1, 4), 1]
    rate = commitment("level", RATE, plan=points(("2024-06-30", 6_000)))
    assert pace_of(rate, JUNE_30) == Fraction(3, 4)


def test_a_stock_planned_above_an_opening_that_was_lowered_has_not_begun_by_then() -> None:
    stock = commitment("level", STOCK._replace(opening=20_000), plan=points(("2024-06-30", 30_000)))
    assert paces(stock, "2024-03-01", "2024-06-30", "2024-12-31") == [0, 0, 1]


def test_without_an_opening_a_stock_can_not_follow_its_plan() -> None:
    stock = commitment("level", STOCK, plan=points(("2024-06-30", 30_000)))
    assert pace_of(stock, JUNE_30) == Fraction(182, 366)


@pytest.mark.parametrize("lost", ["start", "due"])
def test_a_plan_without_its_days_tells_no_pace(lost: str) -> None:
    made = PLANNED._replace(terms=SEWER._replace(**{lost: None}))
    assert pace_of(made, JUNE_30) is None
    assert bends(made) == []


@pytest.mark.parametrize(
    "made",
    [commitment("rank", RANKING), commitment("duty", YEAR), commitment("milestones", YEAR)],
    ids=["rank", "duty", "no nodes"],
)
def test_where_nothing_is_measured_nothing_is_due(made: Commitment) -> None:
    assert pace_of(made._replace(plan=PLANNED.plan), JUNE_30) is None


# Where the pace bends


def test_a_pace_by_the_calendar_bends_before_its_start_and_on_its_due_day() -> None:
    assert bends(commitment()) == [EVE, DUE]


def test_a_planned_pace_bends_on_its_points_within_the_terms() -> None:
    plan = (*points(("2023-12-01", 1)), *PLANNED.plan, *points(("2025-03-01", 85_000)))
    assert bends(PLANNED._replace(plan=plan)) == [EVE, JUNE_30, day("2024-10-31"), DUE]


def test_the_pace_of_milestones_steps_up_on_their_days() -> None:
    steps = [day(text) for text in ("2024-03-30", "2024-03-31", "2024-09-29", "2024-09-30")]
    assert bends(commitment("milestones", YEAR._replace(start=None), nodes=NODES)) == steps
    assert bends(commitment("milestones", YEAR, nodes=NODES)) == [EVE, *steps]


plans = st.lists(
    st.tuples(st.dates(day("2023-11-01"), day("2025-02-28")), st.integers(0, 120_000)),
    max_size=6,
    unique_by=lambda point: point[0],
)


@settings(max_examples=100, deadline=None)
@given(plans, st.booleans())
def test_between_two_bends_the_pace_is_a_straight_line(
    planned: list[tuple[dt.date, int]], downwards: bool
) -> None:
    terms = STOCK._replace(opening=100_000) if downwards else SEWER
    plan = tuple(PlanPoint(*point) for point in sorted(planned))
    made = commitment("level" if downwards else "quantity", terms, plan=plan)
    assert [pace_of(made, on) for on in (EVE, DUE)] == [0, 1]
    for first, last in pairwise(bends(made)):
        low, high = pace_of(made, first), pace_of(made, last)
        assert low is not None
        assert high is not None
        assert 0 <= low <= 1
        for passed in range((last - first).days):
            share = low + (high - low) * Fraction(passed, (last - first).days)
            assert pace_of(made, first + passed * DAY) == share


# What can be told


def test_what_can_be_told_from_figures_is_measured() -> None:
    assert is_measured(commitment())
    assert is_measured(commitment("level", STOCK))
    assert is_measured(commitment("rank", RANKING))
    assert is_measured(commitment("milestones", YEAR, nodes=NODES))
