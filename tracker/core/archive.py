"""A change of the ledger with everything that it put in, as the digest reads it."""

from typing import NamedTuple


class RawRow(NamedTuple):
    """One row by column name. Figures are integers in the smallest step of their unit."""

    table: str
    values: dict[str, object]


class RawChange(NamedTuple):
    """One change. `recorded_at` is UTC, `digest` in hexadecimal digits."""

    change: int
    recorded_at: str
    author: str
    login: str
    command: str
    reason: str | None
    digest: str
    rows: tuple[RawRow, ...]
