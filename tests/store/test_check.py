"""A check finds whatever was changed behind the program's back, and names the row."""

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import NOON, Run
from tests.store.ledgers import raw
from tracker.core.check import Fault, Head
from tracker.errors import NotOurDatabase
from tracker.store.backup import backup
from tracker.store.check import faults, head
from tracker.store.check_rows import moment_faults
from tracker.store.engine import open_store


def found(path: Path, against: Head | None = None) -> list[Fault]:
    with open_store(path) as store:
        return list(faults(store.read, against))


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(fault.kind, fault.where) for fault in found(path)]


def forge(path: Path, *statements: str) -> None:
    """Write as somebody does who has the file, a tool, and knows how to hide it: the triggers are
    put back as they were.
    """
    with raw(path) as file:
        triggers = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        for name, _ in (made := triggers.fetchall()):
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
        for _, sql in made:
            file.execute(sql)


@pytest.fixture
def ledger_there(written: Path, tmp_path: Path) -> Path:
    """A copy of a ledger with a long history."""
    path = tmp_path / "there.db"
    path.write_bytes(written.read_bytes())
    return path


def head_of(path: Path) -> Head:
    with open_store(path) as store:
        return head(store.read)


def test_a_ledger_that_nobody_touched_has_no_fault(ledger_there: Path, ledger: Path) -> None:
    assert found(ledger_there) == []
    assert found(ledger) == []


def change_of(path: Path, sql: str) -> int:
    with raw(path) as file:
        ((number,),) = file.execute(sql)
        return int(number)


@pytest.mark.parametrize(
    ("change", "forged"),
    [
        ("SELECT change FROM entry WHERE act = 1", "UPDATE entry SET note = 'x' WHERE act = 1"),
        ("SELECT change FROM entry WHERE act = 1", "DELETE FROM evidence WHERE act = 1"),
        (
            "SELECT min(change) FROM correction",
            "UPDATE correction SET value = 'x' WHERE change = (SELECT min(change) FROM correction)",
        ),
        ("SELECT 2", "UPDATE change SET author = '李四' WHERE change = 2"),
        ("SELECT 2", "UPDATE change SET reason = 'x' WHERE change = 2"),
        ("SELECT 3", "UPDATE change SET digest = zeroblob(32) WHERE change = 3"),
        ("SELECT 1", "UPDATE terms SET target = 91000 WHERE commitment = 3 AND change = 1"),
        (
            "SELECT max(change) FROM acknowledged",
            "UPDATE acknowledged SET until = '2024-12-30'",
        ),
    ],
)
def test_whatever_was_changed_the_change_it_is_in_is_named(
    change: str, forged: str, ledger_there: Path
) -> None:
    number = change_of(ledger_there, change)
    forge(ledger_there, forged)
    assert ("digest", f"#{number}") in kinds(ledger_there)


def test_one_forged_change_is_named_and_not_all_behind_it(ledger_there: Path) -> None:
    forge(ledger_there, "UPDATE change SET author = '李四' WHERE change = 2")
    assert kinds(ledger_there) == [("digest", "#2")]


@pytest.mark.parametrize("number", [2**62, 2**62 + 5, 2**63 - 1])
def test_a_change_that_no_reader_sees_is_found_and_nothing_is_written_behind_it(
    number: int, ledger_there: Path, run: Run
) -> None:
    last = head_of(ledger_there).change
    with raw(ledger_there) as file:
        # The triggers refuse changes and removals, and let anybody add.
        file.execute(
            "INSERT INTO change SELECT ?, recorded_at, author, login, command, reason, digest "
            "FROM change WHERE change = ?",
            (number, last),
        )
    assert kinds(ledger_there) != []
    before = ledger_there.read_bytes()
    told = run("log", "sewer", "7.7", "--yes", "--db", str(ledger_there))
    assert (told.code, told.out, told.err.count("\n")) == (4, "", 1)
    assert ledger_there.read_bytes() == before


@pytest.mark.parametrize(
    ("recorded_at", "is_fault"),
    [
        ("1989-12-31T23:59:59.999Z", True),
        ("1990-01-01T00:00:00.000Z", False),
        ("2100-12-31T23:59:59.999Z", False),
        ("2101-01-01T00:00:00.000Z", True),
        ("2024-07-05T04:00:00.000", True),
    ],
)
def test_a_change_was_recorded_at_a_moment_that_a_ledger_can_have(
    recorded_at: str, is_fault: bool
) -> None:
    assert moment_faults(recorded_at, "") is is_fault


def test_a_tail_that_was_cut_off_is_found_by_a_head_that_was_noted(ledger_there: Path) -> None:
    noted = head_of(ledger_there)
    last = noted.change
    with raw(ledger_there) as file:
        tables = [
            name
            for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if any(c[1] == "change" for c in file.execute(f"PRAGMA table_info({name})"))
        ]
    cut = [f"DELETE FROM {name} WHERE change = {last}" for name in tables if name != "change"]
    forge(ledger_there, *cut, f"DELETE FROM change WHERE change = {last}")
    by_itself = [one.kind for one in found(ledger_there)]
    assert "digest" not in by_itself
    assert Fault("tail", f"#{last}", f"#{last - 1}") in found(ledger_there, noted)


def test_a_ledger_that_was_replaced_is_found_by_a_head_that_was_noted(
    ledger_there: Path, ledger: Path
) -> None:
    noted = head_of(ledger_there)
    other = Head(1, "0" * 64)
    assert found(ledger_there, noted) == []
    assert found(ledger_there, Head(noted.change, noted.digest[:8])) == []
    (fault,) = found(ledger, other)
    assert (fault.kind, fault.where, fault.what) == ("replaced", "#1", head_of(ledger).digest)


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE balance SET done = done + 1 WHERE rowid IN (SELECT 1)",
        "DELETE FROM balance WHERE series = 1",
        "UPDATE balance SET entries = entries + 1 WHERE series = 1",
        "INSERT INTO balance SELECT series, '2024-12-31', done, entries FROM balance LIMIT 1",
    ],
)
def test_a_sum_that_is_not_that_of_its_entries_is_found_and_made_anew(
    forged: str, ledger_there: Path
) -> None:
    forge(ledger_there, forged.replace("WHERE rowid IN (SELECT 1)", "WHERE series = 1"))
    assert {kind for kind, _ in kinds(ledger_there)} == {"balance"}
    with open_store(ledger_there) as store:
        store.rebuild()
    assert found(ledger_there) == []


def test_rebuilding_changes_no_sum_of_a_faultless_ledger(ledger_there: Path) -> None:
    def sums() -> list[tuple[object, ...]]:
        with raw(ledger_there) as file:
            return file.execute(
                "SELECT commitment, area, stage, day, done, entries FROM series "
                "JOIN balance USING (series) ORDER BY 1, 2, 3, 4"
            ).fetchall()

    before = sums()
    with open_store(ledger_there) as store:
        store.rebuild()
    assert sums() == before


@pytest.mark.parametrize(
    ("forged", "kind"),
    [
        ("UPDATE entry SET note = 'a' || char(8238) WHERE act = 1", "text"),
        ("UPDATE entry SET note = printf('%.5000c', 'x') WHERE act = 1", "text"),
        ("UPDATE change SET author = 'a' || char(7) WHERE change = 2", "text"),
        ("UPDATE entry SET day = '2024-02-30' WHERE act = 1", "day"),
        ("UPDATE terms SET due = 'soon' WHERE commitment = 3", "day"),
        ("UPDATE entry SET amount = 2000000000000000 WHERE act = 1", "figure"),
        ("UPDATE profile SET every = 10000 WHERE commitment = 3", "figure"),
        ("UPDATE terms SET opening = -1 WHERE commitment = 3", "figure"),
        ("UPDATE correction SET value = 'x' WHERE field = 'amount'", "figure"),
        ("UPDATE correction SET value = 1000000000000001 WHERE field = 'amount'", "figure"),
        ("UPDATE correction SET value = '2024-02-30' WHERE field = 'day'", "day"),
        ("UPDATE terms SET comparator = '!' WHERE commitment = 3", "text"),
        ("UPDATE acknowledged SET part = ''", "text"),
        ("UPDATE profile SET department = 'nobody' WHERE commitment = 3", "reference"),
        ("UPDATE department SET change = 2 WHERE change = 1", "reference"),
        ("UPDATE profile SET change = 2 WHERE commitment = 3 AND change = 1", "reference"),
        ("DELETE FROM terms WHERE commitment = 3", "reference"),
        ("UPDATE setting SET value = 'red' WHERE key = 'yellow'", "setting"),
        ("UPDATE commitment_setting SET value = 'soon' WHERE value IS NOT NULL", "setting"),
        ("UPDATE change SET recorded_at = 'yesterday' WHERE change = 2", "time"),
        ("UPDATE change SET recorded_at = '2023-01-01T00:00:00.000Z' WHERE change = 2", "time"),
    ],
)
def test_what_nobody_could_have_stored_is_found(forged: str, kind: str, ledger_there: Path) -> None:
    forge(ledger_there, forged)
    assert kind in {fault.kind for fault in found(ledger_there)}


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE alert_told SET said = 'x' WHERE position = 0",
        "UPDATE alert_told SET commitment = 5 WHERE position = 0",
        "DELETE FROM alert_told WHERE position = 0",
        "UPDATE alert_run SET state = 'released'",
        "UPDATE alert_vouched SET digest = zeroblob(32)",
    ],
)
def test_what_the_alerts_remember_is_vouched_for(forged: str, ledger: Path, run: Run) -> None:
    assert run("alerts", "--new", "--db", str(ledger)).out
    assert found(ledger) == []
    forge(ledger, forged)
    assert found(ledger) == [Fault("told", "1")]


def test_acts_share_one_series_of_numbers(ledger_there: Path) -> None:
    forge(ledger_there, "UPDATE undo SET of_act = act WHERE act = (SELECT min(act) FROM undo)")
    assert "act_stray" in {fault.kind for fault in found(ledger_there)}
    undone = change_of(ledger_there, "SELECT max(act) FROM undo")
    last = change_of(
        ledger_there,
        "SELECT max(a) FROM (SELECT max(act) AS a FROM entry UNION"
        " SELECT max(act) FROM correction UNION SELECT max(act) FROM undo)",
    )
    forge(ledger_there, f"UPDATE undo SET act = {last + 3} WHERE act = {undone}")
    # Its own number, and the two behind the last one.
    assert Fault("act_missing", f"1-{last + 3}", "3") in found(ledger_there)


def test_a_number_that_was_given_twice_is_found(ledger_there: Path) -> None:
    forge(ledger_there, "UPDATE undo SET act = 1 WHERE act = (SELECT max(act) FROM undo)")
    assert ("act_twice", "1") in kinds(ledger_there)


def test_a_row_without_what_it_refers_to_is_found(ledger_there: Path) -> None:
    forge(ledger_there, "PRAGMA foreign_keys=OFF", "UPDATE entry SET commitment = 99 WHERE act = 1")
    assert "reference" in {fault.kind for fault in found(ledger_there)}


def test_a_damaged_page_is_found(ledger_there: Path) -> None:
    # An index that says something else than its table.
    with raw(ledger_there) as file:
        ((page,),) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_day'")
        ((size,),) = file.execute("PRAGMA page_size")
    content = bytearray(ledger_there.read_bytes())
    place = content.index(b"2024-", (page - 1) * size)
    content[place : place + 4] = b"2023"
    ledger_there.write_bytes(content)
    assert "integrity" in {fault.kind for fault in found(ledger_there)}


def test_a_list_of_free_pages_that_names_one_in_use_is_found(ledger_there: Path) -> None:
    content = bytearray(ledger_there.read_bytes())
    content[32:40] = (2).to_bytes(4, "big") + (1).to_bytes(4, "big")
    ledger_there.write_bytes(content)
    assert "integrity" in {fault.kind for fault in found(ledger_there)}
    with pytest.raises(NotOurDatabase):
        backup(ledger_there, NOON)


def test_a_row_that_no_reader_can_use_is_told_as_damage(ledger_there: Path, run: Run) -> None:
    forge(ledger_there, "UPDATE profile SET department = 'nobody' WHERE commitment = 1")
    with open_store(ledger_there) as store:
        ((slug,),) = store.read("SELECT slug FROM commitment WHERE commitment = 1")
    told = run("show", slug, "--db", str(ledger_there))
    assert told.code == 4
    assert told.err.startswith("tracker: a row of the database can't be read")


def test_a_row_that_can_not_be_shown_is_told_as_damage(ledger_there: Path, run: Run) -> None:
    """The ledger is closed when its rows are shown."""
    forge(ledger_there, "DELETE FROM unit WHERE unit = '公里'")
    told = run("status", "--json", "--db", str(ledger_there))
    assert (told.code, told.out) == (4, "")
    assert told.err.startswith("tracker: a row of the database can't be read")


def test_a_fault_of_ours_in_a_sound_ledger_is_not_called_damage(ledger_there: Path) -> None:
    with open_store(ledger_there) as store:
        store.refuse_damaged(LookupError())


def test_looking_changes_nothing(ledger_there: Path) -> None:
    before = ledger_there.read_bytes()
    found(ledger_there)
    assert ledger_there.read_bytes() == before


def test_reading_a_file_that_is_no_database_at_all_is_refused_before(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(2000))
    with pytest.raises(Exception, match=r"error\.db_"):
        found(path)
    assert sqlite3.sqlite_version_info >= (3, 37)
