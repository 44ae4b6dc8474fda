"""Days and moments: every form that is read, and that nothing else is."""

import datetime as dt

import pytest

from tests.conftest import SHANGHAI
from tests.core.make import day
from tracker.core.dates import (
    WEEK,
    KnownAt,
    day_of,
    iso_moment,
    parse_day,
    parse_every,
    parse_iso_day,
    parse_known_at,
    parse_last_day,
)
from tracker.errors import Refused

SUNDAY = day("2024-06-30")
THIS_WEEK = [day("2024-06-24") + dt.timedelta(days=n) for n in range(7)]


def refusal(text: str, today: dt.date = SUNDAY) -> str:
    with pytest.raises(Refused) as caught:
        parse_day(text, today)
    assert caught.value.params == {"text": text}
    return caught.value.key


def known(text: str) -> KnownAt:
    return parse_known_at(text, SUNDAY, SHANGHAI)


def utc(text: str) -> KnownAt:
    return KnownAt(None, dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-08",
        "2024-3-8",
        "2024/3/8",
        "2024/03/08",
        "2024.3.8",
        "2024年3月8日",
        "2024年03月08日",
        "２０２４年３月８日",
        "２０２４／３／８",
        "２０２４－０３－０８",
        "３月８日",
        "3月8日",
        " 2024-03-08 ",
    ],
)
def test_a_day_is_read_in_each_of_its_forms(text: str) -> None:
    assert parse_day(text, SUNDAY) == day("2024-03-08")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", "2024-06-30"),
        ("today", "2024-06-30"),
        ("TODAY", "2024-06-30"),
        ("昨天", "2024-06-29"),
        ("yesterday", "2024-06-29"),
        ("前天", "2024-06-28"),
        ("-0d", "2024-06-30"),
        ("-3d", "2024-06-27"),
        ("－３d", "2024-06-27"),
        ("-2w", "2024-06-16"),
        ("-1m", "2024-05-30"),
        ("-1M", "2024-05-30"),
    ],
)
def test_a_day_is_read_from_today(text: str, expected: str) -> None:
    assert parse_day(text, SUNDAY) == day(expected)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        ("2025-01-01", "昨天", "2024-12-31"),
        ("2025-01-01", "前天", "2024-12-30"),
        ("2025-01-01", "-1d", "2024-12-31"),
        ("2025-01-01", "-1w", "2024-12-25"),
        ("2024-12-31", "-366d", "2023-12-31"),
        ("2024-01-31", "-1m", "2023-12-31"),
        ("2024-03-01", "yesterday", "2024-02-29"),
        ("2023-03-01", "yesterday", "2023-02-28"),
        ("2024-03-31", "-1m", "2024-02-29"),
        ("2023-03-31", "-1m", "2023-02-28"),
        ("2024-02-29", "-12m", "2023-02-28"),
        ("2024-02-29", "-48m", "2020-02-29"),
        ("2024-12-31", "2月29日", "2024-02-29"),
        ("2025-01-01", "12月31日", "2025-12-31"),
        ("2024-06-30", "2000-02-29", "2000-02-29"),
        ("2024-06-30", "1990-01-01", "1990-01-01"),
        ("2024-06-30", "2100.12.31", "2100-12-31"),
    ],
)
def test_days_cross_the_ends_of_years_and_leap_days(today: str, text: str, expected: str) -> None:
    assert parse_day(text, day(today)) == day(expected)


@pytest.mark.parametrize("today", THIS_WEEK, ids=str)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上周一", "2024-06-17"),
        ("last monday", "2024-06-17"),
        ("上周二", "2024-06-18"),
        ("上周三", "2024-06-19"),
        ("上星期四", "2024-06-20"),
        ("上周五", "2024-06-21"),
        ("上星期五", "2024-06-21"),
        ("last friday", "2024-06-21"),
        ("Last Friday", "2024-06-21"),
        ("上周六", "2024-06-22"),
        ("上周日", "2024-06-23"),
        ("上周天", "2024-06-23"),
        ("last sunday", "2024-06-23"),
    ],
)
def test_a_weekday_of_last_week_is_the_same_on_each_day_of_this_week(
    today: dt.date, text: str, expected: str
) -> None:
    assert parse_day(text, today) == day(expected)


def test_last_week_may_lie_in_another_year() -> None:
    # 2025-01-01 is a Wednesday; its week began on 2024-12-30.
    assert parse_day("上周五", day("2025-01-01")) == day("2024-12-27")
    assert parse_day("last sunday", day("2025-01-01")) == day("2024-12-29")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.5",
        "3/8",
        "08/03/2024",
        "8.3.2024",
        "20240308",
        "2024-06",
        "2024-03/08",
        "2024-W10-5",
        "2024-03-08T10:00",
        "2024年3月",
        "3月8",
        "24年3月8日",
        "june 30",
        "tomorrow",
        "明天",
        "下周五",
        "上周",
        "上周八",
        "last",
        "last week",
        "next friday",
        "friday",
        "+3d",
        "3d",
        "-3",
        "-3y",
        "-12345d",
        "- 3d",
        "٢٠٢٤-٠٣-٠٨",
        "now",
    ],
)
def test_no_other_form_is_guessed_at(text: str) -> None:
    assert refusal(text) == "error.date_unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "2100-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-06-31",
        "2024/6/0",
        "13月1日",
        "1989-12-31",
        "2101-01-01",
        "0024-03-08",
        "-9999w",
        "-9999m",
    ],
)
def test_a_day_that_no_calendar_of_ours_has_is_refused(text: str) -> None:
    assert refusal(text) == "error.date_impossible"


def test_a_leap_day_needs_a_leap_year() -> None:
    assert refusal("2月29日", day("2023-06-30")) == "error.date_impossible"


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("昨天", "1990-01-01"),
        ("前天", "1990-01-02"),
        ("上周日", "1990-01-07"),
        ("last monday", "1990-01-01"),
        ("today", "1970-01-01"),
        ("明天", "2100-12-31"),
        ("2w", "2100-12-24"),
    ],
)
def test_no_word_leads_out_of_the_calendar_when_a_clock_is_far_off(text: str, today: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_last_day(text, day(today))
    assert (caught.value.key, caught.value.params) == ("error.date_impossible", {"text": text})


def test_a_program_writes_a_day_in_one_form() -> None:
    assert parse_iso_day("2024-02-29") == day("2024-02-29")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2024-2-29", "error.date_unreadable"),
        ("2024/02/29", "error.date_unreadable"),
        ("2024-02-29 ", "error.date_unreadable"),
        ("２０２４-02-29", "error.date_unreadable"),
        ("20240229", "error.date_unreadable"),
        ("2024-W09-4", "error.date_unreadable"),
        ("today", "error.date_unreadable"),
        ("", "error.date_unreadable"),
        ("2023-02-29", "error.date_impossible"),
        ("1989-12-31", "error.date_impossible"),
    ],
)
def test_any_other_form_is_refused_from_a_program(text: str, key: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_iso_day(text)
    assert (caught.value.key, caught.value.params) == (key, {"text": text})


@pytest.mark.parametrize(
    ("text", "change"), [("#1234", 1234), ("1234", 1234), ("＃１２３４", 1234), (" #7 ", 7)]
)
def test_known_at_reads_a_change(text: str, change: int) -> None:
    assert known(text) == KnownAt(change, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # Without an offset it is the plan's time, eight hours before UTC.
        ("2024-06-28T17:00", "2024-06-28T09:00:00"),
        ("2024-06-28 17:00", "2024-06-28T09:00:00"),
        ("2024-06-28T17:00:30", "2024-06-28T09:00:30"),
        ("2024-06-28T17:00:30.5", "2024-06-28T09:00:30.500"),
        ("2024-06-28T17:00:30.123456", "2024-06-28T09:00:30.123456"),
        ("2024-06-28T17:00Z", "2024-06-28T17:00:00"),
        ("2024-06-28T17:00+08:00", "2024-06-28T09:00:00"),
        ("2024-06-28T17:00-05:00", "2024-06-28T22:00:00"),
        ("2024-06-28T17:00+05:30", "2024-06-28T11:30:00"),
        ("2024-01-01T00:00", "2023-12-31T16:00:00"),
    ],
)
def test_known_at_reads_a_time(text: str, moment: str) -> None:
    assert known(text) == utc(moment)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-28", "2024-06-28T15:59:59.999999"),
        ("6月28日", "2024-06-28T15:59:59.999999"),
        ("前天", "2024-06-28T15:59:59.999999"),
        ("上周五", "2024-06-21T15:59:59.999999"),
        ("2023-12-31", "2023-12-31T15:59:59.999999"),
    ],
)
def test_known_at_takes_a_day_for_its_end(text: str, moment: str) -> None:
    assert known(text) == utc(moment)._replace(is_day=True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2024-06-28T25:00", "error.moment_unreadable"),
        ("2024-06-28T17:60", "error.moment_unreadable"),
        ("2024-02-30T10:00", "error.moment_unreadable"),
        ("2024-06-28T17:00+24:00", "error.moment_unreadable"),
        ("2024-06-28T17", "error.date_unreadable"),
        ("2024-6-28T17:00", "error.date_unreadable"),
        ("2024-06-28T17:00 CST", "error.date_unreadable"),
        ("#", "error.date_unreadable"),
        ("#-1", "error.date_unreadable"),
        ("#12a", "error.date_unreadable"),
        ("2024-02-30", "error.date_impossible"),
        ("", "error.date_unreadable"),
    ],
)
def test_known_at_refuses_what_is_neither(text: str, key: str) -> None:
    with pytest.raises(Refused) as caught:
        known(text)
    assert (caught.value.key, caught.value.params) == (key, {"text": text})


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:00-08:00"])
def test_known_at_refuses_a_time_that_has_no_utc(text: str) -> None:
    with pytest.raises(Refused) as caught:
        known(text)
    assert (caught.value.key, caught.value.params) == ("error.moment_unreadable", {"text": text})


@pytest.mark.parametrize(
    ("text", "days"),
    [("30d", 30), ("30", 30), ("30天", 30), ("３０D", 30), ("1d", 1), ("9999", 9999)],
)
def test_how_often_is_read_in_days(text: str, days: int) -> None:
    assert parse_every(text) == days


@pytest.mark.parametrize("text", ["", "0", "0d", "-1d", "1.5d", "10000d", "2w", "d", "30 d"])
def test_how_often_is_at_least_a_day(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_every(text)
    assert caught.value.key == "error.every_unreadable"


def test_a_week_is_seven_days() -> None:
    assert day("2024-06-30") - WEEK == day("2024-06-23")


def test_a_moment_is_stored_in_utc_to_the_millisecond() -> None:
    moment = dt.datetime(2024, 6, 28, 7, 5, 0, 123_999, tzinfo=SHANGHAI)
    assert iso_moment(moment) == "2024-06-27T23:05:00.123Z"


def test_stored_moments_sort_as_they_follow() -> None:
    noon = dt.datetime(2024, 6, 28, 12, 0, tzinfo=SHANGHAI)
    moments = [noon + dt.timedelta(milliseconds=n) for n in (0, 1, 10, 999, 1000, 60_000)]
    stored = [iso_moment(moment) for moment in moments]
    assert stored == sorted(stored)
    assert {len(text) for text in stored} == {24}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-06-28T15:59:59.999Z", "2024-06-28"),
        ("2024-06-28T16:00:00.000Z", "2024-06-29"),
        ("2024-12-31T16:00:00.000Z", "2025-01-01"),
    ],
)
def test_the_day_of_a_moment_is_the_plans_day(moment: str, expected: str) -> None:
    assert day_of(moment, SHANGHAI) == day(expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天", "2024-07-06"),
        ("Tomorrow", "2024-07-06"),
        ("30d", "2024-08-04"),
        ("+2w", "2024-07-19"),
        ("今天", "2024-07-05"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_a_last_day_may_lie_ahead(text: str, day: str) -> None:
    assert parse_last_day(text, dt.date(2024, 7, 5)) == dt.date.fromisoformat(day)
