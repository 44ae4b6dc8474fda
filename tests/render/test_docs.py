"""The documents say what the program does: no command, option, setting or field is missing from
them, none is in them that is not there, and every example prints what they show."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.catalogs import ENGLISH
from tests.cli.test_messages import STATES, UNSAID
from tests.conftest import Run
from tests.render import documents
from tests.render.worked import AS_OF
from tracker import errors
from tracker.cli.alerts import ALERTS
from tracker.cli.app import COMMANDS, INTERRUPTED, PROGRAM_FAULT, Commands
from tracker.core.alert_memory import EVENTS
from tracker.core.alert_rules import RULES, Level
from tracker.core.check import KINDS as FAULTS
from tracker.core.defaults import DEFAULTS
from tracker.core.model import CLASSES, COMPARATORS, KINDS, LIGHTS, Mode
from tracker.store.schema import CHAIN

COMMANDS_PAGE = documents.read("commands.md")
JSON_PAGE = documents.read("json.md")
CODE = re.compile(r"`([^`]+)`")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def cells(text: str) -> list[list[str]]:
    """The rows of every table in a text, without their headings."""
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if not row[0].startswith(" ---")]


def codes(text: str) -> list[str]:
    """Everything in code signs."""
    return CODE.findall(text)


# -- commands.md


def every_command() -> dict[str, Any]:
    """Every command by its name as typed."""
    found: dict[str, Any] = {}
    for name in COMMANDS:
        command = Commands(name="tracker").get_command(None, name)
        inner = getattr(command, "commands", None)
        if inner is None or command.invoke_without_command:
            found[name] = command
        found |= {f"{name} {n}": c for n, c in (inner or {}).items()}
    return found


EVERY_COMMAND = every_command()


def options_of(name: str) -> set[str]:
    """The options of a command, by all of their names; `--help` is everywhere."""
    return {opt for p in EVERY_COMMAND[name].params for opt in p.opts if opt.startswith("-")}


def documented_options(name: str) -> set[str]:
    """The options that the section of a command lists."""
    tables = documents.sections(COMMANDS_PAGE)[name]
    rows = [row[0] for row in cells(tables) if not row[0].startswith("`tracker")]
    return {option for first in rows for option in OPTION.findall(first)}


def shared_options(name: str) -> set[str]:
    """The options that the table of shared options gives to a command."""
    text = documents.sections(COMMANDS_PAGE)["What holds everywhere"]
    table = text.partition("### Shared options")[2].partition("### Answers")[0]
    writing = re.search(r"Those that write: (.*)\.", table)
    assert writing
    groups = {"all": list(EVERY_COMMAND), "all that write": codes(writing[1])}
    found = set()
    for options, commands, _ in (row for row in cells(table) if len(row) == 3 and "-" in row[0]):
        if name in groups.get(commands, codes(commands)):
            found |= set(OPTION.findall(options))
    return found - {"-h", "--help"}


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_command_is_documented_with_just_its_options(name: str) -> None:
    assert name in documents.sections(COMMANDS_PAGE)
    assert documented_options(name) | shared_options(name) == options_of(name)


def test_no_command_is_documented_that_is_not_there() -> None:
    section = documents.sections(COMMANDS_PAGE)
    others = {"What holds everywhere", "What the sums mean", "Slips"}
    others |= {"Settings", "Environment", "Exit codes", ""}
    assert section.keys() - others == EVERY_COMMAND.keys()


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_command_is_shown_at_work(name: str) -> None:
    section = documents.sections(COMMANDS_PAGE)[name]
    shown = [e for e in documents.examples(section) if e.on_terminal]
    assert [e for e in shown if f"{e.typed} ".startswith(f" {name} ")]


def test_settings_are_documented_with_their_defaults() -> None:
    rows = cells(documents.sections(COMMANDS_PAGE)["Settings"])[1:]
    documented = {codes(key)[0]: default for key, default, _ in rows}
    assert list(documented) == list(DEFAULTS)
    assert documented.pop("title").startswith("none")
    assert documented == {key: value for key, value in DEFAULTS.items() if key != "title"}


def test_every_variable_that_is_read_is_documented() -> None:
    package = Path(errors.__file__).parent
    source = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', source))
    assert {"TRACKER_DB", "TRACKER_BY", "NO_COLOR"} <= read
    documented = documents.sections(COMMANDS_PAGE)["Environment"]
    assert [name for name in read if not re.search(rf"\b{name}\b", documented)] == []


@pytest.mark.parametrize("page", [COMMANDS_PAGE, JSON_PAGE], ids=["commands.md", "json.md"])
def test_exit_codes_are_documented(page: str) -> None:
    rows = cells(documents.sections(page)["Exit codes"])[1:]
    classes = [e for e in vars(errors).values() if isinstance(e, type)]
    known = {e.exit_code for e in classes if issubclass(e, errors.TrackerError)}
    assert [int(row[0]) for row in rows] == sorted({0, ALERTS, *known, PROGRAM_FAULT, INTERRUPTED})


# -- json.md


def paths(value: Any, path: str = "") -> list[str]:
    """The place of every member in a JSON value, each once, in their order."""
    found: list[str] = []
    if isinstance(value, list):
        # What a top-level list holds is named by its fields alone.
        prefix = f"{path}[]" if path else ""
        found = [p for inner in value for p in paths(inner, prefix)]
    elif isinstance(value, dict):
        for key, inner in value.items():
            by_class = path in ("summary", "summary[].classes")
            name = "CLASS" if by_class else key
            here = f"{path}.{name}" if path else name
            found += ([] if by_class else [here]) + paths(inner, here)
    return list(dict.fromkeys(found))


def fields(section: str) -> list[str]:
    """The fields that the tables of a section name, in their order."""
    tables = documents.sections(JSON_PAGE)[section].split("\n\n")
    rows = [row for t in tables if t.startswith("| field ") for row in cells(t)[1:]]
    assert rows
    return [codes(row[0])[0] for row in rows]


# Objects that are documented once, in a section of their own or as a LINE.
ELSEWHERE = {
    "show": r"commitment\..*",
    "report": r"moved\[\]\..*",
    # A row has the columns of its table, which are listed below.
    "export": r"changes\[\]\.rows\[\]\.(?!table$).*",
}
LINE = re.compile(r"(overdue|behind|on_pace|unmeasured)\[\]\.")


def documented_paths(section: str, value: Any) -> list[str]:
    """The members of an answer under the names that its section has for them."""
    names = paths(value)
    if section == "workday":
        names = list(dict.fromkeys("DAY" if n[:2] == "20" else n for n in names))
    if section in ELSEWHERE:
        names = [n for n in names if not re.fullmatch(ELSEWHERE[section], n)]
    if section == "import":
        named = [re.sub(r"^files\[\]\.columns\..*", "files[].columns.FIELD", n) for n in names]
        names = list(dict.fromkeys(named))
    if section == "report":
        lines = [LINE.sub("LINE.", n) for n in names if LINE.match(n)]
        names = [n for n in names if not LINE.match(n)] + list(dict.fromkeys(lines))
    return names


READING: dict[str, list[tuple[str, ...]]] = {
    "status": [("status",), ("status", "--known-at", "#5")],
    "show": [
        *(("show", slug) for slug in ("sewer", "sewer-zero", "estates", "heritage-projects")),
        ("show", "heritage-plan"),
        ("show", "elevators", "--known-at", "2024-06-29"),
    ],
    "show --areas": [
        ("show", "estates", "--areas"),
        ("show", "estates", "--areas", "--known-at", "2024-06-29"),
    ],
    "history": [("history",), ("history", "sewer")],
    "alerts": [
        ("alerts",),
        ("alerts", "ack", "complexes", "--until", "2024-07-31", "--reason", "x"),
        ("alerts",),
    ],
    "alerts --new": [("alerts", "--new")],
    "alerts log": [("alerts", "log")],
    "report": [("report",), ("report", "--department", "housing", "--week-ending", "2025-01-03")],
    "chart": [("chart",), ("chart", "heritage-plan")],
    "log, correct, undo": [
        ("log", "sewer", "5", "--evidence", "https://example.org/a.pdf"),
        ("correct", "17", "--to", "6", "--reason", "x"),
        ("undo", "18", "--reason", "x"),
    ],
    "undo --change": [("undo", "--change", "5", "--reason", "x")],
    "add, edit, area, stage, milestone, plan": [
        ("add", "look", "--name", "巡查", "--kind", "duty", "--department", "housing"),
        ("edit", "sewer", "--target", "95", "--reason", "x"),
        ("area", "add", "sewer", "冠县"),
        ("milestone", "add", "drainage", "初稿", "--due", "2024-12-01"),
        ("plan", "sewer", "--until", "2024-09-30", "--reach", "75"),
        ("area", "edit", "sewer", "冠县", "--person", "李四"),
        ("area", "retire", "sewer", "冠县", "--reason", "x"),
    ],
    "area list": [("area", "list", "estates")],
    "stage list": [("stage", "list", "heritage-projects")],
    "milestone list": [("milestone", "list", "heritage-plan")],
    "close, reopen": [
        ("close", "drainage", "--note", "x", "--reason", "x"),
        ("reopen", "drainage", "--reason", "x"),
    ],
    "unit add": [("unit", "add", "吨")],
    "config": [
        ("config",),
        ("config", "red", "25"),
        ("config", "alert.silent", "3w", "--commitment", "sewer"),
        ("config", "--commitment", "sewer"),
    ],
    "workday": [("workday", "2024-10-12", "on"), ("workday",)],
    "init": [("init",)],
    "migrate": [("migrate",)],
    "check": [
        ("check",),
        ("check", "--against", "99:00000000"),
        ("check", "--rebuild"),
    ],
    "backup": [("backup",), ("backup", "--keep", "1")],
    "restore": [("restore", "copy.db")],
    "import": [
        ("import", "sent.csv", "--yes"),
        ("import", "sent.csv", "more.csv", "--dry-run"),
        ("import", "wrong.csv", "--dry-run"),
        ("import", "plan.csv", "--yes"),
        ("import", "late.csv", "--dry-run"),
    ],
    "completion": [("completion", "fish")],
    "export": [("export",)],
    "calendar": [("calendar",)],
    "Files": [
        ("report", "-o", "week.xlsx"),
        ("chart", "-o", "pictures.svg"),
        ("export", "-o", "ledger.csv"),
        ("calendar", "-o", "plan.ics"),
    ],
}


# What the section about imports brings: entries, a slip with a name by its part, commitments, and
# an increment from before a total.
SENT = {
    "sent.csv": "任务,日期,累计\nsewer,2024-06-28,60\n合计,,60\n",
    "more.csv": "任务,日期,累计\n加装,2023-12-31,1\n",
    "wrong.csv": "任务,日期,累计\nsewer,2024-06-28,六十\n",
    "late.csv": "任务,日期,新增\nsewer,2024-06-27,1\n",
    "plan.csv": "任务,目标值,牵头单位\n新建口袋公园,30处,市园林中心\n",
}


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, with files to be brought."""
    monkeypatch.chdir(tmp_path)
    for name, content in SENT.items():
        Path(name).write_text(content, "utf-8")


# What an answer is refused by all the same: a row that is wrong, a head that is not there.
REFUSED = {"wrong.csv": 3, "99:00000000": 4}


def code_of(argv: tuple[str, ...]) -> int:
    """The exit code of a command line of a section."""
    return next((REFUSED[word] for word in argv if word in REFUSED), 0)


def prepare(run: Run, section: str) -> None:
    """Do what the commands of a section tell of, where the worked ledger has none of it."""
    if section == "alerts log":
        run("alerts", "--new", now=AS_OF)
    if section == "restore" and not Path("copy.db").exists():
        run("backup", "copy.db", now=AS_OF)
    if section == "show":
        # An entry with evidence and a plan point.
        run("log", "sewer", "1", "--evidence", "https://example.org/a.pdf", now=AS_OF)
        run("plan", "sewer", "--until", "2024-09-30", "--reach", "75", now=AS_OF)


def emitted(run: Run, section: str) -> list[Any]:
    """What the commands of a section answer on the worked ledger."""
    prepare(run, section)
    answers = []
    for argv in READING[section]:
        result = run(*argv, "--json", now=AS_OF)
        assert result.code == code_of(argv), result.err
        answers.append(json.loads(result.out))
    return answers


@pytest.mark.usefixtures("worked", "sent")
@pytest.mark.parametrize("section", READING)
def test_just_the_fields_of_an_answer_are_documented(run: Run, section: str) -> None:
    documented = fields(section)
    found: set[str] = set()
    for value in emitted(run, section):
        names = documented_paths(section, value)
        assert [name for name in documented if name in names] == names
        found |= set(names)
    assert [name for name in documented if name not in found] == []


@pytest.mark.usefixtures("worked", "sent")
@pytest.mark.parametrize("section", [section for section in READING if section != "report"])
def test_the_columns_of_records_are_documented(run: Run, section: str) -> None:
    text = documents.sections(JSON_PAGE)[section]
    listed = re.findall(r"Columns of `--plain`: ([^.]*)\.", text)
    documented = [codes(columns) for columns in listed]
    assert documented
    prepare(run, section)
    for argv in READING[section]:
        result = run(*argv, "--plain", now=AS_OF)
        assert result.code == code_of(argv), result.err
        found = {len(line.split("\t")) for line in result.out.splitlines()}
        assert found <= {len(columns) for columns in documented}
    by_field = {"status", "history", "log, correct, undo", "migrate", "calendar", "Files"}
    by_field |= {"alerts", "alerts --new", "alerts log", "backup", "restore"}
    if section in by_field:
        names = [name.removeprefix("commitments[].") for name in fields(section)]
        assert documented == [[n for n in names if n in documented[0]]]


def columns_by_part() -> dict[str, list[str]]:
    """The columns of a record of a report behind the name of its part, by this name."""
    tables = documents.sections(JSON_PAGE)["report"].split("\n\n")
    (table,) = [t for t in tables if t.startswith("| part ")]
    found: dict[str, list[str]] = {}
    for parts, _, columns in cells(table)[1:]:
        # What is no field of the JSON has no code signs.
        names = re.sub(r"\bclass\b(?!`)", "`class`", columns.removeprefix("part, "))
        found |= {part: codes(names) or [names] for part in codes(parts)}
    return found


@pytest.mark.usefixtures("worked")
def test_the_columns_of_a_report_are_documented_by_part(run: Run) -> None:
    documented = columns_by_part()
    seen = set()
    for ending in ("2024-06-28", "2025-01-03"):
        records = run("report", "--week-ending", ending, "--plain", now=AS_OF)
        for part, *values in (line.split("\t") for line in records.out.splitlines()):
            expected = fields("history") if part == "moved" else documented[part]
            expected = [n for n in expected if not n.startswith("changes[]")]
            assert (part, len(values)) == (part, len(expected))
            seen.add(part)
    assert seen == documented.keys()


def test_a_record_of_a_report_has_every_field_of_its_part() -> None:
    names, columns = fields("report"), columns_by_part()
    objects = {name.rpartition(".")[0] for name in names}
    for part, prefix in (
        *((name, "LINE.") for name in ("overdue", "behind", "on_pace", "unmeasured")),
        *((name, f"{name}.") for name in ("period", "rules", "known_at")),
        ("silent", "silent[]."),
    ):
        leaves = [n.removeprefix(prefix) for n in names if n.startswith(prefix)]
        assert columns[part] == [n for n in leaves if f"{prefix}{n}" not in objects]


@pytest.mark.usefixtures("worked")
def test_what_moved_is_documented_with_the_history(run: Run) -> None:
    report = json.loads(run("report", "--json", now=AS_OF).out)
    assert set(paths(report["moved"])) == set(fields("history"))


def test_every_table_of_an_export_is_documented_with_its_columns() -> None:
    listed = re.findall(r"^- `(\w+)`: ([^.]*)\.", JSON_PAGE, re.MULTILINE)
    assert {table: tuple(codes(columns)) for table, columns in listed} == CHAIN


WORDS: dict[str, list[str]] = {
    "kind": list(KINDS),
    "class": list(CLASSES),
    "light": list(LIGHTS),
    "rule": [ruling.rule for ruling in RULES],
    "level": list(get_args(Level)),
    "event": [event for event in EVENTS if event not in UNSAID],
    "state": list(STATES),
    "fault": list(FAULTS),
    "mode": list(get_args(Mode)),
    "action": [
        key.removeprefix("action.").replace("_", " ") for key in ENGLISH if "action." in key
    ],
}


@pytest.mark.parametrize("name", WORDS)
def test_every_word_of_a_fixed_list_is_documented(name: str) -> None:
    tables = documents.sections(JSON_PAGE)["Words"].split("\n\n")
    (table,) = [t for t in tables if t.startswith(f"| `{name}` ")]
    assert {codes(row[0])[0] for row in cells(table)[1:]} == set(WORDS[name])


def test_every_fault_is_explained_with_the_command_that_finds_it() -> None:
    tables = documents.sections(COMMANDS_PAGE)["check"].split("\n\n")
    (table,) = [t for t in tables if t.startswith("| fault ")]
    assert [codes(row[0])[0] for row in cells(table)[1:]] == list(FAULTS)


def test_the_comparators_are_documented() -> None:
    words = documents.sections(JSON_PAGE)["Words"]
    assert set(COMPARATORS) <= set(codes(words.rpartition("`comparator`")[2]))


# -- examples


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("page", [COMMANDS_PAGE, JSON_PAGE], ids=["commands.md", "json.md"])
def test_every_example_prints_what_the_document_shows(
    run: Run, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    found = list(documents.examples(page))
    assert len(found) >= 8
    for name, content in documents.files(page).items():
        Path(name).write_text(content, "utf-8")
    for example in found:
        printed, code = documents.run_example(run, example)
        where = f"line {example.line}: tracker{example.typed}"
        if example.on_terminal:
            shown = documents.stable(printed)
            assert (where, shown) == (where, documents.stable(example.printed))
        assert (where, code) == (where, example.code or 0)


@pytest.mark.usefixtures("ledger")
def test_the_event_that_is_shown_is_in_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # What the UID ends in belongs to one ledger.
    shown = re.sub(r"@[0-9a-f]{16}", "@LEDGER", COMMANDS_PAGE)
    assert run("calendar", "sewer", "-o", "plan.ics").code == 0
    event = Path("plan.ics").read_text("utf-8").partition("BEGIN:VEVENT")[2]
    lines = re.sub(r"@[0-9a-f]{16}", "@LEDGER", event).partition("END:VEVENT")[0].split()
    assert "SUMMARY:due:" in lines
    assert "".join(lines) in "".join(shown.split())


def test_the_reader_is_told_that_the_figures_are_samples() -> None:
    for page in (COMMANDS_PAGE, JSON_PAGE):
        assert "not progress of the city" in page.partition("```")[0]


def anchors(page: str) -> set[str]:
    """The links that the headings of a page make."""
    headings = re.findall(r"^##+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_a_link_leads_somewhere() -> None:
    for page in (COMMANDS_PAGE, JSON_PAGE):
        links = set(re.findall(r"\]\(#([a-z-]+)\)", page))
        assert links
        assert links - anchors(page) == set()
    for page in (COMMANDS_PAGE, JSON_PAGE):
        for name, _, anchor in re.findall(r"\]\((\w+\.md)(#([a-z-]+))?\)", page):
            assert not anchor or anchor in anchors(documents.read(name)), (name, anchor)
            assert (documents.DOCS / name).is_file(), name
