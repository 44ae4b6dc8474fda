"""Logging: what was typed becomes one entry, and its echo tells what came of it."""

import pytest

from tests.store.ledgers import Desk, milestones, shared_out, staged
from tracker.core.echo import Evidence

ENTRY = (
    "SELECT act, area, stage, day, mode, amount, note, problem, next_step FROM entry "
    "ORDER BY act DESC LIMIT 1"
)


def last_entry(desk: Desk) -> tuple[object, ...]:
    (row,) = desk.read(ENTRY)
    return tuple(row)


# What is stored


def test_an_increment_is_stored_in_the_smallest_step(desk: Desk) -> None:
    desk.log("sewer", "12.5km", "06-27")
    assert last_entry(desk) == (1, "", "", "2024-06-27", "add", 12_500, None, None, None)


def test_a_total_is_stored_as_a_total(desk: Desk) -> None:
    desk.log("sewer", "45.5", total=True)
    assert last_entry(desk)[4:6] == ("total", 45_500)


def test_words_are_stored_beside_a_figure(desk: Desk) -> None:
    desk.log("sewer", "1", note="柳园路", problem="缺管", next_step="催货")
    assert last_entry(desk)[6:] == ("柳园路", "缺管", "催货")


@pytest.mark.parametrize("words", ["note", "problem", "next_step"])
def test_words_alone_are_an_entry(desk: Desk, words: str) -> None:
    desk.log("sewer", accept=False, **{words: "柳园路"})
    assert last_entry(desk)[4:6] == (None, None)
    assert desk.done("sewer") is None


def test_empty_words_are_no_words(desk: Desk) -> None:
    desk.log("sewer", "1", note="", problem="", next_step="")
    assert last_entry(desk)[6:] == (None, None, None)


def test_a_converted_figure_says_what_it_was_converted_from(desk: Desk) -> None:
    assert desk.log("sewer", "800米").converted_from == "米"
    assert desk.log("sewer", "1km").converted_from is None
    assert desk.done("sewer") == "1.8"


def test_every_reading_of_a_level_or_rank_is_a_total(desk: Desk) -> None:
    desk.log("city-ranking", "3位")
    assert last_entry(desk)[4:6] == ("total", 3)
    desk.log("sewer-zero", "12")
    assert last_entry(desk)[4] == "total"


def test_a_milestone_counts_once_in_a_series_of_its_own(desk: Desk) -> None:
    milestones(desk)
    echo = desk.log("heritage-plan", node="初稿")
    assert last_entry(desk)[1:6] == ("", "初稿", "2024-07-05", "total", 1)
    # The weight of the node that is done, of 100 in all.
    assert (echo.before, echo.after) == (None, 40)
    assert desk.log("heritage-plan", node="报批").after == 100


def test_a_milestone_that_was_done_twice_counts_once(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", on="07-01", node="初稿")
    assert desk.log("heritage-plan", on="07-02", node="初稿", accept=True).after == 40


def test_a_milestone_of_what_is_shared_out_counts_for_the_whole(desk: Desk) -> None:
    milestones(desk)
    desk.area("heritage-plan", "临清市")
    assert desk.log("heritage-plan", node="初稿").after == 40


def test_a_look_at_a_duty_needs_no_words(desk: Desk) -> None:
    desk.add("patrol", "duty", department="housing")
    desk.log("patrol")
    assert last_entry(desk)[4:] == (None, None, None, None, None)


def test_evidence_is_kept_with_its_entry(desk: Desk) -> None:
    page = Evidence("https://example.org/a", None, None)
    file = Evidence("/srv/b.pdf", 12, "ab" * 32)
    assert desk.log("sewer", "1", evidence=(file, page)).evidence == (file, page)
    found = desk.read("SELECT act, location, size, sha256 FROM evidence ORDER BY location")
    assert found == [(1, *file), (1, *page)]


def test_evidence_alone_is_an_entry(desk: Desk) -> None:
    desk.log("sewer", evidence=(Evidence("https://example.org/a", None, None),))
    assert last_entry(desk)[0] == 1


def test_evidence_that_was_named_twice_is_kept_once(desk: Desk) -> None:
    page = Evidence("https://example.org/a", None, None)
    desk.log("sewer", "1", evidence=(page, page))
    assert desk.read("SELECT act, location FROM evidence") == [(1, page.location)]


def test_a_figure_without_a_stage_is_the_last_stages(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", stage="开工")
    desk.log("elevators", "5")
    assert last_entry(desk)[2] == "完工"
    assert desk.done("elevators") == "5"


def test_entries_corrections_and_undos_share_one_series_of_numbers(desk: Desk) -> None:
    assert desk.log("sewer", "1").act == 1
    assert desk.correct(1, to="2").act == 2
    assert desk.undo(2).act == 3
    assert desk.log("sewer", "4").act == 4


# What the echo tells


def test_the_echo_tells_the_total_before_and_after(desk: Desk) -> None:
    desk.log("sewer", "12.5", "06-27")
    echo = desk.log("sewer", "33", "06-28")
    assert (echo.act, echo.before, echo.after, echo.on_day) == (2, 12_500, 45_500, 45_500)
    assert echo.absorbed_by is None


def test_the_echo_tells_which_later_total_absorbs_the_entry(desk: Desk) -> None:
    desk.log("sewer", "20", "06-01")
    desk.log("sewer", "50", "06-30", total=True)
    echo = desk.log("sewer", "5", "06-15")
    # 20 + 5 on its own day, and still 50 on the day of the total.
    assert (echo.before, echo.after, echo.on_day) == (50_000, 50_000, 25_000)
    assert echo.absorbed_by is not None
    assert echo.absorbed_by.act == 2


def test_the_first_of_several_totals_absorbs(desk: Desk) -> None:
    for on, total in (("06-10", "10"), ("06-20", "20"), ("06-30", "30")):
        desk.log("sewer", total, on, total=True)
    absorbing = desk.log("sewer", "1", "06-15").absorbed_by
    assert absorbing is not None
    assert absorbing.act == 2


def test_the_echo_of_an_area_tells_the_total_of_the_whole(desk: Desk) -> None:
    shared_out(desk)
    desk.log("sewer", "10", area="东昌府区")
    echo = desk.log("sewer", "4", area="临清市")
    assert (echo.before, echo.after) == (10_000, 14_000)


def test_the_echo_of_a_stage_tells_the_total_of_that_stage(desk: Desk) -> None:
    staged(desk)
    desk.log("elevators", "10", stage="开工")
    desk.log("elevators", "4", stage="完工")
    echo = desk.log("elevators", "5", stage="开工")
    assert (echo.before, echo.after) == (10, 15)


# How totals and increments mix


def test_an_increment_before_a_total_does_not_move_it_and_one_after_adds(desk: Desk) -> None:
    desk.log("sewer", "50", "06-30", total=True)
    desk.log("sewer", "5", "06-15")
    desk.log("sewer", "5", "07-02")
    days = ("06-14", "06-15", "06-29", "06-30", "07-01", "07-02", "07-05")
    assert [desk.done("sewer", d) for d in days] == [None, "5", "5", "50", "50", "55", "55"]


def test_within_one_day_the_number_of_the_entry_decides(desk: Desk) -> None:
    desk.log("sewer", "50", total=True)
    desk.log("sewer", "2")
    assert desk.done("sewer") == "52"
    desk.log("sewer", "60", total=True)
    assert desk.done("sewer") == "60"


def test_a_tenth_of_a_kilometre_ten_times_is_exactly_one(desk: Desk) -> None:
    for d in range(1, 11):
        desk.log("sewer", "0.1", f"06-{d:02}")
    assert desk.done("sewer") == "1"


def test_areas_add_up_and_each_has_its_own_total(desk: Desk) -> None:
    desk.log("sewer", "3", "06-01")
    shared_out(desk)
    desk.log("sewer", "10", "06-10", area="东昌府区", total=True)
    desk.log("sewer", "4", "06-11", area="临清市")
    # 3 from before it was shared out, and the two areas.
    assert desk.done("sewer") == "17"
