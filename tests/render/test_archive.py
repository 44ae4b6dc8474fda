"""An export holds all of the ledger: every digest can be worked out again from it alone.

The two readers below know only what docs/json.md says of the formats.
"""

import csv
import io
import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import AUTHOR, NOON, Run
from tests.render.pipes import piped
from tests.store.ledgers import TODAY, Desk, day, hurried, impatient, long_history
from tracker.__main__ import main
from tracker.core.archive import Header, Row
from tracker.store.acknowledging import acknowledge
from tracker.store.archive import COLUMNS, changes
from tracker.store.chain import GENESIS, by_table, digest
from tracker.store.engine import Store, open_store
from tracker.store.ledger import correct, undo
from tracker.store.plan_points import set_plan
from tracker.store.schema import CHAIN
from tracker.store.typed import CorrectRequest

HEADER = ("change", "recorded_at", "by", "login", "command", "reason", "digest", "table")
# The columns that hold whole numbers; `value` does in a baseline and in a corrected amount.
NUMBERS = {
    *("scale", "steps", "commitment", "position", "every", "target", "stretch", "opening"),
    *("weight", "reach", "act", "amount", "entry", "of_act", "size", "closed"),
    "works",
    "step",
}
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'",
    "''quoted",
    "'=1",
    "  =1",
    "＝1＋1",
    "full　width，１２．５",
    'a "quoted", and; cut',
    "two\nlines\r\nand\ta tab",
    "\\n is two characters",
    "🚧 葛\U000e0100 e\u0301",
    "\u202eright to left\u200b",
    "12",
    "NULL",
)


class Read(NamedTuple):
    """One change as a reader of an export has it."""

    header: Header
    digest: str
    rows: list[Row]


def from_json(data: bytes) -> list[Read]:
    """The changes in an export in JSON."""
    whole = json.loads(data.decode("utf-8"))
    assert (whole["format"], whole["version"]) == ("tracker-ledger", 1)
    found = []
    for change in whole["changes"]:
        rows = [Row(row.pop("table"), row) for row in change.pop("rows")]
        recorded = change.pop("digest")
        found.append(Read(Header(*change.values()), recorded, rows))
    return found


def from_csv(data: bytes) -> list[Read]:
    """The changes in an export as a table."""
    found: dict[int, Read] = {}
    for line in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        cells = {name: text_of(cell) for name, cell in line.items()}
        change, *words, recorded, table = (cells[name] for name in HEADER)
        header = Header(int(str(change)), *words)  # type: ignore[arg-type]
        read = found.setdefault(header.change, Read(header, str(recorded), []))
        assert read[:2] == (header, recorded)
        read.rows.append(Row(str(table), values_of(str(table), cells)))
    return list(found.values())


def text_of(cell: str) -> str | None:
    """A cell as a text: an empty one is none, and an apostrophe at its beginning is not its own."""
    return cell.removeprefix("'") if cell else None


def values_of(table: str, cells: dict[str, str | None]) -> dict[str, object]:
    """The cells that are columns of a table, those that hold numbers as numbers."""
    numbers = set(NUMBERS)
    if table == "baseline" or cells["field"] == "amount":
        numbers.add("value")
    values: dict[str, object] = {}
    for column in CHAIN[table]:
        cell = cells[column]
        values[column] = int(cell) if column in numbers and cell is not None else cell
    return values


READERS = {"json": from_json, "csv": from_csv}
formats = pytest.mark.parametrize("format", READERS)


def write_hostile_texts(store: Store) -> None:
    """Put every hostile text wherever a text may stand, and make every kind of void."""
    for text in HOSTILE:
        desk = Desk(store, text)
        logged = desk.log("sewer", note=text, problem=text, next_step=text, accept=True)
        request = CorrectRequest(logged.act, note=f"{text}2")
        corrected = desk.write(correct(request, text, TODAY, None))
        desk.write(undo(corrected.act, text, text, None))
        desk.config("title", text)
        desk.edit("sewer", person=text, name_en=text, contact=text, reason=text)
        noted = desk.alert("complexes", "area_silent", "area", "notice", text)
        desk.write(acknowledge([noted], TODAY, text, TODAY))
    desk = Desk(store)
    desk.write(set_plan("sewer", [(day("06-30"), "40"), (day("07-31"), "50")]))
    desk.write(set_plan("sewer", [(day("06-30"), None)], "-"))


@pytest.fixture(scope="module")
def rich_once(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with rows in every table, and with hostile texts."""
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("rich") / "tracker.db"))
    with hurried(path) as store:
        long_history(Desk(store))
        write_hostile_texts(store)
    return path


@pytest.fixture
def rich(rich_once: Path, tmp_path: Path) -> Path:
    """The test's own copy of it, where `tracker` looks for it."""
    return Path(shutil.copy(rich_once, tmp_path / "tracker.db"))


def stored(path: Path, sql: str) -> list[Any]:
    """Rows of the file as any other program sees them."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def recomputed(found: Iterable[Read]) -> list[str]:
    """The digests that the changes of an export come to."""
    previous, digests = GENESIS, []
    for read in found:
        previous = digest(previous, read.header, by_table(read.rows))
        digests.append(previous.hex())
    return digests


@formats
def test_every_digest_follows_from_an_export_alone(
    rich: Path, tmp_path: Path, run: Run, format: str
) -> None:
    target = tmp_path / f"all.{format}"
    assert run("export", "-o", str(target)).code == 0
    found = READERS[format](target.read_bytes())
    chain = [d.hex() for (d,) in stored(rich, "SELECT digest FROM change ORDER BY change")]
    assert len(chain) > 100
    assert [read.digest for read in found] == chain
    assert recomputed(found) == chain


@formats
def test_every_row_of_every_table_is_there_once(
    rich: Path, tmp_path: Path, run: Run, format: str
) -> None:
    target = tmp_path / f"all.{format}"
    assert run("export", "-o", str(target)).code == 0
    found = Counter(
        (read.header.change, row.table, *map(row.values.get, CHAIN[row.table]))
        for read in READERS[format](target.read_bytes())
        for row in read.rows
    )
    tables = {table for (table,) in stored(rich, "SELECT name FROM sqlite_schema")} & CHAIN.keys()
    assert tables == CHAIN.keys()
    for table, columns in CHAIN.items():
        rows = stored(rich, f"SELECT change, '{table}', {', '.join(columns)} FROM {table}")
        assert rows, table
        assert Counter(rows) == {k: n for k, n in found.items() if k[1] == table}


@formats
@pytest.mark.usefixtures("ledger")
def test_what_is_empty_and_what_is_not_there_stay_apart(
    tmp_path: Path, run: Run, format: str
) -> None:
    for argv in (
        ["log", "sewer", "--note", "a"],
        ["edit", "sewer", "--person", "李四", "--reason", ""],
        ["correct", "1", "--note", "", "--problem", "0", "--reason", "x"],
        ["config", "title", ""],
    ):
        assert run(*argv).code == 0
    target = tmp_path / f"all.{format}"
    assert run("export", "-o", str(target)).code == 0
    _, logged, edited, corrected, titled = READERS[format](target.read_bytes())
    entry = logged.rows[0].values
    assert [entry[c] for c in ("area", "stage", "note", "problem")] == ["", "", "a", None]
    assert (logged.header.reason, edited.header.reason) == (None, "")
    values = {row.values["field"]: row.values["value"] for row in corrected.rows}
    assert values == {"note": None, "problem": "0"}
    assert titled.rows[0].values == {"key": "title", "value": ""}


@pytest.mark.usefixtures("rich")
def test_no_cell_of_the_table_is_a_formula(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "all.csv"
    assert run("export", "-o", str(target)).code == 0
    lines = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    cells = [cell for line in lines for cell in line]
    assert "'=cmd|'/c calc'!A1" in cells
    assert [c for c in cells if c.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.usefixtures("ledger")
def test_the_table_is_one_that_excel_and_wps_open_right(tmp_path: Path, run: Run) -> None:
    assert run("log", "sewer", "12.5km", "--note", 'a, "b"').code == 0
    target = tmp_path / "all.csv"
    assert run("export", "-o", str(target)).code == 0
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfchange,recorded_at,by,login,command,reason,digest,table,")
    assert data.count(b"\n") == data.count(b"\r\n")
    heading, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heading == [*HEADER, *COLUMNS]
    last = {k: v for k, v in zip(heading, lines[-1], strict=True) if v and k not in HEADER}
    # 12.5 km are 12,500 steps of a metre; the sewer is the third commitment.
    assert last == {
        "commitment": "3",
        "area": "'",
        "stage": "'",
        "act": "1",
        "day": "2024-07-05",
        "mode": "add",
        "amount": "12500",
        "note": 'a, "b"',
    }
    assert {len(line) for line in lines} == {len(heading)}
    assert data.endswith(b"\r\n")


def test_no_column_of_a_row_is_called_like_one_of_its_change() -> None:
    assert set(HEADER) & set(COLUMNS) == set()
    assert len(COLUMNS) == len(set(COLUMNS))


def test_a_change_in_json_looks_as_documented(ledger: Path, tmp_path: Path, run: Run) -> None:
    assert run("log", "elevators", "4", "--by", "李四").code == 0
    assert run("undo", "1", "--reason", "误填").code == 0
    target = tmp_path / "all.json"
    assert run("export", "-o", str(target)).code == 0
    _, logged, undone = json.loads(target.read_text("utf-8"))["changes"]
    ((login, made),) = stored(ledger, "SELECT login, hex(digest) FROM change WHERE change = 2")
    assert list(logged.items()) == [
        ("change", 2),
        ("recorded_at", "2024-07-05T04:00:00.000Z"),
        ("by", "李四"),
        ("login", login),
        ("command", "log"),
        ("reason", None),
        ("digest", made.lower()),
        ("rows", logged["rows"]),
    ]
    ((number,),) = stored(ledger, "SELECT commitment FROM commitment WHERE slug = 'elevators'")
    assert list(logged["rows"][0].items()) == [
        ("table", "entry"),
        ("act", 1),
        ("commitment", number),
        ("area", ""),
        ("stage", ""),
        ("day", "2024-07-05"),
        ("mode", "add"),
        ("amount", 4),
        ("note", None),
        ("problem", None),
        ("next_step", None),
    ]
    assert (undone["by"], undone["reason"]) == (AUTHOR, "误填")
    assert undone["rows"] == [{"table": "undo", "act": 2, "commitment": number, "of_act": 1}]


@pytest.mark.usefixtures("ledger")
def test_records_are_the_rows_of_the_table_with_their_texts_as_they_are(run: Run) -> None:
    assert run("log", "sewer", "--note", "=1").code == 0
    records = [line.split("\t") for line in run("export", "--plain").out.splitlines()]
    assert {len(record) for record in records} == {len(HEADER) + len(COLUMNS)}
    assert records[0][0] == "1"
    assert [f for f in records[-1] if f.startswith(("=", "'"))] == ["=1"]


@formats
@pytest.mark.usefixtures("ledger")
def test_an_export_as_known_at_a_change_is_the_one_of_that_time(
    tmp_path: Path, run: Run, format: str
) -> None:
    then, later = (tmp_path / f"{name}.{format}" for name in ("then", "later"))
    assert run("log", "sewer", "5").code == 0
    assert run("export", "-o", str(then)).code == 0
    write_more(run)
    assert run("export", "--known-at", "#2", "-o", str(later)).code == 0
    assert then.read_bytes() == later.read_bytes()
    assert [r.header.change for r in READERS[format](later.read_bytes())] == [1, 2]


def write_more(run: Run) -> None:
    """Whatever may come later: corrections, other terms, other names, other settings."""
    for argv in (
        ["correct", "1", "--to", "6", "--reason", "x"],
        ["edit", "sewer", "--target", "95", "--name", "管网", "--reason", "x"],
        ["area", "add", "sewer", "冠县"],
        ["config", "title", "改名"],
        ["log", "sewer", "1", "--area", "冠县"],
    ):
        assert run(*argv).code == 0


@pytest.mark.parametrize("page", [1, 2, 7, 100_000])
def test_it_makes_no_difference_how_much_is_read_at_a_time(rich: Path, page: int) -> None:
    with open_store(rich) as store:
        last = len(store.read("SELECT change FROM change"))
        assert list(changes(store.read, last, page)) == list(changes(store.read, last))
        assert [c.header.change for c in changes(store.read, 40, page)] == list(range(1, 41))


def test_nobody_waits_for_a_slow_reader_and_what_comes_later_is_not_in_it(rich: Path) -> None:
    with open_store(rich) as store, impatient(rich) as other:
        last = len(store.read("SELECT change FROM change"))
        slow = changes(store.read, last, 1)
        first = next(slow)
        desk = Desk(other)
        desk.edit("sewer", name="管网")
        desk.log("sewer", "3", "07-04")
        found = [first, *slow]
    assert [change.header.change for change in found] == list(range(1, last + 1))
    assert {row.table for change in found for row in change.rows} == CHAIN.keys()


class Clerk(io.StringIO):
    """A slow reader of an answer: after each piece of it somebody else logs an entry."""

    def __init__(self, ledger: Path) -> None:
        super().__init__()
        self.ledger = ledger

    def write(self, text: str) -> int:
        with impatient(self.ledger) as store:
            Desk(store).log("sewer", "1", accept=True)
        return super().write(text)


def test_a_clerk_logs_while_the_ledger_is_being_read(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("log", "sewer", "5").code == 0
    before = run("export").out
    slow = Clerk(ledger)
    monkeypatch.setattr(sys, "stdout", slow)
    assert main(["export"], now=NOON) == 0
    assert slow.getvalue() == before
    assert stored(ledger, "SELECT count(*) > 3 FROM change") == [(1,)]


def test_what_another_program_put_into_the_file_is_shown_no_less_carefully(
    ledger: Path, run: Run, tmp_path: Path
) -> None:
    evil = "=a\r\nb\u202e\x1b"
    with closing(sqlite3.connect(ledger)) as file:
        file.execute("INSERT INTO change VALUES (2, 't', ?, 'l', 'x', ?, zeroblob(32))", [evil] * 2)
        file.execute("INSERT INTO setting (change, key, value) VALUES (2, 'title', ?)", [evil])
        file.commit()
    assert run("export", "-o", str(tmp_path / "all.csv")).code == 0
    shown = r"=a\r\nb\u202e\x1b"
    changes = {
        "csv": from_csv((tmp_path / "all.csv").read_bytes()),
        "json": from_json(run("export").out.encode()),
    }
    for format, found in changes.items():
        header, _, (row,) = found[-1]
        assert (format, header.author, header.reason) == (format, shown, shown)
        assert row.values["value"] == shown
    assert run("export", "--plain").out.splitlines()[-1].count(shown) == 3


def test_a_damaged_ledger_is_refused_and_leaves_the_old_file(
    ledger: Path, tmp_path: Path, run: Run
) -> None:
    target = tmp_path / "all.json"
    target.write_text("old", "utf-8")
    with closing(sqlite3.connect(ledger)) as file:
        file.execute("INSERT INTO change VALUES (2, 't', 'a', 'l', 'log', NULL, zeroblob(32))")
        file.commit()
    result = run("export", "-o", str(target))
    assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
    assert target.read_text("utf-8") == "old"
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_rows_that_are_out_of_their_order_are_refused(ledger: Path, run: Run) -> None:
    assert run("log", "sewer", "5").code == 0
    assert run("log", "sewer", "6").code == 0
    with closing(sqlite3.connect(ledger)) as file:
        file.execute("DROP TRIGGER entry_no_update")
        file.execute("UPDATE entry SET change = 5 - change")
        file.execute(
            "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
        file.commit()
    assert run("export").code == 4


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
@pytest.mark.usefixtures("ledger")
def test_a_pipe_in_any_encoding_gets_json_that_says_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    assert run("log", "sewer", "--note", "🚧 柳园路 é").code == 0
    assert run("export", "-o", str(tmp_path / "all.json")).code == 0
    data = piped(monkeypatch, "export", encoding=encoding)
    assert json.loads(data.decode(encoding)) == json.loads((tmp_path / "all.json").read_bytes())


@pytest.mark.usefixtures("rich")
def test_a_pipe_gets_the_table_to_the_byte(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run("export", "-o", str(tmp_path / "all.csv")).code == 0
    for encoding in ("utf-8", "gbk"):
        data = piped(monkeypatch, "export", "--format", "csv", encoding=encoding)
        assert data == (tmp_path / "all.csv").read_bytes()


def test_the_export_of_a_copy_is_the_same(rich: Path, run: Run, tmp_path: Path) -> None:
    copy = str(shutil.copy(rich, tmp_path / "copy.db"))
    assert run("export", "--db", copy).out == run("export").out
