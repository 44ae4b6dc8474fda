"""Rows that come back corrected: which rows of other files they stand in for."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from tracker.core.records import Source, line_mark
from tracker.errors import Refused

_CAME_FROM = re.compile(r"(.+):([0-9]{1,7})(?:#([0-9a-f]{8}))?")


def sent_back(sources: Sequence[Source]) -> list[frozenset[int]]:
    """The rows of each source that another one, a file of rejects, brings corrected.

    A row is known by its file, its number and the mark of what stood in it, so that nothing
    stands in for a row of another file of the same name.
    """
    replaced: list[set[int]] = [set() for _ in sources]
    told = [(source, source.columns["source"]) for source in sources if "source" in source.columns]
    places: dict[str, list[int]] = {}
    for number, source in enumerate(sources if told else ()):
        places.setdefault(PurePath(source.file).name, []).append(number)
    marked = [{one.row: line_mark(one) for one in s.lines} if told else {} for s in sources]
    for source, column in told:
        for line in source.lines:
            match = _CAME_FROM.fullmatch(line.cells[column])
            if match is None or match[1] not in places:
                continue
            row, mark = int(match[2]), match[3]
            those = [n for n in places[match[1]] if marked[n].get(row) == mark]
            if not those:
                raise Refused("error.import_not_that_row", row=row, file=match[1])
            replaced[those[0]].add(row)
    return [frozenset(rows) for rows in replaced]
