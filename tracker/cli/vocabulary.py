"""What the program understands, as a table that costs nothing to read: vocabulary.txt.

Each command has a line, continued by those that begin with a blank: its words, joined by `+`,
its arguments as help names them, and its options as `-s,--long=VALUE...?key`. A value with `|`
is one of these; `...` may come again; `?key` is the key of the help where it is not the name.

A test holds that the table is just what the program has; `python -m tests.cli.vocabulary` makes
it anew.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

FILE = os.path.join(os.path.dirname(__file__), "vocabulary.txt")


class Option(NamedTuple):
    """An option: all of its names, what it takes (nothing, for a flag), the key of its help."""

    names: tuple[str, ...]
    value: str
    repeated: bool
    key: str


class Usage(NamedTuple):
    """What a command takes."""

    arguments: tuple[str, ...]
    options: tuple[Option, ...]

    def option(self, name: str) -> Option | None:
        """The option of a name."""
        return next((option for option in self.options if name in option.names), None)

    def kinds(self, count: int) -> list[str]:
        """What its first arguments are; the last may come again and again."""
        kinds: list[str] = []
        for argument in self.arguments:
            these = argument.strip("[].").split("+")
            kinds += these * count if argument.endswith("...") else these
        return [*kinds, *[""] * count][:count]


def vocabulary() -> dict[str, str]:
    """What each command takes, as it stands in the table, in the order of `--help`."""
    found: dict[str, str] = {}
    command = ""
    with open(FILE, encoding="utf-8") as file:
        for line in file:
            name, _, takes = line.strip("\n").partition(" ")
            command = name or command
            found[command] = f"{found.get(command, '')} {takes}"
    return found


def usage(takes: str) -> Usage:
    """What a command takes, from its words in the table."""
    tokens = takes.split()
    options = []
    for token in tokens:
        if token.startswith("-"):
            body, _, key = token.partition("?")
            names, _, value = body.partition("=")
            options.append(
                Option(
                    tuple(names.split(",")),
                    value.removesuffix("..."),
                    value.endswith("..."),
                    key or names.rpartition("--")[2].replace("-", "_"),
                )
            )
    options.append(Option(("-h", "--help"), "", False, "help"))
    return Usage(tuple(token for token in tokens if not token.startswith("-")), tuple(options))


# What keyboards and word processors write where a command line wants hyphens.
_DASHES = "-－—–―‒‐‑−﹣"


def meant_option(words: Sequence[str]) -> tuple[str, str] | None:
    """The first word that would be an option with hyphens in place of its dashes, and this."""
    known = {
        name for takes in vocabulary().values() for o in usage(takes).options for name in o.names
    }
    for word in words:
        body = word.lstrip(_DASHES)
        name = body.replace("＝", "=").partition("=")[0]
        option = f"--{name}" if len(name) > 1 else f"-{name}"
        if not word[: len(word) - len(body)].isascii() and option in known:
            return word, option
    return None
