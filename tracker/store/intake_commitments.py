"""The lines of a file read as commitments: each is new, there already, or wrong.

What is there is never changed by a file: a line that says something else of it is a contradiction.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from tracker.core.archive import Row
from tracker.core.dates import parse_every
from tracker.core.definition import Wording, check_slug, terms_of
from tracker.core.history import field_changes
from tracker.core.intake import Made, Place, There, Wrong
from tracker.core.model import KINDS, Commitment
from tracker.core.naming import goes_by, name_key
from tracker.core.quantity import unit_key
from tracker.core.records import Field, Line, Source
from tracker.core.wording import read_deadline, read_target
from tracker.errors import Refused
from tracker.store.definitions import Definition, Register, added
from tracker.store.intake_cells import bare

# The units whose figures are no sums: a rate is read, and so is a place in a ranking.
_KIND_OF_UNIT = {"%": "level", "名次": "rank"}
_NAMES: tuple[Field, ...] = ("slug", "name")
_PEOPLE: tuple[Field, ...] = ("name_en", "person", "contact")
# What a column may call a kind, besides its own name.
_KINDS = {
    "数量": "quantity",
    "当前值": "level",
    "位次": "rank",
    "节点": "milestones",
    "常态化": "duty",
}
_TERMS: tuple[Field, ...] = ("target", "unit", "comparator", "stretch", "opening", "direction")


class Found(NamedTuple):
    """The lines of one source, and the register for whatever comes after them."""

    made: list[Made]
    there: list[There]
    wrong: list[Wrong]
    left_out: list[Place]
    rows: list[Row]
    register: Register


class _AtField(Exception):
    """Which cell a refusal is about."""

    def __init__(self, field: Field, why: Refused) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why


@contextmanager
def _at(field: Field) -> Iterator[None]:
    """Whatever is refused meanwhile is refused because of this cell."""
    try:
        yield
    except Refused as why:
        raise _AtField(field, why) from None


def read_commitments(
    source: Source,
    lines: Iterable[Line],
    number: int,
    there: dict[str, Commitment],
    slugs: dict[str, str],
    register: Register,
    today: dt.date,
) -> Found:
    """Read the lines of a source; `number` is its place among those that were given, `there` are
    the commitments by slug and `slugs` these by the keys of all names. New ones are put in.
    """
    found = Found([], [], [], [], [], register)
    for line in lines:
        place, cells = Place(number, line.row), _cells(source, line)
        if not (cells.get("slug") or cells.get("name")):
            found.left_out.append(place)
            continue
        slug = slugs.get(name_key(cells.get("slug") or cells.get("name", "")))
        try:
            if slug is not None:
                _check_names(there[slug], cells, slugs)
                _check_same(there[slug], cells, found.register, today)
                found.there.append(There(place, slug, None))
                continue
            if taken := slugs.get(name_key(cells.get("name", ""))):
                why = Refused("error.name_taken", name=cells["name"], slug=taken)
                raise _AtField("name", why)
            if "department" not in cells:
                raise _AtField("department", Refused("error.import_no_department"))
            slug = _new_slug(cells, found.register)
            definition, kind = _definition(cells, found.register, today)
            new = added(found.register, slug, kind, definition)
        except _AtField as fault:
            found.wrong.append(
                Wrong(place, fault.field, cells.get(fault.field, ""), bare(fault.why))
            )
            continue
        except Refused as why:
            found.wrong.append(Wrong(place, None, "", bare(why)))
            continue
        there[slug] = new.commitment
        names = (slug, new.commitment.profile.name, *definition.aliases)
        slugs.update({name_key(name): slug for name in names})
        found.made.append(Made(place, new.defined, new.commitment))
        found.rows.extend(new.rows)
        found = found._replace(register=new.register)
    return found


def _cells(source: Source, line: Line) -> dict[Field, str]:
    """The cells that hold something, and what a map fixes."""
    cells = {field: line.cells[column] for field, column in source.columns.items()}
    return {field: text for field, text in {**source.fixed, **cells}.items() if text}


def _new_slug(cells: Mapping[Field, str], register: Register) -> str:
    """The slug of a new commitment; t and its number where a table names it in Chinese only."""
    if "slug" in cells:
        with _at("slug"):
            return check_slug(cells["slug"])
    number = register.number
    while f"t{number}" in register.taken:
        number += 1
    return f"t{number}"


def _definition(
    cells: Mapping[Field, str], register: Register, today: dt.date
) -> tuple[Definition, str]:
    wording = _wording(cells, register, today)
    kind = _kind_named(cells) or _kind_of(wording)
    every = None
    if "every" in cells:
        with _at("every"):
            every = parse_every(cells["every"])
    definition = Definition(
        wording,
        name=cells.get("name"),
        name_en=cells.get("name_en"),
        person=cells.get("person"),
        contact=cells.get("contact"),
        department=cells.get("department"),
        every=every,
        aliases=(cells["alias"],) if "alias" in cells else (),
    )
    return definition, kind


def _kind_named(cells: Mapping[Field, str]) -> str | None:
    """The kind that a line names, by its own name or in Chinese."""
    if (named := cells.get("kind")) is None:
        return None
    kind = _KINDS.get(named, named.casefold())
    if kind not in KINDS:
        raise _AtField("kind", Refused("error.kind_in_words", text=named))
    return kind


def _kind_of(wording: Wording) -> str:
    """The kind of a line that names none: that of its unit."""
    if wording.target is None:
        raise _AtField("kind", Refused("error.import_no_target"))
    return _KIND_OF_UNIT.get(wording.unit or "", "quantity")


def _wording(cells: Mapping[Field, str], register: Register, today: dt.date) -> Wording:
    """The terms that a line words: a target takes its unit and comparator along."""
    terms = {field: cells[field] for field in _TERMS if field in cells}
    if "target" in terms:
        with _at("target"):
            target = read_target(terms["target"])
            if target.unit:
                register.units.find(target.unit)
        terms["target"] = target.figure
        if target.unit and unit_key(terms.setdefault("unit", target.unit)) != unit_key(target.unit):
            terms["target"] += target.unit
        if target.comparator:
            terms.setdefault("comparator", target.comparator)
    if "unit" in terms:
        with _at("unit"):
            terms["unit"] = register.units.find(terms["unit"]).name
    return Wording(**terms, **_days(cells, today))


def _days(cells: Mapping[Field, str], today: dt.date) -> dict[str, str]:
    days: dict[str, str] = {}
    fields: tuple[Field, ...] = ("start", "due")
    for field in fields:
        if field in cells:
            with _at(field):
                days[field] = read_deadline(cells[field], today).isoformat()
    if "due" in days and not any(sign.isdigit() for sign in cells["due"][-3:]):
        # Words such as 年底前 are kept beside the day they were read as.
        days |= {"due_as_written": cells["due"], "due_basis": ""}
    return days


def _check_names(there: Commitment, cells: Mapping[Field, str], slugs: Mapping[str, str]) -> None:
    """Refuse a line with the slug of one commitment and the name of another."""
    if any(slugs.get(name_key(cells[field])) != there.slug for field in _NAMES if field in cells):
        raise Refused("error.import_names_differ", slug=there.slug, name=there.profile.name)


def _check_same(
    there: Commitment, cells: Mapping[Field, str], register: Register, today: dt.date
) -> None:
    """Refuse a line that says something else of a commitment than the ledger does."""
    wording = _wording(cells, register, today)
    if wording.due is not None:
        # How the day was worded is no other term.
        terms = there.terms
        wording = wording._replace(
            due_as_written=terms.due_as_written or "", due_basis=terms.due_basis or ""
        )
    if (kind := _kind_named(cells)) is not None and kind != there.kind:
        raise _AtField("kind", _differs(there, "kind", there.kind, kind))
    people: dict[str, Any] = {field: cells[field] for field in _PEOPLE if field in cells}
    now = there._replace(
        terms=terms_of(there.kind, wording, register.units, there.terms),
        profile=there.profile._replace(**people),
    )
    led = there.department
    if not goes_by(led, cells.get("department", led.code)):
        now = now._replace(department=led._replace(name=cells["department"]))
    for change in field_changes(there, now):
        why = _differs(there, *change)
        raise _AtField(next((f for f in cells if f == change.field), "target"), why)


def _differs(there: Commitment, field: str, old: object, new: object) -> Refused:
    return Refused(
        "error.import_commitment_differs",
        slug=there.slug,
        field=field,
        old="-" if old is None else old,
        new="-" if new is None else new,
    )
