"""A change taken back as a whole."""

import pytest

from tests.store.ledgers import REASON, TODAY, Desk, day, refused
from tracker.core.echo import TakenBack
from tracker.errors import Unconfirmed
from tracker.store import ledger
from tracker.store.taking_back import undo_change
from tracker.store.typed import LogRequest


def log_two(desk: Desk) -> int:
    """Logs 5 km and 4 estates in one change; its number."""
    wanted = [LogRequest("sewer", "5", day("07-01")), LogRequest("estates", "4", day("07-01"))]
    desk.write(ledger.log(wanted, TODAY, None))
    return desk.head


def take_back(desk: Desk, change: int, *, accept: bool = False) -> list[TakenBack]:
    return desk.write(undo_change(change, REASON, None if accept else frozenset()))


def test_every_entry_of_a_change_is_taken_back_and_nothing_else(desk: Desk) -> None:
    desk.log("sewer", "2", "06-30")
    change = log_two(desk)
    taken = take_back(desk, change)
    undone = {one.commitment.slug: tuple(undo.of for undo in one.undos) for one in taken}
    assert undone == {"sewer": (2,), "estates": (3,)}
    assert (desk.done("sewer"), desk.done("estates"), desk.head) == ("2", None, change + 1)


def test_what_was_taken_back_already_stays_so(desk: Desk) -> None:
    change = log_two(desk)
    desk.undo(1)
    assert [one.commitment.slug for one in take_back(desk, change)] == ["estates"]
    with refused(desk, "error.change_undone"):
        take_back(desk, change)


def test_an_undo_among_them_can_be_undone(desk: Desk) -> None:
    change = log_two(desk)
    (sewer, _) = take_back(desk, change)
    desk.undo(sewer.undos[0].act)
    assert desk.done("sewer") == "5"


def test_a_correction_goes_with_its_entry(desk: Desk) -> None:
    change = log_two(desk)
    desk.correct(1, to="6")
    take_back(desk, change)
    assert desk.done("sewer") is None


def test_a_change_without_entries_and_one_that_is_not_there_are_refused(desk: Desk) -> None:
    with refused(desk, "error.change_without_entries"):
        take_back(desk, 1)
    for change in (2, 99, 2**80):
        with refused(desk, "error.change_unknown"):
            take_back(desk, change)


def test_a_fall_that_it_leads_to_is_a_slip(desk: Desk) -> None:
    for on, total in (("06-01", "20"), ("06-02", "10"), ("06-03", "15")):
        desk.log("sewer", total, on, total=True, accept=True)
    with pytest.raises(Unconfirmed):
        take_back(desk, desk.head - 1)
    take_back(desk, desk.head - 1, accept=True)
    assert desk.done("sewer") == "15"


def test_of_a_commitment_that_is_closed_out_nothing_is_taken_back(desk: Desk) -> None:
    change = log_two(desk)
    desk.close("sewer", reason=REASON)
    with refused(desk, "error.closed_out"):
        take_back(desk, change)


def test_a_change_that_took_back_is_taken_back_too(desk: Desk) -> None:
    take_back(desk, log_two(desk))
    take_back(desk, desk.head)
    assert (desk.done("sewer"), desk.done("estates")) == ("5", "4")
