"""The acts replayed in the order in which they were made, and changes of what was promised."""

from decimal import Decimal

from tests.core.make import (
    COUNT,
    EAST,
    HOUSING,
    KM,
    SEWER,
    STAGES,
    WEST,
    YEAR,
    commitment,
    day,
    entry,
    points,
)
from tracker.core.history import Change, as_it_stood, field_changes, totals
from tracker.core.model import Commitment, Correction, Node, Rename, Undo

# A total of 50, an increment before it, one after it; then one thing after the other.
ENTRIES = [
    entry(1, "2024-06-30", 50, "total"),
    entry(2, "2024-06-15", 5),
    entry(3, "2024-07-02", 5),
    entry(8, "2024-07-05", note="雨"),
]
CORRECTIONS = [Correction(4, 4, 1, "amount", 60)]
UNDOS = [Undo(5, 5, 4), Undo(6, 6, 1), Undo(7, 7, 6), Undo(9, 9, 3)]


def test_each_act_has_the_total_that_came_of_it() -> None:
    assert totals(commitment(), ENTRIES, CORRECTIONS, UNDOS) == {
        1: 50,
        2: 50,  # absorbed
        3: 55,
        4: 65,
        5: 55,
        6: 10,  # 5 + 5, without the total
        7: 55,
        8: 55,
        9: 50,
    }


def test_before_a_figure_there_is_no_total_and_none_when_all_is_undone() -> None:
    entries = [entry(1, "2024-06-01", note="雨"), entry(2, "2024-06-02", 5)]
    found = totals(commitment(), entries, [], [Undo(3, 3, 2), Undo(4, 4, 1), Undo(5, 5, 3)])
    assert found == {1: None, 2: 5, 3: None, 4: None, 5: 5}


def test_an_entry_after_all_was_undone_begins_anew() -> None:
    entries = [entry(1, "2024-06-30", 50), entry(3, "2024-06-15", 5)]
    assert totals(commitment(), entries, [], [Undo(2, 2, 1)]) == {1: 50, 2: None, 3: 5}


def test_an_entry_of_the_same_day_counts_after_the_others() -> None:
    entries = [entry(1, "2024-06-30", 50, "total"), entry(2, "2024-06-30", 2)]
    assert totals(commitment(), entries, [], []) == {1: 50, 2: 52}


def test_a_correction_of_several_fields_is_one_act() -> None:
    both = [Correction(3, 3, 2, "amount", 7), Correction(3, 3, 2, "day", "2024-07-01")]
    entries = [entry(1, "2024-06-30", 50, "total"), entry(2, "2024-06-15", 5)]
    assert totals(commitment(), entries, both, []) == {1: 50, 2: 50, 3: 57}


def test_the_total_is_that_of_all_areas() -> None:
    made = commitment(areas=(EAST, WEST))
    entries = [
        entry(1, "2024-06-01", 1),
        entry(2, "2024-06-02", 10, area=EAST.name),
        entry(3, "2024-06-01", 100, area=WEST.name),
    ]
    moved = [Correction(4, 4, 3, "area", EAST.name)]
    assert totals(made, entries, moved, [Undo(5, 5, 2)]) == {1: 1, 2: 11, 3: 111, 4: 111, 5: 101}


def test_the_total_is_that_of_the_stage_that_the_act_is_about() -> None:
    made = commitment(stages=STAGES)
    entries = [
        entry(1, "2024-06-01", 10, stage="开工"),
        entry(2, "2024-06-02", 4, stage="完工"),
        entry(3, "2024-06-03", 5, stage="开工"),
        entry(4, "2024-06-04", 1),
    ]
    found = totals(made, entries, [Correction(5, 5, 1, "amount", 11)], [Undo(6, 6, 2)])
    assert found == {1: 10, 2: 4, 3: 15, 4: 5, 5: 16, 6: 1}


def test_an_entry_that_moved_to_another_stage_shows_the_total_it_then_counts_in() -> None:
    made = commitment(stages=STAGES)
    entries = [
        entry(1, "2024-06-01", 10, stage="开工"),
        entry(2, "2024-06-02", 4, stage="完工"),
        entry(3, "2024-06-03", 3, stage="开工"),
    ]
    moved = [Correction(4, 4, 3, "stage", "完工")]
    # Moved to 4 + 3; corrected there; taken back from there; and moved back to 10 + 3.
    corrections = [*moved, Correction(5, 5, 3, "amount", 5)]
    found = totals(made, entries, corrections, [Undo(6, 6, 5), Undo(7, 7, 3), Undo(8, 8, 7)])
    assert found == {1: 10, 2: 4, 3: 13, 4: 7, 5: 9, 6: 7, 7: 4, 8: 7}
    assert totals(made, entries, moved, [Undo(5, 5, 4)])[5] == 13


def test_an_entry_is_told_as_it_stood_before_it_was_taken_back() -> None:
    raw = entry(1, "2024-06-01", 10)
    to_12, to_14 = Correction(2, 2, 1, "amount", 12), Correction(5, 5, 1, "amount", 14)
    undos = [Undo(3, 3, 1), Undo(4, 4, 3), Undo(6, 6, 1)]
    told = [as_it_stood(raw, [to_12, to_14], undos, act).amount for act in range(1, 7)]
    assert told == [10, 12, 12, 12, 14, 14]
    assert as_it_stood(raw, [to_12], [Undo(3, 3, 2)], 2).amount == 12


def test_the_total_of_milestones_is_the_weight_done() -> None:
    nodes = (Node("立项", day("2024-03-31"), 1), Node("初稿", day("2024-09-30"), 3))
    made = commitment("milestones", YEAR, nodes=nodes)
    entries = [
        entry(1, "2024-03-28", 1, "total", stage="立项"),
        entry(2, "2024-06-28", 1, "total", stage="初稿"),
        entry(3, "2024-06-28", note="雨"),
    ]
    assert totals(made, entries, [], [Undo(4, 4, 1)]) == {1: 1, 2: 4, 3: 4, 4: 3}


def test_an_undo_is_followed_through_other_undos_to_its_entry() -> None:
    made = commitment(stages=STAGES)
    entries = [entry(1, "2024-06-01", 10, stage="开工"), entry(2, "2024-06-02", 4)]
    corrections = [Correction(3, 3, 1, "amount", 12)]
    undos = [Undo(4, 4, 3), Undo(5, 5, 4), Undo(6, 6, 5)]
    found = totals(made, entries, corrections, undos)
    assert found == {1: 10, 2: 4, 3: 12, 4: 10, 5: 12, 6: 10}


# Changes of what was promised


def test_a_new_commitment_tells_all_that_is_known_of_it() -> None:
    assert field_changes(None, commitment(areas=(WEST,), stages=STAGES)) == (
        Change("department", None, "市住建局"),
        Change("name", None, "任务1"),
        Change("target", None, Decimal(90)),
        Change("unit", None, "公里"),
        Change("comparator", None, ">="),
        Change("start", None, day("2024-01-01")),
        Change("due", None, day("2024-12-31")),
        Change("stages", None, "开工,完工"),
        Change("areas", None, "临清市"),
    )


def changes(before: Commitment, after: Commitment) -> list[tuple[str, object, object]]:
    return [(c.field, c.old, c.new) for c in field_changes(before, after)]


def test_only_what_differs_is_told() -> None:
    was = commitment()
    now = was._replace(terms=SEWER._replace(target=95_500, comparator=None))
    assert changes(was, was) == []
    assert changes(was, now) == [
        ("target", Decimal(90), Decimal("95.5")),
        ("comparator", ">=", None),
    ]


def test_names_people_and_departments_are_told() -> None:
    was = commitment()
    profile = was.profile._replace(name="新名", person="李四", department="x", position=9)
    now = was._replace(profile=profile, department=HOUSING._replace(name="市水务局"))
    assert changes(was, now) == [
        ("department", "市住建局", "市水务局"),
        ("name", "任务1", "新名"),
        ("person", None, "李四"),
    ]


def test_a_new_unit_is_told_with_the_figures_in_each_unit() -> None:
    now = commitment(terms=SEWER._replace(unit=COUNT, target=174))
    assert changes(commitment(), now) == [
        ("target", Decimal(90), Decimal(174)),
        ("unit", "公里", "个"),
    ]


def test_openings_and_stretches_are_told_in_the_unit() -> None:
    terms = SEWER._replace(opening=40_500, stretch=1_000)
    assert changes(commitment(), commitment(terms=terms)) == [
        ("stretch", None, Decimal(1)),
        ("opening", None, Decimal("40.5")),
    ]


def test_areas_stages_and_milestones_are_told() -> None:
    node = Node("立项", day("2024-03-31"), 2)
    now = commitment(areas=(EAST._replace(target=60_000),), stages=STAGES, nodes=(node,))
    assert changes(commitment(), now) == [
        ("stages", None, "开工,完工"),
        ("areas", None, "东昌府区"),
        ("target 东昌府区", None, Decimal(60)),
        ("milestone 立项", None, "2024-03-31, 2"),
    ]


def test_points_of_a_plan_are_told_each_by_its_day() -> None:
    was = commitment(plan=points(("2024-06-30", 40_500), ("2024-09-30", 60_000)))
    now = commitment(plan=points(("2024-06-30", 40_500), ("2024-10-31", 60_000)))
    assert changes(was, now) == [
        ("plan 2024-10-31", None, Decimal(60)),
        ("plan 2024-09-30", Decimal(60), None),
    ]
    assert changes(commitment(), was)[0] == ("plan 2024-06-30", None, Decimal("40.5"))


def test_one_more_area_is_told_beside_those_that_were_there() -> None:
    was, now = commitment(areas=(EAST,)), commitment(areas=(EAST, WEST))
    assert changes(was, now) == [("areas", "东昌府区", "东昌府区,临清市")]


def test_who_stands_for_an_area_is_told() -> None:
    was, now = commitment(areas=(EAST,)), commitment(areas=(EAST._replace(person="李四"),))
    assert changes(was, now) == [("person 东昌府区", None, "李四")]
    reached = commitment(areas=(EAST._replace(person="李四", contact="8231000"),))
    assert changes(now, reached) == [("contact 东昌府区", None, "8231000")]


def test_terms_have_moved_when_the_parts_that_count_have() -> None:
    assert commitment()._replace(parts_moved=True).terms_moved


def test_terms_have_moved_once_they_were_changed_after_the_first_time() -> None:
    assert not commitment().terms_moved
    assert commitment()._replace(terms_change=2).terms_moved


def test_figures_have_the_decimals_of_the_unit_and_weights_have_none() -> None:
    assert commitment().scale == KM.scale
    assert commitment("duty", YEAR).scale == 0


def test_another_name_is_one_change_whatever_goes_by_it() -> None:
    shared = EAST._replace(target=30_000, person="王五")
    stages = commitment(areas=(shared, WEST), stages=STAGES)
    renames = (Rename("area", EAST.name, "新区", 2), Rename("stage", "完工", "竣工", 2))
    after = stages._replace(
        areas=(shared._replace(name="新区"), WEST), stages=("开工", "竣工"), renames=renames
    )
    assert field_changes(stages, after) == (
        Change("area", "东昌府区", "新区"),
        Change("stage", "完工", "竣工"),
    )
    further = after._replace(areas=(shared._replace(name="新区", target=20_000), WEST))
    assert field_changes(after, further) == (Change("target 新区", Decimal(30), Decimal(20)),)


def test_an_area_out_of_use_is_no_longer_listed_and_keeps_what_was_said_of_it() -> None:
    shared = EAST._replace(target=30_000)
    before, gone = commitment(areas=(shared, WEST)), shared._replace(retired=True)
    assert field_changes(before, before._replace(areas=(gone, WEST))) == (
        Change("areas", "东昌府区,临清市", "临清市"),
    )
    retired = tuple(area._replace(retired=True) for area in (shared, WEST))
    assert field_changes(before, before._replace(areas=retired)) == (
        Change("areas", "东昌府区,临清市", None),
    )
