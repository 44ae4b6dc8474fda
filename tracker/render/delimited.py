"""Records for other programs, tab-separated, a line each and never translated; CSV for Excel."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.core.plaintext import neutral, visible

if TYPE_CHECKING:
    from tracker.render.sheet import Cell, Sheet


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Each row as one line. None is an empty field; `visible` leaves no tab or line break."""
    return "".join("\t".join(_field(value) for value in row) + "\n" for row in rows)


def _field(value: object) -> str:
    if isinstance(value, str):
        return visible(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # A figure or a day hides nothing.
    return str(value)


def csv_text(sheet: "Sheet") -> str:
    """A sheet as CSV for a spreadsheet: its titles, each table under its heading, its foot.

    Figures stand as plain numbers. A text that a spreadsheet would take for a formula has an
    apostrophe before it (`core.plaintext.neutral`).
    """
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([neutral(visible(line))] for line in sheet.title)
    for one in sheet.tables:
        writer.writerow([])
        writer.writerows([neutral(visible(line))] for line in [one.heading] if line)
        rows = [row for group in one.groups for row in group.rows]
        if rows or not one.empty:
            writer.writerow([neutral(visible(column.heading)) for column in one.columns])
            writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
        else:
            writer.writerow([neutral(visible(one.empty))])
    if sheet.foot:
        writer.writerow([])
        writer.writerows([neutral(visible(line))] for line in sheet.foot)
    return text.getvalue()


def _csv_cell(cell: "Cell") -> str:
    return _field(cell.value) if cell.value is not None else neutral(visible(cell.text))
