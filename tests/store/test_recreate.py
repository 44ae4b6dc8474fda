"""A ledger made again from its export: the same rows, the same digests; or nothing at all."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.store.test_backup import content
from tests.store.test_check import found
from tracker.errors import Refused, TrackerError
from tracker.exchange.ledger import is_ledger, read_ledger
from tracker.store.recreate import recreate


@pytest.fixture
def exported(written: Path, run: Run, tmp_path: Path) -> Path:
    """The export of a ledger with a long history."""
    file = tmp_path / "export.json"
    assert run("export", "--db", str(written), "-o", str(file), "-q").code == 0
    return file


def test_what_was_exported_is_the_same_ledger_again(
    exported: Path, written: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.db"
    head = recreate(again, read_ledger(str(exported)))
    assert found(again) == []
    # The order of rows that are derived may differ; of what was written not a byte does.
    ours = [line for line in content(again) if "series" not in line and "balance" not in line]
    theirs = [line for line in content(written) if "series" not in line and "balance" not in line]
    assert [one for one in ours if "_sqlite_migrations" not in one] == [
        one for one in theirs if "_sqlite_migrations" not in one
    ]
    assert head.change > 40


def test_nothing_is_made_without_saving(exported: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    recreate(again, read_ledger(str(exported)), dry_run=True)
    assert not again.exists()


def interrupt() -> None:
    raise KeyboardInterrupt


def test_the_last_moment_to_interrupt_is_before_anything_is_saved(
    exported: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.db"
    with pytest.raises(KeyboardInterrupt):
        recreate(again, read_ledger(str(exported)), before_commit=interrupt)
    assert list(tmp_path.glob("again.db*")) == []
    recreate(again, read_ledger(str(exported)), dry_run=True, before_commit=interrupt)


def test_of_many_who_make_it_at_once_just_one_does(exported: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"

    def one(_: int) -> str:
        try:
            return recreate(again, read_ledger(str(exported))).digest
        except Refused as refused:
            return refused.key

    with ThreadPoolExecutor(4) as pool:
        came_to = list(pool.map(one, range(4)))
    refusals = {"error.ledger_there", "error.init_raced"}
    assert [key in refusals for key in came_to].count(False) == 1
    assert found(again) == []


def test_a_ledger_that_is_there_stays(exported: Path, ledger: Path) -> None:
    before = content(ledger)
    with pytest.raises(Refused) as refused:
        recreate(ledger, read_ledger(str(exported)))
    assert refused.value.key == "error.ledger_there"
    assert content(ledger) == before


Forge = Callable[[dict[str, Any]], object]


def cut(export: dict[str, Any]) -> None:
    del export["changes"][1]


def empty(export: dict[str, Any]) -> None:
    export["changes"] = []


def reworded(export: dict[str, Any]) -> None:
    export["changes"][1]["by"] = "李四"


def refigured(export: dict[str, Any]) -> None:
    row = next(row for row in export["changes"][1]["rows"] if row["table"] == "entry")
    row["amount"] += 1


def other_table(export: dict[str, Any]) -> None:
    export["changes"][1]["rows"][0]["table"] = "sqlite_schema"


def other_column(export: dict[str, Any]) -> None:
    export["changes"][1]["rows"][0]["extra"] = 1


def other_type(export: dict[str, Any]) -> None:
    export["changes"][1]["rows"] = 5


def no_header(export: dict[str, Any]) -> None:
    del export["changes"][2]["recorded_at"]


def newer(export: dict[str, Any]) -> None:
    export["version"] = 2


def no_changes(export: dict[str, Any]) -> None:
    del export["changes"]


def half_a_character(export: dict[str, Any]) -> None:
    export["changes"][1]["by"] = "\ud800"


def not_a_name(export: dict[str, Any]) -> None:
    export["changes"][1]["rows"][0]["table"] = ["entry"]


def beyond_sqlite(export: dict[str, Any]) -> None:
    export["changes"][1]["rows"][0]["commitment"] = 2**63


@pytest.mark.parametrize(
    ("forge", "key", "change"),
    [
        (half_a_character, "error.ledger_form", 2),
        (not_a_name, "error.ledger_change", 2),
        (beyond_sqlite, "error.ledger_form", 2),
        (cut, "error.ledger_change", 2),
        (empty, "error.ledger_change", 1),
        (reworded, "error.ledger_digest", 2),
        (refigured, "error.ledger_digest", 2),
        (other_table, "error.ledger_change", 2),
        (other_column, "error.ledger_change", 2),
        (other_type, "error.ledger_form", 2),
        (no_header, "error.ledger_form", 3),
        (newer, "error.ledger_version", None),
        (no_changes, "error.ledger_form", 1),
    ],
)
def test_what_is_not_as_it_was_written_makes_nothing(
    forge: Forge, key: str, change: int | None, exported: Path, tmp_path: Path
) -> None:
    export = json.loads(exported.read_text(encoding="utf-8"))
    forge(export)
    exported.write_text(json.dumps(export), encoding="utf-8")
    again = tmp_path / "again.db"
    with pytest.raises(TrackerError) as refused:
        recreate(again, read_ledger(str(exported)))
    assert (refused.value.key, refused.value.params.get("change")) == (key, change)
    assert not again.exists()


def test_a_number_of_thousands_of_digits_makes_nothing(tmp_path: Path) -> None:
    export = tmp_path / "export.json"
    export.write_text(f'{{"format": "tracker-ledger", "version": {"9" * 5000}}}', "utf-8")
    with pytest.raises(TrackerError) as refused:
        read_ledger(str(export))
    assert refused.value.key == "error.ledger_form"


def test_an_export_is_known_by_its_beginning(exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "rows.json"
    other.write_text('[{"任务": "sewer"}]', encoding="utf-8")
    assert is_ledger(str(exported))
    assert not is_ledger(str(other))
    assert not is_ledger(str(tmp_path / "none.json"))
    # Nothing that could keep a person waiting is opened.
    assert not is_ledger(str(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_nobody_else_may_read_what_is_made(exported: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    recreate(again, read_ledger(str(exported)))
    assert again.stat().st_mode & 0o777 == 0o600
