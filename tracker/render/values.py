"""Single figures, days and words, as people and as programs read them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tracker.core.dates import moment_of
from tracker.core.model import Area, Class, Closing, Commitment, Light
from tracker.core.quantity import percent, to_decimal
from tracker.text import say

if TYPE_CHECKING:
    from tracker.core.lateness import Late

_COMPARED = {
    ">=": "target.at_least", "<=": "target.at_most", ">": "target.above", "<": "target.below",
}  # fmt: skip


def quantity(commitment: Commitment, steps: int | None) -> Decimal | None:
    """Steps as an exact number of the commitment's unit."""
    return None if steps is None else to_decimal(steps, commitment.scale)


def share(value: Fraction | None) -> Decimal | None:
    """A share as a percentage with two decimals."""
    return None if value is None else percent(value)


def plain(value: Decimal | int | str | None) -> str:
    """A figure as typed on a keyboard; "" for none."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def signed(value: Decimal | None) -> str:
    """A difference with its sign."""
    return "" if value is None else f"{value:+f}" if value else plain(value)


def rate(value: Fraction | None) -> str:
    """A percentage for people."""
    return "" if value is None else f"{percent(value):f}%"


def points(value: Fraction | None) -> str:
    """A difference in percentage points for people."""
    return signed(share(value))


def amount(commitment: Commitment, steps: int | None) -> str:
    """A quantity with its unit, for a sentence."""
    if steps is None:
        return say("word.nothing")
    unit = commitment.terms.unit.name if commitment.terms.unit else ""
    return f"{plain(quantity(commitment, steps))} {unit}".strip()


def target(commitment: Commitment, steps: int | None) -> str:
    """A target as it was worded: comparator, figure and unit."""
    if steps is None:
        return ""
    terms = commitment.terms
    if commitment.kind == "milestones":
        return say("word.nodes", count=len(commitment.nodes), weight=steps)
    number = plain(quantity(commitment, steps))
    if commitment.kind == "rank":
        return say("target.first" if steps == 1 else "target.rank", place=number)
    figure = f"{number}{terms.unit.name if terms.unit else ''}"
    words = _COMPARED.get(terms.comparator or "=")
    return say(words, figure=figure) if words else figure


def marked_target(commitment: Commitment, steps: int | None) -> str:
    """A target as it is worded, with a mark where the terms have changed."""
    return target(commitment, steps) + ("*" if commitment.terms_moved else "")


def light(value: Light) -> str:
    """A light as its word; "" where there is none."""
    return say(f"light.{value}") if value != "none" else ""


def klass(value: Class) -> str:
    """A class as its word."""
    return say(f"class.{value}")


def standing(value: Class, closing: Closing | None, late: "Late | None" = None) -> str:
    """A class as its word, with how late it was reached, and that it is closed out."""
    word = klass(value)
    if late:
        word = say("line.completed_late", klass=word, days=late.days)
    return closed_out(word, closing)


def closed_out(text: str, closing: Closing | None) -> str:
    """What is said of a commitment, and that it is closed out."""
    return say("word.closed_out", text=text) if closing else text


def area(found: Area) -> str:
    """An area by its name, with a mark where it is out of use."""
    return say("word.retired", name=found.name) if found.retired else found.name


def moment(recorded_at: str, zone: dt.tzinfo) -> str:
    """When something was recorded, on the plan's clock."""
    return moment_of(recorded_at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def due(day: dt.date | None) -> str:
    """A due day; the absence of one is said."""
    return day.isoformat() if day else say("word.no_due")


def days(left: int | None, *, overdue: bool) -> str:
    """Days left, or by how many days the terms are overdue."""
    if left is None:
        return ""
    if left < 0:
        return say("word.days_overdue", days=-left) if overdue else say("word.days_ago", days=-left)
    return say("word.days_left", days=left)
