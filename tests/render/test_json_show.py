"""The contract of `show --json`: one commitment with all of its parts, to the last digit.

The figures are those of `worked.py`; on 2024-06-30 the pace of 2024 is 182/366 = 49.7267...%.
"""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.render.literal import Object, answer, exact
from tests.render.test_json_contract import SEWER
from tests.render.worked import AS_OF


@pytest.mark.usefixtures("worked")
def test_all_there_is_to_one_commitment(run: Run) -> None:
    # 44.5 remain over 184 days: 44.5 * 7/184 = 1.692... a week. In the four weeks since
    # 2024-06-02 it was (45.5 - 33)/4 = 3.125, rounded away from zero. What is left to do is
    # (1 - 0.50555...)/(1 - 0.49726...) = 0.9835... of what was planned. Three weeks have entries.
    expected = """
    {"as_of": "2024-06-30", "known_at": null,
     "rules": {"version": 1, "yellow": 10, "red": 30, "ahead": 10},
     "commitment": %s, "aliases": ["合流管网", "雨污管网"], "person": null, "contact": null,
     "firmness": "commit", "scope": null,
     "programme": "城市品质提升攻坚行动 (Urban Quality Improvement Drive) \
/ 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)",
     "wording": "全年改造雨污合流管网90公里以上",
     "source": "聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）",
     "due_as_written": "全年", "due_basis": "stated", "stretch": null, "opening": null,
     "direction": null, "every": null, "remaining": 44.5, "needed_per_week": 1.69,
     "recent_per_week": 3.13}
    """
    outlook = """
    {"needed_to_planned": 0.98, "hard_to_recover": false,
     "forecast": {"weeks": null, "earliest": null, "likely": null, "latest": null,
                  "beyond": null, "chance": null},
     "plan": [],
     "close_out": {"on": null, "by": null, "note": null, "reason": null, "change": null}}
    """
    shown = answer(run, "show", "sewer", now=AS_OF)
    head, parts = shown.members[:21], shown.keys()[21:]
    assert Object(head) == exact(expected % SEWER)
    assert parts == [
        *("baselines", "remarks", "revisions", "areas", "stages", "milestones", "burn_up"),
        *("last_entries", "needed_to_planned", "hard_to_recover", "forecast", "plan", "close_out"),
    ]
    assert Object(shown.members[-5:]) == exact(outlook)


PARTS = {
    "a baseline": (
        "elevators",
        "baselines",
        """[{"period": "2023", "value": 150, "unit": "部", "qualifier": "over (余): a lower bound",
             "note": "growth to 200 is at most +33.3 %, not exactly"}]""",
    ),
    "what the source leaves open": (
        "heritage-plan",
        "remarks",
        '["“编制” = draft; approval/publication not promised"]',
    ),
    "a revision": (
        "sewer-zero",
        "revisions",
        """[{"change": 6, "recorded_at": "2024-06-28T09:01:00.000Z", "by": "张三",
             "reason": "市住建局来函",
             "changes": [{"field": "opening", "old": null, "new": 40}]}]""",
    ),
    # 14/60 = 23.333...%, 26.39 points behind; 20/114 = 17.543...%, 32.18 points behind.
    "areas": (
        "estates",
        "areas",
        """[{"area": "东昌府区", "person": "李四", "contact": "8123456", "target": 60, "done": 14,
             "completion": 23.33, "light": "yellow", "retired": false, "rank": 1},
            {"area": "临清市", "person": null, "contact": null, "target": 114, "done": 20,
             "completion": 17.54, "light": "red", "retired": false, "rank": 2},
            {"area": null, "person": null, "contact": null, "target": null, "done": 1,
             "completion": null, "light": "none", "retired": false, "rank": null}]""",
    ),
    # 12/27 = 44.444...%, 5/27 = 18.518...%
    "stages": (
        "heritage-projects",
        "stages",
        """[{"stage": "started", "done": 12, "completion": 44.44},
            {"stage": "completed", "done": 5, "completion": 18.52}]""",
    ),
    "milestones": (
        "heritage-plan",
        "milestones",
        """[{"name": "初稿", "due": "2024-04-30", "weight": 1, "done_on": "2024-06-24"},
            {"name": "评审", "due": "2024-09-30", "weight": 3, "done_on": null}]""",
    ),
    "an entry in words": (
        "drainage",
        "last_entries",
        """[{"entry": 9, "on": "2024-06-28", "by": "张三", "mode": null, "amount": null,
             "area": null, "stage": null, "note": null, "problem": "缺资金",
             "next": "申请资金", "evidence": []}]""",
    ),
    "entries in stages": (
        "heritage-projects",
        "last_entries",
        """[{"entry": 15, "on": "2024-06-28", "by": "张三", "mode": "add", "amount": 12,
             "area": null, "stage": "started", "note": null, "problem": null, "next": null,
             "evidence": []},
            {"entry": 16, "on": "2024-06-28", "by": "张三", "mode": "add", "amount": 5,
             "area": null, "stage": "completed", "note": null, "problem": null,
             "next": null, "evidence": []}]""",
    ),
}


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(("slug", "part", "expected"), PARTS.values(), ids=PARTS)
def test_a_part_of_a_commitment(run: Run, slug: str, part: str, expected: str) -> None:
    assert answer(run, "show", slug, now=AS_OF)[part] == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_evidence_is_told_with_what_was_recorded_of_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")
    # SHA-256 of "abc", as FIPS 180-4 gives it.
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    expected = f"""
    [{{"location": "{file}", "size": 3, "sha256": "{digest}"}},
     {{"location": "https://example.org/b", "size": null, "sha256": null}}]
    """
    run("log", "sewer", "5", "--evidence", str(file), "--evidence", "https://example.org/b")
    (entry,) = answer(run, "show", "sewer")["last_entries"]
    assert entry["evidence"] == exact(expected)


@pytest.mark.usefixtures("worked")
def test_plan_points_bend_the_pace_and_are_told_with_what_was_done_by_then(run: Run) -> None:
    points = ("--until", "2024-05-31", "--reach", "30", "--until", "2024-09-30", "--reach", "75")
    assert run("plan", "sewer", *points, now=AS_OF).code == 0
    shown = answer(run, "show", "sewer", now=AS_OF)
    expected = """
    [{"until": "2024-05-31", "reach": 30, "done": 33},
     {"until": "2024-09-30", "reach": 75, "done": null}]
    """
    assert shown["plan"] == exact(expected)
    # 30/90 on 05-31, and 30 of the 122 days to 75/90 on 09-30: 1/3 + 1/2 * 30/122 = 45.628...%
    assert shown["commitment"]["pace"].digits == "45.63"
    # (1 - 0.50555...)/(1 - 0.45628...) = 0.9093...
    assert shown["needed_to_planned"].digits == "0.91"
    (revision,) = shown["revisions"]
    changes = """
    [{"field": "plan 2024-05-31", "old": null, "new": 30},
     {"field": "plan 2024-09-30", "old": null, "new": 75}]
    """
    assert revision["changes"] == exact(changes)


@pytest.mark.usefixtures("worked")
def test_more_than_a_tenth_above_the_planned_rate_is_hard_to_recover(run: Run) -> None:
    # 35 of 174: (1 - 0.20114...)/(1 - 0.49726...) = 1.5890...
    estates = answer(run, "show", "estates", now=AS_OF)
    assert (estates["needed_to_planned"].digits, estates["hard_to_recover"]) == ("1.59", True)
    # On 05-01 just one of them was done, and 122 days had passed: 0.99425.../0.66666... = 1.4913...
    # On 01-31 none, after 31 days: 1/(1 - 0.08469...) = 1.0925...
    for day, ratio, hard in (("2024-05-01", "1.49", True), ("2024-01-31", "1.09", False)):
        then = answer(run, "show", "estates", "--as-of", day, now=AS_OF)
        assert (then["needed_to_planned"].digits, then["hard_to_recover"]) == (ratio, hard)


@pytest.mark.usefixtures("worked")
def test_every_commitment_is_shown_with_the_same_fields(run: Run) -> None:
    kinds = ("sewer", "sewer-zero", "city-ranking", "heritage-plan", "heritage-care", "drainage")
    shown = [answer(run, "show", slug, now=AS_OF) for slug in kinds]
    assert {tuple(one.keys()) for one in shown} == {tuple(shown[0].keys())}
    assert {tuple(one["commitment"].keys()) for one in shown} == {tuple(exact(SEWER).keys())}


@pytest.mark.usefixtures("worked")
def test_what_a_kind_does_not_have_is_null(run: Run) -> None:
    rank = answer(run, "show", "city-ranking", now=AS_OF)
    assert (rank["stretch"].digits, rank["direction"]) == ("1", "down")
    empty = ("opening", "every", "remaining", "needed_per_week", "recent_per_week")
    assert [rank[key] for key in (*empty, "needed_to_planned")] == [None] * 6
    assert [rank[key] for key in ("areas", "stages", "milestones", "burn_up", "plan")] == [[]] * 5


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("slug", ["sewer", "sewer-zero", "estates", "heritage-plan"])
def test_the_burn_up_ends_where_the_commitment_stands(run: Run, slug: str) -> None:
    shown = answer(run, "show", slug, now=AS_OF)
    row, last = shown["commitment"], shown["burn_up"][-1]
    assert last.keys() == ["day", "done", "completion", "pace"]
    assert last["day"] == "2024-06-30"
    assert [last[key] for key in last.keys()[1:]] == [row[key] for key in last.keys()[1:]]


@pytest.mark.usefixtures("worked")
def test_a_burn_up_counts_nothing_logged_as_nothing_done(run: Run) -> None:
    first = answer(run, "show", "sewer", now=AS_OF)["burn_up"][0]
    assert (first["done"].digits, first["completion"].digits) == ("0", "0.00")


@pytest.mark.usefixtures("worked")
def test_a_stock_has_no_reading_before_the_first(run: Run) -> None:
    points = answer(run, "show", "sewer-zero", now=AS_OF)["burn_up"]
    assert [p["done"] for p in points if p["day"] < "2024-06-20"] == [None] * (len(points) - 1)
