"""Maps: what a person says about files of one layout is kept, checked, and used again."""

from pathlib import Path

import pytest

from tests.exchange.books import written
from tracker.core.records import Source
from tracker.errors import Refused, StorageError
from tracker.exchange.mapping import Map, dump_map, load_map
from tracker.exchange.reading import Wanted, read_source

WHOLE = """
sheet = 2
encoding = "gbk"
delimiter = "\\t"
heading_row = 3
fill_down = true
[columns]
name = "工程"
total = "D"
amount = 5
note = ""
[fixed]
unit = "公里"
on = "2024-07-31"
[names]
"管网（改造）" = "sewer"
"""

ODD = """
fill_down = true
[fixed]
name = '"甲\\\t'
[names]
"a\\"\\u007f" = 'b'
"""


def load(folder: Path, text: str) -> Map:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return load_map(path)


def read(folder: Path, text: str, map: str | None = None) -> Source:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_source(path, Wanted(load(folder, map) if map is not None else None))


def test_a_map_says_what_it_says(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE) == Map(
        sheet="2",
        encoding="gbk",
        delimiter="\t",
        heading_row=3,
        fill_down=True,
        columns={"name": "工程", "total": "D", "amount": 5, "note": ""},
        fixed={"unit": "公里", "on": "2024-07-31"},
        names={"管网（改造）": "sewer"},
    )
    assert load(tmp_path, "") == Map()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("shet = 1", "map_key_unknown"),
        ("[columns]\nnmae = 'A'", "map_field_unknown"),
        ("[fixed]\ntotals = '1'", "map_field_unknown"),
        ("sheet = true", "map_value"),
        ("heading_row = 0", "map_value"),
        ("heading_row = true", "map_value"),
        ("fill_down = 1", "map_value"),
        ("delimiter = ', '", "map_value"),
        ("delimiter = '\"'", "map_value"),
        ("columns = 1", "map_value"),
        ("[columns]\nname = 1.5", "map_value"),
        ("[columns]\nname = 0", "map_value"),
        ("[fixed]\ntotal = 1.5", "map_value"),
        ("[names]\na = ['b']", "map_value"),
        ("encoding = 'zip'", "encoding_unknown"),
        ("[columns]\nunit = 'A'\n[fixed]\nunit = 'km'", "map_field_twice"),
        ("sheet = ", "map_not_toml"),
        ("a = " + "[" * 100_000, "map_not_toml"),
        ("#" * 2**20 + "#", "map_too_large"),
    ],
)
def test_a_map_that_says_something_else_is_refused(text: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load(tmp_path, text)
    assert refused.value.key == f"error.{key}"


def test_a_map_that_is_not_there_is_a_fault_of_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="map_unreadable"):
        load_map(tmp_path / "none.toml")


def test_a_map_settles_what_is_not_known_and_the_rest_is_found(tmp_path: Path) -> None:
    said = "[columns]\nname='工程'\ntotal='数'\namount='D'"
    source = read(tmp_path, "工程,备注,数,\n甲,x,3,4\n", said)
    assert source.columns == {"name": 0, "total": 2, "amount": 3, "note": 1}


def test_a_map_chooses_between_two_columns_of_one_field(tmp_path: Path) -> None:
    text = "任务,累计完成,累计\n甲,3,4\n"
    source = read(tmp_path, text, "[columns]\ntotal = '累计'")
    assert (source.columns, source.unread) == ({"name": 0, "total": 2}, ("累计完成",))


def test_a_field_without_a_column_in_the_map_is_not_read(tmp_path: Path) -> None:
    source = read(tmp_path, "任务,累计,备注\n甲,3,x\n", "[columns]\nnote = ''")
    assert (source.columns, source.unread) == ({"name": 0, "total": 1}, ("备注",))


def test_what_is_fixed_needs_no_column(tmp_path: Path) -> None:
    source = read(tmp_path, "县市区,累计\n冠县,3\n", "[fixed]\nslug = 'sewer'\n[names]\na = 'b'")
    assert (source.fixed, source.names) == ({"slug": "sewer"}, {"a": "b"})
    assert source.columns == {"area": 0, "total": 1}


@pytest.mark.parametrize(
    ("map", "key"),
    [
        ("[columns]\nnote = '说明书'", "map_heading_missing"),
        ("[columns]\nnote = '注'", "map_heading_twice"),
        ("[columns]\nnote = 'B'\nproblem = 2", "map_column_twice"),
        ("heading_row = 9", "headings_missing"),
    ],
)
def test_a_map_that_does_not_fit_the_file_is_refused(map: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, "任务,累计,注,注\n甲,3,x,y\n", map)
    assert refused.value.key == f"error.{key}"


@pytest.mark.parametrize(
    ("text", "map"),
    [
        ("任务,累计,备注\n甲,3,x\n", None),
        ("标题\n任务\t累计（公里）\t\n甲\t3\tx\n", "[columns]\nnote = 'C'"),
        ("任务,完成情况,,注,注\n,累计,新增,,\n甲,1,2,x,y\n", "[columns]\nnote = 5"),
        ("县市区;累计\n冠县;3\n", ODD),
        ('任务,"累计\n""完成"""\n甲,3\n', None),
    ],
)
def test_a_map_that_was_written_reads_the_same(text: str, map: str | None, tmp_path: Path) -> None:
    first = read(tmp_path, text, map)
    assert read(tmp_path, text, dump_map(first)) == first


def test_the_sheet_of_a_workbook_is_in_the_map(tmp_path: Path) -> None:
    table: list[list[object]] = [["任务", "累计"], ["甲", 3]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(written(("六月", table), ("七月", table)))
    first = read_source(path, Wanted(sheet="2"))
    assert dump_map(first) == (
        'sheet = "七月"\nheading_row = 1\n\n[columns]\nname = "任务"\ntotal = "累计"\n'
    )
    assert read_source(path, Wanted(load(tmp_path, dump_map(first)))) == first
