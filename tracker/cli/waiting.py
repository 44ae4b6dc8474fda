"""A bar on stderr for whoever waits longer than a second, where stderr is a terminal.

One process runs one command, so there is one wait. It ends by itself before anything is said or
asked: nothing a person reads has a bar in it.
"""

import datetime as dt
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tracker.render.bar import Bar

T = TypeVar("T")

PATIENCE_SECONDS = 1.0
# More often than this nobody needs to be told how far it is.
TOLD = 1000


class Wait:
    """What a person at a terminal waits for, and the bar that tells of it once it takes long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._bar: Bar | None = None
        self._done = 0
        self._total: int | None = None

    def begin(self) -> None:
        """Start to wait; does nothing where no terminal could show a bar."""
        if self._timer is None and _is_terminal():
            self._timer = threading.Timer(PATIENCE_SECONDS, self.run_out)
            self._timer.daemon = True
            self._timer.start()

    def run_out(self) -> None:
        """Show the bar: patience has run out."""
        with self._lock:
            if self._timer is not None and self._bar is None:
                from tracker.render.bar import Bar

                self._bar = Bar()
                self._bar.show(self._done, self._total)

    def tell(self, done: int, total: int | None) -> None:
        """Say how much is done; None where nobody knows of how much."""
        self._done, self._total = done, total
        if (bar := self._bar) is not None:
            bar.show(done, total)

    def end(self) -> None:
        """Take the bar away; from here on there is none."""
        if self._timer is None:
            return
        self._timer.cancel()
        with self._lock:
            self._timer = None
            if self._bar is not None:
                self._bar.close()
                self._bar = None


the_wait = Wait()


def watched(items: Iterable[T], total: int) -> Iterator[T]:
    """The same items; whoever waits is told how many of `total` are done."""
    step = max(total // TOLD, 1)
    for number, item in enumerate(items):
        if number % step == 0:
            the_wait.tell(number, total)
        yield item
    the_wait.tell(0, None)


def stopwatch() -> Callable[[], dt.timedelta]:
    """Tells how much time has passed since it was made."""
    began = time.monotonic()
    return lambda: dt.timedelta(seconds=time.monotonic() - began)


def looking_again(every: dt.timedelta) -> Iterator[dt.timedelta]:
    """For whoever waits for another process: how long it has waited, each time it may look."""
    elapsed = stopwatch()
    while True:
        yield elapsed()
        time.sleep(every.total_seconds())


def _is_terminal() -> bool:
    try:
        return sys.stderr is not None and os.isatty(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
