"""The command line: finds a command, runs it, and turns what goes wrong into one line.

Commands are found by name and imported one at a time, so that a clerk waits for no other.
"""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer

from tracker import __version__
from tracker.cli.groups import Group, add_command, make_app, unknown_command
from tracker.cli.invocation import Invocation
from tracker.errors import Refused, StorageError, TrackerError, UsageError, reason
from tracker.text import LANGUAGES, language_of, say, use

# Every command in the order of `--help`, with the module that holds it.
COMMANDS = {
    "init": "upkeep",
    "log": "clerk",
    "correct": "clerk",
    "undo": "clerk",
    "history": "clerk",
    "status": "supervisor",
    "show": "supervisor",
    "chart": "charts",
    "report": "reports",
    "import": "imports",
    "export": "exports",
    "calendar": "exports",
    "alerts": "alerts",
    "add": "definitions",
    "edit": "definitions",
    "area": "parts",
    "stage": "parts",
    "milestone": "parts",
    "plan": "definitions",
    "close": "closing",
    "reopen": "closing",
    "unit": "upkeep",
    "config": "upkeep",
    "workday": "upkeep",
    "check": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "migrate": "upkeep",
    "completion": "shells",
}
DEFAULT_COMMAND = "status"

INTERRUPTED, PROGRAM_FAULT = 130, 70


class Commands(Group):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Build one command."""
        module = importlib.import_module(f"tracker.cli.{COMMANDS[cmd_name]}")
        # `import` is a word of Python's own.
        found = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        if not isinstance(found, typer.Typer):
            app = make_app()
            add_command(app, cmd_name, cmd_name, found)
            found = app
        return typer.main.get_command(found)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """All names, in the order of `--help`."""
        return list(COMMANDS)

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """The commands with their help, without importing them."""
        return [(name, say(f"help.{name}")) for name in COMMANDS]


def run(argv: Sequence[str], invocation: Invocation) -> int:
    """Run one command line; returns its exit code."""
    trouble: list[str] = []
    code = _outcome(argv, invocation, trouble)
    words = _without_lang(argv)
    if trouble and words[:1] == ["alerts"]:
        from tracker.cli.alert_codes import of_trouble

        return of_trouble(words, code, trouble[0])
    return code


def _outcome(argv: Sequence[str], invocation: Invocation, trouble: list[str]) -> int:
    """Run one command line; returns its exit code. The only place that reports an error: what is
    said of it comes into `trouble` too.
    """
    from tracker.cli.output import remark as say_so
    from tracker.cli.output import silence
    from tracker.cli.waiting import the_wait

    def remark(text: str) -> None:
        trouble.append(text)
        say_so(text)

    use(language_of(invocation.environ))
    try:
        _speak(argv)
        return _run(_with_command(list(argv)), invocation)
    except TrackerError as error:
        from tracker.cli.usage import dash_sentence

        meant = dash_sentence(argv) if isinstance(error, (UsageError, Refused)) else None
        remark(meant or sentence(error))
        return UsageError.exit_code if meant else error.exit_code
    except typer.TyperException as error:
        from tracker.cli.usage import dash_sentence, usage_sentence

        remark(dash_sentence(argv) or usage_sentence(error))
        return UsageError.exit_code
    except (KeyboardInterrupt, typer.Abort):
        remark(say("error.interrupted"))
        return INTERRUPTED
    except SystemExit:
        # Typer leaves so when the reader of its help has had enough: that is no error.
        silence(sys.stdout)
        return 0
    except OSError as error:
        silence(sys.stdout)
        remark(sentence(StorageError("error.system", why=reason(error))))
        return StorageError.exit_code
    except Exception as error:
        if os.environ.get("TRACKER_DEBUG"):
            raise
        remark(say("error.fault", kind=type(error).__name__, why=error))
        return PROGRAM_FAULT
    finally:
        the_wait.end()


def _speak(argv: Sequence[str]) -> None:
    """Follow --lang before anything is said, its own help included."""
    for word, following in pairwise([*argv, ""]):
        name, _, value = word.partition("=")
        if name == "--lang":
            wanted = value or following
            if wanted not in LANGUAGES:
                raise UsageError("error.lang_unknown", text=wanted)
            use(wanted)


def sentence(error: TrackerError) -> str:
    """An error as the one line that a command ends with."""
    from tracker.render.refusal import explained

    return say("error.line", text=explained(error))


def _with_command(argv: list[str]) -> list[str]:
    """`tracker` alone, or with options only, is `tracker status`."""
    argv = _without_lang(argv)
    if not argv:
        return [DEFAULT_COMMAND]
    first = argv[0]
    if first in ("-h", "--help", "--version"):
        return argv
    if first.startswith("-"):
        command = next((a for a in argv if a in COMMANDS), None)
        if command:
            raise UsageError("error.options_first", command=command)
        return [DEFAULT_COMMAND, *argv]
    if first not in COMMANDS:
        raise unknown_command(first, COMMANDS)
    return argv


def _without_lang(argv: Sequence[str]) -> list[str]:
    """The words without the language, which was followed already, and may stand before the command
    for the sake of --help.
    """
    words = list(argv)
    while words and words[0].partition("=")[0] == "--lang":
        words = words[1:] if "=" in words[0] else words[2:]
    return words


def _run(argv: list[str], invocation: Invocation) -> int:
    result = typer.main.get_command(_app())(
        args=argv, prog_name="tracker", standalone_mode=False, obj=invocation
    )
    if result == INTERRUPTED:
        # Typer swallows Ctrl-C and returns its exit code.
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _app() -> typer.Typer:
    app = make_app(cls=Commands, help=say("help.tracker"), epilog=say("help.epilog"))

    # The help of these is in the language that was chosen by now.
    def root(
        version: bool = typer.Option(
            False, "--version", is_eager=True, callback=_show_version, help=say("option.version")
        ),
        lang: str | None = typer.Option(None, "--lang", metavar="en|zh", help=say("option.lang")),
    ) -> None:
        """What stands before any command."""

    app.callback()(root)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from tracker.cli.output import Output

        Output(json=False, plain=False, quiet=False, color=False).text(f"tracker {__version__}\n")
        raise typer.Exit


def prepare_streams() -> None:
    """Make sure that writing text never fails on a character, and files never become fd 0-2."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or not hasattr(stream, "reconfigure"):
            continue
        is_own = stream is getattr(sys, f"__{name}__")
        if is_own and isinstance(stream.buffer, io.RawIOBase):
            # Without buffers (PYTHONUNBUFFERED) Python drops what a system takes only a part of.
            whole = io.BufferedWriter(stream.buffer)
            stream = io.TextIOWrapper(whole, stream.encoding, write_through=True)
            setattr(sys, name, stream)
        stream.reconfigure(errors="backslashreplace")
