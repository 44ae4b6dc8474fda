"""What an import would do, or did: as JSON, as records, and in a sentence."""

from collections.abc import Iterator
from typing import Any

from tracker.core.intake import Place, Preview, Wrong
from tracker.core.model import Entry
from tracker.core.records import Source
from tracker.render import values
from tracker.render.refusal import explained, phrase
from tracker.text import say

# What a map would settle.
_OTHER_NAME = frozenset({"error.unknown", "error.unknown_of", "error.unknown_but"})
# No more of a cell is shown than finds it again.
LONGEST_CELL = 60


def as_json(preview: Preview, change: int | None) -> dict[str, Any]:
    """The whole preview; documented in docs/json.md. `change` is None where nothing is saved."""
    return {
        "subject": preview.subject,
        "change": change,
        "files": [_file(source) for source in preview.sources],
        "added": [
            *(
                {**_place(preview, row.place), **_entry(preview, row.entry)}
                for row in preview.taken
            ),
            *(
                {**_place(preview, row.place), "slug": row.made.slug, "name": row.made.name}
                for row in preview.made
            ),
        ],
        "there": [
            {**_place(preview, row.place), "slug": row.slug, "entry": row.act}
            for row in preview.there
        ],
        "wrong": [
            {
                **_place(preview, one.place),
                "column": heading_of(preview, one),
                "cell": one.cell,
                "error": one.why.key.removeprefix("error."),
                "why": why(one),
            }
            for one in preview.wrong
        ],
        "doubts": [
            {
                **_place(preview, doubt.place),
                "slug": doubt.slug,
                "slip": doubt.slip.key.removeprefix("slip."),
                "why": say(doubt.slip.key, **dict(doubt.slip.params)),
            }
            for doubt in preview.doubts
        ],
        "absorbed": [
            {
                **_place(preview, row.place),
                "slug": commitment.slug,
                "by": row.total.act,
                "by_on": row.total.day,
                "by_total": values.quantity(commitment, row.total.amount),
            }
            for row in preview.absorbed
            for commitment in [preview.commitments[row.entry.commitment]]
        ],
        "left_out": [_place(preview, place) for place in preview.left_out],
        "read_as": [one._asdict() for one in preview.read_as],
    }


def _file(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "format": source.format,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "sheet": source.sheet,
        "heading_row": source.heading_row,
        "columns": {field: source.headings[n] for field, n in source.columns.items()},
        "unread": list(source.unread),
        "cut_off": source.cut_off,
    }


def _place(preview: Preview, place: Place) -> dict[str, Any]:
    return {"file": preview.sources[place.source].file, "row": place.row}


def _entry(preview: Preview, entry: Entry) -> dict[str, Any]:
    commitment = preview.commitments[entry.commitment]
    return {
        "entry": entry.act,
        "slug": commitment.slug,
        "on": entry.day,
        "mode": entry.mode,
        "amount": values.quantity(commitment, entry.amount),
        "area": entry.area or None,
        "stage": entry.stage or None,
        "note": entry.note,
        "problem": entry.problem,
        "next": entry.next_step,
    }


def records(preview: Preview) -> Iterator[list[object]]:
    """One record a row of a file: what becomes of it, the file, the row, and what there is to say:
    the fields of an entry or commitment, or the column, the cell and why.
    """
    found = as_json(preview, None)
    for kind in ("added", "there", "wrong", "doubts", "absorbed", "left_out"):
        for row in found[kind]:
            yield [kind, *row.values()]


# What a row does in a column, where a clerk has an option.
_IN_COLUMNS = {
    "error.area_needed": "import.area_needed",
    "error.milestones_expected": "import.milestones_expected",
    "error.no_figure_expected": "import.no_figure_expected",
}


def why(wrong: Wrong) -> str:
    """Why a row can't be taken, and what would be."""
    if (key := _IN_COLUMNS.get(wrong.why.key)) is not None:
        return phrase(key, wrong.why.params, LONGEST_CELL)
    text = explained(wrong.why, LONGEST_CELL)
    if wrong.why.key in _OTHER_NAME and wrong.field in ("name", "slug"):
        return say("import.with_hint", text=text, hint=say("import.hint_name"))
    return text


def summary(preview: Preview) -> str:
    """How many rows there are of each kind, in one line."""
    counts = (
        ("added", preview.adds),
        ("there", len(preview.there)),
        ("wrong", len(preview.wrong)),
        ("doubtful", len(preview.doubts)),
        ("left_out", len(preview.left_out)),
    )
    kinds = [say(f"import.{kind}", count=count) for kind, count in counts if count]
    return say("word.join").join(kinds) or say("import.nothing")


def heading_of(preview: Preview, one: Wrong) -> str | None:
    """The heading of the cell at fault, as it stands in the file."""
    source = preview.sources[one.place.source]
    if one.field is None or one.field not in source.columns:
        return None
    return source.headings[source.columns[one.field]]


def saved(preview: Preview, change: int) -> str:
    """That it is saved, and how it is taken back."""
    if preview.subject == "commitments":
        return say("import.saved_made", change=f"#{change}", count=preview.adds)
    first, last = preview.taken[0].entry.act, preview.taken[-1].entry.act
    if first == last:
        return say("import.saved_one", change=f"#{change}", first=first)
    return say(
        "import.saved",
        change=f"#{change}",
        count=preview.adds,
        first=first,
        last=last,
        number=change,
    )
