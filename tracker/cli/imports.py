"""What departments send, taken into the ledger."""

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.cli.choices import chosen
from tracker.cli.context import Session
from tracker.cli.files import Formats, format_of_name, is_same_file, write_file
from tracker.cli.invocation import no_more_interrupts
from tracker.cli.options import argument, value_option, writing_command
from tracker.cli.waiting import the_wait, watched
from tracker.core.dates import parse_day
from tracker.core.intake import SUBJECTS, Preview, check_figures_read, subject_of
from tracker.core.records import Source
from tracker.errors import Refused, UsageError
from tracker.render import intake as render
from tracker.render import intake_sheet
from tracker.store import backup as backups
from tracker.store import intake, settings
from tracker.store.engine import Store
from tracker.store.intake import Looked, Request
from tracker.text import say

REJECTS: Formats = {"csv": (".csv",), "xlsx": (".xlsx",)}


@writing_command()
def import_(
    session: Session,
    files: list[str] = argument("import_files", "FILE..."),
    map: str | None = value_option("map", "FILE", "--map"),
    save_map: str | None = value_option("save_map", "FILE", "--save-map"),
    sheet: str | None = value_option("sheet", "SHEET", "--sheet"),
    encoding: str | None = value_option("encoding", "ENCODING", "--encoding"),
    on: str | None = value_option("import_on", "DATE", "--on"),
    subject: str | None = value_option("import_as", "entries|commitments", "--as"),
    rejects: str | None = value_option("rejects", "FILE", "--rejects"),
) -> None:
    """Take in what departments send."""
    from tracker.exchange.ledger import is_ledger
    from tracker.exchange.mapping import load_map
    from tracker.exchange.reading import Wanted, read_source

    told = (map, save_map, sheet, encoding, on, subject, rejects)
    if len(files) == 1 and not any(told) and is_ledger(files[0]):
        _recreate(session, files[0])
        return
    for written in (rejects, save_map):
        _check_not_read(written, [*files, *([map] if map is not None else [])])
    rejects_format = None
    if rejects is not None:
        rejects_format = format_of_name(rejects, REJECTS, "error.ending_of_file")
    wanted = Wanted(load_map(Path(map)) if map is not None else None, sheet, encoding)
    with _without_collector(), session.open() as store:
        sources = [
            read_source(Path(file), wanted, tell=lambda rows: the_wait.tell(rows, None))
            for file in files
        ]
        if save_map is not None:
            _save_map(sources, save_map)
        request = _request(sources, session.today(store.read), on, subject)
        looked: Looked | None = _looked(store, request)
        while looked is not None:
            if looked.preview.wrong:
                _show(session, looked.preview, None)
                _refuse(store, looked.preview, rejects, rejects_format)
            looked = _take_in(session, store, request, looked)


def _recreate(session: Session, file: str) -> None:
    """Make a ledger of an export of one, where there is none yet."""
    from tracker.exchange.ledger import read_ledger
    from tracker.store.recreate import recreate

    changes = read_ledger(file)
    dry_run = session.options.dry_run
    head = recreate(session.path, changes, dry_run=dry_run, before_commit=no_more_interrupts)
    answer = head._asdict()
    said = say("echo.recreated", path=session.path, file=file, change=f"#{head.change}")
    session.output.echo(answer, [answer.values()], [said], dry_run)


def _request(
    sources: Sequence[Source], today: dt.date, on: str | None, subject: str | None
) -> Request:
    """What is to be taken in: the rows are what a person says, else what their columns tell."""
    wanted = chosen(subject, dict.fromkeys(SUBJECTS, ()), "--as")
    found = next((s for s in SUBJECTS if s == wanted), None) or subject_of(sources)
    if found == "entries":
        for source in sources:
            check_figures_read(source)
    return Request(sources, found, today, parse_day(on, today) if on is not None else None)


def _check_not_read(written: str | None, read: Sequence[str]) -> None:
    """Refuse to write over a file that is read: what is right in it would be gone."""
    if written is not None and any(is_same_file(written, one) for one in read):
        raise UsageError("error.import_over_itself", file=written)


@contextmanager
def _without_collector() -> Iterator[None]:
    """All that is made of a file stays until the end, and looking for what does not costs a
    quarter of the time. It goes by itself when nobody needs it any more.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _looked(store: Store, request: Request) -> Looked:
    """What an import would do now."""
    with store.snapshot() as read:
        return intake.look(read, request, lambda lines: watched(lines, len(lines)))


def _save_map(sources: Sequence[Source], file: str) -> None:
    """Keep what was found of the columns, to be edited and used again with --map."""
    from tracker.exchange.mapping import dump_map

    if len(sources) > 1:
        raise UsageError("error.save_map_one")
    write_file(Path(file), [dump_map(sources[0]).encode()])


def _refuse(store: Store, preview: Preview, rejects: str | None, format: str | None) -> None:
    """Refuse all of it, behind a file with the rows that are wrong where one is wanted."""
    count = len(preview.wrong)
    if rejects is None:
        raise Refused("error.import_wrong", count=count)
    from tracker.render.rejects import as_csv, as_workbook

    if format == "xlsx":
        page = as_workbook(preview, settings.last_change(store.read))
    else:
        page = as_csv(preview)
    write_file(Path(rejects), [page])
    raise Refused("error.import_rejects", count=count, file=rejects)


def _take_in(session: Session, store: Store, request: Request, looked: Looked) -> Looked | None:
    """Show, ask once, and save. What changed while a person was asked is to be looked at anew."""
    options, output, preview = session.options, session.output, looked.preview
    ask = bool(preview.adds) and not options.yes and not options.dry_run
    if ask and not session.may_ask():
        _show(session, preview, None)
        if preview.doubts:
            doubtful = len(preview.doubts)
            raise Refused("error.import_doubtful", count=preview.adds, doubtful=doubtful)
        raise Refused("error.import_unconfirmed", count=preview.adds)
    if output.for_people or not preview.adds or options.dry_run:
        _show(session, preview, None)
    if options.dry_run or not preview.adds:
        return None
    if ask:
        said = [] if output.for_people else [render.summary(preview)]
        session.confirm(said, "ask.save" if preview.doubts else "ask.save_this")
    if preview.adds:
        backups.automatic(session.path, session.now, "import")
    now = session.write(store, lambda _: intake.take_in(request, looked))
    if not intake.said_the_same(now.preview, preview):
        output.warn("warning.import_moved")
        return now
    with output.after_saving():
        if output.for_people:
            output.lines(None, [], [render.saved(now.preview, now.head.change + 1)])
        else:
            _show(session, now.preview, now.head.change + 1)
    return None


def _show(session: Session, preview: Preview, change: int | None) -> None:
    output = session.output
    if output.quiet and not (output.json or output.plain):
        return
    output.answer(
        lambda: render.as_json(preview, change),
        lambda: render.records(preview),
        lambda: intake_sheet.sheet(preview),
    )
