"""What a check of a ledger may find."""

from typing import Literal, NamedTuple

Kind = Literal[
    "integrity", "journal", "reference", "gap", "time", "digest", "text", "day", "figure", "tail",
    "replaced", "act_twice", "act_missing", "act_stray", "setting", "row", "balance", "told",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]


class Fault(NamedTuple):
    """Something that is wrong: what kind of thing, in which row, and more about it."""

    kind: Kind
    where: str
    what: str = ""


class Head(NamedTuple):
    """A change, and the digest that vouches for everything up to it."""

    change: int
    digest: str
