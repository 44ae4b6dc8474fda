"""Rows of sums, and the mark that tells one row from another."""

import pytest

from tracker.core.records import Line, is_sum, line_mark


@pytest.mark.parametrize(
    "text", ["合计", "合 计：", "小计:", "总　计", "全市合计", "Total", "ＳＵＭ", "sub total"]
)
def test_a_sum_is_known_in_any_width_case_and_spacing(text: str) -> None:
    assert is_sum(text)


@pytest.mark.parametrize("text", ["", "合计数核对", "改造老旧小区", "5", "total length"])
def test_what_only_begins_like_a_sum_is_none(text: str) -> None:
    assert not is_sum(text)


def test_a_mark_is_eight_digits_and_stays_where_the_row_or_the_width_of_the_table_changes() -> None:
    mark = line_mark(Line(4, ("estates", "五")))
    assert len(mark) == 8
    assert set(mark) <= set("0123456789abcdef")
    assert line_mark(Line(9, ("estates", "五", "", ""))) == mark


@pytest.mark.parametrize("cells", [("estates", "六"), ("estates五",), ("", "estates", "五")])
def test_other_cells_and_the_same_text_in_other_cells_have_another_mark(
    cells: tuple[str, ...],
) -> None:
    assert line_mark(Line(4, cells)) != line_mark(Line(4, ("estates", "五")))


def test_half_a_character_is_marked_too() -> None:
    assert line_mark(Line(2, ("\ud800",))) != line_mark(Line(2, ("?",)))
