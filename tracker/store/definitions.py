"""The plans that say what a commitment is: add and edit, its terms, names and stages."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.core.archive import Row
from tracker.core.closing import check_open
from tracker.core.definition import Units, Wording, check_every, check_kind, check_slug, terms_of
from tracker.core.history import Change, Defined, field_changes
from tracker.core.model import Commitment, Department, Profile, Terms
from tracker.core.naming import goes_by, name_key
from tracker.errors import Refused
from tracker.store import commitments, entries, lookup, units
from tracker.store.plan import Draft, Plan, Read

PROFILE_FIELDS = ("name", "name_en", "person", "contact", "every")


class Definition(NamedTuple):
    """What was typed for `add` or `edit`. None leaves a field as it is, "" takes it away."""

    wording: Wording
    name: str | None = None
    name_en: str | None = None
    person: str | None = None
    contact: str | None = None
    department: str | None = None
    every: int | None = None
    aliases: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


class Register(NamedTuple):
    """What a new commitment has to fit in with: the names that are taken, each with its slug, the
    departments, the units, and the next number and position.
    """

    taken: Mapping[str, str]
    departments: Sequence[Department]
    units: Units
    number: int
    position: int


def register(read: Read) -> Register:
    """What the next new commitment has to fit in with."""
    number, position = read(
        "SELECT (SELECT ifnull(max(commitment), 0) + 1 FROM commitment),"
        " (SELECT ifnull(max(position), 0) + 1 FROM profile)"
    )[0]
    departments = commitments.departments(read)
    return Register(_taken(read, None), departments, units.units(read), number, position)


class Added(NamedTuple):
    """A new commitment: its rows, what to say of it, and the register for the one after it."""

    commitment: Commitment
    rows: list[Row]
    defined: Defined
    register: Register


def add(slug: str, kind: str, definition: Definition) -> Plan[Defined]:
    """Plan a new commitment; a department that is new is made with it."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        new = added(register(read), slug, kind, definition)
        return Draft("add", None, new.rows, {}), new.defined

    return plan


def added(known: Register, slug: str, kind: str, definition: Definition) -> Added:
    """A new commitment beside those that are there; refuses what can't be right."""
    check_slug(slug)
    checked_kind = check_kind(kind)
    name = (definition.name or "").strip()
    if not name:
        raise Refused("error.name_needed")
    aliases = _once(definition.aliases)
    _check_names_free((slug, *aliases), known.taken)
    terms = terms_of(checked_kind, definition.wording, known.units)
    department, rows = _department(known.departments, definition.department or "")
    profile = Profile(
        position=known.position,
        department=department.code,
        name=name,
        name_en=definition.name_en or None,
        person=definition.person or None,
        contact=definition.contact or None,
        every=check_every(checked_kind, definition.every or None),
    )
    number, stages = known.number, definition.stages
    made = Commitment(number, slug, checked_kind, profile, department, terms, 0, 0, (), stages)
    new_department = department.name if rows else None
    rows += [
        Row("commitment", {"commitment": number, "slug": slug, "kind": checked_kind}),
        profile_row(number, profile),
        terms_row(number, terms),
        *(Row("alias", {"alias": a, "commitment": number}) for a in aliases),
    ]
    if stages:
        _check_stages(checked_kind, stages)
        rows += stage_rows(number, stages)
    changes = field_changes(None, made) + _alias_changes(aliases)
    following = known._replace(
        taken={**known.taken, **{name_key(n): slug for n in (slug, *aliases)}},
        departments=[*known.departments, *([department] if new_department else [])],
        number=number + 1,
        position=known.position + 1,
    )
    return Added(made, rows, Defined(slug, name, changes, new_department), following)


def edit(text: str, definition: Definition, reason: str | None) -> Plan[Defined]:
    """Plan changes of a commitment; a change of its terms needs a reason."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        was = lookup.resolve(read, text)
        now, rows = _edited(read, was, definition)
        if (now.terms, now.stages) != (was.terms, was.stages):
            check_open(was)
        new_department = now.department.name if rows else None
        if now.terms.unit != was.terms.unit:
            _check_unit_free(read, was)
        known = {name_key(a) for a in lookup.aliases_of(read, was.id)}
        aliases = _once(a for a in definition.aliases if name_key(a) not in known)
        _check_names_free(aliases, _taken(read, was))
        if now.profile != was.profile:
            rows.append(profile_row(was.id, now.profile))
        if now.terms != was.terms:
            rows.append(terms_row(was.id, now.terms))
        if now.stages != was.stages:
            _check_stages(was.kind, now.stages)
            _check_stages_kept(read, was, now.stages)
            rows += stage_rows(was.id, now.stages)
        rows += [Row("alias", {"alias": a, "commitment": was.id}) for a in aliases]
        if not reason and _moves_figures(read, was, now):
            raise Refused("error.terms_need_reason", slug=was.slug)
        if not rows:
            raise Refused("error.nothing_to_edit", slug=was.slug)
        # A new last stage decides what is done, on every day.
        touched: dict[int, dt.date | None] = {was.id: None} if now.stages != was.stages else {}
        changes = field_changes(was, now) + _alias_changes(aliases)
        return Draft("edit", reason, rows, touched), Defined(
            was.slug, now.profile.name, changes, new_department
        )

    return plan


def _moves_figures(read: Read, was: Commitment, now: Commitment) -> bool:
    """Whether readers of a report are owed a reason: other terms, or other stages to count in."""
    if now.terms != was.terms:
        return True
    return now.stages != was.stages and entries.has_figures(read, was.id)


def _edited(read: Read, was: Commitment, definition: Definition) -> tuple[Commitment, list[Row]]:
    """A commitment as it shall be, with the row of its department when that is new."""
    rows: list[Row] = []
    now = was
    if definition.department is not None:
        department, rows = _department(commitments.departments(read), definition.department)
        profile = was.profile._replace(department=department.code)
        now = was._replace(department=department, profile=profile)
    typed = {field: getattr(definition, field) for field in PROFILE_FIELDS}
    laid: dict[str, Any] = {f: _trimmed(text) for f, text in typed.items() if text is not None}
    profile = now.profile._replace(**laid)
    if not profile.name:
        raise Refused("error.name_needed")
    check_every(was.kind, definition.every or None)
    terms = terms_of(was.kind, definition.wording, units.units(read), was.terms)
    stages = definition.stages or was.stages
    return now._replace(profile=profile, terms=terms, stages=stages), rows


def _trimmed(typed: str | int) -> str | int | None:
    return (typed.strip() if isinstance(typed, str) else typed) or None


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Names without those that say the same again."""
    return tuple({name_key(name): name.strip() for name in names}.values())


def _alias_changes(aliases: tuple[str, ...]) -> tuple[Change, ...]:
    return tuple(Change("alias", None, alias) for alias in aliases)


def profile_row(number: int, profile: Profile) -> Row:
    """A commitment's names and people as a row."""
    return Row("profile", {"commitment": number, **profile._asdict()})


def terms_row(number: int, terms: Terms) -> Row:
    """A commitment's terms as a row."""
    return Row(
        "terms",
        {
            **terms._asdict(),
            "commitment": number,
            "unit": terms.unit.name if terms.unit else None,
            "start": terms.start.isoformat() if terms.start else None,
            "due": terms.due.isoformat() if terms.due else None,
        },
    )


def stage_rows(number: int, stages: tuple[str, ...]) -> list[Row]:
    """The stages of a commitment as rows: a change that sets stages sets all of them."""
    return [
        Row("stage", {"commitment": number, "position": i, "stage": stage})
        for i, stage in enumerate(stages, start=1)
    ]


def _department(every: Iterable[Department], text: str) -> tuple[Department, list[Row]]:
    """The department that a name stands for, with the row that makes it when it is new."""
    text = text.strip()
    if not text:
        raise Refused("error.name_needed")
    for d in every:
        if goes_by(d, text):
            return d, []
    made = Department(text, text, None)
    return made, [Row("department", made._asdict())]


def _taken(read: Read, own: Commitment | None) -> dict[str, str]:
    """The slugs and aliases that are taken, but for those of `own`."""
    return {
        name_key(name): slug
        for name, slug in read(
            "SELECT slug, slug FROM commitment UNION SELECT alias, slug FROM alias "
            "JOIN commitment USING (commitment)"
        )
        if own is None or slug != own.slug
    }


def _check_names_free(names: Iterable[str], taken: Mapping[str, str]) -> None:
    for name in names:
        if not name.strip():
            raise Refused("error.name_needed")
        if name_key(name) in taken:
            raise Refused("error.name_taken", name=name, slug=taken[name_key(name)])


def _check_unit_free(read: Read, commitment: Commitment) -> None:
    """Figures are stored in steps of the unit, so it can't change under them."""
    shared = any(a.target is not None for a in commitment.areas)
    if shared or commitment.plan or entries.has_figures(read, commitment.id):
        raise Refused("error.unit_in_use", slug=commitment.slug)


def _check_stages(kind: str, stages: tuple[str, ...]) -> None:
    if kind not in ("quantity", "level"):
        raise Refused("error.stages_not_of_kind", kind=kind)
    if len({name_key(s) for s in stages}) != len(stages) or not all(s.strip() for s in stages):
        raise Refused("error.stages_unreadable")


def _check_stages_kept(read: Read, commitment: Commitment, stages: tuple[str, ...]) -> None:
    gone = [s for s in commitment.stages if s not in stages]
    used = entries.stages_with_figures(read, commitment.id)
    if "" in used and stages[:1] and commitment.stages and commitment.last_stage in gone:
        used |= {commitment.last_stage}
    missing = tuple(s for s in gone if s in used)
    if missing:
        raise Refused("error.stage_in_use", slug=commitment.slug, stage=missing)
