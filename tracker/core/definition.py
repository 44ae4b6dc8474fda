"""What a commitment is made of, from what a person or a seed says of it; checked as a whole."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from tracker.core.likeness import alike
from tracker.core.model import COMPARATORS, KINDS, Direction, Kind, Terms, Unit
from tracker.core.quantity import UnitAlias, half_width, parse_figure, to_decimal, unit_key
from tracker.errors import Refused

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Wording(NamedTuple):
    """Terms as typed. None leaves a term as it is, "" takes it away."""

    target: str | None = None
    unit: str | None = None
    comparator: str | None = None
    stretch: str | None = None
    opening: str | None = None
    direction: str | None = None
    start: str | None = None
    due: str | None = None
    due_as_written: str | None = None
    due_basis: str | None = None


class Units(NamedTuple):
    """The declared units by name, and every name and alias by its key."""

    by_name: Mapping[str, Unit]
    aliases: dict[str, UnitAlias]

    def find(self, text: str) -> Unit:
        """The unit that a name, or an alias of the same size, stands for."""
        alias = self.aliases.get(unit_key(text))
        if alias is None:
            fit = (a for a in self.aliases.values() if a.steps == 10 ** self.by_name[a.unit].scale)
            like = alike(half_width(text), (a.alias for a in fit))
            known = tuple(self.by_name)
            raise Refused("error.unit_undeclared", unit=text, known=known, like=like)
        unit = self.by_name[alias.unit]
        if alias.steps != 10**unit.scale:
            raise Refused("error.unit_converts", unit=text, base=unit.name)
        return unit


def check_slug(slug: str) -> str:
    """A slug is what people type: lower-case ASCII letters, digits and hyphens."""
    if not _SLUG.fullmatch(slug):
        raise Refused("error.slug_unreadable", text=slug)
    return slug


def check_kind(kind: str) -> Kind:
    """One of the five kinds."""
    if kind not in KINDS:
        raise Refused("error.kind_unknown", text=kind, known=KINDS, like=alike(kind, KINDS))
    return kind


def check_every(kind: Kind, days: int | None) -> int | None:
    """In how many days a duty is looked at; nothing else is."""
    if days is not None and kind != "duty":
        raise Refused("error.term_not_of_kind", term="every", kind=kind)
    return days


def terms_of(kind: Kind, wording: Wording, units: Units, base: Terms | None = None) -> Terms:
    """The terms that result when `wording` is laid over `base`; refuses what can't hold."""
    terms = base or Terms()
    unit = units.find(wording.unit) if wording.unit else terms.unit

    def figure(text: str | None, now: int | None) -> int | None:
        if text is None and now is not None and terms.unit:
            # In another unit the same figure is another number of steps.
            text = format(to_decimal(now, terms.unit.scale), "f")
        return parse_figure(text, unit, units.aliases).steps if text else None

    def day(text: str | None, now: dt.date | None) -> dt.date | None:
        if text is None:
            return now
        return dt.date.fromisoformat(text) if text else None

    def word(text: str | None, now: str | None) -> str | None:
        return now if text is None else text or None

    if wording.due is not None and wording.due_basis is None:
        # The source's words stand behind its own due day only.
        wording = wording._replace(due_basis="", due_as_written="")
    laid = Terms(
        target=figure(wording.target, terms.target),
        unit=unit,
        comparator=word(wording.comparator, terms.comparator),
        stretch=figure(wording.stretch, terms.stretch),
        opening=figure(wording.opening, terms.opening),
        direction=word(wording.direction, terms.direction),  # type: ignore[arg-type]
        start=day(wording.start, terms.start),
        due=day(wording.due, terms.due),
        due_as_written=word(wording.due_as_written, terms.due_as_written),
        due_basis=word(wording.due_basis, terms.due_basis),
    )
    return _checked(kind, laid)


def _checked(kind: Kind, terms: Terms) -> Terms:
    counted = kind in ("quantity", "level", "rank")
    if counted and (terms.target is None or terms.unit is None):
        raise Refused("error.terms_need_target", kind=kind)
    for name in ("target", "unit", "comparator", "stretch", "opening", "direction"):
        if getattr(terms, name) is not None and name not in _TERMS_OF_KIND[kind]:
            raise Refused("error.term_not_of_kind", term=name, kind=kind)
    if terms.comparator is not None and terms.comparator not in COMPARATORS:
        known = " ".join(COMPARATORS)
        raise Refused("error.comparator_unknown", text=terms.comparator, known=known)
    if terms.direction not in (None, "up", "down"):
        like = alike(terms.direction, ("up", "down"))
        raise Refused("error.direction_unknown", text=terms.direction, like=like)
    if terms.start and terms.due and terms.due < terms.start:
        raise Refused("error.due_before_start", start=terms.start, due=terms.due)
    if kind == "quantity" and terms.target == 0:
        raise Refused("error.target_zero")
    if kind == "rank":
        _check_rank(terms)
    return _with_direction(terms) if kind == "level" else terms


_TERMS_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "quantity": ("target", "unit", "comparator"),
    "level": ("target", "unit", "comparator", "opening", "direction"),
    "rank": ("target", "unit", "comparator", "stretch", "direction"),
    "milestones": (),
    "duty": (),
}


def _check_rank(terms: Terms) -> None:
    assert terms.target is not None
    if terms.target < 1 or (terms.stretch is not None and not 1 <= terms.stretch <= terms.target):
        raise Refused("error.rank_impossible")


def _with_direction(terms: Terms) -> Terms:
    """A level's direction follows from its opening; without one, from a target of zero."""
    assert terms.target is not None
    direction: Direction
    if terms.opening is not None:
        direction = "down" if terms.opening > terms.target else "up"
        if terms.opening == terms.target or terms.direction not in (None, direction):
            raise Refused("error.opening_wrong_side")
    else:
        direction = terms.direction or ("down" if terms.target == 0 else "up")
    return terms._replace(direction=direction)
