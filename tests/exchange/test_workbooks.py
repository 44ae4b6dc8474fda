"""Workbooks of Excel and WPS: cells become the text that a person sees, or nearly so."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.exchange.books import book, book_of, written
from tracker.core.records import Line, Source
from tracker.errors import Refused
from tracker.exchange.mapping import Map
from tracker.exchange.reading import Wanted, read_source

TABLE: list[list[object]] = [["任务", "县市区", "累计完成"], ["雨污合流", "冠县", 12.5]]
NOTES: list[list[object]] = [["填报说明"], ["请勿改动表头"]]


def read(folder: Path, content: bytes, wanted: Wanted = Wanted()) -> Source:
    path = folder / "a.xlsx"
    path.write_bytes(content)
    return read_source(path, wanted)


def refusal(folder: Path, content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read(folder, content)
    return refused.value


def drawn(draw: Callable[[xlsxwriter.Workbook, Worksheet], None], is_1904: bool = False) -> bytes:
    packed = io.BytesIO()
    made = xlsxwriter.Workbook(packed, {"in_memory": True, "date_1904": is_1904})
    draw(made, made.add_worksheet("进度"))
    made.close()
    return packed.getvalue()


def one_value(folder: Path, value: object, shown: str | None = None, is_1904: bool = False) -> str:
    def draw(made: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row(0, 0, ["任务", "累计"])
        page.write(1, 0, "甲")
        page.write(1, 1, value, made.add_format({"num_format": shown}) if shown else None)

    return read(folder, drawn(draw, is_1904)).lines[0].cells[1]


def test_a_sheet_is_read_as_it_stands(tmp_path: Path) -> None:
    source = read(tmp_path, written(("进度", TABLE)))
    assert (source.format, source.sheet, source.encoding) == ("xlsx", "进度", None)
    assert (source.heading_row, source.headings) == (1, ("任务", "县市区", "累计完成"))
    assert source.lines == [Line(2, ("雨污合流", "冠县", "12.5"))]


def test_what_openpyxl_writes_is_read_too(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for row in TABLE:
        page.append(row)
    packed = io.BytesIO()
    made.save(packed)
    assert read(tmp_path, packed.getvalue()).lines == [Line(2, ("雨污合流", "冠县", "12.5"))]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (0.1 + 0.2, None, "0.3"),
        (42200.0, None, "42200"),
        (1e20, None, "100000000000000000000"),
        (0.00001, None, "0.00001"),
        (123456789012345, None, "123456789012345"),
        (-1.50, "0.00", "-1.5"),
        (0.852, "0.0%", "85.2%"),
        (1, "0%", "100%"),
        (85.2, '0.0"%"', "85.2"),
        (True, None, "true"),
        (" 12 ", None, "12"),
        ("#REF!", None, "#REF!"),
    ],
)
def test_a_figure_has_the_digits_that_a_person_sees(
    value: object, shown: str | None, text: str, tmp_path: Path
) -> None:
    assert one_value(tmp_path, value, shown) == text


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize("shown", ["yyyy/m/d", "yyyy年m月d日", "m/d/yy h:mm"])
@pytest.mark.parametrize("hour", [0, 9])
def test_a_date_is_its_day(is_1904: bool, shown: str, hour: int, tmp_path: Path) -> None:
    day = dt.datetime(2024, 7, 31, hour)
    assert one_value(tmp_path, day, shown, is_1904) == "2024-07-31"


def test_merged_cells_hold_for_every_row_and_others_for_their_own(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.merge_range("A1:D1", "进度表（截至2024年7月31日）")
        page.merge_range("A2:A3", "任务")
        page.merge_range("B2:B3", "县市区")
        page.merge_range("C2:D2", "完成情况")
        page.write_row("C3", ["累计完成", "备注"])
        page.merge_range("A4:A5", "雨污合流")
        page.write_row("B4", ["冠县", 1, "好"])
        page.write_row("B5", ["", 2])
        page.write_row("B6", ["莘县", 3])

    source = read(tmp_path, drawn(draw))
    assert (source.heading_row, source.cut_off) == (3, "2024年7月31日")
    assert source.headings == ("任务", "县市区", "累计完成", "备注")
    assert source.lines == [
        Line(4, ("雨污合流", "冠县", "1", "好")),
        Line(5, ("雨污合流", "", "2", "")),
        Line(6, ("", "莘县", "3", "")),
    ]


def test_blank_commitments_and_areas_are_filled_down_where_the_map_says_so(tmp_path: Path) -> None:
    rows: list[list[object]] = [*TABLE, ["", "", 3, ""], ["扩宽", "", 4]]
    source = read(tmp_path, written(("进度", rows)), Wanted(Map(fill_down=True)))
    assert source.lines[1:] == [Line(3, ("雨污合流", "冠县", "3")), Line(4, ("扩宽", "冠县", "4"))]


def test_one_figure_for_several_rows_is_refused(tmp_path: Path) -> None:
    def draw(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_row("A1", ["任务", "县市区", "累计完成"])
        page.write_column("A2", ["甲", "乙"])
        page.merge_range("C2:C3", 7)

    error = refusal(tmp_path, drawn(draw))
    assert (error.key, error.params["cells"]) == ("error.figure_merged", "C2:C3")


def test_the_one_sheet_with_headings_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, written(("说明", NOTES), ("七月", TABLE))).sheet == "七月"


def test_of_several_sheets_with_headings_one_has_to_be_chosen(tmp_path: Path) -> None:
    content = written(("六月", TABLE), ("说明", NOTES), ("七月", TABLE))
    error = refusal(tmp_path, content)
    assert (error.key, error.params["known"]) == ("error.sheets_several", ("六月", "七月"))
    assert read(tmp_path, content, Wanted(sheet="七月")).sheet == "七月"
    assert read(tmp_path, content, Wanted(Map(sheet="六月"), sheet="3")).sheet == "七月"
    with pytest.raises(Refused, match="sheet_unknown"):
        read(tmp_path, content, Wanted(sheet="4"))


def test_a_hidden_sheet_is_taken_only_by_its_name(tmp_path: Path) -> None:
    def draw(made: xlsxwriter.Workbook, page: Worksheet) -> None:
        hidden = made.add_worksheet("旧表")
        hidden.hide()
        for at, row in enumerate(TABLE):
            page.write_row(at, 0, row)
            hidden.write_row(at, 0, row)

    assert read(tmp_path, drawn(draw)).sheet == "进度"
    assert read(tmp_path, drawn(draw), Wanted(sheet="旧表")).sheet == "旧表"


def test_a_formula_is_its_last_result(tmp_path: Path) -> None:
    row = (
        "<row r='2'><c r='A2' t='str'><f>B9</f><v>甲</v></c><c r='C2'><f>1+1</f><v>2</v></c></row>"
    )
    empty = "<row r='3'><c r='A3' t='str'><f>B9</f><v></v></c></row>"
    assert read(tmp_path, book_of(row + empty)).lines == [Line(2, ("甲", "", "2"))]


def test_styled_cells_without_values_are_passed_by(tmp_path: Path) -> None:
    def draw(made: xlsxwriter.Workbook, page: Worksheet) -> None:
        yellow = made.add_format({"bg_color": "yellow"})
        for at, row in enumerate(TABLE):
            page.write_row(at, 0, row)
        page.write_blank("XFD1", None, yellow)
        page.write_blank("XFD1048576", None, yellow)

    assert read(tmp_path, drawn(draw)).lines == [Line(2, ("雨污合流", "冠县", "12.5"))]


def test_a_value_under_no_heading_is_told_by_its_column(tmp_path: Path) -> None:
    rows = [TABLE[0], [*TABLE[1], "", "注"]]
    assert read(tmp_path, written(("进度", rows))).unread == ("E",)


def test_what_is_packed_beside_the_sheets_is_never_opened(tmp_path: Path) -> None:
    inner = written(("x", TABLE))
    content = book({"xl/worksheets/sheet1.xml": book_sheet(), "xl/embeddings/a.xlsx": inner})
    assert read(tmp_path, content).lines == [Line(2, ("甲",) + ("",) * 2)]


def book_sheet() -> str:
    from tests.exchange.books import sheet

    return sheet("<row r='2'><c r='A2' t='str'><v>甲</v></c></row>")
