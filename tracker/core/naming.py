"""Finding what a person means by a name, without ever guessing."""

from bisect import bisect_right
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


class Directory:
    """What can be named, looked up by any of its names: to be kept where many names are looked up,
    because a look costs by what it finds and not by how many there are.
    """

    def __init__(self, candidates: Iterable[Named]) -> None:
        self._known = list(candidates)
        self._named: dict[str, list[Named]] = {}
        self._begins: list[int] = []
        every: list[str] = []
        begins = 0
        for one in self._known:
            names = dict.fromkeys(name_key(name) for name in (one.key, *one.names))
            for name in names:
                self._named.setdefault(name, []).append(one)
            # No name has a line break in it: there it would stand as an escape.
            every.append("\n".join((*names, "")))
            self._begins.append(begins)
            begins += len(every[-1])
        self._begins.append(begins)
        self._every = "".join(every)

    def find(self, text: str, *, what: str) -> str:
        """The key of the one candidate that `text` names.

        An exact match wins over a part; a part must fit one candidate only. Otherwise refuses and
        lists what was found: all that fit, else the names most like it. `what` is the message key
        of the kind of thing looked for.
        """
        found = self.fitting(text)
        if len(found) == 1:
            return found[0].key
        if found:
            listing = _few([label(c) for c in found])
            raise Refused("error.ambiguous", what=what, text=text, candidates=listing)
        likest = (self._named[name][-1] for name in alike(name_key(text), self._named))
        if listed := list(dict.fromkeys(map(label, likest))):
            raise Refused("error.unknown_but", what=what, text=text, candidates=_few(listed))
        if 0 < len(self._known) <= FEW:
            every = _few([label(c) for c in self._known])
            raise Refused("error.unknown_of", what=what, text=text, candidates=every)
        raise Refused("error.unknown", what=what, text=text)

    def fitting(self, text: str) -> list[Named]:
        """The candidates that `text` may mean: those it names exactly, else those it is part of."""
        wanted = name_key(text)
        return self._named.get(wanted) or (self._with_part(wanted) if wanted else [])

    def _with_part(self, wanted: str) -> list[Named]:
        found = []
        place = self._every.find(wanted)
        while place >= 0:
            following = bisect_right(self._begins, place)
            found.append(self._known[following - 1])
            place = self._every.find(wanted, self._begins[following])
        return found


def find(text: str, candidates: Iterable[Named], *, what: str) -> str:
    """The key of the one candidate that `text` names, as `Directory.find` has it."""
    return Directory(candidates).find(text, what=what)


def label(named: Named) -> str:
    """A name for a list: the key, and what it goes by."""
    first = named.names[0] if named.names else named.key
    return named.key if first == named.key else f"{named.key} ({first})"


def _few(labels: list[str]) -> tuple[str, ...]:
    return (*labels[:FEW], "…") if len(labels) > FEW else tuple(labels)
