"""An error as a sentence in the language of the person who is refused."""

import errno
import os
from collections.abc import Iterable, Mapping
from typing import get_args

from tracker.core.check import Fault
from tracker.core.records import Field
from tracker.errors import TrackerError
from tracker.render.defined import field_name
from tracker.text import say

# An error quotes no more than this of what was typed.
LONGEST = 1000


def explained(error: TrackerError, longest: int = LONGEST) -> str:
    """An error as one sentence that quotes no more than `longest` characters at a time."""
    text = phrase(error.key, error.params, longest)
    if isinstance(like := error.params.get("like"), list):
        text = with_like(text, like)
    if error.part:
        number, typed = error.part
        return say("error.part", number=number, typed=clipped(typed, longest), text=text)
    return text


def phrase(key: str, params: Mapping[str, object], longest: int = LONGEST) -> str:
    """The sentence of a key, with what fills it in the person's language."""
    return say(key, **{name: _shown(name, value, longest) for name, value in params.items()})


# What the system and SQLite say most often, in the words that a person is spoken to in.
_REASONS = {
    os.strerror(errno.ENOENT): "missing",
    os.strerror(errno.EACCES): "denied",
    os.strerror(errno.EPERM): "forbidden",
    os.strerror(errno.ENOSPC): "full",
    os.strerror(errno.EROFS): "read_only",
    os.strerror(errno.ENOTDIR): "no_folder",
    os.strerror(errno.EISDIR): "folder",
    os.strerror(errno.ENAMETOOLONG): "long_name",
    "database disk image is malformed": "malformed",
    "database or disk is full": "full",
    "attempt to write a readonly database": "read_only",
}


def _shown(name: str, value: object, longest: int) -> object:
    if name == "what":
        return say(str(value))
    if name == "field":
        return say(f"sent.{value}") if value in get_args(Field) else field_name(str(value))
    if isinstance(value, Fault):
        return of_fault(value)
    if isinstance(value, tuple):
        value = say("word.join").join(value)
    if name == "why" and (known := _REASONS.get(str(value))):
        return say(f"why.{known}")
    if not isinstance(value, str):
        return value
    # What is known and listed stays whole: it tells what to type instead.
    return clipped(value, longest if name == "text" else LONGEST)


def of_fault(fault: Fault) -> str:
    """What a check found, as a sentence."""
    return say(f"fault.{fault.kind}", where=fault.where, what=fault.what).rstrip()


def clipped(text: str, longest: int) -> str:
    """What was typed, short enough to find the message around it."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def with_like(text: str, like: Iterable[str]) -> str:
    """A sentence with what was probably meant, if anything was."""
    listing = say("word.join").join(like)
    return say("error.with_like", text=text, like=listing) if listing else text
