"""The entry: `tracker` and `python -m tracker`."""

import datetime as dt
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None, *, now: dt.datetime | None = None) -> int:
    """Run one command line; the clock is read here and nowhere else."""
    from tracker.cli.app import prepare_streams, run
    from tracker.cli.invocation import Invocation

    prepare_streams()
    invocation = Invocation(now or dt.datetime.now(dt.UTC), os.environ)
    return run(sys.argv[1:] if argv is None else argv, invocation)


if __name__ == "__main__":
    sys.exit(main())
