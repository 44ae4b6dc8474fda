"""docs/import.md tells what is read: its headings, encodings, limits and its map are those here."""

import re
from pathlib import Path
from typing import get_args

import pytest

from tracker.core.records import Field
from tracker.exchange import limits
from tracker.exchange.encoding import KNOWN as ENCODINGS
from tracker.exchange.headings import KNOWN, field_of, heading_key
from tracker.exchange.mapping import FIELDS, load_map
from tracker.text import LANGUAGES, say, use

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def test_every_known_heading_is_on_the_page_and_no_other() -> None:
    told = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert [(field, tuple(known.split(" · "))) for field, known in told] == list(KNOWN.items())


def test_every_field_has_its_headings_and_its_own_name_is_one() -> None:
    assert set(KNOWN) == set(FIELDS)
    every = {heading_key(heading): field for field, known in KNOWN.items() for heading in known}
    assert {field: every.get(heading_key(field)) for field in FIELDS} == {f: f for f in FIELDS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", get_args(Field))
def test_what_the_program_calls_a_field_is_a_heading_of_it(field: Field, language: str) -> None:
    use(language)
    key = f"sent.{field}"
    assert say(key) != key
    assert field_of(say(key)) == field


def test_no_heading_is_about_two_fields() -> None:
    keys = [(heading_key(h), field) for field, known in KNOWN.items() for h in known]
    assert len({key for key, _ in keys}) == len(set(keys))


def test_the_encodings_and_limits_are_told() -> None:
    assert all(f"`{name}`" in PAGE for name in ENCODINGS)
    for number in (limits.ROWS, limits.COLUMNS, limits.CELLS, limits.CELL_CHARACTERS):
        assert f"| {number:,} |" in PAGE
    assert f"| {limits.BYTES // 2**20} MB |" in PAGE


def test_the_map_on_the_page_is_a_map(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "map.toml"
    path.write_text(example, encoding="utf-8")
    said = load_map(path)
    assert (said.sheet, said.delimiter, said.heading_row) == ("七月", "\t", 3)
    assert said.names == {"管网（改造）": "sewer"}
