"""The message layer: no key without its sentence, no sentence without its use."""

import ast
import re
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple, get_args

from tests.catalogs import ENGLISH
from tests.cli.commands import every_command
from tests.cli.source import calls, modules, texts
from tracker import errors
from tracker.cli.app import COMMANDS
from tracker.core.alert_memory import EVENTS
from tracker.core.alert_rules import RULES, Level
from tracker.core.check import KINDS as FAULTS
from tracker.core.defaults import OF_ALERTS
from tracker.core.model import CLASSES, KINDS, LIGHTS
from tracker.store.migrations import m004

SOURCE = [module for module in modules() if module.room != "text"]
SPOKEN = {text for module in SOURCE for text, _ in texts(module)}
MESSAGES = {key: sentence.text for key, sentence in ENGLISH.items()}
FAMILIES = {key.partition(".")[0] for key in MESSAGES}
A_KEY = re.compile(rf"({'|'.join(sorted(FAMILIES))})\.[a-z0-9_]+(\.(today|never))?")
# The settings of the alerts are called like sentences about alerts, and are none.
KEYS = SPOKEN - OF_ALERTS.keys()
# What may become of a run that tells alerts, as the schema has it.
STATES = set(re.findall(r"'(\w+)'", m004.MEMORY))
# What is out needs no word for that, and of what is silent nothing is told.
UNSAID = {"confirmed", "silenced"}

# What takes a key and what fills its sentence: `say`, `warn`, `slip`, and every class of errors.
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}
TAKES_A_KEY = {"say", "warn", "slip"} | (ERRORS - {"Unconfirmed", "Slip"})
# What chooses between a sentence and its singular is given to both.
PLURAL = {"days", "count"}
# What was probably meant is said behind any refusal.
BEHIND = {"like"}


class Use(NamedTuple):
    """A sentence that the source asks for, with the names of what it fills in."""

    where: str
    keys: tuple[str, ...]
    given: frozenset[str]


def placeholders(sentence: str) -> set[str]:
    """The names that a sentence wants."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def uses() -> Iterator[Use]:
    """Every call with the key of a sentence, unless it fills in names known at run time only."""
    for module in SOURCE:
        for name, call in calls(module):
            keys = tuple(keys_of(call)) if name in TAKES_A_KEY else ()
            if keys and all(k.arg for k in call.keywords):
                given = frozenset(k.arg for k in call.keywords if k.arg)
                yield Use(f"{module.name}:{call.lineno}", keys, given)


def keys_of(call: ast.Call) -> Iterator[str]:
    """The keys among which the first argument of a call chooses."""
    if call.args and isinstance(call.args[0], ast.Constant | ast.IfExp):
        for node in ast.walk(call.args[0]):
            if isinstance(node, ast.Constant) and A_KEY.fullmatch(str(node.value)):
                yield str(node.value)


def drafts() -> set[str]:
    """The commands that changes are recorded under."""
    return {
        str(call.args[0].value)
        for module in SOURCE
        for name, call in calls(module)
        if name == "Draft" and isinstance(call.args[0], ast.Constant)
    }


def is_spoken(key: str) -> bool:
    """Whether the source asks for a sentence, by its key or by a key that is put together."""
    family, _, word = key.removesuffix(".today").removesuffix(".never").partition(".")
    if {key, f"{family}.{word}"} & KEYS:
        return True
    if not any(text.startswith(f"{family}.{{}}") for text in SPOKEN):
        return False
    # The word stands by itself: as it is, as a command (`area add`), or as a key and its inner one.
    halves = set(word.split("_", 1))
    if family == "state":
        return word in STATES - UNSAID
    return word.isdigit() or bool({word, word.replace("_", " ")} & SPOKEN) or halves <= SPOKEN


def test_the_walk_sees_the_sentences_that_are_asked_for() -> None:
    seen = {key for use in uses() for key in use.keys}
    assert len(seen) > 150
    assert {"error.date_future", "slip.fall", "echo.dry_run", "warning.clock_behind"} < seen
    assert {"log", "area add", "config"} < drafts()


def test_every_key_in_the_source_has_its_sentence() -> None:
    assert {text for text in KEYS if A_KEY.fullmatch(text)} - MESSAGES.keys() == set()


def test_every_word_of_a_family_has_its_sentence() -> None:
    commands = every_command()
    wanted = [
        *(f"class.{name}" for name in CLASSES),
        *(f"light.{name}" for name in LIGHTS if name != "none"),
        *(f"kind.{name}" for name in KINDS),
        *(f"level.{name}" for name in get_args(Level)),
        *(f"alert.{ruling.rule}" for ruling in RULES),
        *(f"rule.{ruling.rule}" for ruling in RULES),
        *(f"event.{name}" for name in EVENTS if name not in UNSAID),
        *(f"state.{name}" for name in STATES - UNSAID),
        *(f"fault.{kind}" for kind in FAULTS),
        *(f"field.{key}" for key in OF_ALERTS),
        *(f"weekday.{number}" for number in range(7)),
        *(f"help.{name}" for name in COMMANDS),
        *(f"help.{'_'.join(command.words)}" for command in commands),
        *(f"action.{name.replace(' ', '_')}" for name in drafts()),
    ]
    assert [key for key in wanted if key not in MESSAGES] == []


def test_every_sentence_is_used() -> None:
    assert [key for key in MESSAGES if not is_spoken(key)] == []


def test_a_sentence_gets_what_it_wants_and_no_more() -> None:
    for use in uses():
        wanted: set[str] = set().union(*(placeholders(MESSAGES[key]) for key in use.keys))
        assert wanted <= use.given, use
        assert use.given <= wanted | PLURAL | BEHIND, use


def test_a_sentence_has_only_characters_that_every_chinese_terminal_shows() -> None:
    for key, sentence in ENGLISH.items():
        for text in sentence.forms:
            assert text.encode("gbk").decode("gbk") == text, key
            assert text.isprintable(), key


def test_a_sentence_names_what_is_filled_in() -> None:
    for key, sentence in MESSAGES.items():
        assert all(name.isidentifier() for name in placeholders(sentence)), key


def test_a_singular_wants_no_more_than_its_plural() -> None:
    for key, sentence in ENGLISH.items():
        assert placeholders(sentence.forms[0]) <= placeholders(sentence.text), key


def test_a_sentence_with_a_plural_has_a_number_to_choose_by() -> None:
    for key, sentence in ENGLISH.items():
        assert not sentence.has_plural or placeholders(sentence.text) & PLURAL, key
