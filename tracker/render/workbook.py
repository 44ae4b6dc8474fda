"""A bulletin as an Excel workbook: the 台账 that departments keep, and the bulletin's lists."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from tracker.core.bulletin import Bulletin, Line, Summary
from tracker.core.model import CLASSES, Commitment
from tracker.render import bulletin_sheet, lights, line_cells, values, worksheet
from tracker.render.sheet import Cell, Style
from tracker.render.worksheet import (
    Page,
    Value,
    day_value,
    decimals,
    figure_value,
    text_value,
)
from tracker.text import say

# The columns of a 台账, in the order in which departments keep them.
LEDGER = (
    "number", "name", "target", "unit", "department", "due", "increase", "done", "completion",
    "pace", "gap", "light", "problem", "next_step", "note",
)  # fmt: skip

# Light enough to read a word on them, also where they are printed in grey.
_FILLS: dict[Style, str] = {
    "blue": "#BDD7EE", "green": "#C6E0B4", "yellow": "#FFEB9C", "red": "#FFC7CE",
}  # fmt: skip
_COMPARATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
_PERCENT, _POINTS = "0.00%", "+0.00;-0.00;0.00"


def workbook(bulletin: Bulletin) -> bytes:
    """A bulletin as the bytes of an .xlsx file, the same for the same bulletin and language."""
    return worksheet.workbook(_pages(bulletin), bulletin.known_at)


# -- what stands in the worksheets


def _pages(bulletin: Bulletin) -> list[Page]:
    sheet = bulletin_sheet.sheet(bulletin)
    summary, *others = sheet.tables
    lists = ("overdue", "behind", "on_pace")
    names = (*lists, "silent", "moved", "unmeasured")
    return [
        _ledger(bulletin, sheet.title),
        _summary(bulletin, [summary.heading, *sheet.title[:2]]),
        *(
            Page(
                say(f"tab.{name}"),
                [table.heading, *sheet.title[:2]],
                [column.heading or say(f"column.{column.key}") for column in table.columns],
                [[_value(cell) for cell in row] for group in table.groups for row in group.rows],
                table.empty,
                sheet.foot if name in lists and any(group.rows for group in table.groups) else (),
            )
            for name, table in zip(names, others, strict=True)
        ),
    ]


def _ledger(bulletin: Bulletin, title: Sequence[str]) -> Page:
    headings = [say(f"column.{key}") for key in LEDGER]
    if not bulletin.period.is_week:
        headings[LEDGER.index("increase")] = say("column.increase_of_period")
    # In the plan's order, so that a number is the same commitment's every week.
    lines = sorted(bulletin.lines, key=lambda line: line.commitment.profile.position)
    rows = [_row(number, line, bulletin) for number, line in enumerate(lines, start=1)]
    return Page(say("tab.ledger"), title, headings, rows, say("line.list_empty"), fixed=2)


def _row(number: int, line: Line, bulletin: Bulletin) -> list[Value]:
    commitment, now, terms = line.commitment, line.progress, line.commitment.terms
    moved = say("word.terms_changed") if commitment.terms_moved else ""
    remarks = [moved, line_cells.said(line.words.note, bulletin)]
    return [
        figure_value(number)._replace(centred=True),
        _text(commitment.profile.name),
        figure_value(
            values.quantity(commitment, now.target),
            _COMPARATORS.get(terms.comparator or "", ""),
        ),
        _text(_unit(commitment, now.target))._replace(centred=True),
        _text(commitment.department.name),
        _day(terms.due),
        figure_value(values.quantity(commitment, now.increase)),
        figure_value(values.quantity(commitment, now.done)),
        _percent(values.share(now.completion)),
        _percent(values.share(now.pace)),
        _points(now.gap),
        _value(lights.light(now.light)),
        _text(line_cells.said(line.words.problem, bulletin)),
        _text(line_cells.said(line.words.next_step, bulletin)),
        _text(say("word.then").join(filter(None, remarks))),
    ]


def _unit(commitment: Commitment, target: int | None) -> str:
    if commitment.kind == "milestones":
        return "" if target is None else say("head.weight")
    return commitment.terms.unit.name if commitment.terms.unit else ""


def _summary(bulletin: Bulletin, title: Sequence[str]) -> Page:
    """A row for each class of the whole, then of each department: counts as numbers."""
    keys = ("count", "share", "count_before", "share_before")
    headings = [say("head.department"), say("head.class")]
    headings += [say(f"column.{key}") for key in keys]
    rows = [row for one in bulletin.summary for row in _counts(one)]
    return Page(say("tab.summary"), title, headings, rows, "", fixed=2)


def _counts(one: Summary) -> Iterable[list[Value]]:
    name = one.department.name if one.department else say("word.overall")
    for klass in CLASSES:
        now, before = one.now[klass], one.before[klass]
        if now.number or before.number:
            counts = [
                cell
                for tally in (now, before)
                for cell in (figure_value(tally.number), _percent(values.share(tally.share)))
            ]
            yield [_text(name), _text(values.klass(klass)), *counts]


# -- what a cell holds


def _value(cell: Cell) -> Value:
    """A cell of a sheet as what it stands for; one that says more than its figure stays text."""
    value = cell.value
    if isinstance(value, dt.date) and cell.text == value.isoformat():
        return _day(value)
    if isinstance(value, Decimal | int):
        if cell.percent:
            return _percent(Decimal(value))
        if cell.text in (values.plain(value), values.signed(Decimal(value))):
            return Value(value, cell.text, decimals(value, is_signed=cell.text[:1] in "+-"))
    return _text(cell.text, cell.style)


def _text(text: str, style: Style = "") -> Value:
    fill = _FILLS.get(style, "")
    return text_value(text)._replace(fill=fill, centred=bool(fill))


def _day(day: dt.date | None) -> Value:
    return day_value(day) if day else text_value(values.due(None))._replace(centred=True)


def _percent(per_cent: Decimal | None) -> Value:
    if per_cent is None:
        return _text("")
    return Value(per_cent / 100, f"{per_cent:f}%", _PERCENT)


def _points(gap: Fraction | None) -> Value:
    value = values.share(gap)
    return _text("") if value is None else Value(value, values.points(gap), _POINTS)
