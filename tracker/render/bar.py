"""A bar that tells on stderr how far something is."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn


class Bar:
    """A bar that is gone from the screen when it is closed."""

    def __init__(self, total: int) -> None:
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        # What goes to stdout meanwhile stays there.
        self._progress = Progress(
            *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def show(self, number: int) -> None:
        """Tell how many are done."""
        self._progress.update(self._task, completed=number)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()
