"""What a write did, for the person who typed it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tracker.core.echo import Echo, TakenBack
from tracker.core.model import Commitment, Entry
from tracker.core.pace import completion, target_of
from tracker.render import values
from tracker.text import say

if TYPE_CHECKING:
    from tracker.core.history import Item


def as_json(echo: Echo) -> dict[str, Any]:
    """One written act; documented in docs/json.md."""
    return {
        "entry": echo.act,
        "slug": echo.commitment.slug,
        "before": values.quantity(echo.commitment, echo.before),
        "after": values.quantity(echo.commitment, echo.after),
        "completion": values.share(_completion(echo)),
    }


def logged(echo: Echo) -> list[str]:
    """An entry: what was understood, old → new, what is unusual about it."""
    return [
        say("echo.logged", act=echo.act, **_subject(echo)),
        *_total(echo),
        *_remarks(echo),
    ]


def corrected(echo: Echo) -> list[str]:
    """A correction, with the entry as it counts now."""
    return [
        say("echo.corrected", act=echo.act, entry=echo.entry.act, **_subject(echo)),
        *_total(echo),
        *_remarks(echo),
    ]


def undone(echo: Echo) -> list[str]:
    """An undo, with the entry it is about."""
    return [
        say("echo.undone", act=echo.act, of=echo.undone, **_subject(echo)),
        *_total(echo),
        *_remarks(echo),
    ]


def taken_back_as_json(taken: TakenBack) -> list[dict[str, Any]]:
    """One element an undo; the totals are those of the commitment before and after all of it."""
    commitment = taken.commitment
    share = completion(commitment, target_of(commitment), taken.after)
    return [
        {
            "entry": undo.act,
            "slug": commitment.slug,
            "before": values.quantity(commitment, taken.before),
            "after": values.quantity(commitment, taken.after),
            "completion": values.share(share),
            "of": undo.of,
        }
        for undo in taken.undos
    ]


def taken_back(taken: TakenBack) -> list[str]:
    """How many entries of a commitment were taken back, and what that did to its total."""
    commitment, count = taken.commitment, len(taken.undos)
    said = [say("echo.taken_back", count=count, slug=commitment.slug, name=commitment.profile.name)]
    if taken.before is not None or taken.after is not None:
        said.append(
            say(
                "echo.total_bare",
                before=values.plain(values.quantity(commitment, taken.before))
                or say("word.nothing"),
                after=values.amount(commitment, taken.after),
                target=values.target(commitment, target_of(commitment)),
            )
        )
    return said


def way_back(echoes: Sequence[Echo], change: int) -> list[str]:
    """How to take a saved act back, or each of several that follow each other, or all of these."""
    first, last = echoes[0].act, echoes[-1].act
    if first == last:
        return [say("echo.undo", act=first)]
    return [say("echo.undo_each", first=first, last=last), say("echo.undo_all", change=change)]


def way_back_of_change(change: int) -> str:
    """How to take back all that a saved change has done."""
    return say("echo.undo_change", change=change)


def what(commitment: Commitment, said: "Entry | Item") -> str:
    """What an entry says, in short: its figure, its milestone, or that it is in words."""
    if said.amount is None:
        bare = commitment.kind == "duty" and not (said.note or said.problem or said.next_step)
        return say("line.looked_at" if bare else "word.in_words")
    if commitment.kind == "milestones":
        return say("word.node_done", node=said.stage)
    figure = values.amount(commitment, said.amount)
    if commitment.kind in ("level", "rank"):
        return figure
    return say("word.total_of", figure=figure) if said.mode == "total" else f"+{figure}"


def what_and_where(commitment: Commitment, entry: Entry) -> str:
    """What an entry says, with the area and the stage it names."""
    stage = entry.stage if commitment.kind != "milestones" else ""
    return " ".join(filter(None, (what(commitment, entry), entry.area, stage)))


def words_of(said: "Entry | Item") -> list[str]:
    """The words that go with a figure: its note, its problem (存在问题), its next step."""
    return [
        *([said.note] if said.note else []),
        *([say("line.problem", text=said.problem)] if said.problem else []),
        *([say("line.next", text=said.next_step)] if said.next_step else []),
    ]


def _subject(echo: Echo) -> dict[str, object]:
    entry, commitment = echo.entry, echo.commitment
    return {
        "slug": commitment.slug,
        "name": commitment.profile.name,
        "what": what_and_where(commitment, entry),
        "day": entry.day.isoformat(),
        "weekday": say(f"weekday.{entry.day.weekday()}"),
    }


def _total(echo: Echo) -> list[str]:
    """Old → new: the commitment's total with target and completion, a reading, or a stage."""
    commitment = echo.commitment
    if echo.before is None and echo.after is None:
        return []
    share = _completion(echo)
    if not _decides(echo):
        key = "echo.stage"
    elif commitment.kind in ("level", "rank"):
        key = "echo.reading" if share is None else "echo.reading_share"
    else:
        key = "echo.total_bare" if share is None else "echo.total"
    return [
        say(
            key,
            stage=echo.entry.stage,
            before=values.plain(values.quantity(commitment, echo.before)) or say("word.nothing"),
            after=values.amount(commitment, echo.after),
            target=values.target(commitment, target_of(commitment)),
            completion=values.rate(share),
        )
    ]


def _decides(echo: Echo) -> bool:
    """Whether the total that the entry counts in is the one that decides completion."""
    last = echo.commitment.last_stage
    return echo.commitment.kind == "milestones" or (echo.entry.stage or last) == last


def _completion(echo: Echo) -> Fraction | None:
    if not _decides(echo):
        return None
    return completion(echo.commitment, target_of(echo.commitment), echo.after)


def _remarks(echo: Echo) -> list[str]:
    commitment, entry = echo.commitment, echo.entry
    remarks = []
    due = commitment.terms.due
    if due and entry.day > due and echo.undone is None:
        remarks.append(say("echo.after_due", days=(entry.day - due).days, due=due.isoformat()))
    if echo.converted_from:
        typed = entry.amount if echo.difference is None else echo.difference
        figure = values.amount(commitment, typed)
        remarks.append(say("echo.converted", unit=echo.converted_from, figure=figure))
    if echo.absorbed_by:
        total = echo.absorbed_by
        remarks.append(
            say(
                "echo.absorbed",
                day=entry.day.isoformat(),
                on_day=values.amount(commitment, echo.on_day),
                entry=total.act,
                total=values.amount(commitment, total.amount),
                total_day=total.day.isoformat(),
            )
        )
    remarks += [
        say("echo.evidence", location=e.location, size=e.size, sha256=e.sha256[:12])
        if e.sha256
        else say("echo.evidence_page", location=e.location)
        for e in echo.evidence
    ]
    return remarks
