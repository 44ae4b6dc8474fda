"""A commitment is told as it was known then."""

import datetime as dt

from tests.store.ledgers import Desk, day
from tracker.core.model import Area, Department, Node, Unit
from tracker.store import commitments


def test_a_commitment_is_loaded_with_all_it_is_made_of(desk: Desk) -> None:
    desk.edit("complexes", stages=("开工", "完工"), person="王五")
    desk.area("complexes", "东昌府区", "10", person="李四", contact="8212345")
    desk.area("complexes", "临清市")
    complexes = desk.get("complexes")
    assert complexes.terms.unit == Unit("处", 0)
    assert complexes.terms.due == day("12-31")
    assert complexes.profile.person == "王五"
    assert complexes.department == Department(
        "housing", "市住建局", "Housing and Urban-Rural Development Bureau"
    )
    assert complexes.areas == (
        Area("东昌府区", 10, "李四", "8212345"),
        Area("临清市", None, None, None),
    )
    assert complexes.stages == ("开工", "完工")


def test_milestones_stand_in_the_order_of_their_days(desk: Desk) -> None:
    desk.milestone("heritage-plan", "报批", "2024-12-20", 60)
    desk.milestone("heritage-plan", "初稿", "2024-06-30", 40)
    assert desk.get("heritage-plan").nodes == (
        Node("初稿", dt.date(2024, 6, 30), 40),
        Node("报批", dt.date(2024, 12, 20), 60),
    )


def test_what_came_later_is_not_known_before(desk: Desk) -> None:
    before = commitments.load(desk.read)
    desk.edit("sewer", target="95", name="管网")
    desk.area("complexes", "临清市")
    desk.edit("elevators", stages=("开工", "完工"))
    desk.milestone("heritage-plan", "初稿")
    desk.edit("estates", department="市水务局")
    desk.add("new", "duty", department="housing")
    assert commitments.load(desk.read, 1) == before
    assert commitments.load(desk.read, desk.head) == commitments.load(desk.read) != before


def test_each_revision_of_the_terms_is_known_at_its_change(desk: Desk) -> None:
    for target in ("91", "92", "93"):
        desk.edit("sewer", target=target)
    targets = [desk.get("sewer", known).terms.target for known in (1, 2, 3, 4)]
    assert targets == [90_000, 91_000, 92_000, 93_000]
    assert [desk.get("sewer", known).terms_moved for known in (1, 2)] == [False, True]


def test_stages_and_last_stage_are_known_at_their_change(desk: Desk) -> None:
    number = desk.get("elevators").id
    desk.edit("elevators", stages=("开工", "完工"))
    desk.edit("elevators", stages=("开工", "完工", "验收"))
    found = [commitments.last_stages(desk.read, known).get(number) for known in (1, 2, 3, None)]
    assert found == [None, "完工", "验收", "验收"]


def test_one_commitment_alone_is_loaded_as_among_the_others(desk: Desk) -> None:
    desk.area("complexes", "临清市")
    for commitment in commitments.load(desk.read):
        assert commitments.load(desk.read, only=commitment.id) == [commitment]
