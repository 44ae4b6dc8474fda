"""What a form asks for: the series that an entry may name, and what is known of them."""

from tests.core.make import (
    COUNT,
    EAST,
    PLACE,
    RANKING,
    RATE,
    SEWER,
    STAGES,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    state,
)
from tracker.core.fold import Sums
from tracker.core.form import FormRow, form_rows
from tracker.core.model import Commitment, Node

NODES = (Node("初稿", day("2024-04-30"), 1), Node("评审", day("2024-09-30"), 3))
PLAN = commitment("milestones", YEAR, nodes=NODES)
SHARED = commitment(areas=(EAST._replace(target=60_000), WEST))


def rows(
    *commitments: Commitment, sums: Sums | None = None, area: str | None = None
) -> list[FormRow]:
    """The rows of a form."""
    return form_rows(commitments, sums or {}, area)


def asked(found: list[FormRow]) -> list[tuple[str, str, str, str]]:
    """What each row is about, and what it asks for."""
    return [(row.area, row.stage, row.node, row.fills) for row in found]


def known(found: list[FormRow]) -> list[tuple[object, ...]]:
    """What each row tells: its target, what was done, and when somebody reported last."""
    return [(row.target, row.done, row.reported) for row in found]


def test_a_commitment_that_is_not_shared_out_is_one_row() -> None:
    found = rows(commitment(), sums={(1, "", ""): state(12_500)})
    assert asked(found) == [("", "", "", "figure")]
    assert known(found) == [(90_000, 12_500, day("2024-06-28"))]


def test_each_area_has_a_row_with_its_own_target_and_sum() -> None:
    found = rows(SHARED, sums={(1, WEST.name, ""): state(7_000), (1, "", ""): state(99)})
    assert asked(found) == [(EAST.name, "", "", "figure"), (WEST.name, "", "", "figure")]
    assert known(found) == [(60_000, None, None), (None, 7_000, day("2024-06-28"))]


def test_each_stage_of_each_area_has_a_row_in_its_order() -> None:
    made = commitment(terms=YEAR._replace(target=20, unit=COUNT), stages=STAGES, areas=(EAST, WEST))
    found = rows(made, sums={(1, EAST.name, "开工"): state(6), (1, EAST.name, "完工"): state(2)})
    assert [row[:2] for row in asked(found)] == [
        (EAST.name, "开工"),
        (EAST.name, "完工"),
        (WEST.name, "开工"),
        (WEST.name, "完工"),
    ]
    assert [row.done for row in found] == [6, 2, None, None]


def test_a_form_of_one_area_has_its_rows_and_no_other() -> None:
    whole = commitment(number=2, slug="whole")
    found = rows(SHARED, whole, area=WEST.name)
    assert [(row.commitment.slug, row.area) for row in found] == [("sewer", WEST.name)]


def test_a_stock_a_rate_and_a_rank_ask_for_their_latest_reading() -> None:
    made = [
        commitment("level", STOCK),
        commitment("level", RATE, number=2),
        commitment("rank", RANKING, number=3),
    ]
    assert RANKING.unit == PLACE
    assert [row.fills for row in rows(*made)] == ["reading"] * 3


def test_a_rate_is_asked_for_of_the_whole_too() -> None:
    made = commitment("level", RATE, areas=(EAST._replace(target=7_000), WEST))
    found = rows(made, sums={(1, "", ""): state(7_512)})
    assert [(row.area, row.target, row.done) for row in found] == [
        ("", 8_000, 7_512),
        (EAST.name, 7_000, None),
        (WEST.name, None, None),
    ]
    assert [row.area for row in rows(made, area=EAST.name)] == [EAST.name]


def test_a_milestone_is_asked_for_until_it_is_done() -> None:
    assert asked(rows(PLAN)) == [("", "", "初稿", "node"), ("", "", "评审", "node")]
    found = rows(PLAN, sums={(1, "", "初稿"): state(1), (1, "", "评审"): state(None)})
    assert asked(found) == [("", "", "评审", "node")]
    assert known(found) == [(None, None, day("2024-06-28"))]


def test_where_every_milestone_is_done_words_are_asked_for() -> None:
    found = rows(PLAN, sums={(1, "", "初稿"): state(1), (1, "", "评审"): state(1)})
    assert asked(found) == [("", "", "", "words")]


def test_a_milestone_is_no_area_s_own() -> None:
    made = PLAN._replace(areas=(EAST,))
    assert asked(rows(made, area=EAST.name)) == [(EAST.name, "", "", "words")]


def test_a_duty_and_what_has_no_unit_ask_for_words() -> None:
    made = [commitment("duty", YEAR, areas=(EAST, WEST)), commitment(terms=YEAR, number=2)]
    found = rows(*made, sums={(1, EAST.name, ""): state(None)})
    assert asked(found) == [
        (EAST.name, "", "", "words"),
        (WEST.name, "", "", "words"),
        ("", "", "", "words"),
    ]
    assert known(found)[0] == (None, None, day("2024-06-28"))


def test_a_commitment_without_a_unit_asks_for_words_once_whatever_its_stages() -> None:
    made = commitment(terms=YEAR, stages=STAGES)
    found = rows(made, sums={(1, "", "完工"): state(None)})
    assert asked(found) == [("", "", "", "words")]
    # What names no stage is the last one's.
    assert found[0].reported == day("2024-06-28")


def test_without_commitments_there_is_nothing_to_fill_in() -> None:
    assert rows() == []
    assert rows(commitment(terms=SEWER), area=EAST.name) == []
