"""Commitments as known at a change: names, terms, areas, stages, milestones, units."""

import datetime as dt
from typing import Any

from tracker.core.model import (
    Area,
    Baseline,
    Closing,
    Commitment,
    Department,
    Node,
    PlanPoint,
    Profile,
    Rename,
    Terms,
    Unit,
)
from tracker.store.plan import LATEST, Read, facts

_LOAD = """
SELECT c.commitment, c.slug, c.kind, c.change,
  p.position, p.department, p.name, p.name_en, p.person, p.contact, p.firmness, p.scope,
  p.programme, p.wording, p.source, p.every,
  d.code, d.name, d.name_en,
  t.change, t.target, t.unit, u.scale, t.comparator, t.stretch, t.opening, t.direction,
  t.start, t.due, t.due_as_written, t.due_basis
FROM commitment c
JOIN profile p ON p.commitment = c.commitment AND p.change =
  (SELECT max(change) FROM profile WHERE commitment = c.commitment AND change <= :known)
JOIN department d ON d.code = p.department AND d.change =
  (SELECT max(change) FROM department WHERE code = p.department AND change <= :known)
JOIN terms t ON t.commitment = c.commitment AND t.change =
  (SELECT max(change) FROM terms WHERE commitment = c.commitment AND change <= :known)
LEFT JOIN unit u ON u.unit = t.unit
WHERE c.change <= :known AND (:only IS NULL OR c.commitment = :only)
ORDER BY p.position, c.commitment
"""

# A name that was put out of use after its last row is retired; one that became another is gone.
_AREAS = """
SELECT a.commitment, a.area, a.target, a.person, a.contact, r.change IS NOT NULL FROM area AS a
LEFT JOIN retired AS r ON r.commitment = a.commitment AND r.part = 'area' AND r.name = a.area
  AND r.change > a.change AND r.change <= :known
WHERE (:only IS NULL OR a.commitment = :only) AND r.became IS NULL AND a.change =
  (SELECT max(change) FROM area WHERE commitment = a.commitment AND area = a.area
   AND change <= :known)
ORDER BY a.commitment, a.position
"""

_STAGES = """
SELECT commitment, stage FROM stage AS s
WHERE (:only IS NULL OR commitment = :only) AND change =
  (SELECT max(change) FROM stage WHERE commitment = s.commitment AND change <= :known)
ORDER BY commitment, position
"""

# A change of parts that readers are owed a reason for was refused without one. Another name, and
# other people, move nothing that was promised.
_PARTS_MOVED = """
SELECT DISTINCT commitment, 1 FROM (
  SELECT commitment, change FROM plan_point WHERE (:only IS NULL OR commitment = :only)
  UNION SELECT commitment, change FROM stage AS s
  WHERE (:only IS NULL OR commitment = :only) AND NOT EXISTS (SELECT 1 FROM retired
    WHERE commitment = s.commitment AND part = 'stage' AND change = s.change AND became IS NOT NULL)
  UNION SELECT commitment, change FROM milestone AS m
  WHERE (:only IS NULL OR commitment = :only) AND NOT EXISTS (SELECT 1 FROM retired
    WHERE commitment = m.commitment AND part = 'milestone' AND became = m.node
      AND change = m.change)
  UNION SELECT commitment, change FROM area AS a
  WHERE (:only IS NULL OR commitment = :only) AND NOT EXISTS (SELECT 1 FROM retired
    WHERE commitment = a.commitment AND part = 'area' AND became = a.area AND change = a.change)
    AND target IS NOT (SELECT target FROM area WHERE commitment = a.commitment AND area = a.area
      AND change < a.change ORDER BY change DESC LIMIT 1)
  UNION SELECT commitment, change FROM retired
  WHERE (:only IS NULL OR commitment = :only) AND part = 'milestone' AND became IS NULL
) JOIN change USING (change) WHERE change <= :known AND reason IS NOT NULL
"""

_NODES = """
SELECT m.commitment, m.node, m.due, m.weight FROM milestone AS m
LEFT JOIN retired AS r ON r.commitment = m.commitment AND r.part = 'milestone' AND r.name = m.node
  AND r.change > m.change AND r.change <= :known
WHERE (:only IS NULL OR m.commitment = :only) AND r.change IS NULL AND m.change =
  (SELECT max(change) FROM milestone WHERE commitment = m.commitment AND node = m.node
   AND change <= :known)
ORDER BY m.commitment, m.due, m.node
"""

# The last revision of a point counts; without a figure it was taken away.
_PLAN = """
SELECT commitment, until, reach FROM plan_point AS p
WHERE (:only IS NULL OR commitment = :only) AND reach IS NOT NULL AND change =
  (SELECT max(change) FROM plan_point WHERE commitment = p.commitment AND until = p.until
   AND change <= :known)
ORDER BY commitment, until
"""

_RENAMES = """
SELECT commitment, part, name, became, change FROM retired
WHERE (:only IS NULL OR commitment = :only) AND change <= :known AND became IS NOT NULL
ORDER BY commitment, change
"""

_CLOSINGS = """
SELECT commitment, day, closed, note, change, author, recorded_at, reason
FROM close_out JOIN change USING (change)
WHERE (:only IS NULL OR commitment = :only) AND change <= :known
ORDER BY commitment, change
"""


def load(read: Read, known: int | None = None, only: int | None = None) -> list[Commitment]:
    """Every commitment (or the one numbered `only`) as known at a change, in the plan's order."""
    params = {"known": LATEST if known is None else known, "only": only}

    def asked(sql: str) -> list[Any]:
        return read(_narrowed(sql, only), params)

    areas, stages = _grouped(asked(_AREAS)), _grouped(asked(_STAGES))
    nodes, plans = _grouped(asked(_NODES)), _grouped(asked(_PLAN))
    renames, closings = _grouped(asked(_RENAMES)), _grouped(asked(_CLOSINGS))
    moved = dict(asked(_PARTS_MOVED))

    def build(row: Any) -> Commitment:
        return _commitment(
            row,
            row[0] in moved,
            tuple(Area(*a)._replace(retired=bool(a[4])) for a in areas.get(row[0], ())),
            tuple(s for (s,) in stages.get(row[0], ())),
            tuple(Node(n, dt.date.fromisoformat(due), w) for n, due, w in nodes.get(row[0], ())),
            tuple(PlanPoint(dt.date.fromisoformat(d), r) for d, r in plans.get(row[0], ())),
            tuple(Rename(*r) for r in renames.get(row[0], ())),
            tuple(_closing(c) for c in closings.get(row[0], ())),
        )

    return facts(build, asked(_LOAD))


def _narrowed(sql: str, only: int | None) -> str:
    """A query about all commitments, or about one in a way that SQLite finds an index for."""
    return sql if only is None else sql.replace(":only IS NULL OR ", "")


def _closing(row: Any) -> Closing:
    return Closing(dt.date.fromisoformat(row[0]), bool(row[1]), *row[2:])


def renames_of(read: Read, commitment: int, known: int | None = None) -> list[Rename]:
    """What parts of a commitment went by another name, in the order of the changes."""
    params = {"known": LATEST if known is None else known, "only": commitment}
    return [Rename(*row[1:]) for row in read(_narrowed(_RENAMES, commitment), params)]


def last_stages(read: Read, known: int | None, only: int | None = None) -> dict[int, str]:
    """The last stage of each commitment that counts in stages."""
    params = {"known": LATEST if known is None else known, "only": only}
    return {
        number: stages[-1][0]
        for number, stages in _grouped(read(_narrowed(_STAGES, only), params)).items()
    }


def _grouped(rows: list[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for number, *rest in rows:
        groups.setdefault(number, []).append(rest)
    return groups


def _commitment(
    row: Any,
    parts_moved: bool,
    areas: tuple[Area, ...],
    stages: tuple[str, ...],
    nodes: tuple[Node, ...],
    plan: tuple[PlanPoint, ...],
    renames: tuple[Rename, ...],
    closings: tuple[Closing, ...],
) -> Commitment:
    number, slug, kind, first_change = row[:4]
    terms_change, target, unit, scale, comparator, stretch, opening, direction = row[19:27]
    start, due, as_written, basis = row[27:]
    return Commitment(
        id=number,
        slug=slug,
        kind=kind,
        profile=Profile(*row[4:16]),
        department=Department(*row[16:19]),
        terms=Terms(
            target=target,
            unit=Unit(unit, scale) if unit else None,
            comparator=comparator,
            stretch=stretch,
            opening=opening,
            direction=direction,
            start=dt.date.fromisoformat(start) if start else None,
            due=dt.date.fromisoformat(due) if due else None,
            due_as_written=as_written,
            due_basis=basis,
        ),
        terms_change=terms_change,
        first_change=first_change,
        areas=areas,
        stages=stages,
        nodes=nodes,
        plan=plan,
        parts_moved=parts_moved,
        renames=renames,
        closings=closings,
    )


def departments(read: Read, known: int | None = None) -> list[Department]:
    """Every department as known at a change."""
    return [
        Department(*row)
        for row in read(
            "SELECT code, name, name_en FROM department AS d WHERE change = "
            "(SELECT max(change) FROM department WHERE code = d.code AND change <= ?) "
            "ORDER BY change, code",
            (LATEST if known is None else known,),
        )
    ]


def baselines_of(read: Read, commitment: int, known: int | None = None) -> list[Baseline]:
    """The figures of earlier periods that a commitment is compared with."""
    return [
        Baseline(period, value, Unit(unit, scale), qualifier, note)
        for period, value, unit, scale, qualifier, note in read(
            "SELECT period, value, b.unit, u.scale, qualifier, note FROM baseline AS b "
            "JOIN unit AS u ON u.unit = b.unit WHERE commitment = ? AND b.change = "
            "(SELECT max(change) FROM baseline WHERE commitment = b.commitment "
            "AND period = b.period AND change <= ?) ORDER BY period",
            (commitment, LATEST if known is None else known),
        )
    ]


def remarks_of(read: Read, commitment: int, known: int | None = None) -> list[str]:
    """What the source leaves open about a commitment, in order."""
    return [
        text
        for (text,) in read(
            "SELECT text FROM remark WHERE commitment = ? AND change <= ? ORDER BY position",
            (commitment, LATEST if known is None else known),
        )
    ]
