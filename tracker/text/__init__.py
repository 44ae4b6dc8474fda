"""Every sentence a person reads, by key. Imports nothing else of tracker.

Keys are grouped by what the sentence is: `error.`, `slip.`, `warning.`, `ask.`, `help.`,
`option.`, `head.` for headings, `word.` for single words, and `echo.`, `line.`, `alert.` for
answers. A key with `.one` behind it is the same sentence for a single day or entry.
"""

from tracker.text.en import MESSAGES


def say(key: str, /, **params: object) -> str:
    """The sentence of a key, with its parameters filled in."""
    if 1 in (params.get("days"), params.get("count")) and f"{key}.one" in MESSAGES:
        key = f"{key}.one"
    return MESSAGES[key].format(**params)
