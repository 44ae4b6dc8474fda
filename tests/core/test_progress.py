"""Where a commitment stands: done, completion, gap, class and light."""

import datetime as dt
from fractions import Fraction

import pytest

from tests.core.make import (
    EAST,
    KM,
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
    points,
    state,
    sums,
)
from tracker.core.fold import DaySum, SeriesState, Sums
from tracker.core.model import Commitment, Node, Rules, Terms
from tracker.core.pace import is_measured
from tracker.core.progress import Progress, area_progress, done_of, progress, total_of
from tracker.core.quantity import percent

JUNE_30, DUE, NEW_YEAR = day("2024-06-30"), day("2024-12-31"), day("2025-01-01")
NOTHING: Sums = {}
ZERO = Fraction(0)


def stands(
    made: Commitment,
    now: int | None = None,
    week_ago: int | None = None,
    *,
    on: dt.date = JUNE_30,
    rules: Rules = RULES,
) -> Progress:
    """Where a commitment stands with one series; without figures nothing was logged at all."""
    logged = sums(now, week_ago, stage=made.last_stage) if now is not None else NOTHING
    return progress(made, logged, on, rules)


# Quantities


def test_half_a_year_of_sewer() -> None:
    # 45.5 of 90 km on 06-30, 33 km a week before.
    assert stands(commitment(), 45_500, 33_000) == Progress(
        done=45_500,
        target=90_000,
        completion=Fraction(455, 900),
        pace=Fraction(182, 366),
        gap=Fraction(455, 900) - Fraction(182, 366),
        increase=12_500,
        points=Fraction(125, 900),
        remaining=44_500,
        days_left=184,
        met=False,
        klass="on_pace",
        light="green",
    )


@pytest.mark.parametrize(
    ("done", "completion"),
    # 45.5 / 90 = 50.555…; 92 / 90 = 102.222…
    [(45_500, "50.56"), (92_000, "102.22"), (90_000, "100.00"), (0, "0.00"), (1, "0.00")],
)
def test_completion_is_done_over_target_and_never_capped(done: int, completion: str) -> None:
    share = stands(commitment(), done).completion
    assert share is not None
    assert str(percent(share)) == completion


def test_points_of_the_example_are_printed_as_promised() -> None:
    found = stands(commitment(), 45_500, 33_000)
    assert found.gap is not None
    assert found.points is not None
    # 50.5556 - 49.7268 = 0.8288; 12.5 / 90 = 13.8889 %.
    assert (str(percent(found.gap)), str(percent(found.points))) == ("0.83", "13.89")


def test_above_its_target_nothing_remains() -> None:
    found = stands(commitment(), 92_000)
    assert (found.remaining, found.met, found.klass, found.light) == (0, True, "completed", "blue")


@pytest.mark.parametrize("comparator", [">=", "=", "<=", ">", "<", None])
def test_a_quantity_is_met_at_its_target_whatever_the_comparator(comparator: str | None) -> None:
    made = commitment(terms=SEWER._replace(comparator=comparator))
    assert stands(made, 90_000).met
    assert stands(made, 90_001).met
    assert not stands(made, 89_999).met


def test_a_week_is_measured_from_nothing_where_nothing_was_logged_before() -> None:
    found = stands(commitment(), 45_500)
    assert (found.increase, found.points) == (45_500, Fraction(455, 900))


def test_a_week_in_which_the_sum_fell_is_negative() -> None:
    found = stands(commitment(), 36_000, 45_000)
    assert (found.increase, found.points) == (-9_000, Fraction(-1, 10))


def test_words_alone_leave_a_quantity_at_nothing_done() -> None:
    found = progress(commitment(), sums(None), JUNE_30, RULES)
    assert (found.done, found.completion, found.increase, found.klass) == (
        0,
        ZERO,
        0,
        "not_started",
    )


def test_words_a_week_ago_count_as_nothing_done_then() -> None:
    words = SeriesState(DaySum(JUNE_30, 9_000, 2), DaySum(day("2024-06-23"), None, 1))
    found = progress(commitment(), {(1, "", ""): words}, JUNE_30, RULES)
    assert (found.increase, found.points) == (9_000, Fraction(1, 10))


def test_without_a_due_day_there_is_no_pace_gap_or_light() -> None:
    made = commitment(terms=SEWER._replace(due=None))
    found = stands(made, 45_500)
    assert found.completion == Fraction(455, 900)
    assert (found.pace, found.gap, found.days_left) == (None, None, None)
    assert (found.klass, found.light) == ("no_measure", "none")
    assert (stands(made).klass, stands(made).light) == ("not_started", "none")
    assert (stands(made, 90_000).klass, stands(made, 90_000).light) == ("completed", "blue")


# Class and light, at their thresholds. Half of 100 days have gone, so that 50 % is on pace.

HUNDRED = Terms(
    target=10_000, unit=KM, comparator=">=", start=day("2024-01-01"), due=day("2024-04-09")
)
HALFWAY = day("2024-02-19")


@pytest.mark.parametrize(
    ("done", "klass", "light"),
    [
        (1_999, "behind", "red"),  # gap -30.01
        (2_000, "behind", "red"),  # -30
        (2_001, "behind", "yellow"),  # -29.99
        (3_999, "behind", "yellow"),
        (4_000, "behind", "yellow"),  # -10
        (4_001, "on_pace", "green"),  # -9.99
        (5_000, "on_pace", "green"),
        (5_999, "on_pace", "green"),  # +9.99
        (6_000, "ahead", "green"),  # +10
        (9_999, "ahead", "green"),
        (10_000, "completed", "blue"),
        (12_000, "completed", "blue"),
    ],
)
def test_class_and_light_turn_exactly_at_the_thresholds(done: int, klass: str, light: str) -> None:
    found = stands(commitment(terms=HUNDRED), done, on=HALFWAY)
    assert found.pace == Fraction(1, 2)
    assert (found.klass, found.light) == (klass, light)


def test_thresholds_are_those_of_the_rules() -> None:
    rules = Rules(version=2, yellow=5, red=20, ahead=15)
    found = [stands(commitment(terms=HUNDRED), n, on=HALFWAY, rules=rules) for n in (3_000, 4_500)]
    assert [(f.klass, f.light) for f in found] == [("behind", "red"), ("behind", "yellow")]
    assert stands(commitment(terms=HUNDRED), 6_499, on=HALFWAY, rules=rules).klass == "on_pace"
    assert stands(commitment(terms=HUNDRED), 6_500, on=HALFWAY, rules=rules).klass == "ahead"


@pytest.mark.parametrize(
    ("on", "light"),
    [
        ("2024-01-09", "green"),  # pace 9 %
        ("2024-01-10", "yellow"),  # 10 %
        ("2024-01-29", "yellow"),  # 29 %
        ("2024-01-30", "red"),  # 30 %
    ],
)
def test_what_nobody_started_turns_yellow_then_red(on: str, light: str) -> None:
    found = stands(commitment(terms=HUNDRED), on=day(on))
    assert (found.klass, found.light) == ("not_started", light)


def test_the_due_day_itself_is_not_overdue() -> None:
    behind = [stands(commitment(), 45_500, on=d) for d in (DUE, NEW_YEAR)]
    assert [(f.klass, f.light, f.days_left) for f in behind] == [
        ("behind", "red", 0),
        ("overdue", "red", -1),
    ]
    # 89.9 of 90 km is on pace on the last day and overdue on the next.
    assert stands(commitment(), 89_900, on=DUE).klass == "on_pace"
    assert stands(commitment(), 89_900, on=NEW_YEAR).light == "red"


def test_met_comes_before_overdue_and_overdue_before_not_started() -> None:
    assert stands(commitment(), 90_000, on=NEW_YEAR).klass == "completed"
    assert stands(commitment(), on=NEW_YEAR).klass == "overdue"


def test_class_and_light_follow_the_plan_where_there_is_one() -> None:
    # A tenth is planned by the middle of the 100 days, and a tenth is done.
    planned = commitment(terms=HUNDRED, plan=points(("2024-02-19", 1_000)))
    found = stands(planned, 1_000, on=HALFWAY)
    assert (found.pace, found.gap) == (Fraction(1, 10), ZERO)
    assert (found.klass, found.light) == ("on_pace", "green")
    assert stands(commitment(terms=HUNDRED), 1_000, on=HALFWAY).light == "red"


# Levels


def test_a_zero_out_with_an_opening_counts_the_way_covered() -> None:
    # 40 km at the start, 10 km left: 30 / 40.
    found = stands(commitment("level", STOCK._replace(opening=40_000)), 10_000, 14_000)
    assert found.completion == Fraction(3, 4)
    assert (found.done, found.remaining, found.met) == (10_000, 10_000, False)
    assert (found.increase, found.points) == (-4_000, Fraction(1, 10))
    # 75 - 49.73 = 25.27 points ahead.
    assert (found.klass, found.light) == ("ahead", "green")


def test_a_zero_out_without_an_opening_has_no_percentage() -> None:
    found = stands(commitment("level", STOCK), 10_000, 14_000)
    assert (found.completion, found.gap, found.points) == (None, None, None)
    assert (found.done, found.remaining, found.increase) == (10_000, 10_000, -4_000)
    assert (found.klass, found.light) == ("no_measure", "none")


def test_a_stock_that_runs_down_to_some_rest_has_no_percentage_without_an_opening() -> None:
    found = stands(commitment("level", STOCK._replace(target=5_000)), 10_000)
    assert (found.completion, found.remaining, found.met) == (None, 5_000, False)


def test_a_zero_out_is_met_at_zero_with_or_without_an_opening() -> None:
    for terms in (STOCK, STOCK._replace(opening=40_000)):
        found = stands(commitment("level", terms), 0)
        assert (found.met, found.klass, found.light) == (True, "completed", "blue")


def test_a_stock_that_nobody_read_stands_at_its_opening() -> None:
    found = stands(commitment("level", STOCK._replace(opening=40_000)))
    assert (found.done, found.completion, found.remaining) == (None, ZERO, 40_000)
    # 49.73 points behind, and yet not started.
    assert (found.klass, found.light) == ("not_started", "red")


def test_a_stock_of_unknown_size_remains_unknown() -> None:
    found = stands(commitment("level", STOCK))
    assert (found.done, found.completion, found.remaining, found.increase) == (
        None,
        None,
        None,
        None,
    )
    assert (found.klass, found.light) == ("not_started", "none")


def test_the_first_reading_of_a_stock_moves_it_from_its_opening() -> None:
    found = stands(commitment("level", STOCK._replace(opening=40_000)), 30_000)
    assert (found.increase, found.points) == (-10_000, Fraction(1, 4))
    assert stands(commitment("level", STOCK), 30_000).increase is None


def test_a_stock_that_grew_has_gone_backwards() -> None:
    found = stands(commitment("level", STOCK._replace(opening=40_000)), 50_000)
    assert (found.completion, found.remaining, found.klass) == (Fraction(-1, 4), 50_000, "behind")


def test_a_stock_below_its_target_is_more_than_done() -> None:
    terms = STOCK._replace(target=10_000, opening=40_000)
    found = stands(commitment("level", terms), 4_000)
    assert (found.completion, found.remaining, found.met) == (Fraction(36, 30), 0, True)


def test_a_rising_level_without_an_opening_is_reading_over_target() -> None:
    # 60 of 80 %, 58 a week before.
    found = stands(commitment("level", RATE), 6_000, 5_800)
    assert (found.completion, found.remaining) == (Fraction(3, 4), 2_000)
    assert (found.increase, found.points) == (200, Fraction(2, 80))
    assert (found.klass, found.light) == ("ahead", "green")


def test_a_rising_level_with_an_opening_counts_the_way_covered() -> None:
    # From 60 towards 80 %: at 65 a quarter is done, 24.73 points behind pace.
    found = stands(commitment("level", RATE._replace(opening=6_000)), 6_500)
    assert (found.completion, found.remaining) == (Fraction(1, 4), 1_500)
    assert (found.klass, found.light) == ("behind", "yellow")


def test_a_rising_level_that_nobody_read_stands_at_its_opening() -> None:
    found = stands(commitment("level", RATE._replace(opening=6_000)))
    assert (found.done, found.completion) == (None, ZERO)
    assert found.remaining == 2_000


def test_a_rising_level_that_was_never_read_has_no_percentage() -> None:
    found = stands(commitment("level", RATE))
    assert (found.completion, found.gap, found.light) == (None, None, "none")


def test_a_level_whose_opening_is_its_target_has_no_percentage() -> None:
    assert stands(commitment("level", RATE._replace(opening=8_000)), 8_000).completion is None


# Ranks


@pytest.mark.parametrize(
    ("on", "rank", "klass", "light"),
    [
        ("2024-12-30", 1, "ahead", "none"),
        ("2024-12-30", 2, "on_pace", "none"),
        ("2024-12-30", 3, "on_pace", "none"),
        ("2024-12-30", 4, "behind", "none"),
        ("2024-12-31", 1, "completed", "blue"),
        ("2024-12-31", 3, "completed", "blue"),
        ("2024-12-31", 4, "behind", "none"),
        ("2025-01-01", 1, "completed", "blue"),
        ("2025-01-01", 3, "completed", "blue"),
        ("2025-01-01", 4, "overdue", "red"),
    ],
)
def test_a_rank_by_its_floor_and_stretch(on: str, rank: int, klass: str, light: str) -> None:
    found = stands(commitment("rank", RANKING), rank, 5, on=day(on))
    assert (found.klass, found.light) == (klass, light)
    assert found.met is (rank <= 3)


@pytest.mark.parametrize("rank", [None, 1, 3, 4])
@pytest.mark.parametrize("on", [JUNE_30, DUE, NEW_YEAR], ids=str)
def test_a_rank_has_no_percentage_ever(rank: int | None, on: dt.date) -> None:
    found = stands(commitment("rank", RANKING), rank, 5, on=on)
    assert (found.completion, found.pace, found.gap) == (None, None, None)
    assert (found.increase, found.points, found.remaining) == (None, None, None)


def test_a_rank_without_a_stretch_can_only_be_held() -> None:
    assert stands(commitment("rank", RANKING._replace(stretch=None)), 1).klass == "on_pace"


def test_a_rank_without_a_due_day_stays_contested() -> None:
    found = stands(commitment("rank", RANKING._replace(due=None)), 3, on=NEW_YEAR)
    assert (found.klass, found.light) == ("on_pace", "none")


def test_a_rank_that_nobody_logged_is_not_started_then_overdue() -> None:
    found = [stands(commitment("rank", RANKING), on=d) for d in (DUE, NEW_YEAR)]
    assert [(f.done, f.klass, f.light) for f in found] == [
        (None, "not_started", "none"),
        (None, "overdue", "red"),
    ]


# Milestones and duties

NODES = (
    Node("立项", day("2024-03-31"), 1),
    Node("初稿", day("2024-06-30"), 2),
    Node("评审", day("2024-09-30"), 5),
)


def plan(
    done: int, week_ago: int | None = None, *, nodes: int = 1, on: str = "2024-06-30"
) -> Progress:
    """The first `nodes` of NODES read as done."""
    logged = {(1, "", n.name): state(done, week_ago) for n in NODES[:nodes]}
    return progress(commitment("milestones", YEAR, nodes=NODES), logged, day(on), RULES)


@pytest.mark.parametrize(
    ("on", "pace"),
    [
        ("2024-03-30", Fraction(0)),
        ("2024-03-31", Fraction(1, 8)),
        ("2024-06-29", Fraction(1, 8)),
        ("2024-06-30", Fraction(3, 8)),
        ("2024-09-30", Fraction(1)),
        ("2025-01-01", Fraction(1)),
    ],
)
def test_the_pace_of_milestones_is_the_weight_due_by_now(on: str, pace: Fraction) -> None:
    assert plan(1, on=on).pace == pace


def test_milestones_count_by_their_weights() -> None:
    # 1 of 8 is done, 3 of 8 should be: 25 points behind.
    found = plan(1)
    assert (found.done, found.target, found.remaining) == (1, 8, 7)
    assert (found.completion, found.gap) == (Fraction(1, 8), Fraction(-1, 4))
    assert (found.klass, found.light) == ("behind", "yellow")
    assert plan(1, nodes=2).completion == Fraction(3, 8)
    assert plan(1, nodes=2).klass == "on_pace"


def test_a_milestone_done_this_week_is_this_weeks_change() -> None:
    assert (plan(1, nodes=2).increase, plan(1, nodes=2).points) == (3, Fraction(3, 8))
    assert (plan(1, 1, nodes=2).increase, plan(1, 1, nodes=2).points) == (0, ZERO)


def test_all_milestones_done_is_completed() -> None:
    found = plan(1, nodes=3)
    assert (found.met, found.klass, found.light, found.remaining) == (True, "completed", "blue", 0)


def test_no_milestone_done_is_not_started_and_turns_its_light() -> None:
    found = plan(1, nodes=0)
    # 3 of 8 should be done: 37.5 points behind.
    assert (found.done, found.completion, found.klass, found.light) == (
        0,
        ZERO,
        "not_started",
        "red",
    )


def test_words_about_a_milestone_do_not_make_it_done() -> None:
    words = {(1, "", "立项"): state(None)}
    found = progress(commitment("milestones", YEAR, nodes=NODES), words, JUNE_30, RULES)
    assert (found.done, found.klass) == (0, "not_started")


def test_a_milestone_that_had_only_words_a_week_ago_was_not_done_then() -> None:
    words = SeriesState(DaySum(JUNE_30, 1, 2), DaySum(day("2024-06-20"), None, 1))
    made = commitment("milestones", YEAR, nodes=NODES)
    assert progress(made, {(1, "", "立项"): words}, JUNE_30, RULES).increase == 1


@pytest.mark.parametrize("on", [JUNE_30, NEW_YEAR], ids=str)
@pytest.mark.parametrize(
    "made", [commitment("milestones", YEAR), commitment("duty", YEAR)], ids=["milestones", "duty"]
)
def test_without_nodes_and_for_a_duty_there_is_no_measure(made: Commitment, on: dt.date) -> None:
    found = progress(made, sums(None), on, RULES)
    assert not is_measured(made)
    assert (found.klass, found.light, found.met) == ("no_measure", "none", False)
    assert (found.done, found.target, found.completion, found.pace, found.gap) == (None,) * 5
    assert (found.increase, found.points, found.remaining) == (None, None, None)


# Areas and stages

SHARED = commitment(areas=(EAST._replace(target=60_000), WEST))


def test_areas_add_up_with_what_was_logged_before_them() -> None:
    logged = {
        (1, "", ""): state(1_000, 1_000),
        (1, EAST.name, ""): state(30_000, 25_000),
        (1, WEST.name, ""): state(14_500),
        (2, EAST.name, ""): state(99_000),
    }
    found = progress(SHARED, logged, JUNE_30, RULES)
    assert (found.done, found.completion) == (45_500, Fraction(455, 900))
    # A week ago it was 26 km; the west had not begun.
    assert found.increase == 19_500


def test_an_area_has_its_own_completion_where_it_has_a_target() -> None:
    logged = {(1, EAST.name, ""): state(30_000, 24_000), (1, WEST.name, ""): state(10_000)}
    east = area_progress(SHARED, EAST.name, logged, JUNE_30, RULES)
    assert (east.done, east.target, east.completion) == (30_000, 60_000, Fraction(1, 2))
    assert (east.increase, east.remaining, east.klass) == (6_000, 30_000, "on_pace")
    west = area_progress(SHARED, WEST.name, logged, JUNE_30, RULES)
    assert (west.done, west.target, west.completion) == (10_000, None, None)
    assert (west.remaining, west.klass, west.light) == (None, "no_measure", "none")


@pytest.mark.parametrize("on", [JUNE_30, NEW_YEAR], ids=str)
def test_of_an_area_without_a_target_nothing_can_be_said_but_what_it_has_done(
    on: dt.date,
) -> None:
    for logged in (NOTHING, {(1, WEST.name, ""): state(10_000)}):
        west = area_progress(SHARED, WEST.name, logged, on, RULES)
        assert (west.completion, west.klass, west.light) == (None, "no_measure", "none")


def test_an_area_follows_the_plan_of_the_whole() -> None:
    # By the end of June 30 of 90 km are planned; by the calendar it would be 182 of 366 days.
    planned = SHARED._replace(plan=points(("2024-06-30", 30_000)))
    logged = {(1, EAST.name, ""): state(30_000)}
    east = area_progress(planned, EAST.name, logged, JUNE_30, RULES)
    assert (east.completion, east.pace, east.gap) == (
        Fraction(1, 2),
        Fraction(1, 3),
        Fraction(1, 6),
    )
    assert (east.klass, east.light) == ("ahead", "green")
    assert area_progress(SHARED, EAST.name, logged, JUNE_30, RULES).pace == Fraction(182, 366)


def test_an_area_counts_nothing_of_another_area_or_commitment() -> None:
    logged = {(1, WEST.name, ""): state(10_000), (2, EAST.name, ""): state(10_000)}
    assert area_progress(SHARED, EAST.name, logged, JUNE_30, RULES).done == 0


def test_what_is_not_shared_out_is_measured_against_nothing() -> None:
    found = area_progress(SHARED, "", {(1, "", ""): state(1_000)}, JUNE_30, RULES)
    assert (found.done, found.target, found.completion) == (1_000, None, None)


def test_the_opening_of_the_whole_is_not_that_of_an_area() -> None:
    made = commitment("level", STOCK._replace(opening=40_000), areas=(EAST._replace(target=0),))
    found = area_progress(made, EAST.name, {(1, EAST.name, ""): state(10_000)}, JUNE_30, RULES)
    assert (found.done, found.completion, found.met) == (10_000, None, False)


SHARED_STOCK = commitment("level", STOCK._replace(opening=40_000), areas=(EAST, WEST))


def test_stocks_of_areas_add_up() -> None:
    logged = {(1, EAST.name, ""): state(4_000, 5_000), (1, WEST.name, ""): state(6_000, 7_000)}
    found = progress(SHARED_STOCK, logged, JUNE_30, RULES)
    assert (found.done, found.completion, found.increase) == (10_000, Fraction(3, 4), -2_000)


def test_a_stock_that_is_read_by_area_is_not_counted_twice() -> None:
    logged = {
        (1, "", ""): state(30_000, 30_000),
        (1, EAST.name, ""): state(4_000),
        (1, WEST.name, ""): state(6_000),
    }
    found = progress(SHARED_STOCK, logged, JUNE_30, RULES)
    # A week ago no area had been read, and the whole stood at 30 km.
    assert (found.done, found.increase) == (10_000, -20_000)


def test_the_stock_of_some_areas_is_not_that_of_the_whole() -> None:
    found = progress(SHARED_STOCK, {(1, EAST.name, ""): state(4_000)}, JUNE_30, RULES)
    assert (found.done, found.increase, found.met) == (None, None, False)


def test_a_stock_that_was_read_in_some_areas_only_is_neither_untouched_nor_red() -> None:
    found = progress(SHARED_STOCK, {(1, EAST.name, ""): state(4_000)}, JUNE_30, RULES)
    assert (found.completion, found.gap) == (None, None)
    assert (found.klass, found.light) == ("no_measure", "none")


def test_until_every_area_was_read_the_reading_of_the_whole_stands() -> None:
    logged = {(1, "", ""): state(10_000), (1, EAST.name, ""): state(4_000)}
    found = progress(SHARED_STOCK, logged, JUNE_30, RULES)
    assert (found.done, found.completion, found.klass) == (10_000, Fraction(3, 4), "ahead")


def test_rates_of_areas_do_not_add_up() -> None:
    made = commitment("level", RATE, areas=(EAST, WEST))
    logged = {(1, EAST.name, ""): state(7_000), (1, WEST.name, ""): state(5_000)}
    assert progress(made, logged, JUNE_30, RULES).done is None
    whole = {**logged, (1, "", ""): state(6_000)}
    assert progress(made, whole, JUNE_30, RULES).done == 6_000
    assert area_progress(made, EAST.name, logged, JUNE_30, RULES).done == 7_000


def test_the_last_stage_decides_and_stages_count_apart() -> None:
    made = commitment(stages=STAGES, areas=(EAST, WEST))
    logged = {
        (1, EAST.name, "开工"): state(50_000),
        (1, EAST.name, "完工"): state(30_000),
        (1, WEST.name, "开工"): state(20_000),
        (1, "", "完工"): state(500),
    }
    assert progress(made, logged, JUNE_30, RULES).done == 30_500
    assert total_of(made, "开工", logged) == 70_000
    assert total_of(made, "完工", logged) == 30_500
    assert total_of(made, "", logged) == 30_500
    assert area_progress(made, WEST.name, logged, JUNE_30, RULES).done == 0


def test_a_total_of_milestones_is_the_weight_done_whatever_node_was_logged() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    logged = {(1, "", "立项"): state(1), (1, "", "评审"): state(1)}
    assert total_of(made, "立项", logged) == 6
    assert total_of(made, "", NOTHING) is None


def test_what_was_never_logged_is_none_rather_than_zero() -> None:
    assert done_of(commitment(), NOTHING) == (None, None)
    assert done_of(commitment(), sums(None)) == (None, None)
    assert done_of(commitment(), sums(5, 3)) == (5, 3)


# Areas out of use

GONE = EAST._replace(target=60_000, retired=True)


def test_work_in_a_retired_area_stays_done() -> None:
    logged = {(1, EAST.name, ""): state(30_000), (1, WEST.name, ""): state(10_000)}
    found = progress(commitment(areas=(GONE, WEST)), logged, JUNE_30, RULES)
    assert found.done == 40_000


def test_the_stock_of_a_retired_area_is_neither_counted_nor_waited_for() -> None:
    stock = SHARED_STOCK._replace(areas=(GONE, WEST))
    logged = {(1, EAST.name, ""): state(30_000), (1, WEST.name, ""): state(10_000)}
    assert progress(stock, logged, JUNE_30, RULES).done == 10_000
    whole = {(1, "", ""): state(20_000), (1, EAST.name, ""): state(30_000)}
    found = progress(stock, whole, JUNE_30, RULES)
    assert (found.done, found.completion) == (20_000, Fraction(1, 2))
    # Nothing was read in an area in use: the stock is untouched, and not partly read.
    untouched = progress(stock, {(1, EAST.name, ""): state(30_000)}, JUNE_30, RULES)
    assert (untouched.done, untouched.klass) == (None, "not_started")


def test_without_an_area_in_use_the_stock_is_that_of_the_whole() -> None:
    stock = SHARED_STOCK._replace(areas=(GONE,))
    logged = {(1, "", ""): state(20_000), (1, EAST.name, ""): state(30_000)}
    assert progress(stock, logged, JUNE_30, RULES).done == 20_000
