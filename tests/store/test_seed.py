"""A seed inserts rows and does nothing else; what it says is checked like anything typed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import AUTHOR, NOON
from tests.store.ledgers import Author, Desk
from tracker.core.quantity import to_decimal
from tracker.errors import Refused, StorageError, TrackerError
from tracker.store import commitments, lookup, settings
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.seed import MAX_BYTES, find_seed, seed_rows
from tracker.store.units import aliases, units

DEPARTMENT = "INSERT INTO department (code, name) VALUES ('water', '水务局');\n"
COMMITMENT = (
    "INSERT INTO commitment (seq, slug, department, kind, name, target, unit, start, due) VALUES "
    "(1, 'canal', 'water', 'quantity', '清淤', '12.5', '公里', '2025-01-01', '2025-12-31');\n"
)
GOOD = DEPARTMENT + COMMITMENT


def commitment(**changed: str) -> str:
    """The commitment of a good seed with some values, as SQL, in place of its own."""
    values = {
        "seq": "1",
        "slug": "'canal'",
        "department": "'water'",
        "kind": "'quantity'",
        "name": "'清淤'",
        "target": "'12.5'",
        "unit": "'公里'",
        **changed,
    }
    return f"INSERT INTO commitment ({', '.join(values)}) VALUES ({', '.join(values.values())});\n"


def init(folder: Path, seed: str | bytes) -> Path:
    """A ledger made from a seed of one's own."""
    own = folder / "own.sql"
    own.write_bytes(seed.encode() if isinstance(seed, str) else seed)
    path = folder / "tracker.db"
    rows = seed_rows(find_seed(), own, empty=False)
    create(path, rows, Author(AUTHOR, "zhang"), now=NOON)
    return path


def refused(folder: Path, seed: str | bytes) -> TrackerError:
    """The one error that a seed is refused with; holds that nothing else came of it."""
    with pytest.raises(TrackerError) as error:
        init(folder, seed)
    assert [path.name for path in folder.iterdir()] == ["own.sql"]
    return error.value


# Doing anything else than inserting rows

HOSTILE = {
    "attach": "ATTACH DATABASE '{dir}/stolen.db' AS other;",
    "detach": "DETACH DATABASE main;",
    "pragma": "PRAGMA journal_mode=WAL;",
    "pragma that asks": "PRAGMA table_info(commitment);",
    "pragma that opens the schema": "PRAGMA writable_schema=ON;",
    "drop": "DROP TABLE commitment;",
    "create table": "CREATE TABLE mine (a);",
    "create temporary table": "CREATE TEMP TABLE setting (key, value);",
    "create index": "CREATE INDEX i ON alias (slug);",
    "create virtual table": "CREATE VIRTUAL TABLE v USING fts5(a);",
    "create view": "CREATE VIEW v AS SELECT 1;",
    "create trigger": ("CREATE TRIGGER t AFTER INSERT ON alias BEGIN\n  DELETE FROM alias;\nEND;"),
    "temporary trigger": "CREATE TEMP TRIGGER t AFTER INSERT ON alias BEGIN SELECT 1; END;",
    "alter": "ALTER TABLE alias RENAME TO alias2;",
    "delete": "DELETE FROM department;",
    "update": "UPDATE department SET name = 'x';",
    "replace": "REPLACE INTO department (code, name) VALUES ('water', '别名');",
    "insert or replace": (
        "INSERT OR REPLACE INTO department (code, name) VALUES ('water', '别名');"
    ),
    "insert or ignore": "INSERT OR IGNORE INTO department (code, name) VALUES ('water', '别名');",
    "do nothing": (
        "INSERT INTO department (code, name) VALUES ('water', 'x') ON CONFLICT DO NOTHING;"
    ),
    "do update": (
        "INSERT INTO department (code, name) VALUES ('water', 'x') "
        "ON CONFLICT (code) DO UPDATE SET name = excluded.name;"
    ),
    "select": "SELECT * FROM commitment;",
    "values": "VALUES (1);",
    "insert from a select": "INSERT INTO alias (slug, alias) SELECT slug, 'x' FROM commitment;",
    "insert from a subquery": (
        "INSERT INTO alias (slug, alias) VALUES ('canal', (SELECT name FROM commitment));"
    ),
    "insert returning": "INSERT INTO alias (slug, alias) VALUES ('canal', 'x') RETURNING *;",
    "function": "INSERT INTO alias (slug, alias) VALUES ('canal', hex(zeroblob(1000000000)));",
    "load extension": "INSERT INTO alias (slug, alias) VALUES ('canal', load_extension('x'));",
    "like": "INSERT INTO alias (slug, alias) VALUES ('canal', 'a' LIKE 'b');",
    "endless query": (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "INSERT INTO alias (slug, alias) SELECT 'canal', i FROM n;"
    ),
    "schema": (
        "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) "
        "VALUES ('table', 'x', 'x', 2, 'CREATE TABLE x (a)');"
    ),
    "no table of a seed": "INSERT INTO entry (act, commitment) VALUES (1, 1);",
    "no column of a seed": "INSERT INTO alias (slug, alias, change) VALUES ('canal', 'x', 7);",
    "other schema": "INSERT INTO temp.alias (slug, alias) VALUES ('canal', 'x');",
    "begin": "BEGIN;",
    "commit": "COMMIT;",
    "rollback": "ROLLBACK;",
    "savepoint": "SAVEPOINT s;",
    "vacuum": "VACUUM;",
    "vacuum into": "VACUUM INTO '{dir}/stolen.db';",
    "analyze": "ANALYZE;",
    "reindex": "REINDEX;",
    "explain": "EXPLAIN INSERT INTO alias (slug, alias) VALUES ('canal', 'x');",
    "dot-command": ".shell touch {dir}/stolen\n",
    "dot-command that reads": ".read {dir}/own.sql\n",
    "two statements in one": (
        "INSERT INTO alias (slug, alias) VALUES ('canal', 'x'); DELETE FROM alias;"
    ),
    "an open quote": "INSERT INTO alias (slug, alias) VALUES ('canal', 'x);",
    "an open comment": "/* INSERT INTO alias (slug, alias) VALUES ('canal', 'x');",
    "no end": "INSERT INTO alias (slug, alias) VALUES ('canal', 'x'",
    "no SQL at all": "commitment;slug;name\n1;canal;清淤\n",
    "a parameter": "INSERT INTO alias (slug, alias) VALUES ('canal', ?);",
    "a zero byte": "INSERT INTO alias (slug, alias) VALUES ('canal', 'a\0b');",
}


@pytest.mark.parametrize("where", ["first", "last"])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_seed_that_does_more_than_insert_is_refused_whole(
    tmp_path: Path, hostile: str, where: str
) -> None:
    statement = hostile.replace("{dir}", str(tmp_path))
    seed = statement + "\n" + GOOD if where == "first" else GOOD + statement + "\n"
    if where == "first" and "'water'" in statement:
        seed = DEPARTMENT + statement + "\n" + COMMITMENT
    assert refused(tmp_path, seed).exit_code == 3


def test_the_line_is_named_on_which_the_bad_statement_begins(tmp_path: Path) -> None:
    error = refused(tmp_path, "-- mine\n" + GOOD + "\nDROP\n  TABLE alias;\n" + GOOD)
    assert (error.key, error.params["line"]) == ("error.seed", 5)
    assert error.params["path"] == tmp_path / "own.sql"


def test_a_seed_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.encode() + b"-- \xff\n")
    assert (error.key, error.params["at"]) == ("error.seed_not_utf8", len(GOOD.encode()) + 3)


def test_a_seed_saved_as_gbk_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, GOOD.encode("gbk")).key == "error.seed_not_utf8"


def test_a_seed_that_is_too_large_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD + "-" * MAX_BYTES)
    assert error.key == "error.seed_too_large"


def test_a_seed_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as error:
        seed_rows(find_seed(), tmp_path / "none.sql", empty=False)
    assert error.value.exit_code == 6


# Rows that would be refused by hand

BAD_ROWS = {
    "department unknown": commitment(department="'housing'"),
    "department twice": DEPARTMENT,
    "unit unknown": commitment(unit="'里'"),
    "unit that is converted": commitment(unit="'米'"),
    "kind unknown": commitment(kind="'wish'"),
    "slug in capitals": commitment(slug="'Canal'"),
    "slug empty": commitment(slug="''"),
    "slug twice": COMMITMENT + COMMITMENT,
    "name missing": commitment(name="NULL"),
    "name empty": commitment(name="''"),
    "target missing": commitment(target="NULL"),
    "target signed": commitment(target="'-1'"),
    "target zero": commitment(target="'0'"),
    "target in letters": commitment(target="'nan'"),
    "target in floats": commitment(target="'1e3'"),
    "target too fine": commitment(target="'0.0001'"),
    "target in another unit": commitment(target="'12个'"),
    "target of a kind that has none": commitment(kind="'duty'"),
    "comparator unknown": commitment(comparator="'about'"),
    "direction unknown": commitment(kind="'level'", direction="'sideways'"),
    "opening on the wrong side": commitment(kind="'level'", opening="'20'", direction="'up'"),
    "stretch of a quantity": commitment(stretch="'20'"),
    "rank from zero": commitment(kind="'rank'", unit="'名次'", target="'0'"),
    "date of no calendar": commitment(due="'2025-02-30'"),
    "date in words": commitment(due="'年底'"),
    "date of a week": commitment(due="'2025-W01-1'"),
    "date too far away": commitment(start="'0025-01-01'"),
    "due before start": commitment(start="'2025-02-01'", due="'2025-01-01'"),
    "rhythm in words": commitment(kind="'duty'", target="NULL", unit="NULL", every="'monthly'"),
    "rhythm backwards": commitment(kind="'duty'", target="NULL", unit="NULL", every="'-5'"),
    "alias of nobody": COMMITMENT + "INSERT INTO alias (slug, alias) VALUES ('river', '河');",
    "alias empty": COMMITMENT + "INSERT INTO alias (slug, alias) VALUES ('canal', ' ');",
    "alias twice": COMMITMENT + "INSERT INTO alias (slug, alias) VALUES ('canal', '河');\n" * 2,
    "alias that is another's slug": COMMITMENT
    + commitment(seq="2", slug="'river'")
    + "INSERT INTO alias (slug, alias) VALUES ('canal', 'RIVER');",
    "alias that is another's alias": COMMITMENT
    + commitment(seq="2", slug="'river'")
    + "INSERT INTO alias (slug, alias) VALUES ('canal', 'K１');\n"
    + "INSERT INTO alias (slug, alias) VALUES ('river', 'k1');",
    "baseline of nobody": COMMITMENT
    + "INSERT INTO baseline (slug, period, value, unit) VALUES ('x', '2024', '1', '公里');",
    "baseline unreadable": COMMITMENT
    + "INSERT INTO baseline (slug, period, value, unit) VALUES ('canal', '2024', 'x', '公里');",
    "baseline in no unit": COMMITMENT
    + "INSERT INTO baseline (slug, period, value, unit) VALUES ('canal', '2024', '1', '里');",
    "remark of nobody": "INSERT INTO remark (slug, position, text) VALUES ('x', 1, 'y');",
    "setting unknown": "INSERT INTO setting (key, value) VALUES ('colour', 'red');",
    "setting unfit": "INSERT INTO setting (key, value) VALUES ('yellow', 'ten');",
    "yellow above red": "INSERT INTO setting (key, value) VALUES ('yellow', '31');",
    "no time zone": "INSERT INTO setting (key, value) VALUES ('time_zone', 'Mars/Olympus');",
    "unit with a step of two": "INSERT INTO unit (name, step) VALUES ('双', '2');",
    "unit with a name of digits": "INSERT INTO unit (name, step) VALUES ('10吨', '1');",
    "unit of ours with another step": "INSERT INTO unit (name, step) VALUES ('公里', '0.1');",
    "alias of no unit": "INSERT INTO unit_alias (alias, unit, size) VALUES ('t', '吨', '1');",
    "a text too long": COMMITMENT
    + f"INSERT INTO remark (slug, position, text) VALUES ('canal', 1, '{'长' * 4001}');",
}


@pytest.mark.parametrize("rows", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_row_that_would_be_refused_by_hand_refuses_the_seed(tmp_path: Path, rows: str) -> None:
    assert refused(tmp_path, DEPARTMENT + rows).exit_code == 3


def test_the_row_is_named_that_can_not_be_accepted(tmp_path: Path) -> None:
    error = refused(tmp_path, DEPARTMENT + commitment(unit="'里'"))
    assert isinstance(error, Refused)
    assert (error.key, error.params["row"]) == ("error.seed_row", "canal")


# What a good seed makes

OWN = (
    "\ufeff-- 2025年计划；a plan of one's own\r\n"
    + "INSERT INTO unit (name, step) VALUES ('吨', '0.01');\r\n"
    + "INSERT INTO unit (name, step) VALUES ('公里', '0.001');\r\n"
    + "INSERT INTO unit_alias (alias, unit, size) VALUES ('公斤', '吨', '0.01');\r\n"
    + "INSERT INTO setting (key, value) VALUES ('title', '某市; 2025');\r\n"
    + "INSERT INTO setting (key, value) VALUES ('yellow', '5');\r\n"
    + DEPARTMENT
    + commitment(seq="2", slug="'waste'", name="'减量; ''垃圾'''", target="'1.5'", unit="'吨'")
    + COMMITMENT
    + "INSERT INTO alias\n  (slug, alias)\nVALUES\n  ('canal', '运河');\n"
    + "INSERT INTO baseline (slug, period, value, unit, qualifier)\n"
    + "VALUES ('canal', '2024', '10.25', '公里', 'over');\n"
    + "INSERT INTO remark (slug, position, text) VALUES ('canal', 1, 'no date;\n-- none');"
)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    with open_store(init(tmp_path, OWN)) as store:
        yield Desk(store)


def test_commitments_stand_in_the_order_of_their_numbers(own: Desk) -> None:
    found = commitments.load(own.read)
    assert [(c.slug, c.profile.name, c.department.name) for c in found] == [
        ("canal", "清淤", "水务局"),
        ("waste", "减量; '垃圾'", "水务局"),
    ]


def test_figures_are_read_in_the_seeds_own_units_and_ours(own: Desk) -> None:
    targets = [(c.terms.target, c.scale) for c in commitments.load(own.read)]
    assert targets == [(12_500, 3), (150, 2)]
    assert aliases(own.read)["公斤"].steps == 1
    assert own.log("canal", "500米", accept=True).after == 500


def test_what_belongs_to_a_commitment_comes_with_it(own: Desk) -> None:
    canal = own.get("canal")
    (baseline,) = commitments.baselines_of(own.read, canal.id)
    assert lookup.aliases_of(own.read, canal.id) == ["运河"]
    assert (baseline.period, str(to_decimal(baseline.value, 3)), baseline.qualifier) == (
        "2024", "10.25", "over",
    )  # fmt: skip
    assert commitments.remarks_of(own.read, canal.id) == [r"no date;\n-- none"]


def test_settings_of_the_seed_are_the_first_rules(own: Desk) -> None:
    found = settings.load(own.read)
    assert (found.values["title"], found.rules) == ("某市; 2025", (1, 5, 30, 10))


def test_nothing_else_of_our_seed_comes_with_a_seed_of_ones_own(own: Desk) -> None:
    assert own.read("SELECT count(*) FROM commitment") == [(2,)]
    assert own.read("SELECT code FROM department") == [("water",)]


OUR_UNITS = {"公里", "个", "处", "部", "项", "名次", "%"}
OUR_ALIASES = {"km", "千米", "米", "m", "位", "名"}


def test_our_units_are_always_there(own: Desk) -> None:
    assert set(units(own.read).by_name) == OUR_UNITS | {"吨"}
    assert {alias for (alias,) in own.read("SELECT alias FROM unit_alias")} == OUR_ALIASES | {
        "公斤"
    }


def test_a_seed_in_any_order_of_its_settings_is_read(tmp_path: Path) -> None:
    both = [f"INSERT INTO setting (key, value) VALUES ('{k}', '{v}');\n" for k, v in (
        ("yellow", 40), ("red", 60),
    )]  # fmt: skip
    with open_store(init(tmp_path, "".join(both))) as store:
        assert settings.load(store.read).rules == (1, 40, 60, 10)


def test_an_empty_seed_makes_an_empty_plan(tmp_path: Path) -> None:
    with open_store(init(tmp_path, "")) as store:
        assert commitments.load(store.read) == []
        assert settings.load(store.read).rules == (1, 10, 30, 10)


def test_empty_takes_the_units_and_nothing_else() -> None:
    rows = seed_rows(find_seed(), None, empty=True)
    assert Counter(row.table for row in rows) == {"unit": 7, "unit_alias": 6}


def test_empty_does_not_even_look_at_another_file(tmp_path: Path) -> None:
    rows = seed_rows(find_seed(), tmp_path / "none.sql", empty=True)
    assert {row.table for row in rows} == {"unit", "unit_alias"}


def test_our_own_seed_makes_the_31_commitments(desk: Desk) -> None:
    found = {c.slug: c for c in commitments.load(desk.read)}
    assert len(found) == 31
    sewer = found["sewer"]
    # 90 km at a step of one metre.
    assert (sewer.terms.target, sewer.terms.comparator, sewer.scale) == (90_000, ">=", 3)
    assert (str(sewer.terms.start), str(sewer.terms.due)) == ("2024-01-01", "2024-12-31")
    assert [b.value for b in commitments.baselines_of(desk.read, sewer.id)] == [203_000]
    assert found["city-ranking"].terms.stretch == 1
    assert settings.load(desk.read).values["title"] == "聊城市 2024"
