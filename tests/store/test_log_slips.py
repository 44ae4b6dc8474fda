"""Logging what can't be right is refused; what looks like a slip is asked about first."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from tests.store.ledgers import TODAY, Desk, day, milestones, shared_out, staged
from tracker.errors import Refused, Unconfirmed
from tracker.store import ledger
from tracker.store.typed import LogRequest

# What is refused


class Bad(NamedTuple):
    commitment: str
    amount: str | None
    key: str
    more: dict[str, Any] = {}  # noqa: RUF012 - never changed


REFUSED = {
    "the future": Bad("sewer", "1", "error.date_future", {"on": "07-06"}),
    "words of the future": Bad("sewer", None, "error.date_future", {"on": "07-06", "note": "x"}),
    "no such commitment": Bad("bridge", "1", "error.unknown"),
    "nothing": Bad("sewer", None, "error.nothing_to_log"),
    "empty words": Bad("sewer", None, "error.nothing_to_log", {"note": ""}),
    "a total of nothing": Bad("sewer", None, "error.total_without_amount", {"total": True}),
    "no figure": Bad("sewer", "", "error.figure_unreadable"),
    "not a number": Bad("sewer", "nan", "error.figure_unreadable"),
    "a float": Bad("sewer", "1e3", "error.unit_unknown"),
    "a minus": Bad("sewer", "-1", "error.figure_signed"),
    "a plus": Bad("sewer", "+1", "error.figure_signed"),
    "an unknown unit": Bad("sewer", "1里", "error.unit_unknown"),
    "a unit of another kind": Bad("sewer", "1个", "error.unit_other"),
    "too fine": Bad("sewer", "0.0001", "error.figure_too_fine"),
    "a part of a piece": Bad("elevators", "0.5", "error.figure_too_fine"),
    "too large to count": Bad("sewer", "9" * 20, "error.figure_too_large"),
    "rank zero": Bad("city-ranking", "0", "error.rank_zero"),
    "a figure for milestones": Bad("heritage-plan", "1", "error.milestones_expected"),
    "an area of none": Bad("estates", "1", "error.no_areas", {"area": "临清市"}),
    "an unknown area": Bad("sewer", "1", "error.unknown_of", {"area": "茌平区"}),
    "no area": Bad("sewer", "1", "error.area_needed"),
    "a stage of none": Bad("estates", "1", "error.no_stages", {"stage": "开工"}),
    "an unknown stage": Bad("elevators", "1", "error.unknown_of", {"stage": "验收"}),
    "a milestone of another kind": Bad("sewer", None, "error.not_milestones", {"node": "初稿"}),
    "a milestone of none": Bad("dongchang-road", None, "error.no_nodes", {"node": "初稿"}),
    "a milestone of an area": Bad(
        "heritage-plan", None, "error.node_with_amount", {"node": "初稿", "area": "临清市"}
    ),
    "an unknown milestone": Bad("heritage-plan", None, "error.unknown_of", {"node": "验收"}),
    "a milestone much like one": Bad("heritage-plan", None, "error.unknown_but", {"node": "终稿"}),
    "a milestone and a figure": Bad("heritage-plan", "1", "error.node_with_amount", {"node": "初"}),
}


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("accept", [False, True], ids=["asking", "with --yes"])
def test_what_can_not_be_right_is_refused_and_not_even_yes_helps(
    desk: Desk, bad: Bad, accept: bool
) -> None:
    if bad.commitment == "sewer" and bad.key in ("error.area_needed", "error.unknown_of"):
        shared_out(desk)
    staged(desk)
    milestones(desk)
    head = desk.head
    with pytest.raises(Refused) as refused:
        desk.log(bad.commitment, bad.amount, accept=accept, **bad.more)
    assert (refused.value.key, refused.value.exit_code) == (bad.key, 3)
    assert desk.head == head


def test_the_last_day_that_is_not_the_future_is_today(desk: Desk) -> None:
    assert desk.log("sewer", "1", "07-05").entry.day == day("07-05")


def test_a_report_in_words_needs_no_area(desk: Desk) -> None:
    shared_out(desk)
    assert desk.log("sewer", note="x").entry.area == ""


def test_a_rate_of_the_whole_needs_no_area(desk: Desk) -> None:
    desk.add("rate", "level", target="90", unit="%", department="housing")
    desk.area("rate", "临清市")
    desk.log("rate", "70", area="临清市")
    desk.log("rate", "65.5")
    # Rates do not add up: the whole is what was reported for the whole.
    assert desk.done("rate") == "65.5"


# What is asked about


def slips(desk: Desk, commitment: str, amount: str | None, on: str, **more: Any) -> dict[str, Any]:
    """The slips that stop an entry, and their parameters; holds that nothing was written."""
    head = desk.head
    with pytest.raises(Unconfirmed) as stopped:
        desk.log(commitment, amount, on, **more)
    assert (desk.head, stopped.value.exit_code) == (head, 3)
    return {slip.key: dict(slip.params) for slip in stopped.value.slips}


def test_the_same_entry_twice_is_asked_about(desk: Desk) -> None:
    desk.log("sewer", "5", "07-01")
    found = slips(desk, "sewer", "5.000km", "07-01")
    assert found == {"slip.repeat": {"entry": 1, "day": "2024-07-01"}}
    assert desk.log("sewer", "5", "07-02").act == 2
    assert desk.log("sewer", "5", "07-01", accept=True).after == 15_000


def test_the_same_words_twice_are_asked_about(desk: Desk) -> None:
    desk.log("estates", note="x")
    assert "slip.repeat" in slips(desk, "estates", None, "07-05", note="x")
    assert desk.log("estates", note="y").act == 2


def test_the_same_figure_of_another_area_or_stage_is_no_repeat(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "5", area="东昌府区")
    assert desk.log("sewer", "5", area="临清市").act == 2


def test_an_entry_that_was_undone_is_not_repeated(desk: Desk) -> None:
    desk.log("sewer", "5")
    desk.undo(1)
    assert desk.log("sewer", "5").act == 3


def test_a_total_below_the_sum_before_it_is_asked_about(desk: Desk) -> None:
    desk.log("sewer", "50", "06-30", total=True)
    found = slips(desk, "sewer", "49.9", "07-01", total=True)
    assert found["slip.fall"] == {
        "day": "2024-07-01",
        "before": Decimal(50),
        "total": Decimal("49.9"),
        "unit": "公里",
    }
    assert desk.log("sewer", "50", "07-01", total=True).after == 50_000


def test_an_increment_that_lifts_the_sum_above_a_later_total_is_asked_about(desk: Desk) -> None:
    desk.log("sewer", "48", "06-01")
    desk.log("sewer", "50", "06-30", total=True)
    # 48 + 3 = 51 before the total of 50.
    assert slips(desk, "sewer", "3", "06-15")["slip.fall"]["before"] == Decimal(51)
    assert desk.log("sewer", "2", "06-15").act == 3


def test_a_fall_that_was_there_before_is_not_asked_about_again(desk: Desk) -> None:
    desk.log("sewer", "50", "06-01", total=True)
    desk.log("sewer", "40", "06-10", total=True, accept=True)
    assert desk.log("sewer", "1", "06-20").after == 41_000


def test_a_stock_that_grows_while_it_should_run_down_is_asked_about(desk: Desk) -> None:
    desk.edit("sewer-zero", opening="40")
    desk.log("sewer-zero", "20", "06-01")
    assert slips(desk, "sewer-zero", "21", "07-01")["slip.rise"]["before"] == Decimal(20)
    assert desk.log("sewer-zero", "19", "07-01").after is not None


def test_a_first_reading_above_the_opening_is_asked_about(desk: Desk) -> None:
    desk.edit("sewer-zero", opening="40")
    assert slips(desk, "sewer-zero", "41", "07-01")["slip.rise"]["before"] == Decimal(40)


def test_a_figure_far_past_the_target_is_asked_about(desk: Desk) -> None:
    desk.log("sewer", "80", "06-01", total=True)
    # 10 remain of 90; with a tenth of the target, 9, up to 19 is let pass.
    assert slips(desk, "sewer", "19.001", "06-02") == {
        "slip.large": {"increase": Decimal("19.001"), "remaining": Decimal(10), "unit": "公里"}
    }
    assert desk.log("sewer", "19", "06-02").after == 99_000


def test_a_total_far_past_the_target_is_asked_about(desk: Desk) -> None:
    assert "slip.large" in slips(desk, "sewer", "900", "06-02", total=True)


def test_a_figure_dated_back_that_is_too_much_by_now_is_asked_about(desk: Desk) -> None:
    desk.log("sewer", "80", "06-10")
    # On its own day it is 50 of 90, but by now 130.
    assert slips(desk, "sewer", "50", "06-01")["slip.large"]["remaining"] == Decimal(10)


def test_a_milestone_that_was_done_already_is_asked_about(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", on="07-01", node="初稿")
    assert slips(desk, "heritage-plan", None, "07-02", node="初稿") == {
        "slip.node_done": {"node": "初稿", "day": "2024-07-01"}
    }


def test_a_figure_far_past_the_target_of_its_area_is_asked_about(desk: Desk) -> None:
    shared_out(desk)
    # 30 for the area and a tenth of it: 33 at most.
    found = slips(desk, "sewer", "33.001", "06-02", area="东昌府区")
    assert found["slip.large_area"]["remaining"] == Decimal(30)
    assert desk.log("sewer", "33", "06-02", area="东昌府区").after == 33_000


def test_a_day_before_the_start_is_asked_about(desk: Desk) -> None:
    found = slips(desk, "sewer", "1", "2023-12-31")
    assert found == {"slip.early": {"day": "2023-12-31", "start": "2024-01-01"}}
    assert desk.log("sewer", "1", "01-01").act == 1


def test_a_stage_that_falls_behind_the_next_is_asked_about(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", stage="开工")
    found = slips(desk, "elevators", "12", "07-05", stage="完工")
    assert found["slip.stage"] == {
        "stage": "开工",
        "following": "完工",
        "lag": Decimal(2),
        "unit": "部",
    }
    assert desk.log("elevators", "10", stage="完工").after == 10


def test_several_slips_are_asked_about_at_once(desk: Desk) -> None:
    desk.log("sewer", "500", "2023-12-31", accept=True)
    assert slips(desk, "sewer", "500", "2023-12-31").keys() == {
        "slip.repeat", "slip.early", "slip.large",
    }  # fmt: skip


def test_a_slip_that_was_not_asked_about_is_not_accepted(desk: Desk) -> None:
    with pytest.raises(Unconfirmed) as early:
        desk.log("sewer", "1", "2023-12-31")
    confirmed = frozenset(early.value.slips)
    request = LogRequest("sewer", "1", day("2023-12-31"))
    desk.write(ledger.log([request], TODAY, confirmed))
    # The same command now also repeats an entry, which nobody has confirmed.
    with pytest.raises(Unconfirmed) as both:
        desk.write(ledger.log([request], TODAY, confirmed))
    assert {s.key for s in both.value.slips} == {"slip.early", "slip.repeat"}
