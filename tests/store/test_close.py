"""Close-out: only what is met, or with a reason; and what is closed out stays as it is."""

from collections.abc import Callable

import pytest

from tests.conftest import AUTHOR
from tests.store.ledgers import REASON, Desk, day, milestones, refused, shared_out, staged
from tests.store.test_history import history
from tracker.core.closing import closed_on
from tracker.core.history import Change


def closed(desk: Desk, slug: str, on: str, known: int | None = None) -> bool:
    """Whether it is closed out at the end of a day, as known at a change."""
    return closed_on(desk.get(slug, known), day(on)) is not None


def test_what_is_met_is_closed_out_from_a_day_on(desk: Desk) -> None:
    desk.log("sewer", "90", "06-30")
    made = desk.close("sewer", "07-01", note="现场核实")
    assert (made.day, made.closed, made.progress.done) == (day("07-01"), True, 90_000)
    assert [closed(desk, "sewer", on) for on in ("06-30", "07-01", "07-05")] == [False, True, True]
    assert not closed(desk, "sewer", "07-05", known=desk.head - 1)
    found = closed_on(desk.get("sewer"), day("07-05"))
    assert found is not None
    assert (found.author, found.note, found.reason, found.change) == (AUTHOR, "现场核实", None, 3)


def test_what_is_not_met_by_that_day_needs_a_reason(desk: Desk) -> None:
    desk.log("sewer", "89.9", "06-30")
    desk.log("sewer", "0.1", "07-02")
    with refused(desk, "error.close_unmet") as caught:
        desk.close("sewer", "07-01")
    assert [str(caught.value.params[name]) for name in ("done", "target", "unit")] == [
        "89.9", "90", "公里",
    ]  # fmt: skip
    desk.close("sewer", "07-02")
    desk.reopen("sewer")
    desk.close("sewer", "07-01", reason=REASON)


def test_what_nothing_measures_needs_a_reason(desk: Desk) -> None:
    desk.add("patrol", "duty", department="housing", every=30)
    for slug in ("patrol", "heritage-plan"):
        with refused(desk, "error.close_unmeasured"):
            desk.close(slug)
        desk.close(slug, reason=REASON)


def test_nothing_logged_is_not_met(desk: Desk) -> None:
    with refused(desk, "error.close_unmet"):
        desk.close("sewer")
    with refused(desk, "error.close_unmet"):
        desk.close("sewer-zero")


def test_a_rank_that_can_be_lost_again_needs_a_reason(desk: Desk) -> None:
    desk.log("city-ranking", "1", "06-30")
    with refused(desk, "error.close_contested"):
        desk.close("city-ranking")


def test_milestones_are_met_when_all_are_done(desk: Desk) -> None:
    milestones(desk)
    desk.log("heritage-plan", node="初稿")
    with refused(desk, "error.close_unmet"):
        desk.close("heritage-plan")
    desk.log("heritage-plan", node="报批")
    desk.close("heritage-plan")


@pytest.mark.parametrize(
    ("on", "key"), [("07-06", "error.date_future"), ("2023-12-31", "error.close_early")]
)
def test_a_day_that_can_not_be_is_refused_even_with_a_reason(desk: Desk, on: str, key: str) -> None:
    with refused(desk, key):
        desk.close("sewer", on, reason=REASON)


def test_it_is_closed_out_once_and_opened_again_once(desk: Desk) -> None:
    with refused(desk, "error.not_closed"):
        desk.reopen("sewer")
    desk.close("sewer", "07-01", reason=REASON)
    with refused(desk, "error.closed_already") as caught:
        desk.close("sewer", reason=REASON)
    assert (caught.value.params["day"], caught.value.params["author"]) == (day("07-01"), AUTHOR)
    desk.reopen("sewer")
    # What was closed out until today stays so for the days before.
    assert [closed(desk, "sewer", on) for on in ("06-30", "07-04", "07-05")] == [False, True, False]
    assert closed(desk, "sewer", "07-05", known=desk.head - 1)
    with refused(desk, "error.not_closed"):
        desk.reopen("sewer")


FROZEN: dict[str, Callable[[Desk], object]] = {
    "log": lambda desk: desk.log("sewer", "1", area="临清市"),
    "a note": lambda desk: desk.log("sewer", note="x"),
    "correct": lambda desk: desk.correct(1, note="x"),
    "undo": lambda desk: desk.undo(1),
    "bare undo": lambda desk: desk.undo(),
    "terms": lambda desk: desk.edit("sewer", target="95"),
    "stages": lambda desk: desk.edit("sewer", stages=("开工", "完工")),
    "plan": lambda desk: desk.plan("sewer", ("06-30", "45")),
    "area add": lambda desk: desk.area("sewer", "莘县"),
    "area name": lambda desk: desk.edit_area("sewer", "临清市", name="临清"),
    "area target": lambda desk: desk.edit_area("sewer", "临清市", target="3"),
    "area retire": lambda desk: desk.retire_area("sewer", "临清市"),
    "milestone add": lambda desk: desk.milestone("heritage-plan", "终稿", reason=REASON),
    "milestone edit": lambda desk: desk.edit_milestone("heritage-plan", "初稿", weight=3),
    "milestone retire": lambda desk: desk.retire_milestone("heritage-plan", "初稿"),
    "stage edit": lambda desk: desk.edit_stage("elevators", "开工", "动工"),
    "stage retire": lambda desk: desk.retire_stage("elevators", "开工"),
}


@pytest.mark.parametrize("act", FROZEN.values(), ids=FROZEN)
def test_what_is_closed_out_is_not_changed(desk: Desk, act: Callable[[Desk], object]) -> None:
    shared_out(desk)
    staged(desk)
    milestones(desk)
    desk.log("sewer", "5", "06-01", area="临清市")
    for slug in ("sewer", "elevators", "heritage-plan"):
        desk.close(slug, reason=REASON)
    with refused(desk, "error.closed_out"):
        act(desk)
    for slug in ("sewer", "elevators", "heritage-plan"):
        desk.reopen(slug)
    act(desk)


def test_names_and_people_of_what_is_closed_out_can_still_be_put_right(desk: Desk) -> None:
    shared_out(desk)
    desk.close("sewer", reason=REASON)
    desk.edit("sewer", reason=None, name="污水管网", person="李四", contact="1", aliases=("管网",))
    desk.edit_area("sewer", "临清市", person="王五", reason=None)
    assert desk.get("sewer").areas[1].person == "王五"


def test_the_history_tells_who_closed_it_out_and_why_it_was_opened_again(desk: Desk) -> None:
    desk.close("sewer", "07-01", note="现场核实", reason=REASON)
    desk.reopen("sewer")
    found = [(i.action, i.changes, i.note, i.reason) for i in history(desk)[-2:]]
    assert found == [
        ("close", (Change("closed_out", None, day("07-01")),), "现场核实", REASON),
        ("reopen", (Change("closed_out", day("07-01"), None),), None, REASON),
    ]
    assert not desk.get("sewer").terms_moved


def test_the_first_day_of_a_commitment_may_be_that_of_its_close_out(desk: Desk) -> None:
    with refused(desk, "error.close_early"):
        desk.close("sewer", "2023-12-31", reason=REASON)
    desk.close("sewer", "01-01", reason=REASON)
    assert closed(desk, "sewer", "01-01")
