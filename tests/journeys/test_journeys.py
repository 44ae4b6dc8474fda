"""Journeys: what a person types and sees, as transcripts that read like a terminal.

A transcript is a `.txt` file beside this one. Its lines are

    # a remark
    @ 2024-07-05 12:00         the plan's time from here on
    $ tracker log sewer 5km    a command line, as a shell splits it
    > y                        what is typed at its prompts; makes it run on a terminal
    anything else              what it prints on stdout, whole
    ! a line                   what it prints on stderr
    [3]                        its exit code; 0 where there is none

Each transcript begins with a fresh ledger of the 31 commitments; `{DIR}` is a folder of its own.
"""

import datetime as dt
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import NOON, SHANGHAI, Run

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


class Step(NamedTuple):
    """One command line with what it must print."""

    line: int
    now: dt.datetime
    argv: list[str]
    keys: str | None
    out: str
    err: str
    code: int


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda p: p.stem)
def test_a_journey_goes_as_written(path: Path, ledger: Path, run: Run) -> None:
    for step in steps(path.read_text("utf-8").replace("{DIR}", str(ledger.parent))):
        result = run(*step.argv, now=step.now, keys=step.keys, width=100)
        where = f"{path.name}:{step.line}"
        # At a terminal the line of a question is ended by the answer.
        said = result.err.replace("[y/N] ", "[y/N]\n")
        assert (where, said) == (where, step.err)
        assert (where, result.out) == (where, step.out)
        assert (where, result.code) == (where, step.code)


def steps(text: str) -> Iterator[Step]:
    """The steps of a transcript."""
    now, pending = NOON, None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("@ "):
            moment = dt.datetime.fromisoformat(line[2:].strip())
            now = moment.replace(tzinfo=SHANGHAI)
        elif line.startswith("$ tracker"):
            if pending:
                yield pending
            pending = Step(number, now, shlex.split(line)[2:], None, "", "", 0)
        elif pending and line.startswith("> "):
            pending = pending._replace(keys=(pending.keys or "") + line[2:] + "\n")
        elif pending and line.startswith("! "):
            pending = pending._replace(err=pending.err + line[2:] + "\n")
        elif pending and (code := re.fullmatch(r"\[(\d+)\]", line)):
            pending = pending._replace(code=int(code[1]))
        elif pending and line and not line.startswith("# "):
            pending = pending._replace(out=pending.out + line + "\n")
    if pending:
        yield pending


def test_there_are_journeys() -> None:
    assert TRANSCRIPTS
