"""Power that is cut: a disk that has only what was synced, and of the rest whatever it likes.

    python -m tests.faults.power [--runs N] [--seed N] [--synchronous MODE]

Three commands are given after each other while every operation on the disk is recorded; then the
power is cut at a random operation, often, and the disk is made again as it may be found then:

- of each file what was synced, and of the writes behind that none, all, some, or parts of some;
- of each folder the names that were synced, and the changes of names behind that up to any one.

Prints every cut behind which an acknowledged command is lost, a database is neither as before
nor as after the command that was at work, a page is half written, or `check` finds a fault.

`--synchronous FULL` or `OFF` lets the program trust the disk more than it does: what is found then
shows that this finds something, and why the program asks for EXTRA.
"""

import os
import random
import shutil
import struct
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.faults import device, jobs
from tests.faults.disk import Disk, Operation
from tests.faults.judging import UNFINISHED
from tests.faults.running import Options, told
from tracker.store import file as store_file

RUNS = 500
CUTS = 10
_HEAD = struct.Struct("<qqqq")


class Recording(NamedTuple):
    """Commands that were given, what was done to the disk, and what was there after each."""

    commands: list[list[str]]
    operations: list[Operation]
    states: list[dict[str, str]]


def recorded(commands: list[list[str]], prepared: Path, folder: Path) -> Recording:
    """Give some commands after each other; a mark follows each that was acknowledged."""
    jobs.copied(prepared, folder)
    log = folder.with_name("operations")
    log.unlink(missing_ok=True)
    states = [jobs.contents(folder)]
    for argv in commands:
        jobs.run(argv, folder, arm=partial(_record, folder, log), disarm=device.mark)
        states.append(jobs.contents(folder))
    return Recording(commands, list(_read(log.read_bytes())), states)


def _record(folder: Path, log: Path) -> None:
    device.watch(folder)
    device.record(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND))


def _read(log: bytes) -> Iterator[Operation]:
    at = 0
    while at < len(log):
        what, file, number, size = _HEAD.unpack_from(log, at)
        at += _HEAD.size + size
        yield Operation(chr(what), file, number, log[at - size : at])


def faults_of(
    recording: Recording, prepared: Path, folder: Path, chance: random.Random
) -> tuple[str, list[str]]:
    """A cut somewhere in a recording, and what is wrong behind it."""
    cut = chance.randint(0, len(recording.operations))
    past = recording.operations[:cut]
    disk = Disk(prepared, folder)
    for operation in past:
        disk.do(operation)
    shutil.rmtree(folder, ignore_errors=True)
    disk.crash(folder, chance)
    acknowledged = sum(operation.what == "A" for operation in past)
    where = f"{'; '.join(map(' '.join, recording.commands))}: cut at operation {cut}"
    return where, list(_wrong(recording.states, acknowledged, folder))


def _wrong(states: list[dict[str, str]], acknowledged: int, folder: Path) -> Iterator[str]:
    if (folder / jobs.DATABASE).exists():
        looked = jobs.run(["check"], folder)
        if looked.code:
            yield f"check: exit {looked.code}: {looked.out} {looked.err}"
    found = jobs.contents(folder)
    for name in sorted({*found, *states[acknowledged]}):
        # A page can be printed again, so that only whole ones have to be found.
        since = acknowledged if name.endswith(".db") else 0
        allowed = {state.get(name) for state in states[since : acknowledged + 2]}
        left = name in found and any(word in name for word in UNFINISHED)
        if found.get(name) not in allowed and not left:
            yield f"{name} is none of what it may be behind {acknowledged} that were acknowledged"


def _tried(options: Options, shop: Path) -> Iterator[tuple[str, list[str]]]:
    prepared = jobs.prepare(shop / "prepared")
    chance = random.Random(options.seed)
    writing = [argv for argv in jobs.jobs() if argv != ["status"]]
    for number in range(options.runs or RUNS):
        if number % CUTS == 0:
            recording = recorded(chance.sample(writing, 3), prepared, shop / "run")
        yield faults_of(recording, prepared, shop / "run", chance)


def main(options: Options, synchronous: str) -> int:
    """Cut the power as often as is wanted."""
    store_file._SETTINGS = tuple(
        f"PRAGMA synchronous={synchronous}" if "synchronous" in setting else setting
        for setting in store_file._SETTINGS
    )
    with jobs.workshop() as shop:
        return told("power cuts", options.runs or RUNS, _tried(options, shop))


if __name__ == "__main__":
    words = sys.argv[1:]
    device.loaded("tests.faults.power", words)
    mode = "EXTRA"
    if "--synchronous" in words:
        at = words.index("--synchronous")
        mode = words[at + 1]
        del words[at : at + 2]
    sys.exit(main(Options.typed(words), mode))
