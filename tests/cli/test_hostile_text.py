"""Text from users is hostile: in every option of every command, and in every answer."""

import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Command, Parameter, every_command
from tests.conftest import Result, Run

# Rich's markup and emoji codes, which must come out as they were typed.
LITERAL = "[red]赤[/] [bold]:x: [link=a]"
# A colour, a title for the window, a bell, ends of lines, a tab, backspace, delete, C1 controls,
# bidi marks, characters of no width, the end of a line and of a paragraph.
HIDDEN = (
    "\x1b[31m\x1b]0;t\x07\n\r\t\b\x7f\x85\x9b0m"
    "\u202e\u2066\u200e\u061c\u200b\u200d\u2060\ufeff\u00ad\u2028\u2029\U000e0041"
)
HOSTILE = f"{LITERAL}{HIDDEN}末"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

NO_COLOR = ("--no-color",)
FORMATS = (
    (),  # a pipe
    ("--plain",),
    ("--json",),
    NO_COLOR,  # a terminal
)

# A command line of each command that is right, for one option to be made hostile in.
RIGHT = {
    "init": (),
    "log": ("sewer", "5", "--no-input"),
    "correct": ("1", "--reason", "x", "--to", "7", "--no-input"),
    "undo": ("1", "--reason", "x", "--no-input"),
    "history": (),
    "status": (),
    "show": ("sewer",),
    "report": (),
    "chart": (),
    "import": ("sent.csv", "--yes"),
    "export": (),
    "calendar": ("-o", "plan.ics"),
    "alerts": (),
    "alerts ack": ("sewer", "--until", "2024-07-31", "--reason", "x"),
    "alerts log": (),
    "add": ("parks", "--name", "n", "--kind", "duty", "--department", "housing"),
    "edit": ("sewer", "--reason", "x", "--person", "p"),
    "area add": ("sewer", "a"),
    "area list": ("estates",),
    "area edit": ("estates", "冠县", "--person", "p"),
    "area retire": ("estates", "冠县", "--reason", "x"),
    "stage list": ("elevators",),
    "stage edit": ("elevators", "开工", "--name", "n", "--reason", "x"),
    "stage retire": ("elevators", "开工", "--reason", "x"),
    "milestone list": ("heritage-plan",),
    "milestone add": ("heritage-plan", "n", "--due", "2024-12-01"),
    "milestone edit": ("heritage-plan", "初稿", "--weight", "2", "--reason", "x"),
    "milestone retire": ("heritage-plan", "初稿", "--reason", "x"),
    "close": ("drainage", "--reason", "x"),
    "reopen": ("heating", "--reason", "x"),
    "plan": ("sewer", "--until", "2024-06-30", "--reach", "40"),
    "unit add": ("座",),
    "config": ("title", "t"),
    "workday": ("2024-10-12", "on"),
    "check": (),
    "backup": (),
    "restore": ("copy.db",),
    "migrate": (),
    "completion": ("bash",),
}


# What those lines are about.
BEFORE = (
    ("log", "sewer", "6", "--on", "2024-06-01"),
    ("area", "add", "estates", "冠县"),
    ("edit", "elevators", "--stages", "开工,完工"),
    ("milestone", "add", "heritage-plan", "初稿", "--due", "2024-06-30"),
    ("milestone", "add", "heritage-plan", "终稿", "--due", "2024-09-30"),
    ("close", "heating", "--reason", "x"),
    ("backup", "copy.db"),
)


def hostile_lines() -> Iterator[tuple[Command, Parameter, list[str]]]:
    """Every command with every option and argument made hostile in turn."""
    for command in every_command():
        right = list(RIGHT[str(command)])
        position = 0
        for parameter in command.parameters:
            if parameter.is_argument:
                line = list(right)
                line[position : position + 1] = [HOSTILE]
                position += 1
            elif parameter.is_flag:
                continue
            else:
                line = [*right, parameter.options[0], HOSTILE]
            yield command, parameter, [*command.words, *line]


LINES = [
    pytest.param(
        line, id=f"{command} {parameter.options[0] if parameter.options else parameter.name}"
    )
    for command, parameter, line in hostile_lines()
]


def unseen(text: str, allowed: str) -> list[str]:
    """The characters of a text that nobody sees, or that do something to a terminal."""
    return [c for c in text if unicodedata.category(c) in UNSEEN and c not in allowed]


def check(result: Result, allowed: str = "\n") -> None:
    """Hold that an answer, and what was said beside it, shows all that is in it."""
    assert unseen(result.out, allowed) == []
    assert unseen(result.err, "\n") == []
    assert result.code in (0, 2, 3, 4, 6)
    assert "a fault in tracker" not in result.err


@pytest.mark.parametrize("line", LINES)
@pytest.mark.usefixtures("ledger")
def test_no_option_and_no_argument_lets_a_hidden_character_through(
    run: Run, line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sent.csv").write_text("任务,日期,新增\nsewer,2024-06-28,5\n", "utf-8")
    for argv in BEFORE:
        assert run(*argv).code == 0
    for flags in FORMATS:
        result = run(*line, *flags, keys="" if flags == NO_COLOR else None)
        check(result, "\n\t")
        if result.code:
            assert result.err.count("\n") == 1
            assert result.out == ""


@pytest.mark.parametrize(
    "line", [[HOSTILE], ["--" + HOSTILE], ["log", "--" + HOSTILE]], ids=range(3)
)
@pytest.mark.usefixtures("ledger")
def test_a_hostile_command_line_is_refused_in_one_line(run: Run, line: list[str]) -> None:
    result = run(*line)
    check(result)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def write_everywhere(run: Run, text: str) -> None:
    """Write a text wherever the ledger takes one."""
    for argv in (
        ["config", "title", text],
        ["edit", "sewer", "--alias", text, "--name", text, "--name-en", text],
        ["edit", "sewer", "--person", text, "--contact", text, "--department", text],
        ["edit", "sewer", "--target", "91", "--reason", text],
        ["edit", "estates", "--stages", f"开工{text.replace(',', '')},完工"],
        ["log", "estates", "3", "--stage", "开工", "--note", text],
        ["log", "sewer", "5", "--note", text, "--problem", text, "--next", text],
        ["log", "sewer", "--note", "m", "--evidence", f"https://a.org/{''.join(text.split())}"],
        ["correct", "2", "--note", f"{text}2", "--reason", text],
        ["correct", "2", "--to", "6", "--reason", text],
        ["undo", "5", "--reason", text],
        ["area", "add", "complexes", text, "--person", text, "--contact", text],
        ["log", "complexes", "1", "--area", text[:4]],
        ["milestone", "add", "heritage-plan", text, "--due", "2024-12-01"],
        ["log", "heritage-plan", "--done", text[:4], "--by", text],
        ["milestone", "add", "pilot-city", text, "--due", "2024-12-01"],
        ["add", "parks", "--kind", "duty", "--name", text, "--department", text],
        ["workday", "2024-10-12", "on", "--reason", text],
        ["alerts", "--new", "--department", text[:4]],
        ["alerts", "ack", "complexes", "--until", "2024-12-31", "--reason", text, "--by", text],
    ):
        result = run(*argv)
        assert result.code == 0, (argv, result)
        check(result)


READINGS = (
    ("status",),
    ("show", "sewer"),
    ("show", "estates"),
    ("show", "complexes"),
    ("show", "complexes", "--areas"),
    ("show", "heritage-plan"),
    ("show", "parks"),
    ("history",),
    ("history", "sewer"),
    ("report",),
    ("chart", "sewer"),
    ("alerts", "--within", "366"),
    ("alerts", "log"),
    ("config",),
)


@pytest.mark.usefixtures("ledger")
def test_what_was_stored_is_shown_literally_or_escaped_in_every_answer(run: Run) -> None:
    write_everywhere(run, HOSTILE)
    for argv in READINGS:
        for flags in FORMATS:
            terminal = flags == NO_COLOR
            result = run(*argv, *flags, keys="" if terminal else None, width=4000)
            check(result, "\n" if terminal or flags == ("--json",) else "\n\t")
            assert result.code == 0
            if argv[0] == "chart" and not terminal:
                continue  # slugs and figures only
            assert LITERAL in result.out
            escape = "\\\\x1b" if flags == ("--json",) else "\\x1b"
            assert f"{escape}[31m" in result.out
            assert "\\u202e" in result.out


@pytest.mark.parametrize(
    "argv",
    [
        ["edit", "sewer", "--alias", "一号\u200b"],
        ["unit", "add", "座\u200b"],
        ["area", "add", "sewer", "高唐县\u200b"],
        ["milestone", "add", "heritage-plan", "初稿\u200b", "--due", "2024-12-01"],
        ["edit", "sewer", "--stages", "开工\u200b,完工"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("ledger")
def test_a_name_with_a_hidden_character_is_the_same_name_the_next_time(
    run: Run, argv: list[str]
) -> None:
    assert run(*argv).code == 0
    again = run(*argv)
    check(again)
    assert again.code == 3


@pytest.mark.parametrize(
    ("argv", "option"),
    [
        (["area", "add", "sewer", "高唐县\u200b"], "--area"),
        (["edit", "sewer", "--stages", "高唐县\u200b,完工"], "--stage"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_a_name_with_a_hidden_character_is_found_as_it_was_typed(
    run: Run, argv: list[str], option: str
) -> None:
    assert run(*argv).code == 0
    result = run("log", "sewer", "5", option, "高唐县\u200b")
    check(result)
    assert result.code == 0, result


@pytest.mark.usefixtures("ledger")
def test_on_a_terminal_with_colours_only_the_program_colours(run: Run) -> None:
    write_everywhere(run, HOSTILE)
    own = re.compile(r"\x1b\[(0|1|2|3[1-4])m")
    for argv in READINGS:
        colored, plain = (run(*argv, *flags, keys="", width=4000) for flags in ((), NO_COLOR))
        lines = own.sub("", colored.out).split("\n")
        assert [line.rstrip() for line in lines] == plain.out.split("\n")


@pytest.mark.parametrize("argv", READINGS, ids=" ".join)
def test_records_stay_one_a_line_with_as_many_fields(
    run: Run, ledger: Path, argv: tuple[str, ...]
) -> None:
    clean = ledger.read_bytes()
    shapes = []
    for text in ("word", HOSTILE):
        ledger.write_bytes(clean)
        write_everywhere(run, text)
        records = run(*argv, "--plain").out.split("\n")
        shapes.append([record.count("\t") for record in records])
    assert shapes[0] == shapes[1]


@pytest.mark.skipif(os.name == "nt", reason="no such file names there")
@pytest.mark.usefixtures("ledger")
def test_evidence_may_have_a_hostile_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / HOSTILE.replace("/", "")
    path.write_text("evidence", "utf-8")
    for flags in FORMATS:
        keys = "" if flags == NO_COLOR else None
        logged = run("log", "sewer", "1", "--evidence", str(path), "--yes", *flags, keys=keys)
        assert logged.code == 0
        check(logged, "\n\t")
        check(run("show", "sewer", *flags, keys=keys, width=4000), "\n\t")
    assert "[red]赤" in run("show", "sewer").out


RAW = (
    "INSERT INTO change VALUES (2, '2024-01-02T00:00:00.000Z', :t, :t, 'log', :t, zeroblob(32))",
    "INSERT INTO setting (change, key, value) VALUES (2, 'title', :t)",
    "INSERT INTO department (change, code, name) VALUES (2, 'housing', :t)",
    "INSERT INTO profile (commitment, change, position, department, name, name_en, person, wording)"
    " SELECT commitment, 2, 3, 'housing', :t, :t, :t, :t FROM commitment WHERE slug = 'sewer'",
    "INSERT INTO alias (change, alias, commitment)"
    " SELECT 2, :t, commitment FROM commitment WHERE slug = 'sewer'",
    "INSERT INTO remark (change, position, commitment, text)"
    " SELECT 2, 99, commitment, :t FROM commitment WHERE slug = 'sewer'",
    "INSERT INTO area (change, commitment, area, position, person)"
    " SELECT 2, commitment, :t, 1, :t FROM commitment WHERE slug = 'sewer'",
    "INSERT INTO entry (act, change, commitment, area, stage, day, note, problem, next_step)"
    " SELECT 1, 2, commitment, :t, '', '2024-01-02', :t, :t, :t FROM commitment"
    " WHERE slug = 'sewer'",
    "INSERT INTO acknowledged (commitment, part, subject, change, rule, level, step, until)"
    " SELECT commitment, 'course', '', 2, 'behind', 'red', 0, '2030-01-01' FROM commitment"
    " WHERE slug = 'sewer'",
    "INSERT INTO alert_run (run, audience, day, head, claimed_at, state)"
    " VALUES (1, :t, '2024-01-02', 2, '2024-01-02T00:00:00.000Z', 'confirmed')",
    "INSERT INTO alert_told SELECT 1, 0, commitment, 'area', :t, 'opened', 'area_silent', 'notice',"
    " 'notice', 0, 1, 0, :t FROM commitment WHERE slug = 'sewer'",
)


@pytest.mark.parametrize("flags", FORMATS, ids=" ".join)
def test_what_another_program_put_into_the_file_is_shown_no_less_carefully(
    run: Run, ledger: Path, flags: tuple[str, ...]
) -> None:
    connection = sqlite3.connect(ledger)
    for statement in RAW:
        connection.execute(statement, {"t": HOSTILE})
    connection.commit()
    connection.close()
    for argv in (
        ("status",),
        ("show", "sewer"),
        ("history",),
        ("alerts",),
        ("alerts", "log"),
        ("alerts", "--new"),
        ("config",),
    ):
        result = run(*argv, *flags, keys="" if flags == NO_COLOR else None, width=4000)
        assert result.code == 0
        check(result, "\n\t" if flags in ((), ("--plain",)) else "\n")


@pytest.mark.parametrize("flags", FORMATS, ids=" ".join)
def test_what_a_check_finds_in_it_is_shown_no_less_carefully(
    run: Run, ledger: Path, flags: tuple[str, ...]
) -> None:
    connection = sqlite3.connect(ledger)
    for statement in RAW:
        connection.execute(statement, {"t": HOSTILE})
    connection.execute("INSERT INTO setting VALUES ('yellow', 2, ?)", (HOSTILE,))
    connection.commit()
    connection.close()
    result = run("check", *flags, keys="" if flags == NO_COLOR else None, width=4000)
    check(result, "\n\t" if flags == ("--plain",) else "\n")
    assert (result.code, result.err.count("\n")) == (4, 1)
    assert LITERAL in result.out
    assert "\\u202e" in result.out


def test_a_hostile_seed_is_shown_carefully(run: Run, tmp_path: Path) -> None:
    text = HOSTILE.replace("'", "''")
    seed = tmp_path / "seed.sql"
    seed.write_text(
        f"INSERT INTO department (code, name) VALUES ('parks', '{text}');\n"
        "INSERT INTO commitment (seq, slug, department, kind, name, wording, source, scope)"
        f" VALUES (1, 'trees', 'parks', 'duty', '{text}', '{text}', '{text}', '{text}');\n"
        f"INSERT INTO remark (slug, position, text) VALUES ('trees', 1, '{text}');\n",
        "utf-8",
    )
    made = run("init", "--seed", str(seed))
    assert made.code == 0, made
    for argv in (("status",), ("show", "trees"), ("history",)):
        for flags in FORMATS:
            check(run(*argv, *flags, keys="" if flags == NO_COLOR else None), "\n\t")


@pytest.mark.usefixtures("ledger")
def test_a_hostile_author_is_shown_carefully(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_BY", HOSTILE)
    assert run("log", "sewer", "5").code == 0
    assert run("history", "--mine", "--json").out.count('"action": "log"') == 1
    undone = run("undo", "--reason", "x")
    check(undone)
    assert undone.code == 0
    nothing = run("undo", "--reason", "x")
    check(nothing)
    assert nothing.code == 3
    assert LITERAL in nothing.err
    monkeypatch.delenv("TRACKER_BY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "tracker").mkdir()
    (tmp_path / "tracker" / "config.toml").write_text("by = '[red]\\u001b\u202e\u200b'", "utf-8")
    assert run("log", "sewer", "6").code == 0
    result = run("history", "sewer")
    check(result, "\n\t")
    assert "\\u202e" in result.out


@pytest.mark.skipif(os.name == "nt", reason="no such folder names there")
def test_a_database_may_lie_in_a_hostile_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "[red]a:x: \x1b[31m\n\u202e?#%41"
    folder.mkdir()
    path = str(folder / "l.db")
    for argv in (["init"], ["init"], ["status"], ["log", "sewer", "5"], ["check"], ["backup"]):
        result = run(*argv, "--db", path)
        assert result.code == 0, result
        check(result, "\n\t")
        assert result.out.count("\n") >= 1
    assert Path(path).is_file()
    missing = run("status", "--db", path + "x")
    check(missing)
    assert (missing.code, missing.err.count("\n")) == (4, 1)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"], ids=ascii)
@pytest.mark.parametrize(
    "argv",
    [["status", "--db"], ["init", "--db"], ["backup"], ["restore"], ["import"], ["init", "--seed"]],
    ids=" ".join,
)
def test_a_name_that_no_file_can_have_is_refused_in_one_line(
    run: Run, argv: list[str], name: str
) -> None:
    result = run(*argv, name, *(["--db", "new.db"] if "--seed" in argv else []))
    check(result)
    assert (result.code, result.out, result.err.count("\n")) == (6, "", 1)


# Cells and headings of a csv; a line ends where the file says, so that ends of lines are quoted.
CELL = '"' + HOSTILE.replace("\r", "") + '"'


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "rows",
    [
        f"任务,日期,累计,备注,存在问题,{CELL}\nsewer,2024-06-28,5,{CELL},{CELL},x\n",
        f"任务,日期,累计\n{CELL},2024-06-28,5\n",
        f"任务,日期,累计\nsewer,{CELL},5\n",
        f"任务,日期,累计\nsewer,2024-06-28,{CELL}\n",
        f"任务,日期,累计,县市区\nestates,2024-06-28,5,{CELL}\n",
        f"任务,日期,累计,单位\nsewer,2024-06-28,5,{CELL}\n",
        f"任务,累计（{HOSTILE[-3:]}）,日期\nsewer,{CELL},{CELL}\n",
        f"任务,目标值,责任人,牵头单位\n{CELL},5公里,{CELL},{CELL}\n",
        f"任务,目标值,完成时限,类别\n{CELL},{CELL},{CELL},{CELL}\n",
    ],
    ids=range(9),
)
def test_a_hostile_cell_or_heading_is_shown_literally_or_escaped(
    run: Run, rows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("area", "add", "estates", "冠县").code == 0
    Path("sent.csv").write_text(rows, "utf-8")
    said = ("import", "sent.csv", "--rejects", "back.csv")
    for flags in FORMATS:
        terminal = flags == NO_COLOR
        for more in (("--dry-run",), ("--yes",)):
            result = run(*said, *more, *flags, keys="" if terminal else None, width=4000)
            check(result, "\n" if terminal or flags == ("--json",) else "\n\t")
            assert result.err.count("\n") <= 1
    if Path("back.csv").exists():
        assert unseen(Path("back.csv").read_text("utf-8-sig"), "\n") == []
