"""Texts for a spreadsheet: no formula gets through, and every text can be had back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.plaintext import neutral, restored

SIGNS = "'=+-@\t\r\n ＝＋－＠　\xa0"
# Half of the characters are those that the rules are about.
texts = st.text(st.sampled_from(SIGNS) | st.characters(), max_size=8)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("+8613800000000", "'+8613800000000"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("　=1", "'　=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("'tis", "''tis"),
        ("'", "''"),
        ("'=1", "''=1"),
    ],
)
def test_what_looks_like_a_formula_or_was_quoted_before_gets_an_apostrophe(
    text: str, shown: str
) -> None:
    assert neutral(text) == shown
    assert restored(shown) == text


@pytest.mark.parametrize(
    "text",
    ["", "柳园路", "a=b", "1-2", "5", "(-5)", "90公里以上", "«x»", "\\n=1", "it's", "a@b.cn"],
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text
    assert restored(text) == text


@pytest.mark.parametrize("cell", ["'柳园路", "'", "'5", "' x"])
def test_an_apostrophe_that_was_not_put_there_is_not_taken_away(cell: str) -> None:
    assert restored(cell) == cell


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_text_can_be_had_back(text: str) -> None:
    assert restored(neutral(text)) == text


@settings(max_examples=200, deadline=None)
@given(texts)
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    assert not neutral(text).strip().startswith(tuple("=+-@＝＋－＠"))


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (neutral(one) == neutral(other)) == (one == other)
