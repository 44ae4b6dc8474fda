"""Completion in real shells: what is put into the line stays one word, and runs nothing.

PowerShell is not among them: what is written for it is held word by word.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tracker
from tests.conftest import Run
from tracker.cli.completion import SHELLS
from tracker.cli.shell_words import Typed, Word, for_bash, for_powershell

HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "a;touch x",
    "a'b\"c",
    "a & touch x",
    "!touch x",
    "~",
    "*",
    "a:b=c",
    r"a\nb",
    "-x",
    "#x",
    "{a,b}",
    "高 唐（一）",
    "‘a’",
)


@pytest.fixture
def shell_environment(ledger: Path, tmp_path: Path, run: Run) -> dict[str, str]:
    """An environment with `tracker` on its path, and a ledger of hostile names."""
    for area in HOSTILE:
        assert run("area", "add", "estates", "--", area).code == 0, area
    program = tmp_path / "bin" / "tracker"
    program.parent.mkdir()
    root = Path(tracker.__file__).parent.parent
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n', "utf-8")
    program.chmod(0o755)
    for shell in SHELLS:
        script = run("completion", shell)
        assert (script.code, script.err) == (0, "")
        (tmp_path / f"script.{shell}").write_text(script.out, "utf-8")
    return {
        **os.environ,
        "TRACKER_DB": str(ledger),
        "PYTHONPATH": str(root),
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "HOME": str(tmp_path),
    }


def visible_files(folder: Path) -> list[str]:
    """What lies in a folder, but for what a shell keeps there for itself."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def asked(shell: list[str], script: str, environ: dict[str, str]) -> list[str]:
    """What a shell prints for a script, in a folder in which nothing may be made."""
    if shutil.which(shell[0]) is None:
        pytest.skip(f"{shell[0]} is not installed")
    folder = Path(environ["HOME"])
    before = visible_files(folder)
    done = subprocess.run(
        [*shell, "-c", script],
        env=environ,
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert visible_files(folder) == before
    return done.stdout.decode().splitlines()


BASH = """
source script.bash
ask() {
    COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=${2:-9} COMPREPLY=()
    _tracker
    printf '%s\\n' "${COMPREPLY[@]}"
}
"""


def bash(environ: dict[str, str], line: str, kind: str = "9") -> list[str]:
    """What bash would put into a line."""
    script = f"{BASH}ask {shell_quoted(line)} {kind}"
    return asked(["bash", "--norc", "--noprofile"], script, environ)


def shell_quoted(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def test_bash_completes_commands_names_and_options(shell_environment: dict[str, str]) -> None:
    assert bash(shell_environment, "tracker log se") == ["sewer", "sewer-zero"]
    assert bash(shell_environment, "tracker und") == ["undo"]
    assert bash(shell_environment, "tracker log --evi") == ["--evidence"]
    assert bash(shell_environment, "tracker status --class=b") == ["behind"]
    assert bash(shell_environment, "tracker report -o ") == [""]


def test_bash_shows_names_beside_slugs_but_never_puts_them_in(
    shell_environment: dict[str, str],
) -> None:
    shown = bash(shell_environment, "tracker log se", "63")
    assert shown[0] == "sewer  (改造雨污合流管网)"
    assert bash(shell_environment, "tracker log sewer-", "63") == ["sewer-zero"]


@pytest.mark.parametrize(
    "begun", ["tracker log estates --area ", "tracker log estates --area="], ids=["word", "value"]
)
@pytest.mark.parametrize("quote", ["", "'", '"'], ids=["bare", "single", "double"])
def test_bash_reads_back_each_word_as_the_name_it_stands_for(
    shell_environment: dict[str, str], begun: str, quote: str
) -> None:
    found = bash(shell_environment, begun + quote)
    assert len(found) == len(HOSTILE)
    # What readline would leave in the line, evaluated as if it were entered.
    lines = "\n".join(f"printf '%s\\n' {quote}{word}{quote}" for word in found)
    assert asked(["bash", "--norc", "--noprofile"], lines, shell_environment) == list(HOSTILE)


def test_bash_keeps_what_is_behind_a_break_that_it_does_not_replace() -> None:
    words = [Word("--area=a:b c", "a:b c", "")]
    for line, kept in (("--area=", 7), ("--area=a:", 9), ("--area=a:b\\ ", 9)):
        typed = Typed((), line, "", kept)
        assert for_bash(typed, words) == ["--area=a:b\\ c".removeprefix("--area=a:b\\ c"[:kept])]


ZSH = """
compdef() { : }
source script.zsh
compadd() { for i in {1..$#texts}; do print -r -- "$texts[i]|$shown[i]"; done }
compset() { print -r -- compset }
_files() { print -r -- _files }
ask() { words=("$@") CURRENT=$# PREFIX=${@[-1]}; _tracker }
"""


def test_zsh_gets_whole_words_and_quotes_them_itself(shell_environment: dict[str, str]) -> None:
    def zsh(*words: str) -> list[str]:
        script = ZSH + "ask " + " ".join(map(shell_quoted, words))
        return asked(["zsh", "-f"], script, shell_environment)

    assert zsh("tracker", "log", "se") == [
        "sewer|sewer       -- 改造雨污合流管网",
        "sewer-zero|sewer-zero  -- 城市建成区雨污合流管网清零",
    ]
    found = zsh("tracker", "log", "'estates'", "--area", "")
    assert [line.partition("|")[0] for line in found] == list(HOSTILE)
    found = zsh("tracker", "log", "estates", "--area=")
    assert [line.partition("|")[0] for line in found] == [f"--area={name}" for name in HOSTILE]
    assert zsh("tracker", "report", "-o", "x") == ["compset", "_files"]


def test_fish_gets_whole_words_and_quotes_them_itself(shell_environment: dict[str, str]) -> None:
    def fish(line: str) -> list[str]:
        quoted = "'" + line.replace("\\", "\\\\").replace("'", "\\'") + "'"
        script = f"source script.fish; complete -C {quoted}"
        return asked(["fish", "--no-config"], script, shell_environment)

    assert fish("tracker log se") == [
        "sewer\t改造雨污合流管网",
        "sewer-zero\t城市建成区雨污合流管网清零",
    ]
    found = fish("tracker log estates --area ")
    assert {line.partition("\t")[0] for line in found} == set(HOSTILE)
    assert fish("tracker log estates --area=高") == ["--area=高 唐（一）\t改造老旧小区"]
    assert fish('tracker log estates --area "高') == ["高 唐（一）\t改造老旧小区"]
    assert fish("tracker report --output=script.b") == ["--output=script.bash"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("sewer-zero", "sewer-zero"),
        ("冠县", "冠县"),
        ("$(touch x)", "'$(touch x)'"),
        ("`a`", "'`a`'"),
        ("a;b", "'a;b'"),
        ("a'b\"c", "'a''b\"c'"),
        ("‘a’", "'‘‘a’’'"),
        ("@x", "'@x'"),
    ],
)
def test_powershell_gets_words_in_its_own_quotes(name: str, written: str) -> None:
    assert for_powershell([Word(name, name, "")]) == [f"{written}\t{name}\t{name}"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_short_plain_and_says_where_it_goes(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert script.isascii()
    assert len(script.splitlines()) < 50
    assert f"tracker completion {shell}" in script.partition("\n\n")[0]
    assert not any(word in script for word in ("eval ", "$(tracker"))


def test_an_unknown_shell_is_answered_with_the_four(run: Run) -> None:
    assert run("completion", "pwsh") == (
        2,
        "",
        "tracker: SHELL can't be 'pwsh'; it is one of bash, zsh, fish, powershell.\n",
    )
