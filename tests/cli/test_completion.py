"""What is answered at a TAB: the words that could stand there, and never a failure."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import tracker
from tests.cli import vocabulary
from tests.cli.commands import every_command
from tests.conftest import Run
from tracker.cli.app import COMMANDS
from tracker.cli.completion import SHELLS, suggest
from tracker.cli.shell_words import Typed, line_given, words_given
from tracker.cli.vocabulary import usage
from tracker.cli.vocabulary import vocabulary as table

SLUGS = ("sewer", "sewer-zero")


def offered(*words: str, lang: str = "en") -> list[str] | None:
    """The words that are offered in place of the last of a line; None means files."""
    environ = {**os.environ, "TRACKER_LANG": lang}
    found = suggest(Typed(words[:-1], words[-1]), environ)
    return None if found is None else [word.text for word in found]


def told(*words: str, lang: str = "en") -> dict[str, str]:
    """What is told beside each word that is offered."""
    environ = {**os.environ, "TRACKER_LANG": lang}
    return {word.text: word.told for word in suggest(Typed(words[:-1], words[-1]), environ) or ()}


def test_the_vocabulary_is_what_the_program_has() -> None:
    found = vocabulary.FILE.read_text("utf-8")
    assert found == vocabulary.vocabulary(), (
        "A command or an option changed. Run `python -m tests.cli.vocabulary`, "
        f"which puts this into {vocabulary.FILE.name}:\n{vocabulary.vocabulary()}"
    )


def test_the_table_is_read_as_it_is_meant() -> None:
    commands = every_command()
    assert list(table()) == ["+".join(command.words) for command in commands]
    for command in commands:
        read = usage(table()["+".join(command.words)])
        options = [p for p in command.parameters if not p.is_argument]
        assert [set(o.names) for o in read.options[:-1]] == [set(p.options) for p in options]
        assert [not o.value for o in read.options[:-1]] == [p.is_flag for p in options]
        assert [o.repeated for o in read.options[:-1]] == [p.is_repeated for p in options]
        assert len(read.arguments) == len(command.parameters) - len(options)


def test_commands_are_offered_with_their_help() -> None:
    assert offered("") == list(COMMANDS)
    assert offered("con") == ["config"]
    assert offered("--lang", "zh", "und") == ["undo"]
    assert told("undo")["undo"].startswith("Take ")
    assert told("undo", lang="zh")["undo"].startswith("撤销")
    assert told("--lang", "zh", "undo")["undo"].startswith("撤销")


def test_the_commands_of_a_group_are_offered() -> None:
    assert "add" in (offered("area", "") or ())
    assert told("area", "add")["add"].startswith("Share ")


def test_options_are_offered_until_they_are_given() -> None:
    assert offered("log", "--n") == ["--note", "--next", "--no-input", "--no-color"]
    assert offered("log", "sewer", "--note", "x", "--n") == ["--next", "--no-input", "--no-color"]
    assert offered("log", "--note=x", "--not") == []
    assert offered("log", "-q", "--qui") == []
    assert offered("log", "--evidence", "a", "--evi") == ["--evidence"]
    assert offered("--cl") == ["--class"]
    assert offered("show", "sewer", "--", "--js") == []


@pytest.mark.usefixtures("ledger")
def test_where_nothing_else_fits_the_options_are_offered() -> None:
    options = offered("migrate", "") or []
    assert options[0] == "--db"
    assert options[-1] == "--help"


@pytest.mark.usefixtures("ledger")
def test_commitments_are_offered_by_slug_and_by_what_people_call_them(run: Run) -> None:
    assert run("edit", "sewer", "--alias", "老管网").code == 0
    assert offered("log", "se") == list(SLUGS)
    assert len(offered("log", "") or ()) == 31
    assert told("log", "se")["sewer"] == "改造雨污合流管网"
    assert told("log", "老管") == {"老管网": "sewer  改造雨污合流管网"}
    assert offered("log", "改造雨") == ["改造雨污合流管网"]
    assert offered("status", "sewer", "esta") == ["estates"]


@pytest.mark.usefixtures("ledger")
def test_the_newest_standing_entries_are_offered_by_number(run: Run) -> None:
    for day in range(1, 23):
        assert run("log", "sewer", f"0.{day:02}", "--on", f"2024-06-{day:02}").code == 0
    assert run("correct", "21", "--to", "2.5", "--reason", "x").code == 0
    assert run("undo", "22", "--reason", "x").code == 0
    assert run("log", "sewer", "12", "--total", "--yes").code == 0
    assert run("log", "heritage-care", "--note", "已巡查").code == 0
    found = told("correct", "")
    assert list(found) == ["26", "25", *(str(act) for act in range(21, 3, -1))]
    assert found["26"] == "2024-07-05 已巡查 开展常态化保护工作"
    assert found["25"] == "2024-07-05 =12公里 改造雨污合流管网"
    assert found["21"] == "2024-06-21 +2.5公里 改造雨污合流管网"
    assert found["4"] == "2024-06-04 +0.04公里 改造雨污合流管网"
    assert offered("undo", "25") == ["25"]


@pytest.mark.usefixtures("ledger")
def test_areas_stages_and_milestones_are_those_of_the_commitment(run: Run) -> None:
    for slug, area in (("estates", "冠县"), ("elevators", "莘县"), ("elevators", "冠县")):
        assert run("area", "add", slug, area).code == 0
    assert run("edit", "estates", "--stages", "开工,完工").code == 0
    assert run("milestone", "add", "heritage-plan", "初稿", "--due", "2024-09-30").code == 0
    assert offered("log", "estates", "--area", "") == ["冠县"]
    assert offered("log", "老旧小区", "--area", "") == ["冠县"]
    assert offered("log", "--area", "") == ["冠县", "莘县"]
    assert offered("log", "estates", "--area=冠") == ["--area=冠县"]
    assert offered("log", "estates", "--stage", "完") == ["完工"]
    assert told("log", "heritage-plan", "--done", "") == {"初稿": "2024-09-30"}
    assert run("log", "elevators", "3", "--area", "莘县").code == 0
    assert offered("correct", "1", "--area", "") == ["莘县", "冠县"]


@pytest.mark.usefixtures("ledger")
def test_parts_that_were_put_out_of_use_are_not_offered(run: Run) -> None:
    for part, slug, name in (("area", "estates", "冠县"), ("milestone", "heritage-plan", "初稿")):
        day = () if part == "area" else ("--due", "2024-09-30")
        for one in (name, "旧"):
            assert run(part, "add", slug, one, *day).code == 0
        assert run(part, "edit", slug, name, "--name", "新名", "--reason", "x").code == 0
        assert run(part, "retire", slug, "旧", "--reason", "x").code == 0
        assert offered(part, "edit", slug, "") == ["新名"]


@pytest.mark.usefixtures("ledger")
def test_a_line_of_several_entries_is_completed_throughout(run: Run) -> None:
    assert run("area", "add", "estates", "冠县").code == 0
    assert offered("log", "sewer", "3km", "esta") == ["estates"]
    assert offered("log", "sewer", "3km", "estates", "4", "--area", "") == ["冠县"]


@pytest.mark.usefixtures("ledger")
def test_departments_units_and_settings_are_offered() -> None:
    assert told("status", "--department", "hou") == {"housing": "市住建局"}
    assert offered("report", "--department=市住") == ["--department=市住建局"]
    assert "公里" in (offered("edit", "sewer", "--unit", "") or ())
    assert offered("edit", "sewer", "--unit", "k") == ["km"]
    assert offered("config", "re") == ["reporting_day", "red"]


def test_what_can_be_only_a_few_words_is_offered() -> None:
    assert offered("edit", "sewer", "--direction", "") == ["up", "down"]
    assert offered("edit", "sewer", "--comparator=>") == ["--comparator=>=", "--comparator=>"]
    assert offered("show", "--lang", "") == ["en", "zh"]
    assert offered("status", "--class=b") == ["--class=behind"]
    assert offered("chart", "--format", "") == ["table", "svg", "html"]
    assert offered("completion", "") == list(SHELLS)


def test_days_are_offered_in_the_language_or_in_the_one_begun() -> None:
    assert (offered("log", "sewer", "--on", "") or [])[:2] == ["today", "yesterday"]
    assert (offered("log", "sewer", "--on", "", lang="zh") or [])[:2] == ["今天", "昨天"]
    assert offered("log", "sewer", "--on", "昨") == ["昨天"]
    assert offered("log", "sewer", "--on", "tod", lang="zh") == ["today"]


@pytest.mark.parametrize("word", ["今天", "昨天", "前天", "上周五", "last friday", "today"])
@pytest.mark.usefixtures("ledger")
def test_a_day_that_is_offered_is_understood(run: Run, word: str) -> None:
    assert offered("log", "sewer", "--on", word) == [word]
    assert run("log", "sewer", "1", "--on", word).code == 0


def test_files_are_left_to_the_shell() -> None:
    assert offered("report", "-o", "") is None
    assert offered("report", "--output=", "") is not None
    assert offered("report", "--output=pa") is None
    assert offered("status", "--db", "x") is None
    assert offered("log", "sewer", "--evidence", "x") is None
    assert offered("backup", "x") is None
    assert offered("restore", "x") is None


def test_the_database_that_is_named_is_looked_into(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    ledger.rename(tmp_path / "home" / "other.db")
    other = str(tmp_path / "home" / "other.db")
    assert offered("log", "se") == []
    assert offered("log", "--db", other, "se") == list(SLUGS)
    assert offered("log", f"--db={other}", "se") == list(SLUGS)
    assert offered("log", "--db", "~/other.db", "se") == list(SLUGS)
    assert offered("log", "--db", "$HOME/other.db", "se") == list(SLUGS)


@pytest.mark.parametrize("content", [None, b"", b"not a database", b"SQLite format 3\0" * 64])
def test_without_a_ledger_there_are_no_names_and_no_words(
    run: Run, content: bytes | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "tracker.db").write_bytes(content)
    assert run("__complete", "fish", "2", "tracker", "log", "se") == (0, "words\n", "")
    assert run("__complete", "fish", "1", "tracker", "lo").out.startswith("words\nlog\t")


def test_a_locked_ledger_is_not_waited_for(run: Run, ledger: Path) -> None:
    with sqlite3.connect(ledger, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert run("__complete", "zsh", "2", "tracker", "log", "se") == (0, "words\n", "")
    other.close()


def test_a_look_changes_nothing(run: Run, ledger: Path) -> None:
    before = ledger.read_bytes()
    ledger.chmod(0o400)
    assert len(run("__complete", "zsh", "2", "tracker", "log", "se").out.splitlines()) == 3
    assert ledger.read_bytes() == before
    assert [path.name for path in ledger.parent.iterdir()] == [ledger.name]


@pytest.mark.parametrize(
    "argv", [(), ("bash",), ("bash", "9", "x"), ("zsh", "x", "tracker"), ("csh", "1", "tracker")]
)
def test_a_question_nobody_asks_is_answered_with_nothing(run: Run, argv: tuple[str, ...]) -> None:
    assert run("__complete", *argv) == (0, "", "")


@pytest.mark.parametrize("words", [("lgo", ""), ("area", "x", ""), ("log", "--nope=", "x")])
def test_after_a_word_that_is_wrong_nothing_fails(words: tuple[str, ...]) -> None:
    assert offered(*words) == []


def test_a_word_that_hides_something_is_not_offered(ledger: Path) -> None:
    with sqlite3.connect(ledger) as file:
        for area in ("a\tb", "c\nd", "e\u202ef", "好"):
            file.execute("INSERT INTO area VALUES (1, ?, 1, 1, NULL, NULL, NULL)", (area,))
    file.close()
    assert offered("log", "--area", "") == ["好"]


def test_only_what_completion_needs_is_imported(ledger: Path) -> None:
    script = (
        "import sys\n"
        "from tracker.__main__ import main\n"
        "assert main(['__complete', 'zsh', '2', 'tracker', 'log', 'se']) == 0\n"
        "strange = ('typer', 'rich', 'decimal', 'tracker.cli.app', 'tracker.store.engine')\n"
        "print(*[name for name in strange if name in sys.modules], file=sys.stderr)"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(tracker.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**environ, "TRACKER_DB": str(ledger)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (len(done.stdout.splitlines()), done.stderr) == (3, "\n")


# -- what shells hand over

BREAKS = " \t\n\"'><=;|&(:"


@pytest.mark.parametrize(
    ("line", "before", "current", "quote", "kept"),
    [
        ("tracker log se", ("log",), "se", "", 0),
        ("tracker log ", ("log",), "", "", 0),
        ("tracker  log   x", ("log",), "x", "", 0),
        ("tracker log 'a b' x", ("log", "a b"), "x", "", 0),
        ('tracker log "a b', ("log",), "a b", '"', 0),
        ("tracker log --area=a", ("log",), "--area=a", "", 7),
        ("tracker log --area='a b", ("log",), "--area=a b", "'", 7),
        ("tracker log a:b", ("log",), "a:b", "", 2),
        (r"tracker log a\:b\ c", ("log",), "a:b c", "", 0),
        (r'tracker log "a\"b\c', ("log",), r'a"b\c', '"', 0),
        ("tracker log '' x", ("log", ""), "x", "", 0),
        ("tracker log \\", ("log",), "", "", 0),
    ],
)
def test_a_line_of_bash_is_read_without_being_evaluated(
    line: str, before: tuple[str, ...], current: str, quote: str, kept: int
) -> None:
    assert line_given("9", BREAKS, line) == Typed(before, current, quote, kept, False)


def test_a_word_that_powershell_left_out_is_empty() -> None:
    assert words_given("2", ["tracker", "log"]) == Typed(("log",), "")
    assert words_given("1", ["tracker", "log", "x"]) == Typed((), "log")
