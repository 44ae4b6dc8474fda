"""The program stands on packages that are bounded, pinned and free."""

from tests.dependencies import faults, needed


def test_what_the_program_needs_is_bounded_pinned_and_free() -> None:
    assert list(faults()) == []


def test_what_is_needed_in_turn_is_looked_at_too() -> None:
    assert {"typer", "sqlite-utils", "markupsafe", "et-xmlfile"} <= {one.name for one in needed()}
