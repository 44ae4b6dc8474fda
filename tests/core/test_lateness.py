"""How late a commitment was completed: since when it has been met, after its due day."""

import pytest

from tests.core.make import (
    EAST,
    RANKING,
    RULES,
    SEWER,
    STAGES,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    days_of,
    entry,
)
from tracker.core.course import sums_at
from tracker.core.fold import at
from tracker.core.lateness import Late, lateness, may_be_late
from tracker.core.model import Commitment, Entry, Node, Terms
from tracker.core.progress import progress

AFTER = "2025-01-31"
"""A month after the due day of 2024, 12-31."""


def late(made: Commitment, *entries: Entry, as_of: str = AFTER) -> Late | None:
    """How late it was completed by these entries."""
    days = days_of(*entries, last_stage=made.last_stage)
    now = progress(made, sums_at(days, day(as_of)), day(as_of), RULES)
    # What lies before the due day can be left out, but for the state at its end.
    due = made.terms.due or day(as_of)
    recent = {
        series: [state for state in states if state.day > due or state == at(states, due)]
        for series, states in days.items()
    }
    found = lateness(made, now, days, day(as_of))
    assert lateness(made, now, recent, day(as_of)) == found
    assert found is None or may_be_late(made, now)
    return found


def test_a_sum_that_reaches_its_target_after_the_due_day_is_late_from_that_day() -> None:
    made = commitment()
    entries = (
        entry(1, "2024-06-30", 40_000),
        entry(2, "2024-12-31", 49_999),
        entry(3, "2025-01-12", 1),
        entry(4, "2025-01-20", 5_000),
    )
    assert late(made, *entries) == Late(day("2025-01-12"), 12)
    assert late(made, *entries, as_of="2025-01-12") == Late(day("2025-01-12"), 12)
    assert late(made, *entries, as_of="2025-01-11") is None


@pytest.mark.parametrize("met", ["2024-06-30", "2024-12-31"])
def test_what_was_met_by_its_due_day_and_kept_is_in_time(met: str) -> None:
    kept = entry(2, "2025-01-12", 1_000)
    words = entry(3, "2025-01-13", note="验收")
    assert late(commitment(), entry(1, met, 90_000), kept, words) is None


def test_the_day_after_the_due_day_is_a_day_late() -> None:
    assert late(commitment(), entry(1, "2025-01-01", 90_000)) == Late(day("2025-01-01"), 1)


def test_words_change_nothing() -> None:
    words = entry(1, "2025-01-01", note="收尾"), entry(3, "2025-01-20", note="验收")
    found = late(commitment(), words[0], entry(2, "2025-01-05", 90_000), words[1])
    assert found == Late(day("2025-01-05"), 5)


def test_what_is_not_completed_is_not_completed_late() -> None:
    assert late(commitment(), entry(1, "2025-01-12", 89_999)) is None
    assert late(commitment()) is None


def test_before_the_due_day_has_passed_nothing_is_late() -> None:
    met = entry(1, "2024-06-30", 90_000)
    assert late(commitment(), met, as_of="2024-12-31") is None


def test_what_has_no_due_day_is_never_late() -> None:
    terms = SEWER._replace(due=None)
    assert late(commitment(terms=terms), entry(1, "2025-01-12", 90_000)) is None


def test_a_total_that_falls_below_the_target_begins_it_anew() -> None:
    met = entry(1, "2024-12-30", 90_000)
    lost = entry(2, "2025-01-10", 80_000, "total")
    again = entry(3, "2025-01-11", 10_000)
    assert late(commitment(), met, lost) is None
    assert late(commitment(), met, lost, again) == Late(day("2025-01-11"), 11)
    # Within one day only its end counts.
    mended = entry(4, "2025-01-10", 90_000, "total")
    assert late(commitment(), met, lost, mended) is None


def test_a_stock_that_was_run_down_lost_and_run_down_again_counts_from_the_last_time() -> None:
    made = commitment("level", STOCK._replace(opening=40_000))
    readings = (
        entry(1, "2024-12-01", 0, "total"),
        entry(2, "2025-01-03", 2_000, "total"),
        entry(3, "2025-01-05", 0, "total"),
        entry(4, "2025-01-07", 1_000, "total"),
        entry(5, "2025-01-09", 0, "total"),
        entry(6, "2025-01-10", 0, "total"),
    )
    assert late(made, *readings) == Late(day("2025-01-09"), 9)
    assert late(made, *readings, as_of="2025-01-06") == Late(day("2025-01-05"), 5)
    assert late(made, *readings[:1]) is None


def test_a_rank_is_held_or_lost_and_never_late() -> None:
    made = commitment("rank", RANKING)
    lost, held = entry(1, "2024-12-30", 5, "total"), entry(2, "2025-01-12", 2, "total")
    assert late(made, lost, held) is None


def test_milestones_are_met_with_the_last_of_them() -> None:
    nodes = (Node("初稿", day("2024-06-30"), 1), Node("终稿", day("2024-12-31"), 3))
    made = commitment("milestones", YEAR, nodes=nodes)
    ticks = (
        entry(1, "2025-01-04", 1, "total", stage="终稿"),
        entry(2, "2024-07-15", 1, "total", stage="初稿"),
    )
    assert late(made, *ticks) == Late(day("2025-01-04"), 4)
    in_time = ticks[0]._replace(day=day("2024-12-31"))
    assert late(made, in_time, ticks[1]) is None


def test_the_last_stage_decides_and_the_areas_add_up() -> None:
    made = commitment(areas=(EAST, WEST), stages=STAGES)
    entries = (
        entry(1, "2024-12-31", 90_000, area=EAST.name, stage="开工"),
        entry(2, "2024-12-31", 50_000, area=EAST.name, stage="完工"),
        entry(3, "2025-01-06", 20_000, area=WEST.name, stage="完工"),
        entry(4, "2025-01-08", 20_000, area=EAST.name, stage="完工"),
    )
    assert late(made, *entries) == Late(day("2025-01-08"), 8)


def test_a_duty_is_never_completed() -> None:
    made = commitment("duty", Terms(due=day("2024-12-31")))
    assert late(made, entry(1, "2025-01-12", note="巡查")) is None
