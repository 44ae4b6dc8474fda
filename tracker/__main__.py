"""The entry: `tracker` and `python -m tracker`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, *, now: "dt.datetime | None" = None) -> int:
    """Run one command line; the clock is read here and nowhere else."""
    try:
        import datetime as dt
        import os
        import signal

        from tracker.cli.app import prepare_streams, run
        from tracker.cli.invocation import Invocation
    except KeyboardInterrupt:
        return INTERRUPTED
    handler = signal.getsignal(signal.SIGINT)
    try:
        prepare_streams()
        invocation = Invocation(now or dt.datetime.now(dt.UTC), os.environ)
        return run(sys.argv[1:] if argv is None else argv, invocation)
    finally:
        # A write lets nothing interrupt it from its commit on.
        signal.signal(signal.SIGINT, handler)


if __name__ == "__main__":
    sys.exit(main())
