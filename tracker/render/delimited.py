"""Records for other programs: one a line, tab-separated, never folded, clipped or translated."""

from collections.abc import Iterable

from tracker.core.plaintext import visible


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Each row as one line. None is an empty field; `visible` leaves no tab or line break."""
    return "".join("\t".join(_field(value) for value in row) + "\n" for row in rows)


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return visible(str(value))
