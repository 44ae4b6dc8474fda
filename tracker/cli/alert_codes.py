"""The exit codes of `alerts` where something went wrong: a monitor must never take trouble for
"no alerts", nor for one.
"""

from collections.abc import Sequence

from tracker.cli.output import last_word
from tracker.core.plaintext import visible

INTERRUPTED = 130
TROUBLE, UNKNOWN = 2, 3
# These are commands like any other, with the codes of all commands.
COMMANDS = ("ack", "log")


def of_trouble(argv: Sequence[str], code: int, said: str) -> int:
    """The exit code instead of `code`: 2, or 3 for a monitor, which reads what was `said` as well.
    A person who interrupts it gets the code of that.
    """
    if code == INTERRUPTED or (len(argv) > 1 and argv[1] in COMMANDS):
        return code
    if not any(word.partition("=")[0] == "--nagios" for word in argv):
        return TROUBLE
    last_word(f"TRACKER UNKNOWN: {visible(said)}\n")
    return UNKNOWN
