"""Some odd surroundings of a process, always the same; a longer run has hundreds."""

import os

import pytest

from tests.faults.surroundings import surroundings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors are closed by a POSIX shell")


def test_no_surroundings_change_an_answer_or_its_exit_code() -> None:
    done = surroundings(12, seed=7, every_command=False)
    assert done.findings == []
    assert done.counts["processes"] == 12
