"""Many who write at once: nobody's entry is lost, and nobody's sum is wrong."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.store.ledgers import Desk, day
from tests.store.naive import from_rows
from tracker.store.engine import open_store
from tracker.store.sums import sums

CLERKS = ("甲", "乙", "丙", "丁")
EACH = 25


def log_all_day(path: Path, name: str) -> list[int]:
    """One clerk's work, in a process of its own; the numbers that the entries got."""
    with open_store(path) as store:
        desk = Desk(store, name)
        return [
            desk.log("sewer", "0.1", f"06-{1 + i % 28:02}", accept=True, note=name).act
            for i in range(EACH)
        ]


def test_entries_of_four_processes_are_all_there(ledger: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(CLERKS), mp_context=spawn) as pool:
        numbers = list(pool.map(log_all_day, [ledger] * len(CLERKS), CLERKS))
    total = len(CLERKS) * EACH
    assert sorted(n for own in numbers for n in own) == list(range(1, total + 1))
    assert all(own == sorted(own) for own in numbers)
    with open_store(ledger) as store:
        hold_ledger(Desk(store), total, numbers)


def hold_ledger(desk: Desk, total: int, numbers: list[list[int]]) -> None:
    changes = [c for (c,) in desk.read("SELECT change FROM change ORDER BY change")]
    assert changes == list(range(1, total + 2))
    authors = desk.read("SELECT act, author, note FROM entry JOIN change USING (change)")
    expected = {n: name for name, own in zip(CLERKS, numbers, strict=True) for n in own}
    assert {act: author for act, author, _ in authors} == expected
    assert Counter(note for *_, note in authors) == dict.fromkeys(CLERKS, EACH)
    # A hundred times a tenth of a kilometre.
    assert desk.done("sewer") == "10"
    assert sums(desk.read, day("06-14")) == from_rows(desk.read).sums(day("06-14"), total + 1)
