"""The bulletin as an Excel workbook, read back with openpyxl cell by cell."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from tests.conftest import NOON, SHANGHAI, Run
from tests.render.worked import AS_OF
from tracker.cli.bulletins import bulletin, facts
from tracker.cli.context import View, zone_of
from tracker.core.bulletin import Bulletin, Period, Said, Words, week_ending
from tracker.render.workbook import workbook
from tracker.store import settings
from tracker.store.engine import open_store
from tracker.text import say, use

JUNE_30 = AS_OF.date()
WEEK = week_ending(JUNE_30)
LAST_CHANGE = 23
"""The script of the worked ledger has 22 lines, and `init` is change 1."""

HEADINGS = {
    "zh": (
        "序号", "任务", "目标值", "计量单位", "牵头单位", "完成时限", "本周新增", "累计完成",
        "完成率", "序时进度", "差值", "亮灯", "存在问题", "下一步措施", "备注",
    ),
    "en": (
        "No.", "Commitment", "Target", "Unit", "Lead department", "Due", "Added this week",
        "Done to date", "Completion", "Pace", "Gap (points)", "Light", "Problems", "Next steps",
        "Remarks",
    ),
}  # fmt: skip
SHEETS = {
    "zh": [
        "台账", "汇总", "逾期", "欠进度", "达进度及以上", "本期未填报", "变动", "其他任务",
    ],
    "en": [
        "Ledger", "Summary", "Overdue", "Behind pace", "On pace or better", "Not reported",
        "Changed", "Without a measure",
    ],
}  # fmt: skip
FOOTERS = {
    "zh": ("变更 #23", "第 &P 页，共 &N 页"),
    "en": ("change #23", "page &P of &N"),
}
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])

DUE = dt.datetime(2024, 12, 31)
FILLS = {"red": "FFFFC7CE", "yellow": "FFFFEB9C", "green": "FFC6E0B4", "blue": "FFBDD7EE"}
WORDS = {
    "zh": {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"},
    "en": {light: light for light in FILLS},
}
GENERAL, AT_LEAST, AT_MOST = "General", '"≥"General', '"≤"General'

# On 2024-06-30 the pace is 182/366 = 49.7267...%, and the week begins on 2024-06-24. Of each:
# name, target and its format, unit, added, done, completion, pace, gap, light.
MEASURED: list[tuple[Any, ...]] = [
    # Behind: nobody started the complexes, whose light is red at -49.73; 35/174 - pace is
    # -29.6118 (the rounded figures would differ by -29.62); 5/27 - pace is -31.2083.
    ("建设嵌入式社区服务综合体", 30, GENERAL, "处", 0, 0, 0.0, 0.4973, -49.73, "red"),
    ("改造老旧小区", 174, GENERAL, "个", 34, 35, 0.2011, 0.4973, -29.61, "yellow"),
    ("推进27项中远期保护项目", 27, GENERAL, "项", 5, 5, 0.1852, 0.4973, -31.21, "red"),
    # On pace or better: 45.5 of 90; a stock of 40 run down to 10; 204 of 200; one node of weight
    # 1 of 4, due by now; the third place held.
    ("改造雨污合流管网", 90, AT_LEAST, "公里", 12.5, 45.5, 0.5056, 0.4973, 0.83, "green"),
    ("城市建成区雨污合流管网清零", 0, GENERAL, "公里", -8, 10, 0.75, 0.4973, 25.27, "green"),
    ("加装电梯", 200, AT_LEAST, "部", 204, 204, 1.02, 0.4973, 52.27, "blue"),
    ("编制聊城国家历史文化名城保护规划", 4, GENERAL, "WEIGHT", 1, 1, 0.25, 0.25, 0, "green"),
    ("省级城市管理效能评价保三争一", 3, AT_MOST, "名次", None, 3, None, None, None, None),
]
HOUSING_UNMEASURED = [
    "东昌路绿色低碳改造", "谋划储备主干道路绿色低碳改造（柳园路、兴华路等）",
    "争取国家城市社区嵌入式公共服务项目试点城市", "开展常态化保护工作",
]  # fmt: skip
CITY_UNMEASURED = [
    "排水治理", "市政设施改造", "园林绿化改造", "环卫设施提标", "智慧城管",
    "城市生活垃圾分类提升", "城管执法水平提升", "集中供热能力提升", "城镇燃气运管水平提升",
    "水质安全提升", "城市节水能力提升", "“城警联动 并肩行动”新突破",
    "省级公园城市建设试点新突破", "国家级园林绿化垃圾处理和资源化利用试点新突破",
    "法治建设", "协同联动", "科技支撑", "考核问效", "作风建设",
]  # fmt: skip
# The order of the plan, which is that of the press conference; the city's follow.
PLAN = [
    *HOUSING_UNMEASURED[:2], "改造雨污合流管网", "城市建成区雨污合流管网清零",
    "建设嵌入式社区服务综合体", HOUSING_UNMEASURED[2], "改造老旧小区", "加装电梯",
    "编制聊城国家历史文化名城保护规划", HOUSING_UNMEASURED[3], "推进27项中远期保护项目",
    "省级城市管理效能评价保三争一", *CITY_UNMEASURED,
]  # fmt: skip


def bulletin_of(path: Path, period: Period = WEEK, known: int | None = None) -> Bulletin:
    """The bulletin of a ledger, as known at a change."""
    with open_store(path) as store, store.snapshot() as read:
        plan = settings.load(read, known)
        known_at = settings.last_change(read, known) if known else None
        cut_off = period.cut_off
        view = View(cut_off, cut_off, known, known_at, plan, zone_of(plan))
        return bulletin(facts(read, view, period, None))


def opened(made: bytes) -> Workbook:
    """A workbook as another program reads it."""
    return load_workbook(io.BytesIO(made), rich_text=False)


def book_of(path: Path, period: Period = WEEK) -> Workbook:
    """The workbook of a ledger's bulletin."""
    return opened(workbook(bulletin_of(path, period)))


def sheets(book: Workbook) -> list[Worksheet]:
    """Every worksheet."""
    return [book[name] for name in book.sheetnames]


def first(book: Workbook) -> Worksheet:
    """The 台账."""
    return sheets(book)[0]


def head_of(sheet: Worksheet) -> int:
    """The row of the headings: the first one behind the free line below the titles."""
    return 2 + next(n for n in range(1, sheet.max_row) if sheet.cell(n + 1, 1).value is None)


def rows_of(sheet: Worksheet) -> list[Any]:
    """The rows of cells below the headings."""
    return list(sheet.iter_rows(min_row=head_of(sheet) + 1))


def figures(sheet: Worksheet) -> list[list[Any]]:
    """What the cells below the headings hold."""
    return [[cell.value for cell in row] for row in rows_of(sheet)]


def by_name(sheet: Worksheet, name: str) -> dict[str, Any]:
    """The cells of the row in which a name stands, by their headings."""
    headings = [str(cell.value) for cell in sheet[head_of(sheet)]]
    (row,) = [row for row in rows_of(sheet) if name in (cell.value for cell in row)]
    return dict(zip(headings, row, strict=True))


def expected(language: str) -> list[list[Any]]:
    """The worked ledger's 31 rows."""
    chinese = language == "zh"
    housing, city = "市住建局", "市城管局"
    weight = "权重" if chinese else "weight"
    remarks = {
        "改造雨污合流管网": "柳园路",
        "城市建成区雨污合流管网清零": "目标有调整" if chinese else "terms changed",
    }
    rows: list[list[Any]] = []
    for name, target, _, unit, *numbers, light in MEASURED:
        lead = city if unit == "名次" else housing
        rows.append([name, target, unit.replace("WEIGHT", weight), lead, DUE, *numbers])
        rows[-1] += [WORDS[language].get(light), None, None, remarks.get(name)]
    rows += [[name, None, None, housing, DUE, *[None] * 9] for name in HOUSING_UNMEASURED]
    none = "无完成时限" if chinese else "no due day"
    rows += [[name, None, None, city, none, *[None] * 9] for name in CITY_UNMEASURED]
    drainage = next(row for row in rows if row[0] == "排水治理")
    drainage[-3:-1] = ["缺资金", "申请资金"]
    rows.sort(key=lambda row: PLAN.index(row[0]))
    return [[number, *row] for number, row in enumerate(rows, start=1)]


# -- the ledger


@LANGUAGES
def test_every_cell_of_the_ledger_is_what_was_worked_out_by_hand(
    worked: Path, language: str
) -> None:
    use(language)
    sheet = first(book_of(worked))
    assert tuple(cell.value for cell in sheet[head_of(sheet)]) == HEADINGS[language]
    assert figures(sheet) == expected(language)


@LANGUAGES
def test_a_cell_is_a_number_a_day_or_a_text_as_its_figure_is(worked: Path, language: str) -> None:
    use(language)
    for row, figure in zip(rows_of(first(book_of(worked))), expected(language), strict=True):
        types = {str: "s", dt.datetime: "d"}
        assert [c.data_type for c in row] == [types.get(type(value), "n") for value in figure]


def test_a_figure_is_shown_with_its_sign_and_its_decimals(worked: Path) -> None:
    use("zh")
    rows = {row[1].value: row for row in rows_of(first(book_of(worked)))}
    share, points, day = "0.00%", "+0.00;-0.00;0.00", "yyyy-mm-dd"
    for name, _, target, *_ in MEASURED[:7]:
        row = rows[name]
        forms = [row[n].number_format for n in (0, 2, 5, 6, 7, 8, 9, 10)]
        assert forms == [GENERAL, target, day, GENERAL, GENERAL, share, share, points]
    assert rows[MEASURED[7][0]][2].number_format == AT_MOST


def test_a_light_is_a_word_on_a_light_fill_and_nothing_else_is_filled(worked: Path) -> None:
    use("zh")
    rows = rows_of(first(book_of(worked)))
    lines = {line[0]: line for line in MEASURED}
    for row in rows:
        line = lines.get(row[1].value, (None,))
        assert row[11].fill.fgColor.rgb == FILLS.get(line[-1], "00000000")
        assert row[11].value == WORDS["zh"].get(line[-1])
    filled = [c.coordinate for row in rows for c in row if c.fill.fill_type is not None]
    lit = {name for name, *_, light in MEASURED if light}
    assert filled == [row[11].coordinate for row in rows if row[1].value in lit]


def test_the_lights_stay_readable_where_they_are_printed_in_grey() -> None:
    for colour in FILLS.values():
        red, green, blue = (int(colour[n : n + 2], 16) for n in (2, 4, 6))
        assert 0.299 * red + 0.587 * green + 0.114 * blue > 190


@LANGUAGES
def test_the_title_tells_what_the_page_can_be_held_against(worked: Path, language: str) -> None:
    use(language)
    made = bulletin_of(worked)
    sheet = first(opened(workbook(made)))
    lines = [str(sheet.cell(n, 1).value) for n in range(1, head_of(sheet) - 1)]
    assert "聊城市 2024" in lines[0]
    text = "\n".join(lines)
    assert [word in text for word in ("2024-06-24", "2024-06-30", "#23", "2024-06-28 17:18")] == [
        True
    ] * 4
    assert len(made.known_at.digest) == 64
    assert made.known_at.digest in text
    assert say("line.rules", version=1, yellow=10, red=30, ahead=10) in lines


def test_a_period_that_is_no_week_has_its_own_heading(worked: Path) -> None:
    use("zh")
    june = Period(dt.date(2024, 6, 1), JUNE_30)
    sheet = first(book_of(worked, june))
    assert sheet.cell(head_of(sheet), 7).value == "本期新增"
    # The stock of 40 is measured from its opening: nobody had read it before June.
    assert by_name(sheet, "城市建成区雨污合流管网清零")["本期新增"].value == -30


def test_words_from_before_the_period_carry_their_day(worked: Path) -> None:
    use("zh")
    sheet = first(book_of(worked, week_ending(dt.date(2024, 7, 5))))
    assert by_name(sheet, "改造雨污合流管网")["备注"].value == "柳园路（2024-06-28）"
    assert by_name(sheet, "排水治理")["存在问题"].value == "缺资金（2024-06-28）"


def test_a_remark_tells_of_changed_terms_before_the_latest_note(ledger: Path, run: Run) -> None:
    assert run("edit", "sewer", "--target", "95", "--reason", "市政府第12号文").code == 0
    assert run("log", "sewer", "1", "--note", "东关街", "--on", "2024-06-28").code == 0
    use("zh")
    cells = by_name(first(book_of(ledger)), "改造雨污合流管网")
    assert (cells["目标值"].value, cells["备注"].value) == (95, "目标有调整；东关街")


def test_a_figure_of_many_digits_is_shown_in_full(ledger: Path, run: Run) -> None:
    assert run("unit", "add", "元", "--step", "0.01").code == 0
    money = ("--kind", "quantity", "--target", "12345678901.23", "--unit", "元")
    where = ("--name", "投资", "--department", "housing")
    dates = ("--start", "2024-01-01", "--due", "2024-12-31")
    assert run("add", "money", *money, *where, *dates).code == 0
    use("zh")
    cells = by_name(first(book_of(ledger)), "投资")
    assert cells["目标值"].value == 12345678901.23
    assert cells["目标值"].number_format == "0.00"


def test_a_ledger_with_nothing_logged_shows_noughts_and_no_invented_figure(ledger: Path) -> None:
    use("zh")
    sheet = first(book_of(ledger))
    assert len(figures(sheet)) == 31
    cells = {k: c.value for k, c in by_name(sheet, "改造雨污合流管网").items()}
    assert [cells[k] for k in HEADINGS["zh"][6:12]] == [0, 0, 0, 0.4973, -49.73, "红灯"]
    cells = {k: c.value for k, c in by_name(sheet, "省级城市管理效能评价保三争一").items()}
    assert [cells[k] for k in HEADINGS["zh"][6:12]] == [None] * 6


def test_a_ledger_without_commitments_says_so_on_every_sheet(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "empty.db"
    assert run("init", "--empty", "--db", str(path)).code == 0
    for sheet in sheets(book_of(path)):
        # Rows of classes are left out where nothing is in them.
        said = [row[0] for row in figures(sheet) if row[0] is not None]
        assert len(said) <= 1
        assert sheet.auto_filter.ref is None


# -- texts


HOSTILE = {
    "dongchang-road": "=1+1",
    "trunk-roads": "+1",
    "pilot-city": "-2+3",
    "heritage-care": "@SUM(A1:A9)",
    "drainage": "'leading",
    "facilities": "长" * 4000,
    "greening": "https://example.org/a?b=1&c=<d>",
    "sanitation": "12.50",
    "smart-management": "围挡\U0001f6a7完工",
    "waste-sorting": "a\u202eb",
    "enforcement": "<r><t>x</t></r>",
    "heating": "_x0041_",
    "gas-operation": "=cmd|' /C calc'!A0",
    "water-quality": "2024-06-28",
    "water-saving": "{=1}",
}


def test_a_text_stays_the_text_it_is(ledger: Path, run: Run) -> None:
    names = dict(zip(HOSTILE, (*HOUSING_UNMEASURED, *CITY_UNMEASURED), strict=False))
    for slug, text in HOSTILE.items():
        words = (f"--note={text}", f"--problem={text}", f"--next={text}")
        assert run("log", slug, *words, "--on", "2024-06-28").code == 0
    use("zh")
    sheet = first(book_of(ledger))
    for slug, text in HOSTILE.items():
        cells = by_name(sheet, names[slug])
        for heading in ("存在问题", "下一步措施", "备注"):
            assert cells[heading].value == text.replace("\u202e", "\\u202e")
            assert cells[heading].data_type == "s"
            assert cells[heading].hyperlink is None
            assert cells[heading].alignment.wrap_text


def test_what_hides_in_a_text_is_shown_wherever_it_comes_from(ledger: Path) -> None:
    use("zh")
    made = bulletin_of(ledger)
    first_line = made.unmeasured[0]
    said = Said("a\u202eb\x07", 1, JUNE_30)
    line = first_line._replace(words=Words(said, said, said))
    changed = made._replace(title="c\u200bd", unmeasured=(line, *made.unmeasured[1:]))
    sheet = first(opened(workbook(changed)))
    cells = by_name(sheet, first_line.commitment.profile.name)
    assert {cells[h].value for h in HEADINGS["zh"][12:]} == {"a\\u202eb\\x07"}
    assert "c\\u200bd" in str(sheet["A1"].value)


@pytest.mark.parametrize("text", ["\U0001f6a7" * 20_000, f"<r>{'x' * 40_000}</r>"])
def test_a_text_longer_than_a_cell_can_hold_ends_in_dots(ledger: Path, text: str) -> None:
    made = bulletin_of(ledger)
    first_line = made.unmeasured[0]
    line = first_line._replace(words=Words(note=Said(text, 1, JUNE_30)))
    sheet = first(opened(workbook(made._replace(unmeasured=(line,)))))
    held = by_name(sheet, first_line.commitment.profile.name)["Remarks"].value
    assert held == text[:16_000] + "…"


def test_names_and_the_title_are_texts_too(ledger: Path, run: Run) -> None:
    formula = "=1+1"
    assert run("config", "title", "=A2&A3").code == 0
    assert run("edit", "drainage", f"--name={formula}", f"--person={formula}").code == 0
    for sheet in sheets(book_of(ledger)):
        assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "d"}
    assert "=A2&A3" in str(first(book_of(ledger))["A1"].value)


def test_a_long_text_gets_room_up_to_the_highest_row_that_excel_has(ledger: Path, run: Run) -> None:
    assert run("log", "drainage", "--note", "短", "--on", "2024-06-28").code == 0
    assert run("log", "greening", "--note", "长" * 60, "--on", "2024-06-28").code == 0
    assert run("log", "facilities", "--note", "长" * 4000, "--on", "2024-06-28").code == 0
    use("zh")
    sheet = first(book_of(ledger))

    def height(name: str) -> float:
        return sheet.row_dimensions[by_name(sheet, name)["备注"].row].height or 15

    # 120 cells in a column of 48 are three lines.
    assert [height(n) for n in ("排水治理", "园林绿化改造", "市政设施改造")] == [15, 45, 408]


# -- the other sheets


@LANGUAGES
def test_sheets_are_named_in_the_language_by_what_stands_in_them(
    worked: Path, language: str
) -> None:
    use(language)
    book = book_of(worked)
    assert book.sheetnames == SHEETS[language]
    for sheet in sheets(book):
        assert len(sheet.title) <= 31
        assert not set(sheet.title) & set("[]:*?/\\'")
    for sheet, part in zip(sheets(book)[2:], bulletin_of(worked)[7:13], strict=True):
        assert isinstance(part, Sequence)
        assert f"{len(part)}" in str(sheet["A1"].value)
        assert len([row for row in figures(sheet) if row[1] is not None]) == len(part)


def test_the_summary_counts_each_class_beside_the_previous_cut_off(worked: Path) -> None:
    use("zh")
    # On 2024-06-23 the pace was 175/366; what was logged for a later day did not count yet.
    assert figures(book_of(worked)["汇总"]) == [
        [say("word.overall"), "已完成", 1, 0.0323, 0, 0],
        [say("word.overall"), "超进度", 1, 0.0323, 0, 0],
        [say("word.overall"), "达进度", 3, 0.0968, 1, 0.0323],
        [say("word.overall"), "欠进度", 2, 0.0645, 2, 0.0645],
        [say("word.overall"), "未启动", 1, 0.0323, 5, 0.1613],
        [say("word.overall"), "其他", 23, 0.7419, 23, 0.7419],
        ["市住建局", "已完成", 1, 0.0909, 0, 0],
        ["市住建局", "超进度", 1, 0.0909, 0, 0],
        ["市住建局", "达进度", 2, 0.1818, 1, 0.0909],
        ["市住建局", "欠进度", 2, 0.1818, 2, 0.1818],
        ["市住建局", "未启动", 1, 0.0909, 4, 0.3636],
        ["市住建局", "其他", 4, 0.3636, 4, 0.3636],
        ["市城管局", "达进度", 1, 0.05, 0, 0],
        ["市城管局", "未启动", 0, 0, 1, 0.05],
        ["市城管局", "其他", 19, 0.95, 19, 0.95],
    ]


def test_lists_hold_numbers_where_a_figure_stands_alone(worked: Path) -> None:
    use("en")
    cells = by_name(book_of(worked)["On pace or better"], "sewer")
    held = {cell.value: cell.number_format for cell in cells.values()}
    # Remaining, done, added and in points (12.5 of 90), and the due day.
    assert held[44.5] == held[45.5] == "0.0"
    assert held[12.5] == "+0.0;-0.0;0.0"
    assert held[13.89] == held[0.83] == "+0.00;-0.00;0.00"
    assert held[0.5056] == held[0.4973] == "0.00%"
    assert held[DUE] == "yyyy-mm-dd"
    # A target is told with its unit, and so is a text.
    assert [text for text in held if isinstance(text, str) and "90公里" in text]
    # 44.5 km in 184 days are 1.69 a week; 12.5 km in the last four weeks are 3.125.
    assert held[1.69] == held[3.13] == "0.00"


def test_whoever_is_silent_stands_with_the_day_of_the_last_entry(worked: Path) -> None:
    use("en")
    cells = by_name(book_of(worked)["Not reported"], "complexes")
    assert "nothing logged" in [cell.value for cell in cells.values()]
    sheet = book_of(worked, week_ending(dt.date(2024, 7, 5)))["Not reported"]
    cells = by_name(sheet, "sewer")
    assert dt.datetime(2024, 6, 28) in [cell.value for cell in cells.values()]


# -- how it opens and prints


@LANGUAGES
def test_every_sheet_is_set_up_for_a4_with_its_headings_on_every_page(
    worked: Path, language: str
) -> None:
    use(language)
    for sheet in sheets(book_of(worked)):
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize or 0)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide, which a file need not say, and as many high as there are.
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        head = head_of(sheet)
        assert sheet.print_title_rows == f"${head}:${head}"
        margins = sheet.page_margins
        assert max(margins.left, margins.right, margins.top, margins.bottom) <= 0.6
        footer = sheet.oddFooter
        assert footer
        assert (footer.left.text, footer.right.text) == FOOTERS[language]


def test_headings_stay_in_sight_and_filter_a_plain_rectangle(worked: Path) -> None:
    use("zh")
    book = book_of(worked)
    ledger = first(book)
    head = head_of(ledger)
    assert ledger.freeze_panes == f"C{head + 1}"
    assert ledger.auto_filter.ref == f"A{head}:O{head + 31}"
    assert ledger.max_row == head + 31
    for sheet in sheets(book):
        assert not sheet.merged_cells.ranges
        assert str(sheet.freeze_panes).endswith(str(head_of(sheet) + 1))
        assert sheet.cell(head_of(sheet) - 1, 1).value is None


def width(sheet: Worksheet, column: int) -> float:
    """The width of a column; the file names a run of like columns once."""
    spans = sheet.column_dimensions.values()
    (found,) = [d.width for d in spans if int(d.min or 0) <= column <= int(d.max or 0)]
    return float(found)


@LANGUAGES
def test_columns_are_wide_enough_for_their_figures_and_the_words_of_their_headings(
    worked: Path, language: str
) -> None:
    use(language)
    for sheet in sheets(book_of(worked)):
        for column, head in enumerate(sheet[head_of(sheet)], start=1):
            cells = [row[column - 1] for row in rows_of(sheet)]
            days = [10 for cell in cells if cell.data_type == "d"]
            numbers = [len(str(c.value)) for c in cells if c.data_type == "n" and c.value]
            words = [cell_len(word) for word in str(head.value).split()]
            assert width(sheet, column) >= max(days + numbers + words) + 1


# -- the same again


@LANGUAGES
def test_the_same_bulletin_makes_the_same_bytes(worked: Path, language: str) -> None:
    use(language)
    made = bulletin_of(worked)
    one = workbook(made)
    assert workbook(made) == one
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(one).properties
    # 2024-06-28 17:18 in Shanghai, when the last change was recorded.
    recorded = dt.datetime(2024, 6, 28, 9, 18)
    assert (properties.created, properties.modified) == (recorded, recorded)


def test_a_bulletin_as_known_then_is_printed_again_as_it_was(worked: Path, run: Run) -> None:
    before = workbook(bulletin_of(worked, known=LAST_CHANGE))
    later = dt.datetime(2024, 7, 1, 9, 0, tzinfo=SHANGHAI)
    assert later < NOON
    for line in (
        ("log", "sewer", "3km", "--on", "2024-06-29", "--note", "补报"),
        ("edit", "elevators", "--target", "250", "--reason", "x"),
        ("config", "yellow", "5"),
        ("config", "title", "改名"),
    ):
        assert run(*line, now=later).code == 0
    assert workbook(bulletin_of(worked, known=LAST_CHANGE)) == before
    assert workbook(bulletin_of(worked)) != before
