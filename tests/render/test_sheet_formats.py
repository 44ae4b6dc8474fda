"""A sheet as Markdown and as CSV: whole, exact, and with no text that becomes anything else."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from tracker.core.plaintext import restored
from tracker.render.delimited import csv_text
from tracker.render.markdown import markdown
from tracker.render.sheet import Cell, Column, Group, Sheet, Table

COLUMNS = [
    Column("name", "commitment"),
    Column("slug", "", under="name"),
    Column("done", "done", right=True),
    Column("problem", "problem", below=True),
]
ROW = [
    Cell("改造管网"),
    Cell("sewer"),
    Cell("+12.5", value=Decimal("12.5")),
    Cell("=1+1"),
]
TABLE = Table(COLUMNS, [Group("", [ROW])], "Behind pace (1)", "none")
EMPTY = Table(COLUMNS, [Group("", [])], "Overdue (0)", "none")
PAGE = Sheet(["Week", "cut-off 2024-06-28"], [EMPTY, TABLE], ["- a remark"])


def table_of(cell: Cell) -> Sheet:
    """A page with one cell."""
    return Sheet([], [Table([Column("a", "A")], [Group("", [[cell]])])])


def rows(sheet: Sheet) -> list[list[str]]:
    """What a spreadsheet reads."""
    return list(csv.reader(io.StringIO(csv_text(sheet), newline="")))


def test_markdown_holds_every_part_in_its_order() -> None:
    assert markdown(PAGE) == (
        "# Week\n\ncut-off 2024-06-28\n\n"
        "## Overdue (0)\n\nnone\n\n"
        "## Behind pace (1)\n\n"
        "| commitment |  | done | problem |\n"
        "| --- | --- | ---: | --- |\n"
        "| 改造管网 | sewer | +12.5 | =1+1 |\n\n"
        "\\- a remark\n"
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a|b", "a\\|b"),
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("[x](http://e.org)", "\\[x\\](http://e.org)"),
        ("*x* _y_ `z` ~~w~~", "\\*x\\* \\_y\\_ \\`z\\` \\~\\~w\\~\\~"),
        ("&amp; \\", "\\&amp; \\\\"),
        ("# 1", "\\# 1"),
        ("two\nlines", "two\\\\nlines"),
        ("\u202e", "\\\\u202e"),
    ],
)
def test_no_text_becomes_markup(typed: str, written: str) -> None:
    assert markdown(table_of(Cell(typed))).splitlines()[-1] == f"| {written} |"


def test_a_line_of_its_own_never_begins_a_list() -> None:
    page = Sheet([], [], ["+ a", "1. b", "2) c", "2024-06-28", "d - e"])
    assert markdown(page) == "\\+ a\n\n1\\. b\n\n2\\) c\n\n2024-06-28\n\nd - e\n"


def test_csv_is_the_page_with_plain_numbers() -> None:
    assert rows(PAGE) == [
        ["Week"],
        ["cut-off 2024-06-28"],
        [],
        ["Overdue (0)"],
        ["none"],
        [],
        ["Behind pace (1)"],
        ["commitment", "", "done", "problem"],
        ["改造管网", "sewer", "12.5", "'=1+1"],
        [],
        ["'- a remark"],
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("-3.10"), "-3.10"), (0, "0"), (dt.date(2024, 6, 28), "2024-06-28")],
)
def test_a_figure_or_a_day_is_never_taken_for_a_text(
    value: Decimal | int | dt.date, written: str
) -> None:
    assert rows(table_of(Cell("as a person reads it", value=value)))[-1] == [written]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'x", " =1", "＝1"])
def test_no_text_is_a_formula_and_every_text_can_be_restored(text: str) -> None:
    ((cell,),) = rows(table_of(Cell(text)))[-1:]
    assert cell.startswith("'")
    assert restored(cell) == text


@pytest.mark.parametrize("text", ['a "quoted" word', "a,b", "三公里", "", "1-2", "x=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert rows(table_of(Cell(text)))[-1] == ([text] if text else [""])


def test_csv_has_the_line_ends_that_excel_writes() -> None:
    assert csv_text(PAGE).count("\r\n") == csv_text(PAGE).count("\n") == 11
