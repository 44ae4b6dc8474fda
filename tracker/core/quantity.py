"""Figures: what a clerk types, what is stored, what is printed. Exact throughout.

A figure is stored as an integer number of its unit's smallest steps. Percentages are kept as
fractions until they are printed, and are rounded once, half away from zero, to two decimals.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tracker.core.likeness import alike
from tracker.core.model import Unit
from tracker.core.plaintext import visible
from tracker.errors import Refused

# SQLite integers end at 2**63, so that some 9,000 of the largest figures can be summed.
MAX_STEPS = 10**15

# Every full-width form of an ASCII character, and the ideographic space.
_FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
_NUMBER = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?(?![0-9,.])")
_MAX_DIGITS = 30
MULTIPLIERS = {"万": 10_000, "亿": 100_000_000}


class UnitAlias(NamedTuple):
    """Another name for a unit: one of `alias` is `steps` smallest steps of `unit`."""

    alias: str
    unit: str
    steps: int


class Figure(NamedTuple):
    """A figure as read: `steps` of the unit; `converted_from` names a unit that was converted."""

    steps: int
    converted_from: str | None


def half_width(text: str) -> str:
    """The same text with full-width letters, digits and signs as ASCII, trimmed."""
    return text.strip() if text.isascii() else text.translate(_FULL_WIDTH).strip()


def unit_key(name: str) -> str:
    """The form under which unit names are compared: `KM`, `Km` and `km` are one unit."""
    return half_width(visible(name)).casefold()


def parse_figure(text: str, unit: Unit | None, aliases: dict[str, UnitAlias]) -> Figure:
    """Read a figure such as `12.5`, `12.5km`, `１２．５公里`, `1,000` or `1.2万` in `unit`.

    `aliases` maps `unit_key` of every declared unit and alias. Refuses what is not a plain
    decimal number, a sign, a unit that is unknown or of another kind, and a figure that is
    finer than the unit's smallest step.
    """
    plain = half_width(text)
    if plain[:1] in ("-", "+"):
        raise Refused("error.figure_signed", text=text)
    match = _NUMBER.match(plain)
    if not match or len(match[0]) > _MAX_DIGITS:
        raise Refused("error.figure_unreadable", text=text)
    if unit is None:
        raise Refused("error.figure_without_unit", text=text)
    multiplier, one, converted_from = _read_suffix(
        plain[match.end() :].strip(), text, unit, aliases
    )
    fraction = match[2] or ""
    digits = int(match[1].replace(",", "") + fraction)
    steps, rest = divmod(digits * multiplier * one, 10 ** len(fraction))
    if rest:
        raise Refused("error.figure_too_fine", text=text, unit=unit.name, step=step_of(unit))
    if steps > MAX_STEPS:
        raise Refused("error.figure_too_large", text=text)
    return Figure(steps, converted_from)


def _read_suffix(
    suffix: str, text: str, unit: Unit, aliases: dict[str, UnitAlias]
) -> tuple[int, int, str | None]:
    """What follows the number, as (multiplier, steps of one, unit converted from).

    A declared name wins over a multiplier, so that 万元 can be a unit.
    """
    multiplier, one = 1, 10**unit.scale
    if suffix and suffix[0] in MULTIPLIERS and unit_key(suffix) not in aliases:
        multiplier = MULTIPLIERS[suffix[0]]
        suffix = suffix[1:].strip()
    if not suffix:
        return multiplier, one, None
    alias = aliases.get(unit_key(suffix))
    if alias is None:
        accepted = [a.alias for a in aliases.values() if a.unit == unit.name]
        like = alike(suffix, accepted)
        raise Refused("error.unit_unknown", unit=suffix, text=text, expected=unit.name, like=like)
    if alias.unit != unit.name:
        raise Refused("error.unit_other", unit=suffix, text=text, expected=unit.name)
    return multiplier, alias.steps, None if alias.steps == one else alias.alias


def parse_signed(text: str, unit: Unit | None, aliases: dict[str, UnitAlias]) -> Figure:
    """Read a figure that must carry its sign, `+2km` or `-0.5`; its steps carry it too."""
    plain = half_width(text)
    if plain[:1] not in ("-", "+"):
        raise Refused("error.change_unsigned", text=text)
    figure = parse_figure(plain[1:], unit, aliases)
    return figure._replace(steps=-figure.steps) if plain[0] == "-" else figure


def parse_step(text: str) -> int:
    """Read a unit's smallest step, `1`, `0.1` … `0.000001`, as its number of decimals."""
    match = re.fullmatch(r"1|0\.(0{0,5}1)", half_width(text))
    if not match:
        raise Refused("error.step_unreadable", text=text)
    return len(match[1] or "")


def step_of(unit: Unit) -> Decimal:
    """The smallest step of a unit, as a decimal number of that unit."""
    return Decimal(1).scaleb(-unit.scale)


def to_decimal(steps: int, scale: int) -> Decimal:
    """An exact decimal number without trailing zeros: 12500 at scale 3 is 12.5."""
    whole, rest = divmod(steps, 10**scale)
    return Decimal(steps).scaleb(-scale).normalize() if rest else Decimal(whole)


def two_decimals(value: Fraction) -> Decimal:
    """Round once, half away from zero, to two decimals."""
    return _in_hundredths(value, 100)


def percent(share: Fraction) -> Decimal:
    """A share as a percentage, or a difference of shares in percentage points."""
    return _in_hundredths(share, 100 * 100)


def _in_hundredths(value: Fraction, parts: int) -> Decimal:
    """The nearest number of hundredths to so many `parts` of a value. A table has as many of
    these as cells, and whole numbers are a tenth of the work of fractions.
    """
    above, below = value.as_integer_ratio()
    hundredths = (2 * parts * abs(above) + below) // (2 * below)
    return Decimal(hundredths if above >= 0 else -hundredths).scaleb(-2)
