"""How an import asks, refuses, is silent, and leaves the ledger as it was."""

import datetime as dt
import json
import os
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import NOON, Run

GOOD = "任务,累计,日期\nsewer,42.5,2024-06-28\nestates,120,2024-06-28\n"
SLIPS = "任务,累计,日期\nsewer,42.5,2023-12-30\nsewer,12.5,2023-12-31\n"


@pytest.fixture(autouse=True)
def here(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.parent)
    Path("good.csv").write_text(GOOD, "utf-8")
    Path("slips.csv").write_text(SLIPS, "utf-8")


def entries(run: Run) -> int:
    """How many entries and changes there are beside the first."""
    return len(run("history", "--json").out.split('"change":')) - 2


def test_a_person_is_shown_the_rows_and_asked_once(run: Run) -> None:
    result = run("import", "good.csv", keys="y\n")
    assert (result.code, result.err.count("[y/N]")) == (0, 1)
    assert "saved 2 entries as change #2" in result.out
    assert entries(run) == 2


@pytest.mark.parametrize("keys", ["n\n", "\n", ""])
def test_anything_but_a_yes_saves_nothing(keys: str, run: Run) -> None:
    result = run("import", "good.csv", keys=keys)
    assert (result.code, entries(run)) == (3, 0)


def test_several_slips_are_asked_about_once(run: Run) -> None:
    result = run("import", "slips.csv", keys="y\n")
    assert (result.code, result.err.count("[y/N]"), entries(run)) == (0, 1, 2)


@pytest.mark.parametrize("flags", [[], ["--json"], ["--plain"], ["-q"]])
def test_where_nobody_can_be_asked_yes_is_named_and_needed(flags: list[str], run: Run) -> None:
    result = run("import", "slips.csv", *flags)
    assert (result.code, entries(run)) == (3, 0)
    assert result.err.count("\n") == 1
    assert "--yes" in result.err
    assert run("import", "slips.csv", "--yes", *flags).code == 0
    assert entries(run) == 2


@pytest.mark.parametrize("flag", ["--no-input", "--json", "--plain"])
def test_who_wants_an_answer_for_a_program_is_never_asked(flag: str, run: Run) -> None:
    assert run("import", "good.csv", flag, keys="").code == 3


@pytest.mark.parametrize("argv", [["-n"], ["-n", "-y"], ["-n", "--json"]])
def test_a_dry_run_writes_nothing(argv: list[str], run: Run, ledger: Path) -> None:
    before = ledger.read_bytes()
    assert run("import", "good.csv", *argv).code == 0
    assert ledger.read_bytes() == before


def test_quiet_says_nothing_of_what_was_saved(run: Run) -> None:
    assert run("import", "good.csv", "-y", "-q") == (0, "", "")
    assert run("import", "good.csv", "-q", keys="") == (0, "", "")


def test_json_is_one_document(run: Run) -> None:
    assert json.loads(run("import", "good.csv", "-y", "--json").out)["change"] == 2


def test_several_files_hold_together_or_fall_together(run: Run) -> None:
    Path("bad.csv").write_text("任务,累计,日期\nelevators,x,2024-06-28\n", "utf-8")
    assert run("import", "good.csv", "bad.csv", "-y").code == 3
    assert entries(run) == 0


def test_a_form_is_filled_in_and_read_back(run: Run) -> None:
    for argv in (
        ["area", "add", "sewer", "冠县", "--target", "12"],
        ["area", "add", "estates", "冠县"],
        ["export", "--form", "--area", "冠县", "-o", "form.xlsx"],
    ):
        assert run(*argv).code == 0
    assert run("import", "form.xlsx", "-y").code == 0
    book = openpyxl.load_workbook("form.xlsx")
    sheet = book.worksheets[0]
    rows = {str(row[0].value): row for row in sheet.iter_rows()}
    headings = [str(cell.value) for cell in rows["slug"]]
    for slug, heading, value in (
        ("sewer", "total", 4.25),
        ("sewer", "date", "2024-06-28"),
        ("estates", "added", 3),
        ("estates", "date", "2024-06-28"),
        ("estates", "problem", "资金缺口"),
    ):
        rows[slug][headings.index(heading)].value = value
    book.save("form.xlsx")
    result = run("import", "form.xlsx", "-y", "--json")
    assert (result.code, result.err) == (0, "")
    assert [
        (row["slug"], row["area"], row["mode"], row["amount"], row["problem"])
        for row in json.loads(result.out)["added"]
    ] == [("sewer", "冠县", "total", 4.25, None), ("estates", "冠县", "add", 3, "资金缺口")]
    again = json.loads(run("import", "form.xlsx", "--json").out)
    assert (again["added"], len(again["there"])) == ([], 2)


def test_what_was_imported_is_told_like_what_was_logged(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "friday.csv"
    sheet.write_text("任务,日期,累计完成,存在问题\nsewer,2024-07-05,40,缺管材\n", "utf-8")
    assert run("import", str(sheet), "--yes", "-q").code == 0
    told = run("history", "sewer", keys="", width=140).out
    assert "total 40 公里 problem: 缺管材" in told
    # What came on the day of a bulletin for that day is no news for the next one.
    later = NOON + dt.timedelta(days=7)
    moved = json.loads(run("report", "--json", now=later).out)["moved"]
    assert moved == []
    sheet.write_text("任务,日期,累计完成\nsewer,2024-06-20,30\n", "utf-8")
    assert run("import", str(sheet), "--yes", "-q", now=later).code == 0
    page = run("report", now=later, keys="", width=140).out
    assert "import total 30 公里" in page


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize(
    "words",
    [("import", "PIPE"), ("import", "rows.csv", "--map", "PIPE"), ("init", "--seed", "PIPE")],
)
def test_a_pipe_that_nobody_writes_into_is_refused_at_once(
    words: tuple[str, ...], run: Run, tmp_path: Path, ledger: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "rows.csv").write_text("任务,新增\nsewer,1\n", encoding="utf-8")
    if words[0] == "init":
        ledger.unlink()
    named = {"PIPE": str(tmp_path / "pipe"), "rows.csv": str(tmp_path / "rows.csv")}
    told = run(*(named.get(word, word) for word in words))
    assert (told.code, told.err) == (3, f"tracker: {tmp_path / 'pipe'} is not a file.\n")
