"""What cron warns about, rule by rule and day by day, and when it is silent.

The boundaries are worked out in docs/alerts.md.
"""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from tests.core.make import (
    CITY,
    EAST,
    RANKING,
    RULES,
    SEWER,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    sums,
)
from tracker.core.alert_rules import ORDER, Case, Moved, wants_forecast
from tracker.core.alert_rules import RULES as TABLE
from tracker.core.alerts import Alert, alerts, at_least
from tracker.core.fold import DaySum, SeriesState, Sums
from tracker.core.forecast import Forecast
from tracker.core.model import Closing, Commitment, Node
from tracker.core.reports import status_rows
from tracker.core.tuning import tuning
from tracker.core.workdays import monday_to_friday

SEWERS = commitment()
# Silence is told of in tests of its own.
QUIET = {"alert.silent": "off", "alert.area_silent": "off"}


def case(
    on: str,
    done: int | None = None,
    made: Commitment = SEWERS,
    tuned: Mapping[str, str] | None = None,
    **more: Any,
) -> Case:
    """One commitment on one day, with what was done of it by a report of 28 June."""
    logged: Sums = sums(done) if done is not None else {}
    return made_case(on, logged, made, tuned, **more)


def made_case(
    on: str, logged: Sums, made: Commitment, tuned: Mapping[str, str] | None = None, **more: Any
) -> Case:
    (row,) = status_rows([made], logged, day(on), RULES)
    return Case(row, day(on), tuning({**QUIET, **(tuned or {})}), monday_to_friday, **more)


def raised(found: Case) -> list[tuple[str, str, int | None]]:
    return [(a.rule, a.level, a.days) for a in alerts([found])]


def test_what_is_on_pace_raises_nothing() -> None:
    assert raised(case("2024-06-30", 45_500)) == []
    assert alerts([]) == []


# -- overdue


def test_nothing_is_overdue_on_the_due_day() -> None:
    assert raised(case("2024-12-31", 89_900)) == [("due_soon", "yellow", 0)]


@pytest.mark.parametrize(("today", "days"), [("2025-01-01", 1), ("2025-01-31", 31)])
def test_what_is_not_met_after_the_due_day_is_overdue_and_nothing_else(
    today: str, days: int
) -> None:
    assert raised(case(today, 45_500)) == [("overdue", "red", days)]
    assert raised(case(today)) == [("overdue", "red", days)]


def test_an_alert_says_where_the_commitment_stands() -> None:
    (found,) = alerts([case("2025-01-01", 45_500)])
    assert (found.commitment, found.rule, found.level, found.days) == (SEWERS, "overdue", "red", 1)
    now = found.progress
    assert (now.done, now.target, now.remaining) == (45_500, 90_000, 44_500)


# -- due soon


@pytest.mark.parametrize(
    ("today", "level", "step"),
    [
        # 30, 7 and 1 days before 31 December, and the days before these.
        ("2024-11-30", None, 0),
        ("2024-12-01", "notice", 1),
        ("2024-12-23", "notice", 1),
        ("2024-12-24", "yellow", 2),
        ("2024-12-29", "yellow", 2),
        ("2024-12-30", "yellow", 3),
        ("2024-12-31", "yellow", 3),
    ],
)
def test_due_soon_comes_nearer_in_three_steps(today: str, level: str | None, step: int) -> None:
    found = [(a.level, a.step) for a in alerts([case(today, 89_990)]) if a.rule == "due_soon"]
    assert found == ([(level, step)] if level else [])


@pytest.mark.parametrize(
    ("today", "soon"),
    # 31 December 2024 is a Tuesday: three working days before it is Thursday, 26 December.
    [("2024-12-25", False), ("2024-12-26", True), ("2024-12-28", True), ("2024-12-31", True)],
)
def test_due_soon_may_count_working_days(today: str, soon: bool) -> None:
    found = raised(case(today, 89_990, tuned={"alert.due_soon": "3w"}))
    assert [rule for rule, _, _ in found] == (["due_soon"] if soon else [])


def test_what_is_met_is_not_due_any_more_but_waits_for_its_close_out() -> None:
    assert raised(case("2024-12-31", 90_000)) == [("reached", "notice", None)]
    assert raised(case("2025-01-01", 90_000)) == [("reached", "notice", None)]
    assert raised(case("2025-01-01", 90_000, tuned={"alert.reached": "off"})) == []


def test_a_rank_that_is_held_may_still_be_lost_and_is_due() -> None:
    made = commitment("rank", RANKING)
    assert raised(case("2024-12-30", 1, made)) == [("due_soon", "yellow", 1)]
    assert raised(case("2024-12-31", 1, made)) == [("reached", "notice", None)]
    assert raised(case("2025-01-01", 4, made)) == [("overdue", "red", 1)]


def test_what_has_no_measure_is_due_and_never_overdue() -> None:
    plan, duty = commitment("milestones", YEAR), commitment("duty", YEAR)
    assert raised(case("2024-12-31", None, plan)) == [("due_soon", "yellow", 0)]
    assert raised(case("2025-01-01", None, plan)) == []
    assert raised(case("2024-12-31", None, duty)) == []
    assert raised(case("2025-01-01", None, duty)) == []


def test_without_a_due_day_nothing_is_due() -> None:
    undated = commitment(terms=SEWER._replace(due=None))
    assert raised(case("2024-12-31", 1_000, undated)) == []


# -- the course: behind, hard, will miss


@pytest.mark.parametrize(
    ("done", "level"),
    # The pace is 182/366 of 90 km. Ten points behind it are 35,754.1 m, thirty are 17,754.1 m.
    [(35_755, None), (35_754, "yellow"), (17_755, "yellow"), (17_754, "red")],
)
def test_behind_follows_the_light(done: int, level: str | None) -> None:
    expected = [("behind", level, 184)] if level else []
    assert raised(case("2024-06-30", done, tuned={"alert.hard": "off"})) == expected


def test_what_nobody_started_is_behind_too() -> None:
    assert raised(case("2024-06-30")) == [("behind", "red", 184)]


@pytest.mark.parametrize(
    ("done", "hard"),
    # 184/366 of the plan are left. 1.1 times that rate is needed where 1 - 1.1 * 184/366 =
    # 44.699 % are done, 40,229.5 m.
    [(40_230, False), (40_229, True)],
)
def test_hard_is_what_needs_more_than_a_tenth_beyond_the_planned_rate(
    done: int, hard: bool
) -> None:
    found = alerts([case("2024-06-30", done)])
    assert [(a.rule, a.level) for a in found] == ([("hard", "yellow")] if hard else [])
    assert all(a.ratio == (1 - Fraction(done, 90_000)) / Fraction(184, 366) for a in found)


def test_hard_takes_its_limit_as_it_is_and_no_more() -> None:
    # Just 1.25 times the rate: 1 - 1.25 * 184/366 of 366 are 136.
    made = commitment(terms=SEWER._replace(target=366))
    limits = {"1.25": [], "1.24": ["hard"]}
    for limit, expected in limits.items():
        tuned = {"alert.hard": limit, "alert.behind": "off"}
        found = raised(case("2024-06-30", 136, made, tuned))
        assert [rule for rule, _, _ in found] == expected


@pytest.mark.parametrize(
    ("today", "told"),
    # A fifth of the 366 days are 73.2: the 74th day is 14 March.
    [("2024-03-13", False), ("2024-03-14", True)],
)
def test_hard_says_nothing_before_a_fifth_of_the_plan_has_passed(today: str, told: bool) -> None:
    made = made_case(today, {}, SEWERS, {"alert.behind": "off"})
    assert [rule for rule, _, _ in raised(made)] == (["hard"] if told else [])


def test_hard_is_told_from_just_a_fifth_on() -> None:
    # Of five days the first is a fifth; with nothing done 1 / (4/5) of the rate is needed.
    short = commitment(terms=SEWER._replace(due=day("2024-01-05")))
    (found,) = alerts(
        [made_case("2024-01-01", {}, short, {"alert.behind": "off", "alert.due_soon": "off"})]
    )
    assert (found.rule, found.ratio) == ("hard", Fraction(5, 4))


def forecast(chance: Fraction | None, likely: str | None = "2025-02-01") -> Forecast:
    last = day("2026-06-26")
    return Forecast(9, None, day(likely) if likely else None, None, last, chance)


@pytest.mark.parametrize(
    ("chance", "told"),
    [(Fraction(99, 200), True), (Fraction(1, 2), False), (Fraction(1), False), (None, False)],
)
def test_will_miss_is_a_chance_below_one_half(chance: Fraction | None, told: bool) -> None:
    found = alerts([case("2024-06-30", 45_500, forecast=forecast(chance))])
    expected = [("will_miss", "yellow", 184, day("2025-02-01"), chance)]
    assert [(a.rule, a.level, a.days, a.on, a.ratio) for a in found] == (expected if told else [])


def test_will_miss_has_a_limit_of_its_own_or_none() -> None:
    found = forecast(Fraction(1, 2))
    assert raised(case("2024-06-30", 45_500, tuned={"alert.will_miss": "51"}, forecast=found))
    off = {"alert.will_miss": "off"}
    assert raised(case("2024-06-30", 45_500, tuned=off, forecast=forecast(Fraction(0)))) == []


def test_of_the_course_only_the_worst_is_told() -> None:
    late = forecast(Fraction(0))
    assert raised(case("2024-06-30", 30_000, forecast=late)) == [("behind", "yellow", 184)]
    off = {"alert.behind": "off"}
    assert raised(case("2024-06-30", 30_000, tuned=off, forecast=late)) == [("hard", "yellow", 184)]


def test_a_forecast_is_wanted_only_where_nothing_worse_is_known() -> None:
    assert wants_forecast(case("2024-06-30", 45_500))
    assert wants_forecast(case("2024-12-31", 89_999))
    for told in (
        case("2024-06-30", 30_000),
        case("2024-06-30", 90_000),
        case("2025-01-01", 45_500),
        case("2024-06-30", 45_500, commitment("rank", RANKING)),
        case("2024-06-30", 45_500, commitment(terms=SEWER._replace(due=None))),
        case("2024-06-30", 45_500, tuned={"alert.will_miss": "off"}),
        closed(case("2024-06-30", 45_500)),
    ):
        assert not wants_forecast(told)


def test_a_stock_without_an_opening_raises_nothing_before_its_due_day() -> None:
    stock = commitment("level", STOCK)
    assert raised(case("2024-06-30", 10_000, stock)) == []
    assert raised(case("2025-01-01", 10_000, stock)) == [("overdue", "red", 1)]


# -- milestones

FIRST, SECOND = Node("方案", day("2024-03-31"), 1), Node("验收", day("2024-12-31"), 3)
WORKS = commitment("milestones", YEAR._replace(due=day("2025-06-30")), nodes=(FIRST, SECOND))
COURSE_OFF = {"alert.behind": "off", "alert.hard": "off"}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-03-23", []),
        ("2024-03-24", [("milestone_soon", "notice", 7, 1)]),
        ("2024-03-29", [("milestone_soon", "notice", 2, 1)]),
        ("2024-03-30", [("milestone_soon", "yellow", 1, 2)]),
        ("2024-03-31", [("milestone_soon", "yellow", 0, 2)]),
        ("2024-04-01", [("milestone_overdue", "red", 1, 0)]),
    ],
)
def test_a_milestone_is_due_soon_and_then_overdue(
    today: str, expected: list[tuple[str, str, int, int]]
) -> None:
    found = alerts([made_case(today, {}, WORKS, COURSE_OFF, undone=(FIRST, SECOND))])
    assert [(a.rule, a.level, a.days, a.step) for a in found] == expected
    assert all((a.subject, a.on) == ("方案", FIRST.due) for a in found)


def test_each_milestone_is_told_by_itself_and_what_is_done_is_not() -> None:
    both = made_case("2024-12-30", {}, WORKS, COURSE_OFF, undone=(FIRST, SECOND))
    expected = [("milestone_overdue", "方案"), ("milestone_soon", "验收")]
    assert [(a.rule, a.subject) for a in alerts([both])] == expected
    one = both._replace(undone=(SECOND,))
    assert [(a.rule, a.subject) for a in alerts([one])] == expected[1:]
    off = {**COURSE_OFF, "alert.milestone_overdue": "off", "alert.milestone_soon": "off"}
    assert alerts([both._replace(tuning=tuning({**QUIET, **off}))]) == []


# -- duties

WATCH = commitment("duty", YEAR)
MONTHLY = WATCH._replace(profile=WATCH.profile._replace(every=30))


@pytest.mark.parametrize(
    ("today", "days"),
    # From 1 January on 30 days last until the 31st; from the look of 28 June until 28 July.
    [("2024-01-31", None), ("2024-02-01", 31), ("2024-07-28", None), ("2024-07-29", 31)],
)
def test_a_duty_wants_a_look_every_so_many_days(today: str, days: int | None) -> None:
    logged = {} if today < "2024-06" else sums(None)
    found = alerts([made_case(today, logged, MONTHLY)])
    assert [(a.rule, a.level, a.days) for a in found] == (
        [("duty", "yellow", days)] if days else []
    )
    assert all(a.on == day("2024-01-01" if today < "2024-06" else "2024-06-28") for a in found)


def test_a_duty_wants_no_look_after_its_due_day_without_a_rhythm_or_without_a_start() -> None:
    assert raised(made_case("2024-12-31", {}, MONTHLY)) == [("duty", "yellow", 365)]
    assert raised(made_case("2025-01-01", {}, MONTHLY)) == []
    assert raised(made_case("2024-12-31", {}, MONTHLY, {"alert.duty": "off"})) == []
    assert raised(made_case("2024-12-31", {}, WATCH)) == []
    unbegun = MONTHLY._replace(terms=YEAR._replace(start=None))
    assert raised(made_case("2024-12-31", {}, unbegun)) == []
    counted = SEWERS._replace(profile=MONTHLY.profile)
    assert "duty" not in [rule for rule, _, _ in raised(made_case("2024-06-30", {}, counted))]


# -- silence

LOUD = {"alert.silent": "7+2w", "alert.behind": "off", "alert.hard": "off"}


@pytest.mark.parametrize(
    ("today", "days"),
    # 28 June 2024 is a Friday. A week later is Friday, 5 July; two working days on is Tuesday.
    [("2024-07-09", None), ("2024-07-10", 12)],
)
def test_silence_is_a_week_and_two_working_days_without_an_entry(
    today: str, days: int | None
) -> None:
    found = alerts([case(today, 45_500, tuned=LOUD)])
    expected = [("silent", "notice", days, day("2024-06-28"))] if days else []
    assert [(a.rule, a.level, a.days, a.on) for a in found] == expected


@pytest.mark.parametrize(
    ("today", "days"),
    # 1 January 2024 is a Monday; two working days after the 8th are Tuesday and Wednesday.
    [("2024-01-10", None), ("2024-01-11", 10)],
)
def test_silence_begins_with_the_start(today: str, days: int | None) -> None:
    found = alerts([made_case(today, {}, SEWERS, LOUD)])
    assert [(a.rule, a.days, a.on) for a in found] == ([("silent", days, None)] if days else [])


def test_an_entry_from_before_the_start_does_not_begin_silence_earlier() -> None:
    late = commitment(terms=SEWER._replace(start=day("2024-07-01")))
    assert raised(case("2024-07-10", 1_000, late, LOUD)) == []
    (found,) = alerts([case("2024-07-11", 1_000, late, LOUD)])
    assert (found.rule, found.days, found.on) == ("silent", 10, day("2024-06-28"))


@pytest.mark.parametrize(
    ("today", "done", "made"),
    [
        ("2024-12-31", 90_000, SEWERS),
        ("2025-01-10", 45_500, SEWERS),
        ("2025-01-01", None, commitment("milestones", YEAR)),
        ("2024-07-30", None, commitment(terms=SEWER._replace(start=None))),
        ("2024-07-30", None, WATCH),
    ],
)
def test_nobody_has_to_report_what_is_done_past_without_a_start_or_a_duty(
    today: str, done: int | None, made: Commitment
) -> None:
    assert "silent" not in [rule for rule, _, _ in raised(case(today, done, made, LOUD))]


def test_reports_are_due_up_to_the_due_day() -> None:
    plan = commitment("milestones", YEAR)
    rules = [rule for rule, _, _ in raised(made_case("2024-12-31", {}, plan, LOUD))]
    assert rules == ["due_soon", "silent"]


@pytest.mark.parametrize(
    ("span", "last_quiet_day"),
    # Nine days after Friday, 28 June; then two working days after that day, and after one week.
    [("9", "2024-07-07"), ("2w", "2024-07-02"), ("0+1w", "2024-07-01"), ("3+1w", "2024-07-02")],
)
def test_silence_can_be_tuned(span: str, last_quiet_day: str) -> None:
    tuned = {**LOUD, "alert.silent": span}
    last = day(last_quiet_day)
    assert raised(case(last.isoformat(), 45_500, tuned=tuned)) == []
    after = (last + dt.timedelta(days=1)).isoformat()
    assert [rule for rule, _, _ in raised(case(after, 45_500, tuned=tuned))] == ["silent"]


SHARED = commitment(areas=(EAST, WEST))
AREAS = {**LOUD, "alert.area_silent": "7+2w"}


def by_area(today: str, **reported: str) -> list[tuple[str, str, int | None]]:
    """What is told when each area last reported on a day of its own."""
    days = {{"east": "东昌府区", "west": "临清市"}[a]: day(on) for a, on in reported.items()}
    logged = {(1, area, ""): SeriesState(DaySum(on, 22_000, 1)) for area, on in days.items()}
    found = made_case(today, logged, SHARED, AREAS, reported=days)
    return [(a.rule, a.subject, a.days) for a in alerts([found])]


def test_an_area_that_is_silent_is_named_where_others_report() -> None:
    assert by_area("2024-07-09", east="2024-06-28", west="2024-07-08") == []
    expected = [("area_silent", "东昌府区", 12)]
    assert by_area("2024-07-10", east="2024-06-28", west="2024-07-08") == expected


def test_an_area_that_never_reported_is_silent_since_the_start() -> None:
    assert by_area("2024-07-10", west="2024-07-08") == [("area_silent", "东昌府区", 191)]


@pytest.mark.parametrize(("today", "days"), [("2024-07-09", None), ("2024-07-10", 12)])
def test_an_area_that_came_later_is_silent_since_it_came(today: str, days: int | None) -> None:
    on = day("2024-07-08")
    logged = {(1, "临清市", ""): SeriesState(DaySum(on, 45_500, 1))}
    came = {"东昌府区": day("2024-06-28"), "临清市": on}
    found = made_case(today, logged, SHARED, AREAS, reported={"临清市": on}, shared=came)
    told = [(a.rule, a.subject, a.days) for a in alerts([found])]
    assert told == ([("area_silent", "东昌府区", days)] if days else [])


def test_where_nobody_reports_the_whole_is_silent_and_no_area_is_named() -> None:
    found = by_area("2024-07-10", east="2024-06-28", west="2024-06-27")
    assert found == [("silent", "", 12)]


def test_a_retired_area_need_not_report() -> None:
    made = SHARED._replace(areas=(EAST._replace(retired=True), WEST))
    days = {"临清市": day("2024-07-08")}
    logged = {(1, "临清市", ""): SeriesState(DaySum(days["临清市"], 45_500, 1))}
    assert raised(made_case("2024-07-10", logged, made, AREAS, reported=days)) == []


# -- figures and terms that move


@pytest.mark.parametrize(
    ("printed", "told"), [(45_501, True), (45_500, False), (45_499, False), (None, False)]
)
def test_a_figure_that_is_less_than_was_printed_a_week_before_went_back(
    printed: int | None, told: bool
) -> None:
    found = alerts([case("2024-06-30", 45_500, printed=printed)])
    expected = [("fell", "yellow", printed, 1)] if told else []
    assert [(a.rule, a.level, a.before, a.step) for a in found] == expected


@pytest.mark.parametrize(("printed", "told"), [(9_999, True), (10_000, False), (10_001, False)])
def test_a_stock_went_back_when_there_is_more_of_it(printed: int, told: bool) -> None:
    found = raised(case("2024-06-30", 10_000, commitment("level", STOCK), printed=printed))
    assert [rule for rule, _, _ in found] == (["fell"] if told else [])


def test_a_place_may_be_lost_without_an_alert_about_figures() -> None:
    assert raised(case("2024-06-30", 1, commitment("rank", RANKING), printed=2)) == []
    assert raised(case("2024-06-30", 45_500, tuned={"alert.fell": "off"}, printed=50_000)) == []


@pytest.mark.parametrize(
    ("printed", "told"),
    # A quarter of 90 km are 22.5 km.
    [(22_999, True), (23_000, False), (None, False)],
)
def test_a_figure_that_grew_by_more_than_a_quarter_of_the_target_jumped(
    printed: int | None, told: bool
) -> None:
    found = alerts([case("2024-06-30", 45_500, printed=printed)])
    expected = [("jumped", "notice", printed, 22_501)] if told else []
    assert [(a.rule, a.level, a.before, a.step) for a in found] == expected


def test_a_jump_can_be_tuned_and_is_of_what_adds_up() -> None:
    assert raised(case("2024-06-30", 45_500, tuned={"alert.jumped": "off"}, printed=0)) == []
    wide = {"alert.jumped": "50.6"}
    assert raised(case("2024-06-30", 45_500, tuned=wide, printed=0)) == []
    narrow = {"alert.jumped": "50.5"}
    assert raised(case("2024-06-30", 45_500, tuned=narrow, printed=0))
    rate = commitment("level", SEWER._replace(direction="up"))
    assert raised(case("2024-06-30", 45_500, rate, printed=0)) == []
    without = commitment(terms=SEWER._replace(target=None))
    assert "jumped" not in [r for r, _, _ in raised(case("2024-06-30", 45_500, without, printed=0))]


@pytest.mark.parametrize(
    ("today", "days"),
    [("2024-06-27", None), ("2024-06-28", 0), ("2024-07-04", 6), ("2024-07-05", None)],
)
def test_a_change_of_terms_is_told_for_a_week(today: str, days: int | None) -> None:
    was = commitment(terms=SEWER._replace(target=80_000))
    moved = Moved(day("2024-06-28"), 12, was)
    found = alerts([case(today, 47_000, moved=moved)])
    expected = [("moved", "notice", days, day("2024-06-28"), 12, was)]
    told = [(a.rule, a.level, a.days, a.on, a.step, a.was) for a in found]
    assert told == (expected if days is not None else [])


def test_a_change_of_terms_is_told_as_long_as_it_is_tuned() -> None:
    moved = Moved(day("2024-06-28"), 12, SEWERS)
    for days, told in (("3", True), ("2", False), ("off", False)):
        found = raised(case("2024-06-30", 45_500, tuned={"alert.moved": days}, moved=moved))
        assert bool(found) == told


# -- the list


def closed(found: Case) -> Case:
    closing = Closing(day("2024-06-29"), True, None, 2, "李四", "", None)
    return found._replace(row=found.row._replace(closing=closing))


def test_what_is_closed_out_gives_no_alert() -> None:
    assert alerts([closed(case("2025-01-01", 45_500))]) == []


def test_a_rule_that_is_switched_off_is_silent() -> None:
    off = {"alert.overdue": "off"}
    assert raised(case("2025-01-01", 45_500, tuned=off)) == []
    assert raised(case("2024-06-30", tuned={"alert.behind": "off", "alert.hard": "off"})) == []
    assert raised(case("2024-12-31", 89_990, tuned={"alert.due_soon": "off"})) == []


def test_the_worst_alerts_stand_first_then_by_rule_and_in_the_order_of_the_plan() -> None:
    late = SEWER._replace(due=day("2024-06-29"))
    soon = SEWER._replace(due=day("2024-07-15"))
    listed = [
        commitment(number=1),
        commitment(number=2, terms=soon),
        commitment(number=3, terms=late),
        commitment(number=4, terms=late, department=CITY),
    ]
    rows = status_rows(listed, {}, day("2024-06-30"), RULES)
    plain = tuning(QUIET)
    found = alerts(Case(row, day("2024-06-30"), plain, monday_to_friday) for row in rows)
    assert [(a.rule, a.commitment.id) for a in found] == [
        ("overdue", 3),
        ("overdue", 4),
        ("behind", 1),
        ("behind", 2),
        ("due_soon", 2),
    ]


def test_of_two_alerts_the_one_with_the_worse_level_weighs_more_then_rule_and_step() -> None:
    (plain,) = alerts([case("2024-12-31", 89_990)])

    def weight(**fields: Any) -> tuple[int, int, int]:
        return Alert(*plain)._replace(**fields).weight

    assert weight(level="red") > weight(level="yellow") > weight(level="notice")
    assert weight(rule="overdue") > weight(rule="behind") > weight(rule="hard")
    assert weight(step=3) > weight(step=2)
    assert weight(level="red", rule="behind") > weight(level="yellow", rule="overdue")


def test_a_level_is_at_least_itself_and_what_is_milder() -> None:
    assert at_least("red", "yellow")
    assert at_least("yellow", "yellow")
    assert at_least("notice", None)
    assert not at_least("notice", "yellow")


def test_every_rule_stands_once_in_the_table() -> None:
    assert len(ORDER) == len(TABLE) == 14
