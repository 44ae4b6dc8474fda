"""The units that figures are counted in, and the plan that declares one more."""

from typing import TYPE_CHECKING, Any

from tracker.core.archive import Row
from tracker.core.model import Unit
from tracker.core.quantity import MULTIPLIERS, UnitAlias, parse_figure, parse_step, unit_key
from tracker.errors import Refused
from tracker.store.plan import Draft, Plan, Read, facts

if TYPE_CHECKING:
    from tracker.core.definition import Units


def units(read: Read) -> "Units":
    """The declared units."""
    from tracker.core.definition import Units

    declared = facts(Unit._make, read("SELECT unit, scale FROM unit ORDER BY change, unit"))
    return Units({unit.name: unit for unit in declared}, aliases(read))


def aliases(read: Read) -> dict[str, UnitAlias]:
    """Every declared unit and alias by the key under which names are compared."""
    units = facts(_unit_itself, read("SELECT unit, scale FROM unit"))
    others = read("SELECT alias, unit, steps FROM unit_alias")
    return dict(facts(_by_key, [*units, *others]))


def _unit_itself(row: Any) -> tuple[str, str, int]:
    name, scale = row
    return name, name, 10**scale


def _by_key(row: Any) -> tuple[str, UnitAlias]:
    alias = UnitAlias(*row)
    return unit_key(alias.alias), alias


def add_unit(name: str, step: str, others: tuple[str, ...]) -> Plan[Unit]:
    """Plan one more unit; an alias is `NAME`, or `NAME=SIZE` in units."""

    def plan(read: Read) -> tuple[Draft, Unit]:
        unit = Unit(name.strip(), parse_step(step))
        known = aliases(read)
        rows = [unit_row(unit, known)]
        for text in others:
            alias, _, size = text.partition("=")
            rows.append(alias_row(alias, size or "1", unit, known))
        return Draft("unit add", None, rows, {}), unit

    return plan


def unit_row(unit: Unit, known: dict[str, UnitAlias]) -> Row:
    """The row of a new unit, which `known` then holds too."""
    _check_unit_name(unit.name, known)
    known[unit_key(unit.name)] = UnitAlias(unit.name, unit.name, 10**unit.scale)
    return Row("unit", {"unit": unit.name, "scale": unit.scale})


def alias_row(alias: str, size: str, unit: Unit, known: dict[str, UnitAlias]) -> Row:
    """The row of a new alias: one of it is `size` units. `known` then holds it too."""
    _check_unit_name(alias, known)
    steps = parse_figure(size, unit, {}).steps
    if steps == 0:
        raise Refused("error.unit_name_unreadable", text=f"{alias}={size}")
    known[unit_key(alias)] = UnitAlias(alias, unit.name, steps)
    return Row("unit_alias", {"alias": alias, "unit": unit.name, "steps": steps})


def _check_unit_name(name: str, known: dict[str, UnitAlias]) -> None:
    letters = any(c.isalpha() or c == "%" or not c.isascii() for c in name)
    odd = any(c.isdigit() or c.isspace() for c in name) or name in MULTIPLIERS
    if not letters or odd:
        raise Refused("error.unit_name_unreadable", text=name)
    if unit_key(name) in known:
        raise Refused("error.unit_there", unit=name)
