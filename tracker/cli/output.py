"""Where text leaves the program: answers on stdout in one of three formats, remarks on stderr."""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from tracker.cli.waiting import the_wait
from tracker.core.plaintext import visible
from tracker.errors import StorageError, UsageError, reason
from tracker.text import say

if TYPE_CHECKING:
    from tracker.render.sheet import Sheet


class Output(NamedTuple):
    """The format a command answers in, and how loud it is."""

    json: bool
    plain: bool
    quiet: bool
    color: bool

    @property
    def for_people(self) -> bool:
        """Whether a person reads the answer on a terminal."""
        return not self.json and not self.plain and _is_terminal()

    def answer(
        self,
        value: Callable[[], Any],
        records: Callable[[], Iterable[Iterable[object]]],
        sheet: Callable[[], "Sheet"],
    ) -> None:
        """Show one answer, laid out only in the format that is asked for."""
        if self.json:
            self.text(_json(value()))
        elif self.for_people:
            from tracker.render.terminal import table

            self.text(table(sheet(), page_width(), color=self.color and _shows_color()))
        else:
            from tracker.render.delimited import lines

            self.text(lines(records()))

    def lines(
        self, value: Any, records: Iterable[Iterable[object]], sentences: Iterable[str]
    ) -> None:
        """Answer in sentences, on a terminal or not; JSON and records only when asked for."""
        self.text(self._lines(value, records, sentences))

    def _lines(
        self, value: Any, records: Iterable[Iterable[object]], sentences: Iterable[str]
    ) -> str:
        if self.json:
            return _json(value)
        if self.plain:
            from tracker.render.delimited import lines

            return lines(records)
        return "".join(f"{visible(s)}\n" for s in sentences)

    def told(
        self, value: Any, records: Iterable[Iterable[object]], sentences: Iterable[str]
    ) -> None:
        """As `lines`, of what must not get lost: a reader who is gone is an error here. Sentences
        are long, and a terminal would cut them within a word.
        """
        if self.for_people:
            from tracker.render.terminal import fold

            folded = (fold(visible(one), page_width()) for one in sentences)
            sentences = [line for lines in folded for line in lines]
        self.told_text(self._lines(value, records, sentences))

    def told_text(self, text: str) -> None:
        """Write an answer that must not get lost to stdout, whole."""
        self._write(lambda: _write_whole(text), forgiving=False)

    def echo(
        self,
        value: Any,
        records: Iterable[Iterable[object]],
        sentences: Iterable[str],
        dry_run: bool,
    ) -> None:
        """Show what a write did, unless told to be quiet."""
        if dry_run:
            self.warn("echo.dry_run")
        if not (self.json or self.plain) and self.quiet:
            return
        if dry_run:
            self.lines(value, records, sentences)
            return
        with self.after_saving():
            self.lines(value, records, sentences)

    @contextmanager
    def after_saving(self) -> Iterator[None]:
        """Say of an answer that can't be written that what it tells of is saved: whoever reads
        this must not do the same again.
        """
        try:
            yield
        except StorageError as error:
            raise StorageError("error.echo_lost", why=error.params.get("why", "")) from None

    def text(self, text: str) -> None:
        """Write an answer to stdout, whole."""
        self._write(lambda: sys.stdout.write(text))

    def _write(self, write: Callable[[], object], *, forgiving: bool = True) -> None:
        the_wait.end()
        if sys.stdout is None:
            raise StorageError("error.stdout", why=say("word.closed"))
        try:
            write()
            sys.stdout.flush()
        except BrokenPipeError as error:
            silence(sys.stdout)
            # The reader has had enough (`tracker status | head`): that is no error.
            if not forgiving:
                raise _lost(error) from None
        except (OSError, ValueError) as error:
            silence(sys.stdout)
            raise _lost(error) from None

    def texts(self, chunks: Iterable[str]) -> None:
        """Write an answer to stdout as it comes, for one that is too long to be held whole."""
        self._write(lambda: sys.stdout.writelines(chunks))

    def bytes(self, format: str, chunks: Iterable[bytes], *, readable: bool = False) -> None:
        """Write the bytes of a file to stdout, whole; a terminal shows them if they are text."""
        if _is_terminal():
            if readable:
                self.text(b"".join(chunks).decode("utf-8-sig"))
                return
            raise UsageError("error.binary_to_terminal", format=format)
        self._write(lambda: [sys.stdout.buffer.write(chunk) for chunk in chunks])

    def note(self, sentence: str) -> None:
        """Write a remark to stderr."""
        remark(sentence)

    def warn(self, key: str, **params: object) -> None:
        """Write a warning to stderr."""
        remark(say(key, **params))


class _Partly(OSError):
    """Some of a text is out."""


def _write_whole(text: str) -> None:
    """Write a text past all buffers, so that it is known whether any of it is out."""
    try:
        sys.stdout.flush()
        descriptor = sys.stdout.fileno()
    except (AttributeError, io.UnsupportedOperation):
        sys.stdout.write(text)
        return
    data = text.replace("\n", os.linesep).encode(sys.stdout.encoding, "backslashreplace")
    written = 0
    try:
        while written < len(data):
            written += os.write(descriptor, data[written:])
    except OSError as error:
        if written:
            raise _Partly(error.errno, error.strerror) from None
        raise


def _lost(error: Exception) -> StorageError:
    found = StorageError("error.stdout", why=reason(error))
    found.partly = isinstance(error, _Partly)
    return found


def _json(value: Any) -> str:
    from tracker.render.json_text import dumps

    # What an encoding lacks, JSON can still say.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return dumps(value, encoding=encoding) + "\n"


def page_width() -> int:
    """How many cells a line of a terminal has; 80 where there is none to ask."""
    return shutil.get_terminal_size((80, 24)).columns


def remark(sentence: str) -> None:
    """Write one line to stderr; where there is none, nobody can be told."""
    the_wait.end()
    if sys.stderr is None:
        return
    try:
        print(visible(sentence), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        silence(sys.stderr)


def last_word(text: str) -> None:
    """Write to stdout what goes with an error; where that fails, the exit code has to tell."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError):
        silence(sys.stdout)


def silence(stream: TextIO) -> None:
    """Let a stream that failed lead nowhere, so that its flush at exit can't fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _shows_color() -> bool:
    return os.environ.get("TERM", "") not in ("dumb", "unknown") or os.name == "nt"
