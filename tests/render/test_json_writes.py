"""The contract of --json where a command writes: what it echoes, to the last digit."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.render.literal import Object, answer, exact, masked
from tests.store.test_check import forge

ECHOES = {
    # 5/90 = 5.555...%
    "an increment": (
        ("log", "sewer", "5km"),
        '{"entry": 1, "slug": "sewer", "before": null, "after": 5, "completion": 5.56}',
    ),
    "a reading without a percentage": (
        ("log", "city-ranking", "4"),
        '{"entry": 1, "slug": "city-ranking", "before": null, "after": 4, "completion": null}',
    ),
    "words": (
        ("log", "drainage", "--note", "已开工"),
        '{"entry": 1, "slug": "drainage", "before": null, "after": null, "completion": null}',
    ),
    "what is not saved": (
        ("log", "sewer", "5km", "--dry-run"),
        '{"entry": 1, "slug": "sewer", "before": null, "after": 5, "completion": 5.56}',
    ),
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("argv", "expected"), ECHOES.values(), ids=ECHOES)
def test_an_entry_is_echoed(run: Run, argv: tuple[str, ...], expected: str) -> None:
    assert exact(run(*argv, "--json").out) == exact(f"[{expected}]")


@pytest.mark.usefixtures("worked")
def test_corrections_and_undos_are_echoed_like_entries(run: Run) -> None:
    # 45.5 - 10 + 12 = 47.5, 47.5/90 = 52.777...%; and back.
    corrected = answer(run, "correct", "4", "--to", "12", "--reason", "数错")
    expected = (
        '[{"entry": 17, "slug": "sewer", "before": 45.5, "after": 47.5, "completion": 52.78}]'
    )
    assert corrected == exact(expected)
    undone = answer(run, "undo", "17", "--reason", "没错")
    expected = (
        '[{"entry": 18, "slug": "sewer", "before": 47.5, "after": 45.5, "completion": 50.56}]'
    )
    assert undone == exact(expected)


@pytest.mark.usefixtures("worked")
def test_an_entry_in_a_stage_is_echoed_with_the_sum_of_its_stage(run: Run) -> None:
    # 12 + 6 = 18; only the last stage tells how much is completed.
    (echo,) = answer(run, "log", "heritage-projects", "6", "--stage", "started")
    assert (echo["before"].digits, echo["after"].digits) == ("12", "18")
    assert echo["completion"] is None


# -- what a commitment is


@pytest.mark.usefixtures("ledger")
def test_a_new_commitment_is_echoed_field_by_field(run: Run) -> None:
    expected = """
    {"slug": "coverage", "changes": [
      {"field": "department", "old": null, "new": "市城管局"},
      {"field": "name", "old": null, "new": "垃圾分类覆盖率"},
      {"field": "name_en", "old": null, "new": "Waste sorting"},
      {"field": "person", "old": null, "new": "王五"},
      {"field": "contact", "old": null, "new": "8123456"},
      {"field": "target", "old": null, "new": 95.5},
      {"field": "unit", "old": null, "new": "%"},
      {"field": "comparator", "old": null, "new": ">="},
      {"field": "opening", "old": null, "new": 80},
      {"field": "direction", "old": null, "new": "up"},
      {"field": "start", "old": null, "new": "2024-01-01"},
      {"field": "due", "old": null, "new": "2024-12-31"},
      {"field": "stages", "old": null, "new": "a,b"},
      {"field": "alias", "old": null, "new": "覆盖率"}]}
    """
    words = ("--name", "垃圾分类覆盖率", "--name-en", "Waste sorting", "--kind", "level")
    figures = ("--target", "95.5", "--unit", "%", "--comparator", ">=", "--opening", "80")
    days = ("--start", "2024-01-01", "--due", "2024-12-31", "--stages", "a,b")
    people = ("--person", "王五", "--contact", "8123456", "--department", "市城管局")
    argv = (*words, *figures, *days, *people, "--alias", "覆盖率")
    assert answer(run, "add", "coverage", *argv) == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_an_edit_is_echoed_with_what_it_changed(run: Run) -> None:
    # The words of the source stand behind its own due day only, so they go with it.
    expected = """
    {"slug": "sewer", "changes": [
      {"field": "due", "old": "2024-12-31", "new": "2025-01-31"},
      {"field": "due_as_written", "old": "全年", "new": null},
      {"field": "due_basis", "old": "stated", "new": null}]}
    """
    edited = answer(run, "edit", "sewer", "--due", "2025-01-31", "--reason", "延期")
    assert edited == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_an_area_is_echoed(run: Run) -> None:
    expected = """
    {"slug": "estates", "changes": [{"field": "areas", "old": null, "new": "冠县"},
                                    {"field": "target 冠县", "old": null, "new": 5}]}
    """
    assert answer(run, "area", "add", "estates", "冠县", "--target", "5") == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_a_milestone_is_echoed(run: Run) -> None:
    expected = """
    {"slug": "drainage",
     "changes": [{"field": "milestone 初稿", "old": null, "new": "2024-09-30, 1"}]}
    """
    argv = ("milestone", "add", "drainage", "初稿", "--due", "2024-09-30")
    assert answer(run, *argv) == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_a_plan_is_echoed_day_by_day(run: Run) -> None:
    expected = """
    {"slug": "sewer", "changes": [{"field": "plan 2024-06-30", "old": null, "new": 40},
                                  {"field": "plan 2024-09-30", "old": null, "new": 62.5}]}
    """
    points = (
        "--until",
        "2024-09-30",
        "--reach",
        "62.5",
        "--until",
        "2024-06-30",
        "--reach",
        "40km",
    )
    assert answer(run, "plan", "sewer", *points) == exact(expected)
    expected = """
    {"slug": "sewer", "changes": [{"field": "plan 2024-06-30", "old": 40, "new": null}]}
    """
    argv = ("plan", "sewer", "--until", "2024-06-30", "--remove", "--reason", "不再分段")
    assert answer(run, *argv) == exact(expected)


@pytest.mark.usefixtures("ledger")
def test_a_unit_is_echoed_with_its_decimals(run: Run) -> None:
    assert answer(run, "unit", "add", "座") == exact('{"unit": "座", "decimals": 0}')
    argv = ("unit", "add", "吨", "--step", "0.001", "--alias", "t")
    assert answer(run, *argv) == exact('{"unit": "吨", "decimals": 3}')


@pytest.mark.usefixtures("ledger")
def test_settings_are_texts_by_their_keys(run: Run) -> None:
    expected = """
    {"title": "聊城市 2024", "time_zone": "Asia/Shanghai", "reporting_day": "friday",
     "yellow": "10", "red": "30", "ahead": "10", "alert.overdue": "on",
     "alert.due_soon": "30 7 1", "alert.behind": "on", "alert.hard": "1.1",
     "alert.will_miss": "50", "alert.silent": "7+2w", "alert.milestone_overdue": "on",
     "alert.milestone_soon": "7 1", "alert.duty": "on", "alert.area_silent": "7+2w",
     "alert.fell": "on", "alert.jumped": "25", "alert.moved": "7", "alert.reached": "on",
     "alert.unanswered": "14"}
    """
    assert answer(run, "config") == exact(expected)
    assert answer(run, "config", "red") == exact('{"red": "30"}')
    changed = '{"field": "red", "old": "30", "new": "25"}'
    assert answer(run, "config", "red", "25") == exact(changed)


@pytest.mark.usefixtures("ledger")
def test_a_setting_of_a_commitment_is_echoed_like_an_edit(run: Run) -> None:
    of = ("config", "--commitment", "sewer")
    assert answer(run, *of) == exact("{}")
    changed = """
    {"slug": "sewer", "changes": [{"field": "alert.due_soon", "old": null, "new": "20 5w"}]}
    """
    assert answer(run, *of, "alert.due_soon", "20 5W") == exact(changed)
    assert answer(run, *of) == exact('{"alert.due_soon": "20 5w"}')
    assert answer(run, *of, "alert.silent") == exact("{}")
    back = """
    {"slug": "sewer", "changes": [{"field": "alert.due_soon", "old": "20 5w", "new": null}]}
    """
    assert answer(run, *of, "alert.due_soon", "default") == exact(back)
    assert answer(run, *of) == exact("{}")


@pytest.mark.usefixtures("ledger")
def test_working_days_are_words_by_their_days(run: Run) -> None:
    assert answer(run, "workday") == exact("{}")
    changed = '{"field": "workday 2024-10-12", "old": null, "new": "on"}'
    assert answer(run, "workday", "2024-10-12", "on") == exact(changed)
    run("workday", "2024-10-08", "off")
    assert answer(run, "workday") == exact('{"2024-10-08": "off", "2024-10-12": "on"}')
    assert answer(run, "workday", "2024-10-08") == exact('{"2024-10-08": "off"}')
    back = '{"field": "workday 2024-10-12", "old": "on", "new": null}'
    assert answer(run, "workday", "2024-10-12", "default") == exact(back)
    assert answer(run, "workday") == exact('{"2024-10-08": "off"}')


def test_making_a_database_is_echoed_and_so_is_finding_one(run: Run) -> None:
    assert answer(run, "init") == exact('{"made": true, "commitments": 31}')
    assert answer(run, "init") == exact('{"made": false, "commitments": null}')


@pytest.mark.usefixtures("ledger")
def test_a_database_that_is_up_to_date_was_not_migrated(run: Run) -> None:
    assert answer(run, "migrate") == exact('{"before": null, "after": null, "copy": null}')


# -- what keeps a ledger safe


def checked(run: Run, *argv: str) -> Object:
    """What a check that finds faults answers, masked."""
    result = run("check", *argv, "--json")
    assert (result.code, result.err.count("\n")) == (4, 1)
    found: Object = exact(masked(result.out))
    return found


def whole(change: int, kept: str = "null", faults: str = "[]") -> Object:
    """The answer of a check, by its last change."""
    version = sqlite3.sqlite_version
    found: Object = exact(
        f'{{"change": {change}, "digest": "DIGEST", "sqlite": "{version}", "kept": {kept},'
        f' "faults": {faults}}}'
    )
    return found


@pytest.mark.usefixtures("worked")
def test_a_ledger_without_a_fault_is_told_with_its_head(run: Run) -> None:
    # Change 1 and the 22 lines of the script.
    assert answer(run, "check") == whole(23)
    head = json.loads(run("check", "--json").out)
    assert head["digest"] == json.loads(run("export", "--json").out)["changes"][-1]["digest"]
    # As it was copied: by itself, with the word before it, or as a Chinese keyboard types it.
    for form in ("23:{}", "#23:{}", "head 23:{}", "校验码 23:{}", "２３：{}"):
        assert answer(run, "check", "--against", form.format(head["digest"])) == whole(23)


@pytest.mark.usefixtures("worked")
def test_a_head_that_is_not_there_is_told_with_what_is(run: Run) -> None:
    first = json.loads(run("export", "--json").out)["changes"][0]["digest"]
    cut = '[{"kind": "tail", "where": "#24", "what": "#23"}]'
    assert checked(run, "--against", "24:00000000") == whole(23, faults=cut)
    other = f'[{{"kind": "replaced", "where": "#1", "what": "{first}"}}]'
    assert checked(run, "--against", "#1:00000000") == whole(23, faults=other)


def test_faults_are_told_by_their_rows(run: Run, worked: Path) -> None:
    # Entry 4 is change 5: change 1 made the ledger.
    forge(
        worked,
        "UPDATE entry SET note = '别处' WHERE act = 4",
        "UPDATE balance SET done = done + 1 WHERE series IN (SELECT series FROM series "
        "JOIN commitment USING (commitment) WHERE slug = 'sewer' OR area = '临清市')",
    )
    altered = '{"kind": "digest", "where": "#5", "what": ""}'
    sums = """
    {"kind": "balance", "where": "sewer", "what": ""},
    {"kind": "balance", "where": "estates 临清市", "what": ""}
    """
    assert checked(run) == whole(23, faults=f"[{altered}, {sums}]")
    records = "digest\t#5\t\nbalance\tsewer\t\nbalance\testates 临清市\t\n"
    assert run("check", "--plain").out == records
    # The sums are derived; what was written is not made to fit.
    kept = f'"{worked}.backups/20240705T040000Z-before-rebuild.db"'
    assert checked(run, "--rebuild") == whole(23, kept, f"[{altered}]")


def test_a_copy_is_echoed_with_the_last_change_in_it(run: Run, ledger: Path) -> None:
    run("log", "sewer", "5km")
    head = json.loads(run("check", "--json").out)["digest"]
    folder = f"{ledger}.backups"
    first, second = f"{folder}/20240705T040000Z.db", f"{folder}/20240705T040000Z+.db"
    assert exact(run("backup", "--json").out) == exact(
        f'{{"file": "{first}", "change": 2, "digest": "{head}", "removed": []}}'
    )
    assert exact(run("backup", "--keep", "1", "--json").out) == exact(
        f'{{"file": "{second}", "change": 2, "digest": "{head}", "removed": ["{first}"]}}'
    )
    # The name of what was removed is free again.
    assert run("backup", "--plain").out == f"{first}\t2\t{head}\t0\n"


def test_a_restore_is_echoed_with_the_change_it_led_back_to(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    run("log", "sewer", "5km")
    run("backup", str(tmp_path / "copy.db"))
    run("log", "sewer", "6km")
    kept = f"{ledger}.backups/20240705T040000Z-before-restore.db"
    expected = f'{{"change": 2, "digest": "DIGEST", "kept": "{kept}"}}'
    assert answer(run, "restore", str(tmp_path / "copy.db")) == exact(expected)
    # 5 of it; in what was kept, 5 + 6.
    assert '"done": 5,' in run("status", "sewer", "--json").out
    assert '"done": 11,' in run("status", "sewer", "--json", "--db", kept).out
    ledger.unlink()
    expected = '{"change": 3, "digest": "DIGEST", "kept": null}'
    assert answer(run, "restore", kept) == exact(expected)


FILES = {
    "report": "week.xlsx",
    "chart": "pictures.html",
    "export": "ledger.csv",
    "calendar": "plan.ics",
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", FILES)
def test_a_file_is_echoed_with_the_last_change_in_it(
    run: Run, command: str, tmp_path: Path
) -> None:
    path = tmp_path / FILES[command]
    run("log", "sewer", "5km")
    run("log", "sewer", "6km")
    expected = f"""
    {{"file": "{path}", "format": "{path.suffix[1:]}", "change": 2,
     "recorded_at": "2024-07-05T04:00:00.000Z", "digest": "DIGEST"}}
    """
    assert answer(run, command, "-o", str(path), "--known-at", "#2") == exact(expected)
    assert path.stat().st_size > 0
