"""Areas, stages and milestones under another name, or out of use: no figure is lost."""

import pytest

from tests.store.ledgers import (
    REASON,
    Desk,
    Row,
    day,
    milestones,
    refused,
    shared_out,
    staged,
)
from tests.store.test_history import history
from tracker.core.history import Change, Defined
from tracker.core.model import Area, Node
from tracker.store import entries
from tracker.store.archive import changes
from tracker.store.sums import sums


def changed(made: Defined) -> list[tuple[object, ...]]:
    return [tuple(change) for change in made.changes]


def areas_of(desk: Desk, slug: str, known: int | None = None) -> list[tuple[str, str]]:
    """Each entry that stands, with the area and the stage it names."""
    found = entries.standing_since(desk.read, desk.get(slug).id, known=known)
    return [(entry.area, entry.stage) for entry in found]


# Another name


def test_an_area_keeps_its_share_its_people_its_place_and_its_figures(desk: Desk) -> None:
    shared_out(desk)
    desk.edit_area("sewer", "东昌府区", person="王五")
    desk.log("sewer", "10", "06-01", area="东昌府区")
    before = desk.head
    made = desk.edit_area("sewer", "东昌府", name="东昌府新区")
    assert changed(made) == [("area", "东昌府区", "东昌府新区")]
    assert desk.get("sewer").areas == (
        Area("东昌府新区", 30_000, "王五", None),
        Area("临清市", None, None, None),
    )
    desk.log("sewer", "2", "06-02", area="东昌府新区")
    assert areas_of(desk, "sewer") == [("东昌府新区", "")] * 2
    assert desk.done("sewer") == "12"
    # Before, all was as it was.
    assert areas_of(desk, "sewer", before) == [("东昌府区", "")]
    assert desk.get("sewer", before).areas[0].name == "东昌府区"
    assert desk.done("sewer", known=before) == "10"


def test_what_is_kept_ready_is_folded_under_the_new_name(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.edit_area("sewer", "东昌府区", name="新区")
    series = desk.series("sewer", "新区")
    assert {s: state.now.done for s, state in sums(desk.read, day("07-05")).items()} == {
        series: 10_000
    }


def test_one_row_and_not_one_an_entry_says_that_an_area_has_another_name(desk: Desk) -> None:
    shared_out(desk)
    for number in range(1, 7):
        desk.log("sewer", str(number), "06-01", area="东昌府区")
    desk.edit_area("sewer", "东昌府区", name="新区")
    *_, last = changes(desk.read, desk.head)
    values = {
        "commitment": desk.get("sewer").id,
        "part": "area",
        "name": "东昌府区",
        "became": "新区",
    }
    assert [row for row in last.rows if row.table != "area"] == [Row("retired", values)]
    assert [row.table for row in last.rows] == ["area", "retired"]
    assert history(desk)[-1].changes == (Change("area", "东昌府区", "新区"),)


def test_an_old_name_can_not_be_undone_into(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.correct(1, area="临清市")
    desk.edit_area("sewer", "东昌府区", name="新区")
    assert areas_of(desk, "sewer") == [("临清市", "")]
    desk.undo(2)
    assert areas_of(desk, "sewer") == [("新区", "")]
    undone = desk.undo(1)
    desk.undo(undone.act)
    assert (areas_of(desk, "sewer"), desk.done("sewer")) == ([("新区", "")], "10")


def test_undo_without_a_number_takes_the_last_act_and_not_a_new_name(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.edit_area("sewer", "东昌府区", name="新区")
    assert desk.undo().undone == 1


def test_a_name_that_was_given_up_can_be_given_to_another_area(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.log("sewer", "4", "06-01", area="临清市")
    desk.edit_area("sewer", "东昌府区", name="新区")
    desk.edit_area("sewer", "临清市", name="东昌府区")
    desk.log("sewer", "1", "06-02", area="东昌府区")
    assert areas_of(desk, "sewer") == [("新区", ""), ("东昌府区", ""), ("东昌府区", "")]
    desk.edit_area("sewer", "东昌府区", name="临清市")
    desk.edit_area("sewer", "新区", name="东昌府区")
    assert areas_of(desk, "sewer") == [("东昌府区", ""), ("临清市", ""), ("临清市", "")]
    assert desk.done("sewer") == "15"


def test_an_entry_under_an_old_name_is_corrected_like_any_other(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.edit_area("sewer", "东昌府区", name="新区")
    with refused(desk, "error.nothing_to_correct"):
        desk.correct(1, area="新区")
    desk.correct(1, to="12")
    assert (areas_of(desk, "sewer"), desk.done("sewer")) == ([("新区", "")], "12")


def test_a_stage_keeps_its_place_and_its_figures(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", "06-01", stage="开工")
    desk.log("elevators", "4", "06-02")
    made = desk.edit_stage("elevators", "完工", "竣工")
    assert changed(made) == [("stage", "完工", "竣工")]
    assert (desk.get("elevators").stages, desk.done("elevators")) == (("开工", "竣工"), "4")
    assert areas_of(desk, "elevators") == [("", "开工"), ("", "竣工")]
    desk.log("elevators", "1", "06-03")
    assert desk.done("elevators") == "5"


def test_a_milestone_that_is_done_stays_done_under_another_name(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", node="初稿")
    made = desk.edit_milestone("heritage-plan", "初稿", name="规划初稿", due="2024-08-31")
    assert changed(made) == [
        ("milestone", "初稿", "规划初稿"),
        ("milestone 规划初稿", "2024-09-30, 40", "2024-08-31, 40"),
    ]
    plan = desk.get("heritage-plan")
    assert [node.name for node in plan.nodes] == ["规划初稿", "报批"]
    assert desk.done("heritage-plan") == "40"


def test_another_name_is_owed_a_reason_and_another_share_moves_the_terms(desk: Desk) -> None:
    shared_out(desk)
    milestones(desk)
    with refused(desk, "error.part_needs_reason"):
        desk.edit_area("sewer", "临清市", name="临清", reason=None)
    with refused(desk, "error.part_needs_reason"):
        desk.edit_area("sewer", "临清市", target="5", reason=None)
    with refused(desk, "error.part_needs_reason"):
        desk.edit_milestone("heritage-plan", "初稿", weight=2, reason=None)
    desk.edit_area("sewer", "临清市", person="李四", contact="1", reason=None)
    assert not desk.get("sewer").terms_moved
    desk.edit_area("sewer", "临清市", name="临清")
    assert not desk.get("sewer").terms_moved
    desk.edit_area("sewer", "临清", target="5")
    assert desk.get("sewer").terms_moved
    desk.edit_milestone("heritage-plan", "初稿", name="草稿")
    assert not desk.get("heritage-plan").terms_moved
    desk.retire_milestone("heritage-plan", "草稿")
    assert desk.get("heritage-plan").terms_moved


def test_a_stage_needs_a_reason_for_another_name_once_figures_were_logged(desk: Desk) -> None:
    staged(desk)
    desk.edit_stage("elevators", "开工", "动工", reason=None)
    desk.log("elevators", "1", stage="动工")
    with refused(desk, "error.part_needs_reason"):
        desk.edit_stage("elevators", "动工", "开工", reason=None)


@pytest.mark.parametrize("retired", [False, True])
def test_a_name_that_is_taken_is_refused(desk: Desk, retired: bool) -> None:
    shared_out(desk)
    milestones(desk)
    desk.edit("elevators", stages=("开工", "封顶", "完工"))
    desk.log("elevators", "1", stage="封顶", accept=True)
    if retired:
        desk.retire_area("sewer", "临清市")
        desk.retire_milestone("heritage-plan", "报批")
        desk.retire_stage("elevators", "封顶")
    with refused(desk, "error.part_name_taken"):
        desk.edit_area("sewer", "东昌府区", name=" 临清市 ")
    with refused(desk, "error.part_name_taken"):
        desk.edit_milestone("heritage-plan", "初稿", name="报批")
    with refused(desk, "error.part_name_taken"):
        desk.edit_stage("elevators", "开工", "封顶")


def test_a_name_can_be_written_in_another_width(desk: Desk) -> None:
    desk.area("sewer", "B1")
    desk.edit_area("sewer", "B1", name="Ｂ1")
    assert [area.name for area in desk.get("sewer").areas] == ["Ｂ1"]


# Out of use: areas


def test_work_in_a_retired_area_stays_done(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.log("sewer", "4", "06-01", area="临清市")
    made = desk.retire_area("sewer", "东昌府区")
    assert changed(made) == [("areas", "东昌府区,临清市", "临清市")]
    assert desk.done("sewer") == "14"
    assert [(a.name, a.target, a.retired) for a in desk.get("sewer").areas] == [
        ("东昌府区", 30_000, True),
        ("临清市", None, False),
    ]
    assert not desk.get("sewer", desk.head - 1).areas[0].retired


def test_the_stock_of_a_retired_area_is_counted_no_more(desk: Desk) -> None:
    desk.area("sewer-zero", "东昌府区")
    desk.area("sewer-zero", "临清市")
    desk.log("sewer-zero", "10", "06-01", area="东昌府区")
    desk.log("sewer-zero", "4", "06-01", area="临清市")
    made = desk.retire_area("sewer-zero", "东昌府区")
    assert changed(made)[-1] == ("done", 14, 4)
    assert (desk.done("sewer-zero"), desk.done("sewer-zero", known=desk.head - 1)) == ("4", "14")
    back = desk.area("sewer-zero", "东昌府区", reason=REASON)
    assert changed(back)[-1] == ("done", 4, 14)
    assert desk.done("sewer-zero") == "14"


def test_a_retired_area_takes_no_new_entries(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", "06-01", area="东昌府区")
    desk.log("sewer", "4", "06-01", area="临清市")
    desk.retire_area("sewer", "临清市")
    with refused(desk, "error.area_retired"):
        desk.log("sewer", "1", area="临清市")
    with refused(desk, "error.area_retired"):
        desk.correct(1, area="临清市")
    with refused(desk, "error.area_retired"):
        desk.retire_area("sewer", "临清市")
    with refused(desk, "error.area_retired"):
        desk.edit_area("sewer", "临清市", person="李四")
    with refused(desk, "error.area_needed") as caught:
        desk.log("sewer", "1")
    assert caught.value.params["areas"] == ("东昌府区",)
    # What is there already can be put right.
    desk.correct(2, to="5")
    assert desk.done("sewer") == "15"


def test_without_an_area_in_use_figures_are_of_the_whole_again(desk: Desk) -> None:
    desk.area("sewer", "临清市")
    desk.log("sewer", "4", "06-01", area="临清市")
    desk.retire_area("sewer", "临清市")
    desk.log("sewer", "1", "06-02")
    assert desk.done("sewer") == "5"


def test_a_retired_area_comes_back_with_what_was_said_of_it(desk: Desk) -> None:
    shared_out(desk)
    desk.retire_area("sewer", "东昌府区")
    with refused(desk, "error.part_was_retired"):
        desk.area("sewer", "东昌府区")
    desk.area("sewer", "东昌府区", person="王五", reason=REASON)
    assert desk.get("sewer").areas[0] == Area("东昌府区", 30_000, "王五", None)


# Out of use: milestones


def test_a_retired_milestone_counts_neither_as_done_nor_as_to_do(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", node="初稿")
    made = desk.retire_milestone("heritage-plan", "初稿")
    assert changed(made) == [("milestone 初稿", "2024-09-30, 40", None), ("done", 40, None)]
    assert desk.get("heritage-plan").nodes == (Node("报批", day("09-30"), 60),)
    assert desk.get("heritage-plan").terms_moved
    assert desk.done("heritage-plan") is None
    assert [item.stage for item in history(desk) if item.act] == ["初稿"]
    with refused(desk, "error.unknown_of"):
        desk.log("heritage-plan", node="初稿")


def test_a_retired_milestone_comes_back_with_a_reason(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", node="初稿")
    desk.retire_milestone("heritage-plan", "初稿")
    with refused(desk, "error.part_was_retired"):
        desk.milestone("heritage-plan", "初稿")
    desk.milestone("heritage-plan", "初稿", weight=50, reason=REASON)
    assert desk.done("heritage-plan") == "50"
    with refused(desk, "error.node_there"):
        desk.milestone("heritage-plan", "初稿", reason=REASON)


def test_the_last_milestone_can_not_go(desk: Desk) -> None:
    desk.milestone("heritage-plan", "初稿")
    with refused(desk, "error.node_last"):
        desk.retire_milestone("heritage-plan", "初稿")


# Out of use: stages


def test_a_stage_before_the_last_goes_and_its_entries_stay(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", "06-01", stage="开工")
    desk.log("elevators", "4", "06-02")
    made = desk.retire_stage("elevators", "开工")
    assert changed(made) == [("stages", "开工,完工", "完工")]
    assert (desk.get("elevators").stages, desk.done("elevators")) == (("完工",), "4")
    assert areas_of(desk, "elevators") == [("", "开工"), ("", "完工")]
    # It is compared no more, and other stages can still be set.
    desk.log("elevators", "20", "06-03")
    desk.edit("elevators", stages=("完工", "验收"))
    desk.edit("elevators", stages=("开工", "完工", "验收"))
    with refused(desk, "error.stage_in_use"):
        desk.edit("elevators", stages=("完工", "验收"))


def test_the_last_stage_goes_as_long_as_it_has_no_figures(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", "06-01", stage="开工")
    desk.log("elevators", note="x", stage="完工")
    made = desk.retire_stage("elevators", "完工")
    assert changed(made) == [("stages", "开工,完工", "开工"), ("done", None, 10)]
    assert desk.done("elevators") == "10"


@pytest.mark.parametrize("how", ["logged", "undone", "corrected into"])
def test_the_last_stage_with_figures_can_not_go(desk: Desk, how: str) -> None:
    staged(desk)
    stage = "开工" if how == "corrected into" else "完工"
    desk.log("elevators", "10", "06-01", stage=stage, accept=True)
    if how == "undone":
        desk.undo(1)
    elif how == "corrected into":
        desk.correct(1, stage="完工", accept=True)
    with refused(desk, "error.stage_decides"):
        desk.retire_stage("elevators", "完工")
    desk.edit_stage("elevators", "完工", "竣工")
    with refused(desk, "error.stage_decides"):
        desk.retire_stage("elevators", "竣工")


def test_the_only_stage_can_not_go(desk: Desk) -> None:
    desk.edit("elevators", stages=("完工",))
    with refused(desk, "error.stage_only"):
        desk.retire_stage("elevators", "完工")
