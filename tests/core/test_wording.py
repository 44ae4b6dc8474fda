"""Targets and deadlines as departments word them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.make import day
from tracker.core.wording import Target, read_deadline, read_target
from tracker.errors import Refused

TODAY = day("2024-07-05")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("90", Target("90", "", "")),
        ("90公里以上", Target("90", "公里", ">=")),
        ("不少于1,000户", Target("1,000", "户", ">=")),
        ("≥ 9０", Target("90", "", ">=")),
        ("至少12.5 km", Target("12.5", "km", ">=")),
        ("1.2万平方米", Target("1.2万", "平方米", "")),
        ("85%及以上", Target("85", "%", ">=")),
        ("不超过3%", Target("3", "%", "<=")),
        ("5处以内", Target("5", "处", "<=")),
        ("前3名", Target("3", "名", "<=")),
        ("第2位", Target("2", "位", "")),
        ("力争30处", Target("30", "处", "")),
        ("超过100", Target("100", "", ">")),
        ("=27项", Target("27", "项", "=")),
    ],
)
def test_a_target_is_taken_apart(text: str, target: Target) -> None:
    assert read_target(text) == target


@pytest.mark.parametrize("text", ["", "若干", "三分之一", "约90公里", "完成90公里", "-5"])
def test_what_is_no_single_figure_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_target(text)
    assert (caught.value.key, caught.value.params) == ("error.target_unreadable", {"text": text})


@given(
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.sampled_from(["", "公里", "km", "%"]),
    st.sampled_from([("", "", ""), ("≥", "", ">="), ("", "以上", ">="), ("不超过", "", "<=")]),
)
def test_a_figure_keeps_its_digits(figure: object, unit: str, words: tuple[str, str, str]) -> None:
    before, behind, comparator = words
    assert read_target(f"{before}{figure}{unit}{behind}") == (str(figure), unit, comparator)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("年底前", "2024-12-31"),
        ("2025年底", "2025-12-31"),
        ("2024年末", "2024-12-31"),
        ("1月底", "2024-01-31"),
        ("6月底前", "2024-06-30"),
        ("2024年2月", "2024-02-29"),
        ("2023年2月底", "2023-02-28"),
        ("１２月份", "2024-12-31"),
        ("2024年12月31日前", "2024-12-31"),
        ("2024-10-31", "2024-10-31"),
        ("10月31日", "2024-10-31"),
    ],
)
def test_a_deadline_names_its_last_day(text: str, last: str) -> None:
    assert read_deadline(text, TODAY) == day(last)


@pytest.mark.parametrize(
    "text", ["", "前", "6月前", "2025年前", "13月底", "0月", "0000年底", "0000年2月", "三季度末"]
)
def test_a_deadline_that_leaves_its_day_open_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_deadline(text, TODAY)
