"""What leaves the ledger for other programs: all of it, and its days as a calendar."""

import sys
from collections.abc import Iterable
from pathlib import Path

from tracker.cli.context import Session, View, last_seen
from tracker.cli.files import (
    Formats,
    file_named,
    format_of,
    format_option,
    tell_written,
    write_file,
)
from tracker.cli.options import argument, flag_option, known_command, value_option
from tracker.cli.waiting import watched
from tracker.core.calendar import PlannedDay, planned_days
from tracker.core.form import Form, form_rows
from tracker.core.parts import area_of_any
from tracker.errors import Refused, UsageError
from tracker.store import commitments as stored
from tracker.store import lookup, settings
from tracker.store.archive import COLUMNS, changes, revisions
from tracker.store.plan import Read
from tracker.store.sums import sums

ARCHIVES: Formats = {"json": (".json",), "csv": (".csv",)}
FORMS: Formats = {"xlsx": (".xlsx",)}
# As many digits of the digest of the first change tell a ledger from any other.
LEDGER_DIGITS = 16


@known_command()
def export(
    session: Session,
    format: str | None = format_option(ARCHIVES),
    output: str | None = value_option("output", "FILE", "-o", "--output"),
    form: bool = flag_option("form", "--form"),
    area: str | None = value_option("form_area", "AREA", "--area"),
    department: str | None = value_option("form_department", "DEPARTMENT", "--department"),
) -> None:
    """The whole ledger, every change with every row; or a form for others to fill in."""
    from tracker.render import archive as render

    file = file_named(output)
    if form:
        _write_form(session, format, file, area, department)
        return
    for option, given in (("--area", area), ("--department", department)):
        if given is not None:
            raise UsageError("error.only_with_form", option=option)
    chosen = format_of(session.options, format, file, ARCHIVES) or "json"
    with session.open() as store:
        with store.snapshot() as read:
            known = last_seen(read, session.view(read))
        # What was written stays as it is, so nobody has to be locked out while this goes on.
        every = changes(store.read, known.change)
        found = watched(every, known.change)
        table = render.as_csv(found, COLUMNS)
        if file is not None:
            texts = (text.encode() for text in render.as_json(found))
            write_file(Path(file), table if chosen == "csv" else texts)
        elif session.options.plain:
            session.output.texts(render.as_records(found, COLUMNS))
        elif chosen == "csv":
            session.output.bytes(chosen, table, readable=True)
        else:
            encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
            session.output.texts(render.as_json(found, encoding))
    if file is not None:
        tell_written(session.output, file, chosen, known)


def _write_form(
    session: Session, format: str | None, file: str | None, area: str | None, department: str | None
) -> None:
    from tracker.render import form as render

    chosen = format_of(session.options, format or (None if file else "xlsx"), file, FORMS) or "xlsx"
    with session.open() as store, store.snapshot() as read:
        made = _form(read, session.view(read), area, department)
    if file is not None:
        write_file(Path(file), [render.workbook(made)])
        tell_written(session.output, file, chosen, made.known_at)
    else:
        session.output.bytes(chosen, [render.workbook(made)])


def _form(read: Read, view: View, area: str | None, department: str | None) -> Form:
    every = stored.load(read, view.known)
    only = area_of_any(every, area) if area is not None else None
    code = lookup.find_department(read, department, view.known) if department is not None else None
    asked = [c for c in every if code in (None, c.department.code)]
    rows = form_rows(asked, sums(read, view.as_of, view.known), only)
    if not rows:
        raise Refused("error.form_empty")
    title, known = view.settings.values["title"], last_seen(read, view)
    return Form(title, only, known, tuple(rows), view.zone)


@known_command()
def calendar(
    session: Session,
    commitments: list[str] | None = argument("commitments", "[COMMITMENT]...", None),
    department: str | None = value_option("only_department", "DEPARTMENT", "--department"),
    output: str | None = value_option("calendar_file", "FILE", "-o", "--output"),
) -> None:
    """Due days, plan points and milestones, for a calendar program."""
    from tracker.render import calendar as render

    file = file_named(output)
    if file is not None and Path(file).suffix.lower() != ".ics":
        raise UsageError("error.calendar_file", file=file)
    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        known = last_seen(read, view)
        days = _days(read, view, commitments or (), department)
        ledger = settings.last_change(read, 1).digest[:LEDGER_DIGITS]
    if not days:
        raise Refused("error.no_planned_days")
    title = view.settings.values["title"]
    if file is not None:
        write_file(Path(file), [render.as_icalendar(days, title, ledger)])
        tell_written(session.output, file, "ics", known)
    elif session.options.json or session.options.plain:
        found = [render.as_json(day) for day in days]
        session.output.lines(found, [day.values() for day in found], [])
    else:
        session.output.bytes("ics", [render.as_icalendar(days, title, ledger)], readable=True)


def _days(read: Read, view: View, names: Iterable[str], department: str | None) -> list[PlannedDay]:
    only = {lookup.resolve(read, name, view.known).id for name in names}
    code = lookup.find_department(read, department, view.known) if department is not None else None
    found = [
        commitment
        for commitment in stored.load(read, view.known)
        if (not only or commitment.id in only) and code in (None, commitment.department.code)
    ]
    return planned_days(found, revisions(read, view.known))
