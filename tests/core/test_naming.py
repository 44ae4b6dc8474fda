"""Finding a commitment by what people call it, without guessing."""

import pytest

from tracker.core.model import Rename
from tracker.core.naming import Named, called, find, name_key
from tracker.errors import Refused

KNOWN = [
    Named("sewer", ("改造雨污合流管网", "雨污管网", "Combined sewers")),
    Named("sewer-zero", ("雨污合流管网清零", "雨污清零")),
    Named("estates", ("改造老旧小区", "老旧小区")),
    Named("elevators", ("加装电梯", "电梯")),
    Named("drainage", ()),
]


def refusal(text: str, known: list[Named] = KNOWN) -> Refused:
    with pytest.raises(Refused) as caught:
        find(text, known, what="word.commitment")
    assert caught.value.params["what"] == "word.commitment"
    assert caught.value.params["text"] == text
    return caught.value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("estates", "estates"),
        ("老旧小区", "estates"),
        ("小区", "estates"),
        ("esta", "estates"),
        ("电梯", "elevators"),
        (" ESTATES ", "estates"),
        ("combined", "sewer"),
        ("drain", "drainage"),
        ("清零", "sewer-zero"),
    ],
)
def test_a_name_or_a_part_that_fits_one_is_enough(text: str, key: str) -> None:
    assert find(text, KNOWN, what="word.commitment") == key


def test_an_exact_name_wins_over_a_part() -> None:
    assert find("sewer", KNOWN, what="word.commitment") == "sewer"
    assert find("雨污管网", KNOWN, what="word.commitment") == "sewer"


def test_a_part_that_fits_two_lists_both() -> None:
    error = refusal("雨污")
    assert error.key == "error.ambiguous"
    assert error.params["candidates"] == (
        "sewer (改造雨污合流管网)",
        "sewer-zero (雨污合流管网清零)",
    )


def test_a_part_is_of_one_name_and_counts_once_for_whoever_has_it_twice() -> None:
    roads = [Named("a", ("柳园路", "柳园南路")), Named("b", ("东昌路", "b"))]
    assert find("柳园", roads, what="word.commitment") == "a"
    assert find("昌", roads, what="word.commitment") == "b"
    assert refusal("路柳", roads).key == "error.unknown_of"
    assert refusal("路", roads).key == "error.ambiguous"


def test_an_exact_name_of_two_lists_both() -> None:
    twins = [Named("a", ("电梯",)), Named("b", ("电梯",)), Named("c", ("电梯井",))]
    error = refusal("电梯", twins)
    assert (error.key, error.params["candidates"]) == ("error.ambiguous", ("a (电梯)", "b (电梯)"))


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [Named(f"road-{n}", ()) for n in range(9)]
    listed = tuple(f"road-{n}" for n in range(8))
    assert refusal("road", many).params["candidates"] == (*listed, "…")
    assert refusal("road", many[:8]).params["candidates"] == listed


def test_a_misspelt_name_is_answered_with_those_like_it() -> None:
    error = refusal("estatse")
    assert (error.key, error.params["candidates"]) == (
        "error.unknown_but",
        ("estates (改造老旧小区)",),
    )


def test_no_more_than_three_likenesses_are_offered() -> None:
    many = [Named(f"road-{n}", ()) for n in range(5)]
    found = refusal("roed-1", many).params["candidates"]
    assert isinstance(found, tuple)
    assert len(found) == 3


def test_a_candidate_is_listed_once_however_many_of_its_names_are_alike() -> None:
    error = refusal("elevatorz", [Named("elevators", ("elevator",))])
    assert error.params["candidates"] == ("elevators (elevator)",)


def test_a_name_that_is_its_own_key_is_listed_bare() -> None:
    assert refusal("高唐縣", [Named("高唐县", ("高唐县",))]).params["candidates"] == ("高唐县",)


@pytest.mark.parametrize("text", ["", "  ", "火车站"])
def test_what_is_like_nothing_lists_what_there_is(text: str) -> None:
    found = refusal(text)
    assert found.key == "error.unknown_of"
    assert "sewer" in str(found.params["candidates"])


def test_what_is_like_nothing_among_many_is_unknown() -> None:
    many = [Named(f"item-{n}", ()) for n in range(9)]
    assert refusal("火车站", many).key == "error.unknown"
    assert refusal("火车站", many[1:]).key == "error.unknown_of"
    assert refusal("火车站", many[8:]).key == "error.unknown_of"


def test_nothing_is_found_among_nothing() -> None:
    assert refusal("sewer", []).key == "error.unknown"


def test_names_are_compared_without_case_and_outer_spaces() -> None:
    assert name_key("　Sewer ") == name_key("sewer")


def test_names_are_compared_without_their_width() -> None:
    assert name_key("１号路") == name_key("1号路")
    assert name_key("ｓｅｗｅｒ－ｚｅｒｏ") == name_key("sewer-zero")
    assert name_key("供热（一期）") == name_key("供热(一期)")


def test_names_are_compared_as_the_ledger_keeps_them() -> None:
    # What hides in a name was written into the ledger as an escape.
    assert name_key("柳园\u200b路") == name_key(r"柳园\u200b路")


RENAMES = [
    Rename("area", "甲", "乙", 5),
    Rename("area", "丙", "甲", 7),
    Rename("stage", "甲", "丁", 8),
]


@pytest.mark.parametrize(
    ("name", "since", "area", "now"),
    [
        ("甲", 4, True, "乙"),
        ("甲", 5, True, "甲"),  # another one, made after the first had given the name up
        ("丙", 6, True, "甲"),
        ("丙", 7, True, "丙"),
        ("甲", 4, False, "丁"),
        ("", 1, True, ""),
    ],
)
def test_a_name_is_followed_through_what_came_after_it(
    name: str, since: int, area: bool, now: str
) -> None:
    assert called(name, since, RENAMES, area=area) == now
