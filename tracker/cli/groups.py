"""Commands that hold commands: how they are made, and what an unknown one gets."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

from tracker.errors import UsageError
from tracker.text import say

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


def make_app(**settings: Any) -> typer.Typer:
    """A Typer app that prints plain help, and leaves errors and completion to us."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=SETTINGS,
        **settings,
    )


def make_group(name: str, commands: Mapping[str, Callable[..., None]]) -> typer.Typer:
    """A group such as `area`, with its commands; help is `help.NAME` and `help.NAME_COMMAND`."""
    group = make_app(cls=Group, no_args_is_help=True)
    group.callback(help=say(f"help.{name}"))(lambda: None)
    for command, function in commands.items():
        group.command(command, help=say(f"help.{name}_{command}"), context_settings=SETTINGS)(
            function
        )
    return group


class Group(TyperGroup):
    """A group that refuses an unknown command in one line of ours."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the first argument names."""
        if args[0] not in self.list_commands(ctx):
            raise unknown_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def unknown_command(name: str, known: Iterable[str]) -> UsageError:
    """The refusal of a command that nobody knows, with those most like it."""
    like = ", ".join(get_close_matches(name, list(known), n=3))
    key = "error.command_like" if like else "error.command_unknown"
    return UsageError(key, command=name, like=like)
