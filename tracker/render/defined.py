"""What a change of a commitment did, for the person who typed it."""

from typing import Any

from tracker.core.history import Change, Defined
from tracker.text import say


def as_json(made: Defined) -> dict[str, Any]:
    """The commitment and every field that changed; documented in docs/json.md."""
    return {"slug": made.slug, "changes": [change._asdict() for change in made.changes]}


def records(made: Defined) -> list[list[object]]:
    """One record a changed field: slug, field, old, new."""
    return [[made.slug, *change] for change in made.changes]


def sentences(made: Defined, key: str) -> list[str]:
    """What was done, each field old → new, and what follows from it."""
    lines = [say(key, slug=made.slug, name=made.name)]
    lines += [change_line(change) for change in made.changes]
    if made.new_department:
        lines.append(say("echo.new_department", name=made.new_department))
    if made.logged_before:
        lines.append(say("echo.not_shared_out"))
    return lines


def change_line(change: Change) -> str:
    """One field, old → new."""
    old, new = (say("word.nothing") if v in (None, "") else v for v in (change.old, change.new))
    return say("line.change", field=change.field, old=old, new=new)
