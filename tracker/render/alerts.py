"""Alerts as JSON, as records, and as a sentence each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tracker.core.alert_memory import Acknowledged, Event
from tracker.core.alert_rules import LEVELS
from tracker.core.alerts import Alert
from tracker.core.pace import target_of
from tracker.core.quantity import percent
from tracker.render import values
from tracker.render.sheet import Cell, Column, Group, Sheet, Style, Table
from tracker.text import say

# After these it is said how much is missing.
_MEASURED = frozenset({"overdue", "due_soon", "behind", "hard", "will_miss"})


class Entry(NamedTuple):
    """One line of a list of alerts: what stands, and whether somebody has taken note of it; or,
    with an event, what has changed about it.
    """

    alert: Alert
    noted: Acknowledged | None = None
    event: Event | None = None
    repeated: bool = False


def as_json(entry: Entry) -> dict[str, Any]:
    """One entry; documented in docs/json.md. What has changed has an event, and no note."""
    alert = entry.alert
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
        "before": values.quantity(commitment, alert.before),
    }
    if entry.event is not None:
        return {"event": entry.event, "repeated": entry.repeated, **found}
    noted = entry.noted
    return {
        **found,
        "acknowledged": noted
        and {"until": noted.until, "by": noted.author, "reason": noted.reason},
    }


def records(entries: Iterable[Entry]) -> list[list[object]]:
    """One record an entry: its fields as in JSON; of a note only the day it lasts until."""
    found = []
    for entry in entries:
        fields = as_json(entry)
        if "acknowledged" in fields:
            fields["acknowledged"] = entry.noted and entry.noted.until
        found.append(list(fields.values()))
    return found


def _ratio(alert: Alert) -> Any:
    """The index of `hard` as a number with two decimals, the chance of `will_miss` in per cent."""
    if alert.ratio is None:
        return None
    return percent(alert.ratio) if alert.rule == "will_miss" else percent(alert.ratio / 100)


def sentence(entry: Entry) -> str:
    """One line for the mail that cron sends."""
    alert = entry.alert
    level = say(f"level.{alert.level}")
    if entry.event is not None:
        level = say(f"event.{entry.event}", level=level)
    text = _ended(alert, level) if entry.event == "resolved" else _stands(alert, level)
    if entry.repeated:
        text = say("alert.repeated", text=text)
    if entry.noted is not None:
        noted = entry.noted
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
    shown = values.plain(_ratio(alert))
    return f"{shown}%" if alert.rule == "will_miss" else shown


def _before_and_after(alert: Alert) -> tuple[str, str]:
    """What it was and what it is: of a figure, or of whatever of the terms moved."""
    commitment, now = alert.commitment, alert.progress
    if alert.rule != "moved":
        shown = (values.amount(commitment, steps) for steps in (alert.before, now.done))
        before, after = shown
        return before, after
    terms = commitment.terms
    old = [values.target(commitment, alert.before), values.due(alert.due_before)]
    new = [values.target(commitment, target_of(commitment)), values.due(terms.due)]
    changed = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    parts = changed or list(zip(old, new, strict=True))
    return tuple(say("word.join").join(filter(None, side)) for side in zip(*parts, strict=True))  # type: ignore[return-value]


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


def counts(entries: Sequence[Entry]) -> str:
    """How many alerts there are of each level, the worst first, and how much is resolved."""
    live = [entry.alert.level for entry in entries if entry.event != "resolved"]
    found = [(say(f"level.{level}"), live.count(level)) for level in LEVELS]
    found.append((say("word.resolved"), len(entries) - len(live)))
    return say("word.join").join(
        say("alert.count", level=name, count=count) for name, count in found if count
    )


_STYLES: dict[str, Style] = {"red": "red", "yellow": "yellow", "notice": ""}


def sheet(entries: Sequence[Entry], title: str) -> Sheet:
    """The list as one table, for a page."""
    columns = [
        Column("level", say("head.level")),
        Column("alert", say("head.alert"), flexible=True),
        Column("department", say("head.department"), flexible=True),
    ]
    rows = [
        [
            Cell(say(f"level.{entry.alert.level}"), _STYLES[entry.alert.level]),
            Cell(sentence(entry)),
            Cell(entry.alert.commitment.department.name),
        ]
        for entry in entries
    ]
    tables = [Table(columns, [Group("", rows)])] if rows else []
    return Sheet([title], tables, [counts(entries) if rows else say("alert.none")])


def nagios(entries: Sequence[Entry]) -> tuple[int, list[str]]:
    """The exit code and the lines of a monitoring plugin: a summary with performance data, and
    then every alert. What somebody has taken note of counts for nothing.

    The form is that of the Monitoring Plugins Development Guidelines.
    """
    live = [entry for entry in entries if entry.noted is None]
    number = {level: sum(e.alert.level == level for e in live) for level in LEVELS}
    soon = any(entry.alert.rule in ("due_soon", "milestone_soon") for entry in live)
    code = 2 if number["red"] else 1 if number["yellow"] or soon else 0
    state = ("OK", "WARNING", "CRITICAL")[code]
    told = counts(live) or say("alert.none")
    data = f"red={number['red']};;0;0 yellow={number['yellow']};0;;0 notice={number['notice']};;;0"
    lines = [f"TRACKER {state}: {told}", *map(sentence, entries)]
    # A bar begins performance data.
    lines = [line.replace("|", "/") for line in lines]
    return code, [f"{lines[0]} | {data}", *lines[1:]]
