"""A status report as JSON, as records and as a sheet."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tracker.core.model import Commitment, Rules
from tracker.core.parts import StageRow
from tracker.core.reports import KnownChange, StatusReport, StatusRow
from tracker.render import part_words, values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say


def known(change: KnownChange | None) -> dict[str, Any] | None:
    """The change a report was known at."""
    return None if change is None else change._asdict()


def rules(value: Rules) -> dict[str, Any]:
    """The thresholds with their version."""
    return value._asdict()


def as_json(report: StatusReport) -> dict[str, Any]:
    """The whole report; documented field by field in docs/json.md."""
    return {
        "as_of": report.as_of,
        "known_at": known(report.known_at),
        "rules": rules(report.rules),
        "commitments": [row_as_json(row) for row in report.rows],
        "summary": {
            klass: {"count": tally.number, "share": values.share(tally.share)}
            for klass, tally in report.summary.items()
        },
        "area": report.area,
    }


def row_as_json(row: StatusRow) -> dict[str, Any]:
    """One commitment of a status report."""
    commitment, now = row.commitment, row.progress
    terms = commitment.terms
    return {
        "slug": commitment.slug,
        "name": commitment.profile.name,
        "name_en": commitment.profile.name_en,
        "department": commitment.department.code,
        "kind": commitment.kind,
        "unit": terms.unit.name if terms.unit else None,
        "target": values.quantity(commitment, now.target),
        "comparator": terms.comparator,
        "start": terms.start,
        "due": terms.due,
        "days_left": now.days_left,
        "done": values.quantity(commitment, now.done),
        "completion": values.share(now.completion),
        "pace": values.share(now.pace),
        "gap": values.share(now.gap),
        "week": values.quantity(commitment, now.increase),
        "week_points": values.share(now.points),
        "class": now.klass,
        "light": now.light,
        "closed_out": row.closing is not None,
        "entries": row.entries,
        "last_entry": row.last_entry,
        "terms_moved": commitment.terms_moved,
        "stages": stages_as_json(commitment, row.stages),
        "next_milestone": row.pending[0].name if row.pending else None,
        "next_milestone_due": row.pending[0].due if row.pending else None,
        "last_looked_at": row.look.day if row.look else None,
        "met_on": row.late.met_on if row.late else None,
        "days_late": row.late.days if row.late else None,
    }


def stages_as_json(commitment: Commitment, stages: Sequence[StageRow]) -> list[dict[str, Any]]:
    """What each stage has come to."""
    return [
        {
            "stage": one.stage,
            "done": values.quantity(commitment, one.done),
            "completion": values.share(one.completion),
        }
        for one in stages
    ]


def records(report: StatusReport) -> Iterator[list[object]]:
    """One record a commitment: the fields of `row_as_json`, in its order; its stages as a text."""
    for row in report.rows:
        yield list({**row_as_json(row), "stages": part_words.stages_field(row)}.values())


_COLUMNS = (
    ("name", False, True, None),
    ("slug", False, False, "name"),
    ("target", True, False, None),
    ("done", True, False, None),
    ("completion", True, False, None),
    ("pace", True, False, None),
    ("gap", True, False, None),
    ("week", True, False, None),
    ("light", False, True, None),
    ("class", False, True, "light"),
    ("due", False, False, None),
    ("days", False, False, "due"),
)


def sheet(report: StatusReport) -> Sheet:
    """Measured commitments by department, then the others in one line each, then the totals."""
    measured = [r for r in report.rows if r.measured]
    others = [r for r in report.rows if not r.measured]
    columns = [
        Column(key, say(f"head.{key}") if not under else "", right, flexible, under)
        for key, right, flexible, under in _COLUMNS
    ]
    columns += [_below("stages"), _below("next_milestone")]
    tables = []
    if measured:

        def cells(row: StatusRow) -> list[Cell]:
            return _measured_cells(row, report.as_of)

        tables.append(Table(columns, list(_by_department(measured, cells))))
    if others:
        heads = [say("head.unmeasured"), "", "", ""]
        other_columns = [
            Column(key, head, flexible=key == "name")
            for key, head in zip(("name", "slug", "due", "last"), heads, strict=True)
        ]
        other_columns.append(_below("looks"))
        tables.append(Table(other_columns, list(_by_department(others, _other_cells))))
    return Sheet(_title(report), tables, _foot(report))


def _below(key: str) -> Column:
    """A column of words, for which a row has no room beside its figures."""
    return Column(key, say(f"head.{key}"), below=True, flexible=True)


def _by_department(
    rows: list[StatusRow], cells: Callable[[StatusRow], list[Cell]]
) -> Iterator[Group]:
    names: dict[str, str] = {}
    groups: dict[str, list[list[Cell]]] = {}
    for row in rows:
        department = row.commitment.department
        names[department.code] = department.name
        groups.setdefault(department.code, []).append(cells(row))
    for code, group in groups.items():
        yield Group(names[code], group)


def _measured_cells(row: StatusRow, as_of: dt.date) -> list[Cell]:
    commitment, now = row.commitment, row.progress
    return [
        Cell(commitment.profile.name),
        Cell(commitment.slug, "dim"),
        Cell(values.marked_target(commitment, now.target)),
        Cell(values.plain(values.quantity(commitment, now.done))),
        Cell(values.plain(values.share(now.completion))),
        Cell(values.plain(values.share(now.pace))),
        Cell(values.points(now.gap)),
        Cell(values.signed(values.quantity(commitment, now.increase))),
        values.light(now.light),
        Cell(values.standing(now.klass, row.closing), "dim"),
        Cell(values.due(commitment.terms.due)),
        _days(row),
        Cell(part_words.stages(row)),
        Cell(part_words.pending(row, as_of)),
    ]


def _days(row: StatusRow) -> Cell:
    """The days left; by how many it is overdue, or was completed late."""
    now = row.progress
    if row.late:
        return Cell(say("word.days_late", days=row.late.days))
    if now.klass == "completed":
        return Cell()
    overdue = now.klass == "overdue"
    return Cell(values.days(now.days_left, overdue=overdue), "red" if overdue else "")


def _other_cells(row: StatusRow) -> list[Cell]:
    due = row.commitment.terms.due
    return [
        Cell(row.commitment.profile.name),
        Cell(row.commitment.slug, "dim"),
        Cell(values.due(due) if due else ""),
        _last(row),
        Cell(part_words.looks(row)),
    ]


def _last(row: StatusRow) -> Cell:
    """The last that was reported of what has no measure; of a duty, the last look."""
    if row.last_entry is None:
        return Cell(values.closed_out(say("line.no_entry"), row.closing), "dim")
    text = say("line.last_entry", day=row.last_entry, count=row.entries)
    if row.look:
        text = say("line.looked", day=row.look.day)
    beyond = row.look is not None and row.look.beyond
    return Cell(values.closed_out(text, row.closing), "red" if beyond else "")


def _title(report: StatusReport) -> list[str]:
    lines = [say("line.status_title", title=report.title, day=report.as_of).strip()]
    if report.area is not None:
        lines.append(say("line.status_area", area=report.area))
    if report.known_at:
        lines.append(known_line(report.known_at, report.zone))
    return lines


def known_line(change: KnownChange, zone: dt.tzinfo) -> str:
    """Which change a report was known at, for people."""
    return say(
        "line.known_at",
        change=f"#{change.change}",
        moment=values.moment(change.recorded_at, zone),
        digest=change.digest[:12],
    )


def _foot(report: StatusReport) -> list[str]:
    if not report.rows:
        return [say("line.nothing_listed")]
    tallies = [
        say("line.tally", klass=values.klass(k), count=t.number, share=values.rate(t.share))
        for k, t in report.summary.items()
        if t.number
    ]
    lines = [say("line.tallies", total=len(report.rows), tallies=say("word.join").join(tallies))]
    lines.append(say("line.rules", **report.rules._asdict()))
    if any(row.commitment.terms_moved for row in report.rows):
        lines.append(say("line.terms_moved"))
    return lines
