"""Finding what a person means by a name, without ever guessing."""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.core.likeness import alike
from tracker.core.plaintext import visible
from tracker.core.quantity import half_width
from tracker.errors import Refused

# As many candidates as fit a line are listed whole.
FEW = 8


class Named(NamedTuple):
    """Something that can be named: its key and every name it goes by."""

    key: str
    names: tuple[str, ...]


def name_key(text: str) -> str:
    """The form under which names are compared: width, case and outer spaces don't matter, and
    hidden characters stand as the ledger keeps them.
    """
    return half_width(visible(text)).casefold()


def find(text: str, candidates: Iterable[Named], *, what: str) -> str:
    """The key of the one candidate that `text` names.

    An exact match wins over a part; a part must fit one candidate only. Otherwise refuses and
    lists what was found: all that fit, else the names most like it. `what` is the message key
    of the kind of thing looked for.
    """
    wanted = name_key(text)
    known = list(candidates)
    exact = [c.key for c in known if any(name_key(n) == wanted for n in (c.key, *c.names))]
    parts = [c for c in known if wanted and any(wanted in name_key(n) for n in (c.key, *c.names))]
    found = exact or [c.key for c in parts]
    if len(found) == 1:
        return found[0]
    if found:
        listing = [_label(c) for c in known if c.key in found]
        raise Refused("error.ambiguous", what=what, text=text, candidates=_join(listing))
    alike = _alike(wanted, known)
    if alike:
        raise Refused("error.unknown_but", what=what, text=text, candidates=_join(alike))
    if 0 < len(known) <= FEW:
        every = _join([_label(c) for c in known])
        raise Refused("error.unknown_of", what=what, text=text, candidates=every)
    raise Refused("error.unknown", what=what, text=text)


def _alike(wanted: str, known: list[Named]) -> list[str]:
    spellings = {name_key(n): c for c in known for n in (c.key, *c.names)}
    return list(dict.fromkeys(_label(spellings[name]) for name in alike(wanted, spellings)))


def _label(named: Named) -> str:
    first = named.names[0] if named.names else named.key
    return named.key if first == named.key else f"{named.key} ({first})"


def _join(labels: list[str]) -> str:
    shown = labels[:FEW]
    return ", ".join(shown) + (" …" if len(labels) > len(shown) else "")
