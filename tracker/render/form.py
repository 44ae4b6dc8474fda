"""The form that a county fills in, as an Excel workbook: open where something is to be typed."""

import datetime as dt

from tracker.core.form import Form, FormRow
from tracker.core.model import Commitment
from tracker.core.pace import is_rate
from tracker.core.plaintext import visible
from tracker.render import values, worksheet
from tracker.render.worksheet import (
    DAY,
    Gap,
    Page,
    Value,
    day_value,
    figure_value,
    text_value,
)
from tracker.text import say

# What is known of a row, and what is asked for. An import knows the headings by their words.
KNOWN = (
    "slug", "task", "area", "stage", "node", "unit", "target", "last_total", "last_reported",
)  # fmt: skip
ASKED = ("on", "total", "added", "note", "problem", "next_step")
# Columns that are left out where no row has anything in them.
_SOMETIMES = ("area", "stage", "node")

_TINT = "#FFF7D6"
_EARLIEST, _LATEST = dt.date(2020, 1, 1), dt.date(2100, 12, 31)
_FIGURE_WIDTH, _DAY_WIDTH, _TEXT_WIDTH = 10, 10, 20
# A spreadsheet shows no longer remark beside a cell.
_LONGEST_REMARK = 255


def workbook(form: Form) -> bytes:
    """A form as the bytes of an .xlsx file, the same for the same form and language."""
    return worksheet.workbook([_page(form)], form.known_at)


def _page(form: Form) -> Page:
    used = {key for key in _SOMETIMES if any(getattr(row, key) for row in form.rows)}
    keys = [key for key in (*KNOWN, *ASKED) if key not in _SOMETIMES or key in used]
    rows = [{**_known(row), **_asked(row)} for row in form.rows]
    how = [say("form.how"), *([say("form.how_node")] if "node" in used else [])]
    how += [say("form.how_reading")] if any(row.fills == "reading" for row in form.rows) else []
    title = say("form.title", title=form.title)
    if form.area is not None:
        title = say("form.title_of_area", title=form.title, area=form.area)
    moment = values.moment(form.known_at.recorded_at, form.zone)
    known_at = say("form.known_at", change=f"#{form.known_at.change}", moment=moment)
    return Page(
        say("tab.form"),
        [title, *how, known_at],
        [say(f"form.{key}") for key in keys],
        [[row[key] for key in keys] for row in rows],
        "",
        fixed=2,
    )


def _known(row: FormRow) -> dict[str, Value]:
    commitment = row.commitment
    unit = commitment.terms.unit.name if commitment.terms.unit else ""
    return {
        "slug": text_value(commitment.slug),
        "task": text_value(commitment.profile.name),
        "area": text_value(row.area),
        "stage": text_value(row.stage),
        "node": text_value(row.node),
        "unit": text_value(unit)._replace(centred=True),
        "target": figure_value(values.quantity(commitment, row.target)),
        "last_total": figure_value(values.quantity(commitment, row.done)),
        "last_reported": day_value(row.reported) if row.reported else text_value(""),
    }


def _asked(row: FormRow) -> dict[str, Value]:
    commitment = row.commitment
    total = added = text_value("")
    if row.fills == "node":
        total = _gap(_node_gap(), "General")
    elif row.fills != "words":
        total = _gap(_figure_gap(commitment), "General")
    if row.fills == "figure":
        added = total
    words = _gap(Gap(_TEXT_WIDTH))
    return {
        "on": _gap(_day_gap(commitment), DAY)._replace(centred=True),
        "total": total,
        "added": added,
        **dict.fromkeys(("note", "problem", "next_step"), words),
    }


def _gap(gap: Gap, form: str = "") -> Value:
    return Value("", "", form=form, fill=_TINT, gap=gap)


def _figure_gap(commitment: Commitment) -> Gap:
    """A figure that the ledger can take: not below the least, and not finer than the unit."""
    scale, unit = commitment.scale, commitment.terms.unit
    assert unit is not None
    least = 1 if commitment.kind == "rank" else 0
    refusal = say("form.bad_whole", least=least)
    if scale:
        refusal = say("form.bad_figure", least=least, count=scale)
    hint = "form.hint_rate" if is_rate(commitment.terms) else "form.hint_unit"
    formula = f"=AND(ISNUMBER({{cell}}),{{cell}}>={least},ROUND({{cell}},{scale})={{cell}})"
    rule = {"validate": "custom", "value": formula, **_says(refusal)}
    return Gap(_FIGURE_WIDTH, {**rule, "input_message": _remark(say(hint, unit=unit.name))})


def _node_gap() -> Gap:
    rule = {"validate": "integer", "criteria": "==", "value": 1}
    said = say("form.bad_done")
    return Gap(_FIGURE_WIDTH, {**rule, **_says(said), "input_message": _remark(said)})


def _day_gap(commitment: Commitment) -> Gap:
    first = commitment.terms.start or _EARLIEST
    rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": _LATEST}
    return Gap(_DAY_WIDTH, {**rule, **_says(say("form.bad_day", first=first, last=_LATEST))})


def _says(refusal: str) -> dict[str, str]:
    return {"error_title": say("form.bad"), "error_message": _remark(refusal)}


def _remark(text: str) -> str:
    return visible(text)[:_LONGEST_REMARK]
