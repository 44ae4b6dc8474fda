"""Entries written together are looked at once: each slip is found, and the entry that makes it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.make import EAST, SEWER, STAGES, WEST, YEAR, commitment, entry
from tracker.core.batch import Found, find_slips, with_entries, without
from tracker.core.fold import DaySum, Window, by_series
from tracker.core.model import Commitment, Entry, Node
from tracker.core.slips import new_falls, stages_behind, too_early

SHARED = commitment(areas=(EAST._replace(target=20_000), WEST))
STAGED = commitment(stages=STAGES)
EMPTY = Window({}, {})


def window(made: Commitment, *entries: Entry) -> Window:
    return Window({}, by_series(entries, made.last_stage))


def found(made: Commitment, there: list[Entry], *new: Entry) -> list[Found]:
    before = window(made, *there)
    return find_slips(made, before, with_entries(before, new, made.last_stage), new)


def slips(made: Commitment, there: list[Entry], *new: Entry) -> list[tuple[int, str]]:
    return [(f.act, f.slip.key) for f in found(made, there, *new)]


def test_entries_that_are_right_hold_no_slip() -> None:
    new = [entry(1, "2024-06-01", 5_000), entry(2, "2024-06-02", 45_000, "total")]
    assert found(commitment(), [], *new) == []


def test_each_entry_before_the_start_is_a_slip_of_its_own() -> None:
    new = [entry(n, f"2023-12-0{n}", n) for n in (1, 2)]
    assert slips(commitment(), [], *new) == [(1, "slip.early"), (2, "slip.early")]


def test_a_repeat_of_what_is_there_names_it() -> None:
    (one,) = found(commitment(), [entry(7, "2024-06-01", 5)], entry(8, "2024-06-01", 5))
    assert (one.act, one.slip.key, dict(one.slip.params)["entry"]) == (8, "slip.repeat", 7)


def test_a_repeat_among_the_new_ones_belongs_to_the_later() -> None:
    new = [entry(n, "2024-06-01", 5) for n in (1, 2, 3)]
    assert slips(commitment(), [], *new) == [(2, "slip.repeat_new"), (3, "slip.repeat_new")]


def test_the_same_in_another_area_is_no_repeat() -> None:
    new = [entry(n, "2024-06-01", 5, area=a.name) for n, a in ((1, EAST), (2, WEST))]
    assert found(SHARED, [], *new) == []


def test_an_entry_in_the_place_of_its_older_self_repeats_neither_itself_nor_the_old() -> None:
    old = entry(1, "2024-06-01", 5)
    assert found(commitment(), [old], old._replace(note="x")) == []


def test_a_total_that_is_too_low_is_the_slip_of_its_entry() -> None:
    new = [
        entry(1, "2024-06-01", 50),
        entry(2, "2024-06-03", 40, "total"),
        entry(3, "2024-06-04", 1),
    ]
    assert slips(commitment(), [], *new) == [(2, "slip.fall")]


def test_a_fall_of_what_was_there_belongs_to_the_last_new_entry_before_it() -> None:
    there = [entry(1, "2024-06-01", 48), entry(2, "2024-06-30", 50, "total")]
    new = [entry(n, f"2024-06-{d}", 3) for n, d in ((3, "10"), (4, "20"))]
    later = entry(5, "2024-07-01", 3)
    assert slips(commitment(), there, *new, later) == [(4, "slip.fall")]


def test_a_total_may_be_put_right_by_an_increment_in_the_same_batch() -> None:
    # By itself the 40 would lie below 50; with a total of 30 before it nothing falls but once.
    there = [entry(1, "2024-06-01", 30)]
    new = [entry(2, "2024-06-10", 40, "total"), entry(3, "2024-06-05", 5)]
    assert found(commitment(), there, *new) == []


def test_a_stage_left_behind_belongs_to_the_last_entry_of_the_stage_in_front() -> None:
    new = [
        entry(1, "2024-06-01", 5, stage="开工"),
        entry(2, "2024-06-01", 6),
        entry(3, "2024-06-02", 1, stage="完工"),
        entry(4, "2024-06-03", 1, stage="开工"),
    ]
    assert slips(STAGED, [], *new) == [(3, "slip.stage")]


def test_a_stage_that_catches_up_in_the_same_batch_is_no_slip() -> None:
    new = [entry(1, "2024-06-01", 5), entry(2, "2024-06-02", 5, stage="开工")]
    assert found(STAGED, [], *new) == []


def test_too_much_together_is_one_slip_of_the_largest_entry() -> None:
    # 90 km and a tenth are 99.
    new = [entry(n, f"2024-06-0{n}", a) for n, a in ((1, 30_000), (2, 40_000), (3, 29_001))]
    (one,) = found(commitment(), [], *new)
    assert (one.act, one.slip.key) == (2, "slip.large")
    params = dict(one.slip.params)
    assert (str(params["increase"]), str(params["remaining"])) == ("99.001", "90")
    assert found(commitment(), [], *new[:2], new[2]._replace(amount=29_000)) == []


def test_words_are_not_too_much_where_there_was_too_much_before() -> None:
    there = [entry(1, "2024-06-01", 300_000)]
    assert slips(commitment(), there, entry(2, "2024-06-02", note="x")) == []


def test_too_much_on_a_day_of_the_past_is_a_slip_though_a_later_total_absorbs_it() -> None:
    there = [entry(1, "2024-06-30", 50_000, "total")]
    new = [entry(2, "2024-06-02", 60_000), entry(3, "2024-06-01", 40_000)]
    assert (2, "slip.large") in slips(commitment(), there, *new)


def test_each_area_that_gets_too_much_is_named_once() -> None:
    # 20 km in the east and a tenth are 22; the west has no target of its own.
    new = [
        entry(1, "2024-06-01", 22_000, area=EAST.name),
        entry(2, "2024-06-02", 1, area=EAST.name),
        entry(3, "2024-06-03", 1, area=EAST.name),
        entry(4, "2024-06-03", 50_000, area=WEST.name),
    ]
    assert slips(SHARED, [], *new) == [(1, "slip.large_area")]


def test_the_whole_that_gets_too_much_says_no_more_of_its_areas() -> None:
    new = [
        entry(1, "2024-06-01", 50_000, area=WEST.name),
        entry(2, "2024-06-01", 50_000, area=EAST.name),
    ]
    assert slips(SHARED, [], *new) == [(1, "slip.large")]


def test_areas_without_targets_are_too_much_only_together() -> None:
    shared = commitment(areas=(EAST, WEST))
    new = [entry(n, "2024-06-01", 50_000, area=a.name) for n, a in ((1, EAST), (2, WEST))]
    assert slips(shared, [], *new) == [(1, "slip.large")]
    assert found(shared, [], new[0], new[1]._replace(amount=49_000)) == []


def test_once_the_areas_that_got_too_much_are_named_later_days_are_not_looked_at() -> None:
    # 40 km in the east are too much for its 20; with the 70 of the west for the 90 of all, later.
    there = [entry(1, "2024-06-10", 70_000, area=WEST.name)]
    late = entry(2, "2024-06-01", 40_000, area=EAST.name)
    assert slips(SHARED, there, late) == [(2, "slip.large_area")]


NODES = commitment(
    "milestones",
    YEAR,
    nodes=(Node("初稿", YEAR.due, 1), Node("评审", YEAR.due, 1)) if YEAR.due else (),
)


def test_a_milestone_that_is_marked_twice_on_two_days_is_asked_about_once() -> None:
    new = [entry(n, f"2024-06-0{n}", 1, "total", stage="初稿") for n in (1, 2)]
    assert slips(NODES, [], *new) == [(2, "slip.node_done")]
    assert slips(NODES, [], new[0], new[1]._replace(day=new[0].day)) == [(2, "slip.repeat_new")]
    assert slips(NODES, [new[0]], new[1]) == [(2, "slip.node_done")]
    other = new[1]._replace(stage="评审")
    assert slips(NODES, [], new[0], other, entry(3, "2024-06-03", note="x")) == []


def test_slips_come_in_the_order_of_their_entries() -> None:
    new = [
        entry(5, "2024-06-01", 200_000),
        entry(6, "2023-06-01", 1),
        entry(7, "2024-06-01", 200_000),
    ]
    assert [act for act, _ in slips(commitment(), [], *new)] == [5, 6, 7]
    assert [act for act, _ in slips(commitment(), [], *new[:2])] == [5, 6]


def test_the_window_of_before_stays_as_it_was() -> None:
    there = window(commitment(), entry(1, "2024-06-01", 5))
    with_entries(there, [entry(2, "2024-06-01", 6)], "")
    assert without(there, {1}).entries == {}
    assert [e.act for e in there.entries[(1, "", "")]] == [1]


def test_what_lies_before_the_window_counts() -> None:
    before = Window({(1, "", ""): DaySum(YEAR.start, 95_000, 3)} if YEAR.start else {}, {})
    new = [entry(9, "2024-06-01", 9_001)]
    (one,) = find_slips(commitment(), before, with_entries(before, new, ""), new)
    assert one.slip.key == "slip.large"


ENTRIES = st.builds(
    lambda day, amount, total, area, stage: {
        "on": f"2024-06-{day:02}", "amount": amount, "mode": "total" if total else "add",
        "area": area, "stage": stage,
    },
    day=st.integers(1, 6),
    amount=st.integers(0, 60),
    total=st.booleans(),
    area=st.sampled_from(["", EAST.name, WEST.name]),
    stage=st.sampled_from(STAGES),
)  # fmt: skip


@given(there=st.lists(ENTRIES, max_size=6), new=st.lists(ENTRIES, min_size=1, max_size=5))
@pytest.mark.parametrize("kind", ["quantity", "level"])
def test_the_slips_of_a_batch_are_those_of_its_two_windows(
    kind: Any, there: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    terms = SEWER._replace(target=90)
    made = commitment(kind, terms, stages=STAGES, areas=(EAST._replace(target=50), WEST))
    old = [entry(n, **fields) for n, fields in enumerate(there, start=1)]
    fresh = [entry(n, **fields) for n, fields in enumerate(new, start=100)]
    before = window(made, *old)
    after = with_entries(before, fresh, made.last_stage)
    result = find_slips(made, before, after, fresh)
    said = [f.slip for f in result]
    falls = [s for s in said if s.key in ("slip.fall", "slip.rise")]
    assert sorted(falls, key=repr) == sorted(new_falls(made, before, after), key=repr)
    lags = [s for s in said if s.key == "slip.stage"]
    expected = stages_behind(made, before.sums(), after.sums())
    assert sorted(lags, key=repr) == sorted(expected, key=repr)
    assert [s for s in said if s.key == "slip.early"] == [
        s for e in fresh for s in too_early(made, e.day)
    ]
    assert {f.act for f in result} <= {e.act for e in fresh}
