"""What only the alerts ask for: last week as it was printed, terms that moved, answers."""

import datetime as dt
from typing import Any

import pytest

from tests.conftest import SHANGHAI
from tests.store.ledgers import Desk, day, define, shared_out
from tracker.core.history import Defined
from tracker.store import alert_facts, areas, commitments, definitions, ledger
from tracker.store.areas import AreaTyped
from tracker.store.plan import Plan
from tracker.store.sums import sums
from tracker.store.typed import CorrectRequest, LogRequest


class Week:
    """A ledger that is written to at 08:00 of the days of June 2024."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def at(self, on: str) -> dt.datetime:
        return dt.datetime.combine(day(on), dt.time(8), tzinfo=SHANGHAI)

    def log(self, on: str, amount: str, work_date: str | None = None, **more: Any) -> None:
        request = LogRequest("sewer", amount, day(work_date or on), **more)
        self.desk.write(ledger.log([request], day(on), None), self.at(on))

    def define(self, on: str, plan: Plan[Defined]) -> None:
        self.desk.write(plan, self.at(on))

    def correct(self, on: str, entry: int, to: str) -> None:
        plan = ledger.correct(CorrectRequest(entry, to=to), "核减", day(on), None)
        self.desk.write(plan, self.at(on))

    def undo(self, on: str, act: int) -> None:
        self.desk.write(ledger.undo(act, "误填", self.desk.author.name, None), self.at(on))

    def printed(self, as_of: str, known: int | None = None) -> Any:
        """What counted as done of the sewer a week before, in km."""
        read, on = self.desk.read, day(as_of)
        listed = commitments.load(read, known)
        now = sums(read, on, known)
        found = alert_facts.printed(read, listed, now, on, SHANGHAI, known)
        number = self.desk.get("sewer").id
        steps = found.get(number, "nothing")
        return steps / 1000 if isinstance(steps, int) else steps


@pytest.fixture
def week(desk: Desk) -> Week:
    return Week(desk)


def test_what_was_printed_is_the_sum_of_a_week_before(week: Week) -> None:
    week.log("06-01", "10")
    week.log("06-10", "5")
    assert (week.printed("06-08"), week.printed("06-16")) == (10, 10)
    assert (week.printed("06-17"), week.printed("06-07")) == (15, None)


def test_an_entry_that_was_dated_back_was_not_printed(week: Week) -> None:
    week.log("06-01", "10")
    week.log("06-09", "5", "06-02")
    assert week.printed("06-09") == 10
    # The table of the ninth had it.
    assert week.printed("06-16") == 15


def test_a_correction_and_an_undo_count_from_the_day_on_which_they_were_made(week: Week) -> None:
    week.log("06-01", "10")
    week.log("06-02", "5")
    week.correct("06-09", 1, "8km")
    week.undo("06-12", 2)
    assert [week.printed(f"06-{on:02}") for on in (10, 15, 16, 18, 19)] == [15, 15, 13, 13, 8]


def test_the_last_moment_of_a_day_still_belongs_to_its_table(week: Week, desk: Desk) -> None:
    late = dt.datetime.combine(day("06-03"), dt.time(23, 59, 59), tzinfo=SHANGHAI)
    desk.write(ledger.log([LogRequest("sewer", "10", day("06-01"))], day("06-03"), None), late)
    after = dt.datetime.combine(day("06-04"), dt.time(), tzinfo=SHANGHAI)
    desk.write(ledger.log([LogRequest("sewer", "5", day("06-01"))], day("06-04"), None), after)
    assert (week.printed("06-10"), week.printed("06-11")) == (10, 15)


def test_sharing_out_does_not_change_what_was_printed(week: Week, desk: Desk) -> None:
    week.log("06-01", "10")
    shared_out(desk)
    assert week.printed("06-10") == 10


def test_nothing_was_printed_before_the_ledger_was_made(week: Week) -> None:
    # It was made on 1 January.
    assert week.printed("01-07") == "nothing"
    assert week.printed("01-08") is None


def test_what_was_known_then_is_what_was_printed_then(week: Week, desk: Desk) -> None:
    week.log("06-01", "10")
    known = desk.head
    week.correct("06-09", 1, "8km")
    assert (week.printed("06-10"), week.printed("06-17")) == (10, 8)
    assert week.printed("06-17", known) == 10


def test_of_many_entries_only_those_behind_a_change_are_answers(desk: Desk) -> None:
    for number in range(1, 8):
        desk.log("sewer", "1", f"06-0{number}")
    head, number = desk.head, desk.get("sewer").id
    assert alert_facts.last_answers(desk.read, head - 1) == {number: head}
    assert alert_facts.last_answers(desk.read, head) == {}
    assert alert_facts.last_answers(desk.read, 1) == {number: head}


def test_a_correction_and_an_undo_are_answers_and_a_setting_is_none(desk: Desk) -> None:
    desk.log("sewer", "5", "06-01")
    desk.log("estates", "5", "06-01")
    head = desk.head
    desk.correct(1, to="6km")
    desk.undo(2)
    desk.config("title", "x")
    desk.edit("elevators", person="李四", reason=None)
    numbers = [desk.get(slug).id for slug in ("sewer", "estates")]
    assert alert_facts.last_answers(desk.read, head) == dict(
        zip(numbers, (head + 1, head + 2), strict=True)
    )


def test_no_entry_is_no_answer(desk: Desk) -> None:
    assert alert_facts.last_answers(desk.read, 1) == {}


@pytest.mark.parametrize("rename", ["area", "all areas", "stage"])
def test_a_new_name_does_not_change_what_was_printed(rename: str, week: Week, desk: Desk) -> None:
    if rename == "stage":
        week.define("06-01", definitions.edit("sewer", define(stages=("开工", "完工")), None))
        week.log("06-01", "50", stage="完工")
        desk.edit_stage("sewer", "完工", "竣工")
    else:
        for area in ("东昌府区", "临清市"):
            week.define("06-01", areas.add_area("sewer", area, AreaTyped(None, None), None))
        week.log("06-01", "30", area="东昌府区")
        week.log("06-02", "20", area="临清市")
        desk.edit_area("sewer", "临清市", name="临清")
    if rename == "all areas":
        desk.edit_area("sewer", "东昌府区", name="东昌府")
    assert week.printed("06-10") == 50


def test_an_area_is_there_since_the_day_on_which_it_was_added(desk: Desk) -> None:
    shared_out(desk)
    number = desk.get("sewer").id
    desk.edit_area("sewer", "东昌府区", target="40")
    today = day("07-05")
    found = alert_facts.shared(desk.read, SHANGHAI, None)
    assert found == {number: {"东昌府区": today, "临清市": today}}
    assert alert_facts.shared(desk.read, SHANGHAI, 1) == {}


def changed(desk: Desk, since: str) -> list[tuple[str, int, int | None, dt.date | None]]:
    """Of each commitment whose terms moved: the change, and the target and due day before it."""
    listed = commitments.load(desk.read)
    days = {one.id: day(since) for one in listed}
    found = alert_facts.moved(desk.read, listed, days, SHANGHAI)
    assert all(moved.day == day("07-05") for moved in found.values())
    return [
        (one.was.slug, one.change, one.was.terms.target, one.was.terms.due)
        for one in found.values()
    ]


def test_terms_that_moved_are_told_with_what_they_were(desk: Desk) -> None:
    assert changed(desk, "2023-12-31") == []
    desk.edit("sewer", target="95")
    desk.edit("estates", due="2024-11-30")
    desk.edit("elevators", person="李四", reason=None)
    assert changed(desk, "07-04") == [
        ("sewer", 2, 90_000, day("12-31")),
        ("estates", 3, 174, day("12-31")),
    ]
    assert changed(desk, "07-05") == []


def test_terms_that_moved_twice_are_told_as_they_were_before_the_last_time(desk: Desk) -> None:
    desk.edit("sewer", target="95")
    desk.edit("sewer", target="100")
    assert changed(desk, "07-04") == [("sewer", 3, 95_000, day("12-31"))]


def test_only_who_is_asked_about_is_told(desk: Desk) -> None:
    desk.edit("sewer", target="95")
    listed = commitments.load(desk.read)
    assert alert_facts.moved(desk.read, listed, {}, SHANGHAI) == {}


def test_a_commitment_that_came_later_was_not_printed(desk: Desk) -> None:
    desk.add("parks", "quantity", target="5", unit="个", department="housing")
    read, on = desk.read, day("07-10")
    listed = commitments.load(read)
    found = alert_facts.printed(read, listed, sums(read, on), on, SHANGHAI, None)
    assert desk.get("parks").id not in found
    assert desk.get("sewer").id in found
