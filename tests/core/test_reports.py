"""The status report: its rows, what is shown of them, their order and their tally."""

import datetime as dt
from fractions import Fraction

import pytest

from tests.core.make import (
    CITY,
    EAST,
    KM,
    RULES,
    SEWER,
    YEAR,
    commitment,
    day,
    state,
)
from tracker.core.fold import DaySum, SeriesState, Sums
from tracker.core.model import Terms
from tracker.core.reports import Filters, StatusRow, Tally, select, status_rows, tally
from tracker.errors import Refused

JUNE_30 = day("2024-06-30")


def rows() -> list[StatusRow]:
    """Five commitments half-way through 2024, one of each sort."""
    undated = Terms(target=100_000, unit=KM)
    listed = [
        commitment(number=1, slug="sewer"),
        commitment(number=2, slug="roads", terms=SEWER._replace(due=day("2024-09-30"))),
        commitment("duty", YEAR, number=3, slug="conduct", department=CITY),
        commitment(number=4, slug="drains", terms=undated, department=CITY),
        commitment(number=5, slug="bridges", terms=SEWER._replace(due=day("2024-03-31"))),
    ]
    # Gaps: 50 - 49.73 and 33.33 - 66.42; no gap for the fourth; 0 - 100 for the fifth.
    logged: Sums = {
        (1, "", ""): state(45_000),
        (2, "", ""): state(30_000),
        (4, "", ""): state(40_000),
    }
    return status_rows(listed, logged, JUNE_30, RULES)


def shown(filters: Filters) -> list[str]:
    return [row.commitment.slug for row in select(rows(), filters)]


def test_every_commitment_has_a_row_with_its_progress() -> None:
    found = {row.commitment.slug: row.progress for row in rows()}
    assert {slug: p.klass for slug, p in found.items()} == {
        "sewer": "on_pace",
        "roads": "behind",
        "conduct": "no_measure",
        "drains": "no_measure",
        "bridges": "overdue",
    }
    assert found["sewer"].completion == Fraction(1, 2)


def test_entries_are_counted_over_all_series_up_to_the_last_day() -> None:
    def upto(on: str, entries: int) -> SeriesState:
        return SeriesState(DaySum(day(on), 5, entries))

    logged: Sums = {
        (1, "", ""): upto("2024-06-03", 1),
        (1, EAST.name, ""): upto("2024-06-28", 3),
        (1, EAST.name, "开工"): upto("2024-06-20", 2),
        (2, "", ""): upto("2024-06-29", 9),
    }
    made = [commitment(areas=(EAST,)), commitment(number=3)]
    found = [(r.entries, r.last_entry) for r in status_rows(made, logged, JUNE_30, RULES)]
    assert found == [(6, day("2024-06-28")), (0, None)]


@pytest.mark.parametrize(
    ("filters", "slugs"),
    [
        (Filters(), ["sewer", "roads", "conduct", "drains", "bridges"]),
        (Filters(slugs=("roads", "sewer")), ["sewer", "roads"]),
        (Filters(department="city-management"), ["conduct", "drains"]),
        (Filters(klass="no_measure"), ["conduct", "drains"]),
        (Filters(klass="completed"), []),
        (Filters(light="red"), ["roads", "bridges"]),
        (Filters(light="none"), ["conduct", "drains"]),
        (Filters(measured=True), ["sewer", "roads", "drains", "bridges"]),
        (Filters(department="housing", light="red", slugs=("roads",)), ["roads"]),
    ],
)
def test_filters_keep_what_passes_all_of_them(filters: Filters, slugs: list[str]) -> None:
    assert shown(filters) == slugs


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [
        ("plan", ["sewer", "roads", "conduct", "drains", "bridges"]),
        ("gap", ["bridges", "roads", "sewer", "conduct", "drains"]),
        ("completion", ["bridges", "roads", "drains", "sewer", "conduct"]),
        ("due", ["bridges", "roads", "sewer", "conduct", "drains"]),
        ("name", ["bridges", "conduct", "drains", "roads", "sewer"]),
    ],
)
def test_rows_are_sorted_the_worst_first_and_those_without_a_value_last(
    sort: str, slugs: list[str]
) -> None:
    assert shown(Filters(sort=sort)) == slugs


def test_equal_rows_keep_the_order_of_the_plan() -> None:
    twins = [commitment(number=n, slug=f"s{n}") for n in (3, 1, 2)]
    found = select(status_rows(twins, {}, JUNE_30, RULES), Filters(sort="gap"))
    assert [row.commitment.id for row in found] == [1, 2, 3]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        select(rows(), Filters(sort="colour"))
    assert caught.value.key == "error.sort_unknown"
    assert caught.value.params == {"text": "colour", "known": "plan, gap, completion, due, name"}


def test_a_tally_has_every_class_in_order_with_its_share() -> None:
    found = tally([row.progress for row in rows()])
    assert list(found) == [
        "completed",
        "ahead",
        "on_pace",
        "behind",
        "overdue",
        "not_started",
        "no_measure",
    ]
    assert found["no_measure"] == Tally(2, Fraction(2, 5))
    assert found["behind"] == Tally(1, Fraction(1, 5))
    assert found["completed"] == Tally(0, Fraction(0))
    assert sum(t.number for t in found.values()) == 5


def test_a_tally_of_nothing_has_no_share() -> None:
    assert set(tally([]).values()) == {Tally(0, Fraction(0))}


def test_a_row_is_as_of_its_day() -> None:
    due = day("2024-12-31")
    found = [
        status_rows([commitment()], {}, due + dt.timedelta(days=n), RULES)[0].progress.klass
        for n in (0, 1)
    ]
    assert found == ["not_started", "overdue"]
