"""What is asked about before it is saved: each slip, and what is just short of one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from tests.core.make import (
    COUNT,
    EAST,
    RANKING,
    RATE,
    SEWER,
    STAGES,
    STOCK,
    WEST,
    YEAR,
    commitment,
    day,
    entry,
    state,
)
from tracker.core.batch import find_slips, with_entries
from tracker.core.fold import DaySum, SeriesState, Sums, Window
from tracker.core.model import Commitment, Entry
from tracker.core.slips import (
    NO_EVIDENCE,
    done_already,
    new_falls,
    stages_behind,
    too_early,
    too_large,
    unit_name,
)
from tracker.errors import Slip

SERIES = (1, "", "")
EMPTY = Window({}, {})


def window(*entries: Entry, opening: int | None = None) -> Window:
    openings = {SERIES: DaySum(day("2024-05-31"), opening, 1)} if opening is not None else {}
    return Window(openings, {SERIES: list(entries)} if entries else {})


def a_fall(on: str, before: str, total: str, *, key: str = "slip.fall") -> Slip:
    return Slip(
        key,
        (("before", Decimal(before)), ("day", on), ("total", Decimal(total)), ("unit", "公里")),
    )


# Falls and rises

FIFTY = entry(1, "2024-06-15", 50_000, "total")


def test_a_total_below_the_last_one_is_a_fall() -> None:
    lower = entry(2, "2024-06-30", 45_500, "total")
    found = new_falls(commitment(), window(FIFTY), window(FIFTY, lower))
    assert found == [a_fall("2024-06-30", "50", "45.5")]


def test_a_total_below_what_was_logged_before_the_window_is_a_fall() -> None:
    lower = entry(2, "2024-06-30", 45_500, "total")
    found = new_falls(commitment(), window(opening=50_000), window(lower, opening=50_000))
    assert found == [a_fall("2024-06-30", "50", "45.5")]


@pytest.mark.parametrize("metres", [50_000, 50_001])
def test_the_same_total_or_a_higher_one_is_no_fall(metres: int) -> None:
    after = window(FIFTY, entry(2, "2024-06-30", metres, "total"))
    assert new_falls(commitment(), window(FIFTY), after) == []


def test_an_increment_before_a_total_that_makes_it_fall_is_asked_about() -> None:
    # 48 km, then a total of 50; 5 km dated between them make it fall from 53.
    entries = [entry(1, "2024-06-01", 48_000), entry(2, "2024-06-30", 50_000, "total")]
    after = window(*entries, entry(3, "2024-06-15", 5_000))
    assert new_falls(commitment(), window(*entries), after) == [a_fall("2024-06-30", "53", "50")]


def test_a_fall_that_was_there_before_is_not_asked_about_again() -> None:
    fallen = [FIFTY, entry(2, "2024-06-30", 45_000, "total")]
    assert new_falls(commitment(), window(*fallen), window(*fallen)) == []
    later = entry(3, "2024-07-02", 1_000)
    assert new_falls(commitment(), window(*fallen), window(*fallen, later)) == []


def test_a_fall_in_one_series_is_none_in_another() -> None:
    east, west = (1, EAST.name, ""), (1, WEST.name, "")
    lower = entry(2, "2024-06-30", 40_000, "total", area=WEST.name)
    before = Window({}, {east: [FIFTY]})
    assert new_falls(commitment(), before, Window({}, {east: [FIFTY], west: [lower]})) == []


def test_a_stock_that_rises_is_asked_about_and_one_that_falls_is_not() -> None:
    made = commitment("level", STOCK)
    higher, lower = (entry(2, "2024-06-30", n, "total") for n in (51_000, 49_000))
    found = new_falls(made, window(FIFTY), window(FIFTY, higher))
    assert found == [a_fall("2024-06-30", "50", "51", key="slip.rise")]
    assert new_falls(made, window(FIFTY), window(FIFTY, lower)) == []


def test_a_first_reading_above_the_opening_is_a_rise() -> None:
    made = commitment("level", STOCK._replace(opening=40_000))
    found = new_falls(made, EMPTY, window(FIFTY))
    assert found == [a_fall("2024-06-15", "40", "50", key="slip.rise")]


def test_words_before_the_first_reading_do_not_hide_the_opening() -> None:
    made = commitment("level", STOCK._replace(opening=40_000))
    words = {SERIES: DaySum(day("2024-05-31"), None, 1)}
    found = new_falls(made, Window(words, {}), Window(words, {SERIES: [FIFTY]}))
    assert found == [a_fall("2024-06-15", "40", "50", key="slip.rise")]


def test_a_reading_after_others_is_measured_against_them_not_the_opening() -> None:
    made = commitment("level", STOCK._replace(opening=60_000))
    found = new_falls(made, window(opening=40_000), window(FIFTY, opening=40_000))
    assert found == [a_fall("2024-06-15", "40", "50", key="slip.rise")]


def test_a_first_reading_below_the_opening_of_a_stock_is_right() -> None:
    made = commitment("level", STOCK._replace(opening=60_000))
    assert new_falls(made, EMPTY, window(FIFTY)) == []


def test_the_opening_of_the_whole_says_nothing_of_an_area() -> None:
    made = commitment("level", STOCK._replace(opening=40_000), areas=(EAST,))
    after = Window({}, {(1, EAST.name, ""): [FIFTY._replace(area=EAST.name)]})
    assert new_falls(made, EMPTY, after) == []


def test_a_rising_level_that_falls_is_asked_about() -> None:
    made = commitment("level", RATE)
    readings = [entry(1, "2024-06-15", 7_000, "total"), entry(2, "2024-06-30", 6_950, "total")]
    (found,) = new_falls(made, window(readings[0]), window(*readings))
    assert (found.key, dict(found.params)["total"]) == ("slip.fall", Decimal("69.5"))


@pytest.mark.parametrize(
    "made",
    [commitment("rank", RANKING), commitment("milestones", YEAR), commitment("duty", YEAR)],
    ids=["rank", "milestones", "duty"],
)
def test_a_rank_may_go_either_way_and_others_count_nothing(made: Commitment) -> None:
    for figures in ((3, 1), (1, 3)):
        readings = [entry(n, f"2024-06-0{n}", f, "total") for n, f in enumerate(figures, start=1)]
        assert new_falls(made, window(readings[0]), window(*readings)) == []


# Repeats

LOGGED = entry(17, "2024-06-28", 12_500, note="柳园路")


def repeats(
    again: Entry, others: Sequence[Entry], evidence: Mapping[int, frozenset[str]] = NO_EVIDENCE
) -> list[Slip]:
    """What is found of an entry that says again what others said."""
    before = window(*others)
    found = find_slips(commitment(), before, with_entries(before, [again], ""), [again], evidence)
    return [one.slip for one in found if one.slip.key == "slip.repeat"]


def test_the_same_figure_of_the_same_day_is_a_repeat_whatever_its_note() -> None:
    again = entry(18, "2024-06-28", 12_500, note="二期")
    assert repeats(again, [LOGGED]) == [Slip("slip.repeat", (("day", "2024-06-28"), ("entry", 17)))]


@pytest.mark.parametrize(
    "other",
    [
        entry(18, "2024-06-27", 12_500),
        entry(18, "2024-06-28", 12_501),
        entry(18, "2024-06-28", 12_500, "total"),
        entry(18, "2024-06-28", note="柳园路"),
    ],
)
def test_another_day_figure_or_mode_is_no_repeat(other: Entry) -> None:
    assert repeats(other, [LOGGED]) == []


def test_the_same_words_of_the_same_day_are_a_repeat_and_others_are_not() -> None:
    words = entry(17, "2024-06-28", note="雨")
    assert repeats(words._replace(act=18), [words]) != []
    assert repeats(words._replace(act=18, note="晴"), [words]) == []
    assert repeats(words._replace(act=18, problem="水"), [words]) == []
    assert repeats(words._replace(act=18, next_step="泵"), [words]) == []


def test_the_same_words_with_other_evidence_are_no_repeat() -> None:
    words = entry(17, "2024-06-28", note="雨")
    again = words._replace(act=18)
    photo, other = frozenset({"photo.jpg"}), frozenset({"other.jpg"})
    assert repeats(again, [words], {17: photo, 18: photo}) != []
    assert repeats(again, [words], {17: photo, 18: other}) == []
    assert repeats(again, [words], {18: photo}) == []


def test_the_same_figure_is_a_repeat_whatever_proves_it() -> None:
    assert repeats(LOGGED._replace(act=18), [LOGGED], {18: frozenset({"photo.jpg"})}) != []


def test_an_entry_does_not_repeat_itself() -> None:
    assert repeats(LOGGED._replace(note="新"), [LOGGED]) == []


def test_one_repeat_is_enough_to_ask() -> None:
    twice = [LOGGED, LOGGED._replace(act=18)]
    assert len(repeats(LOGGED._replace(act=19), twice)) == 1


# Far too large. A tenth of 90 km is 9 km.


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        (None, 99_000, False),
        (None, 99_001, True),
        (45_500, 99_000, False),
        (45_500, 99_001, True),
        (90_000, 99_000, False),
        (90_000, 99_001, True),
        (95_000, 104_000, False),
        (95_000, 104_001, True),
        (95_000, 95_000, False),
        (95_000, None, False),
        (45_500, 90_000, False),
    ],
)
def test_a_tenth_past_the_target_is_the_limit(
    before: int | None, after: int | None, large: bool
) -> None:
    assert bool(too_large(commitment(), 90_000, before, after)) is large


def test_a_large_entry_is_named_with_what_remained() -> None:
    (found,) = too_large(commitment(), 90_000, 45_500, 545_500)
    assert found == Slip(
        "slip.large",
        (("increase", Decimal(500)), ("remaining", Decimal("44.5")), ("unit", "公里")),
    )


def test_a_tenth_of_a_target_that_is_not_divisible_by_ten_is_exact() -> None:
    # A tenth of 179 is 17.9: 196 is within it, 197 is not.
    made = commitment(terms=SEWER._replace(target=179, unit=COUNT))
    assert too_large(made, 179, None, 196) == []
    assert too_large(made, 179, None, 197) != []


def test_a_large_entry_in_an_area_names_the_area() -> None:
    (found,) = too_large(commitment(), 60_000, 50_000, 66_001, "临清市")
    assert found == Slip(
        "slip.large_area",
        (
            ("area", "临清市"),
            ("increase", Decimal("16.001")),
            ("remaining", Decimal(10)),
            ("unit", "公里"),
        ),
    )
    assert too_large(commitment(), 60_000, 50_000, 66_000, "临清市") == []


def test_nothing_is_too_large_without_a_target_or_for_a_reading() -> None:
    assert too_large(commitment(), None, 0, 10**12) == []
    assert too_large(commitment("level", STOCK), 0, 0, 10**12) == []


# Done already

NODE = entry(2, "2024-06-28", 1, "total", stage="立项")


def test_a_milestone_that_is_marked_again_is_asked_about() -> None:
    before: Sums = {(1, "", "立项"): SeriesState(DaySum(day("2024-03-28"), 1, 1))}
    expected = Slip("slip.node_done", (("day", "2024-03-28"), ("node", "立项")))
    assert done_already(NODE, before) == [expected]


@pytest.mark.parametrize(
    "before",
    [
        {},
        {(1, "", "初稿"): state(1)},
        {(1, "", "立项"): state(None)},
        {(1, "", "立项"): state(0)},
    ],
    ids=["nothing", "another", "words", "taken back"],
)
def test_a_milestone_that_was_not_done_may_be_marked(before: Sums) -> None:
    assert done_already(NODE, before) == []


# Too early


@pytest.mark.parametrize(
    ("on", "early"), [("2023-12-31", True), ("2024-01-01", False), ("2024-06-30", False)]
)
def test_a_day_before_the_start_is_asked_about(on: str, early: bool) -> None:
    expected = [Slip("slip.early", (("day", on), ("start", "2024-01-01")))]
    assert too_early(commitment(), day(on)) == (expected if early else [])


def test_no_day_is_too_early_where_no_start_is_known() -> None:
    assert too_early(commitment(terms=SEWER._replace(start=None)), day("1999-01-01")) == []


# Stages

STAGED = commitment(stages=("立项", *STAGES), areas=(EAST, WEST))


def staged(approved: int | None, begun: int | None, done: int | None, area: str = "") -> Sums:
    figures = zip(STAGED.stages, (approved, begun, done), strict=True)
    return {(1, area, s): state(n) for s, n in figures if n is not None}


def lags(before: Sums, after: Sums) -> list[tuple[object, object, object]]:
    found = [dict(slip.params) for slip in stages_behind(STAGED, before, after)]
    return [(params["stage"], params["following"], params["lag"]) for params in found]


def test_a_stage_that_falls_behind_the_next_is_asked_about() -> None:
    before, after = staged(5_000, 3_000, 3_000), staged(5_000, 3_000, 4_500)
    assert stages_behind(STAGED, before, after) == [
        Slip(
            "slip.stage",
            (("following", "完工"), ("lag", Decimal("1.5")), ("stage", "开工"), ("unit", "公里")),
        )
    ]


def test_a_stage_that_was_never_logged_counts_as_nothing() -> None:
    assert lags({}, staged(None, None, 3_000)) == [("开工", "完工", Decimal(3))]
    assert lags({}, staged(None, 3_000, 3_000)) == [("立项", "开工", Decimal(3))]
    assert lags({}, staged(None, None, 1)) == [("开工", "完工", Decimal("0.001"))]


def test_stages_that_are_level_or_in_front_are_right() -> None:
    assert lags({}, staged(5_000, 5_000, 5_000)) == []
    assert lags({}, staged(5_000, 4_000, 3_000)) == []


def test_only_a_lag_that_grows_is_asked_about() -> None:
    behind = staged(5_000, 2_000, 4_000)
    assert lags(behind, behind) == []
    assert lags(behind, staged(5_000, 3_000, 4_000)) == []
    assert lags(behind, staged(5_000, 2_000, 4_001)) == [("开工", "完工", Decimal("2.001"))]


def test_words_in_a_stage_count_as_nothing() -> None:
    assert lags({}, {(1, "", "开工"): state(None), (1, "", "完工"): state(None)}) == []


def test_stages_are_compared_area_by_area() -> None:
    east = staged(9_000, 9_000, 0, EAST.name)
    found = lags(east, {**east, **staged(0, 0, 1_000, WEST.name)})
    assert found == [("开工", "完工", Decimal(1))]


def test_a_commitment_in_one_go_has_no_stage_behind() -> None:
    assert stages_behind(commitment(), {}, {SERIES: state(5_000)}) == []


def test_the_unit_of_a_sentence_may_be_missing() -> None:
    assert unit_name(commitment()) == "公里"
    assert unit_name(commitment("duty", YEAR)) == ""
