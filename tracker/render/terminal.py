"""A sheet as text for a terminal: columns that fit, folded and never cut, Chinese included.

Rich draws a table at about 1 ms a row, so it lays out no table here; it measures cells and
writes the colours.
"""

import io
import re
from collections.abc import Iterator, Sequence
from itertools import compress

from rich.cells import cell_len, split_graphemes
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from tracker.core.plaintext import visible
from tracker.render.sheet import Cell, Column, Sheet, Table
from tracker.text import say

# A flexible column is folded down to this before a table is allowed to be wider than the page.
MIN_FLEXIBLE = 10

_Line = list[Segment]
_BOLD = Style(bold=True)
_INDENT = 4


def table(sheet: Sheet, width: int, *, color: bool) -> str:
    """The sheet as lines of at most `width` cells where its words allow it."""
    lines: list[_Line] = [
        [Segment(line)] for text in sheet.title for line in fold(visible(text), width)
    ]
    for one in sheet.tables:
        lines += [[]] if lines else []
        if one.heading:
            lines += [[Segment(part, _BOLD)] for part in fold(visible(one.heading), width)]
        if one.empty and not any(group.rows for group in one.groups):
            lines.append([Segment(visible(one.empty), Style(dim=True))])
        else:
            lines += _table_lines(one, width)
    if sheet.foot:
        lines += [[]] if lines else []
        lines += [[Segment(line)] for text in sheet.foot for line in fold(visible(text), width)]
    return _ansi(lines, color=color)


def fold(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells: at spaces, within Chinese anywhere."""
    lines: list[str] = []
    line, used = "", 0
    for word, size in _pieces(text, width):
        if used and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if word.isspace():
                continue
        line, used = line + word, used + size
    return [*lines, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Words; one that is wider than a line comes in parts, behind its hyphens or anywhere."""
    for word, size in _words(text):
        if size <= width:
            yield word, size
            continue
        for part in re.findall("[^-]*-|[^-]+", word):
            for start in range(0, len(part), max(width, 1)):
                piece = part[start : start + max(width, 1)]
                yield piece, cell_len(piece)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Pieces that stay together, with their width: runs of ASCII, else single characters."""
    run = ""
    for start, end, size in split_graphemes(text)[0]:
        piece = text[start:end]
        if piece.isascii() and not piece.isspace() and len(run) < 24:
            run += piece
            continue
        if run:
            yield run, len(run)
            run = ""
        if piece.isascii() and not piece.isspace():
            run = piece
        else:
            yield piece, size
    if run:
        yield run, len(run)


def _table_lines(one: Table, width: int) -> Iterator[_Line]:
    one = _cleaned(one)
    beside = [not column.below for column in one.columns]
    columns = list(compress(one.columns, beside))
    groups = [(g.heading, [list(compress(row, beside)) for row in g.rows]) for g in one.groups]
    gap = 2
    heads = [Cell(c.heading, "bold") for c in columns]
    every = [heads, *(row for _, rows in groups for row in rows)]
    if _natural_width(columns, every, gap) > width and any(c.under for c in columns):
        gap = 1
        groups = [(h, [_stacked(columns, row) for row in rows]) for h, rows in groups]
        heads = _stacked(columns, heads)
        columns = [c for c in columns if not c.under]
        every = [heads, *(row for _, rows in groups for row in rows)]
    widths = _fitted(columns, every, width, gap)
    if any(c.heading for c in columns):
        yield from _row_lines(columns, heads, widths, gap)
    for (heading, rows), group in zip(groups, one.groups, strict=True):
        if heading:
            yield [Segment(heading, _BOLD)]
        for row, whole in zip(rows, group.rows, strict=True):
            yield from _row_lines(columns, row, widths, gap)
            yield from _lines_below(one.columns, whole, width)


def _lines_below(columns: Sequence[Column], row: Sequence[Cell], width: int) -> Iterator[_Line]:
    """The words that belong to a row, each behind its heading and folded to the page."""
    for column, cell in zip(columns, row, strict=True):
        if column.below and cell.text:
            text = say("line.below", head=column.heading, text=cell.text)
            for part in fold(text, max(width - _INDENT, MIN_FLEXIBLE)):
                yield [Segment(" " * _INDENT + part, Style(dim=True))]


def _cleaned(one: Table) -> Table:
    return one._replace(
        groups=[
            g._replace(
                heading=visible(g.heading),
                # Only the layout itself breaks a cell into lines.
                rows=[[c._replace(text=visible(c.text)) for c in row] for row in g.rows],
            )
            for g in one.groups
        ]
    )


def _stacked(columns: Sequence[Column], row: Sequence[Cell]) -> list[Cell]:
    """The cells of a narrow page: what is under another column is its next line."""
    below = {c.under: cell for c, cell in zip(columns, row, strict=True) if c.under}
    return [
        cell._replace(text=f"{cell.text}\n{below[c.key].text}".rstrip("\n"))
        if c.key in below
        else cell
        for c, cell in zip(columns, row, strict=True)
        if not c.under
    ]


def _needs(index: int, rows: Sequence[Sequence[Cell]]) -> int:
    return max(cell_len(line) for row in rows for line in row[index].text.split("\n"))


def _natural_width(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], gap: int) -> int:
    return sum(_needs(i, rows) for i in range(len(columns))) + gap * (len(columns) - 1)


def _fitted(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, gap: int
) -> list[int]:
    """The width of each column; flexible ones give way where the page is too narrow."""
    widths = [_needs(i, rows) for i in range(len(columns))]
    excess = sum(widths) + gap * (len(columns) - 1) - width
    for index in sorted(range(len(columns)), key=lambda i: -widths[i]):
        if excess > 0 and columns[index].flexible:
            taken = min(excess, max(widths[index] - MIN_FLEXIBLE, 0))
            widths[index] -= taken
            excess -= taken
    return widths


def _row_lines(
    columns: Sequence[Column], row: Sequence[Cell], widths: Sequence[int], gap: int
) -> Iterator[_Line]:
    folded = [
        [part for line in cell.text.split("\n") for part in fold(line, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, folded))):
        line: _Line = []
        for index, column in enumerate(columns):
            text = folded[index][number] if number < len(folded[index]) else ""
            pad = " " * max(widths[index] - cell_len(text), 0)
            last = index == len(columns) - 1
            shown = pad + text if column.right else text if last else text + pad
            line.append(Segment(shown, Style.parse(row[index].style or "none")))
            if not last:
                line.append(Segment(" " * gap))
        yield line


def _ansi(lines: Sequence[_Line], *, color: bool) -> str:
    if not color:
        return "".join("".join(s.text for s in line).rstrip() + "\n" for line in lines)
    console = Console(
        file=io.StringIO(), force_terminal=True, legacy_windows=False, width=10_000, markup=False
    )
    with console.capture() as capture:
        for line in lines:
            console.print(Segments([*line, Segment.line()]), end="", soft_wrap=True)
    return capture.get()
