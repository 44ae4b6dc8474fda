"""Pictures in a terminal, and their points for other programs."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.core.make import COUNT, YEAR, commitment, day, days_of, entry
from tests.render.worked import AS_OF
from tracker.core.course import Picture, picture, states_of
from tracker.core.model import Commitment, Entry, Node
from tracker.render.chart import as_json, records, sheet
from tracker.render.terminal import table
from tracker.text import use

# Twelve of something in 36 days: a row of the plot is one of them, a column a day.
NEW_YEAR = day("2024-01-01")
DOZEN = YEAR._replace(target=12, unit=COUNT, due=day("2024-02-05"))


def drawn(one: Commitment, *entries: Entry, as_of: str) -> Picture:
    """The picture of a commitment with these entries."""
    found = picture(one, states_of(one, days_of(*entries)), day(as_of))
    assert found
    return found


def page(one: Picture, width: int = 45) -> list[str]:
    """The lines of a terminal; of 45 cells, 37 are the plot."""
    return table(sheet([one], "聊城", width), width, color=False).splitlines()


def test_done_is_filled_below_and_the_pace_is_dotted_across() -> None:
    lines = page(drawn(commitment(terms=DOZEN), entry(1, "2024-01-10", 6), as_of="2024-01-20"))
    assert lines == [
        "聊城 done against pace as of 2024-01-20",
        "",
        "任务1 (sewer): done 50.00%, pace 55.56%",
        "100%  +                    |              ..",
        "      |                    |           ...",
        "      |                    |        ...",
        "      |                    |     ...",
        "      |                    |  ...",
        "      |                    ...",
        " 50%  +          #######...#",
        "      |          ####...####",
        "      |          #...#######",
        "      |        ...##########",
        "      |     ...  ###########",
        "      |  ...     ###########",
        "  0%  +..------------------|---------------|",
        "       2024-01-01             due 2024-02-05",
        "",
        "[#] done  [.] pace  [|] as of 2024-01-20",
    ]


def test_chinese_below_the_axis_is_as_wide_as_it_is_drawn() -> None:
    use("zh")
    lines = page(drawn(commitment(terms=DOZEN), as_of="2024-01-20"))
    axis, days = (line for line in lines if line.startswith(("  0%", "       2024")))
    # Two Chinese characters take four cells.
    assert days == "       2024-01-01            时限 2024-02-05"
    assert len(days) + 2 == len(axis)


def test_nothing_done_fills_nothing() -> None:
    lines = page(drawn(commitment(terms=DOZEN), as_of="2024-01-20"))
    assert not [line for line in lines[3:-1] if "#" in line]


def test_more_than_all_makes_the_axis_longer() -> None:
    lines = page(drawn(commitment(terms=DOZEN), entry(1, "2024-01-02", 24), as_of="2024-01-20"))
    marks = [line.split()[0] for line in lines if "%  +" in line]
    assert marks == ["200%", "150%", "100%", "50%", "0%"]
    top = next(line for line in lines if line.startswith("200%"))
    assert top.count("#") == 19  # From the 2nd to the 20th of January.


def test_a_stock_that_grew_hangs_below_the_axis() -> None:
    stock = DOZEN._replace(target=0, opening=12, direction="down")
    worse = entry(1, "2024-01-10", 24, "total")
    lines = page(drawn(commitment("level", stock), worse, as_of="2024-01-20"))
    at = {line.split()[0]: n for n, line in enumerate(lines) if "%  +" in line}
    filled = [n for n, line in enumerate(lines[3:-2], start=3) if "#" in line]
    assert filled == list(range(at["0%"] + 1, at["-100%"] + 1))


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.integers(20, 200),
    st.integers(0, 90),
)
@settings(deadline=None, max_examples=100)
def test_a_picture_fits_every_page_and_is_drawn_in_ascii(
    course: list[tuple[int, int]], width: int, passed: int
) -> None:
    use("en")
    as_of = NEW_YEAR + dt.timedelta(days=passed)
    made = [
        entry(n, str(NEW_YEAR + dt.timedelta(days=after)), amount)
        for n, (after, amount) in enumerate(course, start=1)
    ]
    shown = [one for one in made if one.day <= as_of]
    one = drawn(commitment(terms=DOZEN), *shown, as_of=str(as_of))
    (plot,) = sheet([one], "", width).tables
    rows = [row for group in plot.groups for row in group.rows]
    widest = max(len(row[0].text) for row in rows) + 2 + max(len(row[1].text) for row in rows)
    assert widest < max(width, 40)
    assert all(cell.text.isascii() for row in rows for cell in row)
    assert len(rows) == 14


def test_the_points_are_where_a_line_bends_and_the_as_of_day() -> None:
    one = drawn(commitment(terms=DOZEN), entry(1, "2024-01-10", 6), as_of="2024-01-18")
    assert as_json(one) == {
        "slug": "sewer",
        "as_of": day("2024-01-18"),
        "start": day("2024-01-01"),
        "due": day("2024-02-05"),
        "points": [
            {"day": day("2023-12-31"), "completion": Decimal(0), "pace": Decimal(0)},
            # The 10th and the 18th of 36 days.
            {"day": day("2024-01-10"), "completion": Decimal(50), "pace": Decimal("27.78")},
            {"day": day("2024-01-18"), "completion": Decimal(50), "pace": Decimal(50)},
            {"day": day("2024-02-05"), "completion": None, "pace": Decimal(100)},
        ],
    }


def test_the_points_of_milestones_are_their_days() -> None:
    nodes = (Node("a", day("2024-01-10"), 1), Node("b", day("2024-01-30"), 3))
    one = drawn(commitment("milestones", YEAR, nodes=nodes), as_of="2024-01-20")
    found = [(str(on), pace) for _, on, _, pace in records([one])]
    assert found == [
        ("2023-12-31", Decimal(0)),
        ("2024-01-09", Decimal(0)),
        ("2024-01-10", Decimal(25)),
        ("2024-01-20", Decimal(25)),
        ("2024-01-29", Decimal(25)),
        ("2024-01-30", Decimal(100)),
    ]


def test_records_are_the_points_of_the_json(run: Run, worked: Path) -> None:
    answer = json.loads(run("chart", "--json", now=AS_OF).out, parse_float=Decimal)
    points = [
        "\t".join([one["slug"], *("" if v is None else str(v) for v in point.values())])
        for one in answer
        for point in one["points"]
    ]
    assert run("chart", now=AS_OF).out.splitlines() == points
    assert worked.exists()


def test_whatever_is_measured_is_drawn_in_the_order_of_the_plan(run: Run, worked: Path) -> None:
    drawn_slugs = [one["slug"] for one in json.loads(run("chart", "--json", now=AS_OF).out)]
    status = json.loads(run("status", "--json", now=AS_OF).out)["commitments"]
    assert drawn_slugs == [row["slug"] for row in status if row["completion"] is not None]
    assert worked.exists()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_terminal_is_filled_but_for_its_last_cell(run: Run, worked: Path, width: int) -> None:
    result = run("chart", "sewer", "--no-color", now=AS_OF, keys="", width=width)
    plot = [line for line in result.out.splitlines() if "%  +" in line]
    assert max(map(len, plot)) == min(width - 1, 127)
    assert worked.exists()
