"""A bar on stderr for whoever waits longer than a second, where stderr is a terminal."""

import sys
import time
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 1.0


def watched(
    items: Iterable[T],
    total: int,
    *,
    quiet: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[T]:
    """The same items; from the second on, a bar tells how many of `total` are done.

    Close it (`contextlib.closing`), so that the bar is gone before anything else is said.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    begun, bar = clock(), None
    try:
        for number, item in enumerate(items, start=1):
            yield item
            if bar is None and clock() - begun >= PATIENCE_SECONDS:
                from tracker.render.bar import Bar

                bar = Bar(total)
            if bar is not None:
                bar.show(number)
    finally:
        if bar is not None:
            bar.close()
