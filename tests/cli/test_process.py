"""How the process of a command ends: at once, with its code, and with nothing left unsaid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tracker
from tests.conftest import Run

PROCESS = "import sys; from tracker.__main__ import process; {before}; sys.exit(process())"

Done = subprocess.CompletedProcess[bytes]


def ended(*argv: str, before: str = "0", stdout: int = subprocess.PIPE) -> Done:
    """A process of a command, which did something `before`."""
    root = Path(tracker.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-c", PROCESS.format(before=before), *argv],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--version"], 0),
        (["__complete", "zsh", "1", "tracker", "lo"], 0),
        (["log", "sewer", "5"], 0),
        (["--no-such-option"], 2),
        (["log", "sewer"], 3),
        (["status", "--db", "nowhere.db"], 4),
        (["alerts", "--db", "nowhere.db"], 2),
    ],
    ids=str,
)
def test_a_process_ends_with_the_code_of_its_command(argv: list[str], code: int) -> None:
    done = ended(*argv)
    assert done.returncode == code
    assert done.stderr.count(b"\n") == (1 if code else 0)


@pytest.mark.usefixtures("ledger")
def test_all_that_was_said_has_arrived(run: Run) -> None:
    argv = "status", "--json", "--as-of", "2024-07-05"
    assert ended(*argv).stdout.decode() == run(*argv).out
    assert len(run(*argv).out) > 2**14


def test_nothing_runs_behind_the_end() -> None:
    done = ended("--version", before="import atexit; atexit.register(print, 'late')")
    assert done.stdout.splitlines() == [f"tracker {tracker.__version__}".encode()]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_what_another_left_unwritten_is_an_error_of_pythons() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        left = "import os; log = open(1, 'w', closefd=False); log.write('x'); sys.stdout = log"
        done = ended("__complete", "zsh", "1", "tracker", "", before=left, stdout=full)
    finally:
        os.close(full)
    assert done.returncode == 120
