"""Every day of 1990-2100 in every form of a date, held against a calendar counted by hand; and
what is "today" in each second around midnight, wherever the machine believes to be.

python -m tests.faults.days
"""

import datetime as dt
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import pytest

from tests.faults.trial import Place, Trial, long_run, place
from tracker.core.dates import parse_day, parse_known_at, parse_last_day
from tracker.errors import Refused

Ymd = tuple[int, int, int]

FIRST, LAST = 1990, 2100
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FULL_WIDTH = str.maketrans("0123456789-/.+dwmDWM", "０１２３４５６７８９－／．＋ｄｗｍＤＷＭ")
DAYS_AGO = (0, 1, 2, 3, 6, 7, 28, 29, 30, 31, 59, 60, 61, 364, 365, 366, 999, 9999)
WEEKS_AGO = (0, 1, 2, 3, 4, 5, 8, 51, 52, 53, 104, 9999)
MONTHS_AGO = (*range(14), 23, 24, 25, 36, 48, 120, 1200, 9999)
AHEAD = (0, 1, 2, 7, 30, 31, 59, 365, 366, 999)
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "No/Where")
# Days of which each second around their last midnight is tried, with its hour in UTC: an ordinary
# one, those of a leap year, the last of a year, and both days on which China moved its clocks.
MIDNIGHTS = {
    (2024, 6, 30): 16, (2024, 2, 28): 16, (2024, 2, 29): 16, (2024, 12, 31): 16,
    (2023, 2, 28): 16, (1991, 4, 13): 16, (1991, 4, 14): 15, (1991, 9, 14): 15,
    (1991, 9, 15): 16, (2100, 2, 28): 16,
}  # fmt: skip


def length(year: int, month: int) -> int:
    """How many days a month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (
        29
        if month == 2 and is_leap
        else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )


def calendar() -> list[Ymd]:
    """All days of 1990-2100, counted one by one. The first is a Monday."""
    return [
        (year, month, day)
        for year in range(FIRST, LAST + 1)
        for month in range(1, 13)
        for day in range(1, length(year, month) + 1)
    ]


def absolute(year: int, month: int, day: int) -> Iterator[str]:
    """A day in every form that names its year."""
    yield f"{year}-{month:02}-{day:02}"
    for sign in "-/.":
        yield f"{year}{sign}{month}{sign}{day}"
    yield f"{year}/{month:02}/{day:02}"
    yield f"{year}.{month:02}.{day:02}"
    yield f"{year}年{month}月{day}日"
    yield f"{year}年{month:02}月{day:02}日"


def of_this_year(month: int, day: int) -> Iterator[str]:
    """A day in the forms that leave its year to today's."""
    yield f"{month}月{day}日"
    yield f"{month:02}月{day:02}日"


def relative(days: Sequence[Ymd], at: int) -> Iterator[tuple[str, Ymd | None]]:
    """Everything that can be said of other days on one day, and which day it means, if any."""

    def day(place: int) -> Ymd | None:
        return days[place] if 0 <= place < len(days) else None

    for word, after in (("今天", 0), ("today", 0), ("昨天", -1), ("yesterday", -1), ("前天", -2)):
        yield word, day(at + after)
    monday = at - at % 7
    for number, name in enumerate(WEEKDAYS):
        meant = day(monday - 7 + number)
        for word in ("一二三四五六日"[number], "天" if number == 6 else "日"):
            if word != "日" or number == 6:
                yield f"上周{word}", meant
                yield f"上星期{word}", meant
        yield f"last {name.lower()}", meant
        yield f"Last {name}", meant
    for count in DAYS_AGO:
        yield f"-{count}d", day(at - count)
    for count in WEEKS_AGO:
        yield f"-{count}w", day(at - 7 * count)
    for count in MONTHS_AGO:
        yield f"-{count}m", months_before(days[at], count)


def months_before(day: Ymd, count: int) -> Ymd | None:
    """The same day of an earlier month, or its last day if that is shorter."""
    months = day[0] * 12 + day[1] - 1 - count
    year, month = months // 12, months % 12 + 1
    return (year, month, min(day[2], length(year, month))) if year >= FIRST else None


def ahead(days: Sequence[Ymd], at: int) -> Iterator[tuple[str, Ymd | None]]:
    """What can be said of a last day that lies ahead."""

    def day(place: int) -> Ymd | None:
        return days[place] if place < len(days) else None

    yield "明天", day(at + 1)
    yield "tomorrow", day(at + 1)
    for count in AHEAD:
        for sign in ("", "+"):
            yield f"{sign}{count}d", day(at + count)
            yield f"{sign}{count}w", day(at + 7 * count)


def read(text: str, today: Ymd, *, last: bool = False) -> Ymd | None:
    """What tracker takes a text for; None if it refuses it."""
    try:
        found = (parse_last_day if last else parse_day)(text, dt.date(*today))
    except Refused:
        return None
    return found.year, found.month, found.day


def try_day(trial: Trial, days: Sequence[Ymd], at: int) -> None:
    """Every form, of one day and seen from it, narrow and in full width."""
    today = days[at]
    from_afar = days[(at * 7919 + 11) % len(days)]
    expected: list[tuple[str, Ymd, Ymd | None]] = [
        (text, since, today) for text in absolute(*today) for since in (today, from_afar)
    ]
    for text in of_this_year(*today[1:]):
        expected += [(text, since, today) for since in (today, (today[0], 1, 1))]
    expected += [(text, today, meant) for text, meant in relative(days, at)]
    for text, since, meant in expected:
        for typed in (text, text.translate(FULL_WIDTH), f" {text}\u3000", text.upper()):
            trial.counts["forms"] += 1
            for last in (False, True):
                got = read(typed, since, last=last)
                trial.hold(got == meant, f"{typed!r} on {since} is {got}, not {meant}")
    for text, meant in ahead(days, at):
        trial.counts["forms"] += 1
        got = read(text, today, last=True)
        trial.hold(got == meant, f"{text!r} on {today} is {got}, not {meant}")
        trial.hold(read(text, today) is None, f"{text!r} on {today} is a day that is past")
    try_end(trial, today)


def try_end(trial: Trial, day: Ymd) -> None:
    """A day that is known at its end ends with the last moment before the next one."""
    text = "{}-{:02}-{:02}".format(*day)
    moment = parse_known_at(text, dt.date(2024, 7, 5), SHANGHAI).moment
    assert moment
    after = moment + dt.timedelta(microseconds=1)
    is_end = str(moment.astimezone(SHANGHAI).date()) == text != str(after.astimezone(SHANGHAI))[:10]
    trial.counts["ends"] += 1
    trial.hold(is_end and moment.tzinfo == dt.UTC, f"{text} ends at {moment}")


def try_impossible(trial: Trial, year: int) -> None:
    """What looks like a day of a year and is none, is refused in every form."""
    for month in range(14):
        for day in range(33):
            is_month = FIRST <= year <= LAST and 1 <= month <= 12
            if is_month and 1 <= day <= length(year, month):
                continue
            for text in (*absolute(year, month, day), f"{year}年{month}月{day}日前"):
                trial.counts["impossible days"] += 1
                trial.hold(read(text, (2024, 7, 5)) is None, f"{text!r} is taken for a day")
            for text in of_this_year(month, day) if is_month else ():
                trial.counts["impossible days"] += 1
                got = read(text, (year, 7, 5))
                trial.hold(got is None, f"{text!r} is taken for {got} in {year}")


def try_typed(trial: Trial, there: Place, days: Sequence[Ymd], at: int) -> None:
    """One form of a day, each day the next one, all the way through a command."""
    forms = [*((text, days[at]) for text in absolute(*days[at])), *relative(days, at)]
    text, meant = forms[at % len(forms)]
    noon = dt.datetime(*days[at], 12, tzinfo=SHANGHAI)
    done = there.run("status", "sewer", "--json", f"--as-of={text}", now=noon)
    got = json.loads(done.out)["as_of"] if done.code == 0 else None
    trial.counts["typed"] += 1
    wanted = "{}-{:02}-{:02}".format(*meant) if meant else None
    trial.hold(got == wanted, f"--as-of={text} on {days[at]} is {got}, not {wanted}")


def try_midnight(trial: Trial, there: Place, day: Ymd, seconds: Sequence[int]) -> None:
    """What is today, so many seconds after a midnight, to whoever logs and whoever asks."""
    days = calendar()
    after = days[days.index(day) + 1]
    midnight = dt.datetime(*day, MIDNIGHTS[day], tzinfo=dt.UTC)
    for zone in ZONES:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            for second in seconds:
                today = "{}-{:02}-{:02}".format(*(day if second < 0 else after))
                for now in moments(midnight + dt.timedelta(seconds=second)):
                    trial.counts["moments"] += 1
                    got = todays(there, now)
                    told = f"{now:%F %T.%f} UTC with TZ={zone} is {got}, not {today}"
                    trial.hold(got == {today}, told)
        time.tzset()


def moments(second: dt.datetime) -> Iterator[dt.datetime]:
    """The beginning of a second, and its end."""
    yield second
    yield second + dt.timedelta(microseconds=999_999)


def todays(there: Place, now: dt.datetime) -> set[str]:
    """Which days commands take for today."""
    status = json.loads(there.run("status", "sewer", "--json", now=now).out)
    echo = there.run("log", "sewer", "5", "--dry-run", "--yes", now=now).out
    logged = re.findall(r", (\S{10}) [A-Z]", echo)
    return {status["as_of"], *logged} if logged else {echo}


def trial(every: int) -> Trial:
    """All days, or each `every`th of them."""
    done = Trial("days")
    days = calendar()
    done.hold(len(days) == 40_542, f"{len(days)} days were counted")
    tried = {*range(0, len(days), every), len(days) - 1}
    for at in sorted(tried):
        try_day(done, days, at)
    done.counts["days"] = len(tried)
    for year in range(FIRST - 1, LAST + 2, max(1, every // 100)):
        try_impossible(done, year)
    with place() as there:
        for at in sorted(tried):
            try_typed(done, there, days, at)
        seconds = range(-60, 60) if every == 1 else (-60, -1, 0, 59)
        for day in [*MIDNIGHTS][:: 1 if every == 1 else 3]:
            try_midnight(done, there, day, seconds)
    return done


if __name__ == "__main__":
    # With `--runs 40542`, all of them, this takes minutes.
    sys.exit(long_run(__doc__, lambda runs: trial(max(1, 40_542 // runs)), 40_542))
