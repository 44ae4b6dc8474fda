"""The entry: `tracker` and `python -m tracker`."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

INTERRUPTED = 130
# Python looks for rings of dead objects after every 700 new ones. A short command has none to
# speak of, and spent a tenth of its time on looking.
OBJECTS_BEFORE_A_LOOK = 100_000
# The first word when a shell asks what could be typed next.
ASKED = "__complete"


def main(argv: "Sequence[str] | None" = None, *, now: "dt.datetime | None" = None) -> int:
    """Run one command line; the clock is read here and nowhere else.

    A caller within a process names `argv`, and gets its own handling of Ctrl-C back; the process
    of a command keeps the one it has, so that nothing interrupts it behind a saved write.
    """
    try:
        import os

        words = sys.argv[1:] if argv is None else argv
        if words[:1] in ([ASKED], (ASKED,)):
            # Whoever pressed TAB waits for this, and for none of what follows.
            from tracker.cli.completion import answer

            return answer(words[1:], os.environ)

        import datetime as dt
        import signal

        from tracker.cli.app import prepare_streams, run
        from tracker.cli.invocation import Invocation

        handler = signal.getsignal(signal.SIGINT)
        prepare_streams()
        invocation = Invocation(now or dt.datetime.now(dt.UTC), os.environ)
        code = run(words, invocation)
    except KeyboardInterrupt:
        return INTERRUPTED
    if argv is not None and signal.getsignal(signal.SIGINT) is not handler:
        signal.signal(signal.SIGINT, handler)
    return code


def process() -> int:
    """Run the command line of this process, and end the process with it.

    Taking the interpreter apart takes longer than many a command, and everything that was to be
    saved is saved: whoever waits for a prompt need not wait for that too.
    """
    import gc
    import os
    from contextlib import suppress

    gc.set_threshold(OBJECTS_BEFORE_A_LOOK)
    code = main()
    with suppress(OSError, ValueError):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)
    # Python itself has a code for what could not be written until the end.
    return code


if __name__ == "__main__":
    sys.exit(process())
