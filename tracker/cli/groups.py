"""Commands and groups of them: how they are made, how they explain themselves, what an unknown
one gets.

Typer's own help is English in every language, and counts a Chinese character as one cell.
"""

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from tracker.core.likeness import alike
from tracker.errors import UsageError
from tracker.text import say

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

# Help is no wider than this, however wide the terminal; names that are longer get their own line.
WIDEST, LONGEST_NAME = 78, 30

# What stays together in a line: a word, or one Chinese character, with the signs that may not
# begin or end a line.
_TOGETHER = re.compile(r"[（“《]*(?:[!-~]+|\S)[，。、；：？！）”》]*|\s+")


def make_app(**settings: Any) -> typer.Typer:
    """A Typer app that prints plain help, and leaves errors and completion to us."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
        **settings,
    )


def add_command(app: typer.Typer, name: str, key: str, function: Callable[..., int | None]) -> None:
    """Give an app a command, with `help.KEY` as its help."""
    app.command(name, cls=Command, help=say(f"help.{key}"), context_settings=SETTINGS)(function)


def make_group(name: str, commands: Mapping[str, Callable[..., int | None]]) -> typer.Typer:
    """A group such as `area`, with its commands; help is `help.NAME` and `help.NAME_COMMAND`."""
    group = make_app(cls=Group, no_args_is_help=True)
    group.callback(help=say(f"help.{name}"))(lambda: None)
    for command, function in commands.items():
        add_command(group, command, f"{name}_{command}", function)
    return group


class Command(TyperCommand):
    """A command that explains itself in the language of the person who asks."""

    def get_help(self, ctx: Any) -> str:
        """The whole help."""
        return "\n".join(_help(self, ctx, []))


class Group(TyperGroup):
    """A group that does so too, and refuses an unknown command in one line of ours."""

    def get_help(self, ctx: Any) -> str:
        """The whole help."""
        return "\n".join(_help(self, ctx, self.summaries(ctx)))

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """The commands, each with its help."""
        return [(name, command.help or "") for name, command in self.commands.items()]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the first argument names."""
        if args[0] not in self.list_commands(ctx):
            raise unknown_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def unknown_command(name: str, known: Iterable[str]) -> UsageError:
    """The refusal of a command that nobody knows, with those most like it."""
    return UsageError("error.command_unknown", command=name, like=alike(name, known))


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
