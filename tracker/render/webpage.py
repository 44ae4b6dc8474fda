"""A bulletin, or pictures, as one HTML file: for a screen, and for A4 paper in black and white.

It loads nothing, runs nothing, and is the same for the same facts, byte for byte.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.core.bulletin import Bulletin
from tracker.core.course import Picture
from tracker.core.plaintext import visible
from tracker.render import bulletin_sheet, picture
from tracker.render.sheet import Cell, Column, Sheet, Table
from tracker.text import say

TEMPLATE = "webpage.html"


class Row(NamedTuple):
    """The cells of a row, each of one or two lines, and the words below it with their headings."""

    cells: Sequence[Sequence[Cell]]
    below: Sequence[tuple[str, str]]


class Grid(NamedTuple):
    """A table as a page has it: what is under a column is its second line."""

    heading: str
    empty: str
    columns: Sequence[Sequence[Column]]
    groups: Sequence[tuple[str, Sequence[Row]]]

    @property
    def is_flat(self) -> bool:
        """Whether one column alone has a second line: then it fits behind the first one."""
        return sum(len(lines) > 1 for lines in self.columns) == 1


def webpage(bulletin: Bulletin) -> str:
    """The whole bulletin: every table that the other formats have, and a picture of each
    commitment that can be drawn."""
    pictures = [line.picture for line in bulletin.lines if line.picture]
    return page(bulletin_sheet.sheet(bulletin), pictures)


def chart_page(pictures: Sequence[Picture], plan: str) -> str:
    """A page of nothing but pictures, of which there is at least one."""
    title = say("line.chart_title", plan=plan, day=pictures[0].as_of).strip()
    return page(Sheet([title], []), pictures)


def page(sheet: Sheet, pictures: Iterable[Picture] = ()) -> str:
    """A sheet, and pictures below it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        # What the template calls safe is markup, and went through `visible` before it was made.
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        language=say("word.language_tag"),
        fonts=picture.FONTS,
        running=_css_text(visible(" - ".join(sheet.title[:2]))),
        title=sheet.title,
        grids=[_grid(table) for table in sheet.tables],
        pictures_heading=say("list.pictures"),
        pictures=[(picture.title(one), picture.drawing(one)) for one in pictures],
        colon=say("line.below", head="", text=""),
        foot=sheet.foot,
    )


def _grid(table: Table) -> Grid:
    columns = table.columns
    beside = [
        [i for i, c in enumerate(columns) if i == first or c.under == column.key]
        for first, column in enumerate(columns)
        if not column.under and not column.below
    ]
    below = [i for i, column in enumerate(columns) if column.below]

    def laid_out(row: Sequence[Cell]) -> Row:
        cells = [[row[i] for i in lines] for lines in beside]
        return Row(cells, [(columns[i].heading, row[i].text) for i in below if row[i].text])

    return Grid(
        table.heading,
        table.empty,
        [[columns[i] for i in lines] for lines in beside],
        [(g.heading, [laid_out(row) for row in g.rows]) for g in table.groups if g.rows],
    )


def _css_text(text: str) -> str:
    """A text as it may stand between quotes in a style sheet, within HTML: all but the plainest
    characters as escapes of CSS."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text)
