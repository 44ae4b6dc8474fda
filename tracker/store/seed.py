"""The rows a ledger begins with: a file of plain INSERTs, read where it can do nothing else.

The file runs in a database in memory that holds only the staging tables below, under an
authorizer that allows nothing but inserting constants into them. What it put there is then
checked like anything typed by hand, and becomes rows of the first change.
"""

import re
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.core.archive import Row
from tracker.core.dates import parse_every, parse_iso_day
from tracker.core.defaults import DEFAULTS
from tracker.core.definition import Units, Wording, check_every, check_kind, check_slug, terms_of
from tracker.core.model import Profile, Unit
from tracker.core.naming import name_key
from tracker.core.quantity import parse_figure, parse_step, unit_key
from tracker.errors import Refused, StorageError, TrackerError, reason
from tracker.store import configuring
from tracker.store.definitions import profile_row, terms_row
from tracker.store.units import alias_row, unit_row

MAX_BYTES = 16 * 2**20

# Staging tables, in the words of a person: figures and steps as decimal text, names for keys.
STAGING = {
    "setting": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "unit": "name TEXT PRIMARY KEY, step TEXT NOT NULL",
    "unit_alias": "alias TEXT PRIMARY KEY, unit TEXT NOT NULL, size TEXT NOT NULL",
    "department": "code TEXT PRIMARY KEY, name TEXT NOT NULL, name_en TEXT",
    "commitment": (
        "seq INTEGER NOT NULL, slug TEXT PRIMARY KEY, department TEXT NOT NULL, "
        "kind TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT, firmness TEXT, target TEXT, "
        "unit TEXT, comparator TEXT, stretch TEXT, opening TEXT, direction TEXT, start TEXT, "
        "due TEXT, due_as_written TEXT, due_basis TEXT, every TEXT, scope TEXT, "
        "programme TEXT, wording TEXT, source TEXT, person TEXT, contact TEXT"
    ),
    "alias": "slug TEXT NOT NULL, alias TEXT PRIMARY KEY",
    "baseline": (
        "slug TEXT NOT NULL, period TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, "
        "qualifier TEXT, note TEXT, PRIMARY KEY (slug, period)"
    ),
    "remark": (
        "slug TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, "
        "PRIMARY KEY (slug, position)"
    ),
}


# What a seed may be made of: blanks and comments, and one row of constants an INSERT.
_BLANK = re.compile(r"(?:[ \t\r\n]|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*+", re.DOTALL)
_CONSTANT = r"(?: NULL | [-+]?[0-9]+(?:\.[0-9]+)? | '(?:[^'\0]|'')*' ) \s*"
_INSERT = re.compile(
    rf"""INSERT \s+ INTO \s+ [a-z_]+ \s*
    \( \s* [a-z_]+ \s* (?: , \s* [a-z_]+ \s* )* \) \s*
    VALUES \s* \( \s* {_CONSTANT} (?: , \s* {_CONSTANT} )* \) \s* ;""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class Staged:
    """A seed that was read: the staging database, open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        statements = list(_statements(_text(path), path))
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        for table, columns in STAGING.items():
            self._connection.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        self._connection.set_authorizer(_authorize)
        for line, statement in statements:
            try:
                self._connection.execute(statement)
            except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
                self.close()
                raise Refused("error.seed", path=path, line=line, why=error) from None
        self._connection.set_authorizer(None)
        self._connection.row_factory = sqlite3.Row

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a staging table, in the order in which they stand in the file."""
        order = "seq, rowid" if table == "commitment" else "rowid"
        for row in self._connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
            yield dict(row)

    def close(self) -> None:
        """Let go of the staging database."""
        self._connection.close()


def find_seed() -> Path:
    """The seed that comes with the program: in an installed wheel, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data" / "seed.sql"
    return installed if installed.is_file() else package.parent / "data" / "seed.sql"


def seed_rows(base: Path, own: Path | None, *, empty: bool) -> list[Row]:
    """The rows of the first change.

    `base` is the program's seed; its units are always there. `own` is a person's file in place
    of the rest of it; `empty` leaves the rest out.
    """
    rows, units = _unit_rows(base, Units({}, {}))
    if empty:
        return rows
    if own is not None:
        more, units = _unit_rows(own, units)
        rows += more
    staged = Staged(own or base)
    try:
        return rows + list(_rows(staged, units))
    finally:
        staged.close()


def _unit_rows(path: Path, units: Units) -> tuple[list[Row], Units]:
    staged = Staged(path)
    rows: list[Row] = []
    by_name, aliases = dict(units.by_name), dict(units.aliases)
    try:
        for row in staged.rows("unit"):
            unit = Unit(row["name"], parse_step(row["step"]))
            if by_name.get(unit.name) != unit:
                rows.append(unit_row(unit, aliases))
                by_name[unit.name] = unit
        for row in staged.rows("unit_alias"):
            if row["unit"] not in by_name:
                raise _bad(staged, row["alias"], "unit")
            unit = by_name[row["unit"]]
            known = units.aliases.get(unit_key(row["alias"]))
            if known is None:
                rows.append(alias_row(row["alias"], row["size"], unit, aliases))
            elif (
                known.steps != parse_figure(row["size"], unit, {}).steps or known.unit != unit.name
            ):
                raise Refused("error.unit_there", unit=row["alias"])
    finally:
        staged.close()
    return rows, Units(by_name, aliases)


def _rows(staged: Staged, units: Units) -> Iterator[Row]:
    values = dict(DEFAULTS)
    for row in staged.rows("setting"):
        values[row["key"]] = configuring.checked(row["key"], row["value"])
        yield Row("setting", {"key": row["key"], "value": values[row["key"]]})
    configuring.check_together(values)
    departments = set()
    for row in staged.rows("department"):
        departments.add(row["code"])
        yield Row("department", row)
    numbers: dict[str, int] = {}
    taken: dict[str, str] = {}
    for number, row in enumerate(staged.rows("commitment"), start=1):
        numbers[row["slug"]] = number
        taken[name_key(row["slug"])] = row["slug"]
        if row["department"] not in departments:
            raise _bad(staged, row["slug"], "department")
        yield from _commitment_rows(staged, number, row, units)
    for row in staged.rows("alias"):
        number = _number(staged, numbers, row["slug"])
        if not row["alias"].strip():
            raise _bad(staged, row["slug"], "alias")
        if taken.setdefault(name_key(row["alias"]), row["slug"]) != row["slug"]:
            raise _bad(staged, row["alias"], "alias")
        yield Row("alias", {"alias": row["alias"], "commitment": number})
    for row in staged.rows("baseline"):
        number = _number(staged, numbers, row.pop("slug"))
        unit = units.find(row["unit"])
        row["value"] = parse_figure(row["value"], unit, units.aliases).steps
        yield Row("baseline", {**row, "commitment": number, "unit": unit.name})
    for row in staged.rows("remark"):
        number = _number(staged, numbers, row.pop("slug"))
        yield Row("remark", {**row, "commitment": number})


def _commitment_rows(
    staged: Staged, number: int, row: dict[str, Any], units: Units
) -> Iterator[Row]:
    try:
        slug, kind = check_slug(row["slug"]), check_kind(row["kind"])
        for day in filter(None, (row["start"], row["due"])):
            parse_iso_day(day)
        if not row["name"].strip():
            raise Refused("error.name_needed")
        terms = terms_of(kind, Wording(**{f: row[f] for f in Wording._fields}), units)
        every = check_every(kind, parse_every(row["every"]) if row["every"] else None)
    except TrackerError as error:
        raise _bad(staged, row["slug"], error.key) from error
    except ValueError as error:
        raise _bad(staged, row["slug"], str(error)) from None
    fields = {f: row[f] for f in Profile._fields if f not in ("position", "every")}
    profile = Profile(position=row["seq"], every=every, **fields)
    yield Row("commitment", {"commitment": number, "slug": slug, "kind": kind})
    yield profile_row(number, profile)
    yield terms_row(number, terms)


def _number(staged: Staged, numbers: dict[str, int], slug: str) -> int:
    if slug not in numbers:
        raise _bad(staged, slug, "slug")
    return numbers[slug]


def _bad(staged: Staged, row: str, why: str) -> Refused:
    return Refused("error.seed_row", path=staged.path, row=row, why=why)


def _authorize(action: int, table: str | None, *_: str | None) -> int:
    """Inserting into a staging table is all that a seed may do."""
    allowed = action == sqlite3.SQLITE_INSERT and table in STAGING
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _text(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe that nobody writes into would keep a person waiting for ever.
            raise Refused("error.source_not_a_file", file=path)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None
    if len(raw) > MAX_BYTES:
        raise Refused("error.seed_too_large", path=path, limit=MAX_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("error.seed_not_utf8", path=path, at=error.start) from None


def _statements(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Each statement with the number of the line on which it begins; refuses any other form."""
    position, line, counted = 0, 1, 0
    while (blank := _BLANK.match(text, position)) and blank.end() < len(text):
        line += text.count("\n", counted, blank.end())
        counted = blank.end()
        statement = _INSERT.match(text, blank.end())
        if not statement:
            raise Refused("error.seed", path=path, line=line, why=text[blank.end() :][:40])
        yield line, statement[0]
        position = statement.end()
