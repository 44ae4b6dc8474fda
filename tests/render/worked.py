"""A ledger worked by hand: every kind of commitment, with figures that are easy to check.

On 2024-06-30, 182 of the 366 days of 2024 have passed: the pace is 49.7267...%. The week before
it ends on 2024-06-23.
"""

import datetime as dt
import shlex
from collections.abc import Callable
from pathlib import Path

from tests.conftest import SHANGHAI

AS_OF = dt.datetime(2024, 6, 30, 17, 0, tzinfo=SHANGHAI)

# One change a line, from change 2 on.
SCRIPT = """
2024-03-29 17:00  log sewer 20km
2024-05-31 17:00  log sewer 33 --total
2024-06-25 17:00  log sewer 2500米
2024-06-28 17:00  log sewer 10 --note 柳园路
2024-06-28 17:01  edit sewer-zero --opening 40 --reason 市住建局来函
2024-06-28 17:02  log sewer-zero 18 --on 2024-06-20
2024-06-28 17:03  log sewer-zero 10 --on 2024-06-27
2024-06-28 17:04  log city-ranking 3 --on 2024-06-25
2024-06-28 17:05  milestone add heritage-plan 初稿 --due 2024-04-30
2024-06-28 17:06  milestone add heritage-plan 评审 --due 2024-09-30 --weight 3
2024-06-28 17:07  log heritage-plan --done 初稿 --on 2024-06-24
2024-06-28 17:08  log drainage --problem 缺资金 --next 申请资金
2024-06-28 17:09  log heritage-care
2024-06-28 17:10  log elevators 204 --total
2024-06-28 17:11  log estates 1 --on 2024-05-01
2024-06-28 17:12  area add estates 东昌府区 --target 60 --person 李四 --contact 8123456
2024-06-28 17:13  area add estates 临清市 --target 114
2024-06-28 17:14  log estates 14 --area 东昌府区
2024-06-28 17:15  log estates 20 --area 临清
2024-06-28 17:16  edit heritage-projects --stages started,completed
2024-06-28 17:17  log heritage-projects 12 --stage started
2024-06-28 17:18  log heritage-projects 5
"""


def write_script(database: Path, command: Callable[..., int], script: str = SCRIPT) -> None:
    """Put a script into a database; `command` runs one command line at a time."""
    for line in script.strip().splitlines():
        when, _, typed = line.partition("  ")
        now = dt.datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)
        assert command([*shlex.split(typed), "--db", str(database)], now=now) == 0, line
