"""Some histories of every command that writes, always the same ones; a longer run has others."""

from tests.faults.histories import histories


def test_every_command_does_to_the_ledger_what_it_does_on_paper() -> None:
    done = histories(18)
    assert done.findings == []
    assert done.counts["histories"] == 18
    assert min(done.counts["saved"], done.counts["refused"]) > 50
