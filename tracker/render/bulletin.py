"""A bulletin as JSON and as records."""

from collections.abc import Iterator
from typing import Any

from tracker.core.bulletin import FORMAT, Bulletin, Line, Said, Silence, Summary
from tracker.render import history, outlook, values
from tracker.render.show import per_week
from tracker.render.status import known, rules


def as_json(bulletin: Bulletin) -> dict[str, Any]:
    """The whole bulletin; documented field by field in docs/json.md."""
    period = bulletin.period
    return {
        "format": FORMAT,
        "title": bulletin.title,
        "cut_off": period.cut_off,
        "period": {"from": period.start, "to": period.cut_off, "previous": period.previous},
        "department": bulletin.department.code if bulletin.department else None,
        "rules": rules(bulletin.rules),
        "known_at": known(bulletin.known_at),
        "summary": [_summary(one) for one in bulletin.summary],
        "overdue": [_line(one) for one in bulletin.overdue],
        "behind": [_line(one) for one in bulletin.behind],
        "on_pace": [_line(one) for one in bulletin.on_pace],
        "silent": [_silence(one) for one in bulletin.silent],
        "moved": [history.as_json(item) for item in bulletin.moved],
        "unmeasured": [_line(one) for one in bulletin.unmeasured],
    }


def records(bulletin: Bulletin) -> Iterator[list[object]]:
    """One record a value or line, the name of its part first, in the order of the bulletin."""
    value = as_json(bulletin)
    for key in ("format", "title", "cut_off", "department"):
        yield [key, value[key]]
    for key in ("period", "rules", "known_at"):
        yield [key, *value[key].values()]
    for one in value["summary"]:
        for klass, tally in one["classes"].items():
            yield ["summary", one["department"], klass, *tally.values()]
    for part in ("overdue", "behind", "on_pace", "silent"):
        yield from ([part, *_flat(one)] for one in value[part])
    yield from (["moved", *record] for record in history.records(bulletin.moved))
    yield from (["unmeasured", *_flat(one)] for one in value["unmeasured"])


def _flat(fields: dict[str, Any]) -> Iterator[object]:
    """The values of an object, those of an object in it in its place."""
    for value in fields.values():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield value


def _summary(one: Summary) -> dict[str, Any]:
    return {
        "department": one.department.code if one.department else None,
        "classes": {
            klass: {
                "count": now.number,
                "share": values.share(now.share),
                "count_before": one.before[klass].number,
                "share_before": values.share(one.before[klass].share),
            }
            for klass, now in one.now.items()
        },
    }


def _line(one: Line) -> dict[str, Any]:
    commitment, now, terms = one.commitment, one.progress, one.commitment.terms
    return {
        "slug": commitment.slug,
        "name": commitment.profile.name,
        "department": commitment.department.code,
        "kind": commitment.kind,
        "unit": terms.unit.name if terms.unit else None,
        "target": values.quantity(commitment, now.target),
        "comparator": terms.comparator,
        "start": terms.start,
        "due": terms.due,
        "days_left": now.days_left,
        "done": values.quantity(commitment, now.done),
        "increment": values.quantity(commitment, now.increase),
        "completion": values.share(now.completion),
        "points": values.share(now.points),
        "pace": values.share(now.pace),
        "gap": values.share(now.gap),
        "remaining": values.quantity(commitment, now.remaining),
        "class": now.klass,
        "class_before": one.before.klass,
        "light": now.light,
        "needed_per_week": per_week(commitment, one.rates.needed),
        "recent_per_week": per_week(commitment, one.rates.recent),
        **outlook.as_json(one.forecast, one.recovery, now.pace),
        "terms_moved": commitment.terms_moved,
        "entries_in_period": one.reported,
        "last_entry": one.last_entry,
        "note": _said(one.words.note),
        "problem": _said(one.words.problem),
        "next": _said(one.words.next_step),
        "closed_out": one.closing is not None,
        "met_on": one.late.met_on if one.late else None,
        "days_late": one.late.days if one.late else None,
    }


def _said(said: Said | None) -> dict[str, Any]:
    """What was said; where nothing was, all of it is null."""
    if said is None:
        return {"text": None, "entry": None, "on": None}
    return {"text": said.text, "entry": said.entry, "on": said.day}


def _silence(one: Silence) -> dict[str, Any]:
    return {
        "slug": one.commitment.slug,
        "name": one.commitment.profile.name,
        "department": one.commitment.department.code,
        "area": one.area.name if one.area else None,
        "person": one.person,
        "contact": one.contact,
        "last_entry": one.last_entry,
    }
