"""A write is one change: whole or not at all, in order, and in text that hides nothing."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AUTHOR, NOON
from tests.store.ledgers import (
    MINUTE,
    TODAY,
    Author,
    Committed,
    Desk,
    Draft,
    Plan,
    Read,
    Row,
    day,
    impatient,
    raw,
)
from tracker.errors import Busy, NotOurDatabase, Refused, StorageError, TrackerError
from tracker.store import ledger as plans
from tracker.store.engine import Store
from tracker.store.file import BUSY_SECONDS
from tracker.store.text import MAX_TEXT
from tracker.store.typed import LogRequest

SEWER = 3


def a_note(text: str = "柳园路", command: str = "log", reason: str | None = None) -> Plan[int]:
    """A plan for one entry in words, by itself: the seam without the rules above it."""

    def plan(read: Read) -> tuple[Draft, int]:
        act = 1 + int(read("SELECT ifnull(max(act), 0) FROM entry")[0][0])
        row = {"act": act, "commitment": SEWER, "area": "", "stage": "", "day": "2024-07-05"}
        return Draft(command, reason, [Row("entry", {**row, "note": text})], {SEWER: None}), act

    return plan


def figures(count: int) -> Plan[None]:
    """A plan for many entries in one change, with long notes."""

    def plan(_read: Read) -> tuple[Draft, None]:
        row = {
            "commitment": SEWER,
            "area": "",
            "stage": "",
            "day": "2024-07-05",
            "note": "路" * 900,
        }
        rows = [
            Row("entry", {**row, "act": i, "mode": "add", "amount": 1}) for i in range(1, count)
        ]
        return Draft("log", None, rows, {SEWER: None}), None

    return plan


def write(store: Store, plan: Plan[Any], now: dt.datetime = NOON, **more: Any) -> Committed:
    return store.write(plan, Author(AUTHOR, "zhang"), now=now, **more)[1]


def last_change(desk: Desk) -> tuple[object, ...]:
    (row,) = desk.read(
        "SELECT change, recorded_at, author, login, command, reason FROM change "
        "ORDER BY change DESC LIMIT 1"
    )
    return tuple(row)


# One change


def test_a_write_is_one_change_with_who_when_how_and_why(desk: Desk) -> None:
    committed = write(desk.store, a_note(reason="补报"))
    assert committed == Committed(2, None)
    # Noon in Shanghai is four in the morning, UTC.
    assert last_change(desk) == (2, "2024-07-05T04:00:00.000Z", AUTHOR, "zhang", "log", "补报")
    assert desk.read("SELECT act, change, note FROM entry") == [(1, 2, "柳园路")]


def test_all_rows_of_a_write_carry_its_number(desk: Desk) -> None:
    desk.edit("sewer", target="95", name="管网改造", aliases=("管子",))
    tables = ("terms", "profile", "alias")
    assert [desk.read(f"SELECT max(change) FROM {t}") for t in tables] == [[(2,)]] * 3
    assert desk.head == 2


def test_numbers_of_changes_have_no_gap_after_a_refusal(desk: Desk) -> None:
    desk.log("sewer", "1")
    with pytest.raises(Refused):
        desk.log("sewer", "1 里")
    desk.log("sewer", "2")
    assert desk.read("SELECT change FROM change") == [(1,), (2,), (3,)]


def test_what_a_write_returned_is_there_for_everyone(desk: Desk) -> None:
    desk.log("sewer", "1")
    with raw(desk.store.path) as other:
        assert other.execute("SELECT amount FROM entry").fetchall() == [(1000,)]


def test_a_plan_without_rows_writes_nothing(desk: Desk) -> None:
    before = desk.store.path.read_bytes()
    assert write(desk.store, lambda _: (Draft("config", None, [], {}), 7)) == Committed(None, None)
    assert desk.store.path.read_bytes() == before


def test_nobody_else_writes_while_a_plan_looks(desk: Desk) -> None:
    def plan(read: Read) -> tuple[Draft, None]:
        with impatient(desk.store.path) as other, pytest.raises(Busy):
            write(other, a_note())
        return a_note("first")(read)[0], None

    write(desk.store, plan)
    assert desk.read("SELECT note FROM entry") == [("first",)]


# Nothing is left of what did not become a change


def test_a_plan_that_refuses_leaves_nothing(desk: Desk) -> None:
    def plan(_read: Read) -> tuple[Draft, None]:
        raise Refused("error.name_needed")

    before = desk.store.path.read_bytes()
    with pytest.raises(Refused):
        write(desk.store, plan)
    assert desk.store.path.read_bytes() == before
    assert write(desk.store, a_note()).change == 2


def test_a_plan_with_a_fault_leaves_nothing_and_lets_go_of_the_file(desk: Desk) -> None:
    def plan(_read: Read) -> tuple[Draft, None]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(desk.store, plan)
    with impatient(desk.store.path) as other:
        assert write(other, a_note()).change == 2


@pytest.mark.parametrize(
    "bad",
    [
        Row("entry", {"act": 1, "commitment": 999, "area": "", "stage": "", "day": "2024-07-05"}),
        Row("alias", {"alias": "污水管网", "commitment": 999}),
        Row("unit", {"unit": "公里", "scale": 3}),
        Row("evidence", {"act": 1, "location": "a"}),
    ],
    ids=["no such commitment", "alias of nobody", "unit twice", "evidence of no entry"],
)
def test_one_row_that_can_not_be_stored_takes_the_others_with_it(desk: Desk, bad: Row) -> None:
    good = Row("setting", {"key": "title", "value": "x"})
    before = desk.store.path.read_bytes()
    with pytest.raises(TrackerError):
        write(desk.store, lambda _: (Draft("log", None, [good, bad], {}), None))
    assert desk.store.path.read_bytes() == before


def test_a_dry_run_tells_all_and_leaves_nothing(desk: Desk) -> None:
    before = desk.store.path.read_bytes()
    request = LogRequest("sewer", "12.5", TODAY)
    plan = plans.log([request], TODAY, frozenset())
    (echo,), committed = desk.store.write(plan, desk.author, now=NOON, dry_run=True)
    assert (echo.act, echo.before, echo.after, committed.change) == (1, None, 12_500, None)
    assert desk.store.path.read_bytes() == before
    assert desk.log("sewer", "12.5").act == 1


def test_a_dry_run_refuses_what_the_write_would(desk: Desk) -> None:
    rows = [Row("alias", {"alias": "x", "commitment": 999})]
    with pytest.raises(TrackerError):
        write(desk.store, lambda _: (Draft("edit", None, rows, {}), None), dry_run=True)


# The ledger's time


def recorded(desk: Desk) -> object:
    return last_change(desk)[1]


def test_time_goes_forward_with_the_clock(desk: Desk) -> None:
    write(desk.store, a_note(), NOON)
    assert write(desk.store, a_note(), NOON + MINUTE) == Committed(3, None)
    assert recorded(desk) == "2024-07-05T04:01:00.000Z"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, None),
        (5 - 1 / 60, None),
        (5, 5 * MINUTE),
        (10, 10 * MINUTE),
        (60 * 48, 48 * 60 * MINUTE),
    ],
)
def test_time_never_goes_back_with_the_clock(
    desk: Desk, minutes: float, said: dt.timedelta | None
) -> None:
    write(desk.store, a_note(), NOON)
    committed = write(desk.store, a_note(), NOON - minutes * MINUTE)
    assert recorded(desk) == "2024-07-05T04:00:00.000Z"
    assert committed == Committed(3, said)


def test_time_goes_on_once_the_clock_has_caught_up(desk: Desk) -> None:
    for minutes in (0, -30, -20, 1):
        write(desk.store, a_note(), NOON + minutes * MINUTE)
    times = [t for (t,) in desk.read("SELECT recorded_at FROM change WHERE change > 1")]
    assert times == ["2024-07-05T04:00:00.000Z"] * 3 + ["2024-07-05T04:01:00.000Z"]


def test_time_is_the_same_from_every_time_zone(desk: Desk) -> None:
    west = dt.timezone(dt.timedelta(hours=-8))
    write(desk.store, a_note(), NOON.astimezone(west))
    assert recorded(desk) == "2024-07-05T04:00:00.000Z"


# Text


HOSTILE = "a\x1b[31mb\nc\td\x00e\u202ef\u200bg\u2028h\ufeffi\x7fj\x9bk"
SHOWN = r"a\x1b[31mb\nc\td\x00e\u202ef\u200bg\u2028h\ufeffi\x7fj\x9bk"


def test_hidden_characters_are_shown_in_whatever_is_stored(desk: Desk) -> None:
    author = Author(HOSTILE, HOSTILE)
    desk.store.write(a_note(HOSTILE, reason=HOSTILE), author, now=NOON)
    assert last_change(desk)[2:] == (SHOWN, SHOWN, "log", SHOWN)
    assert desk.read("SELECT note FROM entry") == [(SHOWN,)]


@pytest.mark.parametrize("text", ["[red]x[/]", ":x:", "柳园路 3.2km，“雨污”", "Ａ１ é 𠮷", "a  b"])
def test_text_that_hides_nothing_is_stored_as_it_is(desk: Desk, text: str) -> None:
    write(desk.store, a_note(text))
    assert desk.read("SELECT note FROM entry") == [(text,)]


def test_bytes_that_are_no_text_are_refused_whole(desk: Desk) -> None:
    before = desk.store.path.read_bytes()
    with pytest.raises(Refused) as refused:
        write(desk.store, a_note("柳园\udcc2路"))
    assert (refused.value.key, refused.value.exit_code) == ("error.text_undecodable", 3)
    assert desk.store.path.read_bytes() == before


@pytest.mark.parametrize("where", ["note", "author", "reason"])
def test_a_text_that_is_too_long_is_refused_whole(desk: Desk, where: str) -> None:
    long = "路" * (MAX_TEXT + 1)
    plan = a_note(long) if where == "note" else a_note(reason=long if where == "reason" else None)
    author = Author(long if where == "author" else AUTHOR, "zhang")
    before = desk.store.path.read_bytes()
    with pytest.raises(Refused) as refused:
        desk.store.write(plan, author, now=NOON)
    assert refused.value.key == "error.text_too_long"
    assert refused.value.params == {"length": MAX_TEXT + 1, "limit": MAX_TEXT}
    assert desk.store.path.read_bytes() == before


def test_a_text_of_just_the_longest_length_is_stored(desk: Desk) -> None:
    write(desk.store, a_note("路" * MAX_TEXT))
    assert desk.read("SELECT length(note) FROM entry") == [(MAX_TEXT,)]


# What SQLite and the system say


def test_a_file_held_by_another_writer_is_busy(desk: Desk) -> None:
    with raw(desk.store.path) as other, impatient(desk.store.path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy) as refused:
            write(store, a_note())
        assert (refused.value.key, refused.value.exit_code) == ("error.busy", 5)
        other.execute("ROLLBACK")
        assert write(store, a_note()).change == 2


def test_whoever_waits_gets_in_as_soon_as_the_other_is_done(desk: Desk) -> None:
    looks = []

    def follow(statement: str) -> None:
        if statement == "BEGIN IMMEDIATE":
            looks.append(statement)
            if len(looks) == 3:
                other.execute("ROLLBACK")

    with raw(desk.store.path) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.store._connection.set_trace_callback(follow)
        assert write(desk.store, a_note()).change == 2
    assert len(looks) == 3
    # And waits as long as before for readers, when it comes to the commit.
    assert desk.read("PRAGMA busy_timeout") == [(BUSY_SECONDS * 1000,)]


def test_a_file_held_exclusively_is_busy_for_readers_too(desk: Desk) -> None:
    with raw(desk.store.path) as other, impatient(desk.store.path) as store:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            store.read("SELECT 1 FROM change")


def test_a_full_disk_refuses_the_whole_write(desk: Desk) -> None:
    ((pages,),) = desk.read("PRAGMA page_count")
    desk.read(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError) as refused:
        write(desk.store, figures(200))
    assert (refused.value.key, refused.value.exit_code) == ("error.storage", 6)
    assert desk.head == 1
    assert desk.read("SELECT * FROM entry") == desk.read("SELECT * FROM balance") == []


def test_a_write_goes_on_once_the_disk_has_room_again(desk: Desk) -> None:
    ((pages,),) = desk.read("PRAGMA page_count")
    desk.read(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError):
        write(desk.store, figures(200))
    desk.read("PRAGMA max_page_count=1000000")
    assert write(desk.store, figures(200)).change == 2


def test_a_journal_that_can_not_be_made_is_a_storage_error(desk: Desk) -> None:
    journal = desk.store.path.with_name(desk.store.path.name + "-journal")
    journal.mkdir()
    with pytest.raises(StorageError) as refused:
        write(desk.store, a_note())
    assert refused.value.exit_code == 6
    journal.rmdir()
    assert write(desk.store, a_note()).change == 2


@pytest.fixture
def read_only_folder(ledger: Path) -> Iterator[Path]:
    ledger.parent.chmod(0o555)
    yield ledger
    ledger.parent.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_may_not_be_written_is_a_storage_error(
    read_only_folder: Path, desk: Desk
) -> None:
    with pytest.raises(StorageError) as refused:
        write(desk.store, a_note())
    assert (refused.value.key, refused.value.params["path"]) == ("error.storage", read_only_folder)
    assert desk.read("SELECT * FROM entry") == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anything")
def test_a_file_that_may_only_be_read_can_be_read(ledger: Path) -> None:
    ledger.chmod(0o444)
    with impatient(ledger) as store:
        assert store.read("SELECT count(*) FROM commitment") == [(31,)]
        with pytest.raises(StorageError):
            write(store, a_note())


def test_damage_found_while_writing_leaves_the_file_as_it_was(desk: Desk) -> None:
    desk.log("sewer", "1", "07-01")
    with raw(desk.store.path) as other:
        ((root,),) = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'balance'")
    content = bytearray(desk.store.path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    desk.store.path.write_bytes(content)
    with impatient(desk.store.path) as store, pytest.raises(NotOurDatabase) as refused:
        write(store, plans.log([LogRequest("sewer", "1", day("07-02"))], TODAY, frozenset()))
    assert (refused.value.key, refused.value.exit_code) == ("error.db_damaged", 4)
    assert isinstance(refused.value.__cause__, sqlite3.DatabaseError)
    assert desk.store.path.read_bytes() == content
