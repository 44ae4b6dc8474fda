"""Text from users, held against all of Unicode."""

import unicodedata

import pytest

from tracker.core.plaintext import visible

EVERYTHING = [chr(code) for code in range(0x110000)]
HIDDEN = [c for c in EVERYTHING if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\n", r"\n"),
        ("\r", r"\r"),
        ("\t", r"\t"),
        ("\0", r"\x00"),
        ("\x1b", r"\x1b"),
        ("\x7f", r"\x7f"),
        ("\x85", r"\x85"),
        ("\x9b", r"\x9b"),
        ("\xad", r"\xad"),
        ("\u061c", r"\u061c"),
        ("\u200b", r"\u200b"),
        ("\u200d", r"\u200d"),
        ("\u200f", r"\u200f"),
        ("\u2028", r"\u2028"),
        ("\u2029", r"\u2029"),
        ("\u202e", r"\u202e"),
        ("\u2066", r"\u2066"),
        ("\ufeff", r"\ufeff"),
        ("\ud800", r"\ud800"),
        ("\udfff", r"\udfff"),
        ("\U000e0001", r"\U000e0001"),
    ],
)
def test_what_drives_a_terminal_or_hides_is_shown(char: str, shown: str) -> None:
    assert visible(char) == shown
    assert visible(f"柳园路{char}b") == f"柳园路{shown}b"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rebuilt 12.5 km",
        "柳园路，二期（南段）",
        "[red]not markup[/] :x:",
        r"C:\new\table",
        "a　b\xa0c",
        "e\u0301 葛\U000e0100 🚧",
    ],
)
def test_plain_text_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_nothing_hidden_survives() -> None:
    assert len(HIDDEN) > 2_000
    shown = visible("".join(HIDDEN))
    assert shown.isascii()
    assert shown.isprintable()


def test_each_hidden_character_can_be_told_from_the_others() -> None:
    assert len({visible(char) for char in HIDDEN}) == len(HIDDEN)


def test_every_other_character_is_left_alone() -> None:
    # What a later Unicode hides is hidden already, and so is what XML can't hold.
    more = {"\ufffe", "\uffff", *map(chr, range(0x13439, 0x13440))}
    others = "".join(sorted(set(EVERYTHING) - set(HIDDEN) - more))
    assert visible(others) == others
    assert visible("\ufffe\uffff\U00013439") == r"\ufffe\uffff\U00013439"


def test_doing_it_twice_changes_nothing() -> None:
    once = visible("".join(EVERYTHING))
    assert visible(once) == once
