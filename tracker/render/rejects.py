"""The rows of a file that could not be taken, as they stood, with the reason beside each.

Whoever sent them puts them right and sends them back: with the file they came from, they stand
in for its rows.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from tracker.core.intake import Preview
from tracker.core.model import KnownChange
from tracker.core.plaintext import neutral, visible
from tracker.core.records import Line, Source, line_mark
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
    """The day that stood above the headings and holds for every row, as a line above these."""
    days = {source.cut_off for source in _rejected(preview)}
    day = days.pop() if len(days) == 1 else None
    return [say("line.cut_off", day=day)] if day else []


def _rejected(preview: Preview) -> list[Source]:
    """The sources that have a rejected row."""
    numbers = {wrong.place.source for wrong in preview.wrong}
    return [source for number, source in enumerate(preview.sources) if number in numbers]


def _rows(preview: Preview) -> Iterator[list[str]]:
    """The headings, then each rejected row, in the columns of all files that have one.

    What is read stands under the program's own headings, whatever the files call it, so that it
    is read again without a map; what nobody reads stands behind it, for people.
    """
    columns: dict[str, str] = {}
    for source in _rejected(preview):
        for key, heading in zip(_keys(source), source.headings, strict=True):
            if key in source.columns:
                columns.setdefault(key, _heading(source, key))
            elif heading and heading != say("head.why"):
                # What is sent back a second time says so already.
                told = heading.startswith(say("word.unread", heading="").strip())
                columns.setdefault(key, heading if told else say("word.unread", heading=heading))
    # Days that differ can't stand above the headings: then each row has its own.
    by_row = any(one.cut_off for one in _rejected(preview)) and not _cut_offs(preview)
    if by_row:
        columns.setdefault("on", say("sent.on"))
    columns.pop("source", None)
    columns = dict(sorted(columns.items(), key=lambda column: column[0].startswith(_UNREAD)))
    lines = [{line.row: line for line in source.lines} for source in preview.sources]
    yield [*columns.values(), say("sent.source"), say("head.why")]
    for wrong in preview.wrong:
        number, row = wrong.place
        source, line = preview.sources[number], lines[number][row]
        cells = dict(zip(_keys(source), line.cells, strict=True))
        if by_row and source.cut_off:
            cells["on"] = cells.get("on") or source.cut_off
        yield [*(cells.get(key, "") for key in columns), _came_from(source, line), why(wrong)]


_UNREAD = "unread "


def _keys(source: Source) -> list[str]:
    """What each column is about: its field, or, of one that nobody reads, where it stands."""
    fields: dict[int, str] = {place: field for field, place in source.columns.items()}
    return [fields.get(n, f"{_UNREAD}{n} {text}") for n, text in enumerate(source.headings)]


def _heading(source: Source, key: str) -> str:
    field = next(field for field in source.columns if field == key)
    unit = source.units.get(field)
    return say(f"sent.{field}") + (f"（{unit}）" if unit else "")


def _came_from(source: Source, line: Line) -> str:
    """The file, the row and its mark; one that was sent back before keeps what it says."""
    column = source.columns.get("source")
    sent_back = line.cells[column] if column is not None else ""
    return sent_back or f"{PurePath(source.file).name}:{line.row}#{line_mark(line)}"
