"""Figures as clerks type them: what is read, what is refused, what is printed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.core.make import ALIASES, COUNT, KM, PERCENT
from tracker.core.model import Unit
from tracker.core.quantity import (
    MAX_STEPS,
    Figure,
    UnitAlias,
    half_width,
    parse_figure,
    parse_signed,
    parse_step,
    percent,
    step_of,
    to_decimal,
    two_decimals,
    unit_key,
)
from tracker.errors import Refused

TEN_THOUSAND_YUAN = Unit("万元", 0)
MONEY = {
    "万元": UnitAlias("万元", "万元", 1),
    "亿元": UnitAlias("亿元", "万元", 10_000),
}


def refusal(text: str, unit: Unit | None = KM) -> str:
    with pytest.raises(Refused) as caught:
        parse_figure(text, unit, ALIASES)
    return caught.value.key


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("12.5", 12_500),
        ("12.5km", 12_500),
        ("12.5KM", 12_500),
        ("12.5 公里", 12_500),
        ("12.5千米", 12_500),
        ("１２．５", 12_500),
        ("１２．５公里", 12_500),
        ("１２．５ｋｍ", 12_500),
        ("  12.5　", 12_500),
        ("1,000", 1_000_000),
        ("１，０００．５", 1_000_500),
        ("1,234,567", 1_234_567_000),
        ("1.2万", 12_000_000),
        ("1.2万公里", 12_000_000),
        ("1.2 万 km", 12_000_000),
        ("2亿", 200_000_000_000),
        ("0", 0),
        ("0.001", 1),
        ("12.5000", 12_500),
        ("007", 7_000),
    ],
)
def test_a_figure_is_read_in_the_unit_of_the_commitment(text: str, metres: int) -> None:
    assert parse_figure(text, KM, ALIASES) == Figure(metres, None)


@pytest.mark.parametrize(
    ("text", "metres", "unit"), [("800米", 800, "米"), ("800m", 800, "m"), ("1.2万M", 12_000, "m")]
)
def test_a_smaller_unit_is_converted_and_named(text: str, metres: int, unit: str) -> None:
    assert parse_figure(text, KM, ALIASES) == Figure(metres, unit)


@pytest.mark.parametrize("text", ["78.2", "78.2%", "78.2％", "７８．２％"])
def test_a_rate_is_read_with_or_without_its_sign(text: str) -> None:
    assert parse_figure(text, PERCENT, ALIASES) == Figure(7_820, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nan",
        "inf",
        "公里",
        "里",
        "万",
        "1,00",
        "1，00",
        "1,0000",
        "1,00,000",
        "1000,000",
        ",100",
        "1.",
        ".5",
        "1.2.3",
        "1.000,5",
        "٣",
        "三",
        "½",
        "９" * 31,
        "1." + "0" * 30,
    ],
)
def test_what_is_no_plain_decimal_number_is_refused(text: str) -> None:
    assert refusal(text) == "error.figure_unreadable"


@pytest.mark.parametrize(
    "text",
    ["1e3", "1_000", "12里", "12 5", "1.2万亿", "1.2万里", "3亩", "12k", "12km km", "12²", "0x10"],
)
def test_what_follows_the_number_must_be_a_declared_unit(text: str) -> None:
    assert refusal(text) == "error.unit_unknown"


@pytest.mark.parametrize("text", ["12个", "12 %", "1.2万个", "3位"])
def test_a_unit_of_another_kind_is_refused(text: str) -> None:
    assert refusal(text) == "error.unit_other"


@pytest.mark.parametrize("text", ["-3", "+3", "－３", "＋３", " -3km", "-nan"])
def test_a_sign_is_refused_as_a_sign(text: str) -> None:
    assert refusal(text) == "error.figure_signed"


def test_a_commitment_without_a_unit_takes_no_figure() -> None:
    assert refusal("3", None) == "error.figure_without_unit"


@pytest.mark.parametrize(
    ("text", "unit", "step"),
    [
        ("0.0005", KM, "0.001"),
        ("0.5米", KM, "0.001"),
        ("12.5", COUNT, "1"),
        ("1.00001万", COUNT, "1"),
    ],
)
def test_a_figure_finer_than_the_smallest_step_is_refused(text: str, unit: Unit, step: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_figure(text, unit, ALIASES)
    assert caught.value.key == "error.figure_too_fine"
    assert caught.value.params == {"text": text, "unit": unit.name, "step": Decimal(step)}


def test_a_multiplier_makes_a_fraction_whole() -> None:
    assert parse_figure("1.2345万", COUNT, ALIASES) == Figure(12_345, None)


def test_the_largest_figure_is_read_and_the_next_refused() -> None:
    assert parse_figure(str(MAX_STEPS), COUNT, ALIASES).steps == MAX_STEPS
    assert refusal(str(MAX_STEPS + 1), COUNT) == "error.figure_too_large"
    assert refusal("9" * 30, COUNT) == "error.figure_too_large"


def test_a_refusal_repeats_what_was_typed() -> None:
    with pytest.raises(Refused) as caught:
        parse_figure("１２里", KM, ALIASES)
    assert caught.value.params == {
        "unit": "里",
        "text": "１２里",
        "expected": "公里",
        "like": ["公里"],
    }


def test_a_declared_name_wins_over_a_multiplier() -> None:
    assert parse_figure("1200万元", TEN_THOUSAND_YUAN, MONEY) == Figure(1_200, None)
    assert parse_figure("1.2亿元", TEN_THOUSAND_YUAN, MONEY) == Figure(12_000, "亿元")


def test_an_undeclared_name_that_begins_like_a_multiplier_is_no_unit() -> None:
    assert refusal("3万元") == "error.unit_unknown"


@pytest.mark.parametrize(
    ("text", "metres"), [("+2", 2_000), ("-0.5", -500), ("－０．５km", -500), ("+800米", 800)]
)
def test_a_change_carries_its_sign(text: str, metres: int) -> None:
    assert parse_signed(text, KM, ALIASES).steps == metres


@pytest.mark.parametrize("text", ["2", "", "2-", "±2"])
def test_a_change_without_a_sign_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_signed(text, KM, ALIASES)
    assert caught.value.key == "error.change_unsigned"


def test_a_change_has_one_sign() -> None:
    with pytest.raises(Refused) as caught:
        parse_signed("--2", KM, ALIASES)
    assert caught.value.key == "error.figure_signed"


@pytest.mark.parametrize(
    ("text", "decimals"), [("1", 0), ("0.1", 1), ("0.01", 2), ("０．００１", 3), ("0.000001", 6)]
)
def test_a_smallest_step_is_a_power_of_ten(text: str, decimals: int) -> None:
    assert parse_step(text) == decimals
    assert step_of(Unit("x", decimals)) == Decimal(half_width(text))


@pytest.mark.parametrize("text", ["", "0", "10", "0.5", "0.10", "1.0", "0.0000001", "-1", "1e-3"])
def test_any_other_step_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_step(text)
    assert caught.value.key == "error.step_unreadable"


@pytest.mark.parametrize(
    ("steps", "scale", "printed"),
    [
        (12_500, 3, "12.5"),
        (90_000, 3, "90"),
        (1, 3, "0.001"),
        (0, 3, "0"),
        (1_000_000, 3, "1000"),
        (174, 0, "174"),
        (100, 0, "100"),
        (-2_500, 3, "-2.5"),
        (1, 6, "0.000001"),
        (10**15, 0, "1000000000000000"),
    ],
)
def test_a_figure_is_printed_exactly_and_without_idle_zeros(
    steps: int, scale: int, printed: str
) -> None:
    assert str(to_decimal(steps, scale)) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(1, 8), "0.13"),
        (Fraction(-1, 8), "-0.13"),
        (Fraction(124, 1000), "0.12"),
        (Fraction(-124, 1000), "-0.12"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(-5, 1000), "-0.01"),
        (Fraction(4, 1000), "0.00"),
        (Fraction(-4, 1000), "0.00"),
        # Rounding twice, over 0.045, would make 0.05 of it.
        (Fraction(449, 10_000), "0.04"),
        (Fraction(2_675, 1_000), "2.68"),
        (Fraction(0), "0.00"),
        (Fraction(5), "5.00"),
    ],
)
def test_rounding_is_half_away_from_zero(value: Fraction, printed: str) -> None:
    assert str(two_decimals(value)) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        # 45.5 / 90 = 0.50555…; 92 / 90 = 1.02222…; 182 / 366 = 0.497267…
        (Fraction("45.5") / 90, "50.56"),
        (Fraction(92, 90), "102.22"),
        (Fraction(182, 366), "49.73"),
        (Fraction(1), "100.00"),
        (Fraction(-1, 3), "-33.33"),
        (Fraction(-2, 3), "-66.67"),
    ],
)
def test_a_share_is_printed_in_percent(share: Fraction, printed: str) -> None:
    assert str(percent(share)) == printed


def test_every_full_width_character_has_its_plain_form() -> None:
    assert half_width("　（ｋｍ）！　～＃１／２％ ") == "(km)! ~#1/2%"


def test_unit_names_are_compared_without_case_and_outer_spaces() -> None:
    assert unit_key(" KM ") == unit_key("km")
    assert unit_key("％") == unit_key("%")
