"""The bulletin: what a supervisor prints, in the format that is asked for."""

from tracker.cli.bulletins import bulletin, facts
from tracker.cli.context import Session, View
from tracker.cli.files import Formats, Page, deliver, file_named, format_of, format_option
from tracker.cli.options import reading_command, value_option
from tracker.core.bulletin import Bulletin, Period, reporting_period, week_ending
from tracker.core.dates import WEEKDAYS, parse_day
from tracker.errors import Refused, UsageError
from tracker.render import bulletin as render
from tracker.render.bulletin_sheet import sheet

FORMATS: Formats = {
    "table": (".txt",),
    "plain": (".tsv",),
    "csv": (".csv",),
    "json": (".json",),
    "markdown": (".md",),
    "html": (".html", ".htm"),
    "xlsx": (".xlsx",),
}


@reading_command(as_of="report_as_of")
def report(
    session: Session,
    ending: str | None = value_option("week_ending", "DATE", "--week-ending"),
    start: str | None = value_option("from", "DATE", "--from"),
    end: str | None = value_option("to", "DATE", "--to"),
    department: str | None = value_option("only_department", "DEPARTMENT", "--department"),
    format: str | None = format_option(FORMATS),
    output: str | None = value_option("output", "FILE", "-o", "--output"),
) -> None:
    """The bulletin of a week or another period."""
    file = file_named(output)
    chosen = format_of(session.options, format, file, FORMATS)
    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        period = _period(session, view, ending, start, end)
        read_so_far = facts(read, view, period, department)
    found = bulletin(read_so_far)
    if period.cut_off > view.today:
        session.output.warn("warning.future_cut_off", day=period.cut_off, today=view.today)
    page = Page(
        lambda format: _rendered(found, format),
        lambda: render.as_json(found),
        lambda: render.records(found),
        lambda: sheet(found),
    )
    deliver(session, page, chosen, file, found.known_at)


def _period(
    session: Session, view: View, ending: str | None, start: str | None, end: str | None
) -> Period:
    """The period that is asked for; else the week up to the last reporting day."""
    if ending is not None:
        if start is not None or end is not None:
            raise UsageError("error.week_and_from")
        _no_as_of(session)
        return week_ending(parse_day(ending, view.today))
    if start is None and end is None:
        weekday = WEEKDAYS.index(view.settings.values["reporting_day"])
        return reporting_period(view.as_of, weekday)
    if start is None or end is None:
        raise UsageError("error.from_needs_to")
    _no_as_of(session)
    period = Period(parse_day(start, view.today), parse_day(end, view.today))
    if period.start > period.cut_off:
        raise Refused("error.period_backwards", start=period.start, end=period.cut_off)
    return period


def _no_as_of(session: Session) -> None:
    """A period that is named has its own cut-off day."""
    if session.options.as_of is not None:
        raise UsageError("error.period_and_as_of")


def _rendered(found: Bulletin, format: str) -> bytes:
    """A bulletin as the bytes of a file, in a format that only pages have."""
    if format == "xlsx":
        from tracker.render.workbook import workbook

        return workbook(found)
    if format == "csv":
        from tracker.render.delimited import csv_text

        return csv_text(sheet(found)).encode("utf-8-sig")
    if format == "html":
        from tracker.render.webpage import webpage

        return webpage(found).encode()
    from tracker.render.markdown import markdown

    return markdown(sheet(found)).encode()
