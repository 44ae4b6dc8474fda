"""Every command that writes, with a ledger to do it to; run in a child that may be ended."""

import datetime as dt
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from tests.conftest import AUTHOR, SHANGHAI
from tracker.__main__ import main
from tracker.store.file import MAGIC, journal_of
from tracker.store.migrations import migrations
from tracker.store.schema import APPLICATION_ID

BEGUN = dt.datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI)
NOW = dt.datetime(2024, 7, 5, 12, 0, tzinfo=SHANGHAI)
DATABASE = "tracker.db"
# No command takes so long; one that does hangs.
SECONDS = 60

# What lies in the folder before any job is done.
_PREPARED = """
init
area add estates 东昌府区 --target 100
area add estates 临清市
edit elevators --stages 开工,完工 --reason 分环节
milestone add heritage-plan 初稿 --due 2024-05-31
milestone add heritage-plan 报批 --due 2024-11-30
log sewer 12.5 --on 2024-03-01 --note 柳园路
log estates 40 --area 东昌府区 --on 2024-03-02
log elevators 7 --stage 开工 --on 2024-03-03
plan sewer --until 2024-06-30 --reach 45km
correct 1 --to 11 --reason 核减
close drainage --on 2024-06-30 --reason 已核实
config yellow 12
backup copy.db
export -o ledger.json
log sewer 5 --on 2024-04-01
"""
_JOBS = """
log sewer 3.2 --on 2024-07-01
log sewer 60 --total --on 2024-07-01
log sewer 3.2 elevators 4 --on 2024-07-01
log conduct --note 巡查一次 --on 2024-07-01
correct 1 --change +1.5 --reason 复核
undo 2 --reason 误填
edit sewer --target 95 --reason 加码
add parks --kind quantity --name 口袋公园 --target 40 --unit 处 --due 2024-12-31 --department 园林
area add estates 冠县 --target 20
area edit estates 临清市 --target 30 --reason 分解
area retire estates 临清市 --reason 区划
stage edit elevators 完工 --name 竣工 --reason 改名
stage retire elevators 开工 --reason 合并
milestone add heritage-plan 评审 --due 2024-09-30
milestone edit heritage-plan 报批 --due 2024-12-15 --reason 延期
milestone retire heritage-plan 报批 --reason 取消
unit add 吨 --step 0.001 --alias t
plan sewer --until 2024-09-30 --reach 75km --reason 补充
config red 40
workday 2024-07-20 on --reason 值班
close conduct --on 2024-07-01 --reason 已核实
reopen drainage --reason 复核
alerts --new
alerts ack sewer --until 2024-07-31 --reason 已安排
import july.csv --yes
import tasks.csv --yes
import ledger.json --yes --db again.db
init --db again.db
init --empty --db again.db
migrate --db old.db
backup
backup other.db
backup --keep 1
restore copy.db
restore copy.db --db again.db
check --rebuild
report -o week.html
report -o week.xlsx
report -o old.csv
export -o changes.csv
calendar -o plan.ics
chart sewer -o sewer.svg
status
"""
_FILES = {
    "july.csv": "任务,区县,累计完成,日期\n改造雨污合流管网,,30,2024-07-01\n"
    "改造老旧小区,临清市,12,2024-07-02\n",
    "tasks.csv": "任务,类别,目标值,单位,开始时间,完成时限,牵头单位\n"
    "新建公厕,数量,12,处,2024-01-01,2024-12-31,城管局\n",
    "old.csv": "the page of last week\n",
}
# Who was told what is remembered in two steps, around what is printed: docs/alerts.md.
_MEMORY = ("alert_run", "alert_told", "alert_vouched", "_sqlite_migrations", "sqlite_sequence")


class Outcome(NamedTuple):
    """What a child came to: its exit code, or the signal that ended it as a negative number."""

    code: int
    out: str
    err: str


def jobs() -> list[list[str]]:
    """Every job as the words of a command line."""
    return [line.split() for line in _JOBS.strip().splitlines()]


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder in memory for folders, where that can be had: what a disk does with a sync is not
    what is tried here.
    """
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder).resolve()


def prepare(folder: Path) -> Path:
    """A folder with everything that the jobs need."""
    folder.mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for line in _PREPARED.strip().splitlines():
        done = run(line.split(), folder, BEGUN if line == "init" else NOW)
        assert done.code == 0, (line, done)
    _make_old(folder / "old.db")
    return folder


def _make_old(path: Path) -> None:
    """A database as version 0.1 made it, with a row in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        migrations.apply(Database(file), stop_before="m002_bulletin")
        file.execute(f"PRAGMA application_id={APPLICATION_ID}")
        file.execute("PRAGMA user_version=1")
        file.execute(
            "INSERT INTO change (change, recorded_at, author, login, command, reason, digest)"
            " VALUES (1, '2024-01-01T01:00:00Z', '张三', 'zhang', 'init', NULL, ?)",
            (bytes(32),),
        )


def run(
    argv: list[str],
    folder: Path,
    now: dt.datetime = NOW,
    *,
    arm: Callable[[], None] = lambda: None,
    disarm: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run a command line in a child of this process, which knows the program already."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            code = 1
            try:
                _settle(folder, out.fileno(), err.fileno())
                arm()
                code = main(argv, now=now)
                disarm()
            finally:
                os._exit(code)
        status = os.waitpid(child, 0)[1]
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode())
        return Outcome(os.waitstatus_to_exitcode(status), *said)


def _settle(folder: Path, out: int, err: int) -> None:
    """Make a child the process of a command in a folder."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    os.chdir(folder)
    os.environ.update(
        TRACKER_DB=str(folder / DATABASE), TRACKER_BY=AUTHOR, TRACKER_LANG="en", HOME=str(folder)
    )
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)


def copied(prepared: Path, to: Path) -> Path:
    """A folder of its own for one run, in the place of the one before."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(prepared, to)
    return to


def contents(folder: Path) -> dict[str, str]:
    """What each file below a folder says, by its name; of a database, what is in its rows."""
    # Looking into a database may roll it back, and takes the journal beside it away.
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    said = {str(file.relative_to(folder)): _content(file) for file in files if file.exists()}
    return {name: content for name, content in said.items() if content}


def _content(file: Path) -> str:
    """Of an empty file nothing: it counts as not there."""
    content = file.read_bytes()
    if content.startswith(MAGIC) or journal_of(file).exists():
        with suppress(sqlite3.DatabaseError):
            rows = _rows(file)
            content = file.read_bytes()
            return f"{content[60:72].hex()} {rows}" if content else ""
    return sha256(content).hexdigest() if content else ""


def _rows(file: Path) -> str:
    found = sha256()
    with closing(sqlite3.connect(file)) as database:
        schema = "SELECT name, sql FROM sqlite_schema ORDER BY name"
        for name, sql in database.execute(schema).fetchall():
            found.update(repr((name, sql)).encode())
            if str(sql).startswith("CREATE TABLE") and name not in _MEMORY:
                rows = database.execute(f"SELECT * FROM [{name}]").fetchall()
                found.update(repr(sorted(map(repr, rows))).encode())
    return found.hexdigest()
