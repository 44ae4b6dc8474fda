"""An export that somebody forged is refused, or is a ledger that every command can read."""

from tests.faults.short import found_by, needs_fork


@needs_fork
def test_a_forged_export_is_refused_or_can_be_read() -> None:
    assert found_by("forged", "--runs", 15) == ""
