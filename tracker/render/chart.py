"""Pictures in a terminal, drawn in ASCII, which every terminal draws equally wide; and their
points for other programs."""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.cells import cell_len

from tracker.core.course import Picture
from tracker.core.pace import pace_of
from tracker.render import values
from tracker.render.picture import done_on, figures, first_day, last_mark, span, ticks, title
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say

ROWS = 13
NARROWEST, WIDEST = 24, 120


def as_json(picture: Picture) -> dict[str, Any]:
    """One picture with its points; documented in docs/json.md."""
    terms = picture.commitment.terms
    return {
        "slug": picture.commitment.slug,
        "as_of": picture.as_of,
        "start": terms.start,
        "due": terms.due,
        "points": [
            {"day": day, "completion": values.share(done), "pace": values.share(pace)}
            for day, done, pace in _points(picture)
        ],
    }


def records(pictures: Sequence[Picture]) -> Iterator[list[object]]:
    """One record a point, the slug first."""
    for picture in pictures:
        for day, done, pace in _points(picture):
            yield [picture.commitment.slug, day, values.share(done), values.share(pace)]


def _points(picture: Picture) -> Iterator[tuple[dt.date, Fraction | None, Fraction | None]]:
    """The days on which one of the lines bends, and the as-of day."""
    days = {day for line in (picture.done, picture.pace) for day, _ in line}
    for day in sorted(days | {picture.as_of}):
        yield day, done_on(picture, day), pace_of(picture.commitment, day)


def sheet(pictures: Sequence[Picture], plan: str, width: int) -> Sheet:
    """Each picture under its name; `width` is that of the page."""
    day = pictures[0].as_of
    heading = say("line.chart_title", plan=plan, day=day).strip()
    return Sheet(
        [heading], [_table(p, width) for p in pictures], [say("line.chart_legend", day=day)]
    )


def _table(picture: Picture, width: int) -> Table:
    low, high = span(picture)
    labels = {_row(Fraction(tick, 100), low, high): f"{tick}%" for tick in ticks(low, high)}
    # Two cells stand between the columns of a table, and the axis is one; the last one is left
    # free, because a console of Windows goes on to the next line behind it.
    columns = min(max(width - max(map(len, labels.values())) - 4, NARROWEST), WIDEST)
    rows = [
        [Cell(labels.get(number, "")), Cell(("+" if number in labels else "|") + line)]
        for number, line in enumerate(_plot(picture, columns))
    ]
    rows.append([Cell(), Cell(_days(picture, columns))])
    heading = f"{title(picture)}: {figures(picture)}"
    return Table([Column("share", right=True), Column("plot")], [Group("", rows)], heading)


def _plot(picture: Picture, columns: int) -> list[str]:
    """The rows of the plot from the highest share to the lowest."""
    low, high = span(picture)
    zero = _row(Fraction(0), low, high)
    drawn = [["-" if row == zero else " "] * columns for row in range(ROWS)]
    drawn[zero][_column(picture, last_mark(picture)[0], columns)] = "|"
    if picture.start <= picture.as_of <= picture.end:
        for row in drawn:
            row[_column(picture, picture.as_of, columns)] = "|"
    for column in range(columns):
        day = picture.start + (picture.end - picture.start) * column // (columns - 1)
        done, pace = done_on(picture, day), pace_of(picture.commitment, day)
        reached = zero if done is None else _row(done, low, high)
        for row in drawn[reached:zero] or drawn[zero + 1 : reached + 1]:
            row[column] = "#"
        if pace is not None:
            drawn[_row(pace, low, high)][column] = "."
    return ["".join(row).rstrip() for row in drawn]


def _days(picture: Picture, columns: int) -> str:
    """The first day and the due day, or the last one, below their places on the axis."""
    first = f" {first_day(picture).isoformat()}"
    day, text = last_mark(picture)
    gap = _column(picture, day, columns) + 2 - len(first) - cell_len(text)
    return first + " " * max(gap, 1) + text


def _row(share: Fraction, low: Fraction, high: Fraction) -> int:
    return round((ROWS - 1) * (high - share) / (high - low))


def _column(picture: Picture, day: dt.date, columns: int) -> int:
    return (columns - 1) * (day - picture.start).days // (picture.end - picture.start).days
