"""What close-out or reopening did, for the person who typed it."""

from typing import Any

from tracker.core.closing import CloseOut
from tracker.core.pace import is_measured
from tracker.render import values
from tracker.text import say


def as_json(made: CloseOut) -> dict[str, Any]:
    """One close-out or reopening; documented in docs/json.md."""
    commitment, now = made.commitment, made.progress
    return {
        "slug": commitment.slug,
        "closed_out": made.closed,
        "on": made.day,
        "note": made.note,
        "done": values.quantity(commitment, now.done),
        "target": values.quantity(commitment, now.target),
        "completion": values.share(now.completion),
        "class": now.klass,
    }


def sentences(made: CloseOut) -> list[str]:
    """What was done, where the figures stand, and the way back."""
    commitment, now = made.commitment, made.progress
    key = "echo.closed" if made.closed else "echo.reopened"
    said = [
        say(key, slug=commitment.slug, name=commitment.profile.name, day=made.day.isoformat()),
    ]
    if is_measured(commitment):
        klass, done = values.klass(now.klass), values.amount(commitment, now.done)
        target = values.target(commitment, now.target)
        said.append(say("echo.stands", klass=klass, done=done, target=target))
    return [*said, say("echo.reopen", slug=commitment.slug)] if made.closed else said
