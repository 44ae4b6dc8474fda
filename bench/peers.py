"""Other programs that do the equivalent job, and the same data in their own forms.

They come from the system (`apt-get install hledger taskwarrior sqlite3`). What is not installed is
skipped, and said so.
"""

import datetime as dt
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterable
from pathlib import Path

from bench.ledgers import day, figures, note
from bench.timing import Job

# What each program is asked for its version with, and the package that it comes in.
PEERS = {
    "hledger": ("--version", "hledger"),
    "task": ("--version", "taskwarrior"),
    "sqlite3": ("-version", "sqlite3"),
}


def version(peer: str) -> str | None:
    """The version of a program; None where it is not installed."""
    if shutil.which(peer) is None:
        return None
    asked = [peer, PEERS[peer][0]]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return " ".join(told.strip().splitlines()[0].split()[:2])


def missing(wanted: Iterable[str]) -> list[str]:
    """A sentence for each program that is not there."""
    return [
        f"`{peer}` is not installed, so it is not measured: `apt-get install {PEERS[peer][1]}`"
        for peer in wanted
        if version(peer) is None
    ]


def journal(path: Path, commitments: int, entries: int) -> Path:
    """The data as a journal of hledger: a transaction an entry, an account a commitment."""
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            for number, (commitment, since, steps) in enumerate(figures(commitments, entries), 1):
                figure = f"{steps // 1000}.{steps % 1000:03} km"
                file.write(
                    f"{day(since)} {note(number) or ''}\n"
                    f"    sample:c{commitment}  {figure}\n    done\n\n"
                )
        unfinished.rename(path)
    return path


def hledger(path: Path, *words: str, typed: str = "") -> Job:
    """A command of hledger on a journal."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return Job(["hledger", "-f", str(path), *words], environment, typed=typed)


# What is typed for one transaction: day, description, account and amount, twice, and that is all.
ADDED = "2024-06-28\nsample\nsample:c7\n0.5 km\ndone\n\n.\ny\n.\n"


def tasks(folder: Path, commitments: int, entries: int) -> Path:
    """The data as taskwarrior keeps it: a task a commitment, an annotation an entry."""
    if folder.exists():
        return folder
    begins = int(dt.datetime(2024, 1, 1, tzinfo=dt.UTC).timestamp())
    said: dict[int, list[str]] = {}
    for number, (commitment, since, steps) in enumerate(figures(commitments, entries)):
        # Of one second a task has one annotation only.
        moment = begins + since * 86_400 + number % 86_400
        said.setdefault(commitment, []).append(f'annotation_{moment}:"{steps / 1000} km"')
    unfinished = folder.with_suffix(".unfinished")
    unfinished.mkdir(exist_ok=True)
    with (unfinished / "pending.data").open("w", encoding="utf-8") as file:
        for commitment, lines in said.items():
            file.write(
                f'[{" ".join(lines)} description:"sample c{commitment}" entry:"{begins}" '
                f'status:"pending" uuid:"{uuid.UUID(int=commitment)}"]\n'
            )
    unfinished.rename(folder)
    return folder


def task(folder: Path, *words: str) -> Job:
    """A command of taskwarrior on such a folder, which asks nothing."""
    settings = folder.with_suffix(".rc")
    settings.write_text(f"data.location={folder}\nconfirmation=off\n", encoding="utf-8")
    return Job(["task", *words], {**os.environ, "TASKRC": str(settings)})


def sqlite(path: Path, statements: str, *options: str) -> Job:
    """Statements for the shell of SQLite."""
    command = ["sqlite3", "-init", os.devnull, *options, str(path), statements]
    return Job(command, dict(os.environ))
