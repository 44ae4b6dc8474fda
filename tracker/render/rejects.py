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
    for *cells, reason in _rows(preview):
        # The reason is read by people only: an apostrophe at its beginning needs no other one.
        told = reason if reason.startswith("'") else neutral(visible(reason))
        writer.writerow([*(neutral(visible(cell)) for cell in cells), told])
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
    """The headings, then each rejected row, in the columns of all files that have one.

    Files may call the same thing by other headings: then it stands under that of the first.
    """
    columns: dict[str, str] = {}
    for source in _rejected(preview):
        for key, heading in zip(_keys(source), source.headings, strict=True):
            if heading and key != "source":
                columns.setdefault(key, heading)
    if len(_days(preview)) > 1:
        # Days that differ can't stand above the headings: then each row has its own.
        columns.setdefault("on", say("sent.on"))
    columns.pop(_unread(say("head.why")), None)
    lines = [{line.row: line for line in source.lines} for source in preview.sources]
    yield [*columns.values(), say("sent.source"), say("head.why")]
    for wrong in preview.wrong:
        number, row = wrong.place
        source, line = preview.sources[number], lines[number][row]
        cells = dict(zip(_keys(source), line.cells, strict=True))
        if "on" in columns and source.cut_off and len(_days(preview)) > 1:
            cells["on"] = cells.get("on") or source.cut_off
        yield [*(cells.get(key, "") for key in columns), _came_from(source, line), why(wrong)]


def _keys(source: Source) -> list[str]:
    """What each column is about: its field, or, of one that nobody reads, its heading."""
    fields: dict[int, str] = {place: field for field, place in source.columns.items()}
    return [fields.get(n, _unread(heading)) for n, heading in enumerate(source.headings)]


def _unread(heading: str) -> str:
    return f"heading {heading}"


def _came_from(source: Source, line: Line) -> str:
    """The file and row of a rejected row; one that was sent back before keeps what it says."""
    column = source.columns.get("source")
    sent_back = line.cells[column] if column is not None else ""
    return sent_back or f"{PurePath(source.file).name}:{line.row}"
