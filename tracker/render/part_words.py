"""The parts of a commitment in words, as a status and a bulletin tell them below its figures."""

import datetime as dt

from tracker.core.reports import Look, StatusRow
from tracker.render import values
from tracker.text import say


def stages(row: StatusRow) -> str:
    """What each stage has come to, with its rate."""
    return say("word.join").join(
        say(
            "line.stage" if one.completion is not None else "line.stage_bare",
            stage=one.stage,
            done=_figure(row, one.done) or say("word.nothing"),
            completion=values.rate(one.completion),
        )
        for one in row.stages
    )


def stages_field(row: StatusRow) -> str | None:
    """The same for a record: `stage: done completion`, with `-` for what is not known."""
    return (
        "; ".join(
            f"{one.stage}: {_figure(row, one.done) or '-'} "
            f"{values.plain(values.share(one.completion)) or '-'}"
            for one in row.stages
        )
        or None
    )


def _figure(row: StatusRow, steps: int | None) -> str:
    return values.plain(values.quantity(row.commitment, steps))


def pending(row: StatusRow, as_of: dt.date) -> str:
    """The milestones that are overdue, each with by how much, and the next one after them."""
    return say("word.then").join(
        say("line.node_overdue", name=node.name, due=node.due, days=(as_of - node.due).days)
        if node.due < as_of
        else say("line.node", name=node.name, due=node.due)
        for node in row.pending
    )


def looks(row: StatusRow) -> str:
    """How often a duty is looked at, how long ago it was, and by how much that is too long."""
    words = [rhythm(row)]
    if row.look:
        words.append(say("line.last_look", ago=_ago(row.look)))
    if row.look and row.look.beyond:
        words.append(say("word.look_overdue", days=row.look.beyond))
    return say("word.then").join(filter(None, words))


def rhythm(row: StatusRow) -> str:
    """How often a duty is looked at."""
    every = row.commitment.profile.every
    return say("word.every", days=every) if every else ""


def last_look(row: StatusRow) -> str:
    """When a duty was last looked at, and by how much that is too long ago."""
    if row.look is None:
        return ""
    words = [say("line.look_day", day=row.look.day, ago=_ago(row.look))]
    if row.look.beyond:
        words.append(say("word.look_overdue", days=row.look.beyond))
    return say("word.then").join(words)


def _ago(look: Look) -> str:
    return say("word.looked_ago", days=look.days_ago) if look.days_ago else say("word.looked_today")
