"""Some of the characters that nobody sees, in every text; a longer run has all of them."""

from tests.faults.code_points import all_points, code_points

# No character, a colour, ends of lines, a delete, a command of eight bits, marks of direction,
# no width, ends of a line and a paragraph, a tag, and halves of a character.
SOME = "\0\x1b\n\x7f\x9b\xad\u061c\u200b\u202e\u2028\u2029\ufeff\U000e0041\ud800\udcff"


def test_no_hidden_character_is_shown_or_breaks_an_answer() -> None:
    done = code_points(SOME)
    assert done.findings == []
    assert done.counts["code points"] == len(SOME)


def test_a_longer_run_has_all_of_them() -> None:
    assert {*SOME} <= {*all_points()}
