"""Random histories against a naive model, and figures and days against their printed forms.

The model knows no running sum: a day's sum is the last total up to that day with the increments
behind it, looked for anew among the entries that stand, for each day and each series.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SHANGHAI
from tests.core.make import ALIASES, EAST, KM, STAGES, WEST, commitment
from tracker.core.course import sums_at
from tracker.core.dates import WEEKDAYS, day_of, iso_moment, parse_day, parse_known_at
from tracker.core.fold import (
    DaySum,
    Fall,
    Series,
    SeriesState,
    Window,
    at,
    by_series,
    falls,
    fold,
    standing_entries,
)
from tracker.core.history import totals
from tracker.core.model import Correction, Entry, Mode, Undo, Unit
from tracker.core.progress import done_of
from tracker.core.quantity import (
    MAX_STEPS,
    UnitAlias,
    parse_figure,
    parse_signed,
    to_decimal,
    two_decimals,
)

FIRST_DAY = dt.date(2024, 2, 20)
SPAN = 20
DAYS = [FIRST_DAY + dt.timedelta(days=n) for n in range(-1, SPAN + 1)]
AREAS = ("", EAST.name, WEST.name)
MADE = commitment(areas=(EAST, WEST), stages=STAGES)
LAST_STAGE = MADE.last_stage

modest = settings(max_examples=120, deadline=None)


class History(NamedTuple):
    """Acts as a ledger would take them, all of one commitment."""

    entries: list[Entry]
    corrections: list[Correction]
    undos: list[Undo]

    def upto(self, act: int) -> "History":
        """What was known when `act` had been made."""
        return History(
            [e for e in self.entries if e.act <= act],
            [c for c in self.corrections if c.act <= act],
            [u for u in self.undos if u.act <= act],
        )

    @property
    def acts(self) -> list[int]:
        """The number of every act, in the order in which they were made."""
        logged, corrected = (e.act for e in self.entries), (c.act for c in self.corrections)
        return sorted({*logged, *corrected, *(u.act for u in self.undos)})


# The naive model


def stands(history: History, act: int) -> bool:
    """An act stands unless an undo of it stands."""
    return not any(u.of == act and stands(history, u.act) for u in history.undos)


def as_it_stands(history: History, entry: Entry) -> Entry:
    """An entry with each field set to its latest correction that stands."""
    mine = [c for c in history.corrections if c.entry == entry.act and stands(history, c.act)]
    for field in {c.field for c in mine}:
        value: object = max((c.act, c.value) for c in mine if c.field == field)[1]
        if field == "day":
            value = dt.date.fromisoformat(str(value))
        entry = entry._replace(**{field: value})  # type: ignore[arg-type]
    return entry


def standing(history: History) -> list[Entry]:
    return [as_it_stands(history, e) for e in history.entries if stands(history, e.act)]


def sum_of(entries: Iterable[Entry]) -> int | None:
    """The last total with the increments behind it; None without any figure."""
    figures = sorted((e.day, e.act, e.mode, e.amount) for e in entries if e.amount is not None)
    last = max((n for n, figure in enumerate(figures) if figure[2] == "total"), default=0)
    return sum(figure[3] or 0 for figure in figures[last:]) if figures else None


def naive_series(entries: Iterable[Entry]) -> set[Series]:
    return {(e.commitment, e.area, e.stage or LAST_STAGE) for e in entries}


def of_series(entries: Iterable[Entry], series: Series, upto: dt.date = dt.date.max) -> list[Entry]:
    return [
        e
        for e in entries
        if (e.commitment, e.area, e.stage or LAST_STAGE) == series and e.day <= upto
    ]


def naive_state(entries: Iterable[Entry], series: Series, on: dt.date) -> DaySum | None:
    """The state of a series at the end of a day, from scratch."""
    counted = of_series(entries, series, on)
    if not counted:
        return None
    return DaySum(max(e.day for e in counted), sum_of(counted), len(counted))


def naive_total(entries: Iterable[Entry], stage: str) -> int | None:
    """What all areas of a stage come to in the end."""
    entries = list(entries)
    parts = [sum_of(of_series(entries, (MADE.id, area, stage))) for area in AREAS]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


# Random histories

CORRECTABLE: dict[str, st.SearchStrategy[str | int | None]] = {
    "day": st.integers(0, SPAN - 1).map(lambda n: (FIRST_DAY + dt.timedelta(days=n)).isoformat()),
    "area": st.sampled_from(AREAS),
    "stage": st.sampled_from(STAGES),
    "note": st.sampled_from([None, "雨", "晴"]),
    "problem": st.sampled_from([None, "水"]),
    "next_step": st.sampled_from([None, "泵"]),
}
FIGURES: dict[str, st.SearchStrategy[str | int | None]] = {
    "amount": st.integers(0, 60),
    "mode": st.sampled_from(["add", "total"]),
}
MODES: tuple[Mode | None, ...] = ("add", "add", "total", None)


@st.composite
def entry_of(draw: st.DrawFn, act: int) -> Entry:
    mode = draw(st.sampled_from(MODES))
    return Entry(
        act=act,
        change=act,
        commitment=MADE.id,
        area=draw(st.sampled_from(AREAS)),
        stage=draw(st.sampled_from(("", *STAGES))),
        day=FIRST_DAY + dt.timedelta(days=draw(st.integers(0, SPAN - 1))),
        mode=mode,
        amount=draw(st.integers(0, 60)) if mode else None,
        note=None if mode else "雨",
    )


@st.composite
def correction_of(draw: st.DrawFn, act: int, entry: Entry) -> list[Correction]:
    fields = CORRECTABLE | (FIGURES if entry.amount is not None else {})
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3, unique=True))
    return [Correction(act, act, entry.act, field, draw(fields[field])) for field in chosen]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """As a ledger takes them: what was undone is neither corrected nor undone again."""
    made = History([], [], [])
    for act in range(1, draw(st.integers(1, 20)) + 1):
        open_acts = [a for a in made.acts if stands(made, a)]
        open_entries = [e for e in made.entries if e.act in open_acts]
        choices = ["log", "log"] + ["correct"] * bool(open_entries) + ["undo"] * bool(open_acts)
        choice = draw(st.sampled_from(choices))
        if choice == "log":
            made.entries.append(draw(entry_of(act)))
        elif choice == "correct":
            made.corrections.extend(draw(correction_of(act, draw(st.sampled_from(open_entries)))))
        else:
            made.undos.append(Undo(act, act, draw(st.sampled_from(open_acts))))
    return made


@modest
@given(histories())
def test_what_stands_agrees_with_the_model(history: History) -> None:
    assert standing_entries(*history) == standing(history)


@modest
@given(histories(), st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order_of_reading(
    history: History, random: Random
) -> None:
    corrections, undos = history.corrections.copy(), history.undos.copy()
    random.shuffle(corrections)
    random.shuffle(undos)
    assert standing_entries(history.entries, corrections, undos) == standing(history)


@modest
@given(histories())
def test_the_sums_of_every_day_agree_with_the_model(history: History) -> None:
    entries = standing(history)
    groups = by_series(entries, LAST_STAGE)
    assert set(groups) == naive_series(entries)
    for series, group in groups.items():
        days = fold(group)
        assert [at(days, d) for d in DAYS] == [naive_state(entries, series, d) for d in DAYS]
        assert [s.day for s in days] == sorted({e.day for e in group})


@modest
@given(histories(), st.sampled_from(DAYS))
def test_a_fold_from_the_middle_is_the_rest_of_the_whole(history: History, split: dt.date) -> None:
    for group in by_series(standing(history), LAST_STAGE).values():
        whole = fold(group)
        before = [s for s in whole if s.day < split]
        rest = fold([e for e in group if e.day >= split], before[-1] if before else None)
        assert [*before, *rest] == whole


@modest
@given(histories(), st.sampled_from(DAYS))
def test_a_window_agrees_with_the_model_from_its_first_day_on(
    history: History, since: dt.date
) -> None:
    entries = standing(history)
    window = window_on(entries, since)
    assert window.series() == sorted(naive_series(entries))
    for day in (d for d in DAYS if d >= since):
        assert window.sums(day) == naive_sums(entries, day)
    assert window.sums() == naive_sums(entries, dt.date.max)


def window_on(entries: Sequence[Entry], since: dt.date) -> Window:
    eve = since - dt.timedelta(days=1)
    openings = ((s, naive_state(entries, s, eve)) for s in naive_series(entries))
    later = [e for e in entries if e.day >= since]
    return Window({s: o for s, o in openings if o}, by_series(later, LAST_STAGE))


def naive_sums(entries: Sequence[Entry], on: dt.date) -> dict[Series, SeriesState]:
    states = ((s, naive_state(entries, s, on)) for s in naive_series(entries))
    return {series: SeriesState(state) for series, state in states if state}


@modest
@given(histories(), st.sampled_from(DAYS))
def test_done_on_a_day_and_a_week_before_is_the_last_stage_of_all_areas(
    history: History, on: dt.date
) -> None:
    entries = standing(history)
    days = {s: fold(group) for s, group in by_series(entries, LAST_STAGE).items()}
    then = on - dt.timedelta(days=7)
    expected = tuple(
        naive_total([e for e in entries if e.day <= day], LAST_STAGE) for day in (on, then)
    )
    assert done_of(MADE, sums_at(days, on, then)) == expected


@modest
@given(histories(), st.booleans())
def test_falls_are_the_totals_on_the_wrong_side_of_what_lay_before_them(
    history: History, downwards: bool
) -> None:
    for group in by_series(standing(history), LAST_STAGE).values():
        expected = []
        for total in sorted((e for e in group if e.mode == "total"), key=lambda e: (e.day, e.act)):
            before = sum_of(e for e in group if (e.day, e.act) < (total.day, total.act))
            now = total.amount or 0
            if before is not None and (now > before if downwards else now < before):
                expected.append(Fall(total.act, total.day, before, now))
        assert falls(group, downwards=downwards) == expected


@modest
@given(histories())
def test_the_total_after_each_act_agrees_with_the_model_of_what_was_known_then(
    history: History,
) -> None:
    found = totals(MADE, *history)
    assert sorted(found) == history.acts
    for act in history.acts:
        about = as_it_last_stood(history.upto(act), entry_behind(history, act))
        entries = standing(history.upto(act))
        assert found[act] == naive_total(entries, about.stage or LAST_STAGE)


def as_it_last_stood(history: History, entry: Entry) -> Entry:
    """An entry as of the latest act after which it stood."""
    pasts = (history.upto(act) for act in reversed(history.acts) if act >= entry.act)
    return next(as_it_stands(past, entry) for past in pasts if stands(past, entry.act))


def entry_behind(history: History, act: int) -> Entry:
    """The entry that an act is about."""
    of = {u.act: u.of for u in history.undos} | {c.act: c.entry for c in history.corrections}
    by_act = {e.act: e for e in history.entries}
    return by_act[act] if act in by_act else entry_behind(history, of[act])


@modest
@given(histories())
def test_undoing_the_latest_act_restores_what_stood_before_it(history: History) -> None:
    last = history.acts[-1]
    undone = history._replace(undos=[*history.undos, Undo(last + 1, last + 1, last)])
    assert standing_entries(*undone) == standing_entries(*history.upto(last - 1))


# Figures

scales = st.integers(0, 6)
steps_of = st.one_of(st.integers(0, 10_000_000), st.integers(0, MAX_STEPS))
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@modest
@given(steps_of, scales, st.sampled_from(["", "x", " x", "X", "　x "]))
def test_a_printed_figure_reads_as_the_same_figure(steps: int, scale: int, suffix: str) -> None:
    unit = Unit("x", scale)
    aliases = {"x": UnitAlias("x", "x", 10**scale)}
    printed = to_decimal(steps, scale)
    for text in (f"{printed:f}", f"{printed:,f}", f"{printed:,f}".translate(FULL_WIDTH)):
        assert parse_figure(text + suffix, unit, aliases) == (steps, None)
        assert parse_signed(f"-{text}{suffix}", unit, aliases).steps == -steps
    assert Decimal(str(printed)) == Decimal(steps) / 10**scale


@modest
@given(st.integers(0, 10**9), st.text("0123456789", max_size=3), st.sampled_from(["", "km", "万"]))
def test_a_typed_figure_is_read_exactly(whole: int, decimals: str, suffix: str) -> None:
    number = f"{whole}.{decimals}" if decimals else str(whole)
    expected = Fraction(number) * 1000 * (10_000 if suffix == "万" else 1)
    if expected <= MAX_STEPS:
        steps = parse_figure(number + suffix, KM, ALIASES).steps
        assert steps == expected
        assert parse_figure(f"{to_decimal(steps, 3):f}", KM, ALIASES).steps == steps


@modest
@given(st.fractions(min_value=-1000, max_value=1000))
def test_rounding_is_to_the_nearest_hundredth_and_the_same_on_both_sides(value: Fraction) -> None:
    rounded = two_decimals(value)
    assert rounded.as_tuple().exponent == -2
    assert abs(Fraction(rounded) - value) <= Fraction(1, 200)
    assert two_decimals(-value) == -rounded


@modest
@given(st.integers(-100_000, 100_000))
def test_a_half_is_rounded_away_from_zero(hundredths: int) -> None:
    away = 1 if hundredths >= 0 else -1
    value = Fraction(2 * hundredths + away, 200)
    assert Fraction(two_decimals(value)) == Fraction(hundredths + away, 100)


# Days

days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
todays = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))


@modest
@given(days, todays)
def test_a_day_written_in_any_form_reads_as_that_day(day: dt.date, today: dt.date) -> None:
    year, month, number = day.timetuple()[:3]
    for text in (
        day.isoformat(),
        f"{year}-{month}-{number}",
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}年{month}月{number}日",
        f"{year}年{month}月{number}日".translate(FULL_WIDTH),
    ):
        assert parse_day(text, today) == day
    assert parse_day(f"{month}月{number}日", dt.date(year, 1, 1)) == day


@modest
@given(todays, st.integers(0, 999))
def test_days_and_weeks_back_are_plain_days(today: dt.date, count: int) -> None:
    assert parse_day(f"-{count}d", today) == today - dt.timedelta(days=count)
    weeks = count // 10
    assert parse_day(f"-{weeks}w", today) == today - dt.timedelta(days=7 * weeks)


@modest
@given(todays, st.integers(0, 100))
def test_months_back_keep_the_day_or_end_with_the_month(today: dt.date, count: int) -> None:
    found = parse_day(f"-{count}m", today)
    months = (today.year - found.year) * 12 + today.month - found.month
    assert months == count
    is_last = (found + dt.timedelta(days=1)).day == 1
    assert found.day == today.day or (found.day < today.day and is_last)


@modest
@given(todays, st.integers(0, 6))
def test_a_weekday_of_last_week_lies_in_the_week_before_this_one(
    today: dt.date, weekday: int
) -> None:
    found = parse_day(f"last {WEEKDAYS[weekday]}", today)
    assert found.weekday() == weekday
    assert found.isocalendar()[:2] == (today - dt.timedelta(days=7)).isocalendar()[:2]
    assert parse_day(f"上周{'一二三四五六日'[weekday]}", today) == found
    assert parse_day(f"上星期{'一二三四五六天'[weekday]}", today) == found


@modest
@given(st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2100, 12, 30)), todays)
def test_a_stored_moment_reads_as_itself(naive: dt.datetime, today: dt.date) -> None:
    stored = iso_moment(naive.replace(tzinfo=dt.UTC))
    moment = parse_known_at(stored, today, SHANGHAI).moment
    assert moment is not None
    assert iso_moment(moment) == stored
    assert day_of(stored, SHANGHAI) == (naive + dt.timedelta(hours=8)).date()


@modest
@given(days, todays)
def test_known_at_a_day_is_its_last_moment(day: dt.date, today: dt.date) -> None:
    moment = parse_known_at(day.isoformat(), today, SHANGHAI).moment
    assert moment is not None
    assert day_of(iso_moment(moment), SHANGHAI) == day
    following = moment + dt.timedelta(microseconds=1)
    assert following.astimezone(SHANGHAI).date() == day + dt.timedelta(days=1)
