"""Many processes that write one ledger at the same time, beside others that read it.

    python -m tests.faults.crowd [--runs N] [--writers N]

Each writer logs `--runs` entries, one command after the other: half of the writers into one
commitment, the others into one each. Meanwhile a reader asks for the alerts and another one for
the weekly report, again and again. Prints what was refused or failed, what is not there in the
end, sums that are not those of what was logged, and the longest wait of a writer. The disk is the
one of the temporary folder (TMPDIR): a sync takes the time that it takes there.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults import jobs

RUNS = 1000
WRITERS = 16
SLUG = "sewer"


def _write(folder: Path, writer: int, runs: int, answers: Path) -> None:
    """Log entries of one unit, each a different day or note, so that none is a repeat."""
    slug = SLUG if writer % 2 else f"own-{writer}"
    codes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(runs):
        words = f"log {slug} {writer + 1}m --note {writer}-{number} --on 2024-06-28 --yes -q"
        begun = time.monotonic()
        done = jobs.run(words.split(), folder)
        slowest = max(slowest, time.monotonic() - begun)
        codes[f"{done.code} {done.err}".strip()] += 1
    answers.write_text(json.dumps([codes, slowest]), encoding="utf-8")


def _read(folder: Path, words: list[str], answers: Path, stop: Path) -> None:
    codes: Counter[str] = Counter()
    while not stop.exists():
        done = jobs.run(words, folder)
        codes[f"{done.code} {done.err}".strip()] += 1
    answers.write_text(json.dumps([codes, 0.0]), encoding="utf-8")


def _child(work: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def crowd(folder: Path, writers: int, runs: int) -> tuple[list[str], float]:
    """Let them all at a ledger; what is wrong then, and the longest wait in seconds."""
    assert jobs.run(["init"], folder, jobs.BEGUN).code == 0
    for writer in range(0, writers, 2):
        words = f"add own-{writer} --name own-{writer} --kind quantity --target 90 --unit km"
        more = "--due 2024-12-31 --department housing --yes"
        assert jobs.run([*words.split(), *more.split()], folder).code == 0
    answers = [folder / f"answer-{number}" for number in range(writers + 2)]
    stop = folder / "stop"
    reading = [["alerts", "--new", "-q"], ["report", "--as-of", "2024-07-05", "-o", "week.csv"]]
    readers = [
        _child(lambda words=words, one=one: _read(folder, words, one, stop))  # type: ignore[misc]
        for words, one in zip(reading, answers[writers:], strict=True)
    ]
    writing = [
        _child(lambda n=n: _write(folder, n, runs, answers[n]))  # type: ignore[misc]
        for n in range(writers)
    ]
    for child in writing:
        os.waitpid(child, 0)
    stop.touch()
    for child in readers:
        os.waitpid(child, 0)
    said = [json.loads(answer.read_text()) for answer in answers]
    wrong = [
        f"{'writer' if number < writers else 'reader'} {number}: {count} x {code}"
        for number, (codes, _) in enumerate(said)
        for code, count in codes.items()
        if code != "0" and not (number >= writers and code.startswith("1"))
    ]
    return [*wrong, *_missing(folder, writers, runs)], max(slowest for _, slowest in said)


def _missing(folder: Path, writers: int, runs: int) -> list[str]:
    """Entries that are not there, sums that are not theirs, and what `check` finds."""
    expected = Counter({SLUG: 0})
    for writer in range(writers):
        expected[SLUG if writer % 2 else f"own-{writer}"] += (writer + 1) * runs
    shown = jobs.run(["status", "--json", "--as-of", "2024-07-05"], folder)
    rows = {row["slug"]: row for row in json.loads(shown.out)["commitments"]}
    wrong = [
        f"{slug}: {rows[slug]['done']} km instead of {metres} m"
        for slug, metres in expected.items()
        if round(float(rows[slug]["done"] or 0) * 1000) != metres
    ]
    entries = sum(rows[slug]["entries"] for slug in expected)
    if entries != writers * runs:
        wrong.append(f"{entries} entries instead of {writers * runs}")
    checked = jobs.run(["check"], folder)
    return wrong if checked.code == 0 else [*wrong, f"check: {checked.out} {checked.err}"]


def main() -> int:
    """Run one crowd."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--writers", type=int, default=WRITERS)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wrong, slowest = crowd(Path(folder), options.writers, options.runs)
    for line in wrong:
        print(line)
    print(
        f"a crowd: {options.writers} writers x {options.runs} entries in "
        f"{time.monotonic() - begun:.0f} s, longest wait {slowest:.1f} s, {len(wrong)} with a fault"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
