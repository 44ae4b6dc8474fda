"""Rejected rows: as they stood, with the reason, ready to be put right and sent back."""

import csv
import io
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
    assert headings == ["任务", "累计", "备注", "source", "why"]
    assert [row[:4] for row in rows] == [
        ["estates", "五", "'=1+1", "july.csv:4"],
        ["nobody", "6", "", "july.csv:5"],
    ]
    assert rows[0][4] == "''五' is not a figure; write it as 12.5, 12.5km, 1,000 or 1.2万."


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
    rejected(run, "july.csv")
    rows = rejected(run, "july.csv", "rejects.csv")
    assert [row[3] for row in rows[2:]] == ["july.csv:4", "july.csv:5"]


def test_days_that_differ_between_files_stand_in_a_column(run: Run) -> None:
    Path("june.csv").write_text("截至2024年5月31日,\n任务,累计\nnobody,6\n", "utf-8")
    headings, *rows = rejected(run, "july.csv", "june.csv")
    assert headings == ["任务", "累计", "备注", "date", "source", "why"]
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
