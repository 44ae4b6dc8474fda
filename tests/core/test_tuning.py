"""How the rules of the alerts are tuned: what may be typed, and what it means."""

import datetime as dt
from fractions import Fraction
from functools import partial

import pytest

from tests.core.make import day
from tracker.core.defaults import OF_ALERTS, UNANSWERED
from tracker.core.tuning import (
    Lead,
    Span,
    checked,
    days_of,
    parse_lead,
    tuning,
    within,
)
from tracker.core.workdays import monday_to_friday
from tracker.errors import Refused

YELLOW = partial(Lead, level="yellow")


def never(day: dt.date) -> bool:
    raise AssertionError(f"nobody needs to know whether people work on {day}")


def test_every_default_is_what_may_be_typed_and_means_what_is_documented() -> None:
    assert {key: checked(key, value) for key, value in OF_ALERTS.items()} == OF_ALERTS
    plain = tuning({})
    assert plain.due_soon == (Lead(30), YELLOW(7), YELLOW(1))
    assert plain.milestone_soon == (Lead(7), YELLOW(1))
    assert (plain.silent, plain.area_silent) == (Span(7, 2), Span(7, 2))
    assert (plain.hard, plain.will_miss, plain.jumped, plain.moved) == (
        Fraction(11, 10),
        Fraction(1, 2),
        Fraction(1, 4),
        7,
    )
    switches = (plain.overdue, plain.behind, plain.milestone_overdue, plain.duty, plain.fell)
    assert (*switches, plain.reached) == (True,) * 6
    assert days_of(OF_ALERTS[UNANSWERED]) == 14


def test_every_rule_can_be_switched_off() -> None:
    off = tuning({key: checked(key, " OFF ") for key in OF_ALERTS})
    assert not any(off)
    assert days_of("off") is None


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("alert.due_soon", "5W  3", "5w 3"),
        ("alert.due_soon", "３０　７", "30 7"),
        ("alert.due_soon", "0", "0"),
        ("alert.due_soon", "3660", "3660"),
        ("alert.due_soon", "9 8 7 6 5 4 3 2 1", "9 8 7 6 5 4 3 2 1"),
        ("alert.silent", "3w", "3w"),
        ("alert.silent", "3660+999w", "3660+999w"),
        ("alert.hard", "1", "1"),
        ("alert.hard", "100", "100"),
        ("alert.will_miss", "33.33", "33.33"),
        ("alert.moved", "1", "1"),
        ("alert.moved", "3660", "3660"),
        ("alert.overdue", "ON", "on"),
    ],
)
def test_a_value_is_stored_as_it_is_read(key: str, typed: str, stored: str) -> None:
    assert checked(key, typed) == stored


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("alert.due_soon", ""),
        ("alert.due_soon", "on"),
        ("alert.due_soon", "3661"),
        ("alert.due_soon", "1 2 3 4 5 6 7 8 9 10"),
        ("alert.due_soon", "-1"),
        ("alert.due_soon", "30 30"),
        ("alert.silent", "7+2"),
        ("alert.silent", "7 2w"),
        ("alert.silent", "3661"),
        ("alert.hard", "0.99"),
        ("alert.hard", "100.01"),
        ("alert.hard", "nan"),
        ("alert.will_miss", "0.5"),
        ("alert.jumped", "101"),
        ("alert.jumped", "1e1"),
        ("alert.moved", "0"),
        ("alert.moved", "3661"),
        ("alert.unanswered", "1.5"),
        ("alert.overdue", "yes"),
        ("alert.reached", ""),
    ],
)
def test_a_value_that_no_rule_can_be_tuned_by_is_refused(key: str, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(key, typed)
    assert (refused.value.key, refused.value.params["key"]) == ("error.setting_unfit", key)


def test_the_longest_lead_comes_first_and_five_working_days_are_as_long_as_seven() -> None:
    leads = tuning({"alert.due_soon": "1 6w 8 5w 30"}).due_soon
    assert leads == (Lead(30), YELLOW(6, True), YELLOW(8), YELLOW(5, True), YELLOW(1))
    assert tuning({"alert.due_soon": "1w 2"}).due_soon == (Lead(2), YELLOW(1, True))
    assert tuning({"alert.due_soon": "7 5w"}).due_soon == (Lead(7), YELLOW(5, True))
    assert tuning({"alert.due_soon": "5w 7"}).due_soon == (Lead(5, True), YELLOW(7))


def test_a_span_is_days_working_days_or_both() -> None:
    spans = {"9": Span(9), "3w": Span(0, 3), "7+2w": Span(7, 2)}
    assert {text: tuning({"alert.silent": text}).silent for text in spans} == spans


def test_whoever_asks_for_a_time_gets_what_is_nearer_as_bad_as_it_was() -> None:
    leads = tuning({}).due_soon
    assert within(leads, Lead(10)) == (Lead(10), YELLOW(7), YELLOW(1))
    assert within(leads, Lead(7)) == (YELLOW(7), YELLOW(1))
    assert within(leads, Lead(3)) == (YELLOW(3), YELLOW(1))
    assert within(leads, Lead(0)) == (YELLOW(0),)
    assert within(leads, Lead(30)) == leads
    assert within(leads, Lead(60)) == (Lead(60), *leads)


def test_what_is_switched_off_stays_so_for_whoever_asks_for_a_time() -> None:
    assert within((), Lead(5, True)) == ()


@pytest.mark.parametrize(
    ("typed", "lead"),
    [("7", Lead(7)), (" ７D ", Lead(7)), ("5w", Lead(5, True)), ("0", Lead(0))],
)
def test_a_time_is_typed_in_days_or_working_days(typed: str, lead: Lead) -> None:
    assert parse_lead(typed) == lead


@pytest.mark.parametrize("typed", ["", "d", "soon", "-1", "3661", "7 1", "1.5", "5wd"])
def test_a_time_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_lead(typed)
    assert refused.value.key == "error.within_unreadable"


# 28 June 2024 is a Friday.
FRIDAY = day("2024-06-28")


@pytest.mark.parametrize(
    ("lead", "as_of", "reached"),
    [
        (Lead(7), "2024-06-20", False),
        (Lead(7), "2024-06-21", True),
        (Lead(5, True), "2024-06-20", False),
        (Lead(5, True), "2024-06-21", True),
        (Lead(0, True), "2024-06-27", False),
        (Lead(0, True), "2024-06-28", True),
    ],
)
def test_a_lead_is_reached_when_no_more_is_left(lead: Lead, as_of: str, reached: bool) -> None:
    assert lead.reached(day(as_of), FRIDAY, monday_to_friday) == reached


def test_a_weekend_before_a_due_day_leaves_no_working_day() -> None:
    monday = day("2024-07-01")
    assert Lead(1, True).reached(FRIDAY, monday, monday_to_friday)
    assert not Lead(1, True).reached(day("2024-06-27"), monday, monday_to_friday)


def test_nobody_is_asked_about_working_days_that_decide_nothing() -> None:
    assert Lead(5, True).reached(day("2024-06-23"), FRIDAY, never)
    assert not Lead(7).reached(day("2024-06-01"), FRIDAY, never)
    assert not Span(7, 2).is_over(FRIDAY, day("2024-07-07"), never)
    assert Span(7).is_over(FRIDAY, day("2024-07-06"), never)


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (Span(0), "2024-06-28"),
        (Span(7), "2024-07-05"),
        (Span(7, 2), "2024-07-09"),
        (Span(0, 1), "2024-07-01"),
        (Span(1, 1), "2024-07-01"),
    ],
)
def test_a_span_ends_with_its_last_day(span: Span, last: str) -> None:
    end = day(last)
    assert span.last_day(FRIDAY, monday_to_friday) == end
    assert not span.is_over(FRIDAY, end, monday_to_friday)
    assert span.is_over(FRIDAY, end + dt.timedelta(days=1), monday_to_friday)
