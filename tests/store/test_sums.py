"""What is done on a day, as known at a change: the same, however it is looked up."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.conftest import NOON
from tests.store.ledgers import (
    DAYS,
    MINUTE,
    Desk,
    Plan,
    all_there_is,
    day,
    long_history,
    shared_out,
)
from tests.store.naive import from_rows
from tracker.core.course import states_of
from tracker.core.dates import WEEK, iso_moment
from tracker.core.fold import DaySum, Series, SeriesState
from tracker.core.forecast import WEEKS_SEEN, weekly
from tracker.store import settings
from tracker.store.engine import open_store
from tracker.store.sums import days_after, days_at, days_of_all, sums

T = TypeVar("T")


class Witness(Desk):
    """Writes down what the ledger looked like after every change, and at what time."""

    seen: dict[int, list[Any]]
    times: dict[int, dt.datetime]

    def write(self, plan: Plan[T], now: dt.datetime = NOON, *, dry_run: bool = False) -> T:
        then = now + len(self.times) * MINUTE
        result = super().write(plan, then, dry_run=dry_run)
        self.seen[self.head] = all_there_is(self.read)
        self.times[self.head] = then
        return result


@pytest.fixture(scope="module")
def witness(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Witness]:
    path = tmp_path_factory.mktemp("witness") / "tracker.db"
    path.write_bytes(seeded.read_bytes())
    with open_store(path) as store:
        witness = Witness(store)
        witness.seen, witness.times = {1: all_there_is(witness.read)}, {}
        long_history(witness)
        # One more, so that everything above it has to be found without the balance.
        witness.config("title", "完")
        yield witness


def test_every_change_is_known_again_as_the_ledger_then_was(witness: Witness) -> None:
    assert len(witness.seen) == witness.head > 35
    wrong = [n for n, seen in witness.seen.items() if all_there_is(witness.read, n) != seen]
    assert wrong == []


def test_each_change_is_seen_in_what_is_known_from_then_on(witness: Witness) -> None:
    states = list(witness.seen.values())
    same = [n for n, (old, new) in enumerate(pairwise(states), 2) if old == new]
    commands = witness.read("SELECT change, command FROM change")
    # A unit is no state of a commitment, and nothing was counted in it yet.
    assert [command for n, command in commands if n in same] == ["unit add"]


def test_a_time_names_the_change_that_a_number_names(witness: Witness) -> None:
    for change, moment in witness.times.items():
        for later in (dt.timedelta(), MINUTE / 2):
            assert settings.change_at(witness.read, iso_moment(moment + later)) == change


def test_the_newest_state_is_the_same_from_the_balance_and_from_the_entries(
    witness: Witness,
) -> None:
    model = from_rows(witness.read)
    for d in DAYS:
        assert sums(witness.read, d) == model.sums(d, witness.head)


def test_every_older_state_is_what_the_acts_till_then_come_to(witness: Witness) -> None:
    model = from_rows(witness.read)
    for known in range(1, witness.head):
        assert sums(witness.read, DAYS[-3], known) == model.sums(DAYS[-3], known)


def test_the_states_by_day_are_the_same_from_the_balance_and_from_the_entries(
    witness: Witness,
) -> None:
    # The last change is a title: by the one before it all is folded, and nothing differs.
    for d in DAYS:
        ready = days_of_all(witness.read, d)
        assert days_of_all(witness.read, d, witness.head) == ready
        assert days_of_all(witness.read, d, witness.head - 1) == ready
    assert len(days_of_all(witness.read, DAYS[-1])) > 7


def test_the_states_by_day_are_what_the_acts_till_then_come_to(witness: Witness) -> None:
    model = from_rows(witness.read)
    for known in (*range(1, witness.head, 5), witness.head):
        found = days_of_all(witness.read, DAYS[-3], known)
        series = {s: states for by_series in found.values() for s, states in by_series.items()}
        assert all(s[0] == number for number, states in found.items() for s in states)
        assert series.keys() == model.sums(DAYS[-3], known).keys()
        for one, states in series.items():
            days = [state.day for state in states]
            assert days == sorted({*days})
            assert states == [model.sums(d, known)[one].now for d in days]
            logged = {
                f["day"]
                for _, f in model.entries(known)
                if (f["commitment"], f["area"]) == one[:2]
                and (f["stage"] or model.last_stage(one[0], known)) == one[2]
            }
            assert {*days} == {d for d in logged if d <= DAYS[-3]}


def test_the_days_after_a_day_are_all_since_with_the_one_that_held_at_its_end(
    witness: Witness,
) -> None:
    every = days_of_all(witness.read, dt.date.max)
    for known in (None, witness.head - 1):
        for number, by_series in every.items():
            for d in DAYS:
                expected: dict[Series, list[DaySum]] = {}
                for one, states in by_series.items():
                    until = [state for state in states if state.day <= d][-1:]
                    later = [state for state in states if state.day > d]
                    expected |= {one: until + later} if until + later else {}
                assert days_after(witness.read, {number: d}, known) == {number: expected}


def test_each_commitment_has_the_days_after_a_day_of_its_own(witness: Witness) -> None:
    every = days_of_all(witness.read, dt.date.max)
    since = dict(zip(every, DAYS, strict=False))
    for known in (None, witness.head - 1):
        alone = {n: days_after(witness.read, {n: d}, known)[n] for n, d in since.items()}
        assert days_after(witness.read, since, known) == alone
    assert days_after(witness.read, {}) == {}


def test_the_balance_holds_every_day_with_an_entry_and_no_other(witness: Witness) -> None:
    model = from_rows(witness.read)
    rows = witness.read(
        "SELECT commitment, area, stage, day, done, entries FROM series JOIN balance USING (series)"
    )
    for commitment, area, stage, on, done, entries in rows:
        state = model.sums(day(on), witness.head)[commitment, area, stage]
        assert state.now == DaySum(day(on), done, entries)
    days = {
        (f["commitment"], f["area"], f["stage"] or model.last_stage(f["commitment"], 99), f["day"])
        for _, f in model.entries(witness.head)
    }
    assert sorted(days) == sorted((c, a, s, day(on)) for c, a, s, on, *_ in rows)


# By hand


def test_nothing_logged_is_no_state(desk: Desk) -> None:
    assert sums(desk.read, day("07-05")) == sums(desk.read, day("07-05"), 1) == {}


def test_a_state_tells_its_day_sum_and_number_of_entries(desk: Desk) -> None:
    desk.log("sewer", "12.5", "06-28")
    desk.log("sewer", note="x", on="07-01")
    desk.log("sewer", "0.5", "07-05")
    series = desk.series("sewer")
    before = DaySum(day("06-28"), 12_500, 1)
    assert sums(desk.read, day("07-04"))[series] == SeriesState(
        DaySum(day("07-01"), 12_500, 2), None
    )
    assert sums(desk.read, day("07-05"))[series] == SeriesState(
        DaySum(day("07-05"), 13_000, 3), before
    )
    assert sums(desk.read, day("07-11"))[series].earlier == DaySum(day("07-01"), 12_500, 2)


def test_words_alone_are_a_state_without_a_sum(desk: Desk) -> None:
    desk.log("sewer", note="x")
    state = sums(desk.read, day("07-05"))[desk.series("sewer")]
    assert state.now == DaySum(day("07-05"), None, 1)


def test_what_is_dated_later_is_not_there_yet(desk: Desk) -> None:
    desk.log("sewer", "1", "07-05")
    assert sums(desk.read, day("07-04")) == {}
    assert sums(desk.read, day("07-04"), desk.head) == {}


def test_a_change_beyond_the_last_is_the_newest_state(desk: Desk) -> None:
    desk.log("sewer", "1")
    assert sums(desk.read, day("07-05"), 99) == sums(desk.read, day("07-05"))


def test_an_undone_entry_leaves_no_state(desk: Desk) -> None:
    desk.log("sewer", "1")
    desk.undo(1)
    assert sums(desk.read, day("07-05")) == {}
    desk.log("elevators", "1")
    assert desk.series("sewer") not in sums(desk.read, day("07-05"), 3)
    assert desk.series("sewer") in sums(desk.read, day("07-05"), 2)


def test_each_area_and_stage_is_a_series_of_its_own(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    desk.area("elevators", "临清市")
    desk.log("elevators", "3", stage="开工", area="临清市")
    desk.log("elevators", "2", stage="完工", area="临清市")
    found = {s[1:]: state.now.done for s, state in sums(desk.read, day("07-05")).items()}
    assert found == {("临清市", "开工"): 3, ("临清市", "完工"): 2}


def test_states_by_day_end_with_the_day_that_is_asked_for(desk: Desk) -> None:
    desk.log("sewer", "1", "06-01")
    desk.log("sewer", "2", "07-01")
    desk.log("elevators", "3", "07-02")
    desk.config("title", "完")
    sewer, elevators = desk.series("sewer"), desk.series("elevators")
    first, second = DaySum(day("06-01"), 1_000, 1), DaySum(day("07-01"), 3_000, 2)
    for known in (None, 4):
        assert days_of_all(desk.read, day("05-31"), known) == {}
        assert days_of_all(desk.read, day("06-30"), known) == {sewer[0]: {sewer: [first]}}
        assert days_of_all(desk.read, day("07-02"), known) == {
            sewer[0]: {sewer: [first, second]},
            elevators[0]: {elevators: [DaySum(day("07-02"), 3, 1)]},
        }
    assert days_of_all(desk.read, day("07-02"), 2) == {sewer[0]: {sewer: [first]}}


@pytest.mark.parametrize("older", [False, True])
def test_the_states_at_the_ends_of_weeks_give_the_same_course_as_those_of_every_day(
    older: bool, desk: Desk
) -> None:
    shared_out(desk)
    for number in range(1, 28):
        area = "东昌府区" if number % 3 else "临清市"
        desk.log("sewer", f"{number}00米", f"06-{number:02}", area=area, accept=True)
    known = desk.head if older else None
    if older:
        desk.log("sewer", "1", "06-28", area="临清市", accept=True)
    one, as_of = desk.get("sewer"), day("06-30")
    ends = [as_of - WEEK * weeks for weeks in range(WEEKS_SEEN, -1, -1)]
    every = days_of_all(desk.read, as_of, known)[one.id]
    some = days_at(desk.read, [one.id], ends, known)[one.id]
    courses = [weekly(states_of(one, days), as_of, downwards=False) for days in (every, some)]
    assert courses[0] == courses[1]
    assert courses[0].reported == 5
    assert sum(map(len, some.values())) < sum(map(len, every.values()))


def test_nothing_is_known_of_weeks_before_the_first_entry(desk: Desk) -> None:
    desk.log("sewer", "1", "06-28")
    number = desk.get("sewer").id
    assert days_at(desk.read, [number], [day("06-27")]) == {number: {}}


def test_the_state_on_a_day_is_found_and_not_looked_for(seeded: Path) -> None:
    asked: list[tuple[str, Any]] = []

    def noted(sql: str, params: Any = ()) -> list[Any]:
        asked.append((sql, params))
        return store.read(sql, params)

    with open_store(seeded) as store:
        sums(noted, day("07-05"))
        steps = [
            step for one in asked for *_, step in store.read(f"EXPLAIN QUERY PLAN {one[0]}", one[1])
        ]
    # A look at the whole balance would cost by the number of entries.
    assert [step for step in steps if step.startswith("SCAN")] == ["SCAN s"]
