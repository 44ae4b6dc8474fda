"""Alerts as JSON, as records, and as a sentence each."""

from typing import Any

from tracker.core.alerts import Alert
from tracker.render import values
from tracker.text import say


def as_json(alert: Alert) -> dict[str, Any]:
    """One alert; documented in docs/json.md."""
    commitment = alert.commitment
    return {
        "slug": commitment.slug,
        "rule": alert.rule,
        "level": alert.level,
        "days": alert.days,
        "due": commitment.terms.due,
        "done": values.quantity(commitment, alert.done),
        "target": values.quantity(commitment, alert.target),
        "remaining": values.quantity(commitment, alert.remaining),
    }


def sentence(alert: Alert) -> str:
    """One line for the mail that cron sends."""
    commitment = alert.commitment
    words = say(
        f"alert.{alert.rule}" + (".today" if alert.days == 0 and alert.rule == "due_soon" else ""),
        level=say(f"level.{alert.level}"),
        name=commitment.profile.name,
        slug=commitment.slug,
        days=alert.days if alert.days is not None else "",
        due=values.due(commitment.terms.due),
        gap=values.points(-alert.gap if alert.gap else None).lstrip("+"),
    )
    return words + _missing(alert)


def _missing(alert: Alert) -> str:
    if alert.target is None:
        return say("alert.no_measure")
    commitment = alert.commitment
    done = values.plain(values.quantity(commitment, alert.done)) or say("word.unreported")
    target = values.target(commitment, alert.target)
    if commitment.kind in ("level", "rank"):
        return say("alert.reading", done=done, target=target)
    remaining = values.amount(commitment, alert.remaining)
    return say("alert.missing", done=done, target=target, remaining=remaining)
