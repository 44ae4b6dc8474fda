"""What a file is about, and what of it would be added."""

import pytest

from tests.core import make
from tracker.core.history import Defined
from tracker.core.intake import (
    Made,
    Place,
    Preview,
    Subject,
    Taken,
    check_figures_read,
    subject_of,
)
from tracker.core.records import Field, Line, Source
from tracker.errors import Refused


def source(*fields: Field, fixed: tuple[Field, ...] = ()) -> Source:
    """A file with these columns."""
    columns = {field: place for place, field in enumerate(fields)}
    return Source(
        "a.csv", "csv", "utf-8", ",", None, 1, tuple(fields), columns, {}, (),
        dict.fromkeys(fixed, "x"), {}, None, [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        (("name", "total"), "entries"),
        (("name", "target", "amount"), "entries"),
        (("name", "node", "kind"), "entries"),
        (("name", "target"), "commitments"),
        (("name", "due", "note"), "commitments"),
        (("name", "department"), "commitments"),
        (("name", "problem"), "entries"),
    ],
)
def test_the_columns_tell_what_the_rows_are(fields: tuple[Field, ...], subject: Subject) -> None:
    assert subject_of([source(*fields)]) == subject
    assert subject_of([source("name", fixed=fields[1:])]) == subject


def test_columns_that_tell_nothing_and_files_that_differ_are_refused() -> None:
    for sources, key in (
        ([source("name", "area")], "error.import_no_figures"),
        ([source("name", "on")], "error.import_no_figures"),
        ([source("name", "total"), source("name", "target")], "error.import_mixed"),
    ):
        with pytest.raises(Refused) as caught:
            subject_of(sources)
        assert caught.value.key == key


def test_a_preview_counts_what_would_be_added() -> None:
    row = Taken(Place(0, 2), make.entry(1, "2024-06-28", 5000))
    sewer = make.commitment()
    made = Made(Place(0, 3), Defined("parks", "公园", ()), sewer)
    preview = Preview([], "entries", {1: sewer}, [row], [made], [], [], [], [], [], [])
    assert preview.adds == 2


def with_figures(cells: list[str], *, fixed: tuple[Field, ...] = ()) -> Source:
    """A file of words beside a column that nobody reads."""
    lines = [Line(row, ("sewer", "x", cell)) for row, cell in enumerate(cells, start=2)]
    headings = ("name", "note", "完成")
    return source("name", "note", fixed=fixed)._replace(headings=headings, lines=lines)


def test_words_beside_figures_that_nobody_reads_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        check_figures_read(with_figures(["42.5", "", "１，２００"]))
    assert caught.value.params == {"file": "a.csv", "heading": "完成"}


@pytest.mark.parametrize("cells", [[], [""], ["1", "2", "3"], ["42.5", "雨季"]])
def test_words_beside_nothing_a_count_of_rows_or_other_words_are_read(cells: list[str]) -> None:
    check_figures_read(with_figures(cells))


def test_where_figures_are_read_what_stands_beside_them_need_not_be() -> None:
    check_figures_read(with_figures(["42.5"], fixed=("total",)))
    unnamed = with_figures(["42.5"])
    check_figures_read(unnamed._replace(headings=("name", "note", "")))
