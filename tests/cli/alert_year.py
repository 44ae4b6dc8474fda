"""The year of docs/alerts.md: what is entered at 06:00, and what is told at 07:00, every day."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.conftest import SHANGHAI

DOCUMENT = Path(__file__).parents[2] / "docs" / "alerts.md"

_POINTS = "add points --kind quantity --name 点位 --target 366 --unit 个 --department d"
_DATES = "--start 2024-01-01 --due 2024-12-31"
ENTERED = {
    "01-01": [
        "init --empty",
        f"{_POINTS} {_DATES}",
        f"add works --kind milestones --name 工程 --department d {_DATES}",
        "milestone add works A --due 2024-03-31 --weight 1",
        "milestone add works B --due 2024-09-30 --weight 1",
        f"add patrol --kind duty --name 巡查 --every 30 --department d {_DATES}",
        "config alert.silent 30",
        "config alert.will_miss off",
        "config alert.silent off --commitment works",
    ],
    "01-20": ["log patrol --note 已巡查"],
    "02-01": ["log points 30 --total"],
    "03-01": ["log points 58 --total"],
    "03-10": ["log patrol --note 已巡查"],
    "04-01": ["log points 60 --total"],
    "04-02": ["log works --done A"],
    "04-11": ["alerts ack patrol --until 2024-04-30 --reason 已安排"],
    "05-01": ["log points 100 --total"],
    "06-01": ["log points 150 --total", "config alert.duty off --commitment patrol"],
    "07-01": ["edit patrol --due 2024-12-30 --reason 提前一天"],
    "09-01": ["log points 300 --total"],
    "09-28": ["log works --done B"],
    "10-01": ["log points 310 --total"],
    "10-05": ["close works"],
    # Looks and milestones are entries too: this is number 11.
    "10-15": ["correct 11 --to 305 --reason 核减"],
    "12-15": ["log points 366 --total"],
    "12-30": ["close points"],
}


class Told(NamedTuple):
    """One line of the year: the day, what happened, and to what. `repeated` is never documented."""

    day: str
    event: str
    level: str
    rule: str
    of: str
    repeated: bool = False


def documented() -> list[Told]:
    """What is told, as the document has it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    row = re.compile(r"^\| (\d\d-\d\d) \| (\w+) \| (\w+) \| (\w+) \| ([\w ]+) \|", re.M)
    return [Told(day, *rest) for day, *rest in row.findall(text)]


def days() -> Iterator[str]:
    """Every day of the year."""
    first = dt.date(2024, 1, 1)
    for number in range(366):
        yield f"{first + dt.timedelta(days=number):%m-%d}"


def at(day: str, hour: int, minute: int = 0) -> dt.datetime:
    """A time of a day on the plan's clock."""
    month, number = map(int, day.split("-"))
    return dt.datetime(2024, month, number, hour, minute, tzinfo=SHANGHAI)


def read(day: str, records: str) -> list[Told]:
    """What `alerts --new --plain` printed on a day."""
    found = []
    for line in records.splitlines():
        event, repeated, slug, rule, level, *_, subject, _, _, _ = line.split("\t")
        of = f"{slug} {subject}".rstrip()
        found.append(Told(day, event, level, rule, of, repeated == "true"))
    return found


def restless() -> set[str]:
    """The days on which something is told, and those after them."""
    told = {one.day for one in documented()}
    return told | {after for day, after in pairwise(days()) if day in told}
