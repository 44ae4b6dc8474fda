"""A sheet as Markdown, with the tables that GitHub and most editors know."""

import re
from collections.abc import Iterator, Sequence

from tracker.core.plaintext import visible
from tracker.render.sheet import Sheet, Table

# Whatever Markdown or HTML could take for a sign of its own; words in between stay as they are.
_SIGN = re.compile(r"([\\`*_{}\[\]<>#|~&!$@])")


def markdown(sheet: Sheet) -> str:
    """The whole sheet; no text in it becomes markup, though a bare address may become a link."""
    first, *others = sheet.title or [""]
    lines = [f"# {_text(first)}", ""] if first else []
    for line in others:
        lines += [_start(_text(line)), ""]
    for one in sheet.tables:
        lines += [*_table(one), ""]
    for line in sheet.foot:
        lines += [_start(_text(line)), ""]
    return "\n".join(lines[:-1]) + "\n"


def _table(one: Table) -> Iterator[str]:
    if one.heading:
        yield f"## {_text(one.heading)}"
        yield ""
    rows = [row for group in one.groups for row in group.rows]
    if not rows and one.empty:
        yield _text(one.empty)
        return
    yield _row([column.heading for column in one.columns])
    yield _row_of(["---:" if column.right else "---" for column in one.columns])
    for row in rows:
        yield _row([cell.text for cell in row])


def _row(texts: Sequence[str]) -> str:
    return _row_of([_text(text) for text in texts])


def _row_of(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return _SIGN.sub(r"\\\1", visible(text))


def _start(text: str) -> str:
    """A line of its own, where a dash or a number would begin a list."""
    return re.sub(r"^(\d+(?=[.)])|(?=[-+]))", r"\1\\", text)
