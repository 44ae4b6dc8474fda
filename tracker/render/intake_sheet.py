"""What an import would do, as a sheet: the files, what is wrong or doubtful, what is new."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from tracker.core.intake import Place, Preview
from tracker.core.model import Commitment, Entry
from tracker.core.pace import target_of
from tracker.core.records import Source
from tracker.render import values
from tracker.render.echo import what_and_where, words_of
from tracker.render.intake import LONGEST_CELL, heading_of, summary, why
from tracker.render.refusal import clipped
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say

# More rows than this are summed up by commitment on a page; JSON and records have all of them.
MOST_ROWS = 40


def sheet(preview: Preview) -> Sheet:
    """The files, what is wrong, what looks like a slip, what would be added, and the counts."""
    tables = [_wrong(preview), _doubts(preview), _there(preview)]
    if preview.subject == "commitments":
        tables.append(_made(preview))
    elif preview.adds > MOST_ROWS:
        tables.append(_by_commitment(preview))
    else:
        tables.append(_taken(preview))
    tables.append(_absorbed(preview))
    foot = [
        say("import.read_as", text=one.text, slug=one.slug, name=one.name)
        for one in preview.read_as
    ]
    if any({"amount", "total"} <= {*source.columns} for source in preview.sources):
        foot.append(say("import.totals_count"))
    return Sheet(
        [line for source in preview.sources for line in _file_lines(source)],
        [table for table in tables if table.groups[0].rows],
        [*foot, summary(preview)],
    )


def _file_lines(source: Source) -> Iterator[str]:
    parts = [
        say("import.sheet", sheet=source.sheet) if source.sheet else "",
        source.encoding or "",
        say("import.heading_row", row=source.heading_row) if source.heading_row else "",
    ]
    how = say("word.join").join(filter(None, [source.format, *parts]))
    yield say("import.file", file=source.file, how=how)
    read = (_read_as(source.headings[n], say(f"sent.{f}")) for f, n in source.columns.items())
    yield "  " + say("word.join").join(read)
    if source.unread:
        yield "  " + say("import.unread", headings=say("word.join").join(source.unread))


_RIGHT = ("row", "rows", "entry")
_FLEXIBLE = ("words", "why", "name", "what")


def _read_as(heading: str, word: str) -> str:
    return heading if heading == word else f"{heading} = {word}"


def _table(keys: Sequence[str], rows: Iterable[Sequence[str]], heading: str) -> Table:
    columns = [Column(k, say(f"head.{k}"), k in _RIGHT, k in _FLEXIBLE) for k in keys]
    cells = [[Cell(text) for text in row] for row in rows]
    shown = cells[:MOST_ROWS]
    if more := len(cells) - len(shown):
        shown.append([*[Cell()] * (len(keys) - 1), Cell(say("import.more", count=more), "dim")])
    return Table(columns, [Group("", shown)], say(heading))


def _where(preview: Preview, place: Place) -> str:
    """The row of a place, with its file where there are several."""
    name = PurePath(preview.sources[place.source].file).name
    return f"{name}:{place.row}" if len(preview.sources) > 1 else str(place.row)


def _wrong(preview: Preview) -> Table:
    rows = (
        (
            _where(preview, one.place),
            heading_of(preview, one) or "",
            clipped(one.cell, LONGEST_CELL),
            why(one),
        )
        for one in preview.wrong
    )
    return _table(("row", "column", "cell", "why"), rows, "import.rows_wrong")


def _doubts(preview: Preview) -> Table:
    rows = (
        (_where(preview, one.place), one.slug, say(one.slip.key, **dict(one.slip.params)))
        for one in preview.doubts
    )
    return _table(("row", "slug", "why"), rows, "import.rows_doubtful")


def _there(preview: Preview) -> Table:
    rows = (
        (_where(preview, row.place), row.slug, "" if row.act is None else str(row.act))
        for row in preview.there
    )
    return _table(("row", "slug", "entry"), rows, "import.rows_there")


def _taken(preview: Preview) -> Table:
    rows = (
        (
            _where(preview, row.place),
            str(row.entry.act),
            commitment.profile.name,
            what_and_where(commitment, row.entry),
            row.entry.day.isoformat(),
            " ".join(words_of(row.entry)),
        )
        for row in preview.taken
        for commitment in [preview.commitments[row.entry.commitment]]
    )
    return _table(("row", "entry", "name", "what", "on", "words"), rows, "import.rows_added")


def _by_commitment(preview: Preview) -> Table:
    """What would be added, summed up: how many rows about which days."""
    found: dict[int, list[Entry]] = {}
    for row in preview.taken:
        found.setdefault(row.entry.commitment, []).append(row.entry)
    rows = (
        (commitment.profile.name, commitment.slug, str(len(mine)), *_days(mine))
        for number, mine in found.items()
        for commitment in [preview.commitments[number]]
    )
    return _table(("name", "slug", "rows", "first_day", "last_day"), rows, "import.rows_added")


def _days(entries: Sequence[Entry]) -> tuple[str, str]:
    days = [entry.day for entry in entries]
    return min(days).isoformat(), max(days).isoformat()


def _absorbed(preview: Preview) -> Table:
    rows = (
        (
            _where(preview, row.place),
            commitment.profile.name,
            what_and_where(commitment, row.entry),
            say(
                "import.within",
                day=row.total.day.isoformat(),
                total=values.amount(commitment, row.total.amount),
                entry=row.total.act,
            ),
        )
        for row in preview.absorbed
        for commitment in [preview.commitments[row.entry.commitment]]
    )
    return _table(("row", "name", "what", "why"), rows, "import.rows_absorbed")


def _made(preview: Preview) -> Table:
    rows = (
        (_where(preview, row.place), row.made.slug, row.made.name, _terms(row.commitment))
        for row in preview.made
    )
    return _table(("row", "slug", "name", "what"), rows, "import.rows_made")


def _terms(commitment: Commitment) -> str:
    """What a new commitment is: its kind, what is promised, by whom and when."""
    terms = commitment.terms
    parts = (
        say(f"kind.{commitment.kind}"),
        values.target(commitment, target_of(commitment)),
        commitment.department.name,
        values.due(terms.due) if terms.due else "",
        terms.due_as_written or "",
        commitment.profile.person or "",
    )
    return say("word.then").join(filter(None, parts))
