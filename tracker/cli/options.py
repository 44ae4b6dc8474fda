"""The options that mean the same in every command, added to a command's own by a decorator."""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import typer

from tracker.cli.context import Options, Session
from tracker.errors import UsageError
from tracker.text import say


def value_option(key: str, metavar: str, *names: str) -> Any:
    """An option that takes a text; its help is the message `option.KEY`."""
    return typer.Option(None, *names, help=say(f"option.{key}"), metavar=metavar)


def number_option(key: str, metavar: str, *names: str) -> Any:
    """An option that takes the number of something."""
    return typer.Option(None, *names, help=say(f"option.{key}"), metavar=metavar, min=1)


def flag_option(key: str, *names: str) -> Any:
    """An option that is there or not."""
    return typer.Option(False, *names, help=say(f"option.{key}"))


def argument(key: str, metavar: str, default: Any = ..., **more: Any) -> Any:
    """An argument; without a default it is required."""
    return typer.Argument(
        default, help=say(f"option.{key}"), metavar=metavar, show_default=False, **more
    )


def commitment_argument() -> Any:
    """The commitment that a command is about."""
    return argument("commitment", "COMMITMENT")


def required(reason: str | None) -> str:
    """A reason that has to be given."""
    if not reason or not reason.strip():
        raise UsageError("error.reason_needed")
    return reason


def _everywhere() -> dict[str, Any]:
    return {
        "db": value_option("db", "FILE", "--db"),
        "lang": value_option("lang", "en|zh", "--lang"),
        "json": flag_option("json", "--json"),
        "plain": flag_option("plain", "--plain"),
        "quiet": flag_option("quiet", "-q", "--quiet"),
        "no_color": flag_option("no_color", "--no-color"),
    }


def _known_at() -> dict[str, Any]:
    return {"known_at": value_option("known_at", "TIME", "--known-at")}


def _reading(as_of: str) -> dict[str, Any]:
    return {"as_of": value_option(as_of, "DATE", "--as-of"), **_known_at()}


def _author() -> dict[str, Any]:
    return {"by": value_option("by", "NAME", "--by")}


def _writing() -> dict[str, Any]:
    return {
        **_author(),
        "dry_run": flag_option("dry_run", "-n", "--dry-run"),
        "yes": flag_option("yes", "-y", "--yes"),
        "no_input": flag_option("no_input", "--no-input"),
    }


# What a command returns is its exit code; nothing is 0.
Command = Callable[..., int | None]


def parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    """An option or argument as a keyword parameter of a command."""
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def option_parameter(name: str, option: Any) -> inspect.Parameter:
    """An option of `value_option` or `flag_option` as a parameter."""
    return parameter(name, bool if option.default is False else str | None, option)


def bundled(
    name: str, parameters: Iterable[inspect.Parameter], make: Callable[..., Any]
) -> Callable[[Command], Command]:
    """Give a command several parameters, which it gets as one value called `name`."""
    parameters = list(parameters)

    def decorate(function: Command) -> Command:
        own = inspect.signature(function).parameters.values()
        every = [p.replace(kind=p.KEYWORD_ONLY) for p in own if p.name != name] + parameters

        @functools.wraps(function)
        def run(**values: Any) -> int | None:
            bundle = make(**{p.name: values.pop(p.name) for p in parameters})
            return function(**{name: bundle}, **values)

        # Typer reads the signature; what it wraps must not show through.
        del run.__wrapped__
        run.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in every}
        return run

    return decorate


def _command(shared: dict[str, Any]) -> Callable[[Command], Command]:
    """Give a command the shared options; it gets them as one `session`."""
    context = parameter("ctx", typer.Context, inspect.Parameter.empty)
    options = [option_parameter(name, option) for name, option in shared.items()]

    def make(ctx: typer.Context, **values: Any) -> Session:
        return Session(ctx.find_root().obj, Options(**values), ctx.invoked_subcommand)

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        def faithful(*, session: Session, **values: Any) -> int | None:
            with session.faithful():
                return function(session=session, **values)

        return bundled("session", [context, *options], make)(faithful)

    return decorate


def plain_command() -> Callable[[Command], Command]:
    """A command that is about the file and not about what is in it."""
    return _command(_everywhere())


def making_command() -> Callable[[Command], Command]:
    """The command that makes a ledger: there is nothing yet to ask about."""
    return _command({**_author(), **_everywhere()})


def known_command(*, author: bool = False) -> Callable[[Command], Command]:
    """A command that shows the ledger as known at a change, whatever the work dates; with
    `author`, for somebody in particular.
    """
    return _command({**_known_at(), **(_author() if author else {}), **_everywhere()})


def reading_command(as_of: str = "as_of") -> Callable[[Command], Command]:
    """A command that shows the ledger as of a day, as known at a change. `as_of` is the key of
    what the option of this name does.
    """
    return _command({**_reading(as_of), **_everywhere()})


def writing_command() -> Callable[[Command], Command]:
    """A command that writes one change."""
    return _command({**_writing(), **_everywhere()})
