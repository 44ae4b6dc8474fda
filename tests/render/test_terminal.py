"""Tables on a terminal: folded and never cut, columns in line, colours only where wanted."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.render.worked import AS_OF
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.render.terminal import fold, table

ANSI = re.compile(r"\x1b\[[0-9;]*m")
TEXTS = st.text(st.sampled_from("ab1 .,-改造雨污合流管网，（）“%"), max_size=80)
CHINESE = st.text(st.sampled_from("改造雨污合流管网，（）"), min_size=1, max_size=60)


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: two for what is East Asian wide."""
    widths = {"W": 2, "F": 2}
    return sum(widths.get(unicodedata.east_asian_width(char), 1) for char in text)


# -- folding


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("改造雨污合流管网", 16, ["改造雨污合流管网"]),
        ("改造雨污合流管网", 6, ["改造雨", "污合流", "管网"]),
        ("改造雨污合流管网", 7, ["改造雨", "污合流", "管网"]),
        ("全年90公里以上", 4, ["全年", "90公", "里以", "上"]),
        ("rebuild at least 90 km", 8, ["rebuild", "at least", "90 km"]),
        # A word that is wider than the page is broken behind its hyphens.
        ("heritage-projects", 10, ["heritage-", "projects"]),
        ("管网 sewer", 8, ["管网", "sewer"]),
        # What is drawn as one character is not parted.
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_a_text_is_folded_at_spaces_and_within_chinese_anywhere(
    text: str, width: int, lines: list[str]
) -> None:
    assert fold(text, width) == lines


@given(TEXTS, st.integers(1, 60))
@settings(deadline=None, max_examples=200)
def test_folding_loses_nothing_but_spaces(text: str, width: int) -> None:
    folded = "".join(fold(text, width))
    assert folded.replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(24, 60))
@settings(deadline=None, max_examples=200)
def test_a_line_is_as_wide_as_the_page_at_most(text: str, width: int) -> None:
    assert max(map(cells, fold(text, width))) <= width


@given(CHINESE, st.integers(2, 60))
@settings(deadline=None, max_examples=100)
def test_lines_of_chinese_are_filled(text: str, width: int) -> None:
    *full, last = fold(text, width)
    assert all(width - 1 <= cells(line) <= width for line in full)
    assert 0 < cells(last) <= width


def test_a_digest_or_address_longer_than_the_page_is_broken_and_not_cut() -> None:
    digest = "0123456789abcdef" * 4
    lines = fold(digest, 30)
    assert "".join(lines) == digest
    assert max(map(len, lines)) <= 30


# -- tables


SHEET = Sheet(
    ["聊城市 2024 as of 2024-06-30"],
    [
        Table(
            [
                Column("name", "commitment", flexible=True),
                Column("slug", "", under="name"),
                Column("done", "done", right=True),
                Column("light", "light"),
            ],
            [
                Group(
                    "市住建局",
                    [
                        [Cell("改造雨污合流管网"), Cell("sewer", "dim"), Cell("45.5"), Cell("绿")],
                        [Cell("加装电梯"), Cell("elevators"), Cell("0"), Cell("red", "red")],
                    ],
                )
            ],
        )
    ],
    ["2 in all"],
)
WIDE = """\
聊城市 2024 as of 2024-06-30

commitment                   done  light
市住建局
改造雨污合流管网  sewer      45.5  绿
加装电梯          elevators     0  red

2 in all
"""
NARROW = """\
聊城市 2024 as of 2024-06-30

commitment       done light
市住建局
改造雨污合流管网 45.5 绿
sewer
加装电梯            0 red
elevators

2 in all
"""


def test_columns_stand_in_line_though_chinese_is_twice_as_wide() -> None:
    assert table(SHEET, 40, color=False) == WIDE


def test_a_column_goes_below_its_neighbour_where_the_page_is_narrow() -> None:
    assert table(SHEET, 39, color=False) == NARROW


def test_a_flexible_column_is_folded_where_even_that_is_too_wide() -> None:
    # 28 cells less 4 + 5 for the figures and two gaps leave 17: one too few for nine characters.
    name, narrower = "改造雨污合流管网吧", 16
    one = Table(
        [Column("n", "", flexible=True), Column("d")], [Group("", [[Cell(name), Cell("x" * 10)]])]
    )
    lines = table(Sheet([], [one]), narrower + 2 + 10, color=False).splitlines()
    assert lines == ["改造雨污合流管网  xxxxxxxxxx", "吧"]


def test_a_flexible_column_keeps_room_to_be_read() -> None:
    one = Table([Column("n", "", flexible=True)], [Group("", [[Cell("改造雨污合流管网")]])])
    # Ten cells, however narrow the page is.
    assert table(Sheet([], [one]), 5, color=False).splitlines() == ["改造雨污合", "流管网"]


def test_a_cell_is_never_laid_out_by_the_text_in_it() -> None:
    hostile = "[red]a[/] :x: \x1b[2J\n\u202e\u200b"
    one = Table([Column("n"), Column("m")], [Group(hostile, [[Cell(hostile), Cell("b")]])])
    shown = r"[red]a[/] :x: \x1b[2J\n\u202e\u200b"
    for color in (False, True):
        lines = table(Sheet([hostile], [one], [hostile]), 80, color=color).splitlines()
        plain = [ANSI.sub("", line).rstrip() for line in lines]
        assert plain == [shown, "", shown, f"{shown}  b", "", shown]


# -- what the commands show


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(
    "argv",
    [("status",), ("show", "sewer"), ("show", "estates"), ("show", "sewer-zero"), ("history",)],
    ids=" ".join,
)
def test_an_answer_fits_80_columns(run: Run, argv: tuple[str, ...]) -> None:
    lines = run(*argv, "--no-color", now=AS_OF, keys="").out.splitlines()
    assert [line for line in lines if cells(line) > 80] == []


@pytest.mark.usefixtures("ledger")
def test_the_status_of_the_first_day_fits_80_columns(run: Run) -> None:
    lines = run("status", "--no-color", keys="").out.splitlines()
    assert [line for line in lines if cells(line) > 80] == []
    assert "…" not in "".join(lines)


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_no_name_loses_a_character_at_any_width(run: Run, width: int) -> None:
    shown = run("status", "--no-color", now=AS_OF, keys="", width=width).out
    records = run("status", "--plain", now=AS_OF).out.splitlines()
    names = "".join(record.split("\t")[1] for record in records).replace(" ", "")
    assert Counter(names) <= Counter(shown)


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("argv", [("status",), ("show", "sewer-zero"), ("history",)])
def test_a_terminal_in_gbk_can_draw_every_character(run: Run, argv: tuple[str, ...]) -> None:
    run(*argv, now=AS_OF, keys="").out.encode("gbk")


@pytest.mark.usefixtures("worked")
def test_a_wide_page_has_one_line_for_each_commitment(run: Run) -> None:
    lines = run("status", "--measured", "--no-color", now=AS_OF, keys="", width=200).out
    (line,) = [line for line in lines.splitlines() if "改造雨污合流管网 " in line]
    words = ["改造雨污合流管网", "sewer", ">=90公里", "45.5", "50.56", "49.73", "+0.83", "+12.5"]
    assert line.split() == [*words, "green", "on", "pace", "2024-12-31", "184d", "left"]


# -- colours


def is_coloured(text: str) -> bool:
    """Whether any escape sequence is in a text."""
    return "\x1b" in text


@pytest.fixture
def coloured_terminal(worked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A terminal that shows colours, beside the worked ledger."""
    monkeypatch.setenv("TERM", "xterm-256color")
    return worked


@pytest.mark.usefixtures("coloured_terminal")
@pytest.mark.parametrize("argv", [("status",), ("show", "estates"), ("history",)])
def test_a_terminal_gets_colours_and_otherwise_the_same(run: Run, argv: tuple[str, ...]) -> None:
    coloured = run(*argv, now=AS_OF, keys="").out
    plain = run(*argv, "--no-color", now=AS_OF, keys="").out
    assert is_coloured(coloured)
    assert not is_coloured(plain)
    assert [ANSI.sub("", line).rstrip() for line in coloured.splitlines()] == plain.splitlines()


@pytest.mark.usefixtures("coloured_terminal")
def test_a_light_is_a_word_in_its_colour(run: Run) -> None:
    out = run("status", "complexes", "estates", "sewer", now=AS_OF, keys="").out
    for color, light in (("31", "red"), ("33", "yellow"), ("32", "green")):
        assert re.search(rf"\x1b\[{color}m{light}\b", out), light


@pytest.mark.usefixtures("coloured_terminal")
@pytest.mark.parametrize(
    ("name", "value", "colours"),
    [
        ("NO_COLOR", "1", False),
        ("NO_COLOR", "0", False),
        # By its convention NO_COLOR counts when it is there and not empty.
        ("NO_COLOR", "", True),
        ("TERM", "dumb", False),
    ],
)
def test_the_environment_can_do_without_colours(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, colours: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert is_coloured(run("status", now=AS_OF, keys="").out) is colours


@pytest.mark.usefixtures("coloured_terminal")
def test_what_is_not_a_terminal_gets_no_colours(run: Run) -> None:
    assert not is_coloured(run("status", now=AS_OF).out)
    assert not is_coloured(run("status", "--json", now=AS_OF, keys="").out)
    assert not is_coloured(run("status", "--plain", now=AS_OF, keys="").out)


def test_a_word_wider_than_its_line_is_broken_behind_a_hyphen_or_anywhere() -> None:
    assert fold("heritage-projects", 10) == ["heritage-", "projects"]
    assert fold("abcdefghijkl", 5) == ["abcde", "fghij", "kl"]
    # A word that fits stays whole.
    assert fold("due 2024-12-31", 10) == ["due", "2024-12-31"]
