"""Makes ledgers of any size, with sample data, through the program's own verbs.

Run as a script by the environment that is measured:

    ledgers.py FILE COMMITMENTS ENTRIES [CHANGES]

What it makes is a true ledger of the first half of 2024: `tracker check` finds nothing in it. Its
commitments come from a file that is imported, its entries in the order of their days, as one
change each evening, or as so many CHANGES.
"""

import csv
import datetime as dt
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

FIRST = dt.date(2024, 1, 1)
DAYS = 182
# Every tenth entry says something in words besides its figure.
IN_WORDS = 10
DEPARTMENTS = 20
HEADINGS = (
    "代号", "任务名称", "类别", "目标值", "计量单位", "开始时间", "完成时限", "牵头单位",
)  # fmt: skip
# An entry as figures: commitment, day since the first, steps (metres).
Figure = tuple[int, int, int]


def figures(commitments: int, entries: int) -> Iterator[Figure]:
    """The entries in the order of their days: always the same, evenly over the commitments."""
    chosen = random.Random(1).random
    for number in range(entries):
        commitment = number % commitments + 1
        # Some are ahead of their pace, some far behind.
        usual = 400 + 160 * (commitment % 11)
        yield commitment, number * DAYS // entries, 1 + int(chosen() * usual)


def target(commitments: int, entries: int) -> int:
    """What each commitment is to reach by the end of the year, in kilometres: near twice of what
    is logged in half of it.
    """
    return max(1, 2 * entries // commitments)


def day(since_first: int) -> dt.date:
    """A day by its number."""
    return FIRST + dt.timedelta(since_first)


def note(number: int) -> str | None:
    """What is said besides the figure of the entry with this number."""
    return f"样本说明{number}" if number % IN_WORDS == 0 else None


def main(arguments: Sequence[str]) -> None:
    """Make one ledger where there is none, and tell how long it took."""
    path = Path(arguments[0])
    commitments, entries, *given = map(int, arguments[1:])
    changes = given[0] if given else DAYS
    started = time.perf_counter()
    # Renamed when it is whole: what was left unfinished is not taken for a ledger.
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    os.environ |= {"TRACKER_DB": str(unfinished), "TRACKER_BY": "sample", "TRACKER_LANG": "en"}
    _promise(unfinished, commitments, entries)
    _log(unfinished, commitments, entries, changes)
    unfinished.rename(path)
    print(f"made {path.name} in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def _promise(path: Path, commitments: int, entries: int) -> None:
    from tracker.__main__ import main as tracker

    file = path.with_suffix(".csv")
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for number in range(1, commitments + 1):
            terms = (target(commitments, entries), "公里", "2024-01-01", "2024-12-31")
            department = f"样本局{number % DEPARTMENTS + 1}"
            writer.writerow((f"c{number}", f"样本任务{number}", "quantity", *terms, department))
    for words in (["init", "--empty", "-q"], ["import", str(file), "--yes", "-q"]):
        if code := tracker(words, now=_moment(FIRST, 9)):
            sys.exit(code)
    file.unlink()
    # An import takes a copy of the ledger first.
    shutil.rmtree(path.with_name(f"{path.name}.backups"))


def _log(path: Path, commitments: int, entries: int, changes: int) -> None:
    from tracker.core.model import Entry
    from tracker.store.engine import Store
    from tracker.store.file import connect
    from tracker.store.plan import Author, Draft, Read

    connection = connect(path)
    # No power cut will hit it.
    connection.execute("PRAGMA synchronous=OFF")
    days = [day(since) for since in range(DAYS)]
    logged = enumerate(figures(commitments, entries), 1)
    with Store(connection, path) as store:
        # The first entry of each change is the first of its day.
        starts = [-(-change * entries // changes) for change in range(changes + 1)]
        for start, end in pairwise(starts):
            some = [
                Entry(act, 0, commitment, "", "", days[since], "add", steps, note(act))
                for act, (commitment, since, steps) in islice(logged, end - start)
            ]
            if not some:
                continue
            first, last = some[0].day, some[-1].day
            draft = Draft("import", None, (), {one.commitment: first for one in some}, some)

            def plan(_: Read, draft: Draft = draft) -> tuple[Draft, None]:
                return draft, None

            store.write(plan, Author("sample", "sample"), now=_moment(last, 18))


def _moment(on: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(hour), dt.timezone(dt.timedelta(hours=8)))


if __name__ == "__main__":
    main(sys.argv[1:])
