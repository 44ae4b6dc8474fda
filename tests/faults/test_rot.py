"""What the disk forgets is found, or is nothing that anybody reads."""

from tests.faults.short import found_by, needs_fork


@needs_fork
def test_a_bit_that_turned_round_is_found() -> None:
    assert found_by("rot", "--runs", 30) == ""
