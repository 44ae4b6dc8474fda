"""The bulletin of a period: its days, one commitment's line, who is silent, counts and lists."""

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.make import (
    CITY,
    EAST,
    HOUSING,
    RANKING,
    RATE,
    RULES,
    SEWER,
    STAGES,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    days_of,
    entry,
    points,
)
from tracker.core.bulletin import (
    Bulletin,
    Line,
    Period,
    Said,
    Silence,
    Words,
    line,
    lists,
    reporting_period,
    summaries,
    week_ending,
)
from tracker.core.course import Rates
from tracker.core.model import CLASSES, Area, Commitment, Department, Entry, KnownChange, Node
from tracker.core.reports import Tally

ZERO = Fraction(0)
# Saturday to Friday, and the day before.
WEEK = Period(day("2024-06-29"), day("2024-07-05"))
PREVIOUS = day("2024-06-28")
FRIDAY = 4


def line_of(
    made: Commitment, *entries: Entry, period: Period = WEEK, words: Words | None = None
) -> Line:
    days = days_of(*entries, last_stage=made.last_stage)
    return line(made, days, words or Words(), period, RULES)


# The period


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2024-07-05", "2024-06-29", "2024-07-05"),  # a Friday
        ("2024-07-06", "2024-06-29", "2024-07-05"),
        ("2024-07-11", "2024-06-29", "2024-07-05"),
        ("2024-07-12", "2024-07-06", "2024-07-12"),
        ("2025-01-01", "2024-12-21", "2024-12-27"),
    ],
)
def test_a_week_ends_on_the_last_reporting_day(on: str, first: str, last: str) -> None:
    assert reporting_period(day(on), FRIDAY) == Period(day(first), day(last))


@pytest.mark.parametrize("weekday", range(7))
def test_any_weekday_can_be_the_reporting_day(weekday: int) -> None:
    for passed in range(14):
        on = PREVIOUS + dt.timedelta(days=passed)
        found = reporting_period(on, weekday)
        assert found.cut_off.weekday() == weekday
        assert 0 <= (on - found.cut_off).days < 7
        assert found == week_ending(found.cut_off)


def test_a_week_is_seven_days_and_follows_the_cut_off_day_before() -> None:
    assert week_ending(day("2024-12-31")) == Period(day("2024-12-25"), day("2024-12-31"))
    assert week_ending(day("2024-12-31")).previous == day("2024-12-24")
    assert Period(day("2024-03-01"), day("2024-03-31")).previous == day("2024-02-29")


def test_seven_days_are_a_week_wherever_they_end() -> None:
    assert Period(day("2024-12-25"), day("2024-12-31")).is_week
    assert not Period(day("2024-12-26"), day("2024-12-31")).is_week
    assert not Period(day("2024-12-24"), day("2024-12-31")).is_week


# One line

# 33 km by the previous cut-off, and 12.5 km on the Monday after it.
SPRING = (entry(1, "2024-06-20", 33_000, "total"), entry(2, "2024-07-01", 12_500))


def test_a_line_tells_where_it_stands_beside_the_previous_cut_off() -> None:
    found = line_of(commitment(), *SPRING)
    now, before = found.progress, found.before
    assert (now.done, now.completion, now.increase, now.points) == (
        45_500,
        Fraction(455, 900),
        12_500,
        Fraction(125, 900),
    )
    # Day 187 of 366, and day 180.
    assert (now.pace, now.gap) == (Fraction(187, 366), Fraction(455, 900) - Fraction(187, 366))
    assert (before.done, before.completion, before.pace) == (
        33_000,
        Fraction(330, 900),
        Fraction(180, 366),
    )
    assert (now.klass, before.klass) == ("on_pace", "behind")
    assert found.commitment == commitment()


def test_a_change_is_measured_over_the_whole_period() -> None:
    quarter = Period(day("2024-04-01"), day("2024-06-30"))
    entries = (entry(1, "2024-03-31", 9_000), entry(2, "2024-04-01", 900), *SPRING)
    found = line_of(commitment(), *entries, period=quarter)
    # The total of 06-20 absorbs what came before it.
    assert (found.progress.increase, found.before.done) == (24_000, 9_000)
    assert (found.reported, found.last_entry) == (2, day("2024-06-20"))


def test_entries_of_the_period_are_counted_in_words_too_and_later_ones_are_not() -> None:
    entries = (
        *SPRING,
        entry(3, "2024-06-28", note="雨"),
        entry(4, "2024-06-29", note="雨"),
        entry(5, "2024-07-05", 500),
        entry(6, "2024-07-06", 500),
    )
    found = line_of(commitment(), *entries)
    assert (found.reported, found.last_entry) == (3, day("2024-07-05"))
    assert found.progress.done == 46_000


def test_nothing_logged_is_nothing_reported() -> None:
    found = line_of(commitment(), entry(1, "2024-07-06", 500))
    assert (found.reported, found.last_entry, found.forecast) == (0, None, None)
    assert (found.progress.klass, found.before.klass) == ("not_started", "not_started")


def test_entries_of_all_areas_and_stages_are_counted() -> None:
    made = commitment(areas=(EAST, WEST), stages=STAGES)
    entries = [
        entry(1, "2024-06-28", 1, area=EAST.name, stage="完工"),
        entry(2, "2024-07-01", 1, area=EAST.name, stage="开工"),
        entry(3, "2024-07-02", 1, area=WEST.name, stage="完工"),
    ]
    assert (line_of(made, *entries).reported, line_of(made, *entries[:1]).reported) == (2, 0)


def test_the_rate_needed_stands_beside_the_rate_achieved_and_the_rate_planned() -> None:
    found = line_of(commitment(), entry(0, "2024-06-01", 20_000), *SPRING)
    # 44.5 km in 179 days; 25.5 km since 06-07; 89 of 180 parts are left of 179 of 366 days.
    assert found.rates == Rates(Fraction(44_500 * 7, 179), Fraction(25_500, 4))
    assert found.recovery == Fraction(445, 900) / Fraction(179, 366)


def test_the_rate_planned_follows_the_plan() -> None:
    made = commitment(plan=points(("2024-07-05", 60_000)))
    assert line_of(made, *SPRING).recovery == Fraction(445, 900) / Fraction(300, 900)


def test_words_are_carried() -> None:
    words = Words(note=Said("雨", 3, day("2024-07-01")))
    assert line_of(commitment(), words=words).words == words


def weekly(first: str, weeks: int, amount: int) -> list[Entry]:
    begin = day(first)
    days = [(begin + dt.timedelta(weeks=n)).isoformat() for n in range(weeks)]
    return [entry(n, on, amount) for n, on in enumerate(days, start=1)]


def test_six_even_weeks_tell_when_the_rest_will_be_done() -> None:
    # 6 km by the cut-off, and 1 km a week: 4 km more take four weeks.
    made = commitment(terms=SEWER._replace(target=10_000))
    found = line_of(made, *weekly("2024-05-31", 6, 1_000)).forecast
    assert found is not None
    done = day("2024-08-02")
    assert (found.weeks, found.earliest, found.likely, found.latest) == (6, done, done, done)
    assert found.chance == 1


def test_a_forecast_rests_on_nothing_after_the_cut_off_day() -> None:
    made = commitment(terms=SEWER._replace(target=10_000))
    known = weekly("2024-05-31", 6, 1_000)
    later = entry(7, "2024-07-06", 2_000)
    assert line_of(made, *known, later).forecast == line_of(made, *known).forecast


def test_a_stock_is_forecast_by_what_it_lost() -> None:
    stock = commitment("level", STOCK._replace(opening=10_000))
    readings = [
        entry(n, e.day.isoformat(), 10_000 - 1_000 * n, "total")
        for n, e in enumerate(weekly("2024-05-31", 6, 0), start=1)
    ]
    found = line_of(stock, *readings).forecast
    assert found is not None
    assert found.likely == day("2024-08-02")


@pytest.mark.parametrize(
    ("made", "amount"),
    [
        (commitment(terms=SEWER._replace(target=6_000)), 1_000),
        (commitment("rank", RANKING), 5),
        (commitment("duty", YEAR), 5),
    ],
    ids=["met", "rank", "duty"],
)
def test_nothing_is_forecast_where_nothing_remains_or_nothing_adds_up(
    made: Commitment, amount: int
) -> None:
    assert line_of(made, *weekly("2024-05-31", 6, amount)).forecast is None


def test_a_picture_is_of_the_cut_off_day() -> None:
    found = line_of(commitment(), *SPRING, entry(3, "2024-07-06", 500)).picture
    assert found is not None
    assert (found.as_of, found.done[-1]) == (WEEK.cut_off, (day("2024-07-01"), Fraction(455, 900)))
    assert line_of(commitment("duty", YEAR)).picture is None


# Who is silent


def silent(made: Commitment, *entries: Entry, period: Period = WEEK) -> list[str | None]:
    """The areas that are silent; None is the whole."""
    found = line_of(made, *entries, period=period).silent
    assert all(silence.commitment == made for silence in found)
    return [silence.area.name if silence.area else None for silence in found]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-06-28", [None]),
        ("2024-06-29", []),
        ("2024-07-05", []),
        ("2024-07-06", [None]),
    ],
)
def test_silent_is_what_has_no_entry_of_the_period(on: str, expected: list[None]) -> None:
    assert silent(commitment(), entry(1, on, 5_000)) == expected
    # Words are a report too.
    assert silent(commitment(), entry(1, on, note="雨")) == expected


def test_what_was_never_reported_is_silent_without_a_last_day() -> None:
    (found,) = line_of(commitment()).silent
    assert (found.area, found.last_entry) == (None, None)
    (found,) = line_of(commitment(), entry(1, "2024-03-01", 5)).silent
    assert found.last_entry == day("2024-03-01")


def test_what_is_met_need_not_be_reported() -> None:
    assert silent(commitment(), entry(1, "2024-05-01", 90_000)) == []
    assert silent(commitment("level", STOCK), entry(1, "2024-05-01", 0, "total")) == []
    assert silent(commitment(), entry(1, "2024-05-01", 89_999)) == [None]


def test_what_is_overdue_and_not_met_is_still_to_be_reported() -> None:
    made = commitment(terms=SEWER._replace(due=day("2024-05-31")))
    assert silent(made, entry(1, "2024-05-01", 5_000)) == [None]


@pytest.mark.parametrize(
    ("start", "expected"), [("2024-07-05", [None]), ("2024-07-06", []), ("2024-12-01", [])]
)
def test_what_has_not_begun_need_not_be_reported(start: str, expected: list[None]) -> None:
    assert silent(commitment(terms=SEWER._replace(start=day(start)))) == expected
    assert silent(commitment("duty", YEAR._replace(start=day(start)))) == expected
    undated = commitment(terms=SEWER._replace(start=None))
    assert silent(undated) == [None]


def duty(every: int | None, start: str | None = "2024-01-01") -> Commitment:
    made = commitment("duty", YEAR._replace(start=day(start) if start else None))
    return made._replace(profile=made.profile._replace(every=every))


@pytest.mark.parametrize(
    ("every", "on", "expected"),
    [
        # 30 days end on the cut-off day, 07-05, if the last look was on 06-05.
        (30, "2024-06-05", [None]),
        (30, "2024-06-06", []),
        (30, "2024-07-06", [None]),
        (None, "2024-06-28", [None]),
        (None, "2024-06-29", []),
        (7, "2024-06-28", [None]),
        (7, "2024-06-29", []),
        # A look within the period is a report, however often one is due.
        (1, "2024-06-29", []),
        (1, "2024-06-28", [None]),
    ],
)
def test_a_duty_is_silent_when_its_own_days_are_over(
    every: int | None, on: str, expected: list[None]
) -> None:
    assert silent(duty(every), entry(1, on, note="巡查")) == expected


def test_a_duty_looked_at_in_a_long_period_is_not_silent() -> None:
    june = Period(day("2024-06-01"), day("2024-06-30"))
    assert silent(duty(7), entry(1, "2024-06-03", note="巡查"), period=june) == []
    assert silent(duty(7), entry(1, "2024-05-31", note="巡查"), period=june) == [None]


@pytest.mark.parametrize(
    ("start", "expected"), [("2024-06-05", [None]), ("2024-06-06", []), (None, [None])]
)
def test_a_duty_need_not_be_looked_at_before_its_first_days_are_over(
    start: str | None, expected: list[None]
) -> None:
    assert silent(duty(30, start)) == expected


def test_each_area_reports_for_itself() -> None:
    made = commitment(areas=(EAST, WEST))
    entries = [
        entry(1, "2024-06-01", 5, area=EAST.name),
        entry(2, "2024-07-01", 5, area=WEST.name),
        # The whole speaks for no area.
        entry(3, "2024-07-01", note="雨"),
    ]
    assert silent(made) == [EAST.name, WEST.name]
    assert silent(made, *entries) == [EAST.name]
    assert silent(made, *entries, entry(4, "2024-07-02", note="雨", area=EAST.name)) == []
    (found,) = line_of(made, *entries).silent
    assert found.last_entry == day("2024-06-01")


def test_no_report_is_owed_of_a_retired_area() -> None:
    gone = EAST._replace(retired=True)
    assert silent(commitment(areas=(gone, WEST))) == [WEST.name]
    # Without an area in use the whole owes one; what is said of any area is one.
    assert silent(commitment(areas=(gone,))) == [None]
    assert silent(commitment(areas=(gone,)), entry(1, "2024-07-01", note="x", area=EAST.name)) == []


def test_any_stage_is_a_report_of_its_area() -> None:
    made = commitment(areas=(EAST,), stages=STAGES)
    assert silent(made, entry(1, "2024-07-01", 5, area=EAST.name, stage="开工")) == []


def test_an_area_that_has_met_its_own_target_need_not_report() -> None:
    made = commitment(areas=(EAST._replace(target=60_000), WEST))
    entries = [entry(1, "2024-05-01", 60_000, area=EAST.name)]
    assert silent(made, *entries) == [WEST.name]
    assert silent(made, entry(1, "2024-05-01", 59_999, area=EAST.name)) == [EAST.name, WEST.name]


@pytest.mark.parametrize(
    ("area", "person", "contact"),
    [
        (EAST, "王五", "8231000"),
        (EAST._replace(person="李四", contact="8232000"), "李四", "8232000"),
        (EAST._replace(person="李四"), "李四", None),
    ],
    ids=["of the commitment", "of the area", "without a number"],
)
def test_the_person_of_the_area_is_named_or_else_that_of_the_commitment(
    area: Area, person: str, contact: str | None
) -> None:
    made = commitment(areas=(area,))
    made = made._replace(profile=made.profile._replace(person="王五", contact="8231000"))
    assert line_of(made).silent == (Silence(made, area, person, contact, None),)
    whole = made._replace(areas=())
    assert line_of(whole).silent == (Silence(whole, None, "王五", "8231000", None),)


# Counts and lists

NODES = (Node("立项", day("2024-06-30"), 1), Node("初稿", day("2024-09-30"), 3))
UNDATED = SEWER._replace(due=None)
PAST = SEWER._replace(due=day("2024-06-30"))

# Each with what is logged on 07-01, by its name; the pace of the year is 187 of 366 days.
CASES: dict[str, tuple[Commitment, int | None, str]] = {
    "completed": (commitment(), 90_000, "on_pace"),
    "completed late": (commitment(terms=PAST), 90_000, "on_pace"),
    "ahead": (commitment(), 80_000, "on_pace"),
    "on pace": (commitment(), 45_500, "on_pace"),
    "behind, yellow": (commitment(), 30_000, "behind"),
    "behind, red": (commitment(), 9_000, "behind"),
    "overdue": (commitment(terms=PAST), 45_500, "overdue"),
    "overdue and untouched": (commitment(terms=PAST), None, "overdue"),
    "untouched, red": (commitment(), None, "behind"),
    "untouched, yellow": (
        commitment(terms=SEWER._replace(start=day("2024-06-01"))), None, "behind"
    ),
    "untouched, green": (
        commitment(terms=SEWER._replace(start=day("2024-07-01"))), None, "on_pace"
    ),
    "untouched, no light": (commitment(terms=UNDATED), None, "unmeasured"),
    "no due day": (commitment(terms=UNDATED), 45_500, "unmeasured"),
    "no due day, met": (commitment(terms=UNDATED), 90_000, "on_pace"),
    "no opening": (commitment("level", STOCK), 30_000, "unmeasured"),
    "no opening, overdue": (
        commitment("level", STOCK._replace(due=day("2024-06-30"))), 30_000, "overdue"
    ),
    "rate": (commitment("level", RATE), 2_000, "behind"),
    "rank held": (commitment("rank", RANKING), 3, "on_pace"),
    "rank at its stretch": (commitment("rank", RANKING), 1, "on_pace"),
    "rank lost": (commitment("rank", RANKING), 4, "behind"),
    "rank unknown": (commitment("rank", RANKING), None, "unmeasured"),
    "milestones": (commitment("milestones", YEAR, nodes=NODES), None, "behind"),
    "no nodes": (commitment("milestones", YEAR._replace(due=day("2024-06-30"))), 1, "unmeasured"),
    "duty": (commitment("duty", YEAR), 1, "unmeasured"),
}  # fmt: skip


def case(name: str, number: int = 1) -> Line:
    made, amount, _ = CASES[name]
    made = made._replace(id=number, profile=made.profile._replace(position=number))
    logged = [] if amount is None else [entry(1, "2024-07-01", amount, "total", number=number)]
    return line_of(made, *logged)


@pytest.mark.parametrize("name", CASES)
def test_every_commitment_is_in_the_one_list_it_belongs_to(name: str) -> None:
    one = case(name)
    found = {key: rows for key, rows in lists([one])._asdict().items() if rows}
    assert found == {CASES[name][2]: (one,)}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(CASES)), st.sampled_from([HOUSING, CITY]))))
def test_lists_and_counts_come_to_all_commitments(picked: list[tuple[str, Department]]) -> None:
    lines = [
        one._replace(commitment=one.commitment._replace(department=department))
        for number, (name, department) in enumerate(picked)
        for one in [case(name, number)]
    ]
    found = lists(lines)
    listed = [one.commitment.id for rows in found for one in rows]
    assert sorted(listed) == [one.commitment.id for one in lines]
    for rows in found[:3]:
        # The worst first; what has no gap after all that has one.
        gaps = [one.progress.gap for one in rows]
        known = [gap for gap in gaps if gap is not None]
        assert gaps == [*sorted(known), *[None] * (len(gaps) - len(known))]
    for gap in {one.progress.gap for one in lines}:
        # Among equals, and in the last list, the order of the plan.
        for rows in found:
            same = [one.commitment.id for one in rows if one.progress.gap == gap]
            assert same == sorted(same)
    for summary in summaries(lines):
        mine = [x for x in lines if summary.department in (None, x.commitment.department)]
        for counts, classes in (
            (summary.now, Counter(one.progress.klass for one in mine)),
            (summary.before, Counter(one.before.klass for one in mine)),
        ):
            assert list(counts) == list(CLASSES)
            assert {k: t.number for k, t in counts.items() if t.number} == classes
            assert sum(t.share for t in counts.values()) == (1 if mine else 0)


def test_a_summary_is_overall_and_then_by_department_in_the_order_of_the_plan() -> None:
    lines = [
        line_of(commitment(number=1, department=CITY), entry(1, "2024-07-01", 90_000)),
        line_of(commitment(number=2), entry(1, "2024-07-01", 30_000, number=2)),
        line_of(commitment(number=3, department=CITY)),
    ]
    overall, city, housing = summaries(lines)
    assert [s.department for s in (overall, city, housing)] == [None, CITY, HOUSING]
    third = Fraction(1, 3)
    assert {k: t for k, t in overall.now.items() if t.number} == {
        "completed": Tally(1, third),
        "behind": Tally(1, third),
        "not_started": Tally(1, third),
    }
    assert overall.before["not_started"] == Tally(3, Fraction(1))
    assert city.now["completed"] == Tally(1, Fraction(1, 2))
    assert housing.now["behind"] == housing.before["not_started"] == Tally(1, Fraction(1))
    assert housing.now["completed"] == Tally(0, ZERO)


def test_the_previous_cut_off_is_counted_by_the_terms_that_are_known_now() -> None:
    # 33 of 90 km is behind the pace of 06-28; of a target lowered to 60 km it was on pace.
    now = line_of(commitment(terms=SEWER._replace(target=60_000)), *SPRING)
    before = line_of(commitment(), *SPRING).before
    assert (before.completion, before.klass) == (Fraction(33, 90), "behind")
    assert (now.before.completion, now.before.klass) == (Fraction(33, 60), "on_pace")


def test_without_commitments_the_summary_is_empty_and_so_are_the_lists() -> None:
    (overall,) = summaries([])
    assert set(overall.now.values()) == set(overall.before.values()) == {Tally(0, ZERO)}
    assert lists([]) == ((), (), (), ())


def test_a_bulletin_names_every_commitment_once_in_the_order_of_its_lists() -> None:
    lines = [case(name, number) for number, name in enumerate(CASES, start=1)]
    sorted_lines = lists(lines)
    bulletin = Bulletin(
        title="聊城市 2024",
        period=WEEK,
        known_at=KnownChange(1, "2024-07-05T04:00:00.000Z", "ab"),
        rules=RULES,
        zone=dt.UTC,
        department=None,
        summary=summaries(lines),
        silent=(),
        moved=(),
        **sorted_lines._asdict(),
    )
    assert sorted(one.commitment.id for one in bulletin.lines) == list(range(1, len(CASES) + 1))
    expected = [CASES[name][2] for name in CASES]
    order = sorted(expected, key=["overdue", "behind", "on_pace", "unmeasured"].index)
    names = dict(enumerate(expected, start=1))
    assert [names[one.commitment.id] for one in bulletin.lines] == order
