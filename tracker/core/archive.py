"""One change of the ledger with everything that it put in, as the digest reads it."""

from typing import NamedTuple


class Row(NamedTuple):
    """A row of a table of the chain, by column name, without its change.

    Figures are integers in the smallest step of their unit.
    """

    table: str
    values: dict[str, object]


class Header(NamedTuple):
    """A change without its rows: who wrote it, when (UTC), with which command and why."""

    change: int
    recorded_at: str
    author: str
    login: str
    command: str
    reason: str | None


class RawChange(NamedTuple):
    """A whole change; `digest` in hexadecimal digits."""

    header: Header
    digest: str
    rows: tuple[Row, ...]
