"""Every sentence a person reads, by key, in two languages. Imports nothing else of tracker.

The catalogs are gettext's, `locale/LANGUAGE/LC_MESSAGES/tracker.po`, compiled when the package
is built. The id of a message is its key. Keys are grouped by what the sentence is: `error.`,
`slip.`, `warning.`, `ask.`, `help.`, `option.`, `head.` for headings, `column.` and `tab.` for
those of a workbook, `form.` for the form, `field.` for what a change names, `word.` for single
words, and `echo.`, `line.`, `list.`, `alert.` for answers. A sentence with a plural chooses by
its `count`, else by its `days`.
"""

from collections.abc import Mapping
from gettext import GNUTranslations
from pathlib import Path

LANGUAGES = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"

_catalogs: dict[str, GNUTranslations] = {}
_current: list[GNUTranslations] = []


def use(language: str) -> None:
    """Speak one of `LANGUAGES` from here on."""
    if language not in _catalogs:
        with (LOCALE / language / "LC_MESSAGES" / "tracker.mo").open("rb") as file:
            _catalogs[language] = GNUTranslations(file)
    _current[:] = [_catalogs[language]]


def say(key: str, /, **params: object) -> str:
    """The sentence of a key, with its parameters filled in."""
    catalog = _current[0]
    number = params.get("count", params.get("days"))
    sentence = catalog.ngettext(key, key, number) if isinstance(number, int) else key
    if sentence is key:
        sentence = catalog.gettext(key)
    if sentence is key:
        raise KeyError(key)
    return sentence.format(**params)


def language_of(environ: Mapping[str, str]) -> str:
    """The language that an environment asks for: TRACKER_LANG, else that of its locale."""
    wanted = environ.get("TRACKER_LANG") or next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "zh" if wanted.lower().startswith("zh") else "en"
