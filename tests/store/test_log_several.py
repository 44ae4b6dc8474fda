"""Several entries in one change: all of them or none, and each as if it had come by itself."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.ledgers import TODAY, Desk, day, hurried, milestones, refused, shared_out, staged
from tracker.core.echo import Echo, Evidence
from tracker.errors import Refused, Slip, Unconfirmed
from tracker.store import ledger
from tracker.store.engine import open_store
from tracker.store.sums import sums
from tracker.store.typed import LogRequest

ENTRIES = "SELECT act, commitment, area, stage, day, mode, amount, note FROM entry ORDER BY act"


def together(
    desk: Desk, *requests: LogRequest, accepted: frozenset[Slip] | None = frozenset()
) -> list[Echo]:
    return desk.write(ledger.log(requests, TODAY, accepted))


def req(commitment: str, amount: str | None, on: str = "07-05", **more: Any) -> LogRequest:
    return LogRequest(commitment, amount, day(on), **more)


def test_several_entries_are_one_change_with_numbers_in_a_row(desk: Desk) -> None:
    desk.log("sewer", "1")
    head = desk.head
    echoes = together(desk, req("estates", "4"), req("sewer", "3.2"), req("elevators", "5"))
    assert desk.head == head + 1
    assert [(e.act, e.commitment.slug) for e in echoes] == [
        (2, "estates"), (3, "sewer"), (4, "elevators"),
    ]  # fmt: skip
    assert desk.read("SELECT DISTINCT change FROM entry WHERE act > 1") == [(head + 1,)]
    assert [desk.done(s) for s in ("sewer", "estates", "elevators")] == ["4.2", "4", "5"]


def test_the_second_entry_of_a_commitment_begins_where_the_first_ended(desk: Desk) -> None:
    desk.log("sewer", "10", "06-01")
    first, other, second, third = together(
        desk,
        req("sewer", "5", "06-02"),
        req("estates", "1"),
        req("sewer", "20", "06-03", total=True),
        req("sewer", "1", "06-01"),
    )
    assert (first.before, first.after) == (10_000, 15_000)
    assert (second.before, second.after) == (15_000, 20_000)
    # What is dated before the total that came just before it is absorbed by that.
    assert (third.before, third.after, third.on_day) == (20_000, 20_000, 11_000)
    assert third.absorbed_by is not None
    assert third.absorbed_by.act == second.act
    assert (other.before, other.after) == (None, 1)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("accepted", [frozenset[Slip](), None], ids=["asking", "with --yes"])
def test_one_that_is_wrong_and_nothing_is_written(
    desk: Desk, place: int, accepted: frozenset[Slip] | None
) -> None:
    requests = [req("sewer", "1"), req("estates", "2")]
    requests.insert(place, req("elevators", "3里"))
    before = desk.store.path.read_bytes()
    with refused(desk, "error.unit_unknown") as error:
        together(desk, *requests, accepted=accepted)
    assert error.value.part == (place + 1, "elevators 3里")
    assert desk.store.path.read_bytes() == before


@pytest.mark.parametrize(
    ("commitment", "amount", "key"),
    [
        ("bridge", "1", "error.unknown"),
        ("改造", "1", "error.ambiguous"),
        ("drainage", "1", "error.milestones_expected"),
        ("sewer", "1", "error.area_needed"),
    ],
)
def test_whatever_is_wrong_names_the_pair(
    desk: Desk, commitment: str, amount: str, key: str
) -> None:
    shared_out(desk)
    with refused(desk, key) as error:
        together(desk, req("estates", "2"), req(commitment, amount))
    assert error.value.part == (2, f"{commitment} {amount}")


def test_one_by_itself_has_no_number(desk: Desk) -> None:
    with refused(desk, "error.unknown") as error:
        together(desk, req("bridge", "1"))
    assert error.value.part is None


def test_a_text_that_can_not_be_stored_stops_all(desk: Desk) -> None:
    with refused(desk, "error.text_too_long"):
        together(desk, req("sewer", "1"), req("estates", "2", note="x" * 4001))


def test_all_slips_are_told_at_once_each_with_its_commitment(desk: Desk) -> None:
    desk.log("sewer", "50", "06-01", total=True)
    desk.log("estates", "3", "06-02")
    head = desk.head
    with pytest.raises(Unconfirmed) as asked:
        together(
            desk,
            req("elevators", "300"),
            req("sewer", "40", "06-02", total=True),
            req("estates", "3", "06-02"),
            req("complexes", "1", "06-02"),
        )
    told = [(s.of, s.key) for s in asked.value.slips]
    assert told == [
        ("elevators", "slip.large"), ("sewer", "slip.fall"), ("estates", "slip.repeat"),
    ]  # fmt: skip
    assert desk.head == head


def test_slips_that_were_confirmed_are_not_asked_about_again_and_others_are(desk: Desk) -> None:
    requests = [req("sewer", "1", "06-01"), req("sewer", "1", "06-01"), req("estates", "500")]
    with pytest.raises(Unconfirmed) as asked:
        together(desk, *requests)
    assert [s.key for s in asked.value.slips] == ["slip.repeat_new", "slip.large"]
    confirmed = frozenset(asked.value.slips)
    desk.log("sewer", "1", "06-01")
    with pytest.raises(Unconfirmed) as again:
        together(desk, *requests, accepted=confirmed)
    assert set(again.value.slips) - confirmed != set()
    assert len(together(desk, *requests, accepted=confirmed | set(again.value.slips))) == 3


def test_the_same_slip_of_two_commitments_is_confirmed_for_each(desk: Desk) -> None:
    with pytest.raises(Unconfirmed) as asked:
        together(desk, req("sewer", "1", "2023-12-31"), req("estates", "1", "2023-12-31"))
    assert [(s.of, s.key) for s in asked.value.slips] == [
        ("sewer", "slip.early"), ("estates", "slip.early"),
    ]  # fmt: skip


def test_a_slip_of_one_entry_by_itself_names_no_commitment(desk: Desk) -> None:
    with pytest.raises(Unconfirmed) as asked:
        together(desk, req("sewer", "500"))
    assert [s.of for s in asked.value.slips] == [""]


def test_words_and_evidence_go_to_each(desk: Desk) -> None:
    page = Evidence("https://example.org/a", None, None)
    more: dict[str, Any] = {"note": "六月", "evidence": (page, page)}
    echoes = together(desk, req("sewer", "1", **more), req("estates", "2", **more))
    assert [e.evidence for e in echoes] == [(page,), (page,)]
    assert desk.read("SELECT act, location FROM evidence ORDER BY act") == [
        (1, page.location), (2, page.location),
    ]  # fmt: skip
    assert desk.read("SELECT note FROM entry") == [("六月",), ("六月",)]


def test_each_can_be_taken_back_by_itself(desk: Desk) -> None:
    together(desk, req("sewer", "1"), req("sewer", "2"), req("estates", "3"))
    desk.undo(1)
    assert (desk.done("sewer"), desk.done("estates")) == ("2", "3")
    assert desk.undo().undone == 3


COMMITMENTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "estates": lambda _: {},
    "sewer": lambda pick: {"area": ("东昌府区", "临清市")[pick % 2]},
    "elevators": lambda pick: {"stage": ("开工", "完工")[pick % 2]},
    "city-ranking": lambda _: {},
}
REQUESTS = st.builds(
    lambda slug, amount, on, total, pick: req(
        slug, str(amount + (slug == "city-ranking")), f"06-0{on}", total=total,
        note="n" if pick > 2 else None, **COMMITMENTS[slug](pick),
    ),
    slug=st.sampled_from(list(COMMITMENTS)),
    amount=st.integers(0, 30),
    on=st.integers(1, 4),
    total=st.booleans(),
    pick=st.integers(0, 3),
)  # fmt: skip


@pytest.fixture(scope="module")
def parted(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a commitment in areas, one in stages, and some entries."""
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("parted")))
    with open_store(path) as store:
        desk = Desk(store)
        shared_out(desk)
        staged(desk)
        milestones(desk)
        desk.log("estates", "10", "06-02", total=True)
        desk.log("sewer", "5", "06-03", area="临清市")
        desk.log("elevators", "9", "05-01", stage="开工")
    return path


@settings(max_examples=60, deadline=None)
@given(requests=st.lists(REQUESTS, min_size=1, max_size=7))
def test_several_come_to_the_same_as_one_by_one(parted: Path, requests: list[LogRequest]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = (Path(shutil.copy(parted, f"{folder}/{n}.db")) for n in "ab")
        with hurried(one) as store, hurried(other) as second:
            at_once, apart = Desk(store), Desk(second)
            head = at_once.head
            echoes = together(at_once, *requests, accepted=None)
            expected = [together(apart, r, accepted=None)[0] for r in requests]
            assert (at_once.head, apart.head) == (head + 1, head + len(requests))
            assert at_once.read(ENTRIES) == apart.read(ENTRIES)
            for text in ("05-31", "06-01", "06-02", "06-03", "06-04", "07-05"):
                assert sums(at_once.read, day(text)) == sums(apart.read, day(text))
            assert [told(e) for e in echoes] == [told(e) for e in expected]


def told(echo: Echo) -> tuple[object, ...]:
    """What an echo tells, without the number of the change, which nobody has yet."""
    absorbing = echo.absorbed_by and echo.absorbed_by._replace(change=0)
    return echo._replace(absorbed_by=absorbing)


def test_a_ledger_takes_no_empty_log(desk: Desk) -> None:
    head = desk.head
    assert together(desk) == []
    assert desk.head == head


def test_a_day_in_the_future_is_refused_for_all(desk: Desk) -> None:
    with pytest.raises(Refused) as error:
        together(desk, req("sewer", "1", "07-06"), req("estates", "1", "07-06"))
    assert (error.value.key, error.value.part) == ("error.date_future", None)
