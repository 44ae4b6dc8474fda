"""The form that a county fills in, read back with openpyxl cell by cell."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SHANGHAI, Run
from tests.render.pipes import piped
from tests.render.worked import AS_OF

HEADINGS = {
    "zh": [
        "代号", "任务", "县市区", "环节", "节点", "计量单位", "目标值", "上次累计", "上次填报",
        "截至日期", "累计完成", "本期新增", "备注", "存在问题", "下一步措施",
    ],
    "en": [
        "slug", "task", "area", "stage", "milestone", "unit", "target", "last total",
        "last reported", "date", "total", "added", "note", "problem", "next step",
    ],
}  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
LAST_CHANGE = 23
"""The script of the worked ledger has 22 lines, and `init` is change 1."""

JUNE_25, JUNE_27, JUNE_28 = (dt.datetime(2024, 6, d) for d in (25, 27, 28))
ON, TOTAL, ADDED, *WORDS = HEADINGS["zh"][9:]

# What the rows of the worked ledger tell: commitment, area, stage, milestone, unit, target, and
# what its series came to by the last day that somebody reported on.
KNOWN: list[tuple[Any, ...]] = [
    ("sewer", None, None, None, "公里", 90, 45.5, JUNE_28),
    ("sewer-zero", None, None, None, "公里", 0, 10, JUNE_27),
    ("complexes", None, None, None, "处", 30, None, None),
    ("estates", "东昌府区", None, None, "个", 60, 14, JUNE_28),
    ("estates", "临清市", None, None, "个", 114, 20, JUNE_28),
    ("elevators", None, None, None, "部", 200, 204, JUNE_28),
    ("heritage-plan", None, None, "评审", None, None, None, None),
    ("heritage-care", None, None, None, None, None, None, JUNE_28),
    ("heritage-projects", None, "started", None, "项", 27, 12, JUNE_28),
    ("heritage-projects", None, "completed", None, "项", 27, 5, JUNE_28),
    ("city-ranking", None, None, None, "名次", 3, 3, JUNE_25),
    ("drainage", None, None, None, None, None, None, JUNE_28),
]
# Where an increment is no figure, only a total is asked for, and words wherever there is none.
TOTAL_ONLY = ("sewer-zero", "heritage-plan", "city-ranking")
COUNTED = ("sewer", "complexes", "estates", "elevators", "heritage-projects")


def form(patch: pytest.MonkeyPatch, *options: str, language: str = "zh") -> Worksheet:
    """The form as another program reads it."""
    made = piped(patch, "export", "--form", *options, "--lang", language, now=AS_OF)
    return opened(made)


def opened(made: bytes) -> Worksheet:
    """The one sheet of a workbook."""
    book = load_workbook(io.BytesIO(made), rich_text=False)
    (name,) = book.sheetnames
    return book[name]


def head_of(sheet: Worksheet) -> int:
    """The row of the headings: the first one behind the free line below the titles."""
    return 2 + next(n for n in range(1, sheet.max_row) if sheet.cell(n + 1, 1).value is None)


def headings(sheet: Worksheet) -> list[str]:
    """The headings, in their order."""
    return [str(cell.value) for cell in sheet[head_of(sheet)]]


def lines(sheet: Worksheet) -> list[dict[str, Any]]:
    """The cells of each row by their headings."""
    names = headings(sheet)
    rows = sheet.iter_rows(min_row=head_of(sheet) + 1)
    return [dict(zip(names, row, strict=True)) for row in rows]


def line(sheet: Worksheet, slug: str) -> dict[str, Any]:
    """The cells of the first row of a commitment."""
    return next(cells for cells in lines(sheet) if cells["代号"].value == slug)


def rule_of(sheet: Worksheet, cell: Any) -> Any:
    """The rule by which a cell refuses what is typed."""
    rules = sheet.data_validations.dataValidation
    (found,) = [rule for rule in rules if cell.coordinate in rule.sqref]
    return found


def open_to(slug: str) -> list[str]:
    """What is to be filled in of a commitment."""
    if slug in COUNTED:
        return [ON, TOTAL, ADDED, *WORDS]
    return [ON, TOTAL, *WORDS] if slug in TOTAL_ONLY else [ON, *WORDS]


@LANGUAGES
@pytest.mark.usefixtures("worked")
def test_headings_are_the_words_that_an_import_knows(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert headings(form(monkeypatch, language=language)) == HEADINGS[language]


@pytest.mark.usefixtures("worked")
def test_a_row_tells_what_the_ledger_knows_of_its_series(monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(form(monkeypatch))
    # Of 31 commitments two have a row more: two areas, and two stages.
    assert len(found) == 33
    told = [tuple(cells[h].value for h in HEADINGS["zh"][:9] if h != "任务") for cells in found]
    assert [row for row in told if row[0] in {known[0] for known in KNOWN}] == KNOWN
    assert [c["任务"].value for c in found if c["代号"].value == "sewer"] == ["改造雨污合流管网"]


@pytest.mark.usefixtures("worked")
def test_just_what_is_to_be_filled_in_is_open_empty_and_tinted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch)
    wanted = {cells[heading] for cells in lines(sheet) for heading in open_to(cells["代号"].value)}
    every = {cell for row in sheet.iter_rows() for cell in row}
    assert {cell for cell in every if not cell.protection.locked} == wanted
    assert {cell.value for cell in wanted} == {None}
    assert {cell for cell in every if cell.fill.fgColor.rgb == "FFFFF7D6"} == wanted


@pytest.mark.usefixtures("worked")
def test_the_rest_is_locked_without_a_password_and_can_still_be_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    locked = form(monkeypatch).protection
    assert locked.sheet
    assert locked.password is None
    # What a file says of these is whether they are forbidden.
    allowed = (locked.sort, locked.autoFilter, locked.formatColumns, locked.formatRows)
    assert allowed == (False,) * 4
    assert (locked.insertRows, locked.deleteRows, locked.insertColumns, locked.formatCells) == (
        (True,) * 4
    )


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(
    ("slug", "least", "decimals"),
    [("sewer", 0, 3), ("sewer-zero", 0, 3), ("estates", 0, 0), ("city-ranking", 1, 0)],
)
def test_a_figure_is_refused_that_is_too_fine_or_below_the_least(
    monkeypatch: pytest.MonkeyPatch, slug: str, least: int, decimals: int
) -> None:
    sheet = form(monkeypatch)
    for heading in (TOTAL, ADDED) if slug in COUNTED else (TOTAL,):
        cell = line(sheet, slug)[heading]
        rule = rule_of(sheet, cell)
        # Written for the first of the cells that it holds for, the rest follow.
        at = str(rule.sqref).split(":")[0]
        assert rule.type == "custom"
        assert rule.formula1 == f"AND(ISNUMBER({at}),{at}>={least},ROUND({at},{decimals})={at})"
        assert (rule.errorStyle or "stop", rule.errorTitle) == ("stop", "填写有误")
        number = f"数字，最多 {decimals} 位小数" if decimals else "整数"
        assert rule.error == f"请填不小于 {least} 的{number}，不带单位。"
        assert rule.prompt == f"单位：{line(sheet, slug)['计量单位'].value}"


@pytest.mark.usefixtures("worked")
def test_a_milestone_takes_nothing_but_a_one(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = form(monkeypatch)
    rule = rule_of(sheet, line(sheet, "heritage-plan")[TOTAL])
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "equal", "1")
    assert rule.error == rule.prompt == "节点已完成的填 1，未完成的留空。"


@pytest.mark.usefixtures("worked")
def test_a_day_lies_between_the_start_and_the_end_of_the_century(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch)
    first, last = dt.date(1899, 12, 30), dt.date(2100, 12, 31)
    for slug, start in (("sewer", dt.date(2024, 1, 1)), ("drainage", dt.date(2020, 1, 1))):
        cell = line(sheet, slug)[ON]
        rule = rule_of(sheet, cell)
        assert (rule.type, rule.operator or "between") == ("date", "between")
        assert (rule.formula1, rule.formula2) == (str((start - first).days), "73415")
        assert (last - first).days == 73415
        assert rule.error == f"请填 {start} 至 2100-12-31 之间的日期。"
        assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.usefixtures("worked")
def test_a_form_speaks_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = form(monkeypatch, language="en")
    cell = next(cells for cells in lines(sheet) if cells["slug"].value == "sewer")["total"]
    rule = rule_of(sheet, cell)
    assert sheet.title == "Form"
    assert rule.error == "A number of 0 or more, with at most 3 decimals and without its unit."
    assert (rule.errorTitle, rule.prompt) == ("Not accepted", "unit: 公里")


@pytest.mark.usefixtures("worked")
def test_figures_are_shown_with_their_own_digits_and_words_are_wrapped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch)
    cells = line(sheet, "sewer")
    for heading in ("目标值", "上次累计", TOTAL, ADDED):
        assert cells[heading].number_format == "General"
    assert cells["上次填报"].number_format == "yyyy-mm-dd"
    assert [cells[heading].alignment.wrap_text for heading in WORDS] == [True] * 3
    # One line high, it grows with what is typed; a long name has got its room.
    assert sheet.row_dimensions[cells[ON].row].height is None
    assert sheet.row_dimensions[line(sheet, "trunk-roads")[ON].row].height == 30


@pytest.mark.usefixtures("worked")
def test_the_title_tells_whose_it_is_and_which_figures_it_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch, "--area", "临清")
    titles = [str(sheet.cell(n, 1).value) for n in range(1, head_of(sheet) - 1)]
    assert titles[0] == "聊城市 2024 填报表（临清市）"
    assert titles[1].startswith("只填浅黄色单元格：")
    assert titles[2:] == ["上次累计为变更 #23（2024-06-28 17:18）时所知的数字"]
    assert str(form(monkeypatch)["A3"].value).startswith("节点已完成的：")


@pytest.mark.usefixtures("worked")
def test_an_area_gets_what_is_shared_out_to_it_and_no_empty_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch, "--area", "临清")
    without = ("环节", "节点")
    assert headings(sheet) == [h for h in HEADINGS["zh"] if h not in without]
    ((cells),) = lines(sheet)
    assert (cells["代号"].value, cells["县市区"].value) == ("estates", "临清市")


@pytest.mark.usefixtures("worked")
def test_a_department_gets_its_own_commitments(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = [c["代号"].value for c in lines(form(monkeypatch, "--department", "城管"))]
    assert slugs[:2] == ["city-ranking", "drainage"]
    assert len(slugs) == 20


@pytest.mark.usefixtures("worked")
def test_headings_stay_in_sight_and_are_on_every_page_of_a4(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = form(monkeypatch)
    head = head_of(sheet)
    assert sheet.freeze_panes == f"C{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:O{head + 33}"
    assert sheet.print_title_rows == f"${head}:${head}"
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize or 0)) == ("landscape", 9)
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)


@pytest.mark.usefixtures("ledger")
def test_a_text_stays_the_text_it_is(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    hostile = "=1+1\u202e{cell}"
    shown, unit = "=1+1\\u202e{cell}", "={cell}座"
    new = ("add", "parks", "--name", "n", "--kind", "quantity", "--department", "housing")
    for argv in (
        ("config", "title", hostile),
        ("unit", "add", unit, "--step", "0.1"),
        ("edit", "drainage", "--name", hostile),
        (*new, "--target", "5", "--unit", unit),
        ("edit", "parks", "--stages", f"{hostile},b"),
        ("area", "add", "parks", hostile),
        ("milestone", "add", "heritage-plan", hostile, "--due", "2024-12-01"),
    ):
        result = run(*argv)
        assert result.code == 0, result
    sheet = form(monkeypatch)
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "d"}
    cells = line(sheet, "parks")
    assert [cells[h].value for h in ("县市区", "环节", "计量单位")] == [shown, shown, unit]
    assert rule_of(sheet, cells[TOTAL]).prompt == f"单位：{unit}"
    assert line(sheet, "heritage-plan")["节点"].value == shown
    assert line(sheet, "drainage")["任务"].value == shown
    assert str(sheet["A1"].value) == f"{shown} 填报表"


@pytest.mark.usefixtures("ledger")
def test_a_remark_beside_a_cell_is_cut_to_what_a_spreadsheet_can_show(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    long = "长" * 300
    assert run("unit", "add", long).code == 0
    new = ("add", "parks", "--name", "n", "--kind", "quantity", "--department", "housing")
    assert run(*new, "--target", "5", "--unit", long).code == 0
    sheet = form(monkeypatch)
    assert len(rule_of(sheet, line(sheet, "parks")[TOTAL]).prompt) == 255


@pytest.mark.usefixtures("ledger")
def test_a_rate_says_how_it_is_typed(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    new = ("add", "coverage", "--name", "n", "--kind", "level", "--department", "housing")
    assert run(*new, "--target", "80", "--unit", "%", "--direction", "up").code == 0
    sheet = form(monkeypatch)
    assert rule_of(sheet, line(sheet, "coverage")[TOTAL]).prompt == "80.5% 填 80.5"


@LANGUAGES
@pytest.mark.usefixtures("worked")
def test_a_form_of_the_same_change_is_the_same_to_the_byte(
    monkeypatch: pytest.MonkeyPatch, run: Run, language: str
) -> None:
    argv = ("export", "--form", "--known-at", f"#{LAST_CHANGE}", "--lang", language)
    before = piped(monkeypatch, *argv, now=AS_OF)
    # 2024-06-28 17:18 in Shanghai, when that change was recorded.
    recorded = dt.datetime(2024, 6, 28, 9, 18)
    assert load_workbook(io.BytesIO(before)).properties.created == recorded
    later = dt.datetime(2024, 7, 1, 9, 0, tzinfo=SHANGHAI)
    assert piped(monkeypatch, "export", "--form", "--lang", language, now=later) == before
    for typed in (("log", "sewer", "3km", "--on", "2024-06-28"), ("area", "add", "sewer", "冠县")):
        assert run(*typed, now=later).code == 0
    assert piped(monkeypatch, *argv, now=later) == before
    assert piped(monkeypatch, "export", "--form", "--lang", language, now=later) != before


@pytest.mark.usefixtures("ledger")
def test_a_workbook_is_not_for_a_terminal(run: Run) -> None:
    result = run("export", "--form", keys="")
    assert (result.code, result.out) == (2, "")
    assert "-o" in result.err


@pytest.mark.usefixtures("ledger")
def test_a_form_that_is_refused_leaves_the_file_as_it_was(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(b"filled in")
    assert run("export", "--form", "--area", "冠县", "-o", str(file)).code == 3
    assert file.read_bytes() == b"filled in"
