"""Answers that go into a file: chosen by its name, written whole or not at all."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import typer

from tracker.cli.choices import chosen
from tracker.cli.context import Options, Session
from tracker.cli.output import Output, page_width
from tracker.core.model import KnownChange
from tracker.errors import Refused, StorageError, UsageError, reason
from tracker.render.sheet import Sheet
from tracker.store.file import BESIDE, is_ours
from tracker.store.unfinished import let_use, removed_when_ended, sync_folder
from tracker.text import say

Formats = Mapping[str, tuple[str, ...]]
"""The formats that a command knows, each with the endings of its files."""

# What is no text, so that a terminal can't show it.
BINARY = ("xlsx",)


def format_option(known: Formats) -> Any:
    """The option that names a format of `known`."""
    help = say("option.format", known=say("word.join").join(known))
    return typer.Option(None, "--format", help=help, metavar="FORMAT")


def format_of(options: Options, wanted: str | None, file: str | None, known: Formats) -> str | None:
    """The format to answer in: the one asked for, else that of the file's name; None where
    nothing is said.

    `--json` and `--plain` are formats too, and exclude another one. Where the answer goes into
    a file, they are for what is said about that.
    """
    wanted = chosen(wanted, dict.fromkeys(known, ()), "--format")
    if file is not None:
        return wanted or format_of_name(file, known)
    for name, given in (("json", options.json), ("plain", options.plain)):
        if given and wanted not in (None, name):
            raise UsageError("error.two_formats", one=f"--{name}", other=f"--format {wanted}")
    return wanted


def format_of_name(file: str, known: Formats, key: str = "error.format_of_file") -> str:
    """The format that the ending of a file's name stands for; `key` refuses any other."""
    ending = Path(file).suffix.lower()
    for name, endings in known.items():
        if ending in endings:
            return name
    every = tuple(e for endings in known.values() for e in endings)
    raise UsageError(key, file=file, known=every)


def is_same_file(one: str, other: str) -> bool:
    """Whether two names are of one file that is there."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def file_named(text: str | None) -> str | None:
    """The file that `-o` names; None where that is stdout: `-`, or the system's name for it."""
    if text is None or text == "-":
        return None
    try:
        is_stdout = os.path.samestat(os.stat(text), os.fstat(1))
    except (OSError, ValueError):
        is_stdout = False
    return None if is_stdout else text


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Put an answer into a file, in place of what was there; what fails leaves the old one.

    A link to a file is replaced and not followed, and nothing that belongs to a ledger is ever
    written over. A device or a named pipe is written to and stays what it is.
    """
    try:
        if path.is_dir():
            raise Refused("error.file_is_folder", path=path)
        refuse_ledger(path)
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(chunks)
        else:
            _replace(path, chunks)
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None


def refuse_ledger(path: Path) -> None:
    """Refuse a ledger, by whatever name, and the files that SQLite keeps beside one."""
    names = [
        path,
        *(Path(str(path).removesuffix(end)) for end in BESIDE if str(path).endswith(end)),
    ]
    if any(name.is_file() and is_ours(name) for name in names):
        raise Refused("error.file_is_ledger", path=path)
    if path.is_symlink() and path.absolute().parts[1:2] in (("dev",), ("proc",)):
        # The system's own names for open files are no place for another one.
        raise Refused("error.file_is_device", path=path)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    folder = path.absolute().parent
    handle, name = tempfile.mkstemp(prefix=".tracker-", dir=folder)
    with removed_when_ended(Path(name)):
        with open(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        if path.is_file() and not path.is_symlink():
            let_use(Path(name), path, stat.S_IMODE(path.stat().st_mode) & 0o777)
        else:
            os.chmod(name, _usual_mode())
        os.replace(name, path)
        sync_folder(folder)


def _usual_mode() -> int:
    """The mode of any file that is made here."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def tell_written(output: Output, file: str, format: str, known: KnownChange) -> None:
    """Say which file was written, and what it is known at."""
    said = {"file": file, "format": format, **known._asdict()}
    sentence = say("echo.written", file=file, change=f"#{known.change}")
    if output.json or output.plain or not output.quiet:
        output.lines(said, [said.values()], [sentence])


class Page(NamedTuple):
    """An answer that has several formats: a value, records and a sheet as every answer, and
    `rendered`, which makes the bytes of a file in any format of its own.
    """

    rendered: Callable[[str], bytes]
    value: Callable[[], Any]
    records: Callable[[], Iterable[Iterable[object]]]
    sheet: Callable[[], Sheet]


def _bytes_of(page: Page, format: str) -> bytes:
    """A page as the bytes of a file."""
    if format == "table":
        from tracker.render.terminal import table

        return table(page.sheet(), page_width(), color=False).encode()
    if format == "plain":
        from tracker.render.delimited import lines

        return lines(page.records()).encode()
    if format == "json":
        from tracker.render.json_text import dumps

        return f"{dumps(page.value())}\n".encode()
    return page.rendered(format)


def deliver(
    session: Session, page: Page, format: str | None, file: str | None, known: KnownChange
) -> None:
    """Put a page where it belongs: into a file, or on stdout.

    Without a format it is a table for people and records for programs, like every answer.
    """
    output = session.output
    if file is not None and format is not None:
        write_file(Path(file), [_bytes_of(page, format)])
        tell_written(output, file, format, known)
    elif format == "table" and not output.for_people:
        output.text(_bytes_of(page, format).decode())
    elif format in (None, "table", "plain", "json"):
        shown = output._replace(
            json=output.json or format == "json", plain=output.plain or format == "plain"
        )
        shown.answer(page.value, page.records, page.sheet)
    else:
        output.bytes(format, [_bytes_of(page, format)], readable=format not in BINARY)
