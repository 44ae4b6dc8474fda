"""The store's own fixtures: a person at a fresh ledger, and a ledger with a long history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.ledgers import Desk, long_history
from tracker.store.engine import open_store


@pytest.fixture
def desk(ledger: Path) -> Iterator[Desk]:
    """A person at the test's own ledger, with nothing logged."""
    with open_store(ledger) as store:
        yield Desk(store)


@pytest.fixture(scope="session")
def written(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with many kinds of changes and rows in every table. Nobody writes to it."""
    path = tmp_path_factory.mktemp("written") / "tracker.db"
    path.write_bytes(seeded.read_bytes())
    with open_store(path) as store:
        long_history(Desk(store))
    return path
