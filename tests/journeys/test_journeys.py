"""Journeys: what a person types and sees, as transcripts that read like a terminal.

A transcript is a `.txt` file beside this one. Its lines are

    # a remark
    @ 2024-07-05 12:00         the plan's time from here on
    = list.txt three words     a line of the file list.txt, in the current folder
    $ tracker log sewer 5km    a command line, as a shell splits it; NAME=VALUE may stand before it
    > y                        what is typed at its prompts; makes it run on a terminal
    > ^D                       the end of what is typed
    anything else              what it prints on stdout, whole; empty lines do not count
    ! a line                   what it prints on stderr
    [3]                        its exit code; 0 where there is none

A tab in an answer is written ⇥, and a digest, which depends on who runs the test, DIGEST. A
command line that asks for JSON may end in `| pick`: then `pick done gap` is one line with these
two members, `pick commitments[] slug done` is such a line for each of a list, `pick [] entry`
where the answer is the list.

Each transcript begins with a fresh ledger of the 31 commitments; `{DIR}` is a folder of its own,
and the current one.
"""

import datetime as dt
import json
import re
import shlex
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.catalogs import questions
from tests.cli.commands import Command, every_command
from tests.conftest import NOON, SHANGHAI, Run

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
QUESTION = re.compile(f"({'|'.join(map(re.escape, questions()))})\n?")
COMMAND = re.compile(r"\$ ((?:[A-Z_]+=\S* )*)tracker\b(.*?)(?: \| pick (.*))?")


class Step(NamedTuple):
    """One command line with what it must print."""

    line: int
    now: dt.datetime
    environ: dict[str, str]
    argv: list[str]
    picked: list[str]
    keys: str | None = None
    out: str = ""
    err: str = ""
    code: int = 0


class Written(NamedTuple):
    """A line of a file that a person has."""

    file: str
    text: str


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: p.stem)
def test_a_journey_goes_as_written(
    path: Path, ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ledger.parent
    monkeypatch.chdir(folder)
    for step in steps(path.read_text("utf-8").replace("{DIR}", str(folder))):
        if isinstance(step, Written):
            (folder / step.file).parent.mkdir(parents=True, exist_ok=True)
            with (folder / step.file).open("a", encoding="utf-8") as file:
                file.write(step.text + "\n")
            continue
        with monkeypatch.context() as patch:
            for name, value in step.environ.items():
                patch.setenv(name, value)
            result = run(*step.argv, now=step.now, keys=step.keys, width=100)
        where = f"{path.name}:{step.line}"
        # At a terminal the line of a question is ended by the answer, if one is typed.
        said = QUESTION.sub(lambda asked: asked[1].rstrip() + "\n", result.err)
        assert (where, said) == (where, step.err)
        assert (where, shown(result.out, step.picked)) == (where, step.out)
        assert (where, result.code) == (where, step.code)
        # `alerts` may tell by its exit code what it found.
        if step.code and step.keys is None and step.argv[0] != "alerts":
            assert (where, result.err.count("\n")) == (where, 1)
            # An import that is refused says of each row what becomes of it, a check what it found.
            assert (where, result.out) == (where, "") or step.argv[0] in ("import", "check")


def steps(text: str) -> Iterator[Step | Written]:
    """The steps of a transcript."""
    now, pending = NOON, None
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:2] in ("@ ", "= ", "$ "):
            if pending:
                yield pending
            pending = None
        if line.startswith("@ "):
            now = dt.datetime.fromisoformat(line[2:].strip()).replace(tzinfo=SHANGHAI)
        elif line.startswith("= "):
            name, _, words = line[2:].partition(" ")
            yield Written(name, words)
        elif line.startswith("$ "):
            pending = command(line, number, now)
        elif pending:
            pending = expecting(pending, line)
        else:
            assert not line or line.startswith("#"), f"line {number} belongs to no command"
    if pending:
        yield pending


def command(line: str, number: int, now: dt.datetime) -> Step:
    """A command line as a step that prints nothing yet."""
    match = COMMAND.fullmatch(line)
    assert match, f"line {number} runs something else"
    settings, argv, picked = match.groups()
    environ = dict(word.split("=", 1) for word in shlex.split(settings))
    return Step(number, now, environ, shlex.split(argv), (picked or "").split())


def expecting(step: Step, line: str) -> Step:
    """The step with one more line of what is typed or printed."""
    if line.startswith(">"):
        typed = "" if line == "> ^D" else line[2:] + "\n"
        return step._replace(keys=(step.keys or "") + typed)
    if line.startswith("! "):
        return step._replace(err=step.err + line[2:] + "\n")
    if code := re.fullmatch(r"\[(\d+)\]", line):
        return step._replace(code=int(code[1]))
    if not line or line.startswith("# "):
        return step
    return step._replace(out=step.out + line + "\n")


def shown(out: str, picked: list[str]) -> str:
    """What a command printed, as a transcript writes it."""
    # A claim is dated with the time that a run took, in whole seconds: on a busy machine, some.
    out = re.sub(r"(T\d\d:\d\d:)0[1-9](\.000Z)", r"\g<1>00\2", out)
    if picked and out:
        return "".join(pick(json.loads(out, parse_float=Decimal), picked))
    out = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", out)
    return "".join(f"{line}\n" for line in out.replace("\t", "⇥").split("\n") if line)


def pick(answer: Any, paths: list[str]) -> Iterator[str]:
    """The wanted members of an answer, or of each of a list in it, as a line."""
    rows = [answer]
    if paths[0].endswith("[]"):
        rows = member(answer, paths[0].removesuffix("[]"))
        paths = paths[1:]
    for row in rows:
        values = (member(row, path) for path in paths)
        yield " ".join(map(plain, values)) + "\n"


def member(value: Any, path: str) -> Any:
    """The member at a dotted path; the value itself at an empty one."""
    for name in filter(None, path.split(".")):
        value = value[int(name) if isinstance(value, list) else name]
    return value


def plain(value: Any) -> str:
    """Words as they are, a figure with the digits it was printed with, anything else as JSON."""
    if isinstance(value, Decimal) or (isinstance(value, str) and value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("command", every_command(), ids=str)
def test_every_option_of_a_command_is_in_some_journey(command: Command) -> None:
    typed: set[str] = set()
    for path in TRANSCRIPTS:
        for step in steps(path.read_text("utf-8")):
            if isinstance(step, Step) and (step.argv[: len(command.words)]) == [*command.words]:
                typed.update(step.argv)
    asked = [p for p in command.parameters if not p.is_argument and not typed & {*p.options}]
    assert [p.options for p in asked] == []
