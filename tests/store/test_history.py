"""Who wrote what, when and why: every act and every change of what a commitment is, in order."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import AUTHOR, NOON, SHANGHAI
from tests.store.ledgers import LOGIN, REASON, TODAY, Desk, day, shared_out, staged
from tracker.core.history import Change, Item
from tracker.errors import Refused
from tracker.store import ledger
from tracker.store.history import Wanted, items
from tracker.store.typed import LogRequest

NIGHT = dt.datetime(2024, 7, 4, 23, 59, tzinfo=SHANGHAI)


def history(
    desk: Desk,
    commitment: str | None = None,
    since: str | None = None,
    author: str | None = None,
    known: int | None = None,
) -> list[Item]:
    wanted = Wanted(commitment, day(since) if since else None, author, known, SHANGHAI)
    return items(desk.read, wanted)


def acts(desk: Desk, **wanted: Any) -> list[Item]:
    return [item for item in history(desk, **wanted) if item.act is not None]


def log_at(desk: Desk, now: dt.datetime, amount: str) -> None:
    request = LogRequest("sewer", amount, day("07-04"))
    desk.write(ledger.log([request], TODAY, None), now)


# Acts


def test_an_entry_is_told_with_all_there_is_to_it(desk: Desk) -> None:
    desk.area("sewer", "临清市")
    desk.log("sewer", "12.5", "06-27", area="临清市", note="柳园路")
    (item,) = acts(desk)
    assert item.commitment is not None
    assert item._replace(commitment=None) == Item(
        act=1,
        change=3,
        commitment=None,
        action="log",
        day=day("06-27"),
        recorded_at="2024-07-05T04:00:00.000Z",
        author=AUTHOR,
        login=LOGIN,
        mode="add",
        amount=12_500,
        total=12_500,
        area="临清市",
        stage=None,
        note="柳园路",
        reason=None,
        of=None,
        changes=(),
    )


def test_each_act_tells_the_total_that_resulted(desk: Desk) -> None:
    desk.log("sewer", "20", "06-01")
    desk.log("sewer", "50", "06-30", total=True)
    desk.log("sewer", "5", "06-15")  # absorbed by the total
    desk.log("sewer", "5", "07-01")
    desk.correct(2, to="40")
    desk.undo(2)  # 20 + 5 + 5
    desk.undo(6)
    found = [(item.act, item.total) for item in acts(desk)]
    assert found == [
        (1, 20_000), (2, 50_000), (3, 50_000), (4, 55_000), (5, 45_000), (6, 30_000), (7, 45_000),
    ]  # fmt: skip


def test_the_total_of_an_area_is_that_of_the_whole_and_of_a_stage_its_own(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("elevators", "10", stage="开工")
    desk.log("elevators", "4")
    desk.area("sewer", "临清市")
    desk.area("sewer", "东昌府区")
    desk.log("sewer", "1", area="临清市")
    desk.log("sewer", "2", area="东昌府区")
    totals = {item.act: item.total for item in acts(desk)}
    assert totals == {1: 10, 2: 4, 3: 1_000, 4: 3_000}


def test_a_correction_tells_old_and_new_as_they_stood_when_it_was_made(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.correct(1, to="12", on="06-02")
    desk.correct(1, to="13.5")
    _, first, second = acts(desk)
    assert (first.action, first.of, first.reason) == ("correct", 1, REASON)
    assert set(first.changes) == {
        Change("amount", Decimal(10), Decimal(12)),
        Change("day", day("06-01"), "2024-06-02"),
    }
    assert second.changes == (Change("amount", Decimal(12), Decimal("13.5")),)
    assert (second.amount, second.total) == (13_500, 13_500)


def test_a_correction_after_an_undone_one_starts_from_what_stood(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    desk.undo(2)
    desk.correct(1, to="13")
    assert acts(desk)[-1].changes == (Change("amount", Decimal(10), Decimal(13)),)


@pytest.mark.parametrize("part", ["area", "stage"])
def test_a_correction_names_an_area_and_a_stage_as_they_are_called_now(
    part: str, desk: Desk
) -> None:
    if part == "area":
        shared_out(desk)
        desk.log("sewer", "10", area="东昌府区")
        desk.correct(1, area="临清市")
        desk.edit_area("sewer", "临清市", name="临清")
        found = history(desk, "sewer")
    else:
        staged(desk)
        desk.log("elevators", "10", stage="开工")
        desk.correct(1, stage="完工", accept=True)
        desk.edit_stage("elevators", "完工", "竣工")
        found = history(desk, "elevators")
    (corrected,) = (item for item in found if item.action == "correct")
    old, new = ("东昌府区", "临清") if part == "area" else ("开工", "竣工")
    assert corrected.changes == (Change(part, old, new),)
    assert getattr(corrected, part) == new


def test_an_undo_tells_what_it_took_back(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.correct(1, to="12")
    desk.undo(2)
    desk.undo(3)
    found = [(i.act, i.action, i.of, i.amount, i.total) for i in acts(desk)[2:]]
    assert found == [(3, "undo", 2, None, 10_000), (4, "undo", 3, None, 12_000)]
    assert acts(desk)[-1].day == day("06-01")


def test_an_undone_entry_stays_in_the_history(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.undo(1)
    assert [(i.act, i.amount, i.total) for i in acts(desk)] == [
        (1, 10_000, 10_000),
        (2, None, None),
    ]


# What a commitment is


def test_a_change_of_terms_tells_old_and_new_and_why(desk: Desk) -> None:
    desk.edit("sewer", target="95")
    (item,) = history(desk, since="07-05")
    assert (item.act, item.action, item.reason) == (None, "edit", REASON)
    assert item.changes == (Change("target", Decimal(90), Decimal(95)),)


def test_everything_that_defines_a_commitment_is_told(desk: Desk) -> None:
    desk.add("canal", "milestones", name="运河", department="市水务局", aliases=("河",))
    desk.area("canal", "临清市")
    desk.milestone("canal", "初稿", "2024-06-30", 40)
    desk.edit("canal", name="大运河", reason=None)
    found = [(item.action, item.changes) for item in history(desk, commitment="canal")]
    assert [action for action, _ in found] == ["add", "area add", "milestone add", "edit"]
    assert Change("alias", None, "河") in found[0][1]
    assert found[1][1] == (Change("areas", None, "临清市"),)
    assert found[2][1] == (Change("milestone 初稿", None, "2024-06-30, 40"),)
    assert found[3][1] == (Change("name", "运河", "大运河"),)


def test_changes_of_the_plan_are_told_beside_those_of_commitments(desk: Desk) -> None:
    desk.config("yellow", "8")
    desk.unit("吨")
    desk.config("yellow", "9")
    found = [(i.action, i.commitment, i.changes) for i in history(desk)]
    assert found == [
        ("init", None, ()),
        ("config", None, (Change("yellow", "10", "8"),)),
        ("unit add", None, (Change("unit", None, "吨"),)),
        ("config", None, (Change("yellow", "8", "9"),)),
    ]


# What is asked for


def test_the_history_of_one_commitment_has_nothing_of_others(desk: Desk) -> None:
    desk.log("sewer", "1")
    desk.log("elevators", "2")
    desk.config("yellow", "8")
    found = history(desk, commitment="管网清零")
    assert [(i.action, i.act) for i in found] == [("init", None)]
    assert [i.act for i in acts(desk, commitment="sewer")] == [1]


def test_an_unknown_commitment_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        history(desk, commitment="bridge")


def test_the_history_stands_in_the_order_in_which_it_was_written(desk: Desk) -> None:
    desk.log("elevators", "1", "07-05")
    desk.log("sewer", "1", "06-01")
    desk.edit("sewer", target="95")
    desk.undo(1)
    found = [(i.change, i.act) for i in history(desk)]
    assert found == [(1, None), (2, 1), (3, 2), (4, None), (5, 3)]


def test_since_is_a_day_of_recording_in_the_plans_time(desk: Desk) -> None:
    # A minute before midnight in Shanghai, and noon of the next day; in UTC one and the same day.
    log_at(desk, NIGHT, "1")
    log_at(desk, NOON, "2")
    assert [i.act for i in acts(desk, since="07-05")] == [2]
    assert [i.act for i in acts(desk, since="07-04")] == [1, 2]


def test_mine_is_what_this_person_wrote(desk: Desk) -> None:
    other = Desk(desk.store, "李四")
    desk.log("sewer", "1")
    other.log("sewer", "2")
    other.correct(1, to="3")
    other.config("yellow", "8")
    assert [i.change for i in history(desk, author="李四")] == [3, 4, 5]
    # Totals count what others wrote: 1, then 1 + 2, then 3 + 2.
    assert [i.total for i in history(desk, author="李四")] == [3_000, 5_000, None]


def test_what_came_after_a_change_is_not_in_what_was_known_then(desk: Desk) -> None:
    desk.log("sewer", "10")
    before = history(desk)
    desk.correct(1, to="12")
    desk.edit("sewer", target="95", name="管网")
    desk.config("yellow", "8")
    desk.unit("吨")
    assert history(desk, known=2) == before
