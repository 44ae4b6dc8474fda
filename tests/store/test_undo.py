"""Undoing: one act is taken back and nothing else, and that can be taken back too."""

import pytest

from tests.store.ledgers import REASON, Desk
from tracker.errors import Refused, Unconfirmed


def done(desk: Desk) -> str | None:
    return desk.done("sewer")


def test_undos_of_an_entry_its_correction_and_its_undo(desk: Desk) -> None:
    # The design's own example, with 1 for 17 and 2 for 18.
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    assert done(desk) == "12"
    by_correction = desk.undo(2)
    assert done(desk) == "10"
    desk.undo(by_correction.act)
    assert done(desk) == "12"
    by_entry = desk.undo(1)
    assert done(desk) is None
    desk.undo(by_entry.act)
    assert done(desk) == "12"


def test_an_undone_correction_stays_undone_when_the_entry_comes_back(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    desk.undo(2)
    gone = desk.undo(1)
    desk.undo(gone.act)
    assert done(desk) == "10"


def test_undoing_the_first_of_two_corrections_leaves_the_second(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    desk.correct(1, to="13")
    desk.undo(2)
    assert done(desk) == "13"
    desk.undo(3)
    assert done(desk) == "10"


def test_undoing_the_second_of_two_corrections_brings_back_the_first(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    desk.correct(1, to="13")
    desk.undo(3)
    assert done(desk) == "12"


def test_all_fields_of_a_correction_are_taken_back_together(desk: Desk) -> None:
    desk.log("sewer", "10", "06-10")
    desk.correct(1, to="12", on="05-01")
    desk.undo(2)
    found = [desk.done("sewer", d) for d in ("05-01", "06-09", "06-10")]
    assert found == [None, None, "10"]


def test_an_undone_total_lets_go_of_what_it_absorbed(desk: Desk) -> None:
    desk.log("sewer", "20", "06-01")
    desk.log("sewer", "50", "06-30", total=True)
    desk.log("sewer", "5", "07-01")
    desk.undo(2)
    assert [desk.done("sewer", d) for d in ("06-30", "07-01")] == ["20", "25"]


def test_an_undone_milestone_is_open_again(desk: Desk) -> None:
    desk.milestone("heritage-plan", "初稿", weight=40)
    desk.log("heritage-plan", node="初稿")
    echo = desk.undo(1)
    assert (echo.before, echo.after) == (40, None)


def test_entries_of_other_commitments_are_left_alone(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.log("elevators", "10")
    desk.undo(1)
    assert desk.done("elevators") == "10"


def test_the_echo_tells_what_was_undone_and_what_became_of_the_total(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.log("sewer", "5", "06-02")
    echo = desk.undo(1)
    assert (echo.act, echo.undone, echo.entry.act) == (3, 1, 1)
    assert (echo.before, echo.after) == (15_000, 5_000)


def test_the_reason_stands_with_the_change(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.undo(1)
    assert desk.read("SELECT command, reason FROM change WHERE change = 3") == [("undo", REASON)]


def test_nothing_is_removed(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.undo(1)
    assert desk.read("SELECT act, amount FROM entry") == [(1, 10_000)]
    assert desk.done("sewer", known=2) == "10"


# Without a number


@pytest.fixture
def other(desk: Desk) -> Desk:
    """Somebody else at the same ledger."""
    return Desk(desk.store, "李四")


def test_bare_undo_takes_the_latest_entry_of_this_person(desk: Desk, other: Desk) -> None:
    desk.log("sewer", "1")
    desk.log("elevators", "2")
    other.log("sewer", "4")
    assert desk.undo().undone == 2
    assert desk.undo().undone == 1
    assert done(desk) == "4"


def test_bare_undo_takes_a_correction_of_this_person(desk: Desk, other: Desk) -> None:
    other.log("sewer", "1")
    desk.log("sewer", "2")
    desk.correct(1, to="4")
    assert desk.undo().undone == 3
    assert desk.undo().undone == 2
    # Nothing but the other's entry, as it was logged.
    assert done(desk) == "1"


def test_bare_undo_never_takes_an_undo(desk: Desk) -> None:
    desk.log("sewer", "1")
    desk.log("sewer", "2")
    desk.undo(1)
    assert desk.undo().undone == 2


def test_bare_undo_skips_a_correction_of_what_was_undone(desk: Desk) -> None:
    desk.log("sewer", "1", "07-01")
    desk.log("sewer", "2", "07-02")
    desk.correct(2, to="3")
    desk.undo(2)
    assert desk.undo().undone == 1


def test_bare_undo_takes_again_what_was_brought_back(desk: Desk) -> None:
    desk.log("sewer", "1", "07-01")
    desk.log("sewer", "2", "07-02")
    gone = desk.undo()
    desk.undo(gone.act)
    assert desk.undo().undone == 2


def test_an_entry_undone_by_somebody_else_is_skipped(desk: Desk, other: Desk) -> None:
    desk.log("sewer", "1", "07-01")
    desk.log("sewer", "2", "07-02")
    other.undo(2)
    assert desk.undo().undone == 1


@pytest.mark.parametrize("before", ["nothing", "an undone entry", "another's entry"])
def test_bare_undo_with_nothing_left_is_refused(desk: Desk, other: Desk, before: str) -> None:
    if before == "an undone entry":
        desk.log("sewer", "1")
        desk.undo()
    elif before == "another's entry":
        other.log("sewer", "1")
    with pytest.raises(Refused) as refused:
        desk.undo()
    assert refused.value.key == "error.nothing_to_undo"
    assert refused.value.params == {"author": desk.author.name}


def test_bare_undo_knows_a_name_with_hidden_characters_again(desk: Desk) -> None:
    odd = Desk(desk.store, "张\u200b三")
    odd.log("sewer", "1")
    assert odd.undo().undone == 1


# What is refused, and what is asked about


@pytest.mark.parametrize("act", [0, 99, 10**30], ids=["zero", "99", "out of range"])
def test_a_number_nobody_has_is_refused(desk: Desk, act: int) -> None:
    desk.log("sewer", "1")
    with pytest.raises(Refused) as refused:
        desk.undo(act)
    assert refused.value.key == "error.act_unknown"


@pytest.mark.parametrize("act", [1, 2, 3])
def test_what_was_undone_can_not_be_undone_again(desk: Desk, act: int) -> None:
    desk.log("sewer", "1")
    desk.correct(1, to="2")
    if act == 3:
        desk.undo(1)
    by = desk.undo(act)
    with pytest.raises(Refused) as refused:
        desk.undo(act)
    assert refused.value.key == "error.already_undone"
    assert refused.value.params == {"act": act, "undo": by.act}


def test_an_undo_that_makes_a_fall_is_asked_about(desk: Desk) -> None:
    # Without the total of 10 the sum before the total of 15 would be 20.
    desk.log("sewer", "20", "06-01")
    desk.log("sewer", "10", "06-02", total=True, accept=True)
    desk.log("sewer", "15", "06-03", total=True)
    with pytest.raises(Unconfirmed) as stopped:
        desk.undo(2)
    assert [s.key for s in stopped.value.slips] == ["slip.fall"]
    assert desk.undo(2, accept=True).after == 15_000


def test_an_undo_that_leaves_a_stage_behind_is_asked_about(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "10", stage="开工")
    desk.log("elevators", "8", stage="完工")
    with pytest.raises(Unconfirmed) as stopped:
        desk.undo(1)
    assert [s.key for s in stopped.value.slips] == ["slip.stage"]


def test_an_entry_of_a_stage_can_be_undone_after_a_stage_was_added(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "10", stage="开工")
    desk.edit("elevators", stages=("开工", "完工", "验收"))
    desk.undo(1)
    assert desk.done("elevators") is None
