"""The contract of `report --json` and its records: a small bulletin, worked out by hand.

The cut-off day is Friday 2024-06-28, the previous one 2024-06-21. From 2024-01-01 to 2024-12-31
are 366 days, of which 180 and 173 have passed: a pace of 49.180...% and 47.267...%.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHANGHAI, Run
from tests.render.literal import Object, answer, exact
from tests.render.worked import write_script
from tracker.__main__ import main

SUNDAY = dt.datetime(2024, 6, 30, 17, 0, tzinfo=SHANGHAI)
LATER = SUNDAY + dt.timedelta(weeks=3)

# One change a line, from change 1 on.
SCRIPT = """
2024-01-01 09:00  init --empty
2024-01-02 09:02  config title "试点区 2024"
2024-01-02 09:03  add road --name 道路 --kind quantity --target 40 --unit 公里 --comparator >= --start 2024-01-01 --due 2024-12-31 --department 住建局 --person 王五
2024-01-02 09:04  add trees --name 植树 --kind quantity --target 180 --unit 个 --start 2024-01-01 --due 2024-12-31 --department 园林局
2024-01-02 09:05  plan trees --until 2024-06-30 --reach 150
2024-01-02 09:06  add estates --name 小区 --kind quantity --target 60 --unit 个 --start 2024-01-01 --due 2024-06-25 --department 住建局 --person 孙七 --contact 8009
2024-01-02 09:07  area add estates 甲县 --target 40 --person 李四 --contact 8002
2024-01-02 09:08  area add estates 乙县 --target 20
2024-01-02 09:09  add water --name 积水点 --kind level --opening 30 --target 0 --unit 处 --start 2024-01-01 --due 2024-12-31 --department 园林局
2024-01-02 09:10  add ranking --name 考核 --kind rank --target 3 --unit 名次 --start 2024-01-01 --due 2024-12-31 --department 住建局
2024-01-02 09:11  add care --name 巡查 --kind duty --every 30d --start 2024-01-01 --due 2024-12-31 --department 住建局
2024-01-02 09:12  add scheme --name 规划 --kind milestones --department 园林局
2024-01-02 09:13  add bridge --name 桥 --kind quantity --target 10 --unit 个 --start 2024-06-20 --due 2025-06-19 --department 园林局 --person 赵六 --contact 8003
2024-05-22 17:00  log road 10 --total
2024-05-29 17:00  log road 2
2024-06-05 17:00  log road 2
2024-06-10 17:00  log trees 100
2024-06-10 17:01  log care --note 看过一遍
2024-06-12 17:00  log road 2
2024-06-12 17:01  log trees --problem 缺苗 --next 外地调苗
2024-06-18 17:00  log water 12
2024-06-20 17:00  log estates 30 --area 甲县
2024-06-20 17:01  log ranking 4
2024-06-24 17:00  correct 4 --to 90 --reason 重复统计
2024-06-25 17:00  edit trees --target 200 --reason 市里调整目标
2024-06-25 17:01  log road 2 --on 2024-06-19
2024-06-26 17:00  config yellow 12 --reason 新办法
2024-06-26 17:01  log estates 20 --area 乙县 --note 全部完工
2024-06-27 17:00  log road 2
2024-06-27 17:01  log water 0
2024-06-27 17:02  log ranking 3
"""  # noqa: E501

HEAD = """
{"format": 2, "title": "试点区 2024", "cut_off": "2024-06-28",
 "period": {"from": "2024-06-22", "to": "2024-06-28", "previous": "2024-06-21"},
 "department": null, "rules": {"version": 2, "yellow": 12, "red": 30, "ahead": 10},
 "known_at": {"change": 31, "recorded_at": "2024-06-27T09:02:00.000Z", "digest": "DIGEST"}}
"""

# Now: completed is water, on pace are road and ranking, behind is trees, overdue is estates, not
# started is bridge, without a measure are care and scheme. A week before, water was ahead, road
# on pace; trees, estates and ranking were behind.
SUMMARY = """
[{"department": null, "classes": {
   "completed": {"count": 1, "share": 12.50, "count_before": 0, "share_before": 0.00},
   "ahead": {"count": 0, "share": 0.00, "count_before": 1, "share_before": 12.50},
   "on_pace": {"count": 2, "share": 25.00, "count_before": 1, "share_before": 12.50},
   "behind": {"count": 1, "share": 12.50, "count_before": 3, "share_before": 37.50},
   "overdue": {"count": 1, "share": 12.50, "count_before": 0, "share_before": 0.00},
   "not_started": {"count": 1, "share": 12.50, "count_before": 1, "share_before": 12.50},
   "no_measure": {"count": 2, "share": 25.00, "count_before": 2, "share_before": 25.00}}},
 {"department": "住建局", "classes": {
   "completed": {"count": 0, "share": 0.00, "count_before": 0, "share_before": 0.00},
   "ahead": {"count": 0, "share": 0.00, "count_before": 0, "share_before": 0.00},
   "on_pace": {"count": 2, "share": 50.00, "count_before": 1, "share_before": 25.00},
   "behind": {"count": 0, "share": 0.00, "count_before": 2, "share_before": 50.00},
   "overdue": {"count": 1, "share": 25.00, "count_before": 0, "share_before": 0.00},
   "not_started": {"count": 0, "share": 0.00, "count_before": 0, "share_before": 0.00},
   "no_measure": {"count": 1, "share": 25.00, "count_before": 1, "share_before": 25.00}}},
 {"department": "园林局", "classes": {
   "completed": {"count": 1, "share": 25.00, "count_before": 0, "share_before": 0.00},
   "ahead": {"count": 0, "share": 0.00, "count_before": 1, "share_before": 25.00},
   "on_pace": {"count": 0, "share": 0.00, "count_before": 0, "share_before": 0.00},
   "behind": {"count": 1, "share": 25.00, "count_before": 1, "share_before": 25.00},
   "overdue": {"count": 0, "share": 0.00, "count_before": 0, "share_before": 0.00},
   "not_started": {"count": 1, "share": 25.00, "count_before": 1, "share_before": 25.00},
   "no_measure": {"count": 1, "share": 25.00, "count_before": 1, "share_before": 25.00}}}]
"""

NONE = """{"weeks": null, "earliest": null, "likely": null, "latest": null, "beyond": null,
           "chance": null}"""
NOTHING = '{"text": null, "entry": null, "on": null}'

# 30 + 20 of 60 is 83.333...%, a week before 30 is 50%. From start to due are 177 days, of which
# 173 had passed a week before: 97.740...%.
ESTATES = f"""
{{"slug": "estates", "name": "小区", "department": "住建局", "kind": "quantity", "unit": "个",
 "target": 60, "comparator": null, "start": "2024-01-01", "due": "2024-06-25", "days_left": -3,
 "done": 50, "increment": 20, "completion": 83.33, "points": 33.33, "pace": 100.00,
 "gap": -16.67, "remaining": 10, "class": "overdue", "class_before": "behind", "light": "red",
 "needed_per_week": null, "recent_per_week": null, "needed_to_planned": null,
 "hard_to_recover": false, "forecast": {NONE}, "terms_moved": false, "entries_in_period": 1,
 "last_entry": "2024-06-26",
 "note": {{"text": "全部完工", "entry": 13, "on": "2024-06-26"}}, "problem": {NOTHING},
 "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

# 90 of 200 is 45%. By the plan 150 of 200 shall be done in the 182 days to 06-30, so the pace is
# 75% * 180/182 = 74.175...%, a week before 75% * 173/182 = 71.291...%. 110 remain over 186 days:
# 110 * 7/186 = 4.139... a week. (1 - 0.45)/(1 - 0.74175...) = 2.1297...
TREES = f"""
{{"slug": "trees", "name": "植树", "department": "园林局", "kind": "quantity", "unit": "个",
 "target": 200, "comparator": null, "start": "2024-01-01", "due": "2024-12-31",
 "days_left": 186, "done": 90, "increment": 0, "completion": 45.00, "points": 0.00,
 "pace": 74.18, "gap": -29.18, "remaining": 110, "class": "behind", "class_before": "behind",
 "light": "yellow", "needed_per_week": 4.14, "recent_per_week": null,
 "needed_to_planned": 2.13, "hard_to_recover": true, "forecast": {NONE}, "terms_moved": true,
 "entries_in_period": 0, "last_entry": "2024-06-12", "note": {NOTHING},
 "problem": {{"text": "缺苗", "entry": 7, "on": "2024-06-12"}},
 "next": {{"text": "外地调苗", "entry": 7, "on": "2024-06-12"}},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

# 10 + 5 * 2 = 20 of 40, a week before 18: 45%. 20 remain over 186 days: 20 * 7/186 = 0.752... In
# the four weeks since 05-31, when it was 12, it was 8/4. (1 - 0.5)/(1 - 0.49180...) = 0.9838...
# Five weeks brought 2 each, so that every path covers the 20 in ten weeks: 06-28 and 70 days. The
# first week, with its total of 10, only counts as one with an entry.
ROAD = f"""
{{"slug": "road", "name": "道路", "department": "住建局", "kind": "quantity", "unit": "公里",
 "target": 40, "comparator": ">=", "start": "2024-01-01", "due": "2024-12-31",
 "days_left": 186, "done": 20, "increment": 2, "completion": 50.00, "points": 5.00,
 "pace": 49.18, "gap": 0.82, "remaining": 20, "class": "on_pace", "class_before": "on_pace",
 "light": "green", "needed_per_week": 0.75, "recent_per_week": 2.00, "needed_to_planned": 0.98,
 "hard_to_recover": false,
 "forecast": {{"weeks": 6, "earliest": "2024-09-06", "likely": "2024-09-06",
              "latest": "2024-09-06", "beyond": "2026-06-26", "chance": 95}},
 "terms_moved": false, "entries_in_period": 1, "last_entry": "2024-06-27", "note": {NOTHING},
 "problem": {NOTHING}, "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

# A stock run down from 30: (30 - 0)/30, a week before (30 - 12)/30 = 60%, 12.73 before pace.
WATER = f"""
{{"slug": "water", "name": "积水点", "department": "园林局", "kind": "level", "unit": "处",
 "target": 0, "comparator": null, "start": "2024-01-01", "due": "2024-12-31",
 "days_left": 186, "done": 0, "increment": -12, "completion": 100.00, "points": 40.00,
 "pace": 49.18, "gap": 50.82, "remaining": 0, "class": "completed", "class_before": "ahead",
 "light": "blue", "needed_per_week": 0.00, "recent_per_week": null, "needed_to_planned": null,
 "hard_to_recover": false, "forecast": {NONE}, "terms_moved": false, "entries_in_period": 1,
 "last_entry": "2024-06-27", "note": {NOTHING}, "problem": {NOTHING}, "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

RANKING = f"""
{{"slug": "ranking", "name": "考核", "department": "住建局", "kind": "rank", "unit": "名次",
 "target": 3, "comparator": null, "start": "2024-01-01", "due": "2024-12-31",
 "days_left": 186, "done": 3, "increment": null, "completion": null, "points": null,
 "pace": null, "gap": null, "remaining": null, "class": "on_pace", "class_before": "behind",
 "light": "none", "needed_per_week": null, "recent_per_week": null, "needed_to_planned": null,
 "hard_to_recover": false, "forecast": {NONE}, "terms_moved": false, "entries_in_period": 1,
 "last_entry": "2024-06-27", "note": {NOTHING}, "problem": {NOTHING}, "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

# Nobody has begun, but 9 of 365 days are only 2.465...%. 10 over 356 days: 70/356 = 0.196... a
# week. 1/(1 - 0.02465...) = 1.0252...
BRIDGE = f"""
{{"slug": "bridge", "name": "桥", "department": "园林局", "kind": "quantity", "unit": "个",
 "target": 10, "comparator": null, "start": "2024-06-20", "due": "2025-06-19",
 "days_left": 356, "done": 0, "increment": 0, "completion": 0.00, "points": 0.00,
 "pace": 2.47, "gap": -2.47, "remaining": 10, "class": "not_started",
 "class_before": "not_started", "light": "green", "needed_per_week": 0.20,
 "recent_per_week": null, "needed_to_planned": 1.03, "hard_to_recover": false,
 "forecast": {NONE}, "terms_moved": false, "entries_in_period": 0, "last_entry": null,
 "note": {NOTHING}, "problem": {NOTHING}, "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

CARE = f"""
{{"slug": "care", "name": "巡查", "department": "住建局", "kind": "duty", "unit": null,
 "target": null, "comparator": null, "start": "2024-01-01", "due": "2024-12-31",
 "days_left": 186, "done": null, "increment": null, "completion": null, "points": null,
 "pace": null, "gap": null, "remaining": null, "class": "no_measure",
 "class_before": "no_measure", "light": "none", "needed_per_week": null,
 "recent_per_week": null, "needed_to_planned": null, "hard_to_recover": false,
 "forecast": {NONE}, "terms_moved": false, "entries_in_period": 0, "last_entry": "2024-06-10",
 "note": {{"text": "看过一遍", "entry": 5, "on": "2024-06-10"}}, "problem": {NOTHING},
 "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

SCHEME = f"""
{{"slug": "scheme", "name": "规划", "department": "园林局", "kind": "milestones", "unit": null,
 "target": null, "comparator": null, "start": null, "due": null, "days_left": null,
 "done": null, "increment": null, "completion": null, "points": null, "pace": null,
 "gap": null, "remaining": null, "class": "no_measure", "class_before": "no_measure",
 "light": "none", "needed_per_week": null, "recent_per_week": null, "needed_to_planned": null,
 "hard_to_recover": false, "forecast": {NONE}, "terms_moved": false, "entries_in_period": 0,
 "last_entry": null, "note": {NOTHING}, "problem": {NOTHING}, "next": {NOTHING},
 "closed_out": false, "met_on": null, "days_late": null}}
"""

# Not water, which is met; not 乙县, which has reported; not care, which is looked at every 30 days.
SILENT = """
[{"slug": "trees", "name": "植树", "department": "园林局", "area": null, "person": null,
  "contact": null, "last_entry": "2024-06-12"},
 {"slug": "estates", "name": "小区", "department": "住建局", "area": "甲县", "person": "李四",
  "contact": "8002", "last_entry": "2024-06-20"},
 {"slug": "scheme", "name": "规划", "department": "园林局", "area": null, "person": null,
  "contact": null, "last_entry": null},
 {"slug": "bridge", "name": "桥", "department": "园林局", "area": null, "person": "赵六",
  "contact": "8003", "last_entry": null}]
"""

# A correction and a late entry about days before the period, a target, a setting.
MOVED = """
[{"entry": 11, "change": 24, "slug": "trees", "action": "correct", "on": "2024-06-10",
  "recorded_at": "2024-06-24T09:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": "add",
  "amount": 90, "total": 90, "area": null, "stage": null, "note": null, "reason": "重复统计",
  "of": 4, "changes": [{"field": "amount", "old": 100, "new": 90}], "problem": null,
  "next": null},
 {"entry": null, "change": 25, "slug": "trees", "action": "edit", "on": null,
  "recorded_at": "2024-06-25T09:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": null,
  "amount": null, "total": null, "area": null, "stage": null, "note": null,
  "reason": "市里调整目标", "of": null, "changes": [{"field": "target", "old": 180, "new": 200}],
  "problem": null, "next": null},
 {"entry": 12, "change": 26, "slug": "road", "action": "log", "on": "2024-06-19",
  "recorded_at": "2024-06-25T09:01:00.000Z", "by": "张三", "login": "LOGIN", "mode": "add",
  "amount": 2, "total": 18, "area": null, "stage": null, "note": null, "reason": null,
  "of": null, "changes": [], "problem": null, "next": null},
 {"entry": null, "change": 27, "slug": null, "action": "config", "on": null,
  "recorded_at": "2024-06-26T09:00:00.000Z", "by": "张三", "login": "LOGIN", "mode": null,
  "amount": null, "total": null, "area": null, "stage": null, "note": null,
  "reason": "新办法", "of": null, "changes": [{"field": "yellow", "old": "10", "new": "12"}],
  "problem": null, "next": null}]
"""

PARTS = {
    "summary": SUMMARY,
    "overdue": f"[{ESTATES}]",
    "behind": f"[{TREES}]",
    "on_pace": f"[{BRIDGE}, {ROAD}, {WATER}, {RANKING}]",
    "silent": SILENT,
    "moved": MOVED,
    "unmeasured": f"[{CARE}, {SCHEME}]",
}


@pytest.fixture
def district(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The small ledger, where `tracker` looks for it."""
    write_script(tmp_path / "tracker.db", main, SCRIPT)
    capsys.readouterr()


def report(run: Run, *argv: str, now: dt.datetime = SUNDAY) -> Any:
    return answer(run, "report", *argv, now=now)


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_bulletin_is_what_the_contract_says(run: Run, part: str) -> None:
    assert report(run)[part] == exact(PARTS[part])


@pytest.mark.usefixtures("district")
def test_a_bulletin_begins_with_what_it_was_made_from(run: Run) -> None:
    found = report(run)
    head = exact(HEAD)
    assert Object(found.members[: len(head.members)]) == head
    assert found.keys()[len(head.members) :] == list(PARTS)


@pytest.mark.usefixtures("district")
def test_a_period_is_measured_from_the_day_before_it(run: Run) -> None:
    # On 05-31 the road was at 12 and nobody had reported on the estates.
    found = report(run, "--from", "2024-06-01", "--to", "2024-06-28", "--department", "住建局")
    assert found["period"] == exact(
        '{"from": "2024-06-01", "to": "2024-06-28", "previous": "2024-05-31"}'
    )
    assert found["department"] == "住建局"
    (estates,), (road, ranking) = found["overdue"], found["on_pace"]
    assert (road["increment"].digits, road["points"].digits) == ("8", "20.00")
    assert (estates["increment"].digits, estates["points"].digits) == ("50", "83.33")
    # 152 of 366 days had passed on 05-31, 41.530...%; 12 of 40 are 30%.
    before = [one["class_before"] for one in (estates, road, ranking)]
    assert before == ["not_started", "on_pace", "not_started"]
    assert [one["entries_in_period"].digits for one in (estates, road, ranking)] == ["2", "4", "2"]
    assert found["silent"] == []
    # Of other departments nothing, of the plan as a whole everything.
    assert [item["change"].digits for item in found["moved"]] == ["27"]
    assert [one["department"] for one in found["summary"]] == [None, "住建局"]


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(("due", "chance"), [("2024-09-06", "95"), ("2024-09-05", "5")])
def test_even_weeks_end_on_one_day_and_the_due_day_decides(run: Run, due: str, chance: str) -> None:
    assert run("edit", "road", "--due", due, "--reason", "x", now=SUNDAY).code == 0
    lines = [one for part in ("behind", "on_pace") for one in report(run)[part]]
    (road,) = [one for one in lines if one["slug"] == "road"]
    assert road["forecast"]["latest"] == "2024-09-06"
    assert road["forecast"]["chance"].digits == chance
    # `show` says the same of the same day.
    shown = answer(run, "show", "road", "--as-of", "2024-06-28", now=SUNDAY)
    same = ("needed_to_planned", "hard_to_recover", "forecast", "needed_per_week")
    assert [shown[key] for key in same] == [road[key] for key in same]


@pytest.mark.usefixtures("district")
def test_who_had_not_begun_is_not_silent(run: Run) -> None:
    found = report(run, "--week-ending", "2024-06-19")
    assert "bridge" not in {one["slug"] for one in found["silent"]}


@pytest.mark.usefixtures("district")
def test_a_duty_is_silent_once_its_rhythm_has_passed(run: Run) -> None:
    # It was looked at on 06-10: 30 days later is 07-10.
    for cut_off, expected in (("2024-07-09", 0), ("2024-07-10", 1)):
        found = report(run, "--week-ending", cut_off, now=LATER)
        assert [one["slug"] for one in found["silent"]].count("care") == expected


@pytest.mark.usefixtures("district")
def test_a_duty_that_has_just_begun_is_not_silent_yet(run: Run) -> None:
    argv = ("--name", "值守", "--kind", "duty", "--every", "30d", "--department", "住建局")
    assert run("add", "watch", *argv, "--start", "2024-06-09", now=SUNDAY).code == 0
    for cut_off, expected in (("2024-07-08", 0), ("2024-07-09", 1)):
        found = report(run, "--week-ending", cut_off, now=LATER)
        assert [one["slug"] for one in found["silent"]].count("watch") == expected


@pytest.mark.usefixtures("district")
def test_what_is_completed_need_not_be_reported_again(run: Run) -> None:
    silent = report(run, "--week-ending", "2024-07-05", now=LATER)["silent"]
    found = {(one["slug"], one["area"]) for one in silent}
    # The stock of water is run down, and 乙县 has its 20. A rank that is held can be lost again.
    whole = ("road", "trees", "ranking", "scheme", "bridge")
    assert found == {("estates", "甲县"), *((slug, None) for slug in whole)}


@pytest.mark.usefixtures("district")
def test_what_leaves_or_enters_the_days_before_the_period_has_moved(run: Run) -> None:
    # Entry 14 is of 06-27, entry 3 of 06-05; 06-22 is the first day of the period.
    for argv in (
        ("log", "road", "1", "--on", "2024-06-22"),
        ("correct", "14", "--on", "2024-06-26", "--reason", "x"),
        ("correct", "14", "--on", "2024-06-21", "--reason", "x"),
        ("correct", "3", "--on", "2024-06-23", "--reason", "x"),
        ("undo", "20", "--reason", "x"),
    ):
        assert run(*argv, now=SUNDAY).code == 0
    moved = report(run)["moved"]
    assert [item["change"].digits for item in moved[4:]] == ["34", "35", "36"]


@pytest.mark.usefixtures("district")
def test_the_records_are_those_of_the_parts_in_their_order(run: Run) -> None:
    records = run("report", "--plain", now=SUNDAY).out.splitlines()
    parts = [record.partition("\t")[0] for record in records]
    assert parts == [
        *("format", "title", "cut_off", "department", "period", "rules", "known_at"),
        *["summary"] * 21,
        *("overdue", "behind", *["on_pace"] * 4, *["silent"] * 4, *["moved"] * 4),
        *["unmeasured"] * 2,
    ]
    assert records[3] == "department\t"
    assert records[4] == "period\t2024-06-22\t2024-06-28\t2024-06-21"
    assert records[5] == "rules\t2\t12\t30\t10"
    assert records[7] == "summary\t\tcompleted\t1\t12.50\t0\t0.00"
    (behind,) = [record for record in records if record.startswith("behind\t")]
    words = "\t\t\t\t缺苗\t7\t2024-06-12\t外地调苗\t7\t2024-06-12\tfalse"
    assert behind == (
        "behind\ttrees\t植树\t园林局\tquantity\t个\t200\t\t2024-01-01\t2024-12-31\t186\t90\t0\t"
        "45.00\t0.00\t74.18\t-29.18\t110\tbehind\tbehind\tyellow\t4.14\t\t2.13\ttrue\t"
        f"\t\t\t\t\t\ttrue\t0\t2024-06-12{words}\t\t"
    )
