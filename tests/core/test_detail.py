"""One commitment closely: its areas, its stages, its milestones and its plan."""

from fractions import Fraction

from tests.core.make import (
    EAST,
    RULES,
    STAGES,
    WEST,
    YEAR,
    commitment,
    day,
    days_of,
    entry,
    points,
    state,
)
from tracker.core.course import states_of
from tracker.core.detail import NodeRow, StageRow, area_rows, node_rows, plan_rows, stage_rows
from tracker.core.model import Node

JUNE_30 = day("2024-06-30")
SERIES = (1, "", "")

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


def test_a_plan_point_has_what_was_reached_by_its_day() -> None:
    plan = points(("2024-02-29", 10_000), ("2024-04-30", 20_000), ("2024-06-30", 30_000))
    made = commitment(plan=plan)
    logged = days_of(
        entry(1, "2024-03-31", 9_000), entry(2, "2024-04-30", 9_000), entry(3, "2024-05-01", 9_000)
    )
    found = plan_rows(made, states_of(made, logged), JUNE_30)
    assert [row.point for row in found] == list(plan)
    assert [row.done for row in found] == [0, 18_000, 27_000]


def test_a_plan_point_to_come_has_reached_nothing_yet() -> None:
    made = commitment(plan=points(("2024-06-30", 30_000), ("2024-07-01", 30_000)))
    states = states_of(made, days_of(entry(1, "2024-03-31", 9_000)))
    assert [row.done for row in plan_rows(made, states, JUNE_30)] == [9_000, None]


def test_a_retired_area_is_a_row_as_long_as_anything_was_logged_in_it() -> None:
    gone = EAST._replace(retired=True)
    shared = commitment(areas=(gone, WEST))
    assert [r.area for r in area_rows(shared, {}, JUNE_30, RULES)] == [WEST]
    # Another commitment's entries are none of its own.
    logged = {(2, EAST.name, ""): state(1_000)}
    assert [r.area for r in area_rows(shared, logged, JUNE_30, RULES)] == [WEST]
    logged = {(1, EAST.name, "开工"): state(None)}
    assert [r.area for r in area_rows(shared, logged, JUNE_30, RULES)] == [gone, WEST]
