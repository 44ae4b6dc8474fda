"""A disk that refuses anything is told with one line, and leaves all or nothing."""

from tests.faults.short import found_by, needs_shim


@needs_shim
def test_a_disk_that_refuses_leaves_all_or_nothing() -> None:
    assert found_by("errors", "--runs", 61) == ""
