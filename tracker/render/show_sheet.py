"""One commitment closely, as a sheet: its words, figures, parts, course and last entries."""

from collections.abc import Iterator
from fractions import Fraction

from tracker.core.course import Point
from tracker.core.detail import Detail, LoggedEntry
from tracker.core.forecast import WEEKS_NEEDED, WEEKS_SEEN
from tracker.core.model import Closing, Commitment
from tracker.core.quantity import to_decimal
from tracker.render import lights, outlook, part_words, sharing, values
from tracker.render.defined import change_lines, word_of
from tracker.render.echo import what_and_where, words_of
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.render.show import per_week
from tracker.render.status_sheet import known_line
from tracker.text import say

BAR_CELLS = 30


def sheet(detail: Detail) -> Sheet:
    """Its words, its figures, its parts, its course, its last entries."""
    commitment = detail.row.commitment
    title = [f"{commitment.profile.name} ({commitment.slug})"]
    if commitment.profile.name_en:
        title.append(commitment.profile.name_en)
    if detail.known_at:
        title.append(known_line(detail.known_at, detail.zone))
    facts = [Group("", [[Cell(k, "dim"), Cell(v)] for k, v in _facts(detail) if v])]
    tables = [Table([Column("key"), Column("value", flexible=True)], facts)]
    tables += [t for t in (_areas(detail), _stages(detail), _nodes(detail), _plan(detail)) if t]
    tables += [t for t in (_burn_up(detail), _entries(detail), _revisions(detail)) if t]
    foot = [say("line.remark", text=text) for text in detail.remarks]
    return Sheet(title, tables, foot)


def _facts(detail: Detail) -> Iterator[tuple[str, str]]:
    row, commitment = detail.row, detail.row.commitment
    profile, terms, now = commitment.profile, commitment.terms, row.progress
    yield say("head.wording"), profile.wording or ""
    yield say("head.source"), profile.source or ""
    yield say("head.programme"), profile.programme or ""
    yield say("head.department"), commitment.department.name
    yield say("head.person"), " ".join(filter(None, (profile.person, profile.contact)))
    yield say("head.scope"), profile.scope or ""
    yield say("head.kind"), say(f"kind.{commitment.kind}") + _firmness(profile.firmness)
    yield say("head.aliases"), say("word.join").join(detail.aliases)
    yield say("head.target"), values.target(commitment, now.target)
    yield say("head.stretch"), _amount(commitment, terms.stretch)
    yield say("head.opening"), _amount(commitment, terms.opening)
    yield say("head.period"), _period(detail)
    yield say("head.every"), part_words.rhythm(row)
    yield say("head.looked_at"), part_words.last_look(row)
    if row.measured:
        yield say("head.class"), _class(detail)
        yield say("head.done"), _done(detail)
    yield say("head.closed_out"), _closing(row.closing)
    yield say("head.remaining"), _amount(commitment, now.remaining)
    yield say("head.needed"), _weekly(commitment, detail.rates.needed)
    yield say("head.recent"), _weekly(commitment, detail.rates.recent)
    yield say("head.forecast"), _outlook(detail)
    for baseline in detail.baselines:
        yield (
            say("head.baseline", period=baseline.period),
            say(
                "line.baseline",
                value=f"{to_decimal(baseline.value, baseline.unit.scale)}",
                unit=baseline.unit.name,
                qualifier=word_of("qualifier", baseline.qualifier or ""),
                note=f": {baseline.note}" if baseline.note else "",
            ),
        )


def _outlook(detail: Detail) -> str:
    """What is to be expected; that nothing can be, where work is left and too little is known."""
    found = outlook.sentence(detail.forecast, detail.recovery, detail.row.progress.pace)
    now, kind = detail.row.progress, detail.row.commitment.kind
    if detail.forecast or now.met or now.remaining is None or kind == "rank":
        return found
    none = say("line.no_outlook", weeks=WEEKS_NEEDED, seen=WEEKS_SEEN)
    return say("word.then").join(filter(None, (none, found)))


def _firmness(firmness: str | None) -> str:
    return say("word.join") + word_of("firmness", firmness) if firmness else ""


def _amount(commitment: Commitment, steps: int | None) -> str:
    return "" if steps is None else values.amount(commitment, steps)


def _period(detail: Detail) -> str:
    terms, now = detail.row.commitment.terms, detail.row.progress
    start = terms.start.isoformat() if terms.start else "?"
    if not terms.due:
        return f"{start} - {say('word.no_due')}" if terms.start else say("word.no_due")
    words = [f"{start} - {terms.due.isoformat()}"]
    if now.klass != "completed":
        words.append(values.days(now.days_left, overdue=now.klass == "overdue"))
    if terms.due_as_written:
        words.append(f"“{terms.due_as_written}”")
    if terms.due_basis:
        words.append(f"({word_of('due_basis', terms.due_basis)})")
    return " ".join(words)


def _closing(closing: Closing | None) -> str:
    """On which day it was closed out, by whom, and what was said of it."""
    if closing is None:
        return ""
    said = say("line.closed_out", day=closing.day.isoformat(), author=closing.author)
    return say("word.then").join(filter(None, (said, closing.note, closing.reason)))


def _class(detail: Detail) -> str:
    now = detail.row.progress
    light = lights.light(now.light).text
    klass = values.standing(now.klass, detail.row.closing, detail.row.late)
    return f"{klass} ({light})" if light else klass


def _done(detail: Detail) -> str:
    now = detail.row.progress
    text = values.amount(detail.row.commitment, now.done)
    if now.completion is None:
        return text
    key = "line.done" if now.pace is not None else "line.done_bare"
    return say(
        key,
        done=text,
        completion=values.rate(now.completion),
        pace=values.rate(now.pace),
        gap=values.points(now.gap),
    )


def _weekly(commitment: Commitment, steps: Fraction | None) -> str:
    value = per_week(commitment, steps)
    unit = commitment.terms.unit.name if commitment.terms.unit else ""
    return "" if value is None else say("line.weekly", rate=f"{value:f}", unit=unit)


def _heads(*keys: str, right: tuple[str, ...] = ()) -> list[Column]:
    return [
        Column(k, say(f"head.{k}"), right=k in right, flexible=k in ("what", "words", "node"))
        for k in keys
    ]


def _areas(detail: Detail) -> Table | None:
    rows = [sharing.area_cells(detail.row.commitment, a) for a in detail.areas]
    return Table(sharing.area_columns(), [Group("", rows)]) if rows else None


def _stages(detail: Detail) -> Table | None:
    rows = [
        [
            Cell(s.stage),
            Cell(values.plain(values.quantity(detail.row.commitment, s.done))),
            Cell(values.rate(s.completion)),
        ]
        for s in detail.stages
    ]
    columns = _heads("stage", "done", "completion", right=("done", "completion"))
    return Table(columns, [Group("", rows)]) if rows else None


def _nodes(detail: Detail) -> Table | None:
    rows = [
        [
            Cell(n.node.name),
            Cell(n.node.due.isoformat()),
            Cell(str(n.node.weight)),
            Cell(n.done_on.isoformat() if n.done_on else ""),
        ]
        for n in detail.nodes
    ]
    columns = _heads("node", "due", "weight", "done_on", right=("weight",))
    return Table(columns, [Group("", rows)]) if rows else None


def _plan(detail: Detail) -> Table | None:
    commitment = detail.row.commitment
    rows = [
        [
            Cell(p.point.until.isoformat()),
            Cell(values.plain(values.quantity(commitment, p.point.reach))),
            Cell(values.plain(values.quantity(commitment, p.done))),
        ]
        for p in detail.plan
    ]
    columns = _heads("until", "reach", "done", right=("reach", "done"))
    return Table(columns, [Group("", rows)]) if rows else None


def _burn_up(detail: Detail) -> Table | None:
    commitment = detail.row.commitment
    rows = [
        [
            Cell(p.day.isoformat()),
            Cell(_bar(p)),
            Cell(values.plain(values.quantity(commitment, p.done))),
            Cell(values.rate(p.completion)),
            Cell(values.rate(p.pace)),
        ]
        for p in detail.burn_up
    ]
    right = ("done", "completion", "pace")
    columns = _heads("day", "burn_up", "done", "completion", "pace", right=right)
    return Table(columns, [Group("", rows)]) if rows else None


def _bar(point: Point) -> str:
    """Done as a bar, pace as a stroke across it, in ASCII: every terminal draws it equally wide."""
    done = min(max(int((point.completion or Fraction(0)) * BAR_CELLS), 0), BAR_CELLS)
    cells = ["#"] * done + ["."] * (BAR_CELLS - done)
    if point.pace is not None:
        cells[min(int(point.pace * BAR_CELLS), BAR_CELLS - 1)] = "|"
    return "".join(cells)


def _entries(detail: Detail) -> Table | None:
    rows = [
        [
            Cell(str(logged.entry.act), "bold"),
            Cell(logged.entry.day.isoformat()),
            Cell(logged.author),
            Cell(what_and_where(detail.row.commitment, logged.entry)),
            Cell(_words(logged)),
        ]
        for logged in detail.entries
    ]
    columns = _heads("entry", "on", "by", "what", "words", right=("entry",))
    return Table(columns, [Group("", rows)]) if rows else None


def _words(logged: LoggedEntry) -> str:
    proofs = [say("line.evidence", location=e.location) for e in logged.evidence]
    return " ".join([*words_of(logged.entry), *proofs])


def _revisions(detail: Detail) -> Table | None:
    rows = [
        [
            Cell(f"#{item.change}"),
            Cell(values.moment(item.recorded_at, detail.zone)),
            Cell(item.author),
            Cell(change_lines(item.changes)),
            Cell(item.reason or ""),
        ]
        for item in detail.revisions
    ]
    columns = _heads("change", "recorded", "by", "what", "reason")
    return Table(columns, [Group("", rows)]) if rows else None
