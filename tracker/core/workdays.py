"""Working days counted. Which days they are is given: nothing here knows a holiday."""

import datetime as dt
from collections.abc import Callable

Works = Callable[[dt.date], bool]
"""Whether people work on a day."""

DAY = dt.timedelta(days=1)


def monday_to_friday(day: dt.date) -> bool:
    """The days on which people work where nothing else is known."""
    return day.weekday() < 5


def workdays_after(day: dt.date, count: int, works: Works) -> dt.date:
    """The working day that is `count` of them after a day; the day itself where that is 0."""
    while count:
        day += DAY
        count -= works(day)
    return day


def workdays_until(day: dt.date, end: dt.date, works: Works, enough: int) -> int:
    """How many working days there are after a day, up to and with the last one. No more than
    `enough` are counted.
    """
    count = 0
    while day < end and count < enough:
        day += DAY
        count += works(day)
    return count
