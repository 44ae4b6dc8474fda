"""How acts become sums: totals, increments, corrections, undos."""

import datetime as dt

import pytest

from tests.core.make import ALIASES, KM, day, days_of, entry
from tracker.core.fold import (
    DaySum,
    Fall,
    SeriesState,
    Window,
    absorbed,
    at,
    by_series,
    falls,
    fold,
    in_order,
    running,
    series_of,
    standing_entries,
    undone_acts,
)
from tracker.core.model import Correction, Entry, Undo
from tracker.core.quantity import parse_figure, to_decimal

TOTAL_50 = entry(1, "2024-06-30", 50, "total")
LATE_5 = entry(2, "2024-06-15", 5)
NEXT_5 = entry(3, "2024-07-02", 5)
MIXED = [TOTAL_50, LATE_5, NEXT_5]


def corrects(act: int, of: int, field: str, value: str | int | None) -> Correction:
    return Correction(act, act, of, field, value)


def undoes(act: int, of: int) -> Undo:
    return Undo(act, act, of)


def done_on(entries: list[Entry], on: dt.date) -> int | None:
    found = at(fold(entries), on)
    return found.done if found else None


def amounts(entries: list[Entry]) -> list[int | None]:
    return [e.amount for e in entries]


# Sums by day


def test_a_total_fixes_the_sum_and_increments_count_by_their_work_date() -> None:
    assert fold(MIXED) == [
        DaySum(day("2024-06-15"), 5, 1),
        DaySum(day("2024-06-30"), 50, 2),
        DaySum(day("2024-07-02"), 55, 3),
    ]


def test_totals_and_increments_mix_on_every_day_between() -> None:
    june, july = day("2024-06-14"), day("2024-07-03")
    days = [june + dt.timedelta(days=n) for n in range((july - june).days + 1)]
    # Nothing on the 14th; 5 from the 15th, for 15 days; 50 on 06-30 and 07-01; then 55.
    expected = [None] + [5] * 15 + [50] * 2 + [55] * 2
    assert [done_on(MIXED, d) for d in days] == expected


def test_the_order_of_logging_does_not_matter_across_days() -> None:
    assert fold([NEXT_5, LATE_5, TOTAL_50]) == fold(MIXED)


def test_within_a_day_the_number_decides() -> None:
    on = "2024-06-30"
    assert done_on([entry(1, on, 50, "total"), entry(2, on, 2)], day(on)) == 52
    assert done_on([entry(2, on, 50, "total"), entry(1, on, 2)], day(on)) == 50
    assert done_on([entry(1, on, 50, "total"), entry(2, on, 48, "total")], day(on)) == 48


def test_a_tenth_logged_ten_times_is_one() -> None:
    tenth = parse_figure("0.1km", KM, ALIASES).steps
    done = done_on([entry(n, f"2024-06-{n:02}", tenth) for n in range(1, 11)], day("2024-06-10"))
    assert done is not None
    assert str(to_decimal(done, KM.scale)) == "1"


def test_a_total_after_a_total_replaces_it() -> None:
    totals = [entry(1, "2024-05-31", 40, "total"), entry(2, "2024-06-30", 50, "total")]
    assert [s.done for s in fold(totals)] == [40, 50]


def test_a_total_of_nothing_is_a_figure() -> None:
    assert fold([entry(1, "2024-06-30", 0, "total")]) == [DaySum(day("2024-06-30"), 0, 1)]


def test_words_are_counted_and_move_no_sum() -> None:
    words, figure = entry(1, "2024-06-01", note="招标"), entry(2, "2024-06-03", 5)
    assert fold([words, figure, entry(3, "2024-06-04", note="雨")]) == [
        DaySum(day("2024-06-01"), None, 1),
        DaySum(day("2024-06-03"), 5, 2),
        DaySum(day("2024-06-04"), 5, 3),
    ]


def test_a_fold_goes_on_from_the_state_before_it() -> None:
    before = DaySum(day("2024-06-15"), 5, 7)
    assert fold([NEXT_5], before) == [DaySum(day("2024-07-02"), 10, 8)]
    assert fold([TOTAL_50], before) == [DaySum(day("2024-06-30"), 50, 8)]
    assert fold([NEXT_5], before._replace(done=None)) == [DaySum(day("2024-07-02"), 5, 8)]


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == []
    assert at([], day("2024-06-30")) is None


def test_each_entry_is_followed_by_the_sum_after_it() -> None:
    assert list(running(MIXED)) == [(LATE_5, 5), (TOTAL_50, 50), (NEXT_5, 55)]
    assert list(running([LATE_5], 100)) == [(LATE_5, 105)]
    assert in_order(MIXED) == [LATE_5, TOTAL_50, NEXT_5]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-06-14", None),
        ("2024-06-15", 5),
        ("2024-06-29", 5),
        ("2024-06-30", 50),
        ("2030-01-01", 55),
    ],
)
def test_a_day_has_the_state_of_the_last_day_up_to_it(on: str, expected: int | None) -> None:
    assert done_on(MIXED, day(on)) == expected


# Corrections and undos: 17 logs 10, 18 corrects it to 12

LOGGED = [entry(17, "2024-06-28", 10)]
TO_12 = corrects(18, 17, "amount", 12)


def test_a_correction_sets_a_field_anew() -> None:
    assert amounts(standing_entries(LOGGED, [TO_12], [])) == [12]


def test_undoing_a_correction_gives_what_was_logged() -> None:
    assert amounts(standing_entries(LOGGED, [TO_12], [undoes(19, 18)])) == [10]


def test_undoing_the_entry_gives_none() -> None:
    assert standing_entries(LOGGED, [TO_12], [undoes(19, 17)]) == []


def test_undoing_the_undo_of_an_entry_gives_the_corrected_figure_again() -> None:
    undos = [undoes(19, 17), undoes(20, 19)]
    assert amounts(standing_entries(LOGGED, [TO_12], undos)) == [12]


def test_undoing_the_undo_of_a_correction_gives_the_corrected_figure_again() -> None:
    undos = [undoes(19, 18), undoes(20, 19)]
    assert amounts(standing_entries(LOGGED, [TO_12], undos)) == [12]


def test_an_undo_takes_back_one_act_and_nothing_else() -> None:
    # The correction is gone for good although its entry went and came back after it.
    undos = [undoes(19, 18), undoes(20, 17), undoes(21, 20)]
    assert amounts(standing_entries(LOGGED, [TO_12], undos)) == [10]


def test_a_chain_of_undos_alternates() -> None:
    chain = [undoes(n, n - 1) for n in range(19, 25)]
    standing = [amounts(standing_entries(LOGGED, [TO_12], chain[:n])) for n in range(7)]
    assert standing == [[12], [10], [12], [10], [12], [10], [12]]


def test_undos_are_read_by_number_however_they_come() -> None:
    assert undone_acts([undoes(20, 19), undoes(19, 17)]) == {19: 20}
    assert undone_acts([undoes(19, 17), undoes(20, 19), undoes(21, 20)]) == {20: 21, 17: 19}
    assert undone_acts([]) == {}


def test_an_act_may_be_undone_again_after_its_undo_was_undone() -> None:
    assert undone_acts([undoes(19, 17), undoes(20, 19), undoes(21, 17)]) == {19: 20, 17: 21}


def test_the_latest_standing_correction_of_a_field_counts() -> None:
    to_15 = corrects(19, 17, "amount", 15)
    assert amounts(standing_entries(LOGGED, [to_15, TO_12], [])) == [15]
    assert amounts(standing_entries(LOGGED, [to_15, TO_12], [undoes(20, 19)])) == [12]
    assert amounts(standing_entries(LOGGED, [to_15, TO_12], [undoes(20, 18)])) == [15]


def test_corrections_of_other_fields_stand_side_by_side() -> None:
    corrections = [
        TO_12,
        corrects(19, 17, "day", "2024-06-27"),
        corrects(20, 17, "area", "临清市"),
        corrects(20, 17, "stage", "开工"),
        corrects(21, 17, "mode", "total"),
        corrects(22, 17, "note", "柳园路"),
        corrects(22, 17, "problem", "雨"),
        corrects(22, 17, "next_step", "验收"),
    ]
    expected = Entry(
        17, 17, 1, "临清市", "开工", day("2024-06-27"), "total", 12, "柳园路", "雨", "验收"
    )
    assert standing_entries(LOGGED, corrections, []) == [expected]


def test_undoing_one_act_takes_all_the_fields_it_corrected() -> None:
    both = [corrects(18, 17, "amount", 12), corrects(18, 17, "day", "2024-06-27")]
    assert standing_entries(LOGGED, both, [undoes(19, 18)]) == LOGGED


def test_an_entry_that_moved_to_another_day_counts_there_as_if_it_had_always() -> None:
    moved = corrects(4, 2, "day", "2024-07-01")
    entries = standing_entries(MIXED, [moved], [])
    assert [(s.day, s.done) for s in fold(entries)] == [
        (day("2024-06-30"), 50),
        (day("2024-07-01"), 55),
        (day("2024-07-02"), 60),
    ]


def test_without_its_total_a_series_adds_up_again() -> None:
    entries = standing_entries(MIXED, [], [undoes(4, 1)])
    assert [(s.day, s.done) for s in fold(entries)] == [
        (day("2024-06-15"), 5),
        (day("2024-07-02"), 10),
    ]


def test_entries_keep_the_order_they_came_in() -> None:
    assert standing_entries(MIXED, [], []) == MIXED


# Series


def test_an_entry_without_a_stage_is_the_last_stages() -> None:
    plain = entry(1, "2024-06-30", 5, area="临清市")
    assert series_of(plain, "完工") == (1, "临清市", "完工")
    assert series_of(plain, "") == (1, "临清市", "")
    assert series_of(plain._replace(stage="开工"), "完工") == (1, "临清市", "开工")


def test_each_area_and_stage_has_a_series_of_its_own() -> None:
    entries = [
        entry(1, "2024-06-01", 5, area="临清市", stage="完工"),
        entry(2, "2024-06-02", 7, area="临清市"),
        entry(3, "2024-06-03", 9, area="临清市", stage="开工"),
        entry(4, "2024-06-04", 11),
    ]
    assert by_series(entries, "完工") == {
        (1, "临清市", "完工"): entries[:2],
        (1, "临清市", "开工"): entries[2:3],
        (1, "", "完工"): entries[3:],
    }


# Falls


def test_a_total_below_the_sum_before_it_is_a_fall() -> None:
    entries = [entry(1, "2024-06-01", 50), entry(2, "2024-06-30", 40, "total")]
    assert falls(entries, downwards=False) == [Fall(2, day("2024-06-30"), 50, 40)]
    assert falls(entries, downwards=True) == []


def test_a_total_above_the_reading_before_it_is_a_rise_of_a_stock() -> None:
    entries = [entry(1, "2024-06-01", 40, "total"), entry(2, "2024-06-30", 50, "total")]
    assert falls(entries, downwards=True) == [Fall(2, day("2024-06-30"), 40, 50)]
    assert falls(entries, downwards=False) == []


@pytest.mark.parametrize("downwards", [True, False])
def test_the_same_total_again_is_no_fall(downwards: bool) -> None:
    entries = [entry(1, "2024-06-01", 50, "total"), entry(2, "2024-06-30", 50, "total")]
    assert falls(entries, downwards=downwards) == []


def test_an_increment_before_a_total_can_make_it_a_fall() -> None:
    entries = [entry(1, "2024-06-01", 48), entry(2, "2024-06-30", 50, "total")]
    assert falls(entries, downwards=False) == []
    late = entry(3, "2024-06-15", 5)
    assert falls([*entries, late], downwards=False) == [Fall(2, day("2024-06-30"), 53, 50)]


def test_a_first_total_is_measured_against_the_opening() -> None:
    first = [entry(1, "2024-06-30", 50, "total")]
    assert falls(first, downwards=False) == []
    assert falls(first, downwards=False, opening=60) == [Fall(1, day("2024-06-30"), 60, 50)]
    assert falls(first, downwards=True, opening=40) == [Fall(1, day("2024-06-30"), 40, 50)]


def test_words_and_increments_are_no_falls() -> None:
    entries = [
        entry(1, "2024-06-01", 50),
        entry(2, "2024-06-02", note="雨"),
        entry(3, "2024-06-03", 0),
    ]
    assert falls(entries, downwards=False) == []


# A window on a commitment

OPENING = DaySum(day("2024-05-31"), 40, 3)
SERIES, OTHER = (1, "", ""), (1, "临清市", "")


def test_a_window_sees_the_state_before_it_and_the_entries_since() -> None:
    window = Window({SERIES: OPENING}, {SERIES: [NEXT_5, LATE_5]})
    assert window.days(SERIES) == [
        OPENING,
        DaySum(day("2024-06-15"), 45, 4),
        DaySum(day("2024-07-02"), 50, 5),
    ]
    assert window.opening(SERIES) == 40


def test_a_window_has_the_sums_of_any_day_and_of_the_end() -> None:
    window = Window({SERIES: OPENING}, {OTHER: [LATE_5], SERIES: [NEXT_5]})
    assert window.series() == [SERIES, OTHER]
    assert window.sums(day("2024-06-14")) == {SERIES: SeriesState(OPENING)}
    assert window.sums() == {
        SERIES: SeriesState(DaySum(day("2024-07-02"), 45, 4)),
        OTHER: SeriesState(DaySum(day("2024-06-15"), 5, 1)),
    }


def test_a_series_without_a_past_begins_in_the_window() -> None:
    window = Window({}, days_entries := {SERIES: [LATE_5]})
    assert window.opening(SERIES) is None
    assert window.days(SERIES) == days_of(*days_entries[SERIES])[SERIES]
    assert window.sums(day("2024-06-14")) == {}


def test_what_lies_before_a_total_is_absorbed_by_the_first_one_behind_it() -> None:
    of_two = entry(4, "2024-07-05", 80, "total")
    same_day = [entry(0, "2024-06-30", 1), entry(9, "2024-06-30", 1), entry(8, "2024-06-29")]
    window = Window({}, by_series([of_two, *MIXED, *same_day], ""))
    found = absorbed(window, [*MIXED, *same_day, of_two], "")
    assert sorted((e.act, total.act) for e, total in found) == [
        (0, 1),
        (1, 4),
        (2, 1),
        (3, 4),
        (9, 4),
    ]


def test_nothing_is_absorbed_by_a_total_of_another_series() -> None:
    other = TOTAL_50._replace(area="冠县")
    window = Window({}, by_series([other, LATE_5], ""))
    assert list(absorbed(window, [LATE_5], "")) == []


def test_a_window_of_a_series_it_does_not_hold_is_empty() -> None:
    assert Window({}, {}).days(SERIES) == []
    assert Window({}, {}).sums() == {}
