"""The views in the file tell what `tracker` tells, to whatever program opens it."""

import datetime as dt
import io
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from tests.conftest import AUTHOR, NOON, Run
from tests.render.worked import write_script
from tests.store.ledgers import DAYS, LOGIN, REASON, Author, Desk, day, hurried, raw
from tracker.__main__ import main
from tracker.core.quantity import to_decimal
from tracker.core.reports import status_rows
from tracker.errors import Refused
from tracker.render.status import row_as_json
from tracker.store import commitments, entries
from tracker.store import settings as plan_settings
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.plan import Read
from tracker.store.seed import find_seed, seed_rows
from tracker.store.sums import sums

Rows = list[dict[str, Any]]

# Fields that only `status --json` has, and a column that only the view has.
ONLY_JSON = {
    "stages", "next_milestone", "next_milestone_due", "last_looked_at", "met_on", "days_late",
}  # fmt: skip
ONLY_VIEW = {"department_name"}


class Looker:
    """Another program that looks into a copy of a ledger, on a day of its choice."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        file.row_factory = sqlite3.Row
        file.execute("PRAGMA trusted_schema=OFF")
        file.execute("PRAGMA synchronous=OFF")
        file.execute("CREATE TABLE chosen (day TEXT)")
        file.execute("INSERT INTO chosen VALUES ('2024-07-05')")
        file.execute("DROP VIEW today")
        file.execute(
            "CREATE VIEW today AS SELECT day, date(day, '-7 days') AS week_before FROM chosen"
        )

    def rows(self, view: str) -> Rows:
        return [dict(row) for row in self.file.execute(f"SELECT * FROM {view}")]

    def status(self, on: dt.date) -> Rows:
        self.file.execute("UPDATE chosen SET day = ?", (on.isoformat(),))
        return self.rows("status")

    def row(self, slug: str, on: dt.date) -> dict[str, Any]:
        (row,) = [row for row in self.status(on) if row["slug"] == slug]
        return row


@contextmanager
def looking_into(database: Path) -> Iterator[Looker]:
    with tempfile.TemporaryDirectory() as folder, raw(Path(shutil.copy(database, folder))) as file:
        yield Looker(file)


def as_json(read: Read, on: dt.date) -> Rows:
    """The rows of `status --json`."""
    rules = plan_settings.load(read).rules
    rows = status_rows(commitments.load(read), sums(read, on), on, rules)
    return [
        {field: value for field, value in row_as_json(row).items() if field not in ONLY_JSON}
        for row in rows
    ]


def differences(view: Rows, known: Rows) -> list[Any]:
    """Where the view tells something else than the program; [] if nowhere."""
    seen = [_comparable(row, ONLY_VIEW) for row in view]
    told = [_comparable(row, set()) for row in known]
    # A column that came later stands at the end of the view; its field has its own place.
    if [row.keys() for row in seen] != [row.keys() for row in told]:
        return [seen, told]
    return [
        (a["slug"], field, a[field], b[field])
        for a, b in zip(seen, told, strict=True)
        for field in a
        if a[field] != b[field]
    ]


def _comparable(row: dict[str, Any], without: set[str]) -> dict[str, Any]:
    return {field: _printed(value) for field, value in row.items() if field not in without}


def _printed(value: Any) -> Any:
    """A number as the decimal it is printed as, and a day as its text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return Decimal(repr(int(value) if isinstance(value, bool) else value))
    return value


def standing(read: Read) -> Rows:
    """Every entry that stands, as the program reads them."""
    found = []
    for commitment in commitments.load(read):
        authors = entries.authors_of(read, commitment.id)
        unit = commitment.terms.unit
        for entry in entries.standing_since(read, commitment.id):
            amount = entry.amount
            found.append(
                {
                    "entry": entry.act,
                    "slug": commitment.slug,
                    "name": commitment.profile.name,
                    "day": entry.day.isoformat(),
                    "mode": entry.mode,
                    "amount": None if amount is None else to_decimal(amount, commitment.scale),
                    "unit": unit.name if unit else None,
                    "area": entry.area or None,
                    "stage": entry.stage or None,
                    "note": entry.note,
                    "problem": entry.problem,
                    "next_step": entry.next_step,
                    "author": authors[entry.act],
                }
            )
    return sorted(found, key=lambda row: row["entry"])


def entries_seen(look: Looker) -> Rows:
    return [_comparable(row, {"recorded_at"}) for row in look.rows("entries")]


# The worked ledger


@pytest.fixture(scope="module")
def worked_once(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("worked") / "tracker.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_BY", AUTHOR)
        patch.setattr(sys, "stdout", io.StringIO())
        write_script(path, main)
    return path


# 33 + 2.5 + 10 = 45.5; 45.5/90 = 50.555...%; the pace is 182/366 = 49.726...%; the gap 0.828...;
# in the week 45.5 - 33 = 12.5, which is 13.888...% of 90.
SEWER = {
    "slug": "sewer", "name": "改造雨污合流管网", "name_en": "Combined sewer pipe rebuilt",
    "department": "housing", "department_name": "市住建局", "kind": "quantity", "unit": "公里",
    "target": 90, "comparator": ">=", "start": "2024-01-01", "due": "2024-12-31",
    "days_left": 184, "done": 45.5, "completion": 50.56, "pace": 49.73, "gap": 0.83,
    "week": 12.5, "week_points": 13.89, "class": "on_pace", "light": "green", "entries": 4,
    "last_entry": "2024-06-28", "terms_moved": 0, "closed_out": 0,
}  # fmt: skip
# From 40 down to 10, by 8 from 18 in the week: 30/40 and 22/40; 75 - 49.726... = 25.273...
SEWER_ZERO = {
    "unit": "公里", "target": 0, "days_left": 184, "done": 10, "completion": 75.0, "pace": 49.73,
    "gap": 25.27, "week": -8, "week_points": 20.0, "class": "ahead", "light": "green",
    "entries": 2, "last_entry": "2024-06-27", "terms_moved": 1,
}  # fmt: skip
# Two milestones of weights 1 and 3, the first one due and done.
HERITAGE_PLAN = {
    "unit": None, "target": 4, "done": 1, "completion": 25.0, "pace": 25.0, "gap": 0.0, "week": 1,
    "week_points": 25.0, "class": "on_pace", "light": "green",
}  # fmt: skip
# 27 projects, of which 12 were begun and 5 completed: the last stage decides.
HERITAGE_PROJECTS = {
    "target": 27, "done": 5, "completion": 18.52, "gap": -31.21, "class": "behind",
    "light": "red", "entries": 2,
}  # fmt: skip
# 1 before it was shared out, 14 and 20 in the areas, of 174.
ESTATES = {
    "done": 35, "completion": 20.11, "gap": -29.61, "week": 34, "class": "behind",
    "light": "yellow", "entries": 3, "terms_moved": 0,
}  # fmt: skip
ELEVATORS = {"target": 200, "done": 204, "completion": 102.0, "class": "completed", "light": "blue"}
RANK = {
    "target": 3, "done": 3, "completion": None, "pace": None, "gap": None, "week": None,
    "class": "on_pace", "light": "none",
}  # fmt: skip
DUTY = {"done": None, "completion": None, "class": "no_measure", "light": "none", "entries": 1}
UNBEGUN = {"done": 0, "completion": 0.0, "gap": -49.73, "class": "not_started", "light": "red"}


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("sewer", SEWER),
        ("sewer-zero", SEWER_ZERO),
        ("heritage-plan", HERITAGE_PLAN),
        ("heritage-projects", HERITAGE_PROJECTS),
        ("estates", ESTATES),
        ("elevators", ELEVATORS),
        ("city-ranking", RANK),
        ("heritage-care", DUTY),
        ("complexes", UNBEGUN),
    ],
)
def test_the_status_of_a_worked_commitment(
    worked_once: Path, slug: str, expected: dict[str, Any]
) -> None:
    with looking_into(worked_once) as look:
        row = look.row(slug, day("06-30"))
    assert {column: row[column] for column in expected} == expected
    # A whole number is shown as one.
    assert [type(row[c]) for c in expected] == [type(value) for value in expected.values()]


def test_the_columns_of_the_status_are_the_fields_of_its_json(worked_once: Path, run: Run) -> None:
    out = run("status", "--plain", "--db", str(worked_once), now=NOON).out
    with looking_into(worked_once) as look, open_store(worked_once) as store:
        rows = look.status(day("07-05"))
        assert list(rows[0]) == list(SEWER)
        fields = list(as_json(store.read, day("07-05"))[0])
    assert SEWER.keys() - ONLY_VIEW == set(fields)
    # In the order of the fields, but for what came later.
    later = ("closed_out",)
    assert [column for column in SEWER if column not in {*ONLY_VIEW, *later}] == [
        field for field in fields if field not in later
    ]
    assert [row["slug"] for row in rows] == [line.split("\t")[0] for line in out.splitlines()]


@pytest.mark.parametrize("on", [*DAYS, day("06-23"), day("06-27"), day("2025-01-01")])
def test_the_status_of_any_day_is_that_of_the_program(
    worked_once: Path, seeded: Path, on: dt.date
) -> None:
    for path in (worked_once, seeded):
        with looking_into(path) as look, open_store(path) as store:
            assert differences(look.status(on), as_json(store.read, on)) == []


def test_a_long_history_is_seen_as_the_program_sees_it(written: Path) -> None:
    with looking_into(written) as look, open_store(written) as store:
        for on in DAYS:
            assert differences(look.status(on), as_json(store.read, on)) == []
        assert entries_seen(look) == [_comparable(row, set()) for row in standing(store.read)]


# By hand


def seen(desk: Desk, slug: str, on: str, *columns: str) -> list[Any]:
    """Some columns of one commitment's row."""
    with looking_into(desk.store.path) as look:
        row = look.row(slug, day(on))
    return [row[column] for column in columns]


def test_the_pace_follows_the_plan_points(desk: Desk) -> None:
    # 90 km in the 366 days of 2024: 40 by 29 February (60 days), 80 by 30 June (182 days).
    desk.plan("sewer", ("02-29", "40"), ("06-30", "80"))
    desk.log("sewer", "30", "01-30")
    # 20/90; 40/90; (40 + 40 * 61/122)/90 = 60/90; (80 + 10 * 183/184)/90 = 99.939...%
    assert seen(desk, "sewer", "01-30", "pace") == [22.22]
    assert seen(desk, "sewer", "02-29", "pace") == [44.44]
    # 30/90 - 60/90 = -33.333...
    assert seen(desk, "sewer", "04-30", "pace", "gap", "light") == [66.67, -33.33, "red"]
    assert seen(desk, "sewer", "12-30", "pace") == [99.94]


def test_before_the_start_nothing_is_due_and_after_the_due_day_all_is(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "80"))
    for slug in ("sewer", "elevators"):
        assert seen(desk, slug, "2023-12-31", "pace", "class") == [0, "not_started"]
        assert seen(desk, slug, "2025-01-01", "pace", "class", "light", "days_left") == [
            100, "overdue", "red", -1,
        ]  # fmt: skip


def test_a_plan_point_that_was_taken_away_does_not_count(desk: Desk) -> None:
    desk.plan("sewer", ("02-29", "40"))
    desk.plan("sewer", ("02-29", None), reason=REASON)
    # 60/366 = 16.393...%
    assert seen(desk, "sewer", "02-29", "pace", "terms_moved") == [16.39, 1]


def test_a_plan_point_counts_within_the_terms_as_they_are_now(desk: Desk) -> None:
    desk.plan("sewer", ("06-30", "80"))
    desk.edit("sewer", target="70")
    assert seen(desk, "sewer", "06-30", "pace") == [100]
    desk.edit("sewer", target="90", start="2024-07-01")
    # 31 of the 184 days from July on.
    assert seen(desk, "sewer", "07-31", "pace") == [16.85]
    desk.edit("sewer", start="2024-01-01", due="2024-06-30")
    # 91 of 182 days.
    assert seen(desk, "sewer", "03-31", "pace") == [50]


def test_a_plan_point_from_before_the_opening_is_the_opening(desk: Desk) -> None:
    desk.edit("sewer-zero", opening="40")
    desk.plan("sewer-zero", ("06-30", "30"))
    desk.edit("sewer-zero", opening="20")
    # From 20 on 30 June down to 0, after 92 of 184 days.
    assert seen(desk, "sewer-zero", "06-30", "pace") == [0]
    assert seen(desk, "sewer-zero", "09-30", "pace") == [50]


def test_the_last_stage_is_the_last_of_the_newest_stages(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工", "验收"))
    desk.edit("elevators", stages=("完工", "开工"))
    desk.log("elevators", "20", stage="完工")
    desk.log("elevators", "8", stage="开工")
    assert seen(desk, "elevators", "07-05", "done") == [8]


def test_percentages_are_rounded_half_away_from_zero(desk: Desk) -> None:
    desk.edit("elevators", target="800")
    desk.log("elevators", "1", "06-20")
    desk.log("elevators", "3", "07-01", total=True)
    desk.log("elevators", "2", "07-05", total=True, accept=True)
    # 1/800 = 0.125%; 2/800 - 1/800 = 0.125%; 2/800 - 3/800 = -0.125%
    assert seen(desk, "elevators", "06-20", "completion") == [0.13]
    assert seen(desk, "elevators", "07-05", "week_points") == [0.13]
    assert seen(desk, "elevators", "07-11", "week", "week_points") == [-1, -0.13]


def test_a_gap_is_rounded_once(desk: Desk) -> None:
    desk.log("complexes", "10", "06-30")
    # 10/30 - 182/366 = -16.3934...%, although 33.33 - 49.73 = -16.40.
    assert seen(desk, "complexes", "06-30", "completion", "pace", "gap") == [33.33, 49.73, -16.39]


def test_a_stock_that_is_read_in_some_areas_only_is_not_called_untouched(desk: Desk) -> None:
    desk.edit("sewer-zero", opening="40")
    desk.area("sewer-zero", "东昌府区")
    desk.area("sewer-zero", "临清市")
    desk.edit_area("sewer-zero", "临清市", person="李四")
    desk.log("sewer-zero", "10", "07-01", area="临清市")
    columns = ("done", "completion", "class", "light", "entries")
    assert seen(desk, "sewer-zero", "07-05", *columns) == [None, None, "no_measure", "none", 1]
    desk.log("sewer-zero", "5", "07-02", area="东昌府区")
    # 40 - 15 = 25 of 40.
    assert seen(desk, "sewer-zero", "07-05", *columns) == [15, 62.5, "ahead", "green", 2]


def test_a_rank_is_kept_on_its_due_day_only(desk: Desk) -> None:
    days = ("12-30", "12-31", "2025-01-01")

    def classes() -> list[str]:
        return [seen(desk, "city-ranking", on, "class")[0] for on in days]

    desk.log("city-ranking", "3", "07-01")
    assert classes() == ["on_pace", "completed", "completed"]
    desk.log("city-ranking", "1", "07-02")
    assert classes() == ["ahead", "completed", "completed"]
    desk.log("city-ranking", "4", "07-03")
    assert classes() == ["behind", "behind", "overdue"]
    desk.log("city-ranking", "2", "07-04")
    desk.edit("city-ranking", due="")
    assert classes() == ["on_pace", "on_pace", "on_pace"]


@pytest.mark.parametrize(
    ("done", "klass", "light"),
    [
        ("60", "ahead", "green"),
        ("59", "on_pace", "green"),
        ("41", "on_pace", "green"),
        ("40", "behind", "yellow"),
        ("21", "behind", "yellow"),
        ("20", "behind", "red"),
    ],
)
def test_a_threshold_is_reached_when_the_gap_is_just_that(
    desk: Desk, done: str, klass: str, light: str
) -> None:
    # The fiftieth of a hundred days.
    desk.edit("elevators", target="100", due="2024-04-09")
    desk.log("elevators", done, "02-19")
    assert seen(desk, "elevators", "02-19", "pace", "class", "light") == [50, klass, light]


def test_thresholds_are_those_of_the_settings(desk: Desk) -> None:
    desk.log("complexes", "12", "06-30")
    # 12/30 - 182/366 = 40 - 49.726... = -9.726...
    assert seen(desk, "complexes", "06-30", "class", "light") == ["on_pace", "green"]
    desk.config("yellow", "9")
    assert seen(desk, "complexes", "06-30", "class", "light") == ["behind", "yellow"]
    desk.config("red", "9")
    assert seen(desk, "complexes", "06-30", "class", "light") == ["behind", "red"]
    desk.config("yellow", "5")
    desk.config("red", "10")
    assert seen(desk, "complexes", "06-30", "class", "light") == ["behind", "yellow"]


def test_the_largest_figures_are_told_to_the_last_digit_of_a_percentage(desk: Desk) -> None:
    desk.edit("sewer", target="1000000000000")
    desk.edit("elevators", target="99999999999999")
    desk.plan("elevators", ("06-30", "33333333333333"))
    desk.log("sewer", "999999999999.999", "07-01", accept=True)
    desk.log("elevators", "50004999999999", "07-04", accept=True)
    with looking_into(desk.store.path) as look:
        for on in (day("06-30"), day("07-05"), day("12-30")):
            assert differences(look.status(on), as_json(desk.read, on)) == []


# Entries and changes


def entry_seen(desk: Desk, number: int) -> dict[str, Any] | None:
    with looking_into(desk.store.path) as look:
        return {row["entry"]: row for row in look.rows("entries")}.get(number)


def test_an_entry_is_shown_as_corrected(desk: Desk) -> None:
    desk.log("sewer", "12.5", "07-01", note="柳园路", problem="缺资金")
    desk.correct(1, to="12", on="07-02", note="", problem="缺水泥", next_step="催货")
    assert entry_seen(desk, 1) == {
        "entry": 1, "slug": "sewer", "name": "改造雨污合流管网", "day": "2024-07-02",
        "mode": "add", "amount": 12, "unit": "公里", "area": None, "stage": None, "note": None,
        "problem": "缺水泥", "next_step": "催货", "author": AUTHOR,
        "recorded_at": "2024-07-05T04:00:00.000Z",
    }  # fmt: skip


def test_words_and_parts_can_be_corrected_too(desk: Desk) -> None:
    desk.edit("elevators", unit="个", stages=("开工", "完工"))
    desk.log("elevators", "3", "07-01", stage="开工", problem="缺资金", next_step="催货")
    desk.correct(1, stage="完工", problem="", next_step="", accept=True)
    row = entry_seen(desk, 1) or {}
    assert [row[c] for c in ("amount", "unit", "stage", "problem", "next_step")] == [
        3, "个", "完工", None, None,
    ]  # fmt: skip


def test_the_latest_correction_that_stands_is_shown(desk: Desk) -> None:
    desk.log("sewer", "10")
    desk.correct(1, to="12")
    desk.correct(1, to="13.5")
    amounts = [entry_seen(desk, 1)]
    desk.undo(3)
    amounts.append(entry_seen(desk, 1))
    desk.undo(2)
    amounts.append(entry_seen(desk, 1))
    assert [row and row["amount"] for row in amounts] == [13.5, 12, 10]


def test_an_entry_is_shown_unless_an_undo_that_stands_takes_it_back(desk: Desk) -> None:
    desk.log("sewer", "10")
    shown = []
    # 2 takes back 1, 3 takes back 2, 4 takes back 1 again; without 3, 2 counts again; then 4
    # may go and 2 is still there, and only without 2 the entry stands.
    for act in (1, 2, 1, 3, 4, 2):
        desk.undo(act)
        shown.append(entry_seen(desk, 1) is not None)
    assert shown == [False, True, False, False, False, True]


def test_changes_are_shown_with_the_digest_that_reports_print(desk: Desk) -> None:
    desk.log("sewer", "1")
    desk.edit("sewer", target="95", reason="市政府决定")
    last = plan_settings.last_change(desk.read)
    with looking_into(desk.store.path) as look:
        rows = look.rows("changes")
    assert [row["change"] for row in rows] == [1, 2, 3]
    assert rows[-1] == {
        "change": 3, "recorded_at": last.recorded_at, "author": AUTHOR, "login": LOGIN,
        "command": "edit", "reason": "市政府决定", "digest": last.digest,
    }  # fmt: skip


# The day


@pytest.mark.parametrize(
    ("zone", "now", "day_there"),
    [
        (None, "2024-06-30 15:59:59", "2024-06-30"),
        (None, "2024-06-30 16:00:00", "2024-07-01"),
        ("Asia/Hong_Kong", "2024-06-30 16:00:00", "2024-07-01"),
        ("Asia/Urumqi", "2024-06-30 17:59:59", "2024-06-30"),
        ("Asia/Urumqi", "2024-06-30 18:00:00", "2024-07-01"),
        ("UTC", "2024-06-30 23:59:59", "2024-06-30"),
    ],
)
def test_today_is_the_day_of_the_plan(
    desk: Desk, zone: str | None, now: str, day_there: str
) -> None:
    if zone:
        desk.config("time_zone", zone)
    ((sql,),) = desk.read("SELECT sql FROM sqlite_schema WHERE name = 'today'")
    query = sql.partition(" AS\n")[2].replace("'now'", f"'{now}'")
    ((there, week_before),) = desk.read(query)
    assert there == day_there
    assert dt.date.fromisoformat(there) - dt.date.fromisoformat(week_before) == dt.timedelta(7)


def test_the_views_are_there_for_who_may_only_read(worked_once: Path) -> None:
    uri = f"{worked_once.as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as file:
        database = Database(file)
        assert set(database.view_names()) == {"today", "status", "entries", "changes"}
        (row,) = database.query("SELECT * FROM status WHERE slug = 'sewer'")
        assert (row["target"], row["done"], row["unit"]) == (90, 45.5, "公里")


# The page about it

PAGE = (Path(__file__).parents[2] / "docs" / "database.md").read_text("utf-8")


@pytest.mark.parametrize("view", ["status", "entries", "changes", "today"])
def test_the_page_names_every_column_of_a_view_in_its_order(worked_once: Path, view: str) -> None:
    told = PAGE.partition("## The columns")[2].partition(f"\n- `{view}`: ")[2].partition(".")[0]
    with raw(worked_once) as file:
        columns = [d[0] for d in file.execute(f"SELECT * FROM {view}").description]
    assert re.findall(r"`(\w+)`", told) == columns


def test_the_page_names_every_table(worked_once: Path) -> None:
    rows = PAGE.partition("| tables | hold |")[2].partition("\n\n")[0].splitlines()[2:]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    with raw(worked_once) as file:
        names = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert told == {name for (name,) in names}


@pytest.mark.parametrize("table", ["alert_run", "alert_told", "alert_vouched"])
def test_the_page_names_every_column_of_what_the_alerts_remember(
    worked_once: Path, table: str
) -> None:
    part = PAGE.partition("## What the alerts remember")[2].partition(f"\n`{table}` has one row")[2]
    rows = part.partition("| --- | --- |\n")[2].partition("\n\n")[0].splitlines()
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    with raw(worked_once) as file:
        columns = {d[0] for d in file.execute(f"SELECT * FROM {table}").description}
    assert set(told) == columns
    assert len(told) == len(columns)


def run_python(*argv: str, folder: Path | None = None) -> tuple[str, str]:
    """What a program prints, and what it complains of."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *argv],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout, done.stderr


def test_the_program_on_the_page_works_the_last_digest_out(written: Path) -> None:
    program = PAGE.partition("```python\n")[2].partition("```")[0]

    def run_on(path: Path) -> tuple[str, str]:
        return run_python("-c", program, str(path))

    with open_store(written) as store:
        last = plan_settings.last_change(store.read)
    assert run_on(written) == (f"{last.digest}\n", "")
    with tempfile.TemporaryDirectory() as folder:
        forged = Path(shutil.copy(written, folder))
        with raw(forged) as file:
            file.execute("DROP TRIGGER entry_no_update")
            file.execute("UPDATE entry SET amount = amount + 1 WHERE change = 2")
        assert run_on(forged) == ("", "change 2 is not what it was\n")


@pytest.mark.parametrize("typed", re.findall(r"^\$ sqlite-utils (.*)$", PAGE, re.MULTILINE))
def test_the_commands_of_sqlite_utils_on_the_page_work(worked_once: Path, typed: str) -> None:
    out, err = run_python("-m", "sqlite_utils", *shlex.split(typed), folder=worked_once.parent)
    assert err == ""
    assert "改造雨污合流管网" in out or "柳园路" in out


# Any history


class Act(NamedTuple):
    """Something that somebody does; numbers stand for whatever there is to choose from."""

    verb: str
    pick: int
    figure: int
    day: int
    way: int


VERBS = (
    "log", "log", "log", "log", "words", "correct", "undo", "area", "stages", "plan", "plan",
    "milestone", "terms", "config", "rename", "rename", "retire", "close",
)  # fmt: skip
ACTS = st.builds(
    Act,
    verb=st.sampled_from(VERBS),
    pick=st.integers(0, 99),
    figure=st.integers(0, 99),
    day=st.integers(0, 380),
    way=st.integers(0, 11),
)
YEAR = {"start": "2024-01-01", "due": "2024-12-31", "department": "市"}
AREAS, NODES = ("东昌府区", "临清市", "高唐县"), ("初稿", "评审", "报批")
STAGES = (("开工", "完工"), ("开工", "完工", "验收"), ("完工", "开工"))


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a commitment of every kind."""
    path = tmp_path_factory.mktemp("mixed") / "tracker.db"
    create(path, seed_rows(find_seed(), None, empty=True), Author(AUTHOR, LOGIN), now=NOON)
    with open_store(path) as store:
        desk = Desk(store)
        desk.unit("吨", "0.1")
        desk.add("roads", "quantity", target="90", unit="公里", **YEAR)
        desk.add("undated", "quantity", target="7", unit="个", department="市")
        desk.add("shared", "quantity", target="33", unit="个", **YEAR)
        desk.add("staged", "quantity", target="27", unit="项", stages=STAGES[0], **YEAR)
        desk.add("stock", "level", target="0", unit="公里", opening="40", **YEAR)
        desk.add("unopened", "level", target="0", unit="公里", **YEAR)
        desk.add("cover", "level", target="60", unit="吨", opening="13.5", **YEAR)
        desk.add("rate", "level", target="97", unit="%", **YEAR)
        desk.add("falling", "level", target="5", unit="吨", direction="down", **YEAR)
        desk.add("rank", "rank", target="9", stretch="2", unit="名次", **YEAR)
        desk.add("nodes", "milestones", **YEAR)
        desk.add("watch", "duty", department="市")
        desk.area("shared", AREAS[0])
        desk.area("cover", AREAS[0])
        desk.milestone("nodes", NODES[0], "2024-03-31", 2)
    return path


class Player:
    """Does what it can of what is asked for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.slugs = [row[0] for row in desk.read("SELECT slug FROM commitment")]

    def play(self, act: Act) -> None:
        slug = self.slugs[act.pick % len(self.slugs)]
        on = (dt.date(2024, 1, 1) + dt.timedelta(days=act.day)).isoformat()
        # What can't be done (a plan for a rank, an entry of tomorrow) is no part of the history.
        with suppress(Refused):
            getattr(self, act.verb)(act, slug, on)

    def log(self, act: Act, slug: str, on: str) -> None:
        now = self.desk.get(slug)
        part: dict[str, Any] = {}
        if now.areas and act.way % 3:
            part["area"] = now.areas[act.way % len(now.areas)].name
        if now.stages:
            part["stage"] = now.stages[act.way % len(now.stages)]
        if now.nodes:
            part = {"node": now.nodes[act.way % len(now.nodes)].name}
        figure = None if now.nodes else str(act.figure)
        on = min(on, "2024-07-05")
        self.desk.log(slug, figure, on, accept=True, total=act.way > 8, **part)

    def words(self, act: Act, slug: str, on: str) -> None:
        words = ("note", "problem", "next_step")[act.way % 3]
        self.desk.log(slug, on=min(on, "2024-07-05"), accept=True, **{words: "x"})

    def number(self, act: Act) -> int:
        return 1 + act.figure % entries.next_act(self.desk.read)

    def correct(self, act: Act, _: str, on: str) -> None:
        wanted: list[dict[str, Any]] = [
            {"to": str(act.pick)},
            {"on": min(on, "2024-07-05")},
            {"total": act.way > 5},
            {"note": "", "problem": "y"},
            {"area": AREAS[act.pick % 3], "next_step": ""},
        ]
        self.desk.correct(self.number(act), accept=True, **wanted[act.way % 5])

    def undo(self, act: Act, _slug: str, _on: str) -> None:
        self.desk.undo(self.number(act), accept=True)

    def area(self, act: Act, slug: str, _: str) -> None:
        reason = REASON if act.way > 5 else None
        self.desk.area(slug, AREAS[act.way % 3], reason=reason, person=str(act.figure))

    def rename(self, act: Act, slug: str, _: str) -> None:
        new = (*AREAS, "莘县")[act.pick % 4]
        stage, done = STAGES[0][act.way % 2], f"新{act.day % 2}"
        wanted: list[Callable[[], object]] = [
            lambda: self.desk.edit_area(slug, AREAS[act.way % 3], name=new),
            lambda: self.desk.edit_area(slug, "莘县", name=AREAS[act.way % 3]),
            lambda: self.desk.edit_milestone("nodes", NODES[act.way % 3], name=done),
            lambda: self.desk.edit_milestone("nodes", done, name=NODES[act.way % 3]),
            lambda: self.desk.edit_stage(slug, stage, done),
            lambda: self.desk.edit_stage(slug, done, stage),
        ]
        wanted[act.figure % 6]()

    def retire(self, act: Act, slug: str, _: str) -> None:
        wanted: list[Callable[[], object]] = [
            lambda: self.desk.retire_area(slug, AREAS[act.way % 3]),
            lambda: self.desk.retire_milestone("nodes", NODES[act.way % 3]),
            lambda: self.desk.retire_stage(slug, STAGES[0][act.way % 2]),
        ]
        wanted[act.figure % 3]()

    def close(self, act: Act, slug: str, on: str) -> None:
        if act.way > 5:
            self.desk.reopen(slug)
        else:
            self.desk.close(slug, min(on, "2024-07-05"), reason=REASON)

    def stages(self, act: Act, slug: str, _: str) -> None:
        self.desk.edit(slug, stages=STAGES[act.way % 3])

    def plan(self, act: Act, slug: str, on: str) -> None:
        old = [point.until.isoformat() for point in self.desk.get(slug).plan]
        if old and act.way % 3 == 0:
            self.desk.plan(slug, (old[act.pick % len(old)], None), reason=REASON)
        self.desk.plan(slug, (on, str(act.figure)), reason=REASON)

    def milestone(self, act: Act, _: str, on: str) -> None:
        node, weight = NODES[act.way % 3], 1 + act.figure % 7
        if node in [n.name for n in self.desk.get("nodes").nodes]:
            self.desk.edit_milestone("nodes", node, due=on, weight=weight)
        else:
            self.desk.milestone("nodes", node, on, weight, REASON)

    def terms(self, act: Act, slug: str, on: str) -> None:
        field = ("target", "opening", "due", "start")[act.way % 4]
        self.desk.edit(slug, **{field: on if act.way % 4 > 1 else str(act.figure)})

    def config(self, act: Act, _slug: str, _on: str) -> None:
        self.desk.config(("yellow", "red", "ahead")[act.way % 3], str(1 + act.figure))


@settings(max_examples=100, deadline=None)
@given(acts=st.lists(ACTS, max_size=30), looked=st.lists(st.integers(-2, 390), max_size=3))
def test_any_history_is_seen_as_the_program_sees_it(
    mixed: Path, acts: list[Act], looked: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(mixed, folder))
        with hurried(path) as store:
            player = Player(Desk(store))
            for act in acts:
                player.play(act)
            with looking_into(path) as look:
                for after in (186, *looked):
                    on = dt.date(2024, 1, 1) + dt.timedelta(days=after)
                    assert differences(look.status(on), as_json(store.read, on)) == []
                told = [_comparable(row, set()) for row in standing(store.read)]
                assert entries_seen(look) == told
