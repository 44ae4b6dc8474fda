"""The contract of --json where a command reads: every field, in its order, to the last digit.

The figures are those of `worked.py`; on 2024-06-30 the pace of 2024 is 182/366 = 49.7267...%.
"""

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOON, SHANGHAI, Run
from tests.render.literal import answer, exact
from tests.render.worked import AS_OF
from tracker.__main__ import main

NEW_YEAR = dt.datetime(2025, 1, 1, 7, 0, tzinfo=SHANGHAI)

# done 33 + 2.5 + 10 = 45.5; 45.5/90 = 50.555...%; 50.555... - 49.726... = 0.828...;
# week 45.5 - 33 = 12.5; 12.5/90 = 13.888...%.
SEWER = """
{"slug": "sewer", "name": "改造雨污合流管网", "name_en": "Combined sewer pipe rebuilt",
 "department": "housing", "kind": "quantity", "unit": "公里", "target": 90, "comparator": ">=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 45.5,
 "completion": 50.56, "pace": 49.73, "gap": 0.83, "week": 12.5, "week_points": 13.89,
 "class": "on_pace", "light": "green", "closed_out": false, "entries": 4,
 "last_entry": "2024-06-28", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# (40 - 10)/40 = 75%; a week before (40 - 18)/40 = 55%; 75 - 49.726... = 25.273...
SEWER_ZERO = """
{"slug": "sewer-zero", "name": "城市建成区雨污合流管网清零",
 "name_en": "Combined sewer run down to zero in the built-up area",
 "department": "housing", "kind": "level", "unit": "公里", "target": 0, "comparator": "=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 10,
 "completion": 75.00, "pace": 49.73, "gap": 25.27, "week": -8, "week_points": 20.00,
 "class": "ahead", "light": "green", "closed_out": false, "entries": 2,
 "last_entry": "2024-06-27", "terms_moved": true, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# Nothing logged: 0 - 49.726... is beyond -30, so the light is red although nothing was begun.
COMPLEXES = """
{"slug": "complexes", "name": "建设嵌入式社区服务综合体",
 "name_en": "Embedded community service complexes built",
 "department": "housing", "kind": "quantity", "unit": "处", "target": 30, "comparator": "=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 0,
 "completion": 0.00, "pace": 49.73, "gap": -49.73, "week": 0, "week_points": 0.00,
 "class": "not_started", "light": "red", "closed_out": false, "entries": 0,
 "last_entry": null, "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# 1 + 14 + 20 = 35; 35/174 = 20.114...%; gap -29.611...; week 35 - 1 = 34, 34/174 = 19.540...%.
ESTATES = """
{"slug": "estates", "name": "改造老旧小区", "name_en": "Old estates renovated",
 "department": "housing", "kind": "quantity", "unit": "个", "target": 174, "comparator": "=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 35,
 "completion": 20.11, "pace": 49.73, "gap": -29.61, "week": 34, "week_points": 19.54,
 "class": "behind", "light": "yellow", "closed_out": false, "entries": 3,
 "last_entry": "2024-06-28", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# Over-fulfilled: 204/200 is 102%, never capped; 102 - 49.726... = 52.273...
ELEVATORS = """
{"slug": "elevators", "name": "加装电梯", "name_en": "Elevators added to existing buildings",
 "department": "housing", "kind": "quantity", "unit": "部", "target": 200, "comparator": ">=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 204,
 "completion": 102.00, "pace": 49.73, "gap": 52.27, "week": 204, "week_points": 102.00,
 "class": "completed", "light": "blue", "closed_out": false, "entries": 1,
 "last_entry": "2024-06-28", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# One of two milestones, weights 1 and 3: 1/4 done, and 1/4 was due by now.
HERITAGE_PLAN = """
{"slug": "heritage-plan", "name": "编制聊城国家历史文化名城保护规划",
 "name_en": "Historic-city protection plan drawn up",
 "department": "housing", "kind": "milestones", "unit": null, "target": 4, "comparator": null,
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 1,
 "completion": 25.00, "pace": 25.00, "gap": 0.00, "week": 1, "week_points": 25.00,
 "class": "on_pace", "light": "green", "closed_out": false, "entries": 1,
 "last_entry": "2024-06-24", "terms_moved": false, "stages": [],
 "next_milestone": "评审", "next_milestone_due": "2024-09-30",
 "last_looked_at": null, "met_on": null, "days_late": null}
"""
HERITAGE_CARE = """
{"slug": "heritage-care", "name": "开展常态化保护工作", "name_en": "Routine heritage protection",
 "department": "housing", "kind": "duty", "unit": null, "target": null, "comparator": null,
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": null,
 "completion": null, "pace": null, "gap": null, "week": null, "week_points": null,
 "class": "no_measure", "light": "none", "closed_out": false, "entries": 1,
 "last_entry": "2024-06-28", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": "2024-06-28",
 "met_on": null, "days_late": null}
"""
# The last stage decides: 5/27 = 18.518...%, gap -31.208...; started are 12/27 = 44.444...%; the
# entries of both stages are counted.
HERITAGE_PROJECTS = """
{"slug": "heritage-projects", "name": "推进27项中远期保护项目",
 "name_en": "Medium- and long-term heritage projects landed",
 "department": "housing", "kind": "quantity", "unit": "项", "target": 27, "comparator": "=",
 "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 5,
 "completion": 18.52, "pace": 49.73, "gap": -31.21, "week": 5, "week_points": 18.52,
 "class": "behind", "light": "red", "closed_out": false, "entries": 2,
 "last_entry": "2024-06-28", "terms_moved": false,
 "stages": [{"stage": "started", "done": 12, "completion": 44.44},
            {"stage": "completed", "done": 5, "completion": 18.52}],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
# A rank has no percentage, ever: neither completion nor pace, and no change of the week.
CITY_RANKING = """
{"slug": "city-ranking", "name": "省级城市管理效能评价保三争一",
 "name_en": "Provincial city-management ranking",
 "department": "city-management", "kind": "rank", "unit": "名次", "target": 3,
 "comparator": "<=", "start": "2024-01-01", "due": "2024-12-31", "days_left": 184, "done": 3,
 "completion": null, "pace": null, "gap": null, "week": null, "week_points": null,
 "class": "on_pace", "light": "none", "closed_out": false, "entries": 1,
 "last_entry": "2024-06-25", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
DRAINAGE = """
{"slug": "drainage", "name": "排水治理", "name_en": "Drainage treatment",
 "department": "city-management", "kind": "milestones", "unit": null, "target": null,
 "comparator": null, "start": null, "due": null, "days_left": null, "done": null,
 "completion": null, "pace": null, "gap": null, "week": null, "week_points": null,
 "class": "no_measure", "light": "none", "closed_out": false, "entries": 1,
 "last_entry": "2024-06-28", "terms_moved": false, "stages": [],
 "next_milestone": null, "next_milestone_due": null, "last_looked_at": null, "met_on": null,
 "days_late": null}
"""
ROWS = {
    "a quantity": SEWER,
    "a stock run down": SEWER_ZERO,
    "a quantity nobody has begun": COMPLEXES,
    "a quantity shared out": ESTATES,
    "an over-fulfilled quantity": ELEVATORS,
    "milestones": HERITAGE_PLAN,
    "a duty": HERITAGE_CARE,
    "a quantity in stages": HERITAGE_PROJECTS,
    "a rank": CITY_RANKING,
    "a promise without measure or date": DRAINAGE,
}


def row_of(run: Run, slug: str, *argv: str, now: dt.datetime = AS_OF) -> Any:
    """The one row of a status."""
    (row,) = answer(run, "status", slug, *argv, now=now)["commitments"]
    return row


# -- status


@pytest.mark.usefixtures("worked")
def test_a_status_is_what_the_contract_says(run: Run) -> None:
    expected = """
    {"as_of": "2024-06-30", "known_at": null,
     "rules": {"version": 1, "yellow": 10, "red": 30, "ahead": 10},
     "commitments": [%s],
     "summary": {"completed": {"count": 0, "share": 0.00}, "ahead": {"count": 0, "share": 0.00},
       "on_pace": {"count": 1, "share": 100.00}, "behind": {"count": 0, "share": 0.00},
       "overdue": {"count": 0, "share": 0.00}, "not_started": {"count": 0, "share": 0.00},
       "no_measure": {"count": 0, "share": 0.00}}, "area": null}
    """
    assert answer(run, "status", "sewer", now=AS_OF) == exact(expected % SEWER)


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("expected", ROWS.values(), ids=ROWS)
def test_a_row_of_each_kind(run: Run, expected: str) -> None:
    row = exact(expected)
    assert row_of(run, row["slug"]) == row


@pytest.mark.usefixtures("worked")
def test_a_summary_counts_every_commitment_listed(run: Run) -> None:
    # Of 31: 1 is 3.225...%, 2 are 6.451...%, 3 are 9.677...%, 23 are 74.193...%.
    expected = """
    {"completed": {"count": 1, "share": 3.23}, "ahead": {"count": 1, "share": 3.23},
     "on_pace": {"count": 3, "share": 9.68}, "behind": {"count": 2, "share": 6.45},
     "overdue": {"count": 0, "share": 0.00}, "not_started": {"count": 1, "share": 3.23},
     "no_measure": {"count": 23, "share": 74.19}}
    """
    report = answer(run, "status", now=AS_OF)
    assert report["summary"] == exact(expected)
    assert len(report["commitments"]) == 31


@pytest.mark.usefixtures("ledger")
def test_a_summary_of_nothing_has_no_share(run: Run) -> None:
    report = answer(run, "status", "--class", "ahead")
    assert report["commitments"] == []
    assert report["summary"]["ahead"] == exact('{"count": 0, "share": 0.00}')


@pytest.mark.usefixtures("worked")
def test_days_left_are_negative_and_the_gap_is_whole_once_it_is_overdue(run: Run) -> None:
    row = row_of(run, "complexes", now=NEW_YEAR)
    expected = {"days_left": "-1", "pace": "100.00", "gap": "-100.00", "week": "0"}
    assert {key: row[key].digits for key in expected} == expected
    assert (row["class"], row["light"]) == ("overdue", "red")


@pytest.mark.usefixtures("ledger")
def test_a_stock_without_an_opening_has_no_percentage(run: Run) -> None:
    run("log", "sewer-zero", "10", "--on", "2024-06-27")
    row = row_of(run, "sewer-zero")
    empty = ("completion", "gap", "week", "week_points")
    assert [row[key] for key in empty] == [None] * 4
    assert (row["done"].digits, row["pace"].digits) == ("10", "49.73")
    assert (row["class"], row["light"]) == ("no_measure", "none")


@pytest.mark.usefixtures("ledger")
def test_completion_is_never_capped(run: Run) -> None:
    run("log", "sewer", "92")
    # 92/90 = 102.222...%
    assert row_of(run, "sewer", now=NOON)["completion"].digits == "102.22"


@pytest.mark.usefixtures("ledger")
def test_half_a_hundredth_is_rounded_away_from_zero(run: Run) -> None:
    # 800 days from 2024-06-30; on the first of them the pace is 1/800 = 0.125%.
    due = dt.date(2024, 6, 30) + dt.timedelta(days=799)
    terms = ("--start", "2024-06-30", "--due", due.isoformat(), "--department", "housing")
    for slug in ("begun", "waiting"):
        words = ("--name", slug, "--kind", "quantity", "--target", "800", "--unit", "个")
        assert run("add", slug, *words, *terms).code == 0
    run("log", "begun", "1", "--on", "2024-06-30")
    begun, waiting = row_of(run, "begun"), row_of(run, "waiting")
    assert (begun["completion"].digits, begun["gap"].digits) == ("0.13", "0.00")
    assert (waiting["pace"].digits, waiting["gap"].digits) == ("0.13", "-0.13")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("typed", "digits"),
    [("0.001", "0.001"), ("12.50", "12.5"), ("90.0", "90"), ("1米", "0.001"), ("99", "99")],
)
def test_quantities_are_exact_and_carry_no_zeros(run: Run, typed: str, digits: str) -> None:
    run("log", "sewer", typed)
    assert row_of(run, "sewer", now=NOON)["done"].digits == digits


@pytest.mark.usefixtures("ledger")
def test_ten_times_a_tenth_is_one(run: Run) -> None:
    for day in range(1, 11):
        run("log", "sewer", "0.1", "--on", f"2024-06-{day:02}")
    assert row_of(run, "sewer")["done"].digits == "1"


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("known", ["#5", "5", "2024-06-28T17:00", "2024-06-28T09:00:30Z"])
def test_a_status_says_at_which_change_it_was_known(run: Run, known: str) -> None:
    expected = '{"change": 5, "recorded_at": "2024-06-28T09:00:00.000Z", "digest": "DIGEST"}'
    report = answer(run, "status", "sewer", "--known-at", known, now=AS_OF)
    assert report["known_at"] == exact(expected)
    assert report["as_of"] == "2024-06-28"
    assert report["commitments"][0]["done"].digits == "45.5"


@pytest.mark.usefixtures("worked")
def test_what_was_recorded_later_is_not_known_yet(run: Run) -> None:
    report = answer(run, "status", "sewer", "--known-at", "#4", "--as-of", "2024-06-30", now=AS_OF)
    assert report["as_of"] == "2024-06-30"
    row = report["commitments"][0]
    assert (row["done"].digits, row["entries"].digits) == ("35.5", "3")


@pytest.mark.usefixtures("worked")
def test_the_version_of_the_rules_grows_with_each_change_of_one(run: Run) -> None:
    run("config", "yellow", "12", now=AS_OF)
    run("config", "title", "试点", now=AS_OF)
    rules = answer(run, "status", "sewer", now=AS_OF)["rules"]
    assert rules == exact('{"version": 2, "yellow": 12, "red": 30, "ahead": 10}')


# -- history


HISTORY = """
[{"entry": null, "change": 1, "slug": "sewer", "action": "init", "on": null,
  "recorded_at": "2024-01-01T01:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": null,
  "amount": null, "total": null, "area": null, "stage": null, "note": null, "reason": null,
  "of": null, "changes": [],
  "problem": null, "next": null},
 {"entry": 1, "change": 2, "slug": "sewer", "action": "log", "on": "2024-07-01",
  "recorded_at": "2024-07-05T04:00:00.000Z", "by": "李四", "login": "LOGIN", "mode": "total",
  "amount": 10.5, "total": 10.5, "area": null, "stage": null, "note": "柳园路", "reason": null,
  "of": null, "changes": [],
  "problem": null, "next": null},
 {"entry": 2, "change": 3, "slug": "sewer", "action": "correct", "on": "2024-07-01",
  "recorded_at": "2024-07-05T04:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": "total",
  "amount": 12, "total": 12, "area": null, "stage": null, "note": null, "reason": "数错",
  "of": 1, "changes": [{"field": "amount", "old": 10.5, "new": 12}],
  "problem": null, "next": null},
 {"entry": 3, "change": 4, "slug": "sewer", "action": "undo", "on": "2024-07-01",
  "recorded_at": "2024-07-05T04:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": null,
  "amount": null, "total": 10.5, "area": null, "stage": null, "note": null, "reason": "没错",
  "of": 2, "changes": [],
  "problem": null, "next": null},
 {"entry": null, "change": 5, "slug": "sewer", "action": "edit", "on": null,
  "recorded_at": "2024-07-05T04:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": null,
  "amount": null, "total": null, "area": null, "stage": null, "note": null, "reason": "调整",
  "of": null, "changes": [{"field": "target", "old": 90, "new": 95.5}],
  "problem": null, "next": null}]
"""


@pytest.mark.usefixtures("ledger")
def test_a_history_is_what_the_contract_says(run: Run) -> None:
    for line in (
        ("log", "sewer", "10.5", "--total", "--on", "2024-07-01", "--note", "柳园路", "--by"),
        ("correct", "1", "--to", "12", "--reason", "数错"),
        ("undo", "2", "--reason", "没错"),
        ("edit", "sewer", "--target", "95.5", "--reason", "调整"),
    ):
        assert run(*line, *(("李四",) if line[0] == "log" else ())).code == 0
    assert answer(run, "history", "sewer") == exact(HISTORY)


@pytest.mark.usefixtures("worked")
def test_the_parts_of_a_commitment_have_their_lines_in_the_history(run: Run) -> None:
    lines = answer(run, "history", now=AS_OF)
    found = {line["change"].digits: line for line in lines}
    assert found["10"]["action"] == "milestone add"
    assert found["17"]["action"] == "area add"
    # Figures are told in the commitment's own unit, whatever was typed: 2500米 is 2.5公里.
    assert found["4"]["amount"].digits == "2.5"
    assert (found["12"]["stage"], found["12"]["total"].digits) == ("初稿", "1")
    assert (found["19"]["area"], found["19"]["total"].digits) == ("东昌府区", "15")
    assert found["22"]["stage"] == "started"
    entries = [line["entry"] for line in lines if line["entry"]]
    assert [int(number.digits) for number in entries] == list(range(1, 17))


@pytest.mark.usefixtures("ledger")
def test_a_setting_belongs_to_no_commitment(run: Run) -> None:
    run("config", "yellow", "12", "--reason", "新规")
    line = answer(run, "history")[-1]
    assert (line["slug"], line["action"], line["reason"]) == (None, "config", "新规")
    assert line["changes"] == exact('[{"field": "yellow", "old": "10", "new": "12"}]')


@pytest.mark.usefixtures("ledger")
def test_a_correction_tells_the_entry_as_it_is_from_then_on(run: Run) -> None:
    run("log", "sewer", "10", "--on", "2024-07-01")
    run("correct", "1", "--to", "50", "--total", "--on", "2024-07-02", "--reason", "是累计数")
    line = answer(run, "history")[-1]
    assert (line["mode"], line["amount"].digits, line["on"]) == ("total", "50", "2024-07-02")
    fields = [change["field"] for change in line["changes"]]
    assert sorted(fields) == ["amount", "day", "mode"]


@pytest.mark.usefixtures("ledger")
def test_a_history_of_nothing_is_an_empty_list(run: Run) -> None:
    assert run("history", "--since", "2024-07-01", "--json").out == "[]\n"


# -- alerts


@pytest.mark.usefixtures("worked")
def test_alerts_are_what_the_contract_says(run: Run) -> None:
    expected = """
    [{"slug": "complexes", "rule": "behind", "level": "red", "days": 184, "due": "2024-12-31",
      "done": 0, "target": 30, "remaining": 30, "subject": null, "on": null, "ratio": null,
      "before": null, "acknowledged": null},
     {"slug": "heritage-projects", "rule": "behind", "level": "red", "days": 184,
      "due": "2024-12-31", "done": 5, "target": 27, "remaining": 22, "subject": null, "on": null,
      "ratio": null, "before": null, "acknowledged": null},
     {"slug": "estates", "rule": "behind", "level": "yellow", "days": 184, "due": "2024-12-31",
      "done": 35, "target": 174, "remaining": 139, "subject": null, "on": null, "ratio": null,
      "before": null, "acknowledged": null},
     {"slug": "complexes", "rule": "silent", "level": "notice", "days": 181, "due": "2024-12-31",
      "done": 0, "target": 30, "remaining": 30, "subject": null, "on": null, "ratio": null,
      "before": null, "acknowledged": null},
     {"slug": "sewer-zero", "rule": "moved", "level": "notice", "days": 2, "due": "2024-12-31",
      "done": 10, "target": 0, "remaining": 10, "subject": null, "on": "2024-06-28",
      "ratio": null, "before": 0, "acknowledged": null},
     {"slug": "elevators", "rule": "reached", "level": "notice", "days": null,
      "due": "2024-12-31", "done": 204, "target": 200, "remaining": 0, "subject": null,
      "on": null, "ratio": null, "before": null, "acknowledged": null}]
    """
    # Three promises without a measure have begun as well, and nobody has said anything of them;
    # from the first of January to the end of June are 181 days.
    silent = answer(run, "alerts", now=AS_OF)[3:7]
    assert [one["slug"] for one in silent if one["done"] is None] == [
        "dongchang-road",
        "trunk-roads",
        "pilot-city",
    ]
    assert {(one["rule"], one["days"].digits) for one in silent} == {("silent", "181")}
    found = [one for one in answer(run, "alerts", now=AS_OF) if one["done"] is not None]
    assert found == exact(expected)


ALERTS = {
    "overdue": (
        "2025-01-01",
        """{"slug": "sewer", "rule": "overdue", "level": "red", "days": 1, "due": "2024-12-31",
            "done": 45.5, "target": 90, "remaining": 44.5, "subject": null, "on": null,
            "ratio": null, "before": null, "acknowledged": null}""",
    ),
    "due today": (
        "2024-12-31",
        """{"slug": "sewer-zero", "rule": "due_soon", "level": "yellow", "days": 0,
            "due": "2024-12-31", "done": 10, "target": 0, "remaining": 10, "subject": null,
            "on": "2024-12-31", "ratio": null, "before": null, "acknowledged": null}""",
    ),
    "due soon, a rank": (
        "2024-12-01",
        """{"slug": "city-ranking", "rule": "due_soon", "level": "notice", "days": 30,
            "due": "2024-12-31", "done": 3, "target": 3, "remaining": null, "subject": null,
            "on": "2024-12-31", "ratio": null, "before": null, "acknowledged": null}""",
    ),
    "due soon, without a measure": (
        "2024-12-01",
        """{"slug": "pilot-city", "rule": "due_soon", "level": "notice", "days": 30,
            "due": "2024-12-31", "done": null, "target": null, "remaining": null,
            "subject": null, "on": "2024-12-31", "ratio": null, "before": null,
            "acknowledged": null}""",
    ),
    # Its second milestone was due on 30 September; October has 31 days.
    "a milestone overdue": (
        "2024-11-01",
        """{"slug": "heritage-plan", "rule": "milestone_overdue", "level": "red", "days": 32,
            "due": "2024-12-31", "done": 1, "target": 4, "remaining": 3, "subject": "评审",
            "on": "2024-09-30", "ratio": null, "before": null, "acknowledged": null}""",
    ),
    "a milestone due soon": (
        "2024-09-23",
        """{"slug": "heritage-plan", "rule": "milestone_soon", "level": "notice", "days": 7,
            "due": "2024-12-31", "done": 1, "target": 4, "remaining": 3, "subject": "评审",
            "on": "2024-09-30", "ratio": null, "before": null, "acknowledged": null}""",
    ),
    # A week after 28 June, a Friday, is 5 July, and the second working day after that the 9th.
    "silent": (
        "2024-07-10",
        """{"slug": "sewer", "rule": "silent", "level": "notice", "days": 12,
            "due": "2024-12-31", "done": 45.5, "target": 90, "remaining": 44.5,
            "subject": null, "on": "2024-06-28", "ratio": null, "before": null,
            "acknowledged": null}""",
    ),
    # 44.5 of 90 are left to be done, which is 49.444...%, in the 155 of 366 days that are left on
    # 29 July, which are 42.349...%: 1.1675 of the planned rate. The gap is 50.555...% - 57.650...%.
    "hard": (
        "2024-07-29",
        """{"slug": "sewer", "rule": "hard", "level": "yellow", "days": 155,
            "due": "2024-12-31", "done": 45.5, "target": 90, "remaining": 44.5,
            "subject": null, "on": null, "ratio": 1.17, "before": null,
            "acknowledged": null}""",
    ),
}


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(("as_of", "expected"), ALERTS.values(), ids=ALERTS)
def test_an_alert_of_each_rule(run: Run, as_of: str, expected: str) -> None:
    alert = exact(expected)
    found = answer(run, "alerts", "--as-of", as_of, now=AS_OF)
    same = [a for a in found if (a["slug"], a["rule"]) == (alert["slug"], alert["rule"])]
    assert same == [alert]


@pytest.mark.usefixtures("worked")
def test_the_day_before_it_is_soon_there_is_no_alert(run: Run) -> None:
    found = answer(run, "alerts", "--as-of", "2024-11-30", now=AS_OF)
    assert "due_soon" not in {alert["rule"] for alert in found}


@pytest.mark.usefixtures("ledger")
def test_what_grew_or_went_back_within_a_week_has_the_figure_before(run: Run) -> None:
    # A week before 30 June is 23 June, a Sunday.
    then = dt.datetime(2024, 6, 23, 17, 0, tzinfo=SHANGHAI)
    run("log", "sewer", "60", "--total", "--on", "2024-06-20", now=then)
    run("log", "estates", "100", "--total", "--on", "2024-06-20", now=then)
    run("correct", "1", "--to", "58.5", "--reason", "数错", now=AS_OF)
    # 44 is more than a quarter of 174, which is 43.5.
    run("log", "estates", "144", "--total", "--on", "2024-06-27", now=AS_OF)
    found = answer(run, "alerts", now=AS_OF)
    fields = ("slug", "rule", "level", "done", "before", "days")
    figures = [a for a in found if a["rule"] in ("fell", "jumped")]
    assert [[a[f] for f in fields] for a in figures] == exact(
        '[["sewer", "fell", "yellow", 58.5, 60, null],'
        ' ["estates", "jumped", "notice", 144, 100, null]]'
    )


@pytest.mark.usefixtures("ledger")
def test_the_chance_of_being_in_time_is_in_per_cent(run: Run) -> None:
    # 5.5 km every week, and 36 km are left: 6.545 weeks, or 46 days, where 36 days are left.
    for week in range(8):
        on = dt.date(2024, 5, 6) + dt.timedelta(weeks=week)
        run("log", "sewer", "5.5", "--on", on.isoformat(), now=AS_OF)
    run("edit", "sewer", "--due", "2024-08-05", "--target", "80", "--reason", "提前", now=AS_OF)
    for key, value in (("red", "90"), ("yellow", "90"), ("alert.hard", "off")):
        run("config", key, value, now=AS_OF)
    expected = """
    [{"slug": "sewer", "rule": "will_miss", "level": "yellow", "days": 36, "due": "2024-08-05",
      "done": 44, "target": 80, "remaining": 36, "subject": null, "on": "2024-08-15",
      "ratio": 0.00, "before": null, "acknowledged": null}]
    """
    assert answer(run, "alerts", "--level", "yellow", now=AS_OF) == exact(expected)


NOTED = """
[{"slug": "complexes", "rule": "behind", "level": "red", "days": 184, "due": "2024-12-31",
  "done": 0, "target": 30, "remaining": 30, "subject": null, "on": null, "ratio": null,
  "before": null,
  "acknowledged": {"until": "2024-07-31", "by": "李四", "reason": "八月集中开工"}}]
"""


@pytest.mark.usefixtures("worked")
def test_what_was_noted_is_echoed_and_stands_last(run: Run) -> None:
    ack = ("alerts", "ack", "complexes", "--rule", "behind", "--until", "2024-07-31")
    why = ("--reason", "八月集中开工", "--by", "李四")
    assert answer(run, *ack, *why, now=AS_OF) == exact(NOTED)
    assert answer(run, "alerts", now=AS_OF)[-1:] == exact(NOTED)


@pytest.mark.usefixtures("worked")
def test_what_has_changed_has_an_event_and_no_note(run: Run) -> None:
    found = answer(run, "alerts", "--new", "--level", "yellow", now=AS_OF)
    assert [(a["slug"], a["event"]) for a in found] == [
        ("complexes", "opened"),
        ("heritage-projects", "opened"),
        ("estates", "opened"),
    ]
    run("log", "complexes", "30", now=AS_OF)
    expected = """
    [{"event": "resolved", "repeated": false, "slug": "complexes", "rule": "behind",
      "level": "red", "days": null, "due": "2024-12-31", "done": 30, "target": 30,
      "remaining": 0, "subject": null, "on": null, "ratio": null, "before": null}]
    """
    assert answer(run, "alerts", "--new", "--level", "yellow", now=AS_OF) == exact(expected)


@pytest.mark.usefixtures("worked")
def test_the_log_has_what_was_told_in_its_words(run: Run) -> None:
    assert answer(run, "alerts", "log", now=AS_OF) == []
    run("alerts", "--new", "--department", "housing", "--level", "yellow", now=AS_OF)
    said = "behind pace by 29.61 points, 139 个 missing (35 of 174个)"
    expected = """
    [{"run": 1, "audience": "department=housing level=yellow",
      "claimed_at": "2024-06-30T09:00:00.000Z", "state": "confirmed", "slug": "estates",
      "event": "opened", "rule": "behind", "level": "yellow", "subject": null, "repeated": false,
      "said": "new, yellow: 改造老旧小区 (estates) %s"}]
    """
    assert answer(run, "alerts", "log", "estates", now=AS_OF) == exact(expected % said)
    assert len(answer(run, "alerts", "log", now=AS_OF)) == 3
    assert answer(run, "alerts", "log", "--since", "2024-07-01", now=AS_OF) == []


def test_no_alert_is_an_empty_list(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "empty.db")
    assert run("init", "--empty", "--db", path).code == 0
    assert run("alerts", "--json", "--db", path).out == "[]\n"


# -- all of them


@pytest.mark.usefixtures("ledger")
def test_hostile_text_is_shown_as_escapes(run: Run) -> None:
    run("log", "sewer", "5", "--note", 'a\tb\n"c"\x1b[31m [red] :x: \u202e\u200b')
    expected = r'"note": "a\\tb\\n\"c\"\\x1b[31m [red] :x: \\u202e\\u200b"'
    assert expected in run("history", "--json").out
    assert expected in run("show", "sewer", "--json").out


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("argv", [("status",), ("show", "sewer"), ("history",), ("alerts",)])
def test_an_answer_is_one_json_text_and_a_line_break(run: Run, argv: tuple[str, ...]) -> None:
    result = run(*argv, "--json", now=AS_OF, keys="")
    exact(result.out)
    assert result.out.endswith(("}\n", "]\n"))
    assert "\x1b" not in result.out
    # Official names stand there as they are, not as escapes.
    assert "\\u" not in result.out


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_json_is_json_in_every_encoding(
    run: Run, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    note = "验收\xf1\U0001f600"
    run("log", "sewer", "5", "--note", note)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert main(["history", "sewer", "--json"], now=NOON) == 0
    assert json.loads(raw.getvalue().decode(encoding))[-1]["note"] == note


@pytest.mark.usefixtures("ledger")
def test_an_error_leaves_standard_output_empty(run: Run) -> None:
    result = run("log", "sewer", "5里", "--json")
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1
