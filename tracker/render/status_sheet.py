"""A status report laid out for people."""

import datetime as dt
from collections.abc import Callable, Iterator

from tracker.core.model import KnownChange
from tracker.core.reports import StatusReport, StatusRow
from tracker.render import lights, part_words, values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say

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
        lights.light(now.light),
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
