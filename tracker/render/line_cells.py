"""Single cells about one commitment of a bulletin: each a text, and the figure or day behind it."""

from fractions import Fraction

from tracker.core.bulletin import Bulletin, Line, Said
from tracker.core.model import Commitment
from tracker.render import outlook as outlook_words
from tracker.render import values
from tracker.render.sheet import Cell
from tracker.render.show import per_week
from tracker.text import say

# No sign that a spreadsheet could take for a formula.
NO_FORECAST = "/"


def quantity(commitment: Commitment, steps: int | None) -> Cell:
    """Steps as a figure of the unit."""
    value = values.quantity(commitment, steps)
    return Cell(values.plain(value), value=value)


def increment(commitment: Commitment, steps: int | None) -> Cell:
    """A change of figures, with its sign."""
    value = values.quantity(commitment, steps)
    return Cell(values.signed(value), value=value)


def share(value: Fraction | None) -> Cell:
    """A share as a percentage."""
    per_cent = values.share(value)
    return Cell(values.plain(per_cent), value=per_cent, percent=True)


def points(value: Fraction | None) -> Cell:
    """A difference in percentage points, with its sign."""
    return Cell(values.points(value), value=values.share(value))


def rate(commitment: Commitment, steps: Fraction | None) -> Cell:
    """A weekly rate."""
    value = per_week(commitment, steps)
    return Cell(values.plain(value), value=value)


def finish(one: Line) -> Cell:
    """The likely finish; a sign where there is no forecast of what is left."""
    if one.progress.met or one.progress.remaining is None:
        return Cell()
    if one.forecast is None:
        return Cell(NO_FORECAST)
    likely = one.forecast.likely
    return Cell(outlook_words.day(likely, one.forecast), value=likely)


def outlook(one: Line) -> str:
    """By how many days it is overdue or was completed late, and what is to be expected."""
    now = one.progress
    late = values.days(now.days_left, overdue=True) if now.klass == "overdue" else ""
    if one.late:
        late = values.standing(now.klass, None, one.late)
    expected = outlook_words.sentence(one.forecast, one.recovery, now.pace)
    return say("word.then").join(filter(None, (late, expected)))


def said(words: Said | None, bulletin: Bulletin) -> str:
    """What was said, with its day where that was before the period; "" for nothing."""
    if words is None or words.day >= bulletin.period.start:
        return words.text if words else ""
    return say("line.said_on", text=words.text, day=words.day)
