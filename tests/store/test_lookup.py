"""What a person means by a name is found, or asked back with what it could have been."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.store.ledgers import Desk
from tracker.core.model import Commitment
from tracker.errors import Refused
from tracker.store import commitments, lookup


def resolved(desk: Desk, text: str) -> str:
    return lookup.resolve(desk.read, text).slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("sewer", "sewer"),
        ("SEWER", "sewer"),
        ("  Sewer ", "sewer"),
        ("雨污管网", "sewer"),
        ("改造雨污合流管网", "sewer"),
        ("combined SEWER pipe", "sewer"),
        ("造雨污合流", "sewer"),
        ("电梯", "elevators"),
        ("elevat", "elevators"),
        ("ranking", "city-ranking"),
    ],
    ids=["slug", "capitals", "spaces", "alias", "name", "English", "part of a name", "Chinese",
         "part of a slug", "end of a slug"],
)  # fmt: skip
def test_a_commitment_is_found_by_any_of_its_names(desk: Desk, text: str, slug: str) -> None:
    assert resolved(desk, text) == slug


def test_every_name_of_every_commitment_finds_it(desk: Desk) -> None:
    for c in commitments.load(desk.read):
        for name in (c.slug, c.profile.name, *lookup.aliases_of(desk.read, c.id)):
            assert resolved(desk, name) == c.slug


@pytest.mark.parametrize("text", ["Ｃ３", "c３", "C3", "ｃ3"])
def test_width_and_case_do_not_matter(desk: Desk, text: str) -> None:
    desk.edit("sewer", aliases=("C3",))
    assert resolved(desk, text) == "sewer"


def test_an_exact_name_wins_over_a_part_of_others(desk: Desk) -> None:
    desk.add("sew", "duty", name="缝纫", department="housing")
    assert resolved(desk, "sew") == "sew"
    assert resolved(desk, "sewer") == "sewer"


def test_a_part_that_fits_several_is_asked_back_with_all_of_them(desk: Desk) -> None:
    desk.add("sewer-b", "duty", name="乙", department="housing")
    with pytest.raises(Refused) as refused:
        resolved(desk, "ewer")
    assert refused.value.key == "error.ambiguous"
    listed: Any = refused.value.params["candidates"]
    assert "sewer (改造雨污合流管网)" in listed
    assert "sewer-b (乙)" in listed


def test_one_name_of_two_commitments_is_asked_back(desk: Desk) -> None:
    desk.add("north", "duty", name="巡查", department="housing")
    desk.add("south", "duty", name="巡查", department="housing")
    with pytest.raises(Refused) as refused:
        resolved(desk, "巡查")
    assert refused.value.key == "error.ambiguous"


def test_the_alias_of_one_that_is_the_name_of_another_is_asked_back(desk: Desk) -> None:
    desk.add("north", "duty", name="巡查", department="housing")
    desk.add("south", "duty", name="夜查", department="housing", aliases=("巡查",))
    with pytest.raises(Refused) as refused:
        resolved(desk, "巡查")
    assert refused.value.key == "error.ambiguous"


def test_a_name_that_was_given_up_finds_nothing_any_more(desk: Desk) -> None:
    desk.add("north", "duty", name="巡查", department="housing")
    desk.add("south", "duty", name="日间巡查", department="housing")
    desk.edit("north", name="夜查", reason=None)
    assert resolved(desk, "巡查") == "south"


def test_a_misspelt_name_brings_what_is_like_it(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        resolved(desk, "sewre")
    assert refused.value.key == "error.unknown_but"
    assert "sewer" in str(refused.value.params["candidates"])


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "zzzzzzzz", "'; DROP TABLE alias; --", "\0"])
def test_what_is_no_name_at_all_is_unknown(desk: Desk, text: str) -> None:
    with pytest.raises(Refused) as refused:
        resolved(desk, text)
    assert refused.value.key in ("error.unknown", "error.unknown_but")


def test_a_new_alias_is_found_at_once(desk: Desk) -> None:
    desk.edit("sewer", aliases=("老管子",), reason=None)
    assert resolved(desk, "老管子") == "sewer"


# Parts of a commitment


def test_an_area_is_found_by_a_part_of_its_name(desk: Desk) -> None:
    desk.area("sewer", "东昌府区")
    desk.area("sewer", "临清市")
    sewer = desk.get("sewer")
    assert lookup.find_area(sewer, "东昌") == "东昌府区"
    with pytest.raises(Refused) as refused:
        lookup.find_area(sewer, "茌平区")
    assert refused.value.params["what"] == "what.area"


def test_a_stage_is_found_by_a_part_of_its_name(desk: Desk) -> None:
    desk.edit("elevators", stages=("开工", "完工"))
    elevators = desk.get("elevators")
    assert lookup.find_stage(elevators, "完") == "完工"
    with pytest.raises(Refused) as refused:
        lookup.find_stage(elevators, "工")
    assert refused.value.key == "error.ambiguous"


def test_a_milestone_is_found_by_a_part_of_its_name(desk: Desk) -> None:
    desk.milestone("heritage-plan", "规划初稿")
    assert lookup.find_node(desk.get("heritage-plan"), "初稿") == "规划初稿"


@pytest.mark.parametrize(
    ("find", "slug", "key"),
    [
        (lookup.find_area, "sewer", "error.no_areas"),
        (lookup.find_stage, "sewer", "error.no_stages"),
        (lookup.find_node, "sewer", "error.not_milestones"),
        (lookup.find_node, "heritage-plan", "error.no_nodes"),
    ],
)
def test_a_commitment_without_parts_says_so(
    desk: Desk, find: Callable[[Commitment, str], str], slug: str, key: str
) -> None:
    with pytest.raises(Refused) as refused:
        find(desk.get(slug), "x")
    assert (refused.value.key, refused.value.params["slug"]) == (key, slug)


@pytest.mark.parametrize("text", ["housing", "HOUSING", "市住建局", "住建", "housing and urban"])
def test_a_department_is_found_by_any_of_its_names(desk: Desk, text: str) -> None:
    assert lookup.find_department(desk.read, text) == "housing"


def test_an_unknown_department_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        lookup.find_department(desk.read, "水务局")
    assert refused.value.params["what"] == "what.department"


def test_aliases_and_departments_are_known_at_their_change(desk: Desk) -> None:
    number = desk.get("sewer").id
    before = lookup.aliases_of(desk.read, number)
    desk.edit("sewer", aliases=("老管子",), department="水务局")
    assert lookup.aliases_of(desk.read, number, 1) == before
    assert lookup.aliases_of(desk.read, number) == [*before, "老管子"]
    assert [len(commitments.departments(desk.read, known)) for known in (1, 2)] == [2, 3]
