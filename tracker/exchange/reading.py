"""A file from a department becomes rows of text under known headings; nothing is believed."""

import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.core.records import Field, Line, Source, is_sum
from tracker.errors import Refused, StorageError, reason
from tracker.exchange import limits
from tracker.exchange.disguise import refuse_binary, refuse_markup
from tracker.exchange.encoding import decoded, known
from tracker.exchange.heading_row import (
    Headings,
    cut_off_above,
    find_headings,
    place_fields,
    unread_headings,
)
from tracker.exchange.headings import field_of
from tracker.exchange.mapping import Map
from tracker.exchange.table import Table, column_name

# A blank cell of one of these is what stands above it, where a person or a merge says so.
_CARRIED: tuple[Field, ...] = ("slug", "name", "area")
_MERGED: tuple[Field, ...] = (*_CARRIED, "stage", "on", "mode", "unit", "department")
_FIGURES: tuple[Field, ...] = ("amount", "total")
_JSON = re.compile(r'\s*(?:\[\s*(?:[{\]\[]|\Z)|\{\s*["}])')


class Wanted(NamedTuple):
    """What a person says about a file; `sheet` and `encoding` win over those of the map."""

    map: Map | None = None
    sheet: str | None = None
    encoding: str | None = None

    def said(self) -> Map:
        """All of it as one map."""
        said = self.map or Map()
        return said._replace(
            sheet=self.sheet or said.sheet, encoding=self.encoding or said.encoding
        )


def read_source(path: Path, wanted: Wanted, tell: Callable[[int], None] = lambda _: None) -> Source:
    """Read one table from a csv, tsv, xlsx or json file; its content tells which it is.

    `tell` is called now and then with the number of rows read so far. Raises `StorageError`
    where the file can't be read, and `Refused` for what it holds.
    """
    said = wanted.said()
    if said.encoding is not None:
        known(said.encoding)
    file = str(path)
    table = _table(path, file, _bytes(path, file), said, tell)
    if _is_sent_back(table):
        # It has the program's own headings, whatever a map says of the file it came from.
        said = said._replace(columns={}, heading_row=None, fill_down=False)
    headings = find_headings(file, table, said)
    columns, units = place_fields(file, headings, said)
    width = max(len(headings.texts), *(place + 1 for place in columns.values()))
    headings = headings._replace(texts=_fit(_told(headings), width))
    lines, nameless = _lines(file, table, headings, columns)
    if said.fill_down:
        lines = _filled(lines, [columns[field] for field in _CARRIED if field in columns])
    return Source(
        file=file,
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        heading_row=headings.last + table.first or None,
        headings=headings.texts,
        columns=columns,
        units=units,
        unread=(*unread_headings(headings.texts, columns), *map(column_name, nameless)),
        fixed=said.fixed,
        names=said.names,
        cut_off=cut_off_above(table.rows[: headings.first]),
        lines=lines,
        fill_down=said.fill_down,
    )


def _is_sent_back(table: Table) -> bool:
    """Whether the headings say where each row came from, as those of rejected rows do."""
    return any(
        field_of(cell) == "source" for row in table.rows[: limits.HEADING_ROWS] for cell in row
    )


def _told(headings: Headings) -> tuple[str, ...]:
    """What each heading is called: of one in two rows the lower part, if that is known and there
    once, because that is known again where rows are sent back under it.
    """
    names = headings.names
    return tuple(
        name if names.count(name) == 1 else text
        for text, name in zip(headings.texts, names, strict=True)
    )


def _bytes(path: Path, file: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("error.source_not_a_file", file=file)
        with path.open("rb") as stream:
            data = stream.read(limits.BYTES + 1)
    except (OSError, ValueError) as error:
        raise StorageError("error.source_unreadable", file=file, why=reason(error)) from None
    if len(data) > limits.BYTES:
        raise Refused("error.source_too_large", file=file, limit=limits.BYTES // 2**20)
    return data


def _table(path: Path, file: str, data: bytes, said: Map, tell: Callable[[int], None]) -> Table:
    if data.startswith(b"PK"):
        from tracker.exchange.excel import read_workbook

        return read_workbook(file, data, said, tell)
    refuse_binary(file, data)
    text, encoding = decoded(data, file, said.encoding)
    refuse_markup(file, text)
    ending = path.suffix.lower()
    if ending == ".json" or _JSON.match(text):
        from tracker.exchange.json_rows import read_json

        return read_json(file, text, encoding)
    from tracker.exchange.delimited import read_delimited

    return read_delimited(file, text, encoding, said, ending in (".tsv", ".tab"), tell)


def _lines(
    file: str, table: Table, headings: Headings, columns: dict[Field, int]
) -> tuple[Sequence[Line], Sequence[int]]:
    """The rows below the headings, without blank ones and repeated headings; and the columns
    without a heading in which something stands that is not read.
    """
    width = len(headings.texts)
    # No set: hashing every cell of a long file costs as much as reading it.
    repeated = [_fit(row, width) for row in table.rows[headings.first : headings.last + 1]]
    merged = _merged(file, table, headings, columns)
    lines: list[Line] = []
    beyond = width
    start = headings.last + 1
    for row, found in enumerate(table.rows[start:], start + table.first):
        cells = found
        if len(cells) != width:
            cells = _fit(cells, width)
            if any(found[width:]):
                beyond = max(beyond, len(found))
                if table.delimiter is not None:
                    place = next(p for p in range(width, len(found)) if found[p])
                    where = column_name(place)
                    raise Refused("error.cell_beyond", file=file, row=row, column=where)
        if row in merged:
            cells = _with(cells, {p: _cell(table, top, p) for p, top in merged[row]})
        if any(cells) and cells not in repeated:
            # As `Line(row, cells)`, in half the time.
            lines.append(tuple.__new__(Line, (row, cells)))
    blank = [place for place, text in enumerate(headings.texts) if not text]
    nameless = [p for p in blank if p not in columns.values() and any(x.cells[p] for x in lines)]
    below = table.rows[start:] if beyond > width else ()
    nameless += [p for p in range(width, beyond) if any(any(row[p : p + 1]) for row in below)]
    return lines, nameless


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _with(cells: tuple[str, ...], filled: dict[int, str]) -> tuple[str, ...]:
    return tuple(filled.get(place, cell) for place, cell in enumerate(cells))


def _merged(
    file: str, table: Table, headings: Headings, columns: dict[Field, int]
) -> dict[int, list[tuple[int, int]]]:
    """By row, the columns that a merge fills from above, and the place of the row it begins in."""
    fields = {place: field for field, place in columns.items()}
    filled: dict[int, list[tuple[int, int]]] = {}
    count = 0
    for merge in table.merges:
        place, top = merge.left - 1, merge.top - table.first
        bottom = min(merge.bottom, len(table.rows))
        field = fields.get(place)
        if top <= headings.last or bottom <= merge.top or not _cell(table, top, place):
            continue
        if field in _FIGURES:
            where = f"{column_name(place)}{merge.top}:{column_name(place)}{bottom}"
            raise Refused("error.figure_merged", file=file, cells=where)
        if field in _MERGED:
            count += bottom - merge.top
            if count > limits.CELLS:
                raise Refused("error.cells_too_many", file=file, limit=limits.CELLS)
            for row in range(merge.top + 1, bottom + 1):
                filled.setdefault(row, []).append((place, top))
    return filled


def _cell(table: Table, at: int, place: int) -> str:
    row = table.rows[at] if at < len(table.rows) else ()
    return row[place] if place < len(row) else ""


def _filled(lines: Sequence[Line], places: Sequence[int]) -> Sequence[Line]:
    """Every blank cell of these columns is the last one above it that was not blank."""
    above: dict[int, str] = {}
    filled = []
    for line in lines:
        # A row of sums is about no commitment.
        if any(is_sum(cell) for cell in line.cells):
            filled.append(line)
            continue
        blank = {p: above[p] for p in places if not line.cells[p] and p in above}
        cells = _with(line.cells, blank) if blank else line.cells
        above.update((p, cells[p]) for p in places if cells[p])
        filled.append(Line(line.row, cells))
    return filled
