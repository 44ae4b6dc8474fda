"""How the rules of the alerts are switched and tuned: settings of the plan or of a commitment.

A setting is a text, as a person typed it; what it means to a rule is read here. docs/alerts.md
has the arithmetic of each rule.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from tracker.core.defaults import OF_ALERTS, OFF, ON, PREFIX
from tracker.core.quantity import half_width
from tracker.core.workdays import DAY, Works, workdays_after, workdays_until
from tracker.errors import Refused

LONGEST_DAYS = 3660


class Lead(NamedTuple):
    """How long before a due day something is said: days, or working days."""

    size: int
    working: bool = False
    level: Literal["notice", "yellow"] = "notice"

    @property
    def weight(self) -> int:
        """How long it is beside others: five working days are as long as seven days."""
        return self.size * (7 if self.working else 5)

    def reached(self, as_of: dt.date, due: dt.date, works: Works) -> bool:
        """Whether no more than that is left on a day; the due day itself is the last."""
        # There are no more working days than days.
        if (due - as_of).days <= self.size:
            return True
        return self.working and workdays_until(as_of, due, works, self.size + 1) <= self.size


class Span(NamedTuple):
    """A time within which something is expected: some days, and then some working days."""

    days: int
    workdays: int = 0

    def last_day(self, since: dt.date, works: Works) -> dt.date:
        """The last day on which it is not yet too late."""
        return workdays_after(since + DAY * self.days, self.workdays, works)

    def is_over(self, since: dt.date, as_of: dt.date, works: Works) -> bool:
        """Whether it has passed. The working days are looked at only where they decide."""
        return (as_of - since).days > self.days + self.workdays and as_of > self.last_day(
            since, works
        )


class Tuning(NamedTuple):
    """What the rules go by. A rule that is switched off has False, None or ()."""

    overdue: bool
    due_soon: tuple[Lead, ...]
    behind: bool
    hard: Fraction | None
    will_miss: Fraction | None
    silent: Span | None
    milestone_overdue: bool
    milestone_soon: tuple[Lead, ...]
    duty: bool
    area_silent: Span | None
    fell: bool
    jumped: Fraction | None
    moved: int | None
    reached: bool


_LEAD = re.compile(r"([0-9]{1,4})(w?)")
_SPAN = re.compile(r"(?:([0-9]{1,4})(?:\+([0-9]{1,3})w)?|([0-9]{1,3})w)")
_WHOLE = re.compile(r"[0-9]{1,4}")
_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


def tuning(values: Mapping[str, str]) -> Tuning:
    """What settings mean; they were checked when they were stored."""

    def value(rule: str) -> str:
        return values.get(PREFIX + rule, OF_ALERTS[PREFIX + rule])

    return Tuning(
        overdue=value("overdue") == ON,
        due_soon=_leads(value("due_soon")),
        behind=value("behind") == ON,
        hard=_decimal(value("hard")),
        will_miss=_share(value("will_miss")),
        silent=_span(value("silent")),
        milestone_overdue=value("milestone_overdue") == ON,
        milestone_soon=_leads(value("milestone_soon")),
        duty=value("duty") == ON,
        area_silent=_span(value("area_silent")),
        fell=value("fell") == ON,
        jumped=_share(value("jumped")),
        moved=days_of(value("moved")),
        reached=value("reached") == ON,
    )


# What each kind of value looks like, and how much it may be.
_LEADS = ("due_soon", "milestone_soon")
_SPANS = ("silent", "area_silent")
_SHARES = ("will_miss", "jumped")
_DAYS = ("moved", "unanswered")


def checked(key: str, text: str) -> str:
    """The value of a setting as it is stored; refuses what its rule can't be tuned by."""
    rule, value = key.removeprefix(PREFIX), " ".join(half_width(text).lower().split())
    if value == OFF:
        return OFF
    fits, expected = False, "on, off"
    if rule in _LEADS:
        expected = "off, 30 7 1, 5w"
        words = value.split()
        fits = 1 <= len(words) <= 9 and all(map(_is_lead, words)) and len({*words}) == len(words)
    elif rule in _SPANS:
        expected = "off, 9, 7+2w, 3w"
        span = _span(value)
        fits = span is not None and span.days <= LONGEST_DAYS
    elif rule == "hard" or rule in _SHARES:
        expected = "off, 1 - 100"
        fits = _DECIMAL.fullmatch(value) is not None and 1 <= Fraction(value) <= 100
    elif rule in _DAYS:
        expected = f"off, 1 - {LONGEST_DAYS}"
        fits = _WHOLE.fullmatch(value) is not None and 1 <= int(value) <= LONGEST_DAYS
    else:
        fits = value == ON
    if not fits:
        raise Refused("error.setting_unfit", key=key, value=text, expected=expected)
    return value


def parse_lead(text: str) -> Lead:
    """Read `7`, `7d` or `5w` (working days)."""
    plain = half_width(text).lower()
    plain = plain.removesuffix("d") if _WHOLE.fullmatch(plain[:-1]) else plain
    if not _is_lead(plain):
        raise Refused("error.within_unreadable", text=text, most=LONGEST_DAYS)
    return _leads(plain)[0]


def within(leads: Sequence[Lead], lead: Lead) -> tuple[Lead, ...]:
    """The leads of somebody who asks for what is due within a time. It is as bad as it was, and
    a notice where nothing was said so early; what is switched off stays so.
    """
    if not leads:
        return ()
    longer = [one for one in leads if one.weight >= lead.weight]
    level = longer[-1].level if longer else leads[0].level
    shorter = (one for one in leads if one.weight < lead.weight)
    return lead._replace(level=level), *shorter


def _is_lead(text: str) -> bool:
    match = _LEAD.fullmatch(text)
    return match is not None and int(match[1]) <= LONGEST_DAYS


def _leads(text: str) -> tuple[Lead, ...]:
    """The longest first."""
    if text == OFF:
        return ()
    leads = [
        Lead(int(match[1]), bool(match[2]))
        for word in text.split()
        if (match := _LEAD.fullmatch(word))
    ]
    first, *nearer = sorted(leads, key=lambda lead: lead.weight, reverse=True)
    return first, *(lead._replace(level="yellow") for lead in nearer)


def _span(text: str) -> Span | None:
    if (match := _SPAN.fullmatch(text)) is None:
        return None
    return Span(0, int(match[3])) if match[3] else Span(int(match[1]), int(match[2] or 0))


def _decimal(text: str) -> Fraction | None:
    return None if text == OFF else Fraction(text)


def _share(text: str) -> Fraction | None:
    return None if text == OFF else Fraction(text) / 100


def days_of(text: str) -> int | None:
    """A number of days; None where that is switched off."""
    return None if text == OFF else int(text)
