"""What a write of an act did, computed while it was planned."""

from typing import NamedTuple

from tracker.core.model import Commitment, Entry, Undo


class Evidence(NamedTuple):
    """A supporting file or page; a local file with its size in bytes and its SHA-256."""

    location: str
    size: int | None
    sha256: str | None


class Echo(NamedTuple):
    """What a write did, for the person who typed it.

    `before` and `after` are the total that the entry counts in (its stage, over all areas) on
    the newest day, `on_day` is the same on the entry's own day; `absorbed_by` is the total
    that keeps the entry from moving it. `undone` is the act that was taken back, `difference`
    by how much a correction was asked to change the figure.
    """

    act: int
    entry: Entry
    commitment: Commitment
    before: int | None
    after: int | None
    on_day: int | None
    converted_from: str | None = None
    absorbed_by: Entry | None = None
    evidence: tuple[Evidence, ...] = ()
    undone: int | None = None
    difference: int | None = None


class TakenBack(NamedTuple):
    """What of one commitment was taken back at once, by which undos, and the commitment's total
    before and after.
    """

    commitment: Commitment
    undos: tuple[Undo, ...]
    before: int | None
    after: int | None
