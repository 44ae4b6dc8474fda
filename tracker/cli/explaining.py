"""The help of a command, in the language of the person who asks.

Typer's own is English in every language, and counts a Chinese character as one cell.
"""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from typing import Any

from tracker.text import say

# Help is no wider than this, however wide the terminal; names that are longer get their own line.
WIDEST, LONGEST_NAME = 78, 30

# What stays together in a line: a word, or one Chinese character, with the signs that may not
# begin or end a line.
_TOGETHER = re.compile(r"[（“《]*(?:[!-~]+|\S)[，。、；：？！）”》]*|\s+")


def helped(command: Any, ctx: Any, commands: list[tuple[str, str]]) -> str:
    """The whole help of a command, or of a group with its commands."""
    return "\n".join(_help(command, ctx, commands))


def _help(command: Any, ctx: Any, commands: list[tuple[str, str]]) -> Iterator[str]:
    width = min(shutil.get_terminal_size().columns - 2, WIDEST)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = [say("word.options"), *(a.metavar for a in arguments)]
    usage += [say("word.subcommand")] if commands else []
    yield from _beside(say("head.usage", command=ctx.command_path) + " ", " ".join(usage), width)
    yield ""
    yield from _beside("  ", command.help, width)
    asks = (_names(command.get_help_option(ctx)), say("option.help"))
    yield from _listed("head.arguments", [(a.metavar, _meaning(a)) for a in arguments], width)
    yield from _listed("head.options", [*((_names(o), _meaning(o)) for o in options), asks], width)
    yield from _listed("head.commands", commands, width)
    if command.epilog:
        yield ""
        yield from _beside("  ", command.epilog, width)


def _listed(heading: str, rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    """Names with what they mean beside them, under a heading."""
    if not rows:
        return
    yield ""
    yield say(heading)
    column = max(len(name) for name, _ in rows if len(name) <= LONGEST_NAME) + 4
    for name, text in rows:
        if len(name) > LONGEST_NAME:
            yield f"  {name}"
        start = "" if len(name) > LONGEST_NAME else f"  {name}"
        yield from _beside(start.ljust(column), text, width)


def _names(option: Any) -> str:
    """The names of an option, the short one first, and what it takes."""
    names = ", ".join(sorted(option.opts, key=len))
    # Every option that is not a text is a whole number.
    return names if option.is_flag else f"{names} {option.metavar or 'NUMBER'}"


def _meaning(parameter: Any) -> str:
    """What an option or argument is for, and which values it may have or has."""
    said = [parameter.help]
    if parameter.required:
        said.append(say("word.required"))
    if type(parameter.default) is int:
        said.append(say("word.default", value=parameter.default))
    least, most = (getattr(parameter.type, name, None) for name in ("min", "max"))
    if most is not None:
        said.append(say("word.range", least=least, most=most))
    return "".join(said)


def _beside(start: str, text: str, width: int) -> Iterator[str]:
    """A text folded to a width in cells, beside the start of its first line."""
    indent = _cells(start)
    line, used = start, indent
    for piece in _TOGETHER.findall(text):
        size = _cells(piece)
        if used > indent and used + size > width:
            yield line.rstrip()
            line, used = " " * indent, indent
        if used > indent or not piece.isspace():
            line, used = line + piece, used + size
    yield line.rstrip()


def _cells(text: str) -> int:
    """How wide a terminal draws a text."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
