"""The one family of errors: what went wrong, as a message key with its parameters.

An error holds no sentence. `cli.app` turns it into one line on stderr in the user's language
and into the exit code of its class; nothing else in the program prints or exits.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Slip(NamedTuple):
    """Something that looks like a slip of the pen: to be confirmed by a person, or refused.

    `key` names the message, `params` fill it; `of` is the commitment that it is about where a
    write is about several. Two slips are the same when all three agree.
    """

    key: str
    params: tuple[tuple[str, object], ...]
    of: str = ""


class TrackerError(Exception):
    """Base of everything the program refuses; `exit_code` is part of the command's contract.

    A tuple among `params` is a list of things, in the order in which they are told.
    `part` is the number of what is refused among several things that were typed at once, and
    how it was typed.
    """

    exit_code = 3
    part: tuple[int, str] | None = None

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params


class UsageError(TrackerError):
    """The command line itself is wrong."""

    exit_code = 2


class Refused(TrackerError):
    """The command is understood, but its data can't be accepted."""


class Unconfirmed(Refused):
    """A write that holds slips nobody has confirmed. Nothing was saved."""

    def __init__(self, slips: Sequence[Slip]) -> None:
        super().__init__("error.unconfirmed")
        self.slips = tuple(slips)


class NotOurDatabase(TrackerError):
    """The file is missing, foreign, damaged, or of another version."""

    exit_code = 4


class Busy(TrackerError):
    """Another process held the database for longer than we wait."""

    exit_code = 5


class StorageError(TrackerError):
    """The disk, a permission or an output stream failed. `partly` tells that something of what
    was to be written may be out.
    """

    exit_code = 6
    partly = False


def reason(error: Exception) -> object:
    """Why the system refused, in its own words and without a number or a path."""
    return getattr(error, "strerror", None) or error
