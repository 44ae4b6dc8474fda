"""What a commitment may be: slugs, kinds, units and terms, checked as a whole."""

import pytest

from tests.core.make import ALIASES, COUNT, KM, PERCENT, PLACE, day
from tracker.core.definition import Units, Wording, check_every, check_kind, check_slug, terms_of
from tracker.core.model import KINDS, Kind, Terms
from tracker.errors import Refused

UNITS = Units({u.name: u for u in (KM, COUNT, PERCENT, PLACE)}, ALIASES)
SEWER = Wording(target="90", unit="公里", comparator=">=", start="2024-01-01", due="2024-12-31")


def refusal(kind: Kind, wording: Wording, base: Terms | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        terms_of(kind, wording, UNITS, base)
    return caught.value


def level(target: str, opening: str | None = None, direction: str | None = None) -> Terms:
    wording = Wording(target=target, unit="公里", opening=opening, direction=direction)
    return terms_of("level", wording, UNITS)


# Slugs, kinds, units


@pytest.mark.parametrize("slug", ["a", "sewer", "sewer-zero", "plan2024", "a" * 40])
def test_a_slug_is_what_people_can_type(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "slug", ["", "Sewer", "2024-plan", "-sewer", "a b", "a_b", "管网", "a" * 41, "sewer\n", "é"]
)
def test_any_other_slug_is_refused(slug: str) -> None:
    with pytest.raises(Refused) as caught:
        check_slug(slug)
    assert (caught.value.key, caught.value.params) == ("error.slug_unreadable", {"text": slug})


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_five_kinds(kind: Kind) -> None:
    assert check_kind(kind) == kind


@pytest.mark.parametrize("kind", ["", "Quantity", "quota"])
def test_any_other_kind_is_refused(kind: str) -> None:
    with pytest.raises(Refused) as caught:
        check_kind(kind)
    assert caught.value.key == "error.kind_unknown"
    assert caught.value.params["known"] == ("quantity", "level", "rank", "milestones", "duty")


@pytest.mark.parametrize("text", ["公里", "km", "KM", "千米", " km "])
def test_a_unit_is_found_by_any_name_of_its_size(text: str) -> None:
    assert UNITS.find(text) == KM


def test_a_unit_that_nobody_declared_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused) as caught:
        UNITS.find("里")
    assert caught.value.key == "error.unit_undeclared"
    assert caught.value.params == {
        "unit": "里",
        "known": ("公里", "个", "%", "名次"),
        "like": ["公里"],
    }


def test_a_commitment_counts_in_no_converted_unit() -> None:
    with pytest.raises(Refused) as caught:
        UNITS.find("米")
    assert (caught.value.key, caught.value.params["base"]) == ("error.unit_converts", "公里")


# Terms of each kind


def test_a_quantity_has_its_terms_in_steps_of_its_unit() -> None:
    assert terms_of("quantity", SEWER, UNITS) == Terms(
        target=90_000, unit=KM, comparator=">=", start=day("2024-01-01"), due=day("2024-12-31")
    )


def test_a_target_may_carry_its_unit() -> None:
    assert terms_of("quantity", Wording(target="90km", unit="km"), UNITS).target == 90_000


def test_a_target_in_another_unit_is_refused() -> None:
    assert refusal("quantity", SEWER._replace(target="90个")).key == "error.unit_other"


@pytest.mark.parametrize("kind", ["quantity", "level", "rank"])
@pytest.mark.parametrize("wording", [Wording(), Wording(unit="公里")], ids=["nothing", "unit"])
def test_what_is_counted_needs_a_target_and_a_unit(kind: Kind, wording: Wording) -> None:
    assert refusal(kind, wording).key == "error.terms_need_target"


def test_a_target_without_a_unit_cannot_be_read() -> None:
    assert refusal("quantity", Wording(target="90")).key == "error.figure_without_unit"


@pytest.mark.parametrize(
    ("kind", "wording", "term"),
    [
        ("quantity", SEWER._replace(stretch="95"), "stretch"),
        ("quantity", SEWER._replace(opening="10"), "opening"),
        ("quantity", SEWER._replace(direction="up"), "direction"),
        ("level", SEWER._replace(stretch="95"), "stretch"),
        ("rank", Wording(target="3", unit="名次", opening="5"), "opening"),
        ("milestones", Wording(unit="公里"), "unit"),
        ("milestones", Wording(comparator=">="), "comparator"),
        ("duty", Wording(target="3", unit="个"), "target"),
        ("duty", Wording(direction="up"), "direction"),
    ],
)
def test_a_term_of_another_kind_is_refused(kind: Kind, wording: Wording, term: str) -> None:
    error = refusal(kind, wording)
    assert (error.key, error.params) == ("error.term_not_of_kind", {"term": term, "kind": kind})


@pytest.mark.parametrize("kind", ["milestones", "duty"])
def test_milestones_and_duties_may_have_days_or_nothing(kind: Kind) -> None:
    days = terms_of(kind, Wording(start="2024-01-01", due="2024-12-31"), UNITS)
    assert days == Terms(start=day("2024-01-01"), due=day("2024-12-31"))
    assert terms_of(kind, Wording(), UNITS) == Terms()


def test_only_a_duty_is_looked_at_every_so_many_days() -> None:
    assert check_every("duty", 30) == 30


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_to_be_looked_at(kind: Kind) -> None:
    assert check_every(kind, None) is None


@pytest.mark.parametrize("kind", ["quantity", "level", "rank", "milestones"])
def test_what_is_no_duty_is_not_looked_at(kind: Kind) -> None:
    with pytest.raises(Refused) as caught:
        check_every(kind, 30)
    assert caught.value.key == "error.term_not_of_kind"
    assert caught.value.params == {"term": "every", "kind": kind}


@pytest.mark.parametrize("comparator", [">=", "=", "<=", ">", "<"])
def test_a_comparator_is_one_of_five(comparator: str) -> None:
    found = terms_of("quantity", SEWER._replace(comparator=comparator), UNITS)
    assert found.comparator == comparator


def test_any_other_comparator_is_refused() -> None:
    error = refusal("quantity", SEWER._replace(comparator="≥"))
    assert error.key == "error.comparator_unknown"
    assert error.params == {"text": "≥", "known": ">= = <= > <"}


def test_a_due_day_may_be_the_start_and_not_before_it() -> None:
    same = terms_of("quantity", SEWER._replace(due="2024-01-01"), UNITS)
    assert same.due == same.start
    assert refusal("quantity", SEWER._replace(due="2023-12-31")).key == "error.due_before_start"


def test_a_quantity_of_nothing_is_refused() -> None:
    assert refusal("quantity", SEWER._replace(target="0")).key == "error.target_zero"


# Ranks


@pytest.mark.parametrize(
    ("target", "stretch", "fits"),
    [
        ("3", None, True),
        ("3", "1", True),
        ("3", "3", True),
        ("1", "1", True),
        ("3", "4", False),
        ("3", "0", False),
        ("0", None, False),
    ],
)
def test_a_stretch_is_as_good_as_the_floor_or_better(
    target: str, stretch: str | None, fits: bool
) -> None:
    wording = Wording(target=target, unit="名次", stretch=stretch)
    if fits:
        assert terms_of("rank", wording, UNITS).target == int(target)
    else:
        assert refusal("rank", wording).key == "error.rank_impossible"


def test_a_rank_may_say_how_it_is_worded_and_which_way_is_better() -> None:
    wording = Wording(target="3", unit="名次", comparator="<=", direction="down")
    found = terms_of("rank", wording, UNITS)
    assert (found.comparator, found.direction) == ("<=", "down")


# Levels


@pytest.mark.parametrize(
    ("target", "opening", "typed", "direction"),
    [
        ("80", None, None, "up"),
        ("0", None, None, "down"),
        ("5", None, "down", "down"),
        ("80", None, "up", "up"),
        ("0", "40", None, "down"),
        ("80", "60", None, "up"),
        ("10", "40", "down", "down"),
    ],
)
def test_a_level_goes_where_its_opening_or_its_target_says(
    target: str, opening: str | None, typed: str | None, direction: str
) -> None:
    assert level(target, opening, typed).direction == direction


@pytest.mark.parametrize(
    ("target", "opening", "direction"),
    [("80", "80", None), ("80", "60", "down"), ("10", "40", "up")],
)
def test_an_opening_lies_on_the_side_that_the_level_comes_from(
    target: str, opening: str, direction: str | None
) -> None:
    with pytest.raises(Refused) as caught:
        level(target, opening, direction)
    assert caught.value.key == "error.opening_wrong_side"


def test_a_level_goes_up_or_down() -> None:
    error = refusal("level", Wording(target="80", unit="%", direction="sideways"))
    assert (error.key, error.params) == (
        "error.direction_unknown",
        {"text": "sideways", "like": []},
    )


# Laid over older terms

BASE = terms_of("quantity", SEWER._replace(due_as_written="年底前", due_basis="stated"), UNITS)


def edited(wording: Wording, kind: Kind = "quantity", base: Terms = BASE) -> Terms:
    return terms_of(kind, wording, UNITS, base)


def test_nothing_typed_leaves_everything() -> None:
    assert edited(Wording()) == BASE


def test_only_what_is_typed_changes() -> None:
    assert edited(Wording(target="95.5")) == BASE._replace(target=95_500)
    assert edited(Wording(comparator="=")) == BASE._replace(comparator="=")
    assert edited(Wording(start="2024-02-01")) == BASE._replace(start=day("2024-02-01"))


def test_a_term_can_be_taken_away() -> None:
    assert edited(Wording(comparator="")) == BASE._replace(comparator=None)
    assert edited(Wording(start="")) == BASE._replace(start=None)
    stock = level("0", "40")
    assert edited(Wording(opening=""), "level", stock) == stock._replace(opening=None)


def test_what_is_needed_cannot_be_taken_away() -> None:
    assert refusal("quantity", Wording(target=""), BASE).key == "error.terms_need_target"


@pytest.mark.parametrize(("due", "expected"), [("2024-11-30", day("2024-11-30")), ("", None)])
def test_a_new_due_day_drops_the_words_about_the_old_one(due: str, expected: object) -> None:
    found = edited(Wording(due=due))
    assert (found.due, found.due_as_written, found.due_basis) == (expected, None, None)


def test_a_new_due_day_may_bring_words_of_its_own() -> None:
    found = edited(Wording(due="2024-11-30", due_as_written="11月底前", due_basis="stated"))
    assert (found.due_as_written, found.due_basis) == ("11月底前", "stated")


def test_a_given_opening_turns_no_level_around_by_itself() -> None:
    rising = level("80")
    assert edited(Wording(opening="60"), "level", rising).direction == "up"
    assert refusal("level", Wording(opening="90"), rising).key == "error.opening_wrong_side"
    turned = edited(Wording(opening="90", direction="down"), "level", rising)
    assert (turned.opening, turned.direction) == (90_000, "down")


def test_a_new_unit_takes_the_figures_typed_with_it() -> None:
    found = edited(Wording(unit="个", target="174"))
    assert (found.unit, found.target) == (COUNT, 174)


def test_a_new_unit_alone_does_not_change_the_figure_that_was_promised() -> None:
    # 90 公里 are kept as 90,000 m; in 个 that would read as ninety thousand.
    found = edited(Wording(unit="个"))
    assert (found.unit, found.target) == (COUNT, 90)


def test_a_figure_that_a_new_unit_cannot_hold_has_to_be_typed_anew() -> None:
    finer = BASE._replace(target=90_500)
    assert refusal("quantity", Wording(unit="个"), finer).key == "error.figure_too_fine"
