"""How fast a file is taken in, beside `csv.reader` and `executemany` into the same tables.

Each run is on a copy of one ledger. The plain one keeps the program's settings of SQLite, and
neither checks, digests nor sums anything.
"""

import csv
import random
import shutil
from pathlib import Path

from bench.record import Line, Table
from bench.release import Release
from bench.timing import interleaved, paired, run

ROWS, RUNS, COMMITMENTS = 100_000, 15, 31
GOAL = 0.4
PLAIN = """
import csv, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for setting in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON"):
    database.execute(f"PRAGMA {setting}")
database.execute("BEGIN IMMEDIATE")
database.execute("INSERT INTO change SELECT max(change) + 1, max(recorded_at), 'a', 'b', 'import', "
    "NULL, digest FROM change")
change = database.execute("SELECT max(change) FROM change").fetchone()[0]
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    database.executemany(
        "INSERT INTO entry VALUES (NULL, ?, ?, '', '', ?, 'add', ?, ?, NULL, NULL)",
        ((change, int(c[1:]), day, int(float(sum) * 1000), note) for c, day, sum, note in rows))
database.execute("COMMIT")
"""


def measure(release: Release, *, budget: float) -> list[Table]:
    """The ratio of the two rates: more is better."""
    made, file = _made(release)
    ours, bare = release.folder / "copy-ours.db", release.folder / "copy-bare.db"

    def renew(copy: Path) -> None:
        shutil.rmtree(copy.with_name(f"{copy.name}.backups"), ignore_errors=True)
        shutil.copy(made, copy)

    plain = release.python_job("-c", PLAIN, str(bare), str(file))
    jobs = {
        "ours": release.job(ours, "import", str(file), "--yes", "-q", before=lambda: renew(ours)),
        "bare": plain._replace(before=lambda: renew(bare)),
    }
    times = interleaved(jobs, rounds=RUNS, budget=budget)
    # As many rows a second as the other takes seconds.
    rate = paired(times["bare"], times["ours"])
    what = f"`import` of {ROWS:,} rows, rows a second"
    over = "`csv.reader` and `executemany`"
    return [Table("Import", [Line(what, over, rate, goal=GOAL, at_least=True)])]


def _made(release: Release) -> tuple[Path, Path]:
    """A ledger of commitments that nobody has logged anything for, and a file about them."""
    made, file = release.folder / "import.db", release.folder / "import.csv"
    made.unlink(missing_ok=True)
    run(release.job(made, "init", "--empty", "-q"))
    terms = ("--kind", "quantity", "--target", "5000000", "--unit", "公里", "--department", "d")
    for number in range(1, COMMITMENTS + 1):
        run(release.job(made, "add", f"c{number}", "--name", f"样本任务{number}", *terms, "-q"))
    chosen = random.Random(1)
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("编号", "日期", "本周新增", "备注"))
        for number in range(ROWS):
            slug = f"c{chosen.randint(1, COMMITMENTS)}"
            on = f"2024-{chosen.randint(1, 12):02}-{chosen.randint(1, 28):02}"
            rows.writerow((slug, on, f"{chosen.randint(1, 2000) / 1000:.3f}", f"样本说明{number}"))
    return made, file
