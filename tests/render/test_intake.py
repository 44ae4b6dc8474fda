"""What an import would do, in each form."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

FILE = "截至2024年6月28日,,,\n任务,累计（公里）,备注,序号\nsewer,42.5,,1\nestates,五,x,2\n合计,,,\n"
GOOD = FILE.replace("五", "5个")


@pytest.fixture(autouse=True)
def sent(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.parent)
    Path("wrong.csv").write_bytes(FILE.encode("gbk"))
    Path("good.csv").write_text(GOOD, "utf-8")


def test_the_whole_preview_is_in_the_json(run: Run) -> None:
    result = run("import", "wrong.csv", "--json", "--yes")
    assert (result.code, result.err.count("\n")) == (3, 1)
    assert json.loads(result.out) == {
        "subject": "entries",
        "change": None,
        "files": [
            {
                "file": "wrong.csv",
                "format": "csv",
                "encoding": "gb18030",
                "delimiter": ",",
                "sheet": None,
                "heading_row": 2,
                "columns": {"name": "任务", "total": "累计（公里）", "note": "备注"},
                "unread": ["序号"],
                "cut_off": "2024年6月28日",
            }
        ],
        "added": [
            {
                "file": "wrong.csv",
                "row": 3,
                "entry": 1,
                "slug": "sewer",
                "on": "2024-06-28",
                "mode": "total",
                "amount": 42.5,
                "area": None,
                "stage": None,
                "note": None,
                "problem": None,
                "next": None,
            }
        ],
        "there": [],
        "wrong": [
            {
                "file": "wrong.csv",
                "row": 4,
                "column": "累计（公里）",
                "cell": "五",
                "error": "figure_unreadable",
                "why": "'五' is not a figure; write it as 12.5, 12.5km, 1,000 or 1.2万.",
            }
        ],
        "doubts": [],
        "absorbed": [],
        "left_out": [{"file": "wrong.csv", "row": 5}],
        "read_as": [],
    }


def test_the_json_of_what_was_saved_names_its_change_and_an_answer_is_one_document(
    run: Run,
) -> None:
    answer = json.loads(run("import", "good.csv", "--json", "--yes").out)
    assert (answer["change"], [row["entry"] for row in answer["added"]]) == (2, [1, 2])
    again = json.loads(run("import", "good.csv", "--json").out)
    assert (again["change"], [row["entry"] for row in again["there"]]) == (None, [1, 2])


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            [
                "wrong.csv: csv, gb18030, headings in row 2",
                "  任务 = task, 累计（公里） = total, 备注 = note",
                "  not read: 序号",
                "Wrong",
                "row  column        cell  why",
                "  4  累计（公里）  五    '五' is not a figure; "
                "write it as 12.5, 12.5km, 1,000 or 1.2万.",
                "To add",
                "row  entry  commitment        what             on          words",
                "  3      1  改造雨污合流管网  total 42.5 公里  2024-06-28",
                "1 to add, 1 wrong, 1 with nothing to say",
            ],
        ),
        (
            "zh",
            [
                "wrong.csv：csv、gb18030、表头在第 2 行",
                "  任务、累计（公里） = 累计完成、备注",
                "  不读取的列：序号",
                "有误",
                "行  列            单元格内容  原因",
                " 4  累计（公里）  五          '五' 不是数字；"
                "请写成 12.5、12.5km、1,000 或 1.2万。",
                "新增填报",
                "行  编号  任务              内容            工作日期    文字说明",
                " 3     1  改造雨污合流管网  累计 42.5 公里  2024-06-28",
                "新增 1 行、有误 1 行、无内容 1 行",
            ],
        ),
    ],
)
def test_a_page_tells_what_is_wrong_and_what_would_be_added(
    lang: str, expected: list[str], run: Run
) -> None:
    result = run("import", "wrong.csv", "--lang", lang, "--no-color", keys="", width=100)
    assert [line.rstrip() for line in result.out.splitlines() if line.strip()] == expected


def test_an_increment_that_moves_no_sum_of_today_is_told_with_the_total_that_has_it(
    run: Run,
) -> None:
    run("log", "sewer", "40", "--total", "--on", "2024-06-28")
    Path("late.csv").write_text("任务,新增,日期\nsewer,5,2024-06-21\n", "utf-8")
    assert json.loads(run("import", "late.csv", "-n", "--json").out)["absorbed"] == [
        {
            "file": "late.csv",
            "row": 2,
            "slug": "sewer",
            "by": 1,
            "by_on": "2024-06-28",
            "by_total": 40,
        }
    ]
    page = run("import", "late.csv", "-n", "--no-color", keys="", width=100).out
    lines = [" ".join(line.split()) for line in page.splitlines()]
    heading = lines.index("Within a later total: these rows do not move the newest sum")
    assert (
        lines[heading + 2]
        == "2 改造雨污合流管网 +5 公里 the total of 40 公里 on 2024-06-28, entry 1"
    )


def test_many_rows_are_summed_up_by_commitment_on_a_page(run: Run) -> None:
    rows = [f"estates,1,{month}-{day:02}" for month in (4, 5) for day in range(1, 22)]
    Path("many.csv").write_text(
        "任务,新增,日期\n"
        + "\n".join(f"{r.replace(',4-', ',2024-4-').replace(',5-', ',2024-5-')}" for r in rows),
        "utf-8",
    )
    result = run("import", "many.csv", "-n", "--no-color", keys="", width=100)
    lines = [line.split() for line in result.out.splitlines() if line.strip()]
    assert ["改造老旧小区", "estates", "42", "2024-04-01", "2024-05-21"] in lines
    assert len(run("import", "many.csv", "-n", "--plain").out.splitlines()) == 42
