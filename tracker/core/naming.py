"""Finding what a person means by a name, without ever guessing."""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.core.likeness import alike
from tracker.core.model import Department, Rename
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


def goes_by(department: Department, text: str) -> bool:
    """Whether a department is called so: by its code, or by its name in either language."""
    known = (department.code, department.name, department.name_en or department.code)
    return name_key(text) in map(name_key, known)


def called(name: str, since: int, renames: Iterable[Rename], *, area: bool) -> str:
    """What an area (else a stage or milestone) is called now that had a name at a change.

    `renames` are in the order of the changes. The same name may since have gone to another part.
    """
    for rename in renames:
        if rename.change > since and rename.old == name and (rename.part == "area") == area:
            name = rename.new
    return name


def find(text: str, candidates: Iterable[Named], *, what: str) -> str:
    """The key of the one candidate that `text` names.

    An exact match wins over a part; a part must fit one candidate only. Otherwise refuses and
    lists what was found: all that fit, else the names most like it. `what` is the message key
    of the kind of thing looked for.
    """
    known = list(candidates)
    found = fitting(text, known)
    if len(found) == 1:
        return found[0].key
    if found:
        listing = _join([label(c) for c in found])
        raise Refused("error.ambiguous", what=what, text=text, candidates=listing)
    alike = _alike(name_key(text), known)
    if alike:
        raise Refused("error.unknown_but", what=what, text=text, candidates=_join(alike))
    if 0 < len(known) <= FEW:
        every = _join([label(c) for c in known])
        raise Refused("error.unknown_of", what=what, text=text, candidates=every)
    raise Refused("error.unknown", what=what, text=text)


def fitting(text: str, candidates: Iterable[Named]) -> list[Named]:
    """The candidates that `text` may mean: those it names exactly, else those it is a part of."""
    wanted = name_key(text)
    known = [(c, [name_key(n) for n in (c.key, *c.names)]) for c in candidates]
    exact = [c for c, names in known if wanted in names]
    return exact or [c for c, names in known if wanted and any(wanted in n for n in names)]


def _alike(wanted: str, known: list[Named]) -> list[str]:
    spellings = {name_key(n): c for c in known for n in (c.key, *c.names)}
    return list(dict.fromkeys(label(spellings[name]) for name in alike(wanted, spellings)))


def label(named: Named) -> str:
    """A name for a list: the key, and what it goes by."""
    first = named.names[0] if named.names else named.key
    return named.key if first == named.key else f"{named.key} ({first})"


def _join(labels: list[str]) -> str:
    shown = labels[:FEW]
    return ", ".join(shown) + (" …" if len(labels) > len(shown) else "")
