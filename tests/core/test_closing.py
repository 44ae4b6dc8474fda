"""Close-out counts from its work date on, and by the newest of the rows up to a day."""

import pytest

from tests.core.make import RULES, SEWER, commitment, day, sums
from tracker.core.alert_rules import Case
from tracker.core.alerts import alerts
from tracker.core.bulletin import Words, line, week_ending
from tracker.core.closing import check_open, closed_on, closed_out, standing_closing
from tracker.core.model import Closing, Commitment
from tracker.core.reports import status_rows
from tracker.core.tuning import tuning
from tracker.core.workdays import monday_to_friday
from tracker.errors import Refused


def row(change: int, on: str, *, closed: bool) -> Closing:
    return Closing(day(on), closed, None, change, "张", "2024-07-05T04:00:00.000Z", None)


def made(*rows: Closing) -> Commitment:
    return commitment()._replace(closings=rows)


CLOSED = row(2, "2024-07-01", closed=True)
REOPENED = row(3, "2024-07-10", closed=False)
AGAIN = row(4, "2024-07-05", closed=True)


def test_it_counts_from_its_day_on() -> None:
    assert closed_on(made(CLOSED), day("2024-06-30")) is None
    assert closed_on(made(CLOSED), day("2024-07-01")) == CLOSED


def test_the_newest_row_up_to_the_day_counts() -> None:
    sewer = made(CLOSED, REOPENED)
    assert closed_on(sewer, day("2024-07-09")) == CLOSED
    assert closed_on(sewer, day("2024-07-10")) is None
    # Verified anew for a day before it was opened again.
    assert closed_on(made(CLOSED, REOPENED, AGAIN), day("2024-07-10")) == AGAIN


def test_whether_it_stands_does_not_depend_on_a_day() -> None:
    assert standing_closing(made(CLOSED)) == CLOSED
    assert standing_closing(made(CLOSED, REOPENED)) is None
    check_open(made(CLOSED, REOPENED))
    with pytest.raises(Refused) as refused:
        check_open(made(CLOSED))
    assert refused.value.params == {"slug": "sewer", "day": day("2024-07-01")}


def test_why_nothing_of_it_can_be_touched_is_told_while_it_is_closed() -> None:
    why = closed_out(made(CLOSED))
    assert why is not None
    assert (why.key, why.params["day"]) == ("error.closed_out", day("2024-07-01"))
    assert closed_out(made(CLOSED, REOPENED)) is None


def test_what_is_closed_out_is_marked_in_a_status_and_raises_no_alert() -> None:
    late = day("2025-01-01")
    (found,) = status_rows([made(CLOSED)], sums(45_500), late, RULES)
    assert (found.closing, found.progress.klass) == (CLOSED, "overdue")
    assert alerts([Case(found, late, tuning({}), monday_to_friday)]) == []
    (again,) = status_rows([made(CLOSED, REOPENED)], sums(45_500), late, RULES)
    assert len(alerts([Case(again, late, tuning({}), monday_to_friday)])) == 1


@pytest.mark.parametrize(("cut_off", "silent"), [("2024-06-30", 1), ("2024-07-07", 0)])
def test_no_report_is_owed_of_what_is_closed_out_at_the_cut_off(cut_off: str, silent: int) -> None:
    assert SEWER.start is not None
    found = line(made(CLOSED), {}, Words(), week_ending(day(cut_off)), RULES)
    assert (len(found.silent), found.closing) == (silent, None if silent else CLOSED)
