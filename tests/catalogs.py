"""The catalogs as they are edited: every sentence by its key, with its plural forms."""

from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tracker.text import LANGUAGES, LOCALE


class Sentence(NamedTuple):
    """One sentence: the form for many things last, that for a single one before it if any."""

    forms: tuple[str, ...]
    has_plural: bool

    @property
    def text(self) -> str:
        """The sentence as it is said of many, or of none in particular."""
        return self.forms[-1]


def catalog(language: str) -> Catalog:
    """A catalog in Babel's own form."""
    with (LOCALE / language / "LC_MESSAGES" / "tracker.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sentences(language: str) -> dict[str, Sentence]:
    """Every sentence of a language by its key, in the order of the file."""
    found = {}
    for message in catalog(language):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else message.string
        if ids[0]:
            found[ids[0]] = Sentence(tuple(map(str, forms or ())), len(ids) > 1)
    return found


ENGLISH, CHINESE = (sentences(language) for language in LANGUAGES)


def questions() -> list[str]:
    """What is asked at a terminal in either language, as it stands there before the answer."""
    asked = [s.text for c in (ENGLISH, CHINESE) for key, s in c.items() if key[:4] == "ask."]
    return [text + " " if text.endswith("]") else text for text in asked]
