"""A short fuzz of each target, by chance and always the same; the longer one is led by atheris."""

from pathlib import Path

import pytest

from tests.faults.fuzz import by_chance
from tests.faults.targets import Target
from tests.faults.tries import Tries, findings


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("figures", 5000),
        ("dates", 5000),
        ("csv", 600),
        ("json", 600),
        ("seed", 250),
        ("xlsx", 120),
        ("ledger", 40),
        ("opening", 150),
        ("database", 25),
    ],
)
def test_whatever_others_wrote_is_read_or_refused(name: str, runs: int, tmp_path: Path) -> None:
    assert by_chance(name, runs, tmp_path) >= runs
    assert findings(tmp_path) == []


def test_a_fault_is_kept_once_with_the_bytes_that_led_to_it(tmp_path: Path) -> None:
    def attempt(data: bytes) -> None:
        assert data != b"x", "x is not y"

    tries = Tries("letters", Target(attempt, [], []), tmp_path)
    for data in (b"x", b"y", b"x"):
        tries.once(data)
    (found,) = findings(tmp_path)
    assert found.startswith("letters: AssertionError: x is not y")
    assert found.endswith("on b'x'")
