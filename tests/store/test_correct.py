"""Correcting: a field of an entry set anew, as if the wrong one had never been."""

from decimal import Decimal
from typing import Any

import pytest

from tests.store.ledgers import REASON, Desk, day
from tracker.core.model import Correction
from tracker.errors import Refused, Unconfirmed
from tracker.store import entries


@pytest.fixture
def logged(desk: Desk) -> Desk:
    """A ledger with 10 km as entry 1, of the first of June."""
    desk.log("sewer", "10", "06-01", note="柳园路")
    return desk


def standing(desk: Desk, act: int = 1) -> Any:
    (found,) = [e for e in entries.standing_since(desk.read, desk.get("sewer").id) if e.act == act]
    return found


def fields(desk: Desk) -> list[tuple[str, object]]:
    return [tuple(row) for row in desk.read("SELECT field, value FROM correction ORDER BY field")]


# What a correction does


def test_a_figure_is_set_to_an_absolute_value(logged: Desk) -> None:
    echo = logged.correct(1, to="12.5km")
    assert (echo.act, echo.before, echo.after) == (2, 10_000, 12_500)
    assert fields(logged) == [("amount", 12_500)]
    assert logged.done("sewer") == "12.5"


def test_a_change_by_a_difference_is_stored_as_the_new_value(logged: Desk) -> None:
    logged.correct(1, change="-2.5")
    logged.correct(1, change="+1km")
    # 10 - 2.5 + 1
    assert fields(logged) == [("amount", 7_500), ("amount", 8_500)]
    assert logged.done("sewer") == "8.5"


def test_an_increment_can_be_made_a_total_and_back(logged: Desk) -> None:
    logged.log("sewer", "5", "06-02")
    logged.correct(2, total=True, accept=True)
    assert logged.done("sewer") == "5"
    logged.correct(2, total=False)
    assert logged.done("sewer") == "15"


def test_a_day_is_moved_and_with_it_every_sum_between(logged: Desk) -> None:
    logged.correct(1, on="06-10")
    found = [logged.done("sewer", d) for d in ("05-31", "06-01", "06-09", "06-10")]
    assert found == [None, None, None, "10"]
    logged.correct(1, on="05-01")
    assert [logged.done("sewer", d) for d in ("04-30", "05-01")] == [None, "10"]


def test_an_area_is_moved_and_with_it_the_sums_of_both(logged: Desk) -> None:
    logged.area("sewer", "东昌府区")
    logged.area("sewer", "临清市")
    logged.correct(1, area="东昌")
    assert standing(logged).area == "东昌府区"
    logged.correct(1, area="临清市")
    assert (standing(logged).area, logged.done("sewer")) == ("临清市", "10")


def test_a_stage_is_moved(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "10", stage="开工")
    desk.correct(1, stage="完工", accept=True)
    assert desk.done("elevators") == "10"


def test_a_milestone_is_moved_to_the_right_one(desk: Desk) -> None:
    desk.milestone("heritage-plan", "初稿", weight=40)
    desk.milestone("heritage-plan", "报批", weight=60)
    desk.log("heritage-plan", node="初稿")
    echo = desk.correct(1, stage="报批")
    assert (echo.before, echo.after) == (40, 60)


@pytest.mark.parametrize("field", ["note", "problem", "next_step"])
def test_words_are_corrected(logged: Desk, field: str) -> None:
    logged.correct(1, accept=False, **{field: "兴华路"})
    assert getattr(standing(logged), field) == "兴华路"
    assert logged.done("sewer") == "10"


def test_words_are_taken_away_by_empty_ones(logged: Desk) -> None:
    logged.correct(1, note="")
    assert standing(logged).note is None


def test_several_fields_are_one_correction(logged: Desk) -> None:
    echo = logged.correct(1, to="12", on="06-02", note="兴华路")
    assert fields(logged) == [("amount", 12_000), ("day", "2024-06-02"), ("note", "兴华路")]
    assert logged.read("SELECT DISTINCT act FROM correction") == [(echo.act,)]


def test_only_what_differs_is_stored(logged: Desk) -> None:
    logged.correct(1, to="12", on="06-01", note="柳园路")
    assert fields(logged) == [("amount", 12_000)]


def test_the_reason_stands_with_the_change(logged: Desk) -> None:
    logged.correct(1, to="12")
    assert logged.read("SELECT command, reason FROM change WHERE change = 3") == [
        ("correct", REASON)
    ]


def test_the_entry_as_it_was_logged_stays(logged: Desk) -> None:
    logged.correct(1, to="12")
    assert entries.raw_entry(logged.read, 1).amount == 10_000


def test_the_latest_correction_of_each_field_counts(logged: Desk) -> None:
    logged.correct(1, to="12", note="甲")
    logged.correct(1, to="13")
    logged.correct(1, note="乙")
    found = standing(logged)
    assert (found.amount, found.note, found.day) == (13_000, "乙", day("06-01"))


def test_each_correction_is_kept_with_its_number(logged: Desk) -> None:
    logged.correct(1, to="12")
    logged.correct(1, to="13")
    found = entries.corrections_of(logged.read, logged.get("sewer").id)
    assert found == [Correction(2, 3, 1, "amount", 12_000), Correction(3, 4, 1, "amount", 13_000)]


def test_what_was_known_before_is_still_known_then(logged: Desk) -> None:
    logged.correct(1, to="12", on="05-01")
    assert logged.done("sewer", "05-01") == "12"
    assert logged.done("sewer", "05-01", known=2) is None
    assert logged.done("sewer", "06-01", known=2) == "10"


def test_a_conversion_in_a_correction_is_told(logged: Desk) -> None:
    assert logged.correct(1, to="800米").converted_from == "米"


def test_a_correction_of_an_absorbed_entry_tells_what_absorbs_it(logged: Desk) -> None:
    logged.log("sewer", "50", "06-30", total=True)
    echo = logged.correct(1, to="12")
    assert (echo.before, echo.after, echo.on_day) == (50_000, 50_000, 12_000)
    assert echo.absorbed_by is not None


def test_a_reading_of_a_rank_is_corrected(desk: Desk) -> None:
    desk.log("city-ranking", "3")
    assert desk.correct(1, to="2").after == 2


# What is refused


REFUSED: dict[str, tuple[int, str, dict[str, Any]]] = {
    "no such entry": (99, "error.act_unknown", {"to": "1"}),
    "a correction": (5, "error.not_an_entry", {"to": "1"}),
    "an undo": (6, "error.not_an_entry", {"to": "1"}),
    "an undone entry": (2, "error.entry_undone", {"to": "1"}),
    "nothing at all": (1, "error.nothing_to_correct", {}),
    "the same again": (1, "error.nothing_to_correct", {"to": "10.000", "on": "06-01"}),
    "taking away what is not there": (1, "error.nothing_to_correct", {"problem": ""}),
    "the future": (1, "error.date_future", {"on": "07-06"}),
    "a figure of words": (3, "error.entry_in_words", {"to": "1"}),
    "a change of words": (3, "error.entry_in_words", {"change": "+1"}),
    "a mode of words": (3, "error.entry_in_words", {"total": True}),
    "a figure with a sign": (1, "error.figure_signed", {"to": "-1"}),
    "a change without a sign": (1, "error.change_unsigned", {"change": "1"}),
    "below zero": (1, "error.below_zero", {"change": "-10.001"}),
    "another unit": (1, "error.unit_other", {"to": "1个"}),
    "too fine": (1, "error.figure_too_fine", {"change": "+0.0001"}),
    "an area of none": (1, "error.no_areas", {"area": "临清市"}),
    "a stage of none": (1, "error.no_stages", {"stage": "开工"}),
    "rank zero": (4, "error.rank_zero", {"to": "0"}),
    "rank zero by a difference": (4, "error.rank_zero", {"change": "-3"}),
    "a figure of a milestone": (7, "error.milestones_expected", {"to": "2"}),
    "an area of a milestone": (7, "error.node_with_amount", {"area": "临清市"}),
    "an unknown milestone": (7, "error.unknown_of", {"stage": "验收"}),
    "a milestone much like one": (7, "error.unknown_but", {"stage": "终稿"}),
}


@pytest.fixture
def busy(logged: Desk) -> Desk:
    """Acts 1 to 7: an entry, an undone one, words, a rank, a correction, the undo, a milestone."""
    logged.milestone("heritage-plan", "初稿")
    logged.log("sewer", "5", "06-02")
    logged.log("sewer", on="06-03", note="x")
    logged.log("city-ranking", "3")
    logged.correct(1, note="y")
    logged.undo(2)
    logged.log("heritage-plan", node="初稿")
    return logged


@pytest.mark.parametrize(("entry", "key", "wanted"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_corrected_so_is_refused(
    busy: Desk, entry: int, key: str, wanted: dict[str, Any]
) -> None:
    head = busy.head
    with pytest.raises(Refused) as refused:
        busy.correct(entry, accept=True, **wanted)
    assert (refused.value.key, busy.head) == (key, head)


def test_a_refusal_of_an_undone_entry_names_the_undo(busy: Desk) -> None:
    with pytest.raises(Refused) as refused:
        busy.correct(2, to="1")
    assert refused.value.params == {"entry": 2, "undo": 6}


def test_a_number_no_entry_can_have_is_unknown(logged: Desk) -> None:
    with pytest.raises(Refused) as refused:
        logged.correct(10**30, to="1")
    assert refused.value.key == "error.act_unknown"


def test_down_to_zero_is_not_below_it(logged: Desk) -> None:
    assert logged.correct(1, change="-10").after == 0


# What is asked about


def test_a_correction_that_makes_a_fall_is_asked_about(logged: Desk) -> None:
    logged.log("sewer", "50", "06-30", total=True)
    with pytest.raises(Unconfirmed) as stopped:
        logged.correct(1, to="51")
    (slip,) = stopped.value.slips
    assert (slip.key, dict(slip.params)["before"]) == ("slip.fall", Decimal(51))
    assert logged.correct(1, to="51", accept=True).act == 3


def test_a_total_corrected_below_the_sum_before_it_is_asked_about(logged: Desk) -> None:
    logged.log("sewer", "50", "06-30", total=True)
    with pytest.raises(Unconfirmed):
        logged.correct(2, to="9")


def test_a_correction_far_past_the_target_is_asked_about(logged: Desk) -> None:
    with pytest.raises(Unconfirmed) as stopped:
        logged.correct(1, to="1000")
    assert [s.key for s in stopped.value.slips] == ["slip.large"]


def test_a_correction_into_another_entry_is_asked_about(logged: Desk) -> None:
    logged.log("sewer", "5", "06-02")
    with pytest.raises(Unconfirmed) as stopped:
        logged.correct(2, to="10", on="06-01")
    assert [s.key for s in stopped.value.slips] == ["slip.repeat"]


def test_a_difference_given_twice_is_asked_about(logged: Desk) -> None:
    logged.correct(1, change="+1.5")
    with pytest.raises(Unconfirmed) as stopped:
        logged.correct(1, change="+1.5")
    assert [(s.key, s.params) for s in stopped.value.slips] == [
        ("slip.repeat_difference", (("correction", 2),))
    ]
    assert logged.correct(1, change="+1.5", accept=True).entry.amount == 13_000


@pytest.mark.parametrize("again", ["-1.5", "+1"])
def test_another_difference_is_not_asked_about(again: str, logged: Desk) -> None:
    logged.correct(1, change="+1.5")
    assert logged.correct(1, change=again).act == 3


def test_a_difference_that_was_taken_back_may_be_given_again(logged: Desk) -> None:
    logged.correct(1, change="+1.5")
    logged.undo(2)
    assert logged.correct(1, change="+1.5").act == 4


def test_new_words_are_never_asked_about(logged: Desk) -> None:
    logged.log("sewer", "10", "06-01", accept=True)
    assert logged.correct(2, note="兴华路").act == 3
