"""What is said to somebody who mistyped a name: the likest ones, and never a wild guess."""

import pytest

from tracker.core.definition import Units, check_kind
from tracker.core.likeness import alike
from tracker.core.model import Unit
from tracker.core.quantity import UnitAlias, parse_figure
from tracker.errors import Refused

NAMES = (
    "电梯",
    "老旧小区",
    "雨污管网",
    "改造老旧小区",
    "sewer",
    "elevators",
    "保障房",
    "Combined sewers",
)
KM, PIECE = Unit("公里", 3), Unit("个", 0)
ALIASES = {
    "公里": UnitAlias("公里", "公里", 1000),
    "千米": UnitAlias("千米", "公里", 1000),
    "km": UnitAlias("km", "公里", 1000),
    "米": UnitAlias("米", "公里", 1),
    "m": UnitAlias("m", "公里", 1),
    "个": UnitAlias("个", "个", 1),
    "公顷": UnitAlias("公顷", "公顷", 1),
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("电踢", "电梯"),  # two characters, one wrong
        ("保障方", "保障房"),
        ("雨污官网", "雨污管网"),
        ("老旧小去", "老旧小区"),
        ("sewre", "sewer"),
        ("SEWRE", "sewer"),
        ("elevator", "elevators"),
        ("combinet", "Combined sewers"),
    ],
)
def test_one_slip_is_seen_through(typed: str, meant: str) -> None:
    assert alike(typed, NAMES)[0] == meant


def test_one_slip_in_a_part_of_a_long_name_is_seen_through() -> None:
    assert alike("合流管往", ["谋划储备主干道路", "改造雨污合流管网"]) == ["改造雨污合流管网"]


@pytest.mark.parametrize("typed", ["", "各", "火车", "火车站", "zz", "vat"])
def test_what_is_like_nothing_suggests_nothing(typed: str) -> None:
    assert alike(typed, NAMES) == []


def test_no_more_than_three_are_named() -> None:
    assert len(alike("road-9", ["road-1", "road-2", "road-3", "road-4"])) == 3


def test_one_character_that_several_names_share_tells_nothing() -> None:
    assert alike("观县", ["冠县", "莘县", "阳谷"]) == []
    assert alike("观县", ["冠县", "高唐县", "临清市"]) == []
    assert alike("观县", ["冠县", "临清", "阳谷"]) == ["冠县"]
    assert alike("冠具", ["冠县", "莘县", "高唐县"]) == ["冠县"]


def refused_figure(text: str, unit: Unit) -> dict[str, object]:
    with pytest.raises(Refused) as caught:
        parse_figure(text, unit, ALIASES)
    assert caught.value.key == "error.unit_unknown"
    return caught.value.params


@pytest.mark.parametrize(
    ("text", "unit", "like"),
    [
        ("12.5公哩", KM, ["公里"]),
        ("3kmm", KM, ["km"]),
        ("3千来", KM, ["千米"]),
        ("4各", PIECE, []),  # one character is no likeness; the unit to count in is told anyway
        ("3公哩", PIECE, []),  # what would not be accepted there is not suggested
    ],
)
def test_a_unit_that_would_be_accepted_is_suggested(text: str, unit: Unit, like: list[str]) -> None:
    params = refused_figure(text, unit)
    assert (params["like"], params["expected"]) == (like, unit.name)


def test_a_unit_to_count_in_is_suggested_but_none_that_is_converted() -> None:
    declared = Units({"公里": KM, "个": PIECE, "公顷": Unit("公顷", 0)}, ALIASES)
    for text, like in (("千来", ["千米"]), ("mm", [])):
        with pytest.raises(Refused) as caught:
            declared.find(text)
        assert caught.value.params["like"] == like


def test_a_kind_is_suggested() -> None:
    with pytest.raises(Refused) as caught:
        check_kind("quantty")
    assert caught.value.params["like"] == ["quantity"]
