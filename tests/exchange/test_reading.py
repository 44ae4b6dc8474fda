"""Reading a file: what it holds arrives as text under known headings, and nothing else."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.records import Line, Source
from tracker.errors import Refused, StorageError
from tracker.exchange.mapping import Map
from tracker.exchange.reading import Wanted, read_source


def read(folder: Path, name: str, content: bytes | str, wanted: Wanted = Wanted()) -> Source:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(path, wanted)


def refusal(folder: Path, name: str, content: bytes | str, map: Map | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        read(folder, name, content, Wanted(map))
    return refused.value


def cells(source: Source) -> list[tuple[str, ...]]:
    return [line.cells for line in source.lines]


@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("end", ["", "\n", "\r", "\r\n"])
def test_a_line_may_have_so_many_characters_with_its_end_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, end: str
) -> None:
    monkeypatch.setattr("tracker.exchange.delimited._LINE_CHARACTERS", 20)
    above = (end or "\n").join(["任务,县市区", *["雨污,冠县"] * before, ""])
    for length in range(16, 23):
        whole = length + len(end) <= 20
        content = f"{above}雨污,{'x' * (length - 3)}{end}"
        for text in (content, f"{content}电梯,莘县") if end else (content,):
            if whole:
                assert len(read(tmp_path, "a.csv", text).lines) >= before + 1
            else:
                assert refusal(tmp_path, "a.csv", text).key == "error.line_too_long"


def test_a_plain_table_is_read_as_it_stands(tmp_path: Path) -> None:
    content = "任务,县市区,累计完成（公里）\n 雨污合流 ,冠县,１2.5\n\nx,y\n"
    source = read(tmp_path, "a.csv", content)
    assert source.columns == {"name": 0, "area": 1, "total": 2}
    assert source.units == {"total": "公里"}
    assert source.lines == [
        Line(2, ("雨污合流", "冠县", "１2.5")),
        Line(4, ("x", "y", "")),
    ]
    assert (source.format, source.encoding, source.delimiter) == ("csv", "utf-8", ",")
    assert source.heading_row == 1


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", '任务,备注\n甲,"两\n行"\n乙,\n')
    assert [line.row for line in source.lines] == [2, 3]


def test_blank_rows_and_repeated_headings_are_left_out(tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", "任务,备注\n甲,1\n , \n任务,备注\n乙,2\n")
    assert source.lines == [Line(2, ("甲", "1")), Line(5, ("乙", "2"))]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_the_encoding_is_found_and_told(encoding: str, said: str, tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", "任务,县市区\n雨污合流,莘县\n".encode(encoding))
    assert (source.encoding, cells(source)) == (said, [("雨污合流", "莘县")])


def test_the_encoding_asked_for_wins_over_that_of_the_map(tmp_path: Path) -> None:
    content = "name,縣\nsewer,莘縣\n".encode("big5")
    said = Map(encoding="gbk", fixed={"unit": "km"})
    source = read(tmp_path, "a.csv", content, Wanted(said, None, "big5"))
    assert (source.encoding, source.headings) == ("big5", ("name", "縣"))


@pytest.mark.parametrize("encoding", ["zip", "rot13", "idna", "utf-7", "nothing", "\0"])
def test_an_encoding_that_is_no_plain_text_is_refused(encoding: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="encoding_unknown"):
        read(tmp_path, "a.csv", "任务,县市区\n", Wanted(encoding=encoding))


def test_text_in_another_encoding_than_asked_for_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, "a.csv", "name,area\n莘,x\n".encode(), Wanted(encoding="gbk"))
    assert refused.value.key == "error.bytes_not_in_encoding"
    assert refused.value.params["line"] == 2


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_that_under_which_headings_are_known(
    delimiter: str, tmp_path: Path
) -> None:
    table = [("任务", "备注", "累计完成"), ("甲,乙", "一;二|三\t四", "1")]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(table)
    source = read(tmp_path, "a.csv", written.getvalue())
    assert source.delimiter == delimiter
    assert cells(source) == [table[1]]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('任务,备注\n甲,"乙\n丙,丁\n', 2),
        ('任务,备注\n甲,"乙"丙\n', 2),
        ('任务,备注\n"两\n行",1\n"甲","乙\n', 4),
        ('任务,备注\n"两\n行","乙\n', 3),
    ],
)
def test_a_quote_without_its_fellow_is_refused_where_it_opens(
    content: str, line: int, tmp_path: Path
) -> None:
    error = refusal(tmp_path, "a.csv", content)
    assert (error.key, error.params["line"]) == ("error.quote_unclosed", line)


def test_a_text_that_was_made_safe_for_spreadsheets_is_itself_again(tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", '任务,备注,编号\n\'=x,\'tis,"=""001"""\n')
    assert cells(source) == [("=x", "'tis", "001")]


def test_a_cell_beyond_the_headings_is_refused_for_it_moves_figures(tmp_path: Path) -> None:
    error = refusal(tmp_path, "a.csv", "任务,累计完成\n甲,1,200\n")
    assert error.key == "error.cell_beyond"
    assert (error.params["row"], error.params["column"]) == (2, "C")
    assert cells(read(tmp_path, "b.csv", "任务,累计完成\n甲,1,,\n")) == [("甲", "1")]


def test_titles_above_the_headings_tell_the_day_and_no_more(tmp_path: Path) -> None:
    content = (
        "聊城市重点任务进度表,,\n（截至 ２024年7月31日）,,单位：公里\n任务,累计,序号\n甲,1,2\n"
    )
    source = read(tmp_path, "a.csv", content)
    assert (source.cut_off, source.heading_row) == ("2024年7月31日", 3)
    assert (source.unread, cells(source)) == (("序号",), [("甲", "1", "2")])


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("统计截止日期：,2024-07-31", "2024-07-31"),
        ("as of 2024/7/31,", "2024/7/31"),
        ("截至7月31日,", "7月31日"),
        ("截至7月底,", None),
        ("2024年7月31日,", None),
        ("截至2024年7月31日,截至2024年6月30日", None),
    ],
)
def test_only_one_day_after_a_word_for_it_is_a_cut_off(
    above: str, day: str | None, tmp_path: Path
) -> None:
    assert read(tmp_path, "a.csv", f"{above}\n任务,累计\n甲,1\n").cut_off == day


def test_headings_in_two_rows_are_put_together_and_called_by_what_is_known(tmp_path: Path) -> None:
    content = "任务,完成情况,,备注\n,累计完成（公里）,本周新增,\n甲,3,1,x\n"
    source = read(tmp_path, "a.csv", content)
    assert source.headings == ("任务", "累计完成（公里）", "本周新增", "备注")
    assert source.columns == {"name": 0, "total": 1, "amount": 2, "note": 3}
    assert (source.heading_row, source.units) == (2, {"total": "公里"})
    assert source.lines == [Line(3, ("甲", "3", "1", "x"))]


def test_a_row_whose_values_are_headings_elsewhere_is_no_heading(tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", "name,mode,amount\nsewer,total,5\n")
    assert (source.heading_row, cells(source)) == (1, [("sewer", "total", "5")])


@pytest.mark.parametrize(
    ("heading", "field", "unit"),
    [
        ("累计\n完成数（公里）", "total", "公里"),
        ("累计完成（单位：万元）", "total", "万元"),
        ("累计完成（截至7月）", "total", None),
        ("ADDED  this week [km]", "amount", "km"),
        ("县（市、区）", "area", None),
        ("县(市、区)", "area", None),
        ("next_step", "next", None),
        ("Ｔａｒｇｅｔ", "target", None),
        ("day", "on", None),
        ("期初", "opening", None),
    ],
)
def test_a_heading_is_known_in_any_spelling(
    heading: str, field: str, unit: str | None, tmp_path: Path
) -> None:
    rows = json.dumps([{"slug": "sewer", heading: "1"}])
    source = read(tmp_path, "a.json", rows)
    assert dict(source.columns) == {"slug": 0, field: 1}
    assert dict(source.units) == ({field: unit} if unit else {})


@pytest.mark.parametrize(
    "heading", ["序号", "完成率", "序时进度", "排名", "填报人", "填报日期", "基数", "剩余", "同比"]
)
def test_a_heading_that_is_never_read_is_told(heading: str, tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", f"任务,累计,{heading}\n甲,1,2\n").unread == (heading,)


@pytest.mark.parametrize("headings", ["任务,累计完成,累计", "任务,累计,累计", "任务,项目,累计"])
def test_two_columns_for_one_field_are_refused(headings: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, "a.csv", f"{headings}\n甲,1,2\n")
    assert error.key == "error.heading_twice"


def test_the_lead_department_wins_over_the_responsible_one(tmp_path: Path) -> None:
    source = read(tmp_path, "a.csv", "任务,责任单位,牵头单位\n甲,乙,丙\n")
    assert (source.columns["department"], source.unread) == (2, ("责任单位",))


@pytest.mark.parametrize("content", ["", "甲,1\n乙,2\n", "任务\n甲\n", "累计,备注\n1,2\n"])
def test_a_table_without_headings_is_refused(content: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.csv", content).key == "error.headings_missing"


def test_json_rows_are_read_with_their_figures_as_written(tmp_path: Path) -> None:
    rows = '[{"slug": "sewer", "amount": 12.50, "note": null}, {}, {"slug": "x", "done": true}]'
    source = read(tmp_path, "rows", rows)
    assert (source.format, source.heading_row) == ("json", None)
    assert source.headings == ("slug", "amount", "note", "done")
    assert source.lines == [Line(1, ("sewer", "12.50", "", "")), Line(3, ("x", "", "", "true"))]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('{"format": "tracker-ledger", "changes": []}', "json_ledger"),
        ('{"slug": "sewer"}', "json_not_rows"),
        ('[["slug", "amount"]]', "json_not_rows"),
        ('[{"slug": "a", "slug": "b"}]', "json_key_twice"),
        ('[{"slug": "a", "amount": {"value": 1}}]', "json_nested"),
        ('[{"slug": "a", "amount": [1]}]', "json_nested"),
        ('[{"slug": "a"', "json_unreadable"),
    ],
)
def test_json_that_is_no_list_of_flat_rows_is_refused(
    content: str, key: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, "a.json", content).key == f"error.{key}"


def test_columns_of_the_view_of_entries_are_known(tmp_path: Path) -> None:
    columns = "entry,slug,name,day,mode,amount,unit,area,stage,note,problem,next_step,author"
    source = read(tmp_path, "a.csv", f"{columns}\n1,sewer,x,2024-07-31,add,1,公里,,,,,,张三\n")
    assert set(source.columns) == {
        "slug", "name", "on", "mode", "amount", "unit", "area", "stage", "note", "problem", "next"
    }  # fmt: skip
    assert source.unread == ("entry", "author")


def test_a_file_that_is_not_there_is_a_fault_of_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="source_unreadable"):
        read_source(tmp_path / "none.csv", Wanted())
    with pytest.raises(Refused, match="source_not_a_file"):
        read_source(tmp_path, Wanted())


def test_who_waits_is_told_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,total\n" + "a,1\n" * 12_000, encoding="utf-8")
    told: list[int] = []
    read_source(path, Wanted(), told.append)
    assert told == sorted(told)
    assert told[-1] == 12_001


# Not every csv.writer quotes a lone carriage return; blanks around a cell are cut off; and an
# apostrophe or ="..." may be a spreadsheet's own.
plain = st.text(st.characters(codec="gb18030", exclude_characters="\0\r'="), max_size=9).filter(
    lambda text: text == text.strip()
)


@given(
    rows=st.lists(st.tuples(plain, plain, plain), max_size=5),
    delimiter=st.sampled_from(",\t;|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_csv_writer_writes_reads_back_the_same(
    rows: list[tuple[str, str, str]],
    delimiter: str,
    encoding: str,
    ending: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=ending)
    writer.writerows([("任务", "县市区", "累计"), *rows])
    folder = tmp_path_factory.mktemp("csv")
    said = Map(encoding="gb18030" if encoding == "gb18030" else None)
    source = read(folder, "a.csv", written.getvalue().encode(encoding), Wanted(said))
    wanted = [row for row in rows if any(row) and row != ("任务", "县市区", "累计")]
    assert cells(source) == wanted
