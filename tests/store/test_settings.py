"""Settings of the plan: checked, versioned, and as they were known then."""

import datetime as dt

import pytest

from tests.conftest import NOON
from tests.store.ledgers import MINUTE, Desk, refused
from tracker.core.dates import iso_moment
from tracker.core.model import Rules
from tracker.store import configuring, settings
from tracker.store.settings import change_at, last_change


def rules(desk: Desk, known: int | None = None) -> Rules:
    return settings.load(desk.read, known).rules


def test_the_plan_begins_with_the_settings_of_the_seed(desk: Desk) -> None:
    found = settings.load(desk.read)
    assert found.values == {
        "title": "聊城市 2024",
        "time_zone": "Asia/Shanghai",
        "reporting_day": "friday",
        "yellow": "10",
        "red": "30",
        "ahead": "10",
        "alert.overdue": "on",
        "alert.due_soon": "30 7 1",
        "alert.behind": "on",
        "alert.hard": "1.1",
        "alert.will_miss": "50",
        "alert.silent": "7+2w",
        "alert.milestone_overdue": "on",
        "alert.milestone_soon": "7 1",
        "alert.duty": "on",
        "alert.area_silent": "7+2w",
        "alert.fell": "on",
        "alert.jumped": "25",
        "alert.moved": "7",
        "alert.reached": "on",
        "alert.unanswered": "14",
    }
    assert found.rules == Rules(1, 10, 30, 10)


def test_a_setting_is_changed_from_then_on(desk: Desk) -> None:
    change = desk.config("yellow", "8")
    assert change == ("yellow", "10", "8")
    assert rules(desk) == Rules(2, 8, 30, 10)
    assert rules(desk, known=1) == Rules(1, 10, 30, 10)


def test_every_change_of_a_threshold_makes_a_new_version_of_the_rules(desk: Desk) -> None:
    for key, value in (("yellow", "8"), ("red", "40"), ("ahead", "5"), ("yellow", "10")):
        desk.config(key, value)
    assert [rules(desk, known) for known in (1, 2, 3, 4, 5)] == [
        Rules(1, 10, 30, 10),
        Rules(2, 8, 30, 10),
        Rules(3, 8, 40, 10),
        Rules(4, 8, 40, 5),
        Rules(5, 10, 40, 5),
    ]


def test_no_other_setting_makes_a_new_version_of_the_rules(desk: Desk) -> None:
    desk.config("title", "某市")
    desk.config("reporting_day", "monday")
    desk.config("time_zone", "Asia/Urumqi")
    assert rules(desk).version == 1


def test_a_value_that_is_there_already_is_not_written_again(desk: Desk) -> None:
    assert desk.config("yellow", " 010 ") == ("yellow", "10", "10")
    assert desk.config("reporting_day", "Friday").new == "friday"
    assert (desk.head, rules(desk).version) == (1, 1)


def test_the_reason_stands_with_the_change(desk: Desk) -> None:
    desk.write(configuring.configure("red", "40", "新规定"))
    assert desk.read("SELECT command, reason FROM change WHERE change = 2") == [
        ("config", "新规定")
    ]


def test_yellow_may_be_as_high_as_red(desk: Desk) -> None:
    desk.config("yellow", "30")
    assert rules(desk)[1:3] == (30, 30)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("colour", "red", "error.setting_unknown"),
        ("", "red", "error.setting_unknown"),
        ("yellow", "ten", "error.setting_unfit"),
        ("yellow", "1.5", "error.setting_unfit"),
        ("yellow", "-5", "error.setting_unfit"),
        ("yellow", "0", "error.setting_unfit"),
        ("yellow", "", "error.setting_unfit"),
        ("yellow", "٨", "error.setting_unfit"),
        ("red", "1001", "error.setting_unfit"),
        ("yellow", "31", "error.yellow_above_red"),
        ("red", "9", "error.yellow_above_red"),
        ("reporting_day", "someday", "error.setting_unfit"),
    ],
)
def test_what_can_not_be_a_setting_is_refused(
    desk: Desk, key: str, value: str, message: str
) -> None:
    with refused(desk, message):
        desk.config(key, value)


# Changes by number and by time


def three_changes(desk: Desk) -> list[dt.datetime]:
    """Changes 2 to 4, a minute apart; the ledger was made on the first of January."""
    times = [NOON + i * MINUTE for i in range(3)]
    for i, now in enumerate(times):
        desk.write(configuring.configure("title", str(i), None), now)
    return times


def test_the_last_change_up_to_a_number_is_told(desk: Desk) -> None:
    three_changes(desk)
    assert [last_change(desk.read, known).change for known in (1, 3, 4, 99, None)] == [
        1, 3, 4, 4, 4,
    ]  # fmt: skip
    assert last_change(desk.read, 3).recorded_at == "2024-07-05T04:01:00.000Z"


def test_the_change_at_a_moment_is_the_last_one_recorded_by_then(desk: Desk) -> None:
    first, second, _ = three_changes(desk)
    millisecond = dt.timedelta(milliseconds=1)
    moments = [first - millisecond, first, first + millisecond, second, second + MINUTE * 9999]
    assert [change_at(desk.read, iso_moment(m)) for m in moments] == [1, 2, 2, 3, 4]


def test_of_changes_of_one_moment_the_last_counts(desk: Desk) -> None:
    for title in ("a", "b"):
        desk.write(configuring.configure("title", title, None), NOON)
    assert change_at(desk.read, iso_moment(NOON)) == 3


def test_before_the_ledger_there_was_no_change(desk: Desk) -> None:
    made = dt.datetime.fromisoformat(last_change(desk.read, 1).recorded_at)
    assert change_at(desk.read, iso_moment(made)) == 1
    assert change_at(desk.read, iso_moment(made - MINUTE)) is None
