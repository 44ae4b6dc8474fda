"""What a person probably meant by a word that nobody knows. Only ever said, never acted on."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 3


def alike(text: str, names: Iterable[str]) -> list[str]:
    """The names that `text` is most like, the likest first; else those with a part that differs
    from it in one character. Case does not matter.
    """
    wanted = text.casefold()
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(wanted, folded, n=MOST, cutoff=0.6)
    if not close and len(wanted) == 2 and not wanted.isascii():
        # One of two Chinese characters is half of a name: that only tells one from all others, and
        # the last one is often no more than a word for all of them (冠县, 莘县, 高唐县).
        half = get_close_matches(wanted, folded, n=2, cutoff=0.5)
        ends_alike = sum(name.endswith(wanted[-1]) for name in folded)
        close = half if len(half) == 1 and ends_alike <= 1 else []
    # A few Latin letters are in many words by chance.
    if not close and len(wanted) >= (6 if wanted.isascii() else 3):
        close = [name for name in folded if _has_part_like(name, wanted)][:MOST]
    return [folded[name] for name in close]


def _has_part_like(name: str, wanted: str) -> bool:
    length = len(wanted)
    parts = (name[start : start + length] for start in range(len(name) - length + 1))
    return any(sum(map(str.__ne__, part, wanted)) == 1 for part in parts)
