"""The vocabulary of completion as the program has it: every command, option and choice.

After a command or an option was added: `python -m tests.cli.vocabulary`.
"""

from collections.abc import Iterator
from pathlib import Path

import tracker
from tests.catalogs import ENGLISH
from tests.cli.commands import Command, Parameter, every_command
from tracker.cli.completion import SHELLS
from tracker.core.alert_rules import LEVELS, RULES
from tracker.core.defaults import DEFAULTS
from tracker.core.model import CLASSES, COMPARATORS, KINDS, LIGHTS
from tracker.core.reports import SORTS
from tracker.text import use

FILE = Path(tracker.__file__).parent / "cli" / "vocabulary.txt"
WIDTH = 98

# What a value can be, where the name that help has for it does not say so.
CHOICES = {
    "--class": CLASSES,
    "--light": LIGHTS,
    "--sort": SORTS,
    "--level": LEVELS,
    "--rule": tuple(ruling.rule for ruling in RULES),
    "--kind": KINDS,
    "--comparator": COMPARATORS,
    "[KEY]": tuple(DEFAULTS),
    "SHELL": SHELLS,
}


def vocabulary() -> str:
    """The whole table."""
    return "".join(f"{line}\n" for command in every_command() for line in _lines(command))


def _lines(command: Command) -> Iterator[str]:
    line = " ".join(command.words)
    if len(command.words) > 1:
        line = "+".join(command.words)
    for parameter in command.parameters:
        token = _argument(parameter) if parameter.is_argument else _option(parameter)
        if len(line) + len(token) >= WIDTH:
            yield line
            line = " "
        line += f" {token}"
    yield line


def _argument(parameter: Parameter) -> str:
    name = parameter.name.replace(" ", "+")
    if name not in CHOICES:
        return name
    return f"[{'|'.join(CHOICES[name])}]" if name[0] == "[" else "|".join(CHOICES[name])


def _option(parameter: Parameter) -> str:
    names = ",".join(sorted(parameter.options, key=len))
    key = _key(parameter)
    told = "" if key == parameter.options[-1].strip("-").replace("-", "_") else f"?{key}"
    if parameter.is_flag:
        return f"{names}{told}"
    more = "..." if parameter.is_repeated else ""
    return f"{names}={_value(parameter)}{more}{told}"


def _value(parameter: Parameter) -> str:
    choices = CHOICES.get(parameter.options[-1])
    if parameter.help == ENGLISH["option.alerts_format"].text:
        # A module of commands wants a language when it is imported.
        from tracker.cli.alerts import FORMATS

        choices = FORMATS
    elif parameter.name == "FORMAT":
        before, after = ENGLISH["option.format"].text.split("{known}")
        assert parameter.help.startswith(before)
        choices = tuple(parameter.help.removeprefix(before).removesuffix(after).split(", "))
    return "|".join(choices) if choices else parameter.name.replace(" ", "_")


def _key(parameter: Parameter) -> str:
    """The key of what an option's help says, its own name before all others."""
    keys = [key for key in ENGLISH if key.startswith("option.")]
    own = "option." + parameter.options[-1].strip("-").replace("-", "_")
    for key in [own, *keys]:
        if key in ENGLISH and parameter.help == ENGLISH[key].text:
            return key.removeprefix("option.")
    assert parameter.name == "FORMAT", parameter
    return "format"


if __name__ == "__main__":
    use("en")
    FILE.write_text(vocabulary(), "utf-8")
