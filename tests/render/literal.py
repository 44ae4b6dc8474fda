"""JSON compared to the letter: the order of members and the digits of every number count."""

import datetime as dt
import json
import re
from typing import Any, NamedTuple

from tests.conftest import NOON, Run


class Number(NamedTuple):
    """A number as it is written: 50.50 is not 50.5."""

    digits: str


class Object(NamedTuple):
    """An object with its members in the order in which they are written."""

    members: list[tuple[str, Any]]

    def __getitem__(self, key: Any) -> Any:
        return dict(self.members)[key]

    def keys(self) -> list[str]:
        """The names of the members in their order."""
        return [name for name, _ in self.members]


def exact(text: str) -> Any:
    """A JSON text as values in which nothing is lost but white space."""
    return json.loads(text, parse_int=Number, parse_float=Number, object_pairs_hook=Object)


def masked(text: str) -> str:
    """An answer without what differs from one machine or run to the next."""
    text = re.sub(r'"digest": "[0-9a-f]{64}"', '"digest": "DIGEST"', text)
    return re.sub(r'"login": "[^"]+"', '"login": "LOGIN"', text)


def answer(run: Run, *argv: str, now: dt.datetime = NOON) -> Any:
    """What a command answers in JSON, masked."""
    result = run(*argv, "--json", now=now)
    assert (result.code, result.err) == (0, "")
    return exact(masked(result.out))
