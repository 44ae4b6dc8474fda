"""The bulletin: what a supervisor prints for a period and stands by. Computed, without a format.

Everything in it follows from the facts up to one change and from the period, so that a page can
be printed again as it was.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tracker.core.closing import closed_on
from tracker.core.course import Days, Picture, Rates, picture, rates, states_of, sums_at
from tracker.core.fold import Sums
from tracker.core.forecast import Forecast, expected, recovery
from tracker.core.history import Item
from tracker.core.lateness import Late, lateness
from tracker.core.model import Area, Class, Closing, Commitment, Department, KnownChange, Rules
from tracker.core.progress import Progress, area_progress, progress
from tracker.core.reports import Tally, tally

# Grows with every change of what a printed bulletin holds or how it is laid out.
FORMAT = 2


class Period(NamedTuple):
    """The days that a bulletin is about, both included; the last one is its cut-off day."""

    start: dt.date
    cut_off: dt.date

    @property
    def previous(self) -> dt.date:
        """The cut-off day of the bulletin before."""
        return self.start - dt.timedelta(days=1)

    @property
    def is_week(self) -> bool:
        """Whether these are seven days."""
        return self == week_ending(self.cut_off)


class Said(NamedTuple):
    """The latest note, problem or next step of a commitment, with the entry that said it."""

    text: str
    entry: int
    day: dt.date


class Words(NamedTuple):
    """The latest of each that was said of a commitment up to the cut-off day."""

    note: Said | None = None
    problem: Said | None = None
    next_step: Said | None = None


class Silence(NamedTuple):
    """Somebody who has not reported in the period: for an area, or (None) for the whole."""

    commitment: Commitment
    area: Area | None
    person: str | None
    contact: str | None
    last_entry: dt.date | None


class Line(NamedTuple):
    """One commitment of a bulletin.

    `before` is its state at the previous cut-off, by the same knowledge. `recovery` is the rate
    needed ÷ the rate planned; `reported` counts the entries of the period; `closing` is the
    close-out that counts at the cut-off; `late` is told of what was completed after its due day.
    """

    commitment: Commitment
    progress: Progress
    before: Progress
    rates: Rates
    recovery: Fraction | None
    forecast: Forecast | None
    words: Words
    picture: Picture | None
    reported: int
    last_entry: dt.date | None
    silent: tuple[Silence, ...]
    closing: Closing | None
    late: Late | None


class Summary(NamedTuple):
    """How many commitments are in each class, beside the previous cut-off; None is overall."""

    department: Department | None
    now: dict[Class, Tally]
    before: dict[Class, Tally]


class Facts(NamedTuple):
    """What a bulletin is computed from, all of it as known at one change.

    `days` and `words` are by the number of a commitment; `department` is the one asked for.
    """

    title: str
    period: Period
    known_at: KnownChange
    rules: Rules
    zone: dt.tzinfo
    department: Department | None
    commitments: Sequence[Commitment]
    days: Mapping[int, Days]
    words: Mapping[int, Words]
    moved: Sequence[Item]


class Bulletin(NamedTuple):
    """The whole of it, in the order in which it is printed. `department` is the one asked for."""

    title: str
    period: Period
    known_at: KnownChange
    rules: Rules
    zone: dt.tzinfo
    department: Department | None
    summary: tuple[Summary, ...]
    overdue: tuple[Line, ...]
    behind: tuple[Line, ...]
    on_pace: tuple[Line, ...]
    silent: tuple[Silence, ...]
    moved: tuple[Item, ...]
    unmeasured: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every commitment once, in the order of the lists."""
        return self.overdue + self.behind + self.on_pace + self.unmeasured


def reporting_period(day: dt.date, weekday: int) -> Period:
    """The week that ends on the last reporting day (0 is Monday) on or before a day."""
    cut_off = day - dt.timedelta(days=(day.weekday() - weekday) % 7)
    return week_ending(cut_off)


def week_ending(cut_off: dt.date) -> Period:
    """The seven days that end on a day."""
    return Period(cut_off - dt.timedelta(days=6), cut_off)


def bulletin(facts: Facts, lines: Sequence[Line]) -> Bulletin:
    """The bulletin that a line for each of the commitments makes."""
    listed = lists(lines)
    return Bulletin(
        title=facts.title,
        period=facts.period,
        known_at=facts.known_at,
        rules=facts.rules,
        zone=facts.zone,
        department=facts.department,
        summary=summaries(lines),
        overdue=listed.overdue,
        behind=listed.behind,
        on_pace=listed.on_pace,
        silent=tuple(silence for one in lines for silence in one.silent),
        moved=tuple(facts.moved),
        unmeasured=listed.unmeasured,
    )


def line(commitment: Commitment, days: Days, words: Words, period: Period, rules: Rules) -> Line:
    """Where a commitment stands at the cut-off, how it came there, and what is to be expected."""
    cut_off = period.cut_off
    sums = sums_at(days, cut_off, period.previous)
    now = progress(commitment, sums, cut_off, rules)
    before = progress(commitment, sums_at(days, period.previous), period.previous, rules)
    states = [state for state in states_of(commitment, days) if state.day <= cut_off]
    counted = [state.entries for state in states if state.day <= period.previous]
    closing = closed_on(commitment, cut_off)
    silent = now.klass != "completed" and closing is None
    reported = (states[-1].entries if states else 0) - (counted[-1] if counted else 0)
    return Line(
        commitment=commitment,
        progress=now,
        before=before,
        rates=rates(commitment, now, states, cut_off),
        recovery=recovery(now.completion, now.pace, now.days_left),
        forecast=expected(commitment, now, states, cut_off),
        words=words,
        picture=picture(commitment, states, cut_off),
        reported=reported,
        last_entry=states[-1].day if states else None,
        silent=_silences(commitment, sums, period, rules) if silent else (),
        closing=closing,
        late=lateness(commitment, now, days, cut_off),
    )


def _silences(
    commitment: Commitment, sums: Sums, period: Period, rules: Rules
) -> tuple[Silence, ...]:
    """Whoever has not reported in the period: each area, or the whole where it has none.

    What has not begun needs no report, an area none once it has met its own target, and a duty
    none within its own rhythm.
    """
    start, cut_off = commitment.terms.start, period.cut_off
    rhythm = cut_off - dt.timedelta(days=commitment.profile.every or 0)
    if start is not None and start > rhythm:
        return ()
    since = min(period.previous, rhythm)
    found = []
    for area in commitment.areas_in_use or (None,):
        names = (area.name,) if area else {name for _, name, _ in sums}
        last = max((s.now.day for (_, name, _), s in sums.items() if name in names), default=None)
        if last is not None and last > since:
            continue
        if area is None or not area_progress(commitment, area.name, sums, cut_off, rules).met:
            found.append(_silence(commitment, area, last))
    return tuple(found)


def _silence(commitment: Commitment, area: Area | None, last: dt.date | None) -> Silence:
    person, contact = commitment.profile.person, commitment.profile.contact
    if area is not None and (area.person or area.contact):
        person, contact = area.person, area.contact
    return Silence(commitment, area, person, contact, last)


def summaries(lines: Sequence[Line]) -> tuple[Summary, ...]:
    """Overall first, then each department in the order of its first commitment."""
    departments = dict.fromkeys(one.commitment.department for one in lines)
    parts: list[Department | None] = [None, *departments]
    return tuple(
        Summary(
            department,
            tally([one.progress for one in mine]),
            tally([one.before for one in mine]),
        )
        for department in parts
        for mine in [[x for x in lines if department in (None, x.commitment.department)]]
    )


class Lists(NamedTuple):
    """Every commitment in the one list it belongs to."""

    overdue: tuple[Line, ...]
    behind: tuple[Line, ...]
    on_pace: tuple[Line, ...]
    unmeasured: tuple[Line, ...]


def lists(lines: Iterable[Line]) -> Lists:
    """Sort commitments into the lists that supervisors publish.

    The three that are compared with a pace have the widest gap first, the last one the plan's
    order. What nobody has started goes by its light: yellow or red is behind. What has neither
    class nor light can't be compared with a pace.
    """
    found: dict[str, list[Line]] = {name: [] for name in Lists._fields}
    for one in lines:
        found[_list_of(one.progress)].append(one)
    return Lists(
        overdue=tuple(sorted(found["overdue"], key=_worst_first)),
        behind=tuple(sorted(found["behind"], key=_worst_first)),
        on_pace=tuple(sorted(found["on_pace"], key=_worst_first)),
        unmeasured=tuple(found["unmeasured"]),
    )


def _worst_first(one: Line) -> tuple[bool, Fraction, int]:
    """The widest gap comes first, what has none last; then the plan's order holds."""
    gap = one.progress.gap
    return gap is None, gap or Fraction(0), one.commitment.profile.position


def _list_of(now: Progress) -> str:
    if now.klass == "not_started":
        return {"none": "unmeasured", "green": "on_pace"}.get(now.light, "behind")
    if now.klass in ("overdue", "behind"):
        return now.klass
    return "unmeasured" if now.klass == "no_measure" else "on_pace"
