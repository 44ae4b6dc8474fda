"""A short run of what is run for long elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import device

ROOT = Path(__file__).parents[2]

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
needs_shim = pytest.mark.skipif(device.why_not() is not None, reason=str(device.why_not()))


def found_by(module: str, *words: object) -> str:
    """What a run of a module found; an empty text where it found nothing."""
    command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
