"""Options and arguments that are one of a few words."""

from collections.abc import Mapping, Sequence

from tracker.core.likeness import alike
from tracker.errors import UsageError


def chosen(text: str | None, known: Mapping[str, Sequence[str]], option: str) -> str | None:
    """What was chosen, by its name or by a word that a person reads for it; refuses any other.

    Nothing typed is nothing chosen. `known` has the words of each name, with the one that is
    listed first.
    """
    if text is None:
        return None
    for name, words in known.items():
        if text.strip() in (name, *filter(None, words)):
            return name
    # An English word is its name again.
    shown = tuple(
        name if not words or words[0].replace(" ", "_") == name else f"{name} {words[0]}"
        for name, words in known.items()
    )
    like = alike(text, (word for name, words in known.items() for word in (name, *words)))
    raise UsageError("error.choice_unknown", option=option, text=text, known=shown, like=like)
