"""A bar that tells on stderr how far something is."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn


class Bar:
    """A bar that is gone from the screen when it is closed."""

    def __init__(self) -> None:
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # What goes to stdout meanwhile stays there.
        self._progress = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def show(self, done: int, total: int | None) -> None:
        """Tell how many are done; without a total, that something is being done."""
        if total is None:
            self._progress.reset(self._task, total=None)
        else:
            self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()
