"""What a change of a commitment did, for the person who typed it."""

from collections.abc import Iterable
from typing import Any

from tracker.core.alert_rules import PARTS
from tracker.core.history import Change, Defined
from tracker.text import say

# The values that a person reads as words, by their field. What a person types as it is stored, a
# comparator or a direction, is shown as typed.
LISTED = {
    "mode": ("add", "total"),
    "firmness": ("commit", "strive"),
    "due_basis": ("stated", "year only", "none stated"),
    "qualifier": ("exact",),
}


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
    """One field, old → new, in a person's words."""
    return _line(change, say("word.nothing"))


def change_lines(changes: Iterable[Change]) -> str:
    """Several fields, each old → new, in one line of a table."""
    return say("word.then").join(_line(change, "-") for change in changes)


def _line(change: Change, nothing: str) -> str:
    old, new = (
        nothing if value in (None, "") else word_of(change.field, str(value))
        for value in (change.old, change.new)
    )
    return say("line.change", field=field_name(change.field), old=old, new=new)


def field_name(field: str) -> str:
    """A field of a change as a person calls it, that of an area, a node or a day included."""
    name, _, part = field.partition(" ")
    # Of which alerts of a commitment a note is, where it is of no area or milestone.
    if name == "muted" and part in PARTS:
        part = say(f"part.{part}")
    return say(f"field.{name}_of", part=part) if part else say(f"field.{name}")


def word_of(field: str, value: str) -> str:
    """A value as a person says it, where it is one of a list; any other as it is."""
    return say(f"value.{value.replace(' ', '_')}") if value in LISTED.get(field, ()) else value
