"""What a commitment is made of: its unit, stages, areas and milestones."""

import pytest

from tests.store.ledgers import Desk, day, refused
from tracker.core.model import Area, Node, Unit
from tracker.core.quantity import to_decimal
from tracker.store.units import aliases, units

# The unit


def test_a_unit_can_be_changed_before_there_are_figures(desk: Desk) -> None:
    desk.edit("complexes", target="31", unit="个")
    terms = desk.get("complexes").terms
    assert (terms.target, terms.unit) == (31, Unit("个", 0))


def test_a_change_of_unit_alone_does_not_change_the_figure(desk: Desk) -> None:
    desk.edit("sewer", unit="个")
    sewer = desk.get("sewer")
    assert to_decimal(sewer.terms.target or 0, sewer.scale) == 90


@pytest.mark.parametrize("what", ["a figure", "an undone figure", "a target of an area"])
def test_a_unit_in_use_can_not_be_changed(desk: Desk, what: str) -> None:
    if what == "a target of an area":
        desk.area("sewer", "临清市", "10")
    else:
        desk.log("sewer", "1")
    if what == "an undone figure":
        desk.undo(1)
    with refused(desk, "error.unit_in_use"):
        desk.edit("sewer", target="90", unit="个")


def test_words_and_areas_without_a_target_do_not_hold_the_unit(desk: Desk) -> None:
    desk.log("sewer", note="x")
    desk.area("sewer", "临清市")
    desk.edit("sewer", target="90", unit="个")
    assert desk.get("sewer").scale == 0


# Stages


def test_new_stages_say_what_is_done_on_every_day(desk: Desk) -> None:
    desk.log("elevators", "10", "02-01")
    desk.edit("elevators", stages=("开工", "完工"))
    # What was logged before there were stages is the last stage's.
    assert [desk.done("elevators", d) for d in ("02-01", "07-05")] == ["10", "10"]
    desk.log("elevators", "70", "03-01", stage="开工")
    desk.log("elevators", "5", "04-01", stage="完工")
    assert [desk.done("elevators", d) for d in ("03-31", "04-01")] == ["10", "15"]


def test_a_further_stage_takes_what_was_never_given_one(desk: Desk) -> None:
    desk.log("elevators", "10", "02-01")
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "5", "04-01", accept=True)
    desk.edit("elevators", stages=("开工", "完工", "验收"))
    # The 10 without a stage move on to 验收; the 5 were logged as 完工 and stay there.
    assert desk.done("elevators") == "10"
    assert desk.done("elevators", known=4) == "15"


def test_stages_that_were_changed_under_figures_are_terms_that_moved(desk: Desk) -> None:
    for stages in (("开工", "完工"), ("开工", "竣工")):
        desk.edit("elevators", stages=stages, reason=None)
    desk.log("elevators", "5", stage="开工")
    desk.edit("elevators", stages=("开工", "竣工", "验收"))
    moved = [desk.get("elevators", known).terms_moved for known in range(1, 6)]
    assert moved == [False, False, False, False, True]


def test_a_milestone_that_comes_under_figures_needs_a_reason_and_moves_the_terms(
    desk: Desk,
) -> None:
    desk.milestone("heritage-plan", "初稿")
    desk.log("heritage-plan", node="初稿")
    with refused(desk, "error.terms_need_reason"):
        desk.milestone("heritage-plan", "终稿")
    desk.milestone("heritage-plan", "终稿", reason="增加节点")
    assert [desk.get("heritage-plan", n).terms_moved for n in (2, 3, 4)] == [False, False, True]


def test_an_area_and_a_milestone_can_be_put_right_with_a_reason(desk: Desk) -> None:
    desk.area("sewer", "冠县", "30", person="李")
    desk.area("sewer", "莘县", "20")
    changed = desk.edit_area("sewer", "冠县", target="20")
    assert [(c.field, c.old, c.new) for c in changed.changes] == [("target 冠县", 30, 20)]
    areas = desk.get("sewer").areas
    assert [(a.name, a.target, a.person) for a in areas] == [
        ("冠县", 20_000, "李"),
        ("莘县", 20_000, None),
    ]
    desk.milestone("heritage-plan", "初稿", "2024-06-30", 1)
    desk.edit_milestone("heritage-plan", "初稿", due="2024-07-31", weight=2)
    (node,) = desk.get("heritage-plan").nodes
    assert (node.due.isoformat(), node.weight) == ("2024-07-31", 2)


def test_stages_can_be_put_in_another_order(desk: Desk) -> None:
    desk.edit("elevators", stages=("完工", "开工"))
    desk.log("elevators", "5", stage="开工", accept=True)
    desk.edit("elevators", stages=("开工", "完工"))
    assert desk.done("elevators") is None


@pytest.mark.parametrize("how", ["logged", "undone", "corrected into", "corrected away from"])
def test_a_stage_with_entries_can_not_go(desk: Desk, how: str) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "5", stage="完工" if how == "corrected into" else "开工", accept=True)
    if how == "undone":
        desk.undo(1)
    elif how == "corrected into":
        desk.correct(1, stage="开工", accept=True)
    elif how == "corrected away from":
        desk.correct(1, stage="完工", accept=True)
    with refused(desk, "error.stage_in_use") as caught:
        desk.edit("elevators", stages=("完工",))
    assert caught.value.params["stage"] == ("开工",)


def test_a_stage_without_entries_can_go(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.edit("elevators", stages=("完工",))
    assert desk.get("elevators").stages == ("完工",)


def test_stages_over_figures_need_a_reason(desk: Desk) -> None:
    desk.log("elevators", "10")
    with refused(desk, "error.terms_need_reason"):
        desk.edit("elevators", stages=("开工", "完工"), reason=None)


# Areas


def test_areas_stand_in_the_order_in_which_they_were_added(desk: Desk) -> None:
    desk.area("sewer", "临清市", "30", person="李四", contact="1")
    desk.area("sewer", " 东昌府区 ")
    assert desk.get("sewer").areas == (
        Area("临清市", 30_000, "李四", "1"),
        Area("东昌府区", None, None, None),
    )


def test_what_was_logged_before_is_told_when_it_is_first_shared_out(desk: Desk) -> None:
    desk.log("sewer", "10")
    assert desk.area("sewer", "临清市").logged_before
    assert not desk.area("sewer", "东昌府区").logged_before
    assert not desk.area("estates", "临清市").logged_before


def test_an_area_that_is_so_already_is_not_written_again(desk: Desk) -> None:
    desk.area("sewer", "临清市", "30")
    with refused(desk, "error.nothing_to_edit"):
        desk.edit_area("sewer", "临清市", target="30.0")


REFUSED_AREAS: dict[str, tuple[str, tuple[str, str, str | None]]] = {
    "no such commitment": ("error.unknown", ("bridge", "临清市", None)),
    "no name": ("error.name_needed", ("sewer", " ", None)),
    "a rank": ("error.rank_has_no_areas", ("city-ranking", "临清市", None)),
    "there already": ("error.area_there", ("sewer", "东昌府区", None)),
    "there in other letters": ("error.area_there", ("sewer", "b１", None)),
    "a target of milestones": ("error.term_not_of_kind", ("heritage-plan", "临清市", "1")),
    "a target in another unit": ("error.unit_other", ("sewer", "临清市", "1个")),
    "a target in letters": ("error.figure_unreadable", ("sewer", "临清市", "x")),
}


@pytest.mark.parametrize(("key", "args"), REFUSED_AREAS.values(), ids=REFUSED_AREAS)
def test_what_can_not_be_an_area_is_refused(
    desk: Desk, key: str, args: tuple[str, str, str | None]
) -> None:
    desk.area("sewer", "东昌府区")
    desk.area("sewer", "B1")
    with refused(desk, key):
        desk.area(*args)


# Milestones


def test_milestones_are_added_with_day_and_weight(desk: Desk) -> None:
    desk.milestone("heritage-plan", " 初稿 ", "2024-06-30", 40)
    assert desk.get("heritage-plan").nodes == (Node("初稿", day("06-30"), 40),)


def test_a_milestone_that_is_so_already_is_not_written_again(desk: Desk) -> None:
    desk.milestone("heritage-plan", "初稿", "2024-06-30", 40)
    with refused(desk, "error.nothing_to_edit"):
        desk.edit_milestone("heritage-plan", "初稿", due="2024-06-30", weight=40)


def test_a_milestone_that_weighs_less_makes_less_of_what_is_done(desk: Desk) -> None:
    desk.milestone("heritage-plan", "初稿", weight=40)
    desk.log("heritage-plan", node="初稿")
    desk.edit_milestone("heritage-plan", "初稿", weight=20)
    assert [desk.done("heritage-plan", known=known) for known in (3, None)] == ["40", "20"]


@pytest.mark.parametrize(
    ("key", "slug", "node"),
    [
        ("error.unknown", "bridge", "终稿"),
        ("error.name_needed", "heritage-plan", " "),
        ("error.not_milestones", "sewer", "终稿"),
        ("error.node_there", "heritage-plan", "a１"),
    ],
)
def test_what_can_not_be_a_milestone_is_refused(desk: Desk, key: str, slug: str, node: str) -> None:
    desk.milestone("heritage-plan", "A1")
    with refused(desk, key):
        desk.milestone(slug, node)


# Units


def test_a_unit_with_its_aliases_can_be_counted_in(desk: Desk) -> None:
    assert desk.unit("吨", "0.001", "t", "公斤=0.001", "千吨=1,000") == Unit("吨", 3)
    assert {k: aliases(desk.read)[k].steps for k in ("吨", "t", "公斤", "千吨")} == {
        "吨": 1000,
        "t": 1000,
        "公斤": 1,
        "千吨": 1_000_000,
    }
    desk.add("waste", "quantity", target="2千吨", unit="T", department="housing")
    assert desk.get("waste").terms[:2] == (2_000_000, Unit("吨", 3))
    assert desk.log("waste", "5公斤").after == 5


def test_a_unit_of_ten_thousand_wins_over_the_multiplier(desk: Desk) -> None:
    desk.unit("万元", "0.01")
    desk.add("budget", "quantity", target="3", unit="万元", department="housing")
    assert desk.log("budget", "1.5万元").after == 150


REFUSED_UNITS: dict[str, tuple[str, tuple[str, ...]]] = {
    "there already": ("error.unit_there", ("公里", "1")),
    "an alias already": ("error.unit_there", ("KM", "1")),
    "an alias that is there": ("error.unit_there", ("吨", "1", "km")),
    "an alias of its own name": ("error.unit_there", ("吨", "1", "吨")),
    "an alias twice": ("error.unit_there", ("吨", "1", "t", "T")),
    "no name": ("error.unit_name_unreadable", ("", "1")),
    "a name with digits": ("error.unit_name_unreadable", ("吨2", "1")),
    "a name with a space": ("error.unit_name_unreadable", ("吨 位", "1")),
    "an alias without a name": ("error.unit_name_unreadable", ("吨", "1", "=2")),
    "an alias of nothing": ("error.unit_name_unreadable", ("吨", "1", "t=0")),
    "an alias finer than the step": ("error.figure_too_fine", ("吨", "1", "公斤=0.001")),
    "an alias of a word": ("error.figure_unreadable", ("吨", "1", "t=x")),
    "a step of two": ("error.step_unreadable", ("吨", "2")),
    "a step too fine": ("error.step_unreadable", ("吨", "0.0000001")),
}


@pytest.mark.parametrize(("key", "args"), REFUSED_UNITS.values(), ids=REFUSED_UNITS)
def test_what_can_not_be_a_unit_is_refused(desk: Desk, key: str, args: tuple[str, ...]) -> None:
    with refused(desk, key):
        desk.unit(*args)


def test_units_are_known_from_the_seed(desk: Desk) -> None:
    assert units(desk.read).by_name["公里"] == Unit("公里", 3)
