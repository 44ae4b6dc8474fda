"""The documents as the tests read them: their sections, and the command lines printed in them.

A block marked `console` is a terminal: command lines, each with what it prints, standard error
first, and `$ echo $?` with the exit code. What stands behind a question was typed there. A row of a
table that begins with a command line and a number says with which exit code it is refused. The
time is that of the last comment such as `<!-- 2024-06-28 17:00 -->`. A block marked `csv NAME` is a
file that the reader has.
"""

import datetime as dt
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.catalogs import questions
from tests.conftest import NOON, SHANGHAI, Run
from tests.render.literal import masked

DOCS = Path(__file__).parents[2] / "docs"
TIME = re.compile(r"<!-- ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}) -->")
REFUSAL = re.compile(r"\| `tracker ?([^`]*)` \| ([0-9]+) \|.*")
FILE = re.compile(r"^```csv (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"## (.*)")
ASKED = re.compile("|".join(map(re.escape, questions())))
QUESTION = re.compile(f"({'|'.join(re.escape(q.rstrip()) for q in questions())}) ?(.*)")


class Example(NamedTuple):
    """A command line with what the document prints below it; `code` where it tells."""

    line: int
    now: dt.datetime
    typed: str
    printed: str = ""
    code: int | None = None
    on_terminal: bool = True


def read(name: str) -> str:
    """The text of a document."""
    return (DOCS / name).read_text("utf-8")


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second level, by the heading without its code signs."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if match := HEADING.fullmatch(line):
            name = match[1].replace("`", "")
        found[name] = found.get(name, "") + line + "\n"
    return found


def files(text: str) -> dict[str, str]:
    """The files that a document gives its reader, by name."""
    return dict(FILE.findall(text))


def examples(text: str) -> Iterator[Example]:
    """Every command line of a document, in its order."""
    now, inside = NOON, False
    lines: list[Example] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if match := TIME.fullmatch(line):
            now = dt.datetime.fromisoformat(match[1]).replace(tzinfo=SHANGHAI)
        elif line.startswith("```"):
            inside = line == "```console"
            yield from lines
            lines = []
        elif inside:
            _read_line(lines, Example(number, now, ""), line)
        elif match := REFUSAL.fullmatch(line):
            yield Example(number, now, match[1], code=int(match[2]), on_terminal=False)


def _read_line(lines: list[Example], blank: Example, line: str) -> None:
    if line.startswith("$ tracker"):
        lines.append(blank._replace(typed=line.removeprefix("$ tracker")))
    elif lines and lines[-1].printed.endswith("$ echo $?\n"):
        before = lines[-1].printed.removesuffix("$ echo $?\n")
        lines[-1] = lines[-1]._replace(printed=before, code=int(line))
    elif lines:
        lines[-1] = lines[-1]._replace(printed=f"{lines[-1].printed}{line}\n")


def run_example(run: Run, example: Example) -> tuple[str, int]:
    """What an example prints, both streams together, and its exit code."""
    argv = shlex.split(example.typed)
    if not example.on_terminal:
        result = run(*argv, now=example.now)
        return "", result.code
    answers = [answer for _, answer in QUESTION.findall(example.printed)]
    result = run(*argv, now=example.now, keys="".join(f"{answer}\n" for answer in answers))
    left = iter(answers)
    said = ASKED.sub(lambda asked: f"{asked[0]}{next(left, '')}".rstrip() + "\n", result.err)
    return said + result.out, result.code


def stable(text: str) -> str:
    """What is printed, without what differs from one machine to the next."""
    text = re.sub(r"(\.\d{3}Z\t[^\t\n]*\t)[^\t\n]+(?=\t)", r"\1LOGIN", masked(text))
    return re.sub(r"\b([0-9a-f]{64}|(?<=digest )[0-9a-f]{12})\b", "DIGEST", text)
