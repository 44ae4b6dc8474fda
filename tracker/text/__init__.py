"""Every sentence a person reads, by key, in two languages. Imports nothing else of tracker.

Keys are grouped by what the sentence is: `error.`, `slip.`, `warning.`, `ask.`, `help.`,
`option.`, `head.` for headings, `word.` for single words, and `echo.`, `line.`, `alert.` for
answers. A key with `.one` behind it is the same sentence for a single day or entry.
"""

from collections.abc import Mapping

LANGUAGES = ("en", "zh")

_current: dict[str, Mapping[str, str]] = {}


def use(language: str) -> None:
    """Speak one of `LANGUAGES` from here on."""
    if language == "zh":
        from tracker.text.zh import MESSAGES
    else:
        from tracker.text.en import MESSAGES
    _current["messages"] = MESSAGES


def say(key: str, /, **params: object) -> str:
    """The sentence of a key, with its parameters filled in."""
    messages = _current["messages"]
    if 1 in (params.get("days"), params.get("count")) and f"{key}.one" in messages:
        key = f"{key}.one"
    return messages[key].format(**params)


def language_of(environ: Mapping[str, str]) -> str:
    """The language that an environment asks for: TRACKER_LANG, else that of its locale."""
    wanted = environ.get("TRACKER_LANG") or next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "zh" if wanted.lower().startswith("zh") else "en"


use("en")
