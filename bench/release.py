"""The installed wheel that is measured, the ledgers it is measured on, and what it is run with."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.timing import Job

BUILD = Path("build/bench")
HERE = Path(__file__).parent
# All that is asked of the sample data is asked as of the last day that it has entries of.
TODAY, LONG_AGO, FRIDAY = "2024-06-30", "2024-02-15", "2024-06-28"


class Release:
    """An environment with the wheel alone, and a folder for what is made with it."""

    def __init__(self, environment: Path, folder: Path) -> None:
        bin_folder = environment.absolute() / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(bin_folder / "python")
        self.program = str(bin_folder / "tracker")
        self.folder = folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        if not Path(self.program).exists() and not Path(self.program + ".exe").exists():
            sys.exit(f"{self.program} is not there; `make bench` builds and installs it")

    def environment(self, ledger: Path | None = None) -> dict[str, str]:
        """What a clerk's shell has, without anything of a developer's."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRACKER_"))}
        own = {"TRACKER_BY": "sample", "TRACKER_LANG": "en", "HOME": str(self.folder)}
        return plain | own | ({"TRACKER_DB": str(ledger)} if ledger else {})

    def job(
        self,
        ledger: Path,
        *words: str,
        before: Callable[[], object] = lambda: None,
        codes: tuple[int, ...] = (0,),
        columns: int | None = None,
    ) -> Job:
        """A command of tracker on a ledger."""
        command = [self.program, *words]
        return Job(command, self.environment(ledger), before, codes=codes, columns=columns)

    def python_job(self, *arguments: str) -> Job:
        """Anything else that this environment's Python is to run."""
        return Job([self.python, *arguments], self.environment())

    def reference(self) -> Job:
        """T: the import of Typer alone."""
        return self.python_job("-c", "import typer")

    def script(self, name: str, *arguments: str | Path, ledger: Path | None = None) -> str:
        """Run a script of this folder with the wheel; returns what it prints."""
        command = [self.python, str(HERE / name), *map(str, arguments)]
        # Away from the source, which Python would take instead of the wheel.
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(ledger),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def ledger(self, commitments: int, entries: int) -> Path:
        """A ledger of sample data, made once and never written to again."""
        path = self.folder / f"sample-{commitments}-{entries}.db"
        if not path.exists():
            self.script("ledgers.py", path, str(commitments), str(entries))
        return path

    def copy(self, ledger: Path, name: str = "copy.db") -> Path:
        """A copy to write to."""
        return Path(shutil.copy(ledger, self.folder / name))

    def copy_folder(self, folder: Path) -> Path:
        """A copy of a folder to write to."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        return Path(shutil.copytree(folder, copy))
