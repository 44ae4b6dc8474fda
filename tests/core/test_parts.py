"""The parts of a commitment: its areas, what none of them has, its stages, its milestones."""

from fractions import Fraction

import pytest

from tests.core.make import (
    EAST,
    RATE,
    RULES,
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
from tracker.core.model import Area, Commitment, Node, Terms
from tracker.core.parts import (
    NodeRow,
    Rest,
    StageRow,
    area_of_any,
    area_rows,
    node_rows,
    not_shared_out,
    pending_nodes,
    stage_rows,
)
from tracker.errors import Refused

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


def test_a_milestone_that_is_done_asks_for_nothing() -> None:
    made = commitment("milestones", YEAR, nodes=NODES)
    done = {(1, "", "立项"): state(1)}
    assert [*pending_nodes(made, done, JUNE_30)] == [NODES[1]]
    assert [*pending_nodes(made, {**done, (1, "", "初稿"): state(1)}, JUNE_30)] == []
    # Words about one, and a tick that was taken back, leave it to be done.
    assert [*pending_nodes(made, {(1, "", "立项"): state(None)}, day("2024-03-31"))] == [NODES[0]]
    assert [*pending_nodes(made, {(1, "", "立项"): state(0)}, day("2024-03-31"))] == [NODES[0]]


def test_every_overdue_milestone_asks_for_something_and_the_next_one_after_them() -> None:
    due = ("2024-06-30", "2024-03-31", "2024-07-01", "2024-06-29")
    nodes = tuple(Node(text, day(text), 1) for text in due)
    made = commitment("milestones", YEAR, nodes=nodes)
    assert [n.name for n in pending_nodes(made, {}, JUNE_30)] == [due[1], due[3], due[0]]
    assert [n.name for n in pending_nodes(made, {}, day("2025-01-01"))] == sorted(due)
    assert [n.name for n in pending_nodes(made, {}, day("2024-01-01"))] == [due[1]]


# Areas beside each other


def shared(*targets: int | None, kind_terms: Terms | None = None) -> Commitment:
    """A commitment shared out to areas with these targets, called a, b, c…"""
    areas = tuple(Area(chr(97 + n), target, None, None) for n, target in enumerate(targets))
    if kind_terms is None:
        return commitment(areas=areas)
    return commitment("level", kind_terms, areas=areas)


def ranks(made: Commitment, *done: int | None) -> list[int | None]:
    """The places of the areas when they have done so much."""
    logged = {(1, chr(97 + n), ""): state(value) for n, value in enumerate(done)}
    return [row.rank for row in area_rows(made, logged, JUNE_30, RULES) if row.area]


def test_areas_rank_by_completion_the_best_first() -> None:
    # 1/2, 3/4, 1/4; over-fulfilled is better still.
    assert ranks(shared(40_000, 20_000, 80_000), 20_000, 15_000, 20_000) == [2, 1, 3]
    assert ranks(shared(10, 10), 10, 11) == [2, 1]


def test_equal_areas_share_a_place_and_the_next_is_skipped() -> None:
    assert ranks(shared(30, 60, 90, 9), 20, 40, 30, 9) == [2, 2, 4, 1]
    assert ranks(shared(30, 60, 90), 20, 40, 30) == [1, 1, 3]
    # An exact third is not the same as 33.33 %.
    assert ranks(shared(3, 10_000), 1, 3_333) == [1, 2]


def test_an_area_without_a_target_has_no_place_and_takes_none() -> None:
    assert ranks(shared(None, 10, 0, 20), 500, 5, 5, 5) == [None, 1, None, 2]


def test_an_area_that_has_not_begun_is_last() -> None:
    assert ranks(shared(10, 10, 10), None, 1, None) == [2, 1, 2]


def test_the_stocks_of_areas_have_no_places() -> None:
    assert ranks(shared(0, 0, kind_terms=STOCK), 5, 0) == [None, None]


def test_what_is_not_shared_out_has_no_place() -> None:
    rows = area_rows(SHARED, {SERIES: state(1_000)}, JUNE_30, RULES)
    assert rows[-1].rank is None


@pytest.mark.parametrize(
    ("targets", "left"),
    [((60_000,), 30_000), ((60_000, 30_000), 0), ((60_000, 40_000), -10_000), ((None,), 90_000)],
)
def test_not_shared_out_is_the_target_less_those_of_the_areas(
    targets: tuple[int | None, ...], left: int
) -> None:
    assert not_shared_out(shared(*targets), {}) == Rest(left, None)


def test_what_was_logged_before_sharing_out_is_done_by_no_area() -> None:
    logged = {SERIES: state(1_000), (1, "a", ""): state(5_000)}
    assert not_shared_out(shared(60_000), logged) == Rest(30_000, 1_000)
    assert not_shared_out(shared(60_000), {SERIES: state(None)}) == Rest(30_000, None)
    # Only what counts as done, which is the last stage.
    staged = shared(60_000)._replace(stages=STAGES)
    logged = {(1, "", "开工"): state(7_000), (1, "", "完工"): state(2_000)}
    assert not_shared_out(staged, logged) == Rest(30_000, 2_000)


def test_a_rate_does_not_add_up_to_what_could_be_left_to_share() -> None:
    assert not_shared_out(shared(7_000, kind_terms=RATE), {SERIES: state(60)}) == Rest(None, None)


def test_the_target_of_a_stock_that_runs_down_is_nothing_to_share_out() -> None:
    assert not_shared_out(shared(0, kind_terms=STOCK), {SERIES: state(5)}) == Rest(None, None)


def test_a_level_that_adds_up_has_a_rest_and_its_whole_is_read_and_not_left_over() -> None:
    terms = RATE._replace(target=800, unit=STOCK.unit)
    assert not_shared_out(shared(500, kind_terms=terms), {SERIES: state(60)}) == Rest(300, None)


def test_what_has_no_target_has_no_rest() -> None:
    duty = commitment("duty", YEAR, areas=(EAST,))
    assert not_shared_out(duty, {SERIES: state(None)}) == Rest(None, None)


def test_an_area_is_found_among_those_of_all_commitments() -> None:
    listed = [commitment(areas=(EAST,)), commitment(number=2, areas=(WEST, EAST))]
    assert area_of_any(listed, "东昌") == EAST.name
    assert area_of_any(listed, WEST.name) == WEST.name
    with pytest.raises(Refused) as caught:
        area_of_any(listed, "临青市")
    assert caught.value.key == "error.unknown_but"
    assert caught.value.params["candidates"] == (WEST.name,)
    with pytest.raises(Refused) as caught:
        area_of_any([commitment()], "冠县")
    assert caught.value.key == "error.nothing_shared_out"


def test_a_retired_area_is_a_row_as_long_as_anything_was_logged_in_it() -> None:
    gone = EAST._replace(retired=True)
    shared = commitment(areas=(gone, WEST))
    assert [r.area for r in area_rows(shared, {}, JUNE_30, RULES)] == [WEST]
    # Another commitment's entries are none of its own.
    logged = {(2, EAST.name, ""): state(1_000)}
    assert [r.area for r in area_rows(shared, logged, JUNE_30, RULES)] == [WEST]
    logged = {(1, EAST.name, "开工"): state(None)}
    assert [r.area for r in area_rows(shared, logged, JUNE_30, RULES)] == [gone, WEST]
