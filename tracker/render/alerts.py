"""Alerts as JSON, as records, and as a sentence each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tracker.core.alert_memory import Acknowledged, Event
from tracker.core.alert_rules import LEVELS
from tracker.core.alerts import Alert
from tracker.core.forecast import capped
from tracker.core.model import Commitment
from tracker.core.pace import target_of
from tracker.core.quantity import percent
from tracker.render import values
from tracker.render.sheet import Cell, Column, Group, Sheet, Style, Table
from tracker.text import say

# After these it is said how much is missing.
_MEASURED = frozenset({"overdue", "due_soon", "behind", "hard", "will_miss"})


class Line(NamedTuple):
    """One line of a list of alerts: what stands, and whether somebody has taken note of it; or,
    with an event, what has changed about it.
    """

    alert: Alert
    noted: Acknowledged | None = None
    event: Event | None = None
    repeated: bool = False


def as_json(line: Line) -> dict[str, Any]:
    """One line; documented in docs/json.md. What has changed has an event, and no note."""
    alert = line.alert
    commitment, now = alert.commitment, alert.progress
    found = {
        "slug": commitment.slug,
        "rule": alert.rule,
        "level": alert.level,
        "days": alert.days,
        "due": commitment.terms.due,
        "done": values.quantity(commitment, now.done),
        "target": values.quantity(commitment, now.target),
        "remaining": values.quantity(commitment, now.remaining),
        "subject": alert.subject or None,
        "on": alert.on,
        "ratio": _ratio(alert),
        "before": _before(alert),
    }
    if line.event is not None:
        return {"event": line.event, "repeated": line.repeated, **found}
    noted = line.noted
    return {
        **found,
        "acknowledged": noted
        and {"until": noted.until, "by": noted.author, "reason": noted.reason},
    }


def records(lines: Iterable[Line]) -> list[list[object]]:
    """One record an line: its fields as in JSON; of a note only the day it lasts until."""
    found = []
    for line in lines:
        fields = as_json(line)
        if "acknowledged" in fields:
            fields["acknowledged"] = line.noted and line.noted.until
        found.append(list(fields.values()))
    return found


def _ratio(alert: Alert) -> Any:
    """The index of `hard` as a number with two decimals, the chance of `will_miss` in per cent."""
    if alert.ratio is None:
        return None
    return percent(alert.ratio) if alert.rule == "will_miss" else percent(alert.ratio / 100)


def sentence(line: Line) -> str:
    """One line for the mail that cron sends."""
    alert = line.alert
    level = say(f"level.{alert.level}")
    if line.event is not None:
        level = say(f"event.{line.event}", level=level)
    text = _ended(alert, level) if line.event == "resolved" else _stands(alert, level)
    if line.repeated:
        text = say("alert.repeated", text=text)
    if line.noted is not None:
        noted = line.noted
        text = say(
            "alert.noted",
            text=text,
            until=noted.until,
            author=noted.author,
            reason=noted.reason or "",
        )
    return text


def _ended(alert: Alert, level: str) -> str:
    commitment = alert.commitment
    what = f"{say(f'rule.{alert.rule}')} {alert.subject}".rstrip()
    names = {"name": commitment.profile.name, "slug": commitment.slug}
    missing = _missing(alert) if alert.rule in _MEASURED else ""
    return say("alert.ended", level=level, what=what, **names) + missing


def _stands(alert: Alert, level: str) -> str:
    commitment, now = alert.commitment, alert.progress
    before, after = _before_and_after(alert)
    words = say(
        f"alert.{_key(alert)}",
        level=level,
        name=commitment.profile.name,
        slug=commitment.slug,
        days=alert.days if alert.days is not None else "",
        due=values.due(commitment.terms.due),
        gap=values.points(-now.gap if now.gap else None).lstrip("+"),
        subject=alert.subject,
        on=alert.on or say("word.not_forecast"),
        ratio=_ratio_in_words(alert),
        every=commitment.profile.every or "",
        before=before,
        now=after,
        target=values.target(commitment, now.target),
    )
    return words + (_missing(alert) if alert.rule in _MEASURED else "")


def _key(alert: Alert) -> str:
    """The sentence of an alert: some rules have one of their own for a day, or for never."""
    if alert.days == 0 and alert.rule in ("due_soon", "milestone_soon"):
        return f"{alert.rule}.today"
    if alert.rule == "moved" and len(set(_before_and_after(alert))) == 1:
        return "moved.other"
    if alert.on is None and alert.rule in ("silent", "area_silent"):
        return f"{alert.rule}.never"
    return alert.rule


def _ratio_in_words(alert: Alert) -> str:
    if alert.rule == "will_miss" and alert.ratio is not None:
        sign, per_cent = capped(alert.ratio)
        return f"{sign} {per_cent}%".lstrip()
    return values.plain(_ratio(alert))


def _before(alert: Alert) -> Any:
    """The earlier figure; of terms the target that was, in the unit that it had."""
    if alert.was is not None:
        return values.quantity(alert.was, target_of(alert.was))
    return values.quantity(alert.commitment, alert.before)


def _before_and_after(alert: Alert) -> tuple[str, str]:
    """What it was and what it is: of a figure, or of whatever of the terms moved."""
    commitment, now = alert.commitment, alert.progress
    if alert.was is None:
        return values.amount(commitment, alert.before), values.amount(commitment, now.done)
    sides = [_terms(alert.was), _terms(commitment)]
    changed = [pair for pair in zip(*sides, strict=True) if pair[0] != pair[1]]
    before, after = zip(*(changed or zip(*sides, strict=True)), strict=True)
    join = say("word.join").join
    return join(filter(None, before)), join(filter(None, after))


def _terms(commitment: Commitment) -> tuple[str, str]:
    return values.target(commitment, target_of(commitment)), values.due(commitment.terms.due)


def _missing(alert: Alert) -> str:
    commitment, now = alert.commitment, alert.progress
    if now.target is None:
        return say("alert.no_measure")
    done = values.plain(values.quantity(commitment, now.done)) or say("word.unreported")
    target = values.target(commitment, now.target)
    if commitment.kind in ("level", "rank") or now.remaining == 0:
        return say("alert.reading", done=done, target=target)
    remaining = values.amount(commitment, now.remaining)
    return say("alert.missing", done=done, target=target, remaining=remaining)


def counts(lines: Sequence[Line]) -> str:
    """How many alerts there are of each level, the worst first, and how much is resolved."""
    live = [line.alert.level for line in lines if line.event != "resolved"]
    found = [(say(f"level.{level}"), live.count(level)) for level in LEVELS]
    found.append((say("word.resolved"), len(lines) - len(live)))
    return say("word.join").join(
        say("alert.count", level=name, count=count) for name, count in found if count
    )


_STYLES: dict[str, Style] = {"red": "red", "yellow": "yellow", "notice": ""}


def sheet(lines: Sequence[Line], title: str) -> Sheet:
    """The list as one table, for a page."""
    columns = [
        Column("alert", say("head.alert"), flexible=True),
        Column("department", say("head.department"), flexible=True),
    ]
    rows = [
        [
            Cell(sentence(line), _STYLES[line.alert.level]),
            Cell(line.alert.commitment.department.name),
        ]
        for line in lines
    ]
    tables = [Table(columns, [Group("", rows)])] if rows else []
    return Sheet([title], tables, [counts(lines) if rows else say("alert.none")])


def nagios(lines: Sequence[Line]) -> tuple[int, list[str]]:
    """The exit code and the lines of a monitoring plugin: a summary with performance data, and
    then every alert. What somebody has taken note of counts for nothing.

    The form is that of the Monitoring Plugins Development Guidelines.
    """
    live = [line for line in lines if line.noted is None]
    number = {level: sum(e.alert.level == level for e in live) for level in LEVELS}
    soon = any(line.alert.rule in ("due_soon", "milestone_soon") for line in live)
    code = 2 if number["red"] else 1 if number["yellow"] or soon else 0
    state = ("OK", "WARNING", "CRITICAL")[code]
    told = counts(live) or say("alert.none")
    data = f"red={number['red']};;0;0 yellow={number['yellow']};0;;0 notice={number['notice']};;;0"
    # A bar begins performance data.
    first, *others = (
        text.replace("|", "/") for text in (f"TRACKER {state}: {told}", *map(sentence, lines))
    )
    return code, [f"{first} | {data}", *others]
