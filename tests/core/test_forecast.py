"""When the rest will be done and with what chance, and what is hard to recover."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.make import YEAR, day, entry
from tests.render.documents import read
from tracker.core.fold import DaySum, fold
from tracker.core.forecast import (
    HARD,
    HORIZON_WEEKS,
    PATHS,
    WEEKS_NEEDED,
    WEEKS_SEEN,
    Course,
    Forecast,
    capped,
    forecast,
    recovery,
    weekly,
)
from tracker.core.model import Entry
from tracker.core.pace import linear_pace

FRIDAY = day("2024-06-28")
BEYOND = day("2026-06-26")
# Three standard deviations of the share of 200 paths, at its worst.
LUCK = 0.11


def after(days: int) -> dt.date:
    return FRIDAY + dt.timedelta(days=days)


def course(*increments: int, reported: int = WEEKS_NEEDED) -> Course:
    return Course(reported, increments)


def told(seen: Course, remaining: int, due: dt.date | None = None) -> Forecast:
    found = forecast(seen, remaining, FRIDAY, due)
    assert found is not None
    return found


def chance(seen: Course, remaining: int, due: dt.date) -> Fraction:
    found = told(seen, remaining, due).chance
    assert found is not None
    return found


def finishes(found: Forecast) -> list[dt.date]:
    """The three days, with a day that never comes for what is beyond the horizon."""
    return [d or dt.date.max for d in (found.earliest, found.likely, found.latest)]


# Weeks


def weeks_of(*entries: Entry, downwards: bool = False, as_of: dt.date = FRIDAY) -> Course:
    return weekly(fold(entries), as_of, downwards=downwards)


def test_weeks_end_on_the_as_of_day_and_the_first_figure_is_of_no_week() -> None:
    seen = weeks_of(
        entry(1, "2024-05-31", 20_000, "total"),
        entry(2, "2024-06-07", 100),
        entry(3, "2024-06-08", 20),
        entry(4, "2024-06-14", 3),
        entry(5, "2024-06-28", 4_000),
    )
    assert seen == Course(reported=4, increments=(100, 23, 0, 4_000))


def test_what_follows_in_the_week_of_the_first_figure_is_of_no_week_either() -> None:
    seen = weeks_of(entry(1, "2024-06-15", 20_000, "total"), entry(2, "2024-06-21", 700))
    assert seen == Course(1, (0,))


def test_without_a_figure_there_are_no_weeks() -> None:
    assert weeks_of() == Course(0, ())
    assert weeks_of(entry(1, "2024-06-03", note="招标")) == Course(0, ())
    assert weeks_of(entry(1, "2024-06-29", 5)) == Course(0, ())


def test_words_count_as_an_entry_from_the_first_figure_on() -> None:
    seen = weeks_of(
        entry(1, "2024-05-24", note="招标"),
        entry(2, "2024-06-07", 10),
        entry(3, "2024-06-20", note="下雨"),
    )
    assert seen == Course(reported=2, increments=(0, 0, 0))


def test_what_is_logged_after_the_as_of_day_is_not_seen() -> None:
    logged = [entry(1, "2024-06-07", 10), entry(2, "2024-06-14", 5), entry(3, "2024-06-29", 7)]
    assert weeks_of(*logged) == Course(2, (5, 0, 0))


def test_a_fall_is_a_negative_week_unless_a_stock_runs_down() -> None:
    readings = [
        entry(1, "2024-06-07", 50, "total"),
        entry(2, "2024-06-14", 40, "total"),
        entry(3, "2024-06-28", 45, "total"),
    ]
    assert weeks_of(*readings).increments == (-10, 0, 5)
    assert weeks_of(*readings, downwards=True).increments == (10, 0, -5)


@pytest.mark.parametrize(
    ("age", "seen"),
    [
        (51, Course(52, (1,) * 51)),
        (52, Course(52, (1,) * 52)),
        (60, Course(52, (1,) * 52)),
    ],
)
def test_at_most_the_weeks_of_a_year_are_seen(age: int, seen: Course) -> None:
    ends = [FRIDAY - dt.timedelta(weeks=n) for n in range(age, -1, -1)]
    states = [DaySum(end, 500 + n, 1 + n) for n, end in enumerate(ends)]
    assert weekly(states, FRIDAY, downwards=False) == seen


# When


def test_even_weeks_end_on_one_day() -> None:
    found = told(course(*[10] * 5), 100)
    sept = day("2024-09-06")
    assert found == Forecast(WEEKS_NEEDED, sept, sept, sept, BEYOND, chance=None)


@pytest.mark.parametrize(
    ("remaining", "days"), [(1, 1), (10, 7), (11, 8), (25, 18), (1_039, 728), (1_040, 728)]
)
def test_a_part_of_the_last_week_is_counted_in_days_rounded_up(remaining: int, days: int) -> None:
    assert finishes(told(course(*[10] * 5), remaining)) == [after(days)] * 3


def test_what_takes_longer_than_two_years_has_no_day_but_one_it_is_later_than() -> None:
    found = told(course(*[10] * 5), 1_041, after(100))
    assert found == Forecast(WEEKS_NEEDED, None, None, None, BEYOND, Fraction(0))
    assert after(7 * HORIZON_WEEKS) == BEYOND


@pytest.mark.parametrize("weeks", [(0, 0, 0, 0), (-5, 0, 0, -5)])
def test_no_path_ends_where_no_week_brought_anything(weeks: tuple[int, ...]) -> None:
    assert told(course(*weeks), 1, after(100)).chance == 0
    assert finishes(told(course(*weeks), 1)) == [dt.date.max] * 3


def test_part_of_the_range_may_lie_beyond_the_horizon() -> None:
    # In 104 weeks a week of one in 100 comes with 65 %: the median ends in time, the tail does not.
    rare = course(*[0] * 99, 10)
    found = told(rare, 5)
    assert found.earliest is not None
    assert found.likely is not None
    assert found.latest is None


@pytest.mark.parametrize(("others", "is_told"), [(46, True), (47, False)])
def test_a_day_is_told_when_just_its_share_of_the_paths_ends(others: int, is_told: bool) -> None:
    found = told(course(*[0] * others, 10), 5, BEYOND)
    assert found.chance == Fraction(180 if is_told else 179, PATHS)
    assert (found.latest is not None) == is_told


def test_weeks_without_an_entry_make_the_forecast_later() -> None:
    steady, patchy = course(*[10] * 10), course(*[10] * 5, *[0] * 5)
    assert min(finishes(told(patchy, 100))) > max(finishes(told(steady, 100)))


def test_the_days_are_those_by_which_a_tenth_a_half_and_nine_tenths_of_the_paths_are_done() -> None:
    uneven = course(0, 3, 9, 10, 27)
    for end, tenths in zip(finishes(told(uneven, 200)), (1, 5, 9), strict=True):
        assert chance(uneven, 200, end) >= Fraction(tenths, 10)
        assert chance(uneven, 200, end - dt.timedelta(days=1)) < Fraction(tenths, 10)


# With what chance


def done_within(weeks: int, increments: tuple[int, ...], remaining: int) -> float:
    """The exact chance, by trying every order in which the weeks can come."""
    orders = list(product(increments, repeat=weeks))
    done = [o for o in orders if any(sum(o[:n]) >= remaining for n in range(1, weeks + 1))]
    return len(done) / len(orders)


@pytest.mark.parametrize("weeks", [1, 2, 3, 4, 6])
@pytest.mark.parametrize(
    ("increments", "remaining"),
    [((0, 0, 10, 10), 10), ((0, 0, 10, 10), 25), ((-10, -10, 20, 20), 20), ((0, 1, 4, 6), 12)],
)
def test_the_chance_is_about_that_of_all_orders(
    increments: tuple[int, ...], remaining: int, weeks: int
) -> None:
    found = chance(course(*increments), remaining, after(7 * weeks))
    assert abs(float(found) - done_within(weeks, increments, remaining)) < LUCK


def test_what_was_done_stays_done_though_a_later_week_falls() -> None:
    by_week = [chance(course(-90, -90, -90, 10), 10, after(7 * n)) for n in range(1, 20)]
    assert by_week[0] > 0
    assert by_week == sorted(by_week)


def test_the_due_day_counts_to_its_end() -> None:
    steady = course(*[10] * 5)
    assert chance(steady, 25, after(18)) == 1
    assert chance(steady, 25, after(17)) == 0
    assert chance(steady, 25, FRIDAY) == 0


def test_there_is_no_chance_without_a_due_day_or_after_it() -> None:
    for due in (None, after(-1)):
        found = told(course(*[10] * 5), 25, due)
        assert (found.likely, found.chance) == (after(18), None)


def test_a_due_day_beyond_the_horizon_has_a_chance_only_if_every_path_ends_before() -> None:
    assert chance(course(*[10] * 5), 25, BEYOND + dt.timedelta(days=1)) == 1
    rare = course(*[0] * 99, 10)
    assert told(rare, 5, BEYOND + dt.timedelta(days=1)).chance is None
    assert 0 < chance(rare, 5, BEYOND) < 1


# When nothing is forecast


def test_fewer_than_five_weeks_with_entries_make_no_forecast() -> None:
    weeks = (10, 10, 10, 10)
    assert forecast(Course(4, weeks), 5, FRIDAY, None) is None
    assert forecast(Course(5, weeks), 5, FRIDAY, None) is not None
    assert forecast(Course(0, ()), 5, FRIDAY, None) is None


def test_the_week_of_the_first_figure_is_one_of_the_five() -> None:
    fridays = [FRIDAY - dt.timedelta(weeks=n) for n in (4, 3, 2, 1, 0)]
    logged = [entry(n, friday.isoformat(), 10) for n, friday in enumerate(fridays)]
    seen = weeks_of(*logged)
    assert seen == Course(5, (10,) * 4)
    assert told(seen, 10).weeks == 5


@pytest.mark.parametrize("remaining", [0, -3])
def test_where_nothing_remains_nothing_is_forecast(remaining: int) -> None:
    assert forecast(course(*[10] * 5), remaining, FRIDAY, after(10)) is None


# The same answer everywhere

SAMPLE = [
    entry(1, "2024-05-15", 40_000, "total"),
    entry(2, "2024-05-24", 2_000),
    entry(3, "2024-06-05", 4_000),
    entry(4, "2024-06-13", 3_000),
    entry(5, "2024-06-21", 1_000),
    entry(6, "2024-06-28", 2_000),
]
DUE = day("2024-08-16")
ANSWER = Forecast(
    weeks=6,
    earliest=day("2024-07-28"),
    likely=day("2024-08-09"),
    latest=day("2024-08-23"),
    beyond=BEYOND,
    chance=Fraction(159, 200),
)


def test_the_same_data_gives_this_answer_on_every_machine() -> None:
    seen = weeks_of(*SAMPLE)
    assert seen == Course(6, (2_000, 0, 4_000, 3_000, 1_000, 2_000))
    assert forecast(seen, 12_000, FRIDAY, DUE) == ANSWER
    assert forecast(seen, 12_000, FRIDAY, DUE) == ANSWER


MADE = st.lists(st.integers(-30, 100), min_size=4, max_size=WEEKS_SEEN)
REST = st.integers(1, 1_500)
modest = settings(max_examples=60, deadline=None)


@modest
@given(weeks=MADE, remaining=REST, more=st.integers(0, 300), due=st.integers(0, 800))
def test_more_to_do_never_ends_sooner(
    weeks: list[int], remaining: int, more: int, due: int
) -> None:
    less_to_do = told(course(*weeks), remaining, after(due))
    more_to_do = told(course(*weeks), remaining + more, after(due))
    assert all(a <= b for a, b in pairs(less_to_do, more_to_do))
    if less_to_do.chance is not None and more_to_do.chance is not None:
        assert less_to_do.chance >= more_to_do.chance


@modest
@given(weeks=MADE, remaining=REST, better=st.integers(0, 60), place=st.integers(0, WEEKS_SEEN))
def test_a_better_week_never_ends_later(
    weeks: list[int], remaining: int, better: int, place: int
) -> None:
    place %= len(weeks)
    improved = [*weeks[:place], weeks[place] + better, *weeks[place + 1 :]]
    found = pairs(told(course(*improved), remaining), told(course(*weeks), remaining))
    assert all(a <= b for a, b in found)


@modest
@given(weeks=MADE, remaining=REST)
def test_the_order_of_the_weeks_says_nothing(weeks: list[int], remaining: int) -> None:
    assert told(course(*weeks), remaining) == told(course(*reversed(weeks)), remaining)


@modest
@given(weeks=MADE, remaining=REST, scale=st.sampled_from([10, 1_000]))
def test_the_unit_in_which_figures_are_kept_says_nothing(
    weeks: list[int], remaining: int, scale: int
) -> None:
    finer = course(*(scale * n for n in weeks))
    assert told(finer, scale * remaining) == told(course(*weeks), remaining)


@modest
@given(weeks=MADE, remaining=REST, dues=st.lists(st.integers(0, 728), min_size=2, max_size=6))
def test_an_earlier_due_day_never_has_a_better_chance(
    weeks: list[int], remaining: int, dues: list[int]
) -> None:
    shares = [chance(course(*weeks), remaining, after(n)) for n in sorted(dues)]
    assert all(a <= b for a, b in pairwise(shares))


@modest
@given(weeks=MADE, remaining=REST)
def test_no_path_ends_before_the_best_week_could_come_again_and_again(
    weeks: list[int], remaining: int
) -> None:
    found = finishes(told(course(*weeks), remaining))
    assert found == sorted(found)
    if (best := max(weeks)) > 0:
        assert found[0] >= after(-(-7 * remaining // best))


def pairs(one: Forecast, other: Forecast) -> list[tuple[dt.date, dt.date]]:
    return list(zip(finishes(one), finishes(other), strict=True))


# As it is shown


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (0, ("<", 5)),
        (9, ("<", 5)),
        (10, ("", 5)),
        (11, ("", 6)),
        (100, ("", 50)),
        (159, ("", 80)),
        (190, ("", 95)),
        (191, (">", 95)),
        (200, (">", 95)),
    ],
)
def test_a_chance_is_never_shown_as_near_to_certain(paths: int, shown: tuple[str, int]) -> None:
    assert capped(Fraction(paths, 200)) == shown


# Hard to recover


@pytest.mark.parametrize(
    ("completion", "pace", "index"),
    [
        ("2/5", "1/2", "6/5"),
        ("9/20", "1/2", "11/10"),
        ("1/2", "1/2", "1"),
        ("3/4", "1/2", "1/2"),
        ("-1/10", "0", "11/10"),
    ],
)
def test_the_index_is_what_is_left_to_do_by_what_is_left_of_the_plan(
    completion: str, pace: str, index: str
) -> None:
    assert recovery(Fraction(completion), Fraction(pace), 10) == Fraction(index)


def test_for_a_straight_plan_the_index_is_that_of_earned_schedule() -> None:
    start, due = YEAR.start, YEAR.due
    assert start
    assert due
    planned = (due - start).days + 1
    for as_of in (start, FRIDAY, due - dt.timedelta(days=1)):
        actual = (as_of - start).days + 1
        for completion in (Fraction(0), Fraction(1, 3), Fraction(99, 100)):
            earned = completion * planned
            index = recovery(completion, linear_pace(start, due, as_of), (due - as_of).days)
            assert index == (planned - earned) / (planned - actual)


@pytest.mark.parametrize(
    ("completion", "pace", "days_left"),
    [
        (None, Fraction(1, 2), 10),
        (Fraction(1, 2), None, 10),
        (Fraction(1, 2), Fraction(1, 2), None),
        (Fraction(1, 2), Fraction(1, 2), 0),
        (Fraction(1, 2), Fraction(1, 2), -1),
        (Fraction(1, 2), Fraction(1), 10),
        (Fraction(1), Fraction(1, 2), 10),
        (Fraction(51, 50), Fraction(1, 2), 10),
    ],
    ids=["unmeasured", "no pace", "undated", "due day", "overdue", "planned", "done", "over"],
)
def test_where_no_rate_is_needed_or_planned_there_is_no_index(
    completion: Fraction | None, pace: Fraction | None, days_left: int | None
) -> None:
    assert recovery(completion, pace, days_left) is None


# The document


def test_the_document_says_what_is_computed() -> None:
    text = " ".join(read("forecast.md").split())
    assert ANSWER.earliest
    assert ANSWER.likely
    assert ANSWER.latest
    assert ANSWER.chance
    shown = capped(ANSWER.chance)
    pace, left = linear_pace(YEAR.start, DUE, FRIDAY), (DUE - FRIDAY).days
    index, slower = (recovery(Fraction(done, 64), pace, left) for done in (52, 46))
    assert index
    assert slower
    assert index < HARD < slower
    for said in (
        f"{PATHS} paths",
        f"{HORIZON_WEEKS} weeks",
        f"latest {WEEKS_SEEN} weeks",
        f"done by **{ANSWER.earliest}**, half by **{ANSWER.likely}**",
        f"nine tenths by **{ANSWER.latest}**",
        f"{PATHS * ANSWER.chance} of the {PATHS} paths",
        f"chance **{shown[1]} %**",
        f"later than {ANSWER.beyond}",
        f"Above {float(HARD):.2f}",
        f"= {float(index):.2f}",
        f"= {float(slower):.2f}",
    ):
        assert said in text, said
