"""A file made to do harm is refused by every command, soon and with one line."""

from tests.faults.short import found_by, needs_fork


@needs_fork
def test_hostile_databases_are_refused_by_every_command() -> None:
    assert found_by("hostile_databases") == ""
