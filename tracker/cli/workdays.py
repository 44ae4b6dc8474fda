"""Which days people work on: the ledger's own word, the published holidays, Monday to Friday."""

import datetime as dt
from collections.abc import Collection, Mapping

from tracker.cli.output import Output
from tracker.core.workdays import Works, monday_to_friday
from tracker.text import say


def calendar(own: Mapping[dt.date, bool], unknown: set[int]) -> Works:
    """Whether people work on a day. `unknown` gets the years whose holidays nobody knows yet:
    of these every Monday to Friday counts.
    """

    def works(day: dt.date) -> bool:
        if day in own:
            return own[day]
        # The State Council's yearly notice, as a library has it; imported only where it decides.
        from chinese_calendar import is_workday

        try:
            return bool(is_workday(day))
        except NotImplementedError:
            unknown.add(day.year)
            return monday_to_friday(day)

    return works


def warn_of_years(output: Output, unknown: Collection[int]) -> None:
    """Say of which years the holidays are not known, where that mattered."""
    if unknown:
        years = say("word.join").join(map(str, sorted(unknown)))
        output.warn("warning.holidays_unknown", years=years)
