"""The memory of what was told: claimed, confirmed or released, and taken over when it is stuck."""

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.conftest import NOON, SHANGHAI
from tests.store.ledgers import Desk, day, shared_out
from tracker.core.alert_memory import Event, Memory, Tiding
from tracker.core.alert_rules import Level
from tracker.core.alerts import Alert, Identity
from tracker.store.alert_memory import (
    PATIENCE,
    Claimed,
    Telling,
    Waiting,
    claim,
    last_day,
    sent,
    settle,
)
from tracker.store.plan import Read

SECOND = dt.timedelta(seconds=1)


class Cron:
    """Somebody who tells alerts to an audience, and what the memory said of it."""

    def __init__(self, desk: Desk, audience: str = "") -> None:
        self.desk = desk
        self.audience = audience
        self.memory = Memory({}, {}, {})

    def claim(
        self,
        *alerts: Alert,
        now: dt.datetime = NOON,
        waited_for: int | None = None,
        shown: bool = True,
        event: Event = "opened",
    ) -> Claimed | Waiting:
        def find(_: Read, memory: Memory) -> Telling:
            self.memory = memory
            tidings = [tiding(alert, shown=shown, event=event) for alert in alerts]
            said = [f"{one.rule} {one.identity[2]}".strip() for one in tidings]
            return Telling(day("07-05"), self.desk.head, tidings, said)

        return claim(self.desk.store, self.audience, find, SHANGHAI, lambda: now, waited_for)

    def run(
        self,
        *alerts: Alert,
        now: dt.datetime = NOON,
        shown: bool = True,
        event: Event = "opened",
    ) -> int:
        """Claim, and number of the run."""
        claimed = self.claim(*alerts, now=now, shown=shown, event=event)
        assert isinstance(claimed, Claimed)
        assert claimed.run is not None
        return claimed.run

    def told(self, *alerts: Alert) -> int:
        """Claim and confirm."""
        number = self.run(*alerts)
        settle(self.desk.store, number, "confirmed", NOON)
        return number

    def states(self) -> list[tuple[int, str]]:
        return [(one.run, one.state) for one in sent(self.desk.read, "", None)]


def tiding(alert: Alert, *, shown: bool, event: Event) -> Tiding:
    level: Level = alert.level
    return Tiding(alert.identity, event, alert.rule, level, level, 0, alert, shown)


@pytest.fixture
def cron(desk: Desk) -> Cron:
    return Cron(desk)


@pytest.fixture
def late(desk: Desk) -> Alert:
    return desk.alert("sewer", "overdue", "course")


def identities(known: Mapping[Identity, object]) -> list[Identity]:
    return list(known)


def test_what_was_confirmed_is_remembered(cron: Cron, late: Alert) -> None:
    cron.told(late)
    cron.claim()
    assert identities(cron.memory.told) == [late.identity]
    told = cron.memory.told[late.identity]
    assert (told.event, told.rule, told.level, told.base) == ("opened", "overdue", "red", "red")
    assert (told.day, told.head) == (day("07-05"), 1)
    assert cron.memory.maybe_told == {}


def test_of_several_times_the_last_one_is_remembered(cron: Cron, late: Alert) -> None:
    cron.told(late)
    cron.told(late._replace(level="yellow"))
    cron.claim()
    assert cron.memory.told[late.identity].level == "yellow"


def test_nothing_to_tell_is_no_run(cron: Cron) -> None:
    assert cron.claim() == Claimed(None, ())
    assert cron.states() == []


def test_what_was_released_was_not_told(cron: Cron, late: Alert) -> None:
    settle(cron.desk.store, cron.run(late), "released", NOON)
    cron.claim()
    assert (cron.memory.told, cron.memory.maybe_told) == ({}, {})
    assert cron.states() == [(1, "released")]


def test_a_second_run_waits_for_the_first(cron: Cron, late: Alert) -> None:
    first = cron.run(late)
    waiting = cron.claim(now=NOON + PATIENCE - SECOND)
    assert waiting == Waiting(first, "2024-07-05T04:00:00.000Z")
    settle(cron.desk.store, first, "confirmed", NOON)
    assert isinstance(cron.claim(), Claimed)


@pytest.mark.parametrize("away", [PATIENCE, -PATIENCE])
def test_a_claim_that_nobody_settled_is_taken_over_and_may_have_been_told(
    away: dt.timedelta, cron: Cron, late: Alert
) -> None:
    cron.run(late)
    # A clock that was put back must not stop the alerts either.
    second = cron.run(late, now=NOON + away)
    assert (cron.memory.told, identities(cron.memory.maybe_told)) == ({}, [late.identity])
    assert cron.states() == [(1, "lapsed"), (second, "claimed")]


def test_who_has_waited_long_enough_takes_that_claim_over_and_no_other(
    cron: Cron, late: Alert
) -> None:
    first = cron.run(late)
    second = cron.claim(late, waited_for=first)
    assert isinstance(second, Claimed)
    assert identities(cron.memory.maybe_told) == [late.identity]
    # A third one had waited for the first as well.
    assert isinstance(cron.claim(waited_for=first), Waiting)


def test_a_claim_with_nothing_to_tell_after_it_is_done_with(cron: Cron, late: Alert) -> None:
    cron.run(late)
    cron.claim(now=NOON + PATIENCE)
    assert cron.states() == [(1, "lapsed")]


def test_what_may_have_been_told_is_remembered_until_something_is_confirmed(
    cron: Cron, late: Alert
) -> None:
    cron.run(late)
    second = cron.run(late, now=NOON + PATIENCE)
    settle(cron.desk.store, second, "released", NOON)
    third = cron.run(late)
    assert identities(cron.memory.maybe_told) == [late.identity]
    settle(cron.desk.store, third, "confirmed", NOON)
    cron.claim()
    assert cron.memory.maybe_told == {}


def test_what_was_partly_printed_may_have_been_told(cron: Cron, late: Alert) -> None:
    settle(cron.desk.store, cron.run(late), "lapsed", NOON)
    cron.claim()
    assert identities(cron.memory.maybe_told) == [late.identity]


def test_whoever_was_overtaken_can_not_confirm_any_more(cron: Cron, late: Alert) -> None:
    first = cron.run(late)
    second = cron.run(late, now=NOON + PATIENCE)
    assert not settle(cron.desk.store, first, "confirmed", NOON + PATIENCE)
    assert cron.states() == [(first, "lapsed"), (second, "claimed")]
    assert settle(cron.desk.store, second, "confirmed", NOON + PATIENCE)
    assert cron.states() == [(first, "lapsed"), (second, "confirmed")]


def test_what_was_not_shown_can_not_have_been_told(cron: Cron, late: Alert) -> None:
    cron.run(late, shown=False)
    cron.claim(now=NOON + PATIENCE)
    assert cron.memory.maybe_told == {}
    assert sent(cron.desk.read, "", None) == []


def test_each_audience_has_a_memory_of_its_own(cron: Cron, late: Alert) -> None:
    first = cron.run(late)
    housing = Cron(cron.desk, "department=housing")
    assert isinstance(housing.claim(), Claimed)
    assert (housing.memory.told, housing.memory.maybe_told) == ({}, {})
    settle(cron.desk.store, first, "confirmed", NOON)
    housing.claim()
    assert housing.memory.told == {}


def test_an_area_or_milestone_is_known_again_under_its_new_name(cron: Cron) -> None:
    desk = cron.desk
    shared_out(desk)
    desk.milestone("heritage-plan", "初稿")
    area = desk.alert("sewer", "area_silent", "area", "notice", "临清市")
    node = desk.alert("heritage-plan", "milestone_soon", "milestone", "notice", "初稿")
    cron.told(area, node)
    desk.acknowledge(area, node, until="07-31")
    desk.edit_area("sewer", "临清市", name="临清")
    desk.edit_milestone("heritage-plan", "初稿", name="一稿")
    cron.claim()
    now = [(area.commitment.id, "area", "临清"), (node.commitment.id, "milestone", "一稿")]
    assert sorted(identities(cron.memory.told)) == sorted(now)
    assert sorted(identities(cron.memory.acknowledged)) == sorted(now)


@pytest.mark.parametrize(("old", "new"), [("临清市", "临清"), ("临清市", "阳谷县")])
def test_what_is_told_under_a_new_name_counts_more_than_under_the_old_one(
    old: str, new: str, cron: Cron
) -> None:
    desk = cron.desk
    shared_out(desk)
    silent = desk.alert("sewer", "area_silent", "area", "notice", old)
    cron.told(silent)
    desk.edit_area("sewer", old, name=new)
    cron.told(silent._replace(subject=new, level="red"))
    cron.claim()
    (told,) = cron.memory.told.values()
    assert (told.identity[2], told.level) == (new, "red")


def test_a_name_that_was_given_again_hides_nothing_of_the_part_that_had_it(cron: Cron) -> None:
    desk = cron.desk
    desk.milestone("heritage-plan", "初稿")
    first = desk.alert("heritage-plan", "milestone_overdue", "milestone", "red", "初稿")
    cron.told(first)
    desk.edit_milestone("heritage-plan", "初稿", name="一稿")
    desk.milestone("heritage-plan", "初稿", reason="再列")
    cron.told(first)
    cron.claim()
    assert sorted(one[2] for one in cron.memory.told) == ["一稿", "初稿"]


def test_a_note_ends_with_its_alert(cron: Cron, late: Alert) -> None:
    cron.desk.acknowledge(late, until="12-31")
    cron.claim()
    assert identities(cron.memory.acknowledged) == [late.identity]
    over = cron.run(late, event="resolved")
    cron.claim()
    settle(cron.desk.store, over, "confirmed", NOON)
    cron.claim()
    assert cron.memory.acknowledged == {}
    # Whoever notes it anew is heard.
    cron.desk.acknowledge(late, until="12-31")
    cron.claim()
    assert identities(cron.memory.acknowledged) == [late.identity]


def test_the_last_day_is_that_of_what_was_confirmed(cron: Cron, late: Alert) -> None:
    read = cron.desk.read
    number = cron.run(late)
    assert last_day(read, "") is None
    settle(cron.desk.store, number, "confirmed", NOON)
    assert (last_day(read, ""), last_day(read, "level=red")) == (day("07-05"), None)


def test_the_last_note_counts(cron: Cron, late: Alert) -> None:
    cron.desk.acknowledge(late, until="12-31")
    cron.desk.acknowledge(late, until="07-05")
    cron.claim()
    noted = cron.memory.acknowledged[late.identity]
    assert (noted.until, noted.level, noted.author) == (day("07-05"), "red", "张三")


def test_what_was_told_is_listed_with_its_words(cron: Cron, late: Alert) -> None:
    cron.told(late)
    other = cron.desk.alert("estates", "silent", "report", "notice")
    cron.told(other)
    (one,) = sent(cron.desk.read, "", late.commitment.id)
    assert (one.slug, one.rule, one.said, one.state) == ("sewer", "overdue", "overdue", "confirmed")
    assert len(sent(cron.desk.read, "", None)) == 2
    assert len(sent(cron.desk.read, "2024-07-05T04:00:00.000Z", None)) == 2
    assert sent(cron.desk.read, "2024-07-05T04:00:00.001Z", None) == []


def test_telling_changes_nothing_in_the_ledger(cron: Cron, late: Alert) -> None:
    head = cron.desk.head
    cron.told(late)
    assert cron.desk.head == head
