"""Rejected rows: as they stood, with the reason, ready to be put right and sent back."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from tracker.exchange.reading import Wanted, read_source

SENT = "截至2024年6月28日,,\n任务,累计,备注\nsewer,42.5,\nestates,五,=1+1\nnobody,6,\n"


@pytest.fixture(autouse=True)
def here(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.parent)
    Path("july.csv").write_text(SENT, "utf-8")


def rejected(run: Run, *argv: str) -> list[list[str]]:
    """The rows of rejects.csv after an import that is refused."""
    assert run("import", *argv, "--rejects", "rejects.csv", "--yes").code == 3
    text = Path("rejects.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_rows_that_are_wrong_are_written_as_they_stood_with_the_reason(run: Run) -> None:
    above, headings, *rows = rejected(run, "july.csv")
    assert above == ["as of 2024年6月28日"]
    assert headings == ["task", "total", "note", "source", "why"]
    assert [row[:3] for row in rows] == [["estates", "五", "'=1+1"], ["nobody", "6", ""]]
    # The file, the row, and a mark of what stood in it.
    assert [row[3].partition("#")[0] for row in rows] == ["july.csv:4", "july.csv:5"]
    assert all(re.fullmatch("july.csv:[45]#[0-9a-f]{8}", row[3]) for row in rows)
    assert rows[0][4] == "'五' is not a figure; write it as 12.5, 12.5km, 1,000 or 1.2万."


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_put_right_and_sent_back_they_complete_the_file(lang: str, run: Run) -> None:
    rejected(run, "july.csv", "--lang", lang)
    text = Path("rejects.csv").read_text("utf-8-sig")
    right = text.replace("estates,五", "estates,5").replace("nobody,6", "elevators,6")
    Path("rejects.csv").write_text(right, "utf-8-sig")
    assert run("import", "july.csv", "rejects.csv", "--yes").code == 0
    out = run("history", "--plain").out.splitlines()
    assert len(out) == 4
    source = read_source(Path("rejects.csv"), Wanted())
    assert source.cut_off == "2024年6月28日"
    assert [line.cells[2] for line in source.lines] == ["=1+1", ""]


def test_a_workbook_of_rejects_is_put_right_and_sent_back(run: Run) -> None:
    # openpyxl would make a formula of the text.
    Path("july.csv").write_text(SENT.replace("=1+1", "x"), "utf-8")
    assert run("import", "july.csv", "--rejects", "back.xlsx", "--yes").code == 3
    book = openpyxl.load_workbook("back.xlsx")
    right = {"五": "5", "nobody": "elevators"}
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if str(cell.value) in right:
                cell.value = right[str(cell.value)]
    book.save("back.xlsx")
    result = run("import", "july.csv", "back.xlsx", "--yes")
    assert (result.code, result.err) == (0, "")
    assert run("import", "july.csv", "back.xlsx").code == 0


def test_rejects_that_are_still_wrong_keep_where_they_came_from(run: Run) -> None:
    first = rejected(run, "july.csv")
    Path("sent.csv").write_bytes(Path("rejects.csv").read_bytes())
    assert rejected(run, "july.csv", "sent.csv") == first


@pytest.mark.parametrize("option", ["--rejects", "--save-map"])
@pytest.mark.parametrize("name", ["july.csv", "./july.csv", "said.csv"])
def test_a_file_that_is_read_is_never_written_over(option: str, name: str, run: Run) -> None:
    Path("said.csv").write_text("", "utf-8")
    result = run("import", "july.csv", "--map", "said.csv", option, name, "--yes")
    assert (result.code, result.out) == (2, "")
    assert name in result.err
    assert Path("july.csv").read_text("utf-8") == SENT


def test_a_unit_in_a_heading_is_kept_and_what_nobody_reads_stands_last(run: Run) -> None:
    content = "序号,任务,累计（公里）,亮灯\n1,nobody,6,红\n"
    Path("km.csv").write_text(content, "utf-8")
    headings, row = rejected(run, "km.csv", "--on", "2024-06-28")
    told = ["task", "total（公里）", "not read: 序号", "not read: 亮灯", "source", "why"]
    assert headings == told
    assert row[:4] == ["nobody", "6", "1", "红"]
    headings, _ = rejected(run, "km.csv", "--on", "2024-06-28", "--lang", "zh")
    assert headings == [
        "任务",
        "累计完成（公里）",
        "未读取：序号",
        "未读取：亮灯",
        "来源行",
        "原因",
    ]


def test_days_that_differ_between_files_stand_in_a_column(run: Run) -> None:
    Path("june.csv").write_text("截至2024年5月31日,\n任务,累计\nnobody,6\n", "utf-8")
    headings, *rows = rejected(run, "july.csv", "june.csv")
    assert headings == ["task", "total", "note", "work date", "source", "why"]
    days = [row[3] for row in rows]
    assert days == ["2024年6月28日", "2024年6月28日", "2024年5月31日"]


def test_headings_in_two_rows_are_known_again(run: Run) -> None:
    content = "任务,完成情况,\n,累计完成（公里）,本周新增\nnobody,5,\n"
    Path("two.csv").write_text(content, "utf-8")
    rejected(run, "two.csv", "--on", "2024-06-28")
    text = Path("rejects.csv").read_text("utf-8-sig").replace("nobody", "sewer", 1)
    Path("rejects.csv").write_text(text, "utf-8-sig")
    result = run("import", "two.csv", "rejects.csv", "--on", "2024-06-28", "--yes", "--plain")
    assert result.out.split("\t")[:5] == ["added", "rejects.csv", "2", "1", "sewer"]
