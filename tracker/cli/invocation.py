"""What the process gives to a command. Apart from the context, so that --help loads no more."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple


class Invocation(NamedTuple):
    """What the process gives to a command: the moment it began and its environment."""

    now: dt.datetime
    environ: Mapping[str, str]
