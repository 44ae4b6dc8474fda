"""Plan points: what can be planned, when a change of plan owes a reason, and what was known."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.store.ledgers import REASON, Desk, day, refused
from tracker.core.history import Change
from tracker.core.model import PlanPoint
from tracker.store import plan_points


def planned(desk: Desk, slug: str = "sewer", known: int | None = None) -> list[tuple[str, int]]:
    return [(f"{on:%m-%d}", reach) for on, reach in desk.get(slug, known).plan]


def stock(desk: Desk, **terms: str) -> None:
    """A stock of 40 km that is to run down in 2024."""
    wanted = {"target": "0", "unit": "km", "start": "2024-01-01", "due": "2024-12-31", **terms}
    desk.add("stock", "level", department="housing", **wanted)


# What is planned


def test_points_stand_in_the_order_of_their_days_in_steps_of_the_unit(desk: Desk) -> None:
    desk.plan("sewer", ("09-30", "6万米"), ("06-30", "40.5km"))
    assert desk.get("sewer").plan == (
        PlanPoint(day("06-30"), 40_500),
        PlanPoint(day("09-30"), 60_000),
    )
    desk.plan("sewer", ("03-31", "10"), ("06-30", "40.5"))
    assert planned(desk) == [("03-31", 10_000), ("06-30", 40_500), ("09-30", 60_000)]
    # Only what is new was written.
    assert desk.read("SELECT until FROM plan_point WHERE change = 3") == [("2024-03-31",)]


def test_a_plan_tells_what_it_changed(desk: Desk) -> None:
    made = desk.plan("雨污管网", ("06-30", "40"), ("09-30", "60"))
    assert made.slug == "sewer"
    assert made.changes == (
        Change("plan 2024-06-30", None, Decimal(40)),
        Change("plan 2024-09-30", None, Decimal(60)),
    )
    moved = desk.plan("sewer", ("06-30", "45"), ("09-30", None), reason=REASON)
    assert moved.changes == (
        Change("plan 2024-06-30", Decimal(40), Decimal(45)),
        Change("plan 2024-09-30", Decimal(60), None),
    )


def test_a_point_that_is_taken_away_and_set_again_counts_again(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    desk.plan("sewer", ("06-30", None), reason=REASON)
    assert planned(desk) == []
    desk.plan("sewer", ("06-30", "50"))
    assert planned(desk) == [("06-30", 50_000)]


def test_a_plan_of_nothing_yet_is_a_plan(desk: Desk) -> None:
    # Nothing by the end of March, and 0 is no point that is not there.
    desk.plan("sewer", ("03-31", "0"))
    assert planned(desk) == [("03-31", 0)]
    desk.plan("sewer", ("03-31", None), reason=REASON)
    assert planned(desk) == []


def test_a_stock_is_planned_downwards(desk: Desk) -> None:
    stock(desk, opening="40")
    desk.plan("stock", ("06-30", "30"), ("09-30", "10"))
    assert planned(desk, "stock") == [("06-30", 30_000), ("09-30", 10_000)]


# When a reason is owed


def test_a_first_plan_needs_no_reason_even_over_figures(desk: Desk) -> None:
    desk.log("sewer", "1")
    desk.plan("sewer", ("06-30", "40"))
    assert not desk.get("sewer").terms_moved


def test_one_more_point_needs_a_reason_once_there_are_figures(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    desk.log("sewer", note="x")
    desk.plan("sewer", ("09-30", "60"))
    desk.log("sewer", "1")
    with refused(desk, "error.terms_need_reason"):
        desk.plan("sewer", ("10-31", "70"))
    desk.plan("sewer", ("10-31", "70"), reason=REASON)
    assert len(planned(desk)) == 3


@pytest.mark.parametrize("reach", ["45", None], ids=["moved", "taken away"])
def test_a_point_that_is_moved_or_taken_away_needs_a_reason_at_any_time(
    desk: Desk, reach: str | None
) -> None:
    desk.plan("sewer", ("06-30", "40"))
    with refused(desk, "error.terms_need_reason"):
        desk.plan("sewer", ("06-30", reach))
    desk.plan("sewer", ("06-30", reach), reason=REASON)
    assert desk.read("SELECT reason FROM change ORDER BY change DESC LIMIT 1") == [(REASON,)]


def test_a_change_of_plan_with_its_reason_marks_the_terms_as_moved(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    desk.plan("sewer", ("06-30", "45"), reason=REASON)
    moved = [desk.get("sewer", known).terms_moved for known in (1, 2, 3)]
    assert moved == [False, False, True]
    assert not desk.get("estates").terms_moved


# What is refused

REFUSED: dict[str, tuple[str, str, tuple[tuple[str, str | None], ...]]] = {
    "milestones": ("error.no_plan_of_kind", "heritage-plan", (("06-30", "40"),)),
    "a rank": ("error.no_plan_of_kind", "city-ranking", (("06-30", "2"),)),
    "a duty": ("error.no_plan_of_kind", "conduct", (("06-30", "2"),)),
    "a duty, taken away": ("error.no_plan_of_kind", "conduct", (("06-30", None),)),
    "no such commitment": ("error.unknown", "bridge", (("06-30", "2"),)),
    "before the start": ("error.plan_outside", "sewer", (("2023-12-31", "1"),)),
    "on the due day": ("error.plan_outside", "sewer", (("12-31", "80"),)),
    "after the due day": ("error.plan_outside", "sewer", (("2025-01-31", "80"),)),
    "falling": ("error.plan_falls", "sewer", (("06-30", "40"), ("07-31", "39.999"))),
    "falling before one that is there": ("error.plan_falls", "sewer", (("05-31", "20.001"),)),
    "falling after one that is there": ("error.plan_falls", "sewer", (("09-30", "19.999"),)),
    "beyond the target": ("error.plan_falls", "sewer", (("09-30", "90.001"),)),
    "not there": ("error.plan_point_unknown", "sewer", (("06-30", None),)),
    "taken away twice": ("error.plan_day_twice", "sewer", (("08-31", None), ("08-31", None))),
    "so already": ("error.nothing_to_edit", "sewer", (("08-31", "20.0"),)),
    "set and taken away": ("error.plan_day_twice", "sewer", (("06-30", "9"), ("06-30", None))),
    "set twice": ("error.plan_day_twice", "sewer", (("06-30", "9"), ("06-30", "8"))),
    "no figure": ("error.figure_unreadable", "sewer", (("06-30", ""),)),
    "in another unit": ("error.unit_other", "sewer", (("06-30", "40个"),)),
    "too fine": ("error.figure_too_fine", "sewer", (("06-30", "1.0001"),)),
}


@pytest.mark.parametrize(("key", "slug", "points"), REFUSED.values(), ids=REFUSED)
def test_what_no_pace_can_follow_is_refused(
    desk: Desk, key: str, slug: str, points: tuple[tuple[str, str | None], ...]
) -> None:
    desk.plan("sewer", ("08-31", "20"))
    with refused(desk, key):
        desk.plan(slug, *points, reason=REASON)


def test_points_at_the_very_edges_can_be_followed(desk: Desk) -> None:
    desk.plan("sewer", ("01-01", "0"), ("06-30", "90"), ("12-30", "90"))
    assert planned(desk) == [("01-01", 0), ("06-30", 90_000), ("12-30", 90_000)]


@pytest.mark.parametrize("lost", ["start", "due"])
def test_without_a_start_or_a_due_day_nothing_can_be_planned(desk: Desk, lost: str) -> None:
    desk.edit("sewer", **{lost: ""})
    with refused(desk, "error.plan_needs_days"):
        desk.plan("sewer", ("06-30", "40"))


def test_a_stock_can_not_be_planned_without_an_opening_or_above_it(desk: Desk) -> None:
    stock(desk)
    with refused(desk, "error.plan_needs_opening"):
        desk.plan("stock", ("06-30", "30"))
    desk.edit("stock", opening="40")
    with refused(desk, "error.plan_falls"):
        desk.plan("stock", ("06-30", "40.001"))
    with refused(desk, "error.plan_falls"):
        desk.plan("stock", ("06-30", "20"), ("09-30", "30"))
    desk.plan("stock", ("06-30", "40"))


def test_a_refusal_says_which_point_and_which_days(desk: Desk) -> None:
    with refused(desk, "error.plan_outside") as outside:
        desk.plan("sewer", ("06-30", "10"), ("2025-01-31", "80"))
    assert outside.value.params == {
        "slug": "sewer",
        "day": day("2025-01-31"),
        "start": day("01-01"),
        "due": day("12-31"),
    }
    with refused(desk, "error.plan_falls") as falls:
        desk.plan("sewer", ("06-30", "10"), ("07-31", "9.5"))
    assert falls.value.params == {"day": day("07-31"), "reach": Decimal("9.5")}


def test_a_dry_run_plans_nothing(desk: Desk) -> None:
    points = [(day("06-30"), "40")]
    desk.write(plan_points.set_plan("sewer", points), dry_run=True)
    assert (planned(desk), desk.head) == ([], 1)


# Terms that move under a plan


def test_points_that_terms_left_behind_are_taken_away_one_by_one(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"), ("10-31", "60"), ("11-30", "80"))
    desk.edit("sewer", due="2024-10-15")
    with refused(desk, "error.plan_outside") as outside:
        desk.plan("sewer", ("09-30", "50"), reason=REASON)
    assert outside.value.params["day"] == day("10-31")
    desk.plan("sewer", ("10-31", None), reason=REASON)
    desk.plan("sewer", ("11-30", None), reason=REASON)
    desk.plan("sewer", ("09-30", "50"), reason=REASON)
    assert planned(desk) == [("06-30", 40_000), ("09-30", 50_000)]


def test_a_plan_can_be_taken_away_when_its_days_are_gone(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    desk.edit("sewer", due="")
    desk.plan("sewer", ("06-30", None), reason=REASON)
    assert planned(desk) == []


def test_a_plan_holds_the_unit_that_it_is_counted_in(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    with refused(desk, "error.unit_in_use"):
        desk.edit("sewer", target="90", unit="个")
    desk.plan("sewer", ("06-30", None), reason=REASON)
    desk.edit("sewer", target="90", unit="个")


# As known then


def test_each_revision_of_a_plan_is_known_at_its_change(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"), ("09-30", "60"))
    desk.plan("sewer", ("06-30", "45"), ("09-30", None), reason=REASON)
    desk.plan("estates", ("06-30", "80"))
    desk.plan("sewer", ("09-30", "70"))
    assert [planned(desk, known=known) for known in range(1, 6)] == [
        [],
        [("06-30", 40_000), ("09-30", 60_000)],
        [("06-30", 45_000)],
        [("06-30", 45_000)],
        [("06-30", 45_000), ("09-30", 70_000)],
    ]
    assert planned(desk, "estates", 3) == []


def test_a_plan_of_one_commitment_says_nothing_of_another(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "40"))
    desk.plan("estates", ("06-30", "80"))
    assert (planned(desk), planned(desk, "estates")) == ([("06-30", 40_000)], [("06-30", 80)])
    assert desk.get("elevators").plan == ()
    assert isinstance(desk.get("estates").plan[0].until, dt.date)
