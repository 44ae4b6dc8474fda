"""The clerk's commands: log, correct, undo, and history to look them up again."""

from collections.abc import Callable, Sequence

from tracker.cli.context import Session
from tracker.cli.options import (
    argument,
    flag_option,
    known_command,
    number_option,
    required,
    value_option,
    writing_command,
)
from tracker.core.dates import parse_day
from tracker.core.echo import Echo
from tracker.errors import UsageError
from tracker.exchange.evidence import refer
from tracker.render import echo as render
from tracker.store import ledger
from tracker.store.typed import CorrectRequest, LogRequest
from tracker.text import say


@writing_command()
def log(
    session: Session,
    commitment: str | None = argument("commitment", "[COMMITMENT]", None),
    amount: str | None = argument("amount", "[AMOUNT]", None),
    more: list[str] | None = argument("more", "[COMMITMENT AMOUNT]...", None),
    on: str | None = value_option("on", "DATE", "--on"),
    total: bool = flag_option("total", "--total"),
    area: str | None = value_option("area", "AREA", "--area"),
    stage: str | None = value_option("stage", "STAGE", "--stage"),
    done: str | None = value_option("done", "NODE", "--done"),
    note: str | None = value_option("note", "TEXT", "--note"),
    problem: str | None = value_option("problem", "TEXT", "--problem"),
    next_step: str | None = value_option("next", "TEXT", "--next"),
    evidence: list[str] | None = value_option("evidence", "PATH_OR_URL", "--evidence"),
) -> None:
    """Log one entry or several, or ask for one."""
    pairs = _pairs([word for word in (commitment, amount, *(more or ())) if word is not None])
    if len(pairs) > 1 and done is not None:
        raise UsageError("error.done_with_several")
    if not pairs and not _may_be_asked(session):
        raise _misused("error.missing", name="COMMITMENT")
    references = tuple(refer(text) for text in evidence or ())
    with session.open() as store:
        today = session.today(store.read)
        given = LogRequest(
            commitment="",
            amount=None,
            day=parse_day(on, today) if on is not None else today,
            total=total,
            area=area,
            stage=stage,
            node=done,
            note=note,
            problem=problem,
            next_step=next_step,
            evidence=references,
        )
        if pairs:
            requests = [given._replace(commitment=name, amount=text) for name, text in pairs]
            written = session.write(store, lambda ok: ledger.log(requests, today, ok))
        else:
            from tracker.cli.asking import log_asked

            written = log_asked(session, store, given, today, day_is_given=on is not None)
    _show(session, written, render.logged)


def _pairs(words: list[str]) -> list[tuple[str, str | None]]:
    """What was typed, as commitments with their figures; one may come without."""
    if len(words) == 1:
        return [(words[0], None)]
    pairs = list(zip(words[::2], words[1::2], strict=False))
    if len(words) % 2:
        read = say("word.join").join(map(" ".join, pairs))
        raise _misused("error.no_pairs", read=read, rest=words[-1])
    return [*pairs]


def _misused(key: str, **params: object) -> UsageError:
    return UsageError("error.with_hint", text=say(key, **params), command="tracker log")


def _may_be_asked(session: Session) -> bool:
    """Whoever wants an answer for a program is no person at a terminal."""
    return session.may_ask() and not session.options.json and not session.options.plain


@writing_command()
def correct(
    session: Session,
    entry: int = argument("entry", "ENTRY", min=1),
    to: str | None = value_option("to", "AMOUNT", "--to"),
    change: str | None = value_option("change", "+-AMOUNT", "--change"),
    total: bool = flag_option("as_total", "--total"),
    increment: bool = flag_option("increment", "--increment"),
    on: str | None = value_option("new_on", "DATE", "--on"),
    area: str | None = value_option("area", "AREA", "--area"),
    stage: str | None = value_option("new_stage", "STAGE", "--stage"),
    note: str | None = value_option("note", "TEXT", "--note"),
    problem: str | None = value_option("problem", "TEXT", "--problem"),
    next_step: str | None = value_option("next", "TEXT", "--next"),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Set fields of an entry anew."""
    if to is not None and change is not None:
        raise UsageError("error.to_and_change")
    if total and increment:
        raise UsageError("error.total_and_increment")
    why = required(reason)
    with session.open() as store:
        today = session.today(store.read)
        request = CorrectRequest(
            entry=entry,
            to=to,
            change=change,
            total=True if total else False if increment else None,
            day=parse_day(on, today) if on is not None else None,
            area=area,
            stage=stage,
            note=note,
            problem=problem,
            next_step=next_step,
        )
        written = session.write(store, lambda ok: ledger.correct(request, why, today, ok))
    _show(session, [written], render.corrected)


@writing_command()
def undo(
    session: Session,
    act: int | None = argument("act", "[ENTRY]", None, min=1),
    change: int | None = number_option("undo_change", "CHANGE", "--change"),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Take one act back, or all that one change has logged."""
    why = required(reason)
    if change is not None:
        if act is not None:
            raise UsageError("error.undo_and_change")
        _undo_change(session, change, why)
        return
    with session.open() as store:
        author = session.author.name
        written = session.write(store, lambda ok: ledger.undo(act, why, author, ok))
    _show(session, [written], render.undone)


def _undo_change(session: Session, change: int, why: str) -> None:
    from tracker.store.taking_back import undo_change

    with session.open() as store:
        undone = session.write(store, lambda ok: undo_change(change, why, ok))
    values = [value for one in undone for value in render.taken_back_as_json(one)]
    said = [sentence for one in undone for sentence in render.taken_back(one)]
    if session.change is not None:
        said.append(render.way_back_of_change(session.change))
    records = [value.values() for value in values]
    session.output.echo(values, records, said, session.options.dry_run)


@known_command(author=True)
def history(
    session: Session,
    commitment: str | None = argument("commitment", "[COMMITMENT]", None),
    since: str | None = value_option("since", "DATE", "--since"),
    mine: bool = flag_option("mine", "--mine"),
) -> None:
    """Who changed what, when and why."""
    from tracker.render import history as render_history
    from tracker.store.history import Wanted, items

    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        wanted = Wanted(
            commitment=commitment,
            since=parse_day(since, view.today) if since is not None else None,
            author=session.author.name if mine else None,
            known=view.known,
            zone=view.zone,
        )
        found = items(read, wanted)
    session.output.answer(
        lambda: [render_history.as_json(item) for item in found],
        lambda: render_history.records(found),
        lambda: render_history.sheet(found, view.zone),
    )


def _show(
    session: Session, written: Sequence[Echo], sentences: Callable[[Echo], list[str]]
) -> None:
    answer = [render.as_json(echo) for echo in written]
    said = [line for echo in written for line in sentences(echo)]
    if session.change is not None:
        said += render.way_back(written, session.change)
    session.output.echo(answer, [v.values() for v in answer], said, session.options.dry_run)
