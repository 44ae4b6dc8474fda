"""Pages of values as worksheets that are set up to be printed, written with XlsxWriter.

Every worksheet is one plain rectangle below its title, so that it can be filtered, sorted and
pasted into another ledger.
"""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tracker.core.dates import moment_of
from tracker.core.model import KnownChange
from tracker.core.plaintext import visible
from tracker.render import values
from tracker.text import say

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CELL = {"border": 1, "valign": "vcenter"}
_HEADING = {
    **_CELL, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E7E6E6",
}  # fmt: skip
_WARN_NOWHERE = {"number_stored_as_text": "A1:XFD1048576"}
# A cell holds 32,767 units of UTF-16, of which a character takes one or two.
_LONGEST = 16_000

DAY = "yyyy-mm-dd"
_PAPER_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
# Widths in half-width characters, of which a Chinese one takes two: of any column, of one with
# texts up to so many lines, of one with texts beyond that.
_LEAST, _TEXT, _LINES, _LONG_TEXT, _PADDING = 5, 24, 12, 48, 2
# More digits than this, and Excel's own format of a number would round what it shows.
_GENERAL_DIGITS = 11
# In points; Excel has no row above 409.
_LINE_HEIGHT, _HIGHEST = 15, 408


# Of what is locked in a form, all that changes nothing.
_STILL_ALLOWED = dict.fromkeys(("sort", "autofilter", "format_columns", "format_rows"), True)


class Gap(NamedTuple):
    """What is to be typed into a cell, which is as wide as `width` half-width characters.

    `rule` is what a spreadsheet refuses the rest by, in the words of XlsxWriter; `{cell}` in its
    value is the cell itself.
    """

    width: int
    rule: Mapping[str, object] = MappingProxyType({})


class Value(NamedTuple):
    """What a cell holds; `text` is what it shows, `form` its number format, `fill` a colour.

    One with a `gap` is empty, and the only kind that can be typed into where there are any.
    """

    value: str | Decimal | int | dt.date
    text: str
    form: str = ""
    fill: str = ""
    centred: bool = False
    gap: Gap | None = None


class Page(NamedTuple):
    """One worksheet: lines above a rectangle of cells, lines below it.

    `fixed` is how many columns stay in sight; `empty` is said where there is no row.
    """

    name: str
    title: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    empty: str
    foot: Sequence[str] = ()
    fixed: int = 1


def workbook(pages: Sequence[Page], known_at: KnownChange) -> bytes:
    """Pages as the bytes of an .xlsx file, the same for the same pages."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    # In memory, the parts of the file carry no time of their own.
    with Workbook(file, {"in_memory": True}) as book:
        recorded = moment_of(known_at.recorded_at).astimezone(dt.UTC)
        book.set_properties({"title": visible(pages[0].title[0]), "created": recorded})
        writer = Writer(book, known_at.change)
        for page in pages:
            writer.write(page)
    return file.getvalue()


class Writer:
    """An open workbook with the formats it has so far."""

    def __init__(self, book: "Workbook", change: int) -> None:
        self._book = book
        pages = say("line.page", page="&P", pages="&N")
        self._footer = f"&L{say('head.change')} #{change}&R{pages}"
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def write(self, page: Page) -> None:
        """Add a worksheet, set up to be printed on A4."""
        sheet = self._book.add_worksheet(page.name)
        for number, line in enumerate(page.title):
            big = {"bold": True, "font_size": 14} if number == 0 else {}
            self._write_text(sheet, number, 0, visible(line), **big)
        # A free line keeps the titles out of the rectangle that a spreadsheet sees by itself.
        head = len(page.title) + 1
        columns = [[row[n] for row in page.rows] for n in range(len(page.headings))]
        widths = [_width(text, column) for text, column in zip(page.headings, columns, strict=True)]
        for column, (text, width) in enumerate(zip(page.headings, widths, strict=True)):
            self._write_text(sheet, head, column, text, **_HEADING)
            sheet.set_column(column, column, width)
        sheet.set_row(head, _height(page.headings, widths))
        for number, row in enumerate(page.rows, start=head + 1):
            for column, value in enumerate(row):
                self._write_value(sheet, number, column, value)
            sheet.set_row(number, _height([value.text for value in row], widths))
        last = head + len(page.rows)
        if page.rows:
            sheet.autofilter(head, 0, last, len(page.headings) - 1)
        else:
            last += 1
            self._write_text(sheet, last, 0, page.empty)
        for number, line in enumerate(page.foot, start=last + 2):
            self._write_text(sheet, number, 0, visible(line))
        sheet.freeze_panes(head + 1, page.fixed)
        sheet.ignore_errors(_WARN_NOWHERE)
        _lock(sheet, page, head + 1)
        self._set_up(sheet, head)

    def _set_up(self, sheet: "Worksheet", head: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(_PAPER_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.set_margins(**_MARGINS)
        sheet.set_footer(self._footer)

    def _format(self, **properties: object) -> "Format":
        key = tuple(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def _write_value(self, sheet: "Worksheet", row: int, column: int, cell: Value) -> None:
        properties: dict[str, object] = dict(_CELL)
        if cell.centred:
            properties["align"] = "center"
        if cell.fill:
            properties["bg_color"] = cell.fill
        if cell.gap:
            shown = {"num_format": cell.form} if cell.form else {"text_wrap": True}
            style = self._format(locked=False, **shown, **properties)
            sheet.write_blank(row, column, None, style)
        elif isinstance(cell.value, str):
            self._write_text(sheet, row, column, cell.value, text_wrap=True, **properties)
        elif isinstance(cell.value, dt.date):
            style = self._format(num_format=cell.form, **properties)
            sheet.write_datetime(row, column, cell.value, style)
        else:
            style = self._format(num_format=cell.form, **properties)
            sheet.write_number(row, column, cell.value, style)

    def _write_text(
        self, sheet: "Worksheet", row: int, column: int, text: str, **properties: object
    ) -> None:
        style = self._format(**properties)
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take it for XML of its own, and write it as it stands.
            sheet.write_rich_string(row, column, text[0], text[1], text[2:], style)
        elif text:
            sheet.write_string(row, column, text, style)
        else:
            sheet.write_blank(row, column, None, style)


def text_value(text: str) -> Value:
    """A text, with what hides in it shown."""
    return Value(visible(text), visible(text))


def day_value(day: dt.date) -> Value:
    """A day."""
    return Value(day, day.isoformat(), DAY, centred=True)


def figure_value(value: Decimal | int | None, before: str = "") -> Value:
    """A number with nothing but its digits, and a sign of comparison before it."""
    if value is None:
        return text_value("")
    digits = values.plain(value)
    is_short = len(digits) <= _GENERAL_DIGITS
    form = "General" if is_short else decimals(value, is_signed=False)
    return Value(value, before + digits, f'"{before}"{form}' if before else form)


def decimals(value: Decimal | int, *, is_signed: bool) -> str:
    """The format that shows all decimals of a number, and its sign where that is wanted."""
    digits = Decimal(value).as_tuple().exponent
    form = f"{0:.{-min(int(digits), 0)}f}"
    return f"+{form};-{form};{form}" if is_signed else form


def _lock(sheet: "Worksheet", page: Page, first: int) -> None:
    """Leave a page with gaps open to be filled in, each by its rule, and nowhere else."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    if not any(cell.gap for row in page.rows for cell in row):
        return
    for column in range(len(page.headings)):
        gaps = ((n, row[column].gap) for n, row in enumerate(page.rows, start=first))
        for gap, run in groupby(gaps, key=lambda found: found[1]):
            if gap and gap.rule:
                top, *others = (n for n, _ in run)
                rule = dict(gap.rule)
                if rule["validate"] == "custom":
                    cell = xl_rowcol_to_cell(top, column)
                    rule["value"] = str(rule["value"]).replace("{cell}", cell)
                sheet.data_validation(top, column, [top, *others][-1], column, rule)
    sheet.protect("", _STILL_ALLOWED)


def _width(heading: str, column: Iterable[Value]) -> int:
    """Room for every figure and for each word of the heading; texts are wrapped."""
    figures, longest = _LEAST, 0
    for cell in column:
        if cell.gap:
            figures = max(figures, cell.gap.width)
        elif cell.form:
            figures = max(figures, cell_len(cell.text))
        else:
            longest = max(longest, cell_len(cell.text))
    texts = min(longest, max(_TEXT, min(longest // _LINES, _LONG_TEXT)))
    return max(figures, texts, *map(cell_len, heading.split())) + _PADDING


def _height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """Room for every line. Excel finds it by itself, other programs do not."""
    lines = (-(-cell_len(t) // (w - _PADDING)) for t, w in zip(texts, widths, strict=True))
    return min(max(1, *lines) * _LINE_HEIGHT, _HIGHEST)
