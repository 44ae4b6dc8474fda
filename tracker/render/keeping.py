"""What a check found: as JSON, as records, and in sentences."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.core.check import Fault, Head
from tracker.render.refusal import of_fault
from tracker.text import say


def as_json(head: Head, faults: Sequence[Fault], sqlite: str, kept: Path | None) -> dict[str, Any]:
    """The head of a ledger and all that is wrong with it; documented in docs/json.md."""
    return {
        **head._asdict(),
        "sqlite": sqlite,
        "kept": str(kept) if kept else None,
        "faults": [fault._asdict() for fault in faults],
    }


def records(faults: Iterable[Fault]) -> Iterator[list[object]]:
    """One record a fault."""
    for fault in faults:
        yield list(fault)


def sentences(head: Head, faults: Sequence[Fault], kept: Path | None) -> list[str]:
    """What a person wants to know: each fault, or that there is none, and the head to note down."""
    said = [say("echo.rebuilt", file=kept)] if kept else []
    said += map(of_fault, faults)
    if not faults:
        said.append(say("echo.checked", change=f"#{head.change}"))
    return [*said, say("echo.head", change=head.change, digest=head.digest)]
