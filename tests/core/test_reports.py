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
    WEST,
    YEAR,
    commitment,
    day,
    state,
)
from tracker.core.fold import DaySum, SeriesState, Sums
from tracker.core.model import Area, Node, Terms
from tracker.core.parts import StageRow
from tracker.core.reports import (
    Filters,
    Look,
    StatusRow,
    Tally,
    area_status_rows,
    select,
    status_rows,
    tally,
)
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


def test_a_row_has_the_rate_of_each_stage() -> None:
    made = commitment(stages=("开工", "完工"))
    (row,) = status_rows([made], {(1, "", "开工"): state(45_000)}, JUNE_30, RULES)
    assert row.stages == (
        StageRow("开工", 45_000, Fraction(1, 2)),
        StageRow("完工", None, None),
    )


def test_a_row_has_the_milestones_that_ask_for_something() -> None:
    nodes = tuple(
        Node(name, day(due), 1) for name, due in (("初稿", "2024-06-29"), ("评审", "2024-06-30"))
    )
    made = commitment("milestones", YEAR, nodes=nodes)
    (row,) = status_rows([made], {}, JUNE_30, RULES)
    assert row.pending == nodes


@pytest.mark.parametrize(
    ("every", "as_of", "look"),
    [
        (None, "2024-12-30", (185, 0)),
        (30, "2024-06-28", (0, 0)),
        (30, "2024-07-28", (30, 0)),
        (30, "2024-07-29", (31, 1)),
        # The due day is the last on which it could be overdue: 186 days after 06-28, less 30.
        (30, "2024-12-31", (186, 156)),
        (30, "2025-03-01", (246, 156)),
    ],
)
def test_a_look_at_a_duty_is_overdue_once_its_rhythm_has_passed(
    every: int | None, as_of: str, look: tuple[int, int]
) -> None:
    made = commitment("duty", YEAR)
    made = made._replace(profile=made.profile._replace(every=every))
    (row,) = status_rows([made], {(1, "", ""): state(None)}, day(as_of), RULES)
    assert row.look == Look(day("2024-06-28"), *look)


def test_a_duty_without_a_due_day_stays_overdue() -> None:
    made = commitment("duty", Terms())
    made = made._replace(profile=made.profile._replace(every=30))
    (row,) = status_rows([made], {(1, "", ""): state(None)}, day("2025-06-28"), RULES)
    assert row.look == Look(day("2024-06-28"), 365, 335)


def test_only_a_duty_is_looked_at_and_only_once_something_is_said_of_it() -> None:
    (quantity,) = status_rows([commitment()], {(1, "", ""): state(5)}, JUNE_30, RULES)
    (duty,) = status_rows([commitment("duty", YEAR)], {}, JUNE_30, RULES)
    assert (quantity.look, duty.look) == (None, None)


def test_the_rows_of_an_area_are_its_parts_of_what_is_shared_out_to_it() -> None:
    made = [
        commitment(areas=(EAST._replace(target=20_000), WEST), stages=("开工", "完工")),
        commitment(number=2, areas=(WEST,)),
        commitment("duty", YEAR, number=3, areas=(EAST,)),
        commitment(number=4),
    ]
    logged = {
        (1, EAST.name, "开工"): state(20_000),
        (1, EAST.name, "完工"): state(5_000, 4_000),
        (1, WEST.name, "完工"): state(70_000),
        (3, EAST.name, ""): state(None),
        (4, "", ""): state(1_000),
    }
    sewer, duty = area_status_rows(made, EAST.name, logged, JUNE_30, RULES)
    assert [(r.commitment.id, r.area) for r in (sewer, duty)] == [(1, EAST.name), (3, EAST.name)]
    now = sewer.progress
    assert (now.target, now.done, now.increase) == (20_000, 5_000, 1_000)
    # 25 % are done on the 182nd of 366 days.
    assert now.gap == Fraction(1, 4) - Fraction(182, 366)
    assert [s.completion for s in sewer.stages] == [1, Fraction(1, 4)]
    # Each series counts the two entries up to its day.
    assert [(r.entries, r.last_entry) for r in (sewer, duty)] == [
        (4, day("2024-06-28")),
        (2, day("2024-06-28")),
    ]
    assert duty.look == Look(day("2024-06-28"), 2, 0)


def test_an_area_is_the_same_in_another_width_and_case() -> None:
    made = [
        commitment(number=n, areas=(Area(name, 5, None, None),))
        for n, name in enumerate(("A区", "Ａ区", "B区"), 1)
    ]
    found = area_status_rows(made, "a区", {(2, "Ａ区", ""): state(7)}, JUNE_30, RULES)
    assert [(r.area, r.progress.done, r.entries) for r in found] == [("A区", 0, 0), ("Ａ区", 7, 2)]


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
    assert caught.value.params == {
        "text": "colour",
        "known": ("plan", "gap", "completion", "due", "name"),
    }


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
