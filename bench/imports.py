"""How fast a file is taken in, beside `csv.reader` and `executemany` into the same tables.

Both run as processes of their own, in turn, each on its own copy of one ledger; the plain one keeps
the program's settings of SQLite, and neither checks, digests nor sums anything.
"""

import csv
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS, RUNS, COMMITMENTS = 100_000, 7, 31
TRACKER = [sys.executable, "-m", "tracker"]
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


def main() -> None:
    """Print the ratio of the two rates."""
    with tempfile.TemporaryDirectory() as folder:
        made, file = Path(folder) / "made.db", Path(folder) / "rows.csv"
        environment = {**os.environ, "TRACKER_DB": str(made), "TRACKER_BY": "bench"}
        # Whoever has a program installed has it compiled: the first run does so here.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _make(environment, file)
        ratios = []
        for _ in range(RUNS):
            plain = _seconds([sys.executable, "-c", PLAIN, _copy(made), str(file)], environment)
            ledger = {**environment, "TRACKER_DB": _copy(made)}
            ratios.append(plain / _seconds([*TRACKER, "import", str(file), "--yes", "-q"], ledger))
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"\nimport of {ROWS:,} rows of csv, rows a second ÷ bare inserts: ", end="")
        print(f"{middle:.2f} ({low:.2f} - {high:.2f})")


def _make(environment: dict[str, str], file: Path) -> None:
    """A ledger of commitments that nobody has logged anything for, and a file about them."""
    subprocess.run([*TRACKER, "init", "--empty", "-q"], env=environment, check=True)
    terms = ["--kind", "quantity", "--target", "5000000", "--unit", "公里", "--department", "d"]
    for number in range(1, COMMITMENTS + 1):
        add = [*TRACKER, "add", f"c{number}", "--name", f"任务{number}", *terms, "-q"]
        subprocess.run(add, env=environment, check=True)
    chosen = random.Random(1)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["编号", "日期", "本周新增", "备注"])
        for number in range(ROWS):
            slug = f"c{chosen.randint(1, COMMITMENTS)}"
            day = f"2024-{chosen.randint(1, 12):02}-{chosen.randint(1, 28):02}"
            writer.writerow([slug, day, f"{chosen.randint(1, 2000) / 1000:.3f}", f"第{number}条"])


def _copy(made: Path) -> str:
    return str(shutil.copy(made, made.with_name("run.db")))


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
