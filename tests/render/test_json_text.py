"""JSON with exact numbers."""

import datetime as dt
import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.plaintext import visible
from tracker.render.json_text import dumps

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("50.56"), "50.56"),
        (Decimal("0.00"), "0.00"),
        (Decimal("-0.83"), "-0.83"),
        (Decimal("90"), "90"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-6"), "0.000001"),
        (Decimal("12345678901234567890.001"), "12345678901234567890.001"),
        (184, "184"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (dt.date(2024, 6, 30), '"2024-06-30"'),
        ("公里", '"公里"'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_a_value_is_written_as_it_is(value: Any, text: str) -> None:
    assert dumps(value) == text


def test_a_member_stands_on_a_line_of_its_own() -> None:
    value = {"a": [1, {"b": None}], "c": ()}
    expected = '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": []\n}'
    assert dumps(value) == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ('"', r'"\""'),
        ("\\", r'"\\"'),
        ("a\nb", r'"a\\nb"'),
        ("\x1b[31m", r'"\\x1b[31m"'),
        ("\u202e", r'"\\u202e"'),
        ("\U000e0001", r'"\\U000e0001"'),
        ("\ud800", r'"\\ud800"'),
        ("[red] :x:", '"[red] :x:"'),
    ],
)
def test_hidden_characters_are_escaped_twice_so_that_a_reader_sees_them(
    typed: str, written: str
) -> None:
    assert dumps(typed) == written
    assert dumps({typed: 1}) == f"{{\n  {written}: 1\n}}"


@given(VALUES)
@settings(deadline=None, max_examples=100)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert json.loads(dumps(value), parse_float=Decimal) == shown(value)


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_a_text_holds_nothing_that_drives_a_terminal(text: str) -> None:
    kinds = {unicodedata.category(char) for char in dumps(text)}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def shown(value: Any) -> Any:
    """A value as a reader gets it: its texts with what is hidden made visible."""
    if isinstance(value, dict):
        return {visible(key): shown(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shown(inner) for inner in value]
    return visible(value) if isinstance(value, str) else value
