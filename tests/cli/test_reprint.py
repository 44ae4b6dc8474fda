"""A bulletin that is printed again later is the same to the byte, whatever happened since."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.conftest import SHANGHAI, Run
from tracker.text import LANGUAGES

FRIDAY = dt.datetime(2024, 6, 28, 17, 0, tzinfo=SHANGHAI)
LATER = dt.datetime(2024, 8, 20, 9, 0, tzinfo=SHANGHAI)
FORMATS = ("csv", "json", "markdown", "plain", "html", "xlsx")

BEFORE = (
    ("log", "sewer", "12.5", "--on", "2024-06-26", "--note", "柳园路"),
    ("log", "sewer", "30", "--total", "--on", "2024-06-19"),
    ("log", "elevators", "7", "--on", "2024-05-31", "--problem", "=1+1", "--next", "'quoted"),
    ("log", "pilot-city", "--note", "已上报"),
    ("plan", "elevators", "--until", "2024-09-30", "--reach", "120"),
    ("area", "add", "estates", "冠县", "--target", "60", "--person", "李四"),
    ("log", "estates", "14", "--area", "冠县"),
    ("correct", "1", "--to", "12", "--reason", "核实"),
)

SINCE = {
    "an entry of that week": ("log", "sewer", "5", "--on", "2024-06-27"),
    "a correction": ("correct", "2", "--to", "31", "--reason", "核实"),
    "a correction undone": ("undo", "6", "--reason", "原数无误"),
    "words corrected": ("correct", "3", "--problem", "", "--reason", "已解决"),
    "an entry moved out of the week": ("correct", "1", "--on", "2024-06-01", "--reason", "日期"),
    "a target": ("edit", "sewer", "--target", "95", "--reason", "来函"),
    "a due day": ("edit", "sewer", "--due", "2024-11-30", "--reason", "来函"),
    "a name": ("edit", "sewer", "--name", "管网改造", "--name-en", "Sewer"),
    "a department": ("edit", "sewer", "--department", "水务局"),
    "a person": ("edit", "sewer", "--person", "王五", "--contact", "123"),
    "an alias": ("edit", "sewer", "--alias", "水管"),
    "sharing out": ("area", "add", "sewer", "东阿县", "--target", "20"),
    "an area": ("area", "edit", "estates", "冠县", "--name", "冠县新区", "--reason", "改名"),
    "stages": ("edit", "heritage-projects", "--stages", "开工,完工", "--reason", "细化"),
    "a plan": ("plan", "elevators", "--until", "2024-09-30", "--remove", "--reason", "取消"),
    "another plan": ("plan", "sewer", "--until", "2024-06-30", "--reach", "50"),
    "a milestone": ("milestone", "add", "heritage-plan", "初稿", "--due", "2024-06-01"),
    "a commitment": ("add", "x", "--name", "新任务", "--kind", "duty", "--department", "新局"),
    "a unit": ("unit", "add", "吨"),
    "the title": ("config", "title", "改名"),
    "a threshold": ("config", "yellow", "1"),
    "the reporting day": ("config", "reporting_day", "monday"),
    "the time zone": ("config", "time_zone", "America/New_York"),
}  # fmt: skip


@pytest.fixture
def friday(ledger: Path, run: Run) -> Path:
    """A ledger as it was on a Friday; its folder."""
    for argv in BEFORE:
        result = run(*argv, "--yes", now=FRIDAY)
        assert result.code == 0, result.err
    return ledger.parent


def printed(run: Run, folder: Path, *argv: str, now: dt.datetime) -> dict[str, bytes]:
    """A bulletin in every format and language."""
    pages = {}
    for language in LANGUAGES:
        for name in FORMATS:
            file = folder / f"week.{name}"
            options = ("--format", name, "-o", str(file), "--lang", language)
            result = run("report", *argv, *options, now=now)
            assert result.code == 0, result.err
            pages[f"{language} {name}"] = file.read_bytes()
    return pages


@pytest.mark.parametrize("what", SINCE)
def test_what_happens_later_changes_no_printed_page(run: Run, friday: Path, what: str) -> None:
    before = printed(run, friday, now=FRIDAY)
    result = run(*SINCE[what], "--yes", now=LATER)
    assert result.code == 0, result.err
    again = printed(run, friday, "--known-at", "#9", now=LATER)
    assert [name for name, page in before.items() if page != again[name]] == []


def test_nor_does_all_of_it_together(run: Run, friday: Path) -> None:
    before = printed(run, friday, "--department", "housing", now=FRIDAY)
    for argv in SINCE.values():
        run(*argv, "--yes", now=LATER)
    for known in ("#9", "2024-06-28", "2024-06-28T17:00+08:00"):
        named = ("--week-ending", "2024-06-28", "--known-at", known)
        again = printed(run, friday, *named, "--department", "housing", now=LATER)
        assert [name for name, page in before.items() if page != again[name]] == []


def test_without_known_at_the_same_week_tells_what_is_known_now(run: Run, friday: Path) -> None:
    before = printed(run, friday, now=FRIDAY)
    assert run("log", "sewer", "5", "--on", "2024-06-27", now=LATER).code == 0
    again = printed(run, friday, "--week-ending", "2024-06-28", now=LATER)
    assert [name for name, page in before.items() if page == again[name]] == []


def test_a_page_names_the_change_it_saw_and_no_clock(run: Run, friday: Path) -> None:
    early = printed(run, friday, now=FRIDAY)
    late = printed(run, friday, now=FRIDAY + dt.timedelta(hours=5))
    assert early == late
    seen = json.loads(early["en json"])["known_at"]
    assert seen["change"] == 1 + len(BEFORE)
    for page in ("en csv", "zh csv", "en markdown", "zh html"):
        text = early[page].decode()
        assert seen["digest"] in text
        assert "#9" in text.replace("\\#", "#")
