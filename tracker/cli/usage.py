"""Usage errors: what Typer says in several English lines, as one line of ours."""

import re
from collections.abc import Sequence
from typing import Any

import typer

from tracker.cli.vocabulary import meant_option
from tracker.render.refusal import with_like
from tracker.text import say

_EXTRA = re.compile(r"Got unexpected extra argument\S* \((.*)\)", re.DOTALL)


def usage_sentence(error: typer.TyperException) -> str:
    """One sentence for any usage error that Typer finds."""
    context: Any = getattr(error, "ctx", None)
    text = _explain(error)
    if context:
        text = say("error.with_hint", text=text, command=context.command_path)
    return say("error.line", text=text)


def _explain(error: Any) -> str:
    kind = type(error).__name__
    param = getattr(error, "param", None)
    if kind == "NoArgsIsHelpError":
        return say("error.missing_command")
    if kind == "NoSuchOption":
        name = error.option_name
        if name[1:2].isdigit() and getattr(error.ctx, "info_name", "") in ("log", "correct"):
            return say("error.figure_signed", text=name)
        return with_like(say("error.option_unknown", option=name), error.possibilities or ())
    if kind == "MissingParameter":
        return say("error.missing", name=_name(param))
    if kind == "BadOptionUsage":
        wanted = "requires" in error.message
        key = "error.option_value" if wanted else "error.option_no_value"
        return say(key, option=error.option_name)
    if kind == "BadParameter" and param is not None:
        # Every option that is not a text is a whole number.
        least, most = (getattr(param.type, name, None) for name in ("min", "max"))
        if most is not None:
            return say("error.bad_number_between", name=_name(param), least=least, most=most)
        return say("error.bad_number", name=_name(param), least=least or 0)
    if extra := _EXTRA.match(error.message):
        return say("error.extra", text=extra[1])
    return say("error.usage", why=error.format_message())


def dash_sentence(argv: Sequence[str]) -> str | None:
    """What to say of a line that failed, if one of its options begins with another dash."""
    found = meant_option(argv) if not "".join(argv).isascii() else None
    if not found:
        return None
    return say("error.line", text=say("error.dashes", text=found[0], option=found[1]))


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).strip("[].")
    return str(param.opts[-1])
