"""Answers that go into a file: chosen by its name, written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from tracker.cli.context import Options
from tracker.cli.output import Output
from tracker.core.reports import KnownChange
from tracker.errors import Refused, StorageError, UsageError, reason
from tracker.store.engine import is_ours
from tracker.text import say


def format_of(wanted: str | None, file: str | None, known: Mapping[str, tuple[str, ...]]) -> str:
    """The format to answer in: the one asked for, else that of the file's name.

    `known` has the endings of each format; the first one is for where nothing is said.
    """
    if wanted is not None:
        if wanted not in known:
            raise UsageError(
                "error.choice_unknown", option="--format", text=wanted, known=", ".join(known)
            )
        return wanted
    if file is None:
        return next(iter(known))
    ending = Path(file).suffix.lower()
    for name, endings in known.items():
        if ending in endings:
            return name
    endings = tuple(e for several in known.values() for e in several)
    raise UsageError("error.format_of_file", file=file, known=", ".join(endings))


def format_option(known: Mapping[str, tuple[str, ...]]) -> Any:
    """The option that names a format of `known`."""
    help = say("option.format", known=", ".join(known))
    return typer.Option(None, "--format", help=help, metavar="FORMAT")


def check_one_format(options: Options, wanted: str | None) -> None:
    """Refuse two formats for one answer: `--json` or `--plain` beside another `--format`.

    Where the answer goes into a file, they are for what is said about that.
    """
    for name, given in (("json", options.json), ("plain", options.plain)):
        if given and wanted not in (None, name):
            raise UsageError("error.two_formats", one=f"--{name}", other=f"--format {wanted}")


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Put an answer into a file, in place of what was there; what fails leaves the old one.

    A link is replaced and not followed, and a ledger is never written over.
    """
    try:
        if path.is_dir():
            raise Refused("error.file_is_folder", path=path)
        if path.is_file() and is_ours(path):
            raise Refused("error.file_is_ledger", path=path)
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
        try:
            with open(handle, "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            # A temporary file is its maker's alone; a report is as open as any file made here.
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(unfinished, 0o666 & ~mask)
            os.replace(unfinished, path)
        except BaseException:
            os.unlink(unfinished)
            raise
    except (OSError, ValueError) as error:
        raise StorageError("error.storage", path=path, why=reason(error)) from None


def tell_written(output: Output, file: str, format: str, known: KnownChange) -> None:
    """Say which file was written, and what it is known at."""
    said = {"file": file, "format": format, **known._asdict()}
    sentence = say("echo.written", file=file, change=f"#{known.change}")
    output.echo(said, [said.values()], [sentence], dry_run=False)
