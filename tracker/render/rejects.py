"""The rows of a file that could not be taken, as they stood, with the reason beside each.

Whoever sent them puts them right and sends them back: with the file they came from, they stand
in for its rows.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from tracker.core.intake import Preview, Wrong
from tracker.core.plaintext import neutral, visible
from tracker.core.records import Source
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
    days = dict.fromkeys(source.cut_off for source in _rejected(preview) if source.cut_off)
    return [say("line.cut_off", day=day) for day in days] if len(days) == 1 else []


def _rejected(preview: Preview) -> list[Source]:
    """The sources that have a rejected row."""
    numbers = {wrong.place.source for wrong in preview.wrong}
    return [source for number, source in enumerate(preview.sources) if number in numbers]


def _rows(preview: Preview) -> Iterator[list[str]]:
    """The headings, then each rejected row, in the columns of all files that have one."""
    headings = list(dict.fromkeys(h for one in _rejected(preview) for h in one.headings if h))
    source_heading, reason_heading = say("sent.source"), say("head.why")
    own = [h for h in headings if h not in (source_heading, reason_heading)]
    yield [*own, source_heading, reason_heading]
    for wrong in preview.wrong:
        cells = _cells(preview, wrong)
        yield [*(cells.get(heading, "") for heading in own), _came_from(preview, wrong), why(wrong)]


def _cells(preview: Preview, wrong: Wrong) -> dict[str, str]:
    source = preview.sources[wrong.place.source]
    line = next(line for line in source.lines if line.row == wrong.place.row)
    return dict(zip(source.headings, line.cells, strict=True))


def _came_from(preview: Preview, wrong: Wrong) -> str:
    """The file and row of a rejected row; one that was sent back before keeps what it says."""
    source = preview.sources[wrong.place.source]
    if (column := source.columns.get("source")) is not None:
        line = next(line for line in source.lines if line.row == wrong.place.row)
        if line.cells[column]:
            return line.cells[column]
    return f"{PurePath(source.file).name}:{wrong.place.row}"
