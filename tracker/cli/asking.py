"""`tracker log` without arguments: asks a person at a terminal for one entry, bit by bit.

What can't be read is said and asked again, and what was answered before stays. Nothing is saved
before a yes to the very lines that the write will say. Questions go to stderr, as all questions.
"""

import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from tracker.cli.context import Session, sentence_of
from tracker.cli.output import remark
from tracker.cli.waiting import the_wait
from tracker.core.dates import parse_day
from tracker.core.echo import Echo
from tracker.core.model import Commitment
from tracker.core.naming import Directory, Named, find, label
from tracker.core.quantity import UnitAlias, half_width
from tracker.errors import Refused
from tracker.render.echo import logged
from tracker.render.refusal import explained
from tracker.store import ledger, lookup, units
from tracker.store.engine import Store
from tracker.store.plan import Read
from tracker.store.text import storable
from tracker.store.typed import LogRequest, check_day, needs_area, new_entry, read_figure
from tracker.text import say

T = TypeVar("T")
Units = dict[str, UnitAlias]

# As many choices as fit a screen of 24 lines are listed.
MOST = 20
_NUMBER = re.compile(r"[0-9]{1,6}")
_TOTAL = re.compile(r"(?:=|累计(?:完成)?|total(?![a-z]))\s*", re.IGNORECASE)


def log_asked(
    session: Session, store: Store, given: LogRequest, today: dt.date, *, day_is_given: bool
) -> list[Echo]:
    """Ask for what `given` lacks, show what would be saved, and save it after a yes."""
    if hasattr(sys.stdin, "reconfigure"):
        # Bytes in another encoding than the terminal's are an answer that can't be read.
        sys.stdin.reconfigure(errors="surrogateescape")
    request = _asked(store.read, given, today, day_is_given=day_is_given)
    plan_with = lambda ok: ledger.log([request], today, ok)  # noqa: E731
    if session.options.yes or session.options.dry_run:
        return session.write(store, plan_with)
    echoes, slips = session.preview(store, plan_with)
    for echo in echoes:
        for line in logged(echo):
            remark(line)
    session.confirm(map(sentence_of, slips), "ask.save" if slips else "ask.save_this")
    return session.write(store, plan_with, frozenset(slips))


def _asked(read: Read, given: LogRequest, today: dt.date, *, day_is_given: bool) -> LogRequest:
    known = units.aliases(read)
    commitment = _commitment(read, given, known)
    remark(f"{commitment.profile.name} ({commitment.slug})")
    request = _parts(commitment, given._replace(commitment=commitment.slug))
    day_asked = day_is_given
    while True:
        request = _amount(commitment, request, known)
        if not day_asked:
            request = request._replace(day=_until_read("ask.day", lambda t: _day(t, today)))
            day_asked = True
        if not given.note:
            request = request._replace(note=_until_read("ask.note", storable) or None)
        try:
            new_entry(commitment, request, 0, known)
        except Refused as error:
            empty = error.key == "error.nothing_to_log"
            remark(say("ask.nothing") if empty else explained(error))
            continue
        return request


def _commitment(read: Read, given: LogRequest, known: Units) -> Commitment:
    """The commitment that is meant, and that the options which were given fit."""
    names = lookup.names(read)
    while True:
        slug = _choose("ask.commitment", names, "what.commitment", listed=False)
        if slug is None:
            raise Refused("error.not_saved")
        commitment = lookup.resolve(read, slug)
        try:
            # The figure and the words are still to come.
            new_entry(commitment, given._replace(total=False, note="-"), 0, known)
            if given.total:
                read_figure(commitment, "1", known)
        except Refused as error:
            remark(explained(error))
            continue
        return commitment


def _parts(commitment: Commitment, request: LogRequest) -> LogRequest:
    """The request with the milestone, or the area and the stage, that it is about."""
    if commitment.nodes and request.node is None and request.area is None:
        nodes = [Named(n.name, ()) for n in commitment.nodes]
        request = request._replace(node=_choose("ask.node", nodes, "what.node", listed=True))
    if request.node is not None:
        return request
    if commitment.areas_in_use and request.area is None:
        areas = [Named(a.name, ()) for a in commitment.areas_in_use]
        question = "ask.area" if needs_area(commitment) else "ask.area_or_whole"
        while (area := _choose(question, areas, "what.area", listed=True)) is None:
            if not (request.total and needs_area(commitment)):
                break
            remark(explained(Refused("error.total_without_amount")))
        request = request._replace(area=area)
    if commitment.stages and request.stage is None:
        stages = [Named(s, ()) for s in commitment.stages]
        request = request._replace(stage=_choose("ask.stage", stages, "what.stage", listed=True))
    return request


def _amount(commitment: Commitment, request: LogRequest, known: Units) -> LogRequest:
    """The request with its figure, where one can be logged for what it is about."""
    counts = commitment.kind in ("quantity", "level", "rank")
    if not counts or (request.area is None and needs_area(commitment)):
        return request
    question = "ask.amount" if commitment.kind == "quantity" else "ask.reading"

    def read(text: str) -> LogRequest:
        if not text:
            if request.total:
                raise Refused("error.total_without_amount")
            return request._replace(amount=None)
        marked = _TOTAL.match(plain := half_width(text))
        figure = plain[marked.end() :] if marked else text
        read_figure(commitment, figure, known)
        return request._replace(amount=figure, total=bool(marked) or request.total)

    return _until_read("ask.total" if request.total else question, read)


def _day(text: str, today: dt.date) -> dt.date:
    day = parse_day(text, today) if text else today
    check_day(day, today)
    return day


def _choose(question: str, known: Sequence[Named], what: str, *, listed: bool) -> str | None:
    """The key of one of what is known, named or chosen by its number; None for an empty answer.

    What may be several is listed, and the next answer chooses among these.
    """
    shown = list(known) if listed else []
    _list(shown)
    while text := _ask(question):
        if (chosen := _numbered(text, shown)) is not None:
            return chosen
        found = Directory(shown).fitting(text) or Directory(known).fitting(text)
        if len(found) == 1:
            return found[0].key
        if found:
            shown = found
            _list(shown)
            continue
        try:
            find(text, known, what=what)
        except Refused as error:
            remark(explained(error))
    return None


def _numbered(text: str, shown: Sequence[Named]) -> str | None:
    plain = half_width(text)
    if not _NUMBER.fullmatch(plain) or not 1 <= int(plain) <= min(len(shown), MOST):
        return None
    return shown[int(plain) - 1].key


def _list(shown: Sequence[Named]) -> None:
    for number, named in enumerate(shown[:MOST], start=1):
        remark(f"{number:>3}  {label(named)}")
    if len(shown) > MOST:
        remark(say("list.more_fit", count=len(shown) - MOST))


def _until_read(question: str, read: Callable[[str], T]) -> T:
    """Ask until the answer can be read."""
    while True:
        text = _ask(question)
        try:
            return read(text)
        except Refused as error:
            remark(explained(error))


def _ask(question: str) -> str:
    """One answer, trimmed; the end of the input ends all without saving."""
    the_wait.end()
    try:
        return (_edited if _has_editor() else _typed)(say(question)).strip()
    except EOFError:
        remark("")
        raise Refused("error.not_saved") from None
    except KeyboardInterrupt:
        remark("")
        raise


def _typed(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _edited(prompt: str) -> str:
    with _stdout_on_stderr():
        return input(prompt)


def _has_editor() -> bool:
    """Whether lines can be edited: a terminal by itself deletes bytes or half of a character."""
    try:
        ours = [stream.fileno() for stream in (sys.stdin, sys.stdout, sys.stderr)]
        import readline  # noqa: F401 - `input` uses it once it is there
    except (ImportError, OSError, AttributeError):
        return False
    return ours == [0, 1, 2]


@contextmanager
def _stdout_on_stderr() -> Iterator[None]:
    """The editor writes to stdout, which may lead into a file."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
