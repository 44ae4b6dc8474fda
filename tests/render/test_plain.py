"""The contract of --plain: one record a line, the columns in their order, exact figures."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import NOON, Run
from tests.render.worked import AS_OF
from tracker.render.delimited import lines


def records(run: Run, *argv: str, now: dt.datetime = NOON, width: int = 80) -> list[list[str]]:
    """The records of an answer, split into their columns."""
    result = run(*argv, "--plain", now=now, width=width)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("\n")
    return [line.split("\t") for line in result.out.removesuffix("\n").split("\n")]


STATUS = {
    "a quantity": (
        *("sewer", "改造雨污合流管网", "Combined sewer pipe rebuilt", "housing", "quantity"),
        *("公里", "90", ">=", "2024-01-01", "2024-12-31", "184", "45.5", "50.56", "49.73"),
        *(
            "0.83",
            "12.5",
            "13.89",
            "on_pace",
            "green",
            "false",
            "4",
            "2024-06-28",
            "false",
            *([""] * 6),
        ),
    ),
    "a stock run down": (
        *("sewer-zero", "城市建成区雨污合流管网清零"),
        *("Combined sewer run down to zero in the built-up area", "housing", "level"),
        *("公里", "0", "=", "2024-01-01", "2024-12-31", "184", "10", "75.00", "49.73"),
        *(
            "25.27",
            "-8",
            "20.00",
            "ahead",
            "green",
            "false",
            "2",
            "2024-06-27",
            "true",
            *([""] * 6),
        ),
    ),
    "a rank": (
        *("city-ranking", "省级城市管理效能评价保三争一", "Provincial city-management ranking"),
        *("city-management", "rank", "名次", "3", "<=", "2024-01-01", "2024-12-31", "184", "3"),
        *("", "", "", "", "", "on_pace", "none", "false", "1", "2024-06-25", "false", *([""] * 6)),
    ),
    # 12/27 = 44.444...%, 5/27 = 18.518...%, which is 31.208... behind.
    "a quantity in stages": (
        *("heritage-projects", "推进27项中远期保护项目"),
        *("Medium- and long-term heritage projects landed", "housing", "quantity", "项", "27", "="),
        *("2024-01-01", "2024-12-31", "184", "5", "18.52", "49.73", "-31.21", "5", "18.52"),
        *("behind", "red", "false", "2", "2024-06-28", "false"),
        *("started: 12 44.44; completed: 5 18.52", *[""] * 5),
    ),
    "milestones": (
        *("heritage-plan", "编制聊城国家历史文化名城保护规划"),
        *("Historic-city protection plan drawn up", "housing", "milestones", "", "4", ""),
        *("2024-01-01", "2024-12-31", "184", "1", "25.00", "25.00", "0.00", "1", "25.00"),
        *("on_pace", "green", "false", "1", "2024-06-24", "false"),
        *("", "评审", "2024-09-30", "", "", ""),
    ),
    "a promise without measure or date": (
        *("drainage", "排水治理", "Drainage treatment", "city-management", "milestones"),
        *([""] * 12),
        *("no_measure", "none", "false", "1", "2024-06-28", "false", *([""] * 6)),
    ),
}


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("expected", STATUS.values(), ids=STATUS)
def test_a_status_is_a_record_for_each_commitment(run: Run, expected: tuple[str, ...]) -> None:
    assert records(run, "status", expected[0], now=AS_OF) == [list(expected)]


@pytest.mark.usefixtures("worked")
def test_a_show_is_a_record_for_each_value_with_its_path(run: Run) -> None:
    found = records(run, "show", "estates", now=AS_OF)
    assert found[:3] == [["as_of", "2024-06-30"], ["known_at", ""], ["rules.version", "1"]]
    values = dict(found)
    expected = {
        "commitment.done": "35",
        "commitment.closed_out": "false",
        "person": "",
        "areas.1.area": "东昌府区",
        "areas.2.completion": "17.54",
        "areas.3.area": "",
        "last_entries.1.amount": "1",
    }
    assert {path: values[path] for path in expected} == expected
    # What is empty in JSON has no record.
    assert not [path for path in values if path.startswith("stages")]


@pytest.mark.usefixtures("ledger")
def test_a_history_is_a_record_for_each_line(run: Run) -> None:
    words = ("--note", "柳园路", "--problem", "停工", "--next", "复工")
    run("log", "sewer", "10.5", "--on", "2024-07-01", *words)
    run("correct", "1", "--to", "12", "--note", "兴华路", "--reason", "数错")
    run("edit", "sewer", "--due", "2025-01-31", "--reason", "延期")
    at, who = "2024-07-05T04:00:00.000Z", "张三"
    _, logged, corrected, edited = records(run, "history", "sewer")
    login = logged.pop(7)
    assert login
    assert [corrected.pop(7), edited.pop(7)] == [login, login]
    entry = ["1", "2", "sewer", "log", "2024-07-01", at, who, "add", "10.5", "10.5"]
    assert logged == [*entry, "", "", "柳园路", "", "", "", "停工", "复工"]
    entry = ["2", "3", "sewer", "correct", "2024-07-01", at, who, "add", "12", "12"]
    changes = "amount: 10.5 -> 12; note: 柳园路 -> 兴华路"
    assert corrected == [*entry, "", "", "", "数错", "1", changes, "", ""]
    entry = ["", "4", "sewer", "edit", "", at, who, "", "", ""]
    changes = "due: 2024-12-31 -> 2025-01-31; due_as_written: 全年 -> -; due_basis: stated -> -"
    assert edited == [*entry, "", "", "", "延期", "", changes, "", ""]


@pytest.mark.usefixtures("worked")
def test_alerts_are_a_record_each(run: Run) -> None:
    due = "2024-12-31"
    assert records(run, "alerts", now=AS_OF) == [
        ["complexes", "behind", "red", "184", due, "0", "30", "30", *[""] * 5],
        ["heritage-projects", "behind", "red", "184", due, "5", "27", "22", *[""] * 5],
        ["estates", "behind", "yellow", "184", due, "35", "174", "139", *[""] * 5],
        # From the first of January to the end of June are 181 days.
        ["dongchang-road", "silent", "notice", "181", due, *[""] * 8],
        ["trunk-roads", "silent", "notice", "181", due, *[""] * 8],
        ["complexes", "silent", "notice", "181", due, "0", "30", "30", *[""] * 5],
        ["pilot-city", "silent", "notice", "181", due, *[""] * 8],
        [
            "sewer-zero",
            "moved",
            "notice",
            "2",
            due,
            *("10", "0", "10"),
            "",
            "2024-06-28",
            "",
            "0",
            "",
        ],
        ["elevators", "reached", "notice", "", due, "204", "200", "0", *[""] * 5],
    ]
    soon = records(run, "alerts", "--as-of", "2024-12-01", now=AS_OF)
    assert ["pilot-city", "due_soon", "notice", "30", due, *[""] * 4, due, "", "", ""] in soon


@pytest.mark.usefixtures("worked")
def test_of_a_note_a_record_has_the_day_it_lasts_until(run: Run) -> None:
    ack = ("alerts", "ack", "complexes", "--rule", "behind", "--until", "2024-07-31")
    figures = ["complexes", "behind", "red", "184", "2024-12-31", "0", "30", "30"]
    noted = [*figures, "", "", "", "", "2024-07-31"]
    assert records(run, *ack, "--reason", "x", now=AS_OF) == [noted]
    assert records(run, "alerts", now=AS_OF)[-1] == noted


@pytest.mark.usefixtures("worked")
def test_what_has_changed_is_a_record_with_its_event_first(run: Run) -> None:
    (found,) = records(run, "alerts", "--new", "--level", "red", "--within", "5w", now=AS_OF)[:1]
    figures = ["complexes", "behind", "red", "184", "2024-12-31", "0", "30", "30"]
    assert found == ["opened", "false", *figures, "", "", "", ""]
    moment, said = (
        "2024-06-30T09:00:00.000Z",
        "behind pace by 49.73 points, 30 处 missing (0 of 30处)",
    )
    assert records(run, "alerts", "log", "complexes", now=AS_OF) == [
        [
            *(
                "1",
                "within=5w level=red",
                moment,
                "confirmed",
                "complexes",
                "opened",
                "behind",
                "red",
            ),
            *("", "false", f"new, red: 建设嵌入式社区服务综合体 (complexes) {said}"),
        ]
    ]


WRITES = {
    "log": (("log", "sewer", "5km"), [["1", "sewer", "", "5", "5.56"]]),
    "log in words": (("log", "drainage", "--note", "已开工"), [["1", "drainage", "", "", ""]]),
    "add": (
        (
            *("add", "look", "--name", "巡查", "--kind", "duty", "--every", "30d"),
            *("--department", "housing"),
        ),
        [
            ["look", "department", "", "市住建局"],
            ["look", "name", "", "巡查"],
            ["look", "every", "", "30"],
        ],
    ),
    "edit": (
        ("edit", "sewer", "--target", "95", "--reason", "调整"),
        [["sewer", "target", "90", "95"]],
    ),
    "area add": (
        ("area", "add", "estates", "冠县", "--target", "5"),
        [["estates", "areas", "", "冠县"], ["estates", "target 冠县", "", "5"]],
    ),
    "milestone add": (
        ("milestone", "add", "drainage", "初稿", "--due", "2024-09-30"),
        [["drainage", "milestone 初稿", "", "2024-09-30, 1"]],
    ),
    "unit add": (("unit", "add", "吨", "--step", "0.001"), [["吨", "3"]]),
    "config": (("config", "red", "25"), [["red", "30", "25"]]),
    "config of a commitment": (
        ("config", "--commitment", "sewer", "alert.silent", "3w"),
        [["sewer", "alert.silent", "", "3w"]],
    ),
    "workday": (("workday", "2024-10-12", "on"), [["workday 2024-10-12", "", "on"]]),
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("argv", "expected"), WRITES.values(), ids=WRITES)
def test_a_write_echoes_records(run: Run, argv: tuple[str, ...], expected: list[list[str]]) -> None:
    assert records(run, *argv) == expected


@pytest.mark.usefixtures("worked")
def test_corrections_and_undos_echo_the_record_of_an_entry(run: Run) -> None:
    corrected = records(run, "correct", "4", "--to", "12", "--reason", "数错")
    assert corrected == [["17", "sewer", "45.5", "47.5", "52.78"]]
    undone = records(run, "undo", "17", "--reason", "没错")
    assert undone == [["18", "sewer", "47.5", "45.5", "50.56"]]


@pytest.mark.usefixtures("ledger")
def test_settings_are_a_record_each(run: Run) -> None:
    assert records(run, "config") == [
        ["title", "聊城市 2024"],
        ["time_zone", "Asia/Shanghai"],
        ["reporting_day", "friday"],
        ["yellow", "10"],
        ["red", "30"],
        ["ahead", "10"],
        ["alert.overdue", "on"],
        ["alert.due_soon", "30 7 1"],
        ["alert.behind", "on"],
        ["alert.hard", "1.1"],
        ["alert.will_miss", "50"],
        ["alert.silent", "7+2w"],
        ["alert.milestone_overdue", "on"],
        ["alert.milestone_soon", "7 1"],
        ["alert.duty", "on"],
        ["alert.area_silent", "7+2w"],
        ["alert.fell", "on"],
        ["alert.jumped", "25"],
        ["alert.moved", "7"],
        ["alert.reached", "on"],
        ["alert.unanswered", "14"],
    ]
    assert records(run, "config", "red") == [["red", "30"]]


@pytest.mark.usefixtures("ledger")
def test_settings_of_a_commitment_and_working_days_are_a_record_each(run: Run) -> None:
    for line in (
        ("config", "--commitment", "sewer", "alert.silent", "3w"),
        ("config", "--commitment", "sewer", "alert.due_soon", "off"),
        ("workday", "2024-10-12", "on"),
        ("workday", "2024-10-08", "off"),
    ):
        assert run(*line).code == 0
    own = [["alert.due_soon", "off"], ["alert.silent", "3w"]]
    assert records(run, "config", "--commitment", "sewer") == own
    assert records(run, "workday") == [["2024-10-08", "off"], ["2024-10-12", "on"]]


def test_making_a_database_is_a_record(run: Run) -> None:
    assert records(run, "init") == [["true", "31"]]
    assert records(run, "init") == [["false", ""]]


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("argv", [("status",), ("show", "estates"), ("history",)])
@pytest.mark.parametrize("width", [1, 500])
def test_a_pipe_gets_whole_records_at_any_width(
    run: Run, argv: tuple[str, ...], width: int
) -> None:
    asked = records(run, *argv, now=AS_OF)
    piped = run(*argv, now=AS_OF, width=width).out
    assert piped == "".join("\t".join(record) + "\n" for record in asked)
    assert "…" not in piped


@pytest.mark.usefixtures("ledger")
def test_text_never_breaks_a_record_or_a_column(run: Run) -> None:
    hostile = "a\tb\r\nc\x1b[2J\u2028\u202e\u200b [red]"
    run("log", "sewer", "5", "--on", "2024-07-01", "--note", hostile)
    (record,) = [r for r in records(run, "history") if r[3] == "log"]
    assert len(record) == 19
    assert record[13] == r"a\tb\r\nc\x1b[2J\u2028\u202e\u200b [red]"


def test_a_field_is_written_as_it_is_and_what_is_hidden_is_shown() -> None:
    row = [None, True, False, 4, Decimal("0.00"), Decimal("12.5"), dt.date(2024, 6, 30)]
    assert lines([row, ["a\tb\nc\u202e", "公里"]]) == (
        "\ttrue\tfalse\t4\t0.00\t12.5\t2024-06-30\n" + r"a\tb\nc\u202e" + "\t公里\n"
    )


@pytest.mark.usefixtures("worked")
def test_nothing_to_say_is_no_record(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "empty.db")
    run("init", "--empty", "--db", path)
    for argv in (("status",), ("alerts",), ("history", "--since", "2024-07-06")):
        assert run(*argv, "--plain", "--db", path).out == ""


@pytest.mark.usefixtures("ledger")
def test_records_and_json_exclude_each_other(run: Run) -> None:
    result = run("status", "--plain", "--json")
    assert (result.code, result.out) == (2, "")
