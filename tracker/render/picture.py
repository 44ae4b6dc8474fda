"""The burn-up of a commitment as SVG: what was done as a thick step line against a dashed pace.

It is drawn in black and grey, so that it reads the same from any printer, and in whole numbers,
so that the same picture is always the same text.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple
from xml.sax.saxutils import escape

from rich.cells import cell_len

from tracker.core.course import Picture
from tracker.core.pace import pace_of
from tracker.core.plaintext import visible
from tracker.render import values
from tracker.render.terminal import fold
from tracker.text import say

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimSun,sans-serif"

# The page of one picture, and within it the edges of the plot.
WIDTH, HEIGHT = 1080, 600
TOP, FLOOR, RIGHT = 60, 490, 1050
SIZE, HEADING = 34, 42
# How wide a cell of text (half a Chinese character) is at most, in hundredths of its size.
CELL = 58
MOST_MARKS = 14

# What keeps a label readable where a line runs through it.
HALO = 'stroke="#fff" stroke-width="8" stroke-linejoin="round" paint-order="stroke"'


def svg(pictures: Sequence[Picture]) -> str:
    """A file of one picture or of several below each other, each under its commitment's name."""
    y, parts = 0, []
    for picture in pictures:
        for line in fold(visible(title(picture)), WIDTH * 100 // (HEADING * CELL)):
            y += HEADING * 5 // 4
            parts.append(_words(0, y, line, f'font-size="{HEADING}" font-weight="bold"'))
        parts.append(f'<g transform="translate(0,{y + 10})">\n{drawing(picture)}</g>\n')
        y += HEIGHT + 30
    inner = "".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_open(WIDTH, y)}{inner}</svg>\n'


def drawing(picture: Picture) -> str:
    """One picture without a heading, to stand in a page; its name and figures are for readers
    who can't see it."""
    frame = _frame(picture)
    parts = [
        _open(WIDTH, HEIGHT).replace(">\n", ' role="img">\n'),
        f"<title>{_escaped(title(picture))}</title>\n<desc>{_escaped(_description(picture))}</desc>\n",
        *_axes(frame, picture),
        *_lines(frame, picture),
        *_as_of(frame, picture),
    ]
    return "".join(parts) + "</svg>\n"


def title(picture: Picture) -> str:
    """The name of a picture."""
    return f"{picture.commitment.profile.name} ({picture.commitment.slug})"


def figures(picture: Picture) -> str:
    """What a picture comes to on its as-of day, in words."""
    done = done_on(picture, picture.as_of)
    words = [] if done is None else [say("line.picture_done", share=values.rate(done))]
    pace = pace_of(picture.commitment, picture.as_of)
    return say("word.join").join([*words, say("line.picture_pace", share=values.rate(pace))])


def done_on(picture: Picture, day: dt.date) -> Fraction | None:
    """The share done at the end of a day; None before the first figure and after the as-of day."""
    place = bisect_right(picture.done, day, key=lambda step: step[0])
    return picture.done[place - 1][1] if place and day <= picture.as_of else None


def first_day(picture: Picture) -> dt.date:
    """The first day of the axis."""
    return picture.start + dt.timedelta(days=1)


def last_mark(picture: Picture) -> tuple[dt.date, str]:
    """The due day, where it is on the axis, else the last day; with its words."""
    due = picture.commitment.terms.due
    if due is not None and picture.start < due <= picture.end:
        return due, say("line.picture_due", day=due)
    return picture.end, picture.end.isoformat()


def span(picture: Picture) -> tuple[Fraction, Fraction]:
    """The lowest and the highest share to be drawn: 0 and 1, or more where there is more."""
    shares = [share for _, share in picture.done]
    return min([Fraction(0), *shares]), max([Fraction(1), *shares])


def ticks(low: Fraction, high: Fraction) -> list[int]:
    """The per cents at which an axis is marked: every 50, or further apart where it is long."""
    step = 50
    while (high - low) * 100 > 5 * step:
        step *= 2
    return [step * n for n in range(ceil(low * 100 / step), floor(high * 100 / step) + 1)]


def _description(picture: Picture) -> str:
    day = say("line.picture_as_of", day=picture.as_of)
    return say("word.join").join([day, figures(picture)])


class _Frame(NamedTuple):
    """Where the days and the shares of a picture lie on its page."""

    start: dt.date
    days: int
    left: int
    low: Fraction
    high: Fraction

    def x(self, day: dt.date) -> int:
        passed = min(max((day - self.start).days, 0), self.days)
        return self.left + (RIGHT - self.left) * passed // self.days

    def y(self, share: Fraction) -> int:
        return TOP + floor((FLOOR - TOP) * (self.high - share) / (self.high - self.low))


def _frame(picture: Picture) -> _Frame:
    low, high = span(picture)
    left = 20 + max(_width(f"{tick}%") for tick in ticks(low, high))
    return _Frame(picture.start, (picture.end - picture.start).days, left, low, high)


def _axes(frame: _Frame, picture: Picture) -> Iterator[str]:
    """Per cents at the left, months and the first and the due day below."""
    for tick in ticks(frame.low, frame.high):
        y = frame.y(Fraction(tick, 100))
        yield _line(frame.left, y, RIGHT, y, "#bbb", 1 if tick else 3)
        yield _words(frame.left - 12, y + 12, f"{tick}%", 'text-anchor="end"')
    for day, label in _months(picture):
        x = frame.x(day - dt.timedelta(days=1))
        yield _line(x, FLOOR, x, FLOOR + 10, "#777", 2)
        yield _words(x, FLOOR + 42, label, 'text-anchor="middle" font-size="26" fill="#555"')
    below = FLOOR + 86
    day, text = last_mark(picture)
    x = frame.x(day)
    if day != picture.end:
        yield _line(x, TOP, x, FLOOR, "#bbb", 2)
    begin = min(max(x - _width(text) // 2, frame.left), WIDTH - _width(text))
    yield _words(begin, below, text)
    first = first_day(picture).isoformat()
    if frame.left + _width(first) + SIZE <= begin:
        yield _words(frame.left, below, first)


def _months(picture: Picture) -> list[tuple[dt.date, str]]:
    """The days at which the axis is marked: the beginnings of months, or of years."""
    first, last = (day.year * 12 + day.month - 1 for day in (picture.start, picture.end))
    for step in (1, 3, 12, 60, 240):
        found = [m for m in range(first + 1, last + 1) if m % step == 0]
        if len(found) <= MOST_MARKS:
            break
    return [
        (dt.date(m // 12, m % 12 + 1, 1), str(m % 12 + 1 if step < 12 else m // 12)) for m in found
    ]


def _lines(frame: _Frame, picture: Picture) -> Iterator[str]:
    """What was done, with the area below it, and the pace."""
    steps = [step for step in picture.done if step[0] <= picture.as_of]
    if steps:
        x, y = frame.x(steps[0][0]), frame.y(steps[0][1])
        path = f"M{x} {y}" + "".join(f"H{frame.x(d)}V{frame.y(s)}" for d, s in steps[1:])
        path += f"H{frame.x(picture.as_of)}"
        yield f'<path d="{path}V{frame.y(Fraction(0))}H{x}Z" fill="#e4e4e4"/>\n'
    points = " ".join(f"{frame.x(day)},{frame.y(share)}" for day, share in picture.pace)
    dashed = 'fill="none" stroke="#000" stroke-width="3" stroke-dasharray="14 9"'
    yield f'<polyline points="{points}" {dashed}/>\n'
    if steps:
        yield f'<path d="{path}" fill="none" stroke="#000" stroke-width="7"/>\n'


def _as_of(frame: _Frame, picture: Picture) -> Iterator[str]:
    """The as-of day, and what stands at it; the higher of two labels lies left of it and above
    its line, the lower one right of it and below, where neither has anything in its way."""
    day = picture.as_of
    if day < picture.start:
        return
    x = frame.x(day)
    text = say("line.picture_as_of", day=day)
    if day <= picture.end:
        yield _line(x, TOP, x, FLOOR, "#000", 2)
    half = _width(text) // 2
    yield _words(min(max(x, half), WIDTH - half), TOP - 20, text, 'text-anchor="middle"')
    pace, done = pace_of(picture.commitment, day), done_on(picture, day)
    labels = [
        (share, say(key, share=values.rate(share)), style)
        for key, share, style in (
            ("line.picture_pace", pace, HALO),
            ("line.picture_done", done, f'font-weight="bold" {HALO}'),
        )
        if share is not None
    ]
    above = TOP
    for rank, (share, words, style) in enumerate(sorted(labels, reverse=True)):
        is_first, width = rank == 0, _width(words) + 14
        has_room = frame.left <= x - width, x + width <= WIDTH
        at_left = has_room[0] and (is_first or not has_room[1])
        y = frame.y(share) + (-16 if is_first else SIZE + 8)
        y = min(max(y, above + SIZE), FLOOR - (SIZE + 20 if is_first else 14))
        above = y + 4
        anchor = 'text-anchor="end" ' if at_left else ""
        yield _words(x - 14 if at_left else x + 14, y, words, anchor + style)


def _open(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="{FONTS}" font-size="{SIZE}">\n'
    )


def _line(x: int, y: int, to_x: int, to_y: int, color: str, width: int) -> str:
    ends = f'x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}"'
    return f'<line {ends} stroke="{color}" stroke-width="{width}"/>\n'


def _words(x: int, y: int, text: str, attributes: str = "") -> str:
    space = " " if attributes else ""
    return f'<text x="{x}" y="{y}"{space}{attributes}>{_escaped(text)}</text>\n'


def _escaped(text: str) -> str:
    return escape(visible(text))


def _width(text: str) -> int:
    return cell_len(text) * SIZE * CELL // 100
