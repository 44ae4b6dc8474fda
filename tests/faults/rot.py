"""A disk that forgets: bits of the file that turn round.

    python -m tests.faults.rot [--runs N] [--seed N]

Turns one bit round, or now and then a few or a whole sector, and asks `check`. Either it finds
something (exit code 4), or the ledger says to the letter what it said before: what was turned round
was nothing that anybody reads. Then `status` and `log` are asked, which may refuse, and must end
with one line. Prints what was not found, what ended with a traceback, and what hung.
"""

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults import jobs
from tests.faults.running import Options, told

RUNS = 10000
FOUND = 4
ASKED = (["status", "--plain"], ["log", "sewer", "1", "--on", "2024-07-02", "--yes"])


def rotten(content: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A content with something turned round in it, and what that was."""
    found = bytearray(content)
    how = chance.choices(("one bit", "some bits", "a sector"), (90, 8, 2))[0]
    if how == "a sector":
        at = chance.randrange(len(found) // 512) * 512
        found[at : at + 512] = chance.choice((bytes(512), chance.randbytes(512)))
        return bytes(found), f"a sector at {at}"
    places = [chance.randrange(len(found) * 8) for _ in range(1 if how == "one bit" else 5)]
    for place in places:
        found[place // 8] ^= 1 << place % 8
    return bytes(found), f"bits {places}"


def faults_of(ledger: Path, said: str, chance: random.Random) -> tuple[str, list[str]]:
    """What was turned round in a ledger, and what is wrong with what was said then."""
    whole = ledger.read_bytes()
    content, what = rotten(whole, chance)
    ledger.write_bytes(content)
    wrong = []
    checked = jobs.run(["check"], ledger.parent)
    if checked.code not in (0, FOUND) or len(checked.err.splitlines()) > 1:
        wrong.append(f"check: exit {checked.code}: {checked.err}")
    if checked.code == 0 and everything(ledger) != said:
        wrong.append("check did not find it")
    for argv in ASKED if chance.random() < 0.2 else ():
        done = jobs.run(argv, ledger.parent)
        if done.code not in (0, FOUND) or len(done.err.splitlines()) > 1:
            wrong.append(f"{argv[0]}: exit {done.code}: {done.err}")
    for path in ledger.parent.iterdir():
        if path != ledger:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    ledger.write_bytes(whole)
    return what, wrong


def everything(ledger: Path) -> str:
    """All that a ledger says: its changes, its status and its alerts."""
    asked = (["export", "--json"], ["status", "--json"], ["alerts", "--json"], ["alerts", "log"])
    return "\n".join(jobs.run(argv, ledger.parent).out for argv in asked)


def _tried(options: Options, shop: Path) -> Iterator[tuple[str, list[str]]]:
    prepared = jobs.prepare(shop / "prepared")
    assert jobs.run(["alerts", "--new"], prepared).code in (0, 1)
    (shop / "run").mkdir()
    ledger = Path(shutil.copy(prepared / jobs.DATABASE, shop / "run"))
    said, chance = everything(ledger), random.Random(options.seed)
    for _ in range(options.runs or RUNS):
        yield faults_of(ledger, said, chance)


def main(options: Options) -> int:
    """Turn round as many as are wanted."""
    with jobs.workshop() as shop:
        return told("bits turned round", options.runs or RUNS, _tried(options, shop))


if __name__ == "__main__":
    sys.exit(main(Options.typed(sys.argv[1:])))
