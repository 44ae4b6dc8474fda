"""What completion names at a TAB: read with little imported, without writing, without waiting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tracker.store.file import checked, translated
from tracker.store.plan import Read

# Nobody waits longer for a suggestion, in seconds.
PATIENCE = 0.3
# As many entries are suggested, of as many of the newest: some may have been taken back.
NEWEST, OF_NEWEST = 20, 60


class Known(NamedTuple):
    """A word that a command takes, what is told beside it, and other words for the same."""

    word: str
    told: str = ""
    others: tuple[str, ...] = ()


@contextmanager
def glimpse(path: Path) -> Iterator[Read]:
    """A look into a ledger, after the usual checks; refuses what can't be read at once."""
    with closing(checked(path, "ro", PATIENCE)) as connection:

        def read(sql: str, params: dict[str, object] = {}) -> list[sqlite3.Row]:  # noqa: B006
            with translated(path):
                return connection.execute(sql, params).fetchall()

        yield read


_COMMITMENTS = """
SELECT c.commitment, c.slug, p.name, p.name_en FROM commitment AS c
JOIN profile AS p ON p.commitment = c.commitment AND p.change =
  (SELECT max(change) FROM profile WHERE commitment = c.commitment)
ORDER BY p.position, c.commitment
"""


def commitments(read: Read) -> list[Known]:
    """Every commitment by its slug."""
    aliases: dict[int, list[str]] = {}
    for number, alias in read("SELECT commitment, alias FROM alias ORDER BY change, alias"):
        aliases.setdefault(number, []).append(alias)
    return [
        Known(slug, name, (name, *([name_en] if name_en else []), *aliases.get(number, ())))
        for number, slug, name, name_en in read(_COMMITMENTS)
    ]


_NUMBER = """
SELECT commitment FROM commitment WHERE slug = :text
UNION SELECT commitment FROM alias WHERE alias = :text
UNION SELECT commitment FROM profile AS p WHERE name = :text AND change =
  (SELECT max(change) FROM profile WHERE commitment = p.commitment)
"""


def commitment_named(read: Read, text: str) -> int | None:
    """The number of the commitment that has just this slug, alias or name."""
    found = read(_NUMBER, {"text": text})
    return found[0][0] if len(found) == 1 else None


def commitment_of_entry(read: Read, text: str) -> int | None:
    """The number of the commitment that an entry belongs to, by the number of the entry."""
    found = read("SELECT commitment FROM entry WHERE act = CAST(:text AS INTEGER)", {"text": text})
    return found[0][0] if found else None


# A name that was put out of use after its last row is not offered.
_AREAS = """
SELECT area, name FROM area AS a JOIN profile AS p USING (commitment)
WHERE (:only IS NULL OR commitment = :only)
  AND a.change = (SELECT max(change) FROM area WHERE commitment = a.commitment AND area = a.area)
  AND NOT EXISTS (SELECT 1 FROM retired WHERE commitment = a.commitment AND part = 'area'
    AND name = a.area AND change > a.change)
  AND p.change = (SELECT max(change) FROM profile WHERE commitment = a.commitment)
ORDER BY p.position, a.position
"""

_STAGES = """
SELECT stage, name FROM stage AS s JOIN profile AS p USING (commitment)
WHERE (:only IS NULL OR commitment = :only)
  AND s.change = (SELECT max(change) FROM stage WHERE commitment = s.commitment)
  AND p.change = (SELECT max(change) FROM profile WHERE commitment = s.commitment)
ORDER BY p.position, s.position
"""

_NODES = """
SELECT node, due FROM milestone AS m WHERE (:only IS NULL OR commitment = :only)
  AND change = (SELECT max(change) FROM milestone WHERE commitment = m.commitment AND node = m.node)
  AND NOT EXISTS (SELECT 1 FROM retired WHERE commitment = m.commitment AND part = 'milestone'
    AND name = m.node AND change > m.change)
ORDER BY due, node
"""


def areas(read: Read, only: int | None) -> list[Known]:
    """The areas of a commitment, else of all."""
    return _once(read, _AREAS, only)


def stages(read: Read, only: int | None) -> list[Known]:
    """The stages of a commitment, else of all."""
    return _once(read, _STAGES, only)


def nodes(read: Read, only: int | None) -> list[Known]:
    """The milestones of a commitment, else of all, with their days."""
    return _once(read, _NODES, only)


def _once(read: Read, sql: str, only: int | None) -> list[Known]:
    """Each word once, with what belongs to the first."""
    found: dict[str, str] = {}
    for word, told in read(sql, {"only": only}):
        found.setdefault(word, told)
    return [Known(*both) for both in found.items()]


def departments(read: Read) -> list[Known]:
    """Every department by its code."""
    return [
        Known(code, name, (name, *([name_en] if name_en else [])))
        for code, name, name_en in read(
            "SELECT code, name, name_en FROM department AS d WHERE change = "
            "(SELECT max(change) FROM department WHERE code = d.code) ORDER BY change, code"
        )
    ]


def units(read: Read) -> list[Known]:
    """Every declared unit, and the names that are another word for one."""
    others: dict[str, list[str]] = {}
    for alias, unit in read(
        "SELECT alias, unit FROM unit_alias JOIN unit USING (unit) "
        "WHERE steps = CAST('1' || substr('000000', 1, scale) AS INTEGER) ORDER BY alias"
    ):
        others.setdefault(unit, []).append(alias)
    return [
        Known(unit, "", tuple(others.get(unit, ())))
        for (unit,) in read("SELECT unit FROM unit ORDER BY change, unit")
    ]


_ENTRIES = f"""
SELECT act, change, commitment, area, stage, day, mode, amount, note, problem, next_step
FROM entry ORDER BY act DESC LIMIT {OF_NEWEST}
"""

_NAMES = """
SELECT p.commitment, p.name, t.unit, u.scale FROM profile AS p
JOIN terms AS t ON t.commitment = p.commitment
  AND t.change = (SELECT max(change) FROM terms WHERE commitment = p.commitment)
LEFT JOIN unit AS u ON u.unit = t.unit
WHERE p.change = (SELECT max(change) FROM profile WHERE commitment = p.commitment)
"""


def entries(read: Read) -> list[Known]:
    """The newest entries that stand, by number: the day, the figure or words, the commitment."""
    from tracker.core.fold import standing_entries
    from tracker.core.model import Correction, Entry, Undo

    logged = [Entry._make(row) for row in read(_ENTRIES)]
    # Whatever touches an entry has a higher number.
    since = {"first": min((entry.act for entry in logged), default=0)}
    corrections = read(
        "SELECT act, change, entry, field, value FROM correction WHERE act > :first", since
    )
    undos = read("SELECT act, change, of_act FROM undo WHERE act > :first", since)
    names = {number: rest for number, *rest in read(_NAMES)}
    standing = standing_entries(
        logged, [Correction(*row) for row in corrections], [Undo(*row) for row in undos]
    )
    found = []
    for entry in standing[:NEWEST]:
        name, unit, scale = names[entry.commitment]
        what = entry.note or entry.problem or entry.next_step or entry.stage
        if entry.amount is not None:
            sign = "=" if entry.mode == "total" else "+"
            what = f"{sign}{_decimal(entry.amount, scale or 0)}{unit or ''}"
        found.append(Known(str(entry.act), f"{entry.day} {what} {name}"))
    return found


def _decimal(steps: int, scale: int) -> str:
    """A figure in its unit; `decimal` is not imported for a suggestion."""
    whole, part = divmod(steps, 10**scale)
    return f"{whole}.{part:0{scale}}".rstrip("0").removesuffix(".") if part else str(whole)
