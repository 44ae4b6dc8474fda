"""The rows of a file that could not be taken, as they stood, with the reason beside each.

Whoever sent them puts them right and sends them back: with the file they came from, they stand
in for its rows.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from tracker.core.intake import Preview
from tracker.core.plaintext import neutral, visible
from tracker.core.records import Line, Source
from tracker.core.reports import KnownChange
from tracker.render.intake import why
from tracker.render.worksheet import Page, text_value, workbook
from tracker.text import say


def as_csv(preview: Preview) -> bytes:
    """The rejected rows as CSV that opens right in Excel and WPS."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([line] for line in _cut_offs(preview))
    for row in _rows(preview):
        writer.writerow([neutral(visible(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(preview: Preview, known_at: KnownChange) -> bytes:
    """The rejected rows as a workbook with one worksheet."""
    headings, *rows = _rows(preview)
    cells = [[text_value(cell) for cell in row] for row in rows]
    title = [say("tab.rejects"), *_cut_offs(preview)]
    return workbook([Page(title[0], title, headings, cells, "")], known_at)


def _cut_offs(preview: Preview) -> list[str]:
    """The day that stood above the headings and held for every row, as a line above these."""
    days = _days(preview)
    return [say("line.cut_off", day=day) for day in days] if len(days) == 1 else []


def _days(preview: Preview) -> list[str]:
    return list(dict.fromkeys(one.cut_off for one in _rejected(preview) if one.cut_off))


def _rejected(preview: Preview) -> list[Source]:
    """The sources that have a rejected row."""
    numbers = {wrong.place.source for wrong in preview.wrong}
    return [source for number, source in enumerate(preview.sources) if number in numbers]


def _rows(preview: Preview) -> Iterator[list[str]]:
    """The headings, then each rejected row, in the columns of all files that have one."""
    headings = list(dict.fromkeys(h for one in _rejected(preview) for h in one.headings if h))
    source_heading, reason_heading = say("sent.source"), say("head.why")
    # Days that differ can't stand above the headings: then each row has its own.
    day_heading = _heading_of_days(preview) if len(_days(preview)) > 1 else ""
    if day_heading and day_heading not in headings:
        headings.append(day_heading)
    own = [h for h in headings if h not in (source_heading, reason_heading)]
    lines = [{line.row: line for line in source.lines} for source in preview.sources]
    yield [*own, source_heading, reason_heading]
    for wrong in preview.wrong:
        number, row = wrong.place
        source, line = preview.sources[number], lines[number][row]
        cells = dict(zip(source.headings, line.cells, strict=True))
        if day_heading and source.cut_off:
            cells[day_heading] = cells.get(day_heading) or source.cut_off
        yield [*(cells.get(heading, "") for heading in own), _came_from(source, line), why(wrong)]


def _heading_of_days(preview: Preview) -> str:
    """The heading of the column with work dates."""
    columns = ((one, one.columns.get("on")) for one in _rejected(preview))
    return next((one.headings[n] for one, n in columns if n is not None), say("sent.on"))


def _came_from(source: Source, line: Line) -> str:
    """The file and row of a rejected row; one that was sent back before keeps what it says."""
    column = source.columns.get("source")
    sent_back = line.cells[column] if column is not None else ""
    return sent_back or f"{PurePath(source.file).name}:{line.row}"
