"""Every command of the program with its parameters, as the program itself has them."""

from typing import Any, NamedTuple

from tracker.cli.app import COMMANDS, Commands


class Parameter(NamedTuple):
    """An option, or an argument, of a command."""

    name: str
    options: tuple[str, ...]
    help: str
    is_flag: bool
    is_number: bool
    is_repeated: bool

    @property
    def is_argument(self) -> bool:
        """Whether it is given by its place."""
        return not self.options


class Command(NamedTuple):
    """A command with its words as typed, such as `area add`."""

    words: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    def __str__(self) -> str:
        return " ".join(self.words)

    @property
    def writes(self) -> bool:
        """Whether it adds a change to the ledger."""
        return any("--dry-run" in parameter.options for parameter in self.parameters)


def every_command() -> list[Command]:
    """Every command that does something, those of a group after each other; a group that does
    something by itself stands before them.
    """
    top = Commands(name="tracker")
    found = []
    for name in COMMANDS:
        command = top.get_command(None, name)
        inner = getattr(command, "commands", None)
        if inner is None or command.invoke_without_command:
            found.append(Command((name,), _parameters(command)))
        found += [Command((name, word), _parameters(c)) for word, c in (inner or {}).items()]
    return found


def _parameters(command: Any) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name=param.metavar or param.name,
            options=tuple(param.opts) if param.param_type_name == "option" else (),
            help=param.help or "",
            is_flag=bool(getattr(param, "is_flag", False)),
            is_number=param.type.name.startswith("int"),
            is_repeated=bool(getattr(param, "multiple", False)),
        )
        for param in command.params
    )
