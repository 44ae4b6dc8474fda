"""Commands and groups of them: how they are made, how they explain themselves, what an unknown
one gets.

Typer's own help is English in every language, and counts a Chinese character as one cell.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from tracker.core.likeness import alike
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
        from tracker.cli.explaining import helped

        return helped(self, ctx, [])


class Group(TyperGroup):
    """A group that does so too, and refuses an unknown command in one line of ours."""

    def get_help(self, ctx: Any) -> str:
        """The whole help."""
        from tracker.cli.explaining import helped

        return helped(self, ctx, self.summaries(ctx))

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
