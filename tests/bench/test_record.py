"""The page of benchmarks says what was measured, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.record import KEPT, PAGE, Line, Table, keep, machine, written
from bench.timing import Ratio

ROOT = Path(__file__).parents[2]
ABOUT = machine({"tracker": "1", "hledger": None})


def line(median: float, **more: Any) -> Line:
    return Line("`log`", "import typer", Ratio(median, median, median, 5))._replace(**more)


def page(tmp_path: Path, *lines: Line, left_out: tuple[str, ...] = ()) -> str:
    (tmp_path / "docs").mkdir()
    empty = "before\n<!-- measured: start -->\n<!-- end -->\nbehind\n"
    (tmp_path / PAGE).write_text(empty, encoding="utf-8")
    keep("start", [Table("Start-up", lines, left_out)], ABOUT, tmp_path)
    return (tmp_path / PAGE).read_text(encoding="utf-8")


def test_the_page_says_what_was_measured_to_the_letter() -> None:
    kept = json.loads((ROOT / KEPT).read_text(encoding="utf-8"))
    told = (ROOT / PAGE).read_text(encoding="utf-8")
    assert written(told, kept) == told


def test_what_was_measured_takes_the_place_between_the_marks_alone(tmp_path: Path) -> None:
    told = page(tmp_path, line(1.25))
    assert told.startswith("before\n")
    assert told.endswith("<!-- end -->\nbehind\n")
    assert "| `log` | import typer | 1.25 | 1.25 - 1.25 | 5 |  |" in told
    assert "hledger" not in told


@pytest.mark.parametrize(
    ("median", "goal", "at_least", "said"),
    [
        (1.154, 1.15, False, "≤ 1.15: reached"),
        (1.156, 1.15, False, "≤ 1.15: **missed**"),
        (0.0404, 0.04, False, "≤ 0.04: reached"),
        (0.041, 0.04, False, "≤ 0.04: **missed**"),
        (0.39, 0.4, True, "≥ 0.4: **missed**"),
        (0.4, 0.4, True, "≥ 0.4: reached"),
    ],
)
def test_a_goal_is_held_against_the_figure_as_it_is_printed(
    median: float, goal: float, at_least: bool, said: str, tmp_path: Path
) -> None:
    assert said in page(tmp_path, line(median, goal=goal, at_least=at_least))


def test_lines_with_columns_make_a_grid(tmp_path: Path) -> None:
    told = page(tmp_path, line(1.5, column="1 k"), line(12.34, column="10 k"))
    assert "| ÷ import typer | 1 k | 10 k |\n| --- | --- | --- |\n| `log` | 1.50 | 12.3 |" in told


def test_what_could_not_be_measured_is_said(tmp_path: Path) -> None:
    said = "`task` is not installed, so it is not measured"
    assert f"{said}.\n" in page(tmp_path, left_out=(said,))
