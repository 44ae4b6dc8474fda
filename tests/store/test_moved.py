"""What changed under the reader's feet since the last bulletin, and what did not."""

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import SHANGHAI, Run
from tests.store.ledgers import REASON, Desk, day
from tracker.core.history import Change, Item
from tracker.store.moved import moved_since

# The period begins on this day; what lies before it was printed already.
START = day("06-29")


def moved(desk: Desk, since: int, known: int | None = None) -> list[Item]:
    """What the changes after `since` moved."""
    known = desk.head if known is None else known
    return moved_since(desk.read, since + 1, known, START, SHANGHAI)


def acts(desk: Desk, since: int) -> list[int | None]:
    return [item.act for item in moved(desk, since)]


def told(desk: Desk, since: int) -> list[tuple[str, str | None, tuple[Change, ...]]]:
    """Each by its command, its commitment and its changes."""
    return [
        (item.action, item.commitment and item.commitment.slug, item.changes)
        for item in moved(desk, since)
    ]


# What a commitment is


def test_everything_that_a_commitment_is_made_of_is_told_when_it_moves(desk: Desk) -> None:
    desk.edit("sewer", target="95", due="2024-11-30")
    desk.edit("sewer", name="管网", reason=None)
    desk.edit("elevators", stages=("开工", "完工"))
    desk.area("complexes", "临清市", "10")
    desk.milestone("heritage-plan", "初稿", "2024-06-30", 40)
    desk.plan("estates", ("06-30", "80"))
    assert told(desk, 1) == [
        (
            "edit",
            "sewer",
            (
                Change("target", Decimal(90), Decimal(95)),
                Change("due", day("12-31"), day("11-30")),
                Change("due_as_written", "全年", None),
                Change("due_basis", "stated", None),
            ),
        ),
        ("edit", "sewer", (Change("name", "改造雨污合流管网", "管网"),)),
        ("edit", "elevators", (Change("stages", None, "开工,完工"),)),
        (
            "area add",
            "complexes",
            (Change("areas", None, "临清市"), Change("target 临清市", None, Decimal(10))),
        ),
        ("milestone add", "heritage-plan", (Change("milestone 初稿", None, "2024-06-30, 40"),)),
        ("plan", "estates", (Change("plan 2024-06-30", None, Decimal(80)),)),
    ]


def test_what_moved_is_told_with_its_reason_and_its_writer(desk: Desk) -> None:
    desk.edit("sewer", target="95")
    desk.plan("estates", ("06-30", "80"))
    desk.plan("estates", ("06-30", None), reason="改用日历")
    found = moved(desk, 1)
    assert [item.reason for item in found] == [REASON, None, "改用日历"]
    assert {(item.author, item.act) for item in found} == {(desk.author.name, None)}


def test_settings_and_new_commitments_are_told(desk: Desk) -> None:
    desk.config("yellow", "8")
    desk.add("new", "duty", department="housing")
    assert told(desk, 1)[0] == ("config", None, (Change("yellow", "10", "8"),))
    assert [(action, slug) for action, slug, _ in told(desk, 1)] == [
        ("config", None),
        ("add", "new"),
    ]


# Acts about days that were printed already


@pytest.mark.parametrize(("on", "expected"), [("06-28", [1]), ("06-29", []), ("07-05", [])])
def test_an_entry_is_told_when_it_is_about_a_day_before_the_period(
    desk: Desk, on: str, expected: list[int]
) -> None:
    desk.log("sewer", "1", on)
    assert acts(desk, 1) == expected


def test_words_about_an_earlier_day_are_told_too(desk: Desk) -> None:
    desk.log("sewer", on="06-01", note="雨")
    (item,) = moved(desk, 1)
    assert (item.day, item.note, item.amount) == (day("06-01"), "雨", None)


def test_a_correction_and_an_undo_of_an_earlier_day_are_told_with_their_reason(
    desk: Desk,
) -> None:
    desk.log("sewer", "10", "06-01")
    desk.log("sewer", "5", "07-01")
    since = desk.head
    desk.correct(1, to="12")  # 3
    desk.correct(2, to="6")  # 4
    desk.undo(1)  # 5
    desk.undo(2)  # 6
    assert [(item.act, item.action, item.reason) for item in moved(desk, since)] == [
        (3, "correct", REASON),
        (5, "undo", REASON),
    ]
    (correction, _) = moved(desk, since)
    assert correction.changes == (Change("amount", Decimal(10), Decimal(12)),)


def test_a_correction_that_moves_an_entry_over_the_border_is_told_whichever_way(
    desk: Desk,
) -> None:
    desk.log("sewer", "10", "06-01")
    desk.log("sewer", "5", "07-01")
    desk.log("sewer", "2", "06-29")
    since = desk.head
    desk.correct(1, on="07-03")  # 4, out
    desk.correct(2, on="06-28")  # 5, in
    desk.correct(3, on="07-04")  # 6, within the period
    assert acts(desk, since) == [4, 5]


def test_taking_back_such_a_correction_is_told_whichever_way(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.log("sewer", "5", "07-01")
    desk.log("sewer", "2", "06-29")
    desk.correct(1, on="07-03")  # 4, out
    desk.correct(2, on="06-28")  # 5, in
    desk.correct(3, on="07-04")  # 6
    since = desk.head
    desk.undo(4)  # 7, back in
    desk.undo(5)  # 8, back out
    desk.undo(6)  # 9, within the period
    assert acts(desk, since) == [7, 8]
    since = desk.head
    desk.undo(7)  # 10, out again
    desk.undo(8)  # 11, in again
    desk.undo(9)
    assert acts(desk, since) == [10, 11]


def test_an_undo_alone_is_told_when_what_it_undid_had_moved_an_entry_there(desk: Desk) -> None:
    desk.log("sewer", "5", "07-02")
    desk.correct(1, on="06-20")
    known = desk.head
    desk.undo(2)
    assert acts(desk, known) == [3]


def test_an_entry_that_was_moved_into_the_period_before_is_of_the_period(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.correct(1, on="07-03")
    since = desk.head
    desk.correct(1, to="12")
    desk.undo(1)
    assert acts(desk, since) == []


# Nothing before, and nothing after


def test_what_was_recorded_before_is_not_told(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.edit("sewer", target="95")
    desk.config("yellow", "8")
    desk.plan("estates", ("06-30", "80"))
    assert moved(desk, desk.head) == []
    since = desk.head
    desk.log("sewer", "1", "07-01")
    assert moved(desk, since) == []
    desk.edit("sewer", target="96")
    assert [item.change for item in moved(desk, since)] == [desk.head]


def test_what_was_recorded_after_the_known_change_is_not_told(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    desk.edit("sewer", target="95")
    known = desk.head
    before = moved(desk, 1)
    desk.correct(1, to="12")
    desk.edit("sewer", target="96", name="管网")
    desk.config("yellow", "8")
    assert moved(desk, 1, known) == before
    assert [item.change for item in before] == [2, 3]


def test_the_making_of_the_ledger_has_moved_nothing(desk: Desk) -> None:
    assert moved(desk, 0) == []


def test_all_stands_in_the_order_in_which_it_was_written(desk: Desk) -> None:
    desk.log("estates", "1", "06-01")
    desk.edit("sewer", target="95")
    desk.config("yellow", "8")
    desk.log("sewer", "1", "06-02")
    desk.undo(1)
    assert [(item.change, item.act) for item in moved(desk, 1)] == [
        (2, 1),
        (3, None),
        (4, None),
        (5, 2),
        (6, 3),
    ]


# From when on


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_bulletin_tells_what_was_recorded_since_the_previous_cut_off_day_began(
    run: Run, zone: str
) -> None:
    at_home = ZoneInfo(zone)
    spring = dt.datetime(2024, 3, 1, 12, 0, tzinfo=at_home)
    midnight = dt.datetime(2024, 6, 28, 0, 0, tzinfo=at_home)
    if zone != "Asia/Shanghai":
        assert run("config", "time_zone", zone, now=spring).code == 0
    for name, now in (
        ("before", midnight - dt.timedelta(milliseconds=1)),
        ("after", midnight),
        ("end", midnight + dt.timedelta(days=9)),
    ):
        assert run("edit", "sewer", "--name", name, now=now).code == 0
    argv = ("report", "--week-ending", "2024-07-05", "--json")
    result = run(*argv, now=midnight + dt.timedelta(days=10))
    names = [item["changes"][0]["new"] for item in json.loads(result.out)["moved"]]
    assert names == ["after", "end"]


@pytest.mark.usefixtures("ledger")
def test_what_moves_on_a_friday_after_the_page_was_printed_is_told_on_the_next_page(
    run: Run,
) -> None:
    friday = dt.datetime(2024, 6, 28, 14, 0, tzinfo=SHANGHAI)
    assert run("log", "sewer", "30", "--on", "2024-06-27", now=friday).code == 0
    after = friday + dt.timedelta(hours=2)
    for argv in (
        ("edit", "sewer", "--target", "120", "--reason", "moved"),
        ("correct", "1", "--to", "20", "--reason", "x"),
        ("log", "sewer", "1", "--on", "2024-06-27"),
        ("log", "sewer", "2", "--on", "2024-06-28"),
    ):
        assert run(*argv, now=after).code == 0
    result = run("report", "--json", now=friday + dt.timedelta(days=7))
    told = [(item["action"], item["on"]) for item in json.loads(result.out)["moved"]]
    # What is logged on a day for that day is its work: the 30 and the 1 are of the day before.
    assert told == [
        ("log", "2024-06-27"),
        ("edit", None),
        ("correct", "2024-06-27"),
        ("log", "2024-06-27"),
    ]


@pytest.mark.usefixtures("ledger")
def test_a_page_tells_what_was_given_to_another_department(run: Run) -> None:
    friday = dt.datetime(2024, 6, 28, 17, 0, tzinfo=SHANGHAI)
    assert run("edit", "sewer", "--department", "city-management", now=friday).code == 0
    for department in ("housing", "city-management"):
        argv = ("report", "--department", department, "--json")
        moved = json.loads(run(*argv, now=friday).out)["moved"]
        assert [item["slug"] for item in moved] == ["sewer"]


@pytest.mark.usefixtures("ledger")
def test_another_name_alone_is_a_change_that_is_told(run: Run) -> None:
    friday = dt.datetime(2024, 6, 28, 17, 0, tzinfo=SHANGHAI)
    assert run("edit", "sewer", "--alias", "水管", now=friday).code == 0
    (item,) = json.loads(run("report", "--json", now=friday).out)["moved"]
    assert item["changes"] == [{"field": "alias", "old": None, "new": "水管"}]
    assert json.loads(run("history", "sewer", "--json", now=friday).out)[-1]["action"] == "edit"
