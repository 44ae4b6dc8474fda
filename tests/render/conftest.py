"""The worked ledger, made once."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import AUTHOR
from tests.render.worked import write_script
from tracker.__main__ import main


@pytest.fixture(scope="session")
def worked_once(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked ledger, to be copied."""
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("worked") / "tracker.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_BY", AUTHOR)
        patch.setattr(sys, "stdout", io.StringIO())
        write_script(path, main)
    return path


@pytest.fixture
def worked(worked_once: Path, tmp_path: Path) -> Path:
    """The test's own copy of the worked ledger, where `tracker` looks for it."""
    return Path(shutil.copy(worked_once, tmp_path / "tracker.db"))
