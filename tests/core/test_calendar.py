"""The days that a plan binds to, in their order."""

from tests.core.make import SEWER, YEAR, commitment, day, points
from tracker.core.calendar import PlannedDay, Revision, planned_days
from tracker.core.model import Node, Terms

FIRST, LATER = Revision(1, "2024-01-01T01:00:00.000Z"), Revision(7, "2024-05-06T01:00:00.000Z")


def test_every_day_of_every_commitment_is_there_by_day_and_then_as_given() -> None:
    scheme = commitment("milestones", YEAR, number=2, nodes=(Node("初稿", day("2024-06-30"), 1),))
    sewer = commitment(plan=points(("2024-03-31", 20_000), ("2024-06-30", 45_000)))
    assert planned_days([scheme, sewer], {1: FIRST, 2: LATER}) == [
        PlannedDay(sewer, "plan_point", day("2024-03-31"), FIRST, reach=20_000),
        PlannedDay(scheme, "milestone", day("2024-06-30"), LATER, node="初稿"),
        PlannedDay(sewer, "plan_point", day("2024-06-30"), FIRST, reach=45_000),
        PlannedDay(scheme, "due", day("2024-12-31"), LATER),
        PlannedDay(sewer, "due", day("2024-12-31"), FIRST),
    ]


def test_a_plan_point_that_the_terms_have_left_outside_binds_to_nothing() -> None:
    plan = points(("2023-12-31", 1_000), ("2024-01-01", 2_000), ("2024-12-30", 89_000),
                  ("2024-12-31", 90_000))  # fmt: skip
    found = planned_days([commitment(plan=plan)], {1: FIRST})
    assert [(one.what, one.on, one.reach) for one in found] == [
        ("plan_point", day("2024-01-01"), 2_000),
        ("plan_point", day("2024-12-30"), 89_000),
        ("due", day("2024-12-31"), None),
    ]


def test_what_has_no_due_day_is_bound_to_its_milestones_alone() -> None:
    nodes = (Node("初稿", day("2024-06-30"), 1),)
    scheme = commitment("milestones", Terms(), nodes=nodes)
    assert [one.what for one in planned_days([scheme], {1: FIRST})] == ["milestone"]
    assert planned_days([commitment(terms=SEWER._replace(due=None))], {1: FIRST}) == []
