"""A reader sees one state, whoever writes between two of its reads."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.conftest import NOON, SHANGHAI
from tests.store.ledgers import (
    MINUTE,
    Desk,
    all_there_is,
    day,
    hurried,
    impatient,
    long_history,
)
from tracker.core.dates import iso_moment
from tracker.errors import Busy
from tracker.store import commitments, configuring, settings
from tracker.store.history import Wanted, items
from tracker.store.sums import sums


@pytest.fixture
def intruder(desk: Desk) -> Iterator[Desk]:
    """Somebody else at the same ledger, who would rather give up than wait."""
    with impatient(desk.store.path) as store:
        yield Desk(store, "李四")


def change_something(desk: Desk, count: int) -> None:
    """One change that a report can't fail to show: of a sum, of terms and names, of rules."""
    if count % 3 == 0:
        desk.log("sewer", "0.001", "03-01", accept=True)
    elif count % 3 == 1:
        desk.edit("sewer", target=str(100 + count), name=f"管网{count}")
    else:
        desk.config("red", str(31 + count % 900))


class Intruded:
    """Reads before each of which somebody tries to change the ledger."""

    def __init__(self, read: Callable[..., list[Any]], change: Callable[[int], None]) -> None:
        self.read = read
        self.change = change
        self.made = self.refused = 0

    def __call__(self, sql: str, params: Sequence[object] | dict[str, object] = ()) -> list[Any]:
        try:
            self.change(self.made)
            self.made += 1
        except Busy:
            self.refused += 1
        return self.read(sql, params)


def test_all_reads_of_a_snapshot_see_the_state_of_the_first(desk: Desk, intruder: Desk) -> None:
    long_history(desk)
    with desk.store.snapshot() as read:
        intruded = Intruded(read, lambda count: change_something(intruder, count))
        seen = all_there_is(intruded)
    # Before the first read the ledger was free, after it no writer got through.
    assert (intruded.made, intruded.refused > 50) == (1, True)
    assert seen == all_there_is(desk.read)


def test_a_writer_gets_through_once_the_snapshot_is_left(desk: Desk, intruder: Desk) -> None:
    with desk.store.snapshot() as read:
        read("SELECT count(*) FROM entry")
        with pytest.raises(Busy):
            intruder.log("sewer", "1")
    assert intruder.log("sewer", "1").act == 1


def fail_within_a_snapshot(desk: Desk) -> None:
    with desk.store.snapshot() as read:
        read("SELECT count(*) FROM entry")
        raise ZeroDivisionError


def test_a_snapshot_that_fails_lets_go_too(desk: Desk, intruder: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_within_a_snapshot(desk)
    assert intruder.log("sewer", "1").act == 1
    assert desk.log("sewer", "2").act == 2


def test_a_writer_who_was_refused_left_nothing(desk: Desk, intruder: Desk) -> None:
    before = desk.store.path.read_bytes()
    with desk.store.snapshot() as read:
        read("SELECT count(*) FROM entry")
        with pytest.raises(Busy):
            intruder.log("sewer", "1")
    assert desk.store.path.read_bytes() == before


def test_one_snapshot_after_another_sees_what_was_written_between(desk: Desk) -> None:
    counts = []
    for figure in ("1", "2"):
        desk.log("sewer", figure)
        with desk.store.snapshot() as read:
            counts += read("SELECT count(*) FROM entry")
    assert counts == [(1,), (2,)]


# Known-at needs no snapshot: what comes later is not looked at


def report(read: Callable[..., list[Any]], known: int | None) -> list[Any]:
    """What a status is made of."""
    found = [commitments.load(read, known), settings.load(read, known)]
    return [*found, settings.last_change(read, known), sums(read, day("06-30"), known)]


@pytest.fixture
def hurry(desk: Desk) -> Iterator[Desk]:
    """Somebody else at the same ledger, who writes later than all that is there."""
    with hurried(desk.store.path) as store:
        yield Desk(store, "李四")


def test_a_change_is_known_again_whoever_writes_between_any_two_steps(
    desk: Desk, hurry: Desk
) -> None:
    long_history(desk)
    for known in (2, 20, desk.head - 1):
        before = report(desk.read, known)
        intruded = Intruded(desk.read, lambda count: change_something(hurry, count))
        assert report(intruded, known) == before
        assert intruded.made > 50


def test_a_moment_is_known_again_whoever_writes_between_any_two_steps(
    desk: Desk, hurry: Desk
) -> None:
    desk.log("sewer", "1", "03-01")
    moment = iso_moment(NOON + MINUTE)

    def later(count: int) -> None:
        plan = configuring.configure("title", str(count), None)
        hurry.write(plan, NOON + 2 * MINUTE)
        change_something(hurry, count)

    before = report(desk.read, settings.change_at(desk.read, moment))
    intruded = Intruded(desk.read, later)
    for _ in range(2):
        assert report(intruded, settings.change_at(intruded, moment)) == before


def test_a_history_is_known_again_whoever_writes_between_any_two_steps(
    desk: Desk, hurry: Desk
) -> None:
    long_history(desk)
    wanted = Wanted(None, None, None, desk.head, SHANGHAI)
    before = items(desk.read, wanted)
    intruded = Intruded(desk.read, lambda count: change_something(hurry, count))
    assert items(intruded, wanted) == before
    assert intruded.made > 50
