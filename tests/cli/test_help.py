"""How help is laid out, in both languages: its frame, its columns, and how its lines fold."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

import tracker
from tests.catalogs import CHINESE, ENGLISH
from tests.cli.commands import every_command
from tests.conftest import Run
from tracker.cli.app import COMMANDS
from tracker.text import LANGUAGES

GROUPS = {command.words[0] for command in every_command() if len(command.words) > 1}
WORDS = [(), *((group,) for group in sorted(GROUPS)), *(c.words for c in every_command())]
# A group that does something by itself is a command as well.
PAGES = list(dict.fromkeys(WORDS))
WIDTHS = (80, 60, 200)

# A line of a list: a name, and beside it what it means.
NAMED = re.compile(r"  (\S+(?:, --\S+)?(?: \S+)?)  +(\S.*)")
# What ends a sentence or a clause never begins a line, and what opens a bracket never ends one.
ENDS, OPENS = "，。、；：？！）”》", "（“《"
SPOKEN = {"en": ENGLISH, "zh": CHINESE}


def pages(language: str) -> dict[str, str]:
    """Every page of help by its width and words, from a process of its own: a module of commands
    says what its options are when it is imported.
    """
    wanted = [(width, words) for width in WIDTHS for words in PAGES]
    script = (
        "import contextlib, io, json, os, sys\n"
        "from tracker.__main__ import main\n"
        "found = {}\n"
        "for width, words in json.load(sys.stdin):\n"
        "    os.environ['COLUMNS'] = str(width)\n"
        "    page = io.StringIO()\n"
        "    with contextlib.redirect_stdout(page):\n"
        "        assert main([*words, '--help']) == 0\n"
        "    found[' '.join((str(width), *words))] = page.getvalue()\n"
        "print(json.dumps(found))\n"
    )
    root = Path(tracker.__file__).parent.parent
    environ = {**os.environ, "TRACKER_LANG": language, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environ,
        input=json.dumps(wanted).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    found = json.loads(done.stdout)
    assert len(found) == len(wanted)
    return dict(found)


@pytest.fixture(scope="module")
def helps() -> dict[str, dict[str, str]]:
    """Every page in each language."""
    return {language: pages(language) for language in LANGUAGES}


def every_page(helps: dict[str, dict[str, str]]) -> Iterator[tuple[int, str]]:
    """Every page with the width of its terminal."""
    for found in helps.values():
        for name, page in found.items():
            yield int(name.split()[0]), page


def test_the_frame_of_help_speaks_the_language_too(helps: dict[str, dict[str, str]]) -> None:
    english: tuple[str, ...] = (
        "Usage",
        "OPTIONS",
        "COMMAND [ARGS]",
        "Options:",
        "Arguments:",
        "Commands:",
    )
    english += ("Show this", "required", "default:", "<int", "range]")
    for name, page in helps["zh"].items():
        assert page.startswith("用法：tracker"), name
        assert [word for word in english if word in page] == [], name
        assert "  -h, --help" in page
        assert "显示本说明后退出。" in page


def fixed(language: str, key: str) -> str:
    """A sentence up to what is filled in, without the line breaks and spaces of a layout."""
    return "".join(SPOKEN[language][key].text.partition("{")[0].split())


def test_a_page_says_everything_in_its_language(helps: dict[str, dict[str, str]]) -> None:
    options = [key for key in ENGLISH if key.startswith("option.")]
    for language, found in helps.items():
        for command in every_command():
            page = "".join(found[f"80 {command}"].split())
            assert fixed(language, f"help.{'_'.join(command.words)}") in page
            for parameter in command.parameters:
                said = "".join(parameter.help.split())
                keys = [key for key in options if said.startswith(fixed("en", key))]
                assert any(fixed(language, key) in page for key in keys), (command, parameter)


def test_the_list_of_commands_is_whole_in_both_languages(
    helps: dict[str, dict[str, str]],
) -> None:
    for language, found in helps.items():
        page = "".join(found["80"].split())
        for name in COMMANDS:
            text = SPOKEN[language][f"help.{name}"].text
            assert name + "".join(text.split()) in page


def test_no_line_is_wider_than_the_terminal_or_than_a_page(
    helps: dict[str, dict[str, str]],
) -> None:
    widest = dict.fromkeys(WIDTHS, 0)
    for width, page in every_page(helps):
        widest[width] = max(widest[width], *map(cell_len, page.splitlines()))
    assert widest[60] <= 60
    assert 70 < widest[80] < 80
    assert widest[200] == widest[80]


def test_what_names_mean_stands_in_one_column_however_wide_its_characters(
    helps: dict[str, dict[str, str]],
) -> None:
    seen = 0
    for _, page in every_page(helps):
        for section in page.split("\n\n")[2:]:
            lines = section.splitlines()
            if lines[0].startswith(" "):
                continue
            columns = set()
            for line in lines[1:]:
                named = NAMED.fullmatch(line)
                if named:
                    columns.add(cell_len(line[: named.start(2)]))
                elif line.startswith("    "):
                    columns.add(len(line) - len(line.lstrip()))
                else:
                    assert line.strip() == line[2:], line
            assert len(columns) == 1, section
            seen += 1
    assert seen > 2 * len(PAGES)


def test_no_line_begins_with_the_end_of_a_clause_or_leaves_a_bracket_open(
    helps: dict[str, dict[str, str]],
) -> None:
    for _, page in every_page(helps):
        for line in filter(None, (line.strip() for line in page.splitlines())):
            assert line[0] not in ENDS, line
            assert line[-1] not in OPENS, line


def test_a_page_in_english(run: Run) -> None:
    lines = run("milestone", "add", "--help").out.splitlines()
    assert lines[:12] == [
        "Usage: tracker milestone add [OPTIONS] COMMITMENT NODE",
        "",
        "  Give a commitment one more milestone.",
        "",
        "Arguments:",
        "  COMMITMENT  Slug, name, alias, or a part of one that fits only one.",
        "              [required]",
        "  NODE        The name of the milestone. [required]",
        "",
        "Options:",
        "  --due DATE       Its last day, inclusive.",
        "  --weight NUMBER  How much it counts beside the others. [default: 1]",
    ]
    assert lines[12] == "                   [1-10000]"
    assert lines[-1] == "  -h, --help       Show this help and exit."


def test_a_page_in_chinese(helps: dict[str, dict[str, str]]) -> None:
    lines = helps["zh"]["80 milestone add"].splitlines()
    assert lines[:12] == [
        "用法：tracker milestone add [选项] COMMITMENT NODE",
        "",
        "  为任务新增一个节点。",
        "",
        "参数：",
        "  COMMITMENT  任务的代号、名称、别名，或其中能唯一对应的一部分。（必填）",
        "  NODE        节点名称。（必填）",
        "",
        "选项：",
        "  --due DATE       节点的完成时限，含当日。",
        "  --weight NUMBER  相对于其他节点的权重。（默认 1）（1-10000）",
        "  --reason TEXT    理由；已有填报的，或恢复已停用的节点，须写明。",
    ]
    assert lines[-1] == "  -h, --help       显示本说明后退出。"


def test_a_group_shows_its_commands(helps: dict[str, dict[str, str]]) -> None:
    assert helps["zh"]["80 area"] == (
        "用法：tracker area [选项] 命令 [参数]...\n"
        "\n"
        "  任务分解到的县市区。\n"
        "\n"
        "选项：\n"
        "  -h, --help  显示本说明后退出。\n"
        "\n"
        "命令：\n"
        "  list    列出任务的县市区。\n"
        "  add     为任务新增一个县市区。\n"
        "  edit    修改县市区的名称、目标值或责任人。\n"
        "  retire  停用一个县市区；已有数据保留。\n"
    )


def test_a_usage_that_is_long_folds_behind_its_start(run: Run) -> None:
    page = run("log", "--help", width=40).out
    assert page.startswith(
        "Usage: tracker log [OPTIONS]\n                   [COMMITMENT]\n"
        "                   [AMOUNT]\n"
    )


def test_an_error_says_which_numbers_fit_and_where_to_look(run: Run) -> None:
    said = run("milestone", "add", "x", "y", "--due", "2024-01-01", "--weight", "10001")
    assert said == (
        2,
        "",
        "tracker: --weight must be a whole number from 1 to 10000. "
        "See `tracker milestone add --help`.\n",
    )
    said = run("undo", "0", "--reason", "x", "--lang", "zh")
    assert said == (2, "", "tracker: ENTRY 须为整数，最小为 1。用法见 `tracker undo --help`。\n")
