"""What the long runs share: how many trials, which of all, and what is said in the end."""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self, TypeVar

T = TypeVar("T")


class Options(NamedTuple):
    """What is typed behind the name of a module: how many trials, None for all there are; and
    where chance begins.
    """

    runs: int | None = None
    seed: int = 1

    @classmethod
    def typed(cls, words: Sequence[str], runs: int | None = None) -> Self:
        """The options of a command line; `runs` is how many trials there are without a word."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--runs", type=int, default=runs)
        parser.add_argument("--seed", type=int, default=1)
        return cls(**vars(parser.parse_args(words)))


def spread(every: Sequence[T], count: int | None) -> Sequence[T]:
    """So many of a list, evenly from its beginning to its end."""
    if count is None or count >= len(every):
        return every
    return [every[number * len(every) // count] for number in range(count)]


def told(what: str, count: int, found: Iterable[tuple[str, list[str]]]) -> int:
    """Say what was found in each trial as soon as it is, and in the end how many there were;
    the exit code of it all.
    """
    begun, bad = time.monotonic(), 0
    for number, (trial, wrong) in enumerate(found, 1):
        bad += bool(wrong)
        for line in wrong:
            print(f"{trial}\n    {line}", flush=True)
        if sys.stderr.isatty():
            print(f"\r{number} of {count}", end="", file=sys.stderr, flush=True)
    print(f"{what}: {count} in {time.monotonic() - begun:.0f} s, {bad} with a fault")
    return 1 if bad else 0
