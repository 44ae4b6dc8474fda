"""Days and moments: a fixed list of forms, never a guess.

`today` is always a parameter; it is the plan's day, whatever the machine's time zone is.
"""

import datetime as dt
import re
from typing import NamedTuple

from tracker.core.quantity import half_width
from tracker.errors import NotOurDatabase, Refused

FIRST_YEAR, LAST_YEAR = 1990, 2100
WEEK = dt.timedelta(days=7)
# In how many days a duty may be looked at: the largest number that `parse_every` reads.
LONGEST_RHYTHM = 9999
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NUMERIC = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
# Read by `re` itself when one of them is tried: most days are numbers.
_CHINESE = r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日"
_OFFSET = r"-([0-9]{1,4})([dwm])"
_AHEAD = r"\+?([0-9]{1,3})([dw])"
_LAST_WEEKDAY = r"上(?:周|星期)([一二三四五六日天])"
_RELATIVE = {"今天": 0, "today": 0, "昨天": -1, "yesterday": -1, "前天": -2}
_MOMENT = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_CHANGE = r"[#＃]?([0-9]{1,12})"


class KnownAt(NamedTuple):
    """Up to what the ledger is read: a change number, or a moment in UTC. Never both.

    `is_day` tells that the moment is the end of a day that was named without a time.
    """

    change: int | None
    moment: dt.datetime | None
    is_day: bool = False


def parse_day(text: str, today: dt.date) -> dt.date:
    """Read a day: ISO, `2024/3/8`, `2024.3.8`, `2024年3月8日`, `3月8日` (of this year), `今天`,
    `昨天`, `前天`, `today`, `yesterday`, `上周五` or `last friday` (of the week before this
    one, Monday to Sunday), `-3d`, `-2w`, `-1m`.
    """
    plain = half_width(text).lower()
    if plain in _RELATIVE:
        return within(text, today + dt.timedelta(days=_RELATIVE[plain]))
    if match := _NUMERIC.fullmatch(plain):
        return _day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := re.fullmatch(_CHINESE, plain):
        return _day(text, int(match[1] or today.year), int(match[2]), int(match[3]))
    if match := re.fullmatch(_OFFSET, plain):
        return _shift(text, today, int(match[1]), match[2])
    weekday = _weekday_of_last_week(plain)
    if weekday is not None:
        return within(text, today - dt.timedelta(days=today.weekday() + 7 - weekday))
    raise Refused("error.date_unreadable", text=text)


def parse_last_day(text: str, today: dt.date) -> dt.date:
    """Read a day that may lie ahead: any form of `parse_day`, `明天`, `tomorrow`, `30d`, `+2w`."""
    plain = half_width(text).lower()
    if plain in ("明天", "tomorrow"):
        return within(text, today + dt.timedelta(days=1))
    if match := re.fullmatch(_AHEAD, plain):
        days = int(match[1]) * (7 if match[2] == "w" else 1)
        return within(text, today + dt.timedelta(days=days))
    return parse_day(text, today)


def parse_iso_day(text: str) -> dt.date:
    """Read a day as a seed or a program writes it: 2024-03-08 and nothing else."""
    match = _NUMERIC.fullmatch(text)
    if not match or len(text) != 10 or match[2] != "-" or not text.isascii():
        raise Refused("error.date_unreadable", text=text)
    return _day(text, int(match[1]), int(match[3]), int(match[4]))


def parse_known_at(text: str, today: dt.date, zone: dt.tzinfo) -> KnownAt:
    """Read `--known-at`: a change (`#1234`), an ISO time (in `zone` without an offset), or a
    day in any form of `parse_day`, which stands for its end.
    """
    plain = half_width(text)
    if match := re.fullmatch(_CHANGE, plain):
        return KnownAt(int(match[1]), None)
    match = re.fullmatch(_MOMENT, plain)
    if match:
        try:
            moment = dt.datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
        except ValueError:
            raise Refused("error.moment_unreadable", text=text) from None
    else:
        moment = _end_of_day(parse_day(text, today))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return KnownAt(None, moment.astimezone(dt.UTC), is_day=match is None)
    except OverflowError:
        raise Refused("error.moment_unreadable", text=text) from None


def parse_every(text: str) -> int:
    """Read how often a duty is looked at, `30d` or `30`, as a number of days."""
    match = re.fullmatch(r"([1-9][0-9]{0,3})(?:d|天)?", half_width(text).lower())
    if not match:
        raise Refused("error.every_unreadable", text=text)
    return int(match[1])


def _end_of_day(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max)


def end_of_day(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The last moment of a day in `zone`."""
    return _end_of_day(day).replace(tzinfo=zone)


def iso_moment(moment: dt.datetime) -> str:
    """A moment as the ledger stores it: UTC, to the millisecond, sortable as text."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(stored: str) -> dt.datetime:
    """A moment as the ledger stores it, as a time; what is none is damage to the file."""
    try:
        moment = dt.datetime.fromisoformat(stored)
    except ValueError as error:
        raise NotOurDatabase("error.db_row", why=error) from error
    if moment.tzinfo is None:
        raise NotOurDatabase("error.db_row", why=stored)
    return moment


def day_of(stored: str, zone: dt.tzinfo) -> dt.date:
    """The day in `zone` of a moment as the ledger stores it."""
    return moment_of(stored).astimezone(zone).date()


def within(text: str, meant: dt.date) -> dt.date:
    """A day that was not named but told from today's, which a machine's clock may put anywhere;
    refuses one that could not have been named. `text` is how it was told.
    """
    return _day(text, meant.year, meant.month, meant.day)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return dt.date(year, month, day)
    except ValueError:
        pass
    raise Refused("error.date_impossible", text=text)


def _shift(text: str, today: dt.date, count: int, unit: str) -> dt.date:
    if unit == "m":
        # Only this needs a calendar; the others are plain days.
        from dateutil.relativedelta import relativedelta

        shifted = today - relativedelta(months=count)
    else:
        shifted = today - dt.timedelta(days=count * (7 if unit == "w" else 1))
    return within(text, shifted)


def _weekday_of_last_week(plain: str) -> int | None:
    if match := re.fullmatch(_LAST_WEEKDAY, plain):
        return 6 if match[1] == "天" else "一二三四五六日".index(match[1])
    word, _, name = plain.partition(" ")
    return WEEKDAYS.index(name) if word == "last" and name in WEEKDAYS else None
