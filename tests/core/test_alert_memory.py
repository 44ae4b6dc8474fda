"""What is told of alerts that were told before: only what has changed, and nothing is lost."""

import datetime as dt
from typing import Any

import pytest

from tests.core.make import RULES, commitment, day
from tracker.core.alert_memory import (
    Acknowledged,
    Memory,
    Tiding,
    Told,
    in_order_of_telling,
    tidings,
    wanted,
    with_ends,
)
from tracker.core.alert_rules import Level, Rule
from tracker.core.alerts import Alert, Identity
from tracker.core.reports import StatusRow, status_rows

SEWERS = commitment()
TODAY = day("2024-06-30")
COURSE: Identity = (1, "course", "")
NOTHING = Memory({}, {}, {})
_PARTS: dict[Rule, Any] = {"silent": "report", "due_soon": "due", "reached": "close"}
_EVENTS: tuple[str, ...] = ("opened", "worsened", "eased", "unanswered", "again", "resolved")


def alert(level: Level = "yellow", rule: Rule = "behind", step: int = 0) -> Alert:
    (row,) = status_rows([SEWERS], {}, TODAY, RULES)
    part = _PARTS.get(rule, "course")
    return Alert(SEWERS, rule, part, level, row.progress, "", step)


def told(event: Any = "opened", level: Level = "yellow", **fields: Any) -> Told:
    """What was told a week ago of the alert above."""
    before = Told(COURSE, event, "behind", level, level, 0, TODAY - dt.timedelta(days=7), 5)
    return before._replace(**fields)


def memory(*known: Told, maybe: tuple[Told, ...] = (), noted: Acknowledged | None = None) -> Memory:
    return Memory(
        {one.identity: one for one in known},
        {maybe[0].identity: maybe} if maybe else {},
        {noted.identity: noted} if noted else {},
    )


def found(
    known: Memory,
    *standing: Alert,
    unanswered: int | None = 14,
    answered: set[Identity] | None = None,
    today: dt.date = TODAY,
) -> list[Tiding]:
    return tidings(known, standing, today, unanswered, answered or set())


def events(known: Memory, *standing: Alert, **more: Any) -> list[tuple[str, str, bool, bool]]:
    every = found(known, *standing, **more)
    return [(one.event, one.level, one.shown, one.repeated) for one in every]


def test_what_is_new_is_told_once() -> None:
    assert events(NOTHING, alert()) == [("opened", "yellow", True, False)]
    assert events(memory(told()), alert()) == []


def test_what_was_resolved_and_stands_again_is_new() -> None:
    assert events(memory(told("resolved")), alert()) == [("opened", "yellow", True, False)]


@pytest.mark.parametrize(
    ("now", "event"),
    [
        (alert("red"), "worsened"),
        (alert("red", "overdue"), "worsened"),
        (alert("notice"), "eased"),
        (alert("yellow", "hard"), "eased"),
        (alert("yellow", "overdue"), "worsened"),
        (alert("yellow", step=1), "worsened"),
    ],
)
def test_what_is_worse_or_better_than_it_was_told_is_told(now: Alert, event: str) -> None:
    assert events(memory(told()), now) == [(event, now.level, True, False)]


def test_a_step_back_is_an_easing() -> None:
    near = told(identity=(1, "due", ""), rule="due_soon", step=3)
    (one,) = found(memory(near), alert("yellow", "due_soon", step=2))
    assert (one.event, one.step, one.base) == ("eased", 2, "yellow")


def test_what_stands_no_more_is_resolved_once() -> None:
    assert events(memory(told())) == [("resolved", "yellow", True, False)]
    assert events(memory(told("resolved"))) == []


QUIETLY: tuple[Rule, ...] = ("due_soon", "milestone_soon", "fell", "jumped", "moved", "reached")


@pytest.mark.parametrize("rule", QUIETLY)
def test_the_end_of_what_ends_by_itself_is_remembered_and_not_told(rule: Rule) -> None:
    assert events(memory(told(rule=rule))) == [("resolved", "yellow", False, False)]


@pytest.mark.parametrize("event", _EVENTS[:-1])
def test_whatever_was_told_last_is_resolved_in_the_end(event: str) -> None:
    assert events(memory(told(event))) == [("resolved", "yellow", True, False)]


# -- without an answer


@pytest.mark.parametrize(("days", "rises"), [(13, False), (14, True), (15, True)])
def test_what_nobody_answers_rises_by_a_level(days: int, rises: bool) -> None:
    known = memory(told(day=TODAY - dt.timedelta(days=days)))
    assert events(known, alert()) == ([("unanswered", "red", True, False)] if rises else [])


def test_a_level_that_rose_is_remembered_beside_that_of_the_rule() -> None:
    old = TODAY - dt.timedelta(days=14)
    (one,) = found(memory(told(level="notice", day=old)), alert("notice"))
    assert (one.event, one.level, one.base) == ("unanswered", "yellow", "notice")
    assert one.alert is not None
    assert one.alert.level == "yellow"
    risen = told("unanswered", "yellow", base="notice")
    assert events(memory(risen), alert("notice")) == []
    assert events(memory(risen._replace(day=old)), alert("notice")) == [
        ("unanswered", "red", True, False)
    ]


def test_nothing_is_worse_than_red() -> None:
    assert events(memory(told(level="red", day=day("2024-01-01"))), alert("red")) == []


def test_nobody_can_answer_what_was_not_shown() -> None:
    old = told(day=day("2024-01-01"), shown=False)
    assert events(memory(old), alert()) == []


def test_an_entry_or_a_setting_keeps_it_from_rising() -> None:
    old = memory(told(day=day("2024-01-01")))
    assert events(old, alert(), answered={COURSE}) == []
    assert events(old, alert(), answered={(2, "course", "")}) == [
        ("unanswered", "red", True, False)
    ]
    assert events(old, alert(), unanswered=None) == []


def test_what_gets_worse_is_never_told_with_a_lower_level_than_before() -> None:
    risen = told("unanswered", "red", base="notice")
    assert events(memory(risen), alert("yellow")) == [("worsened", "red", True, False)]


# -- taken note of


def noted(
    until: str = "2024-07-15", level: Level = "yellow", rule: Rule = "behind", step: int = 0
) -> Acknowledged:
    since = day("2024-06-20")
    return Acknowledged(COURSE, rule, level, step, since, day(until), "李四", "已约谈")


def test_what_was_noted_is_silent_up_to_the_end_of_its_day() -> None:
    assert events(memory(noted=noted("2024-06-30")), alert()) == []
    assert events(memory(noted=noted("2024-06-29")), alert()) == [("opened", "yellow", True, False)]


def test_what_is_worse_than_was_noted_is_told() -> None:
    assert events(memory(noted=noted()), alert("red")) == [("opened", "red", True, False)]
    assert events(memory(noted=noted()), alert("notice")) == []
    assert events(memory(told(), noted=noted()), alert("red")) == [("worsened", "red", True, False)]


def test_what_is_noted_as_one_thing_is_told_when_it_becomes_a_worse_one() -> None:
    red = noted(level="red")
    assert events(memory(noted=red), alert("red")) == []
    assert events(memory(noted=red), alert("red", "overdue")) == [("opened", "red", True, False)]
    near = noted(step=1)
    assert events(memory(noted=near), alert(step=2)) == [("opened", "yellow", True, False)]
    assert events(memory(noted=near), alert(step=1)) == []


def test_what_gets_worse_behind_a_silence_is_worse_and_not_again() -> None:
    silent = memory(told("silenced"), noted=noted())
    assert events(silent, alert("red")) == [("worsened", "red", True, False)]


def test_a_note_counts_from_the_day_on_which_it_was_made() -> None:
    early = {"today": day("2024-06-19")}
    assert events(memory(noted=noted()), alert(), **early) == [("opened", "yellow", True, False)]
    assert events(memory(noted=noted()), alert(), today=day("2024-06-20")) == []


def test_a_silence_begins_and_ends_once() -> None:
    assert events(memory(told(), noted=noted()), alert()) == [("silenced", "yellow", False, False)]
    assert events(memory(told("silenced"), noted=noted()), alert()) == []
    over = memory(told("silenced"), noted=noted("2024-06-29"))
    assert events(over, alert()) == [("again", "yellow", True, False)]


def test_a_level_that_rose_is_not_lower_behind_a_silence_unless_it_eased() -> None:
    risen = told("silenced", "red", base="yellow")
    over = memory(risen, noted=noted("2024-06-29"))
    assert events(over, alert()) == [("again", "red", True, False)]
    assert events(over, alert("notice")) == [("again", "notice", True, False)]


@pytest.mark.parametrize("rule", ["fell", "jumped", "moved"])
def test_another_change_of_the_same_kind_is_told_and_less_of_it_is_not(rule: Rule) -> None:
    known = memory(told(rule=rule, step=5))
    now = alert("yellow", rule)._replace(part="course")
    assert events(known, now._replace(step=6)) == [("worsened", "yellow", True, False)]
    assert events(known, now._replace(step=5)) == []
    assert events(known, now._replace(step=4)) == []


def test_nobody_hears_of_the_end_of_what_is_silent() -> None:
    assert events(memory(told("silenced"))) == [("resolved", "yellow", False, False)]


def test_what_is_silent_does_not_rise() -> None:
    old = memory(told(day=day("2024-01-01")), noted=noted())
    assert events(old, alert()) == [("silenced", "yellow", False, False)]


# -- what may have been told


def test_what_a_run_may_have_told_is_told_again_and_marked() -> None:
    assert events(memory(maybe=(told(),)), alert()) == [("opened", "yellow", True, True)]
    # Something else about it is no repetition.
    assert events(memory(maybe=(told(),)), alert("red")) == [("opened", "red", True, False)]


def test_what_a_run_may_have_told_and_is_over_is_taken_back() -> None:
    assert events(memory(maybe=(told(),))) == [("resolved", "yellow", True, False)]


def test_an_end_that_may_have_been_told_is_told_again_or_taken_back() -> None:
    known = told()
    ended = told("resolved")
    assert events(memory(known, maybe=(ended,))) == [("resolved", "yellow", True, True)]
    assert events(memory(known, maybe=(ended,)), alert()) == [("opened", "yellow", True, False)]
    # What came before that end may have been told as well.
    assert events(memory(maybe=(ended,))) == [("resolved", "yellow", True, True)]


def test_a_change_that_may_have_been_told_and_went_back_is_told_as_it_is() -> None:
    worse = told("worsened", "red")
    assert events(memory(told(), maybe=(worse,)), alert()) == [("eased", "yellow", True, False)]


def test_what_may_have_been_told_and_is_silent_now_is_remembered_so() -> None:
    silent = memory(told(), maybe=(told("worsened"),), noted=noted())
    assert events(silent, alert()) == [("silenced", "yellow", False, False)]


def test_of_two_things_that_may_have_been_told_the_last_is_told_again() -> None:
    worse, better = told("worsened", "red"), told("eased", "yellow")
    known = memory(told(), maybe=(worse, better))
    assert events(known, alert()) == [("eased", "yellow", True, True)]
    assert events(known, alert("red")) == [("worsened", "red", True, True)]
    assert events(memory(told(), maybe=(better,)), alert()) == []


# -- for somebody who wants to hear of one level and worse


def for_red(known: Memory, *standing: Alert) -> list[tuple[str, bool]]:
    every = wanted(found(known, *standing), "red", known)
    return [(one.event, one.shown) for one in every]


def test_what_is_milder_is_remembered_and_not_told() -> None:
    assert for_red(NOTHING, alert()) == [("opened", False)]
    assert for_red(NOTHING, alert("red")) == [("opened", True)]
    assert for_red(memory(told()), alert("red")) == [("worsened", True)]
    assert for_red(memory(told())) == [("resolved", False)]


def test_that_something_is_no_longer_that_bad_is_told() -> None:
    red = memory(told(level="red"))
    assert for_red(red, alert()) == [("eased", True)]
    assert for_red(red) == [("resolved", True)]
    assert for_red(memory(told(level="red", rule="reached"))) == [("resolved", False)]


def test_what_was_milder_and_got_milder_is_not_told() -> None:
    assert for_red(memory(told()), alert("notice")) == [("eased", False)]
    silent = memory(told("silenced", "red"), noted=noted("2024-06-29"))
    assert for_red(silent, alert()) == [("again", False)]


def test_a_level_that_may_have_been_told_is_taken_back_as_well() -> None:
    known = memory(told(), maybe=(told("worsened", "red"),))
    assert for_red(known, alert()) == [("eased", True)]


# -- what is over


def ended(row: StatusRow | None, *others: Alert, **fields: Any) -> Tiding:
    identity = fields.pop("identity", COURSE)
    known = memory(told(identity=identity, **fields))
    rows = {1: row} if row else {}
    (one,) = with_ends(found(known), rows, others)
    return one


def row_of(today: str) -> StatusRow:
    (row,) = status_rows([SEWERS], {}, day(today), RULES)
    return row


def test_what_is_over_is_told_with_how_it_stands_now() -> None:
    one = ended(row_of("2024-06-30"))
    assert one.shown
    assert one.alert is not None
    assert (one.alert.rule, one.alert.level, one.alert.commitment) == ("behind", "yellow", SEWERS)


def test_what_is_somebody_elses_now_is_over_without_a_word() -> None:
    one = ended(None)
    assert (one.event, one.shown, one.alert) == ("resolved", False, None)


@pytest.mark.parametrize("rule", ["silent", "area_silent", "duty"])
def test_that_nobody_has_to_report_any_more_is_not_told(rule: Rule) -> None:
    assert ended(row_of("2024-12-31"), rule=rule).shown
    assert not ended(row_of("2025-01-01"), rule=rule).shown
    assert ended(row_of("2025-01-01"), rule="behind").shown


def test_an_area_is_not_reported_on_because_the_whole_is_silent() -> None:
    area: Identity = (1, "area", "临清市")
    today = row_of("2024-06-30")
    assert ended(today, identity=area, rule="area_silent").shown
    hidden = with_ends(
        found(memory(told(identity=area, rule="area_silent")), alert("notice", "silent")),
        {1: today},
        [alert("notice", "silent")],
    )
    assert [(one.event, one.shown) for one in hidden] == [("opened", True), ("resolved", False)]


def test_things_are_told_by_event_level_and_rule() -> None:
    def tiding(event: Any, level: Level, rule: Rule) -> Tiding:
        return Tiding(COURSE, event, rule, level, level, 0, None)

    order = [
        tiding("opened", "red", "overdue"),
        tiding("opened", "red", "behind"),
        tiding("opened", "notice", "overdue"),
        tiding("worsened", "red", "overdue"),
        tiding("unanswered", "red", "overdue"),
        tiding("again", "red", "overdue"),
        tiding("eased", "yellow", "behind"),
        tiding("resolved", "red", "overdue"),
    ]
    assert in_order_of_telling(reversed(order)) == order
