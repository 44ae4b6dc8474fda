"""What the process gives to a command. Apart from the context, so that --help loads no more."""

import datetime as dt
import signal
import threading
from collections.abc import Mapping
from typing import NamedTuple


class Invocation(NamedTuple):
    """What the process gives to a command: the moment it began and its environment."""

    now: dt.datetime
    environ: Mapping[str, str]


def no_more_interrupts() -> None:
    """From the commit on nothing may keep a person from hearing that it is saved."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
