"""Exports that somebody has forged: a value that no command writes, under digests that are right.

    python -m tests.faults.forged [--runs N]

In rows of every table, each column in turn becomes what it never is. `import` may refuse such an
export; what it makes of it must be a ledger that every command can read. Prints each command that
ends with a fault of ours or says more than one line.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults import jobs
from tests.faults.running import Options, spread, told
from tracker.core.archive import Header, Row
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.schema import CHAIN

DOCUMENTED = range(6 + 1)
# Rows of every kind that the other trials do without.
_MORE = """
alerts ack sewer --until 2024-07-31 --reason 已安排
area retire estates 临清市 --reason 区划
config alert.jumped 30 --commitment sewer
workday 2024-07-20 on --reason 值班
undo 2 --reason 误填
milestone edit heritage-plan 报批 --name 上报 --reason 改名
unit add 吨 --step 0.001 --alias t
log sewer 1 --on 2024-06-20 --note 见图 --evidence https://example.org/1
"""
_NUMBERS = (2**63 - 1, -(2**63), 10**13, -1, 0)
_TEXTS = ("", "zzz", "2024-13-45", "9999-12-31", "0001-01-01", "1e99", "九" * 300)
_ASKED = (
    "status --plain", "status --json --as-of 2024-06-30", "show {}", "history {}",
    "report --plain", "report -o week.html", "alerts", "alerts log", "calendar", "plan {}",
    "area {}", "stage {}", "milestone {}", "unit", "config", "workday",
    "chart {}", "add new --kind duty --name 新 --department 新 --yes", "area add {} 新区",
    "export --csv -o changes.csv", "log {} 1 --on 2024-07-02 --yes",
    "log sewer 1 --on 2024-07-02 --yes",
)  # fmt: skip


class Place(NamedTuple):
    """One value of an export: the number of its change and of its row, from 0, and its column."""

    change: int
    row: int
    column: str


def forged(changes: Sequence[dict[str, object]], place: Place, value: object) -> list[object]:
    """The changes of an export with another value in one place, and digests to match."""
    made = json.loads(json.dumps(changes))
    made[place.change]["rows"][place.row][place.column] = value
    previous = GENESIS
    for change in made:
        header = Header(
            *(change[key] for key in ("change", "recorded_at", "by", "login", "command", "reason"))
        )
        rows = [
            Row(row["table"], {column: row[column] for column in CHAIN[row["table"]]})
            for row in change["rows"]
        ]
        previous = digest(previous, header, by_table(rows))
        change["digest"] = previous.hex()
    return list(made)


def _trials(changes: Sequence[dict[str, object]]) -> list[tuple[Place, object]]:
    """Every column of the first and the last row of each table, with each odd value."""
    rows: dict[str, list[tuple[int, int]]] = {}
    for number, change in enumerate(changes):
        for place, row in enumerate(change["rows"]):  # type: ignore[arg-type, var-annotated]
            rows.setdefault(row["table"], []).append((number, place))
    assert rows.keys() == CHAIN.keys(), CHAIN.keys() - rows.keys()
    return [
        (Place(*where, column), value)
        for table, places in rows.items()
        for where in dict.fromkeys((places[0], places[-1]))
        for column in CHAIN[table]
        for value in (*_NUMBERS, *_TEXTS, None)
    ]


def _tried(prepared: Path, options: Options) -> tuple[int, Iterator[tuple[str, list[str]]]]:
    for line in _MORE.strip().splitlines():
        assert jobs.run(line.split(), prepared).code == 0, line
    export = json.loads(jobs.run(["export"], prepared).out)
    slugs = {
        row["commitment"]: row["slug"]
        for change in export["changes"]
        for row in change["rows"]
        if row["table"] == "commitment"
    }
    trials = spread(_trials(export["changes"]), options.runs)

    def results() -> Iterator[tuple[str, list[str]]]:
        for place, value in trials:
            row = export["changes"][place.change]["rows"][place.row]
            changes = forged(export["changes"], place, value)
            text = json.dumps({**export, "changes": changes}, ensure_ascii=False)
            what = f"{row['table']} {place.column} {value!r}"
            yield what, _faults_of(prepared, text, slugs.get(row.get("commitment"), "sewer"))

    return len(trials), results()


def _faults_of(folder: Path, export: str, slug: str) -> list[str]:
    """What is wrong with how an export is taken in, and with what can be asked of it then."""
    made = folder / "made.db"
    (folder / "forged.json").write_text(export, encoding="utf-8")
    asked = [f"import forged.json --yes --db {made}"]
    wrong = []
    for line in asked:
        done = jobs.run(line.split(), folder)
        if done.code not in DOCUMENTED or len(done.err.splitlines()) > 1:
            wrong.append(f"{line}: exit {done.code}: {done.err}")
        if line.startswith("import") and made.exists():
            asked += [f"{words.format(slug)} --db {made}" for words in ("check", *_ASKED)]
        elif line.startswith("check") and done.code:
            wrong.append(f"was taken in: {done.out}")
    made.unlink(missing_ok=True)
    return wrong


def main(options: Options) -> int:
    """Forge as many as are wanted."""
    with jobs.workshop() as shop:
        count, results = _tried(jobs.prepare(shop / "prepared"), options)
        return told("forged exports", count, results)


if __name__ == "__main__":
    sys.exit(main(Options.typed(sys.argv[1:])))
