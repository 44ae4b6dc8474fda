"""The documents say what the program does: no command, option, setting or field is missing from
them, none is in them that is not there, and every example prints what they show."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.catalogs import ENGLISH
from tests.conftest import Run
from tests.render import documents
from tests.render.worked import AS_OF
from tracker import errors
from tracker.cli.app import COMMANDS, INTERRUPTED, PROGRAM_FAULT, Commands
from tracker.core import alerts
from tracker.core.model import CLASSES, COMPARATORS, KINDS, LIGHTS, Mode
from tracker.store.settings import DEFAULTS

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
        found |= {f"{name} {n}": c for n, c in inner.items()} if inner else {name: command}
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
    assert [int(row[0]) for row in rows] == sorted({0, *known, PROGRAM_FAULT, INTERRUPTED})


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
            name = "CLASS" if path == "summary" else key
            here = f"{path}.{name}" if path else name
            found += ([] if path == "summary" else [here]) + paths(inner, here)
    return list(dict.fromkeys(found))


def fields(section: str, heading: str = "field") -> list[str]:
    """The fields that the tables of a section name, in their order."""
    tables = documents.sections(JSON_PAGE)[section]
    rows = cells(tables)
    assert rows[0][0] == heading
    return [codes(row[0])[0] for row in rows if row[0] != heading]


READING: dict[str, list[tuple[str, ...]]] = {
    "status": [("status",), ("status", "--known-at", "#5")],
    "show": [
        *(("show", slug) for slug in ("sewer", "sewer-zero", "estates", "heritage-projects")),
        ("show", "heritage-plan"),
        ("show", "elevators", "--known-at", "2024-06-29"),
    ],
    "history": [("history",), ("history", "sewer")],
    "alerts": [("alerts",)],
    "log, correct, undo": [
        ("log", "sewer", "5", "--evidence", "https://example.org/a.pdf"),
        ("correct", "17", "--to", "6", "--reason", "x"),
        ("undo", "18", "--reason", "x"),
    ],
    "add, edit, area add, milestone add": [
        ("add", "look", "--name", "巡查", "--kind", "duty", "--department", "housing"),
        ("edit", "sewer", "--target", "95", "--reason", "x"),
        ("area", "add", "sewer", "冠县"),
        ("milestone", "add", "drainage", "初稿", "--due", "2024-12-01"),
    ],
    "unit add": [("unit", "add", "吨")],
    "config": [("config",), ("config", "red", "25")],
    "init": [("init",)],
}


def emitted(run: Run, section: str) -> list[Any]:
    """What the commands of a section answer on the worked ledger."""
    if section == "show":
        # An entry with evidence, the one thing that the worked ledger has none of.
        run("log", "sewer", "1", "--evidence", "https://example.org/a.pdf", now=AS_OF)
    answers = []
    for argv in READING[section]:
        result = run(*argv, "--json", now=AS_OF)
        assert result.code == 0, result.err
        answers.append(json.loads(result.out))
    return answers


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("section", READING)
def test_just_the_fields_of_an_answer_are_documented(run: Run, section: str) -> None:
    documented = fields(section)
    found: set[str] = set()
    for value in emitted(run, section):
        names = paths(value)
        if section == "show":
            # The row of a status is documented there.
            names = [n for n in names if not n.startswith("commitment.")]
        assert [name for name in documented if name in names] == names
        found |= set(names)
    assert [name for name in documented if name not in found] == []


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("section", READING)
def test_the_columns_of_records_are_documented(run: Run, section: str) -> None:
    text = documents.sections(JSON_PAGE)[section]
    listed = re.findall(r"Columns of `--plain`: ([^.]*)\.", text)
    documented = [codes(columns) for columns in listed]
    assert documented
    for argv in READING[section]:
        result = run(*argv, "--plain", now=AS_OF)
        assert result.code == 0, result.err
        found = {len(line.split("\t")) for line in result.out.splitlines()}
        assert found <= {len(columns) for columns in documented}
    if section in ("status", "history", "alerts", "log, correct, undo"):
        names = [name.removeprefix("commitments[].") for name in fields(section)]
        assert documented == [[n for n in names if n in documented[0]]]


WORDS: dict[str, list[str]] = {
    "kind": list(KINDS),
    "class": list(CLASSES),
    "light": list(LIGHTS),
    "rule": [name for name, _ in alerts.RULES],
    "level": list(get_args(alerts.Level)),
    "mode": list(get_args(Mode)),
    "action": [
        key.removeprefix("action.").replace("_add", " add") for key in ENGLISH if "action." in key
    ],
}


@pytest.mark.parametrize("name", WORDS)
def test_every_word_of_a_fixed_list_is_documented(name: str) -> None:
    tables = documents.sections(JSON_PAGE)["Words"].split("\n\n")
    (table,) = [t for t in tables if t.startswith(f"| `{name}` ")]
    assert {codes(row[0])[0] for row in cells(table)[1:]} == set(WORDS[name])


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
    for example in found:
        printed, code = documents.run_example(run, example)
        where = f"line {example.line}: tracker{example.typed}"
        if example.on_terminal:
            shown = documents.stable(printed)
            assert (where, shown) == (where, documents.stable(example.printed))
        assert (where, code) == (where, example.code or 0)


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
    assert set(re.findall(r"\(json\.md#([a-z-]+)\)", COMMANDS_PAGE)) - anchors(JSON_PAGE) == set()
