"""Rows of a file beside what is there: new, there already, or a contradiction."""

from collections.abc import Iterable, Sequence

import pytest

from tests.core import make
from tracker.core.batch import with_entries
from tracker.core.fold import Window
from tracker.core.intake import Place, Taken
from tracker.core.matching import (
    Sorted,
    Standing,
    beside_totals,
    compared,
    other_increments,
    taken_back_before,
)
from tracker.core.model import Commitment, Entry

SEWER = {1: make.commitment()}
DAY, OTHER_DAY = "2024-06-28", "2024-06-29"


def rows(*entries: Entry) -> list[Taken]:
    """Entries as the rows 2, 3, … of the first file."""
    return [Taken(Place(0, row), entry) for row, entry in enumerate(entries, start=2)]


def standing(*entries: Entry) -> list[Standing]:
    """Entries that nobody has corrected."""
    return [Standing(entry, entry) for entry in entries]


def sort(there: Iterable[Standing], *entries: Entry) -> Sorted:
    """What becomes of rows beside entries of the sewer."""
    return compared(rows(*entries), there, SEWER)


def told(found: Sorted) -> tuple[list[int], list[int], list[tuple[int, str]]]:
    """The rows that are new, those that are there, and those that are wrong with why."""
    return (
        [row.place.row for row in found.taken],
        [row.place.row for row in found.there],
        [(wrong.place.row, wrong.why.key) for wrong in found.wrong],
    )


def test_a_row_about_another_day_series_or_mode_is_new() -> None:
    there = standing(make.entry(1, DAY, 5000, "total"))
    found = sort(
        there,
        make.entry(2, OTHER_DAY, 4000, "total"),
        make.entry(3, DAY, 4000, "total", area="冠县"),
        make.entry(4, DAY, 4000),
    )
    assert told(found) == ([2, 3, 4], [], [])


def test_a_total_that_is_there_is_found_any_number_of_times() -> None:
    there = standing(make.entry(1, DAY, 5000, "total"))
    same = [make.entry(act, DAY, 5000, "total") for act in (2, 3)]
    found = sort(there, *same)
    assert told(found) == ([], [2, 3], [])
    assert [one.act for one in found.there] == [1, 1]


def test_another_total_for_the_same_day_contradicts() -> None:
    found = sort(standing(make.entry(1, DAY, 5000, "total")), make.entry(2, DAY, 5500, "total"))
    assert told(found) == ([], [], [(2, "error.import_contradicts")])
    (wrong,) = found.wrong
    assert wrong.field == "total"
    assert wrong.why.params == {"entry": 1, "figure": "5公里", "day": DAY}


def test_of_two_totals_in_a_file_the_same_is_one_and_another_is_wrong() -> None:
    found = sort(
        [],
        make.entry(1, DAY, 5000, "total"),
        make.entry(2, DAY, 5000, "total"),
        make.entry(3, DAY, 6000, "total"),
        make.entry(4, DAY, 5000, "total", note="x"),
    )
    assert told(found) == (
        [2],
        [3],
        [(4, "error.import_two_totals"), (5, "error.import_two_words")],
    )
    assert [wrong.why.params["row"] for wrong in found.wrong] == [2, 2]


def test_of_equal_increments_as_many_are_there_as_there_are_entries() -> None:
    there = standing(make.entry(1, DAY, 5000), make.entry(2, DAY, 5000))
    found = sort(there, *(make.entry(act, DAY, 5000) for act in (3, 4, 5)))
    assert told(found) == ([4], [2, 3], [])
    assert {one.act for one in found.there} == {1, 2}


@pytest.mark.parametrize("amounts", [(5000, 7000), (7000, 5000)])
def test_an_increment_beside_one_that_is_there_is_new_in_any_order(
    amounts: tuple[int, int],
) -> None:
    found = sort(
        standing(make.entry(1, DAY, 5000)),
        *(make.entry(act, DAY, amount) for act, amount in enumerate(amounts, start=2)),
    )
    assert [row.entry.amount for row in found.taken] == [7000]
    assert [one.act for one in found.there] == [1]
    assert not found.wrong


def test_rows_that_are_new_stay_in_their_order() -> None:
    found = sort(
        standing(make.entry(1, DAY, 5000)),
        make.entry(2, DAY, 7000),
        make.entry(3, OTHER_DAY, 1000),
        make.entry(4, DAY, 5000),
    )
    assert told(found) == ([2, 3], [4], [])


def test_an_increment_where_only_another_one_is_contradicts_it() -> None:
    found = sort(standing(make.entry(1, DAY, 5000)), make.entry(2, DAY, 7000))
    assert told(found) == ([], [], [(2, "error.import_contradicts")])
    assert found.wrong[0].field == "amount"


def test_what_was_corrected_since_is_there_as_it_was_logged_and_as_it_counts() -> None:
    logged = make.entry(1, DAY, 5000, "total")
    there = [Standing(logged._replace(amount=6000), logged)]
    for amount in (5000, 6000):
        assert told(sort(there, make.entry(2, DAY, amount, "total"))) == ([], [2], [])
    assert told(sort(there, make.entry(2, DAY, 7000, "total")))[2]


def test_what_was_moved_to_another_day_is_there_on_both() -> None:
    logged = make.entry(1, DAY, 5000)
    there = [Standing(logged._replace(day=make.day(OTHER_DAY)), logged)]
    assert told(sort(there, make.entry(2, DAY, 5000))) == ([], [2], [])
    assert told(sort(there, make.entry(2, OTHER_DAY, 5000))) == ([], [2], [])


def test_a_figure_that_is_there_with_other_words_is_told_and_without_words_is_there() -> None:
    there = standing(make.entry(1, DAY, 5000, "total", note="柳园路"))
    assert told(sort(there, make.entry(2, DAY, 5000, "total"))) == ([], [2], [])
    found = sort(there, make.entry(2, DAY, 5000, "total", note="兴华路"))
    assert told(found) == ([], [], [(2, "error.import_other_words")])
    assert found.wrong[0].why.params == {"entry": 1}


def test_among_equal_increments_the_one_with_the_same_words_is_found() -> None:
    there = standing(make.entry(1, DAY, 5000, note="一"), make.entry(2, DAY, 5000, note="二"))
    found = sort(there, make.entry(3, DAY, 5000, note="二"), make.entry(4, DAY, 5000, note="一"))
    assert [one.act for one in found.there] == [2, 1]


def test_words_are_there_only_as_they_are() -> None:
    there = standing(make.entry(1, DAY, note="一"))
    found = sort(there, make.entry(2, DAY, note="一"), make.entry(3, DAY, note="二"))
    assert told(found) == ([3], [2], [])


def test_an_entry_of_the_last_stage_and_one_without_a_stage_are_about_the_same() -> None:
    staged = {1: make.commitment(stages=make.STAGES)}
    there = standing(make.entry(1, DAY, 5000, "total", stage="完工"))
    found = compared(rows(make.entry(2, DAY, 5000, "total")), there, staged)
    assert told(found) == ([], [2], [])


def beside(total: int, added: int, *before: Entry) -> list[dict[str, object]]:
    """What is doubted of a total of 06-28 with an increment beside it, after earlier entries."""
    entry = make.entry(9, DAY, total, "total")
    after = with_entries(Window({}, {}), [*before, entry], "")
    found = other_increments(SEWER[1], after, [(Place(0, 2), entry, added)])
    return [dict(slip.params) for _, slip in found]


def test_an_increment_that_leads_to_the_total_from_an_earlier_sum_is_not_doubted() -> None:
    before = make.entry(1, "2024-06-14", 30_000, "total"), make.entry(2, "2024-06-21", 5000)
    assert beside(40_000, 5000, *before) == []
    assert beside(40_000, 10_000, *before) == []
    assert beside(40_000, 1000) == []


def test_an_increment_that_leads_there_from_no_earlier_sum_is_doubted() -> None:
    (params,) = beside(40_000, 7000, make.entry(1, "2024-06-21", 35_000, "total"))
    assert {name: str(value) for name, value in params.items()} == {
        "total": "40", "before": "35", "added": "7", "unit": "公里",
    }  # fmt: skip


def test_readings_of_a_level_have_no_increments_to_disagree() -> None:
    level = make.commitment("level", make.RATE)
    entry = make.entry(1, DAY, 5000, "total")
    window = with_entries(Window({}, {}), [make.entry(2, "2024-06-01", 1, "total"), entry], "")
    assert list(other_increments(level, window, [(Place(0, 2), entry, 7)])) == []


@pytest.mark.parametrize("days", [("2024-06-01", "2024-06-08"), ("2024-06-08", "2024-06-01")])
def test_what_an_entry_says_now_is_found_before_what_it_said_in_any_order_of_rows(
    days: Sequence[str],
) -> None:
    # Logged for the 8th and moved to the 1st: the row of the 8th is another one.
    logged = make.entry(1, "2024-06-08", 5000)
    there = [Standing(logged._replace(day=make.day("2024-06-01")), logged)]
    found = sort(there, *(make.entry(act, on, 5000) for act, on in enumerate(days, start=2)))
    assert [row.entry.day for row in found.taken] == [make.day("2024-06-08")]
    assert [(one.place.row, one.act) for one in found.there] == [(2 + days.index("2024-06-01"), 1)]
    assert not found.wrong


def test_a_total_contradicts_one_that_another_row_says() -> None:
    there = standing(make.entry(1, DAY, 5000, "total"))
    for amounts in ((5000, 6000), (6000, 5000)):
        found = sort(there, *(make.entry(n, DAY, a, "total") for n, a in enumerate(amounts, 2)))
        assert (len(found.taken), len(found.there), len(found.wrong)) == (0, 1, 1)


def beside_a_total(
    *new: Entry, before: Iterable[Entry] = (), of: Commitment | None = None
) -> list[tuple[int, object]]:
    """Which of the new entries are doubted beside a total, with the day that is told."""
    window = with_entries(Window({}, {}), list(before), "")
    found = beside_totals(of or make.commitment(), window, new)
    return [
        (act, dict(slip.params)["day"]) for act, slip in found if slip.key == "slip.beside_total"
    ]


def test_an_increment_of_a_day_with_a_total_is_doubted_wherever_that_stands() -> None:
    total, added = make.entry(1, DAY, 9000, "total"), make.entry(2, DAY, 5000)
    assert beside_a_total(added, before=[total]) == [(2, DAY)]
    assert beside_a_total(total, added) == [(2, DAY)]
    assert beside_a_total(added, total) == [(2, DAY)]


def test_an_increment_of_another_day_area_or_beside_increments_is_not_doubted() -> None:
    total, added = make.entry(1, DAY, 9000, "total"), make.entry(2, DAY, 5000)
    for other in (make.entry(1, OTHER_DAY, 9000, "total"), total._replace(area="冠县")):
        assert beside_a_total(added, before=[other]) == []
    assert beside_a_total(added, before=[make.entry(1, DAY, 9000)]) == []
    assert beside_a_total(make.entry(3, DAY, note="x"), before=[total]) == []


def test_what_counts_no_increments_has_none_beside_a_total() -> None:
    level = make.commitment("level", make.RATE)
    entries = [make.entry(1, DAY, 5000, "total"), make.entry(2, DAY, 5000)]
    assert beside_a_total(*entries, of=level) == []


def said_again(undone: Iterable[Entry], *entries: Entry) -> list[tuple[int, str, object]]:
    """The rows that say what was taken back, with the commitment and the entry that said it."""
    return [
        (place.row, slug, dict(slip.params)["entry"])
        for place, slug, slip in taken_back_before(rows(*entries), undone, SEWER)
    ]


def test_a_figure_that_was_taken_back_is_told_when_it_comes_again() -> None:
    undone = [make.entry(1, DAY, 5000, "total"), make.entry(2, OTHER_DAY, note="x")]
    again = make.entry(5, DAY, 5000, "total")
    assert said_again(undone, make.entry(4, DAY, 6000, "total"), again) == [(3, "sewer", 1)]


def test_another_figure_day_or_mode_and_words_are_no_figure_that_was_taken_back() -> None:
    undone = [make.entry(1, DAY, 5000, "total"), make.entry(2, DAY, note="x")]
    others = make.entry(3, OTHER_DAY, 5000, "total"), make.entry(4, DAY, 5000)
    assert said_again(undone, *others, make.entry(5, DAY, note="x")) == []
    assert said_again([], make.entry(3, DAY, 5000, "total")) == []
