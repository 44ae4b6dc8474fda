"""Which commitment, part or department a person means by a name, as known at a change."""

from collections.abc import Sequence

from tracker.core.model import Commitment
from tracker.core.naming import Named, called, find, name_key
from tracker.errors import Refused
from tracker.store.commitments import departments, load
from tracker.store.plan import LATEST, Read


def resolve(read: Read, text: str, known: int | None = None) -> Commitment:
    """The one commitment that a person means by a slug, an alias, a name or a part of one, among
    those that were there at a change, by the names they had then.
    """
    params = {"text": name_key(text), "known": LATEST if known is None else known}
    exact = read(_EXACT, params)
    number = exact[0][0] if len(exact) == 1 else _search(read, text, params)
    return load(read, known, number)[0]


_NAMED = """
SELECT c.commitment, c.slug, p.name, p.name_en FROM commitment AS c
JOIN profile AS p ON p.commitment = c.commitment AND p.change =
  (SELECT max(change) FROM profile WHERE commitment = c.commitment AND change <= :known)
WHERE c.change <= :known
"""

_EXACT = f"""
SELECT commitment FROM commitment WHERE slug = :text AND change <= :known
UNION SELECT commitment FROM alias WHERE alias = :text AND change <= :known
UNION SELECT commitment FROM ({_NAMED} AND p.name = :text)
"""


def _search(read: Read, text: str, params: dict[str, object]) -> int:
    named = _every_name(read, params)
    slug = find(text, named.values(), what="what.commitment")
    return next(number for number, one in named.items() if one.key == slug)


def names(read: Read) -> list[Named]:
    """Every commitment with the names it goes by, in the plan's order."""
    return list(_every_name(read, {"known": LATEST}).values())


def _every_name(read: Read, params: dict[str, object]) -> dict[int, Named]:
    aliases: dict[int, list[str]] = {}
    for number, alias in read(
        "SELECT commitment, alias FROM alias WHERE change <= :known ORDER BY alias", params
    ):
        aliases.setdefault(number, []).append(alias)
    rows = read(_NAMED + "ORDER BY p.position, c.commitment", params)
    return {
        number: Named(slug, (name, *filter(None, [name_en]), *aliases.get(number, ())))
        for number, slug, name, name_en in rows
    }


def find_area(commitment: Commitment, text: str) -> str:
    """The area of a commitment that a person means; refuses one it is not shared out to."""
    if not commitment.areas:
        raise Refused("error.no_areas", slug=commitment.slug, area=text)
    name = find(
        text, _named(commitment, [a.name for a in commitment.areas], area=True), what="what.area"
    )
    if all(a.name != name for a in commitment.areas_in_use):
        raise Refused("error.area_retired", slug=commitment.slug, area=name)
    return name


def _named(commitment: Commitment, names: Sequence[str], *, area: bool) -> list[Named]:
    """Areas, or stages or milestones, by their names, and by what they were called before."""
    former: dict[str, list[str]] = {name: [] for name in names}
    for rename in commitment.renames:
        if (rename.part == "area") == area and rename.old not in names:
            now = called(rename.old, rename.change - 1, commitment.renames, area=area)
            former.get(now, []).append(rename.old)
    return [Named(name, tuple(old)) for name, old in former.items()]


def find_stage(commitment: Commitment, text: str) -> str:
    """The stage of a commitment that a person means."""
    if not commitment.stages:
        raise Refused("error.no_stages", slug=commitment.slug, stage=text)
    return find(text, _named(commitment, commitment.stages, area=False), what="what.stage")


def find_node(commitment: Commitment, text: str) -> str:
    """The milestone of a commitment that a person means."""
    if commitment.kind != "milestones":
        raise Refused("error.not_milestones", slug=commitment.slug, kind=commitment.kind)
    if not commitment.nodes:
        raise Refused("error.no_nodes", slug=commitment.slug, node=text)
    return find(
        text, _named(commitment, [n.name for n in commitment.nodes], area=False), what="what.node"
    )


def find_department(read: Read, text: str, known: int | None = None) -> str:
    """The code of the department that a person means."""
    candidates = [
        Named(d.code, (d.name, *([d.name_en] if d.name_en else [])))
        for d in departments(read, known)
    ]
    return find(text, candidates, what="what.department")


def aliases_of(read: Read, commitment: int, known: int | None = None) -> list[str]:
    """The other names of a commitment."""
    return [
        alias
        for (alias,) in read(
            "SELECT alias FROM alias WHERE commitment = ? AND change <= ? ORDER BY change, alias",
            (commitment, LATEST if known is None else known),
        )
    ]
