"""What could be typed next, for the shell that asks at a TAB.

`tracker __complete SHELL …` answers `words` or `files` in a line, and after `words` one
suggestion a line. It imports neither Typer nor any command: what there is stands in
vocabulary.txt, and a test holds that it is just what the program has. It never fails: where
there is no ledger to look into there are no names.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from tracker.cli import shell_words
from tracker.cli.place import database
from tracker.cli.shell_words import Typed, Word, clipped, line_given, words_given
from tracker.cli.vocabulary import Option, Usage, usage, vocabulary
from tracker.core.plaintext import visible
from tracker.errors import TrackerError
from tracker.store import suggestions
from tracker.store.plan import Read
from tracker.store.suggestions import Known, glimpse
from tracker.text import LANGUAGES, language_of, say, use

# What is told beside a word is no longer than this many cells.
TOLD = 48
FILES = ("FILE", "FOLDER", "PATH_OR_URL")
# One list for each language; whoever has begun a word may mean any.
DAYS = {
    "en": ("today", "yesterday", "last monday", "last wednesday", "last friday"),
    "zh": ("今天", "昨天", "前天", "上周一", "上周三", "上周五"),
}


class Given(NamedTuple):
    """What stands on a line already: arguments, options, and the one that waits for its value."""

    arguments: list[str]
    options: dict[str, str]
    waiting: Option | None
    only_arguments: bool


class Line(NamedTuple):
    """All that a suggestion can depend on."""

    usage: Usage
    given: Given
    language: str
    environ: Mapping[str, str]


def answer(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Answer one TAB on stdout; always 0."""
    try:
        shell, first, *rest = argv
        written = _WRITTEN[shell]
        typed = line_given(first, *rest) if shell == "bash" else words_given(first, rest)
    except (ValueError, TypeError, KeyError):
        return 0  # A script of another version asks in a way that nobody knows here.
    words = suggest(typed, environ)
    _write(["files"] if words is None else ["words", *written(typed, words)])
    return 0


_WRITTEN: dict[str, Callable[[Typed, list[Word]], list[str]]] = {
    "bash": shell_words.for_bash,
    "zsh": lambda _, words: shell_words.for_zsh(words),
    "fish": lambda _, words: shell_words.for_fish(words),
    "powershell": lambda _, words: shell_words.for_powershell(words),
}
SHELLS = tuple(_WRITTEN)


def _write(lines: list[str]) -> None:
    """Lines in the encoding that the words came in; what it lacks is not offered."""
    if sys.stdout is None:
        return
    encoding = sys.getfilesystemencoding()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding=encoding, errors="surrogateescape", newline="\n")
    with suppress(OSError):
        for line in lines:
            with suppress(UnicodeEncodeError):
                line.encode(encoding, "surrogateescape")
                sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def suggest(typed: Typed, environ: Mapping[str, str]) -> list[Word] | None:
    """The words that could stand where something is being typed; None where that is a file."""
    language = _language(typed.before, environ)
    use(language)
    before, current = _without_lang(typed.before), typed.current
    table = vocabulary()
    if not before and not current.startswith("-"):
        names = dict.fromkeys(name.partition("+")[0] for name in table)
        return _words([Known(name, say(f"help.{name}")) for name in names], current)
    # Options alone are those of `tracker status`.
    command = "status"
    if before and not before[0].startswith("-"):
        command, *before = before
    inner = [name.partition("+")[2] for name in table if name.startswith(f"{command}+")]
    # `alerts` does something by itself as well, and has options of its own.
    if inner and not before and not (command in table and current.startswith("-")):
        told = [Known(name, say(f"help.{command}_{name}")) for name in inner]
        return _words(told, current)
    if inner and before and before[0] in inner:
        command, before = f"{command}+{before[0]}", before[1:]
    if command not in table:
        return []
    takes = usage(table[command])
    given = _given(before, takes)
    line = Line(takes, given, language, environ)
    if given.waiting:
        return _values(line, given.waiting.value, current)
    if not given.only_arguments and current.startswith("-"):
        name, sign, value = current.partition("=")
        option = takes.option(name) if sign else None
        if option is None:
            return _words(_options(line), current)
        return _values(line, option.value, value, f"{name}=")
    kind = takes.kinds(len(given.arguments) + 1)[-1]
    found = _values(line, kind, current)
    return _words(_options(line), "") if found == [] and not current else found


def _language(before: Sequence[str], environ: Mapping[str, str]) -> str:
    for word, following in pairwise([*before, ""]):
        name, _, value = word.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return language_of(environ)


def _without_lang(before: Sequence[str]) -> list[str]:
    """The words without the language, which alone may stand before a command."""
    while before and before[0].partition("=")[0] == "--lang" and len(before) > 1:
        before = before[1:] if "=" in before[0] else before[2:]
    return list(before)


def _given(before: Sequence[str], takes: Usage) -> Given:
    arguments: list[str] = []
    options: dict[str, str] = {}
    waiting, only_arguments = None, False
    for word in before:
        if waiting:
            options[waiting.names[-1]] = word
            waiting = None
        elif only_arguments or not word.startswith("-") or word == "-":
            arguments.append(word)
        elif word == "--":
            only_arguments = True
        else:
            name, sign, value = word.partition("=")
            option = takes.option(name)
            if option:
                options[option.names[-1]] = value
                waiting = option if option.value and not sign else None
    return Given(arguments, options, waiting, only_arguments)


def _options(line: Line) -> list[Known]:
    """The options that may still be given, by their long names."""
    return [
        Known(option.names[-1], say(f"option.{option.key}", known=option.value.replace("|", ", ")))
        for option in line.usage.options
        if option.repeated or option.names[-1] not in line.given.options
    ]


def _values(line: Line, kind: str, current: str, prefix: str = "") -> list[Word] | None:
    """The values that an argument or an option of a kind can have."""
    if kind in FILES:
        return None
    if "|" in kind:
        return _words([Known(choice) for choice in kind.split("|")], current, prefix)
    if kind in ("DATE", "TIME"):
        days = [
            d for language in DAYS if current or language == line.language for d in DAYS[language]
        ]
        return _words([Known(day) for day in days], current, prefix)
    if kind not in _READ:
        return []
    named = line.given.options.get("--db")
    try:
        place = database(named and os.path.expandvars(os.path.expanduser(named)), line.environ)
        with glimpse(place) as read:
            found = _READ[kind](read, _scope(read, line))
    except (TrackerError, OSError, ValueError):
        return []
    return _words(found, current, prefix)


def _scope(read: Read, line: Line) -> int | None:
    """The commitment that a line is about, if it can be told."""
    arguments = line.given.arguments
    kinds = line.usage.kinds(len(arguments))
    for kind, word in reversed(list(zip(kinds, arguments, strict=True))):
        if kind == "COMMITMENT":
            return suggestions.commitment_named(read, word)
        if kind == "ENTRY":
            return suggestions.commitment_of_entry(read, word)
    return None


_READ: dict[str, Callable[[Read, int | None], list[Known]]] = {
    "COMMITMENT": lambda read, _: suggestions.commitments(read),
    "ENTRY": lambda read, _: suggestions.entries(read),
    "DEPARTMENT": lambda read, _: suggestions.departments(read),
    "UNIT": lambda read, _: suggestions.units(read),
    "AREA": suggestions.areas,
    "STAGE": suggestions.stages,
    "NODE": suggestions.nodes,
}


def _words(known: Iterable[Known], current: str, prefix: str = "") -> list[Word]:
    """What begins as typed: a word, else another one for the same."""
    found = []
    for one in known:
        text, told = one.word, one.told
        if current and not text.startswith(current):
            text = next((other for other in one.others if other.startswith(current)), "")
            told = f"{one.word}  {told}" if told != text else one.word
        # What hides something can't be typed either.
        if text and text == visible(text):
            found.append(Word(prefix + text, text, clipped(visible(told), TOLD)))
    return found
