"""What was acknowledged outlives a power cut."""

from tests.faults.short import found_by, needs_shim


@needs_shim
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    assert found_by("power", "--runs", 50) == ""


@needs_shim
def test_a_program_that_did_not_wait_for_the_disk_would_lose_entries() -> None:
    assert "is none of what it may be" in found_by("power", "--runs", 40, "--synchronous", "OFF")
