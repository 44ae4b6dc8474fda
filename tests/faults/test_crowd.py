"""Of many who write at once nobody is refused, and nothing is lost."""

from tests.faults.short import found_by, needs_fork


@needs_fork
def test_a_crowd_loses_nothing() -> None:
    assert found_by("crowd", "--writers", 6, "--runs", 5) == ""
