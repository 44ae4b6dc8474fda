"""What cron warns about, and when it is silent."""

from fractions import Fraction

import pytest

from tests.core.make import RANKING, RULES, SEWER, STOCK, YEAR, commitment, day, sums
from tracker.core.alerts import WITHIN_DAYS, Alert, alerts
from tracker.core.fold import Sums
from tracker.core.model import Commitment
from tracker.core.reports import StatusRow, status_rows

SEWERS = commitment()


def on(text: str, done: int | None = None, made: Commitment = SEWERS) -> list[StatusRow]:
    logged: Sums = sums(done) if done is not None else {}
    return status_rows([made], logged, day(text), RULES)


def raised(rows: list[StatusRow], within: int = WITHIN_DAYS) -> list[tuple[str, str, int | None]]:
    return [(a.rule, a.level, a.days) for a in alerts(rows, within)]


def test_what_is_on_pace_raises_nothing() -> None:
    assert raised(on("2024-06-30", 45_500)) == []
    assert alerts([]) == []


def test_nothing_is_overdue_on_the_due_day() -> None:
    assert raised(on("2024-12-31", 89_900)) == [("due_soon", "notice", 0)]


@pytest.mark.parametrize(("today", "days"), [("2025-01-01", 1), ("2025-01-31", 31)])
def test_what_is_not_met_after_the_due_day_is_overdue_and_nothing_else(
    today: str, days: int
) -> None:
    assert raised(on(today, 45_500)) == [("overdue", "red", days)]
    assert raised(on(today)) == [("overdue", "red", days)]


def test_an_alert_says_how_much_is_missing() -> None:
    (found,) = alerts(on("2025-01-01", 45_500))
    assert found == Alert(
        commitment=SEWERS,
        rule="overdue",
        level="red",
        days=1,
        done=45_500,
        target=90_000,
        remaining=44_500,
        gap=Fraction(455, 900) - 1,
    )


@pytest.mark.parametrize(
    ("today", "within", "soon"),
    [
        ("2024-12-01", 30, True),
        ("2024-11-30", 30, False),
        ("2024-11-30", 31, True),
        ("2024-12-31", 0, True),
        ("2024-12-30", 0, False),
    ],
)
def test_due_soon_begins_as_many_days_before_as_asked_for(
    today: str, within: int, soon: bool
) -> None:
    rules = [rule for rule, _, _ in raised(on(today, 89_000), within)]
    assert rules == (["due_soon"] if soon else [])


def test_due_soon_is_thirty_days_unless_asked_for_otherwise() -> None:
    assert [a.days for a in alerts(on("2024-12-01", 89_000))] == [30]
    assert alerts(on("2024-11-30", 89_000)) == []


def test_what_is_met_is_not_due_any_more() -> None:
    assert raised(on("2024-12-31", 90_000)) == []
    assert raised(on("2025-01-01", 90_000)) == []


def test_a_rank_that_is_held_may_still_be_lost_and_is_due() -> None:
    made = commitment("rank", RANKING)
    assert raised(on("2024-12-30", 1, made)) == [("due_soon", "notice", 1)]
    assert raised(on("2024-12-31", 1, made)) == []
    assert raised(on("2025-01-01", 4, made)) == [("overdue", "red", 1)]


def test_what_has_no_measure_is_due_once_and_never_overdue() -> None:
    plan, duty = commitment("milestones", YEAR), commitment("duty", YEAR)
    assert raised(on("2024-12-31", None, plan)) == [("due_soon", "notice", 0)]
    assert raised(on("2025-01-01", None, plan)) == []
    assert raised(on("2024-12-31", None, duty)) == []
    assert raised(on("2025-01-01", None, duty)) == []


@pytest.mark.parametrize(
    ("done", "level"),
    # Pace is 49.73 %; the figures are 9.95, 10.06, 29.95 and 30.06 points behind it.
    [(35_800, None), (35_700, "yellow"), (17_800, "yellow"), (17_700, "red")],
)
def test_behind_follows_the_light(done: int, level: str | None) -> None:
    expected = [("behind", level, 184)] if level else []
    assert raised(on("2024-06-30", done)) == expected


def test_what_nobody_started_is_behind_too() -> None:
    assert raised(on("2024-06-30")) == [("behind", "red", 184)]


def test_a_stock_without_an_opening_raises_nothing_before_its_due_day() -> None:
    stock = commitment("level", STOCK)
    assert raised(on("2024-06-30", 10_000, stock)) == []
    assert raised(on("2025-01-01", 10_000, stock)) == [("overdue", "red", 1)]


def test_without_a_due_day_nothing_is_due() -> None:
    undated = commitment(terms=SEWER._replace(due=None))
    assert raised(on("2024-12-31", 1_000, undated)) == []


def test_the_worst_alerts_stand_first_then_by_rule_and_in_the_order_of_the_plan() -> None:
    late = SEWER._replace(due=day("2024-06-29"))
    soon = SEWER._replace(due=day("2024-07-15"))
    listed = [
        commitment(number=1),
        commitment(number=2, terms=soon),
        commitment(number=3, terms=late),
        commitment(number=4, terms=late),
    ]
    found = alerts(status_rows(listed, {}, day("2024-06-30"), RULES))
    assert [(a.rule, a.commitment.id) for a in found] == [
        ("overdue", 3),
        ("overdue", 4),
        ("behind", 1),
        ("behind", 2),
        ("due_soon", 2),
    ]
