"""What the benches measure on are true ledgers, and what they time is timed in turn."""

import os
import sys
from pathlib import Path

import pytest

from bench import ledgers, peers
from bench.timing import Job, interleaved, paired, run
from tracker.store.check import faults
from tracker.store.engine import open_store


@pytest.mark.parametrize(("entries", "changes"), [(400, ()), (30, ("30",)), (0, ())])
def test_a_ledger_of_sample_data_is_a_true_one(
    entries: int, changes: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "sample.db"
    ledgers.main([str(path), "3", str(entries), *changes])
    with open_store(path) as store:
        assert list(faults(store.read)) == []
        assert store.read("SELECT count(*) FROM entry") == [(entries,)]
        assert store.read("SELECT count(*) FROM commitment") == [(3,)]
        if changes:
            assert store.read("SELECT count(*) FROM change WHERE change > 2") == [(entries,)]
    assert [file.name for file in tmp_path.iterdir()] == ["sample.db"]


def test_its_entries_come_in_the_order_of_their_days() -> None:
    days = [since for _, since, _ in ledgers.figures(7, 1000)]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (0, ledgers.DAYS - 1)


def test_the_peers_get_the_same_figures(tmp_path: Path) -> None:
    text = peers.journal(tmp_path / "a.journal", 3, 40).read_text(encoding="utf-8")
    steps = sum(
        int(float(part.split()[1]) * 1000 + 0.5) for part in text.split("\n") if " km" in part
    )
    assert steps == sum(steps for _, _, steps in ledgers.figures(3, 40))
    tasks = peers.tasks(tmp_path / "tasks", 3, 40) / "pending.data"
    assert tasks.read_text(encoding="utf-8").count("annotation_") == 40


def test_a_run_tells_its_time_and_its_memory() -> None:
    found = run(Job([sys.executable, "-c", "import time; time.sleep(0.05)"], dict(os.environ)))
    assert found.seconds > 0.05
    assert found.peak is None or found.peak > 1_000_000


def test_a_run_that_fails_ends_the_bench() -> None:
    with pytest.raises(SystemExit, match="exit code 3"):
        run(Job([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)))


def test_what_is_compared_ran_equally_often() -> None:
    jobs = {name: Job([sys.executable, "-S", "-c", "pass"], dict(os.environ)) for name in "ab"}
    times = interleaved(jobs, rounds=4, budget=60.0)
    assert [len(every) for every in times.values()] == [4, 4]
    assert paired([2.0, 3.0, 4.0], [1.0, 1.0, 1.0]) == (3.0, 2.5, 3.5, 3)
    assert len(interleaved(jobs, rounds=4, budget=0.0)["a"]) == 1
