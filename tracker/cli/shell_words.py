"""How each shell tells what was typed, and how a word has to be written for it.

Nothing of what was typed is ever evaluated, and nothing of what is answered can be: a word that
comes from the ledger is quoted so that it stays one word.
"""

from collections.abc import Sequence
from typing import NamedTuple

# What needs no quotes, beside letters and digits. Words of ours hold no line breaks.
_PLAIN_BASH = "_-./,:=+%@"
_PLAIN_POWERSHELL = "-_="
# PowerShell takes typographic quotes for straight ones.
_QUOTES_POWERSHELL = "'‘’‚‛"
# The list of bash that is only shown, and not put into the line (`COMP_TYPE`).
_SHOWN_ONLY = ("63", "33", "64")


class Typed(NamedTuple):
    """A command line up to the cursor: the words before, and the one that is being typed.

    `quote` is the one that is open there, and `kept` how much of the word bash leaves as it is;
    what it is answered stands for the rest. `shown` is whether bash only shows the answer.
    """

    before: tuple[str, ...]
    current: str
    quote: str = ""
    kept: int = 0
    shown: bool = False


class Word(NamedTuple):
    """A word that could stand there; `short` is what is shown of it, `told` what it means."""

    text: str
    short: str
    told: str


def words_given(index: str, words: Sequence[str]) -> Typed:
    """A line that a shell has cut into words, the program's first; `index` is the typed one's.

    PowerShell leaves out empty words, so that one that is not there is empty.
    """
    at = int(index)
    return Typed(tuple(words[1:at]), "".join(words[at : at + 1]))


def line_given(kind: str, breaks: str, line: str) -> Typed:
    """A line of bash, which cuts words at `breaks` too, and only replaces what is behind one."""
    words, quote, kept, begun = [""], "", 0, False
    signs = iter(line)
    for sign in signs:
        if quote:
            if sign == quote:
                quote, kept = "", len(words[-1])
            elif sign == "\\" and quote == '"':
                following = next(signs, "")
                words[-1] += following if following in '$`"\\' else sign + following
            else:
                words[-1] += sign
        elif sign in " \t":
            words, kept, begun = [*words, ""] if begun else words, 0, False
            continue
        elif sign in "'\"":
            quote, kept = sign, len(words[-1])
        elif sign == "\\":
            words[-1] += next(signs, "")
        else:
            words[-1] += sign
            kept = len(words[-1]) if sign in breaks else kept
        begun = True
    return Typed(tuple(words[1:-1]), words[-1], quote, kept, kind in _SHOWN_ONLY)


def for_bash(typed: Typed, words: Sequence[Word]) -> list[str]:
    """What bash puts in place of the word, or shows where there are several."""
    written = [_bash(word.text[typed.kept :], typed.quote) for word in words]
    if not typed.shown or len(words) < 2:
        return written
    return [
        f"{text}  ({word.told})" if word.told else text
        for text, word in zip(written, words, strict=True)
    ]


def _bash(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        signs = ("\\" + c if c in '$`"\\' else "\"'!'\"" if c == "!" else c for c in text)
    else:
        signs = (c if c.isalnum() or c in _PLAIN_BASH else f"\\{c}" for c in text)
    return "".join(signs)


def for_zsh(words: Sequence[Word]) -> list[str]:
    """Each word and how it is shown; zsh quotes it by itself."""
    width = max((cells(word.short) for word in words), default=0)
    return [
        f"{w.text}\t{w.short}{' ' * (width - cells(w.short))}  -- {w.told}"
        if w.told
        else f"{w.text}\t{w.short}"
        for w in words
    ]


def for_fish(words: Sequence[Word]) -> list[str]:
    """Each word and what it means; fish quotes it by itself."""
    return [f"{word.text}\t{word.told}" for word in words]


def for_powershell(words: Sequence[Word]) -> list[str]:
    """Each word as PowerShell has to read it, as it is shown, and what it means."""
    return [f"{_powershell(w.text)}\t{w.short}\t{w.told or w.short}" for w in words]


def _powershell(text: str) -> str:
    if all(c.isalnum() or c in _PLAIN_POWERSHELL for c in text):
        return text
    return "'" + "".join(c * 2 if c in _QUOTES_POWERSHELL else c for c in text) + "'"


def cells(text: str) -> int:
    """How wide a terminal draws a text."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def clipped(text: str, width: int) -> str:
    """As much of a text as fits a width in cells."""
    while cells(text) > width:
        text = text[:-2].rstrip() + "…"
    return text
