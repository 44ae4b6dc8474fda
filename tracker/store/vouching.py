"""What vouches for the alerts' memory, which is no part of the ledger and of no chain: a digest of
each run, with all that it told, as it stands.
"""

import json
from collections.abc import Iterator
from typing import Any

from tracker.core.check import Fault
from tracker.store.plan import Read
from tracker.store.sha import sha256

_RUN = "SELECT run, audience, day, head, claimed_at, settled_at, state FROM alert_run WHERE run = ?"
_TOLD = """
SELECT position, commitment, part, subject, event, rule, level, base, step, shown, repeated, said
FROM alert_told WHERE run = ? ORDER BY position
"""
_KEEP = """
INSERT INTO alert_vouched (run, digest) VALUES (?, ?)
ON CONFLICT (run) DO UPDATE SET digest = excluded.digest
"""
# Runs that schema 4 has settled have no digest.
_KEPT = "SELECT run, digest FROM alert_run JOIN alert_vouched USING (run) ORDER BY run"


def vouch(read: Read, run: int) -> None:
    """Keep the digest of a run that was just written."""
    read(_KEEP, (run, _digest(read, run)))


def altered_runs(read: Read) -> Iterator[Fault]:
    """The runs that are not what was written."""
    for run, digest in read(_KEPT):
        if _digest(read, run) != digest:
            yield Fault("told", str(run))


def _digest(read: Read, run: int) -> bytes:
    rows: list[Any] = [*read(_RUN, (run,)), *read(_TOLD, (run,))]
    return sha256("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode())
