"""One commitment closely: its plan beside what was done."""

from tests.core.make import commitment, day, days_of, entry, points
from tracker.core.course import states_of
from tracker.core.detail import plan_rows

JUNE_30 = day("2024-06-30")


def test_a_plan_point_has_what_was_reached_by_its_day() -> None:
    plan = points(("2024-02-29", 10_000), ("2024-04-30", 20_000), ("2024-06-30", 30_000))
    made = commitment(plan=plan)
    logged = days_of(
        entry(1, "2024-03-31", 9_000), entry(2, "2024-04-30", 9_000), entry(3, "2024-05-01", 9_000)
    )
    found = plan_rows(made, states_of(made, logged), JUNE_30)
    assert [row.point for row in found] == list(plan)
    assert [row.done for row in found] == [0, 18_000, 27_000]


def test_a_plan_point_to_come_has_reached_nothing_yet() -> None:
    made = commitment(plan=points(("2024-06-30", 30_000), ("2024-07-01", 30_000)))
    states = states_of(made, days_of(entry(1, "2024-03-31", 9_000)))
    assert [row.done for row in plan_rows(made, states, JUNE_30)] == [9_000, None]
