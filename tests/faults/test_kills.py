"""A command that is killed leaves the ledger as it was or as it would be, and can be repeated."""

from tests.faults.short import found_by, needs_shim


@needs_shim
def test_a_killed_command_leaves_all_or_nothing() -> None:
    assert found_by("kills", "--runs", 41) == ""
