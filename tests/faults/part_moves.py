"""The random commands about the parts of a commitment: stages, areas, milestones, plan points."""

import datetime as dt

from tests.faults.moves import DUE_DAYS, NAMES, NODES, NOWHERE, POINTS, STAGES, Move, Moves
from tests.faults.paper import TODAY, Promise


class PartMoves(Moves):
    """What is said of the parts."""

    def stages(self, promise: Promise) -> Move:
        """Other stages, in another order."""
        promise = self.of_kind(promise, "quantity", "level")
        stages = self.dice.sample(STAGES, self.dice.randrange(1, 4))
        why = self.reason()
        used = self.paper.stages_used(promise)
        gone = {stage for stage in promise.stages if stage not in stages}
        kept = used | ({promise.last_stage} if "" in used else set())
        is_right = not promise.closed and promise.kind in ("quantity", "level")
        is_right &= stages != promise.stages and not gone & kept
        is_right &= bool(why) or not self.paper.has_figures(promise)
        argv = ["edit", promise.slug, "--stages", ",".join(stages), *why]
        effect = (lambda: self.paper.restaged(promise, stages)) if is_right else None
        return Move(argv, effect)

    def stage_edit(self, promise: Promise) -> Move:
        """Another name for a stage."""
        promise = self.of_kind(promise, "quantity")
        old = self.dice.choice(promise.stages or [NOWHERE])
        new = self.dice.choice(STAGES)
        why = self.reason()
        taken = {*promise.stages, *self.paper.stages_used(promise)} - {old}
        is_right = not promise.closed and old in promise.stages and new != old
        is_right &= new not in taken and (bool(why) or not self.paper.has_figures(promise))

        def effect() -> None:
            self.paper.rename(promise, "stage", old, new)
            self.paper.restaged(promise, [new if s == old else s for s in promise.stages])

        argv = ["stage", "edit", promise.slug, old, "--name", new, *why]
        return Move(argv, effect if is_right else None)

    def stage_retire(self, promise: Promise) -> Move:
        """A stage out of use."""
        stage = self.dice.choice(promise.stages or [NOWHERE])
        is_right = not promise.closed and stage in promise.stages and len(promise.stages) > 1
        if stage == promise.last_stage:
            is_right &= not {stage, ""} & self.paper.stages_used(promise)
        kept = [s for s in promise.stages if s != stage]
        effect = (lambda: self.paper.restaged(promise, kept)) if is_right else None
        return Move(["stage", "retire", promise.slug, stage, "--reason", "x"], effect)

    # Areas

    def area_add(self, promise: Promise) -> Move:
        """One more area, or one that is back."""
        name = self.dice.choice(NAMES)
        target = self.dice.randrange(1, 40) if self.chance(0.4) else None
        why = self.reason(0.5)
        is_right = not promise.closed and promise.kind != "rank"
        is_right &= name not in promise.areas or (not promise.areas[name] and bool(why))
        is_right &= target is None or promise.kind in ("quantity", "level")
        argv = ["area", "add", promise.slug, name, *why]
        argv += ["--target", str(target)] if target is not None else []

        def effect() -> None:
            promise.areas[name] = True
            before = promise.area_targets.get(name)
            promise.area_targets[name] = before if target is None else target

        return Move(argv, effect if is_right else None)

    def area_edit(self, promise: Promise) -> Move:
        """Another name or target for an area."""
        old = self.dice.choice([*promise.areas, NOWHERE])
        why = self.reason()
        is_right = old in promise.in_use and not promise.closed and bool(why)
        if self.chance(0.5):
            target = self.dice.randrange(1, 4)
            is_right &= promise.kind in ("quantity", "level")
            is_right &= promise.area_targets.get(old) != target
            argv = ["area", "edit", promise.slug, old, "--target", str(target), *why]
            retarget = self.puts(promise.area_targets, old, target)
            return Move(argv, retarget if is_right else None)
        new = self.dice.choice(NAMES)
        is_right &= new not in promise.areas

        def effect() -> None:
            self.paper.rename(promise, "area", old, new)
            names = {a: new if a == old else a for a in promise.areas}
            promise.areas = {names[a]: used for a, used in promise.areas.items()}
            promise.area_targets = {names[a]: t for a, t in promise.area_targets.items()}

        argv = ["area", "edit", promise.slug, old, "--name", new, *why]
        return Move(argv, effect if is_right else None)

    def area_retire(self, promise: Promise) -> Move:
        """An area out of use."""
        name = self.dice.choice([*promise.areas, NOWHERE])
        is_right = name in promise.in_use and not promise.closed
        argv = ["area", "retire", promise.slug, name, "--reason", "区划调整"]
        return Move(argv, self.puts(promise.areas, name, False) if is_right else None)

    # Milestones and plan points

    def milestone_add(self, promise: Promise) -> Move:
        """One more milestone, or one that is back."""
        promise = self.of_kind(promise, "milestones")
        name, due = self.dice.choice(NODES), self.dice.choice(DUE_DAYS)
        weight = self.dice.randrange(1, 5)
        why = self.reason(0.6)
        is_right = promise.kind == "milestones" and not promise.closed
        is_right &= name not in promise.nodes
        if name in promise.gone_nodes or self.paper.has_figures(promise):
            is_right &= bool(why)

        def effect() -> None:
            promise.nodes[name] = (due, weight)
            promise.gone_nodes.discard(name)

        argv = ["milestone", "add", promise.slug, name, "--due", str(due)]
        argv += ["--weight", str(weight), *why]
        return Move(argv, effect if is_right else None)

    def milestone_edit(self, promise: Promise) -> Move:
        """Another name or weight for a milestone."""
        promise = self.of_kind(promise, "milestones")
        old = self.dice.choice([*promise.nodes, NOWHERE])
        why = self.reason()
        is_right = old in promise.nodes and bool(why) and not promise.closed
        argv = ["milestone", "edit", promise.slug, old, *why]
        if self.chance(0.5):
            weight = self.dice.randrange(1, 5)
            due, now = promise.nodes.get(old, (TODAY, weight))
            reweigh = self.puts(promise.nodes, old, (due, weight))
            is_right &= weight != now
            return Move([*argv, "--weight", str(weight)], reweigh if is_right else None)
        new = self.dice.choice(NODES)
        is_right &= new not in promise.nodes and new not in promise.gone_nodes

        def effect() -> None:
            self.paper.rename(promise, "stage", old, new)
            promise.nodes = {new if n == old else n: v for n, v in promise.nodes.items()}

        return Move([*argv, "--name", new], effect if is_right else None)

    def milestone_retire(self, promise: Promise) -> Move:
        """A milestone out of use."""
        promise = self.of_kind(promise, "milestones")
        name = self.dice.choice([*promise.nodes, NOWHERE])
        is_right = name in promise.nodes and len(promise.nodes) > 1 and not promise.closed

        def effect() -> None:
            del promise.nodes[name]
            promise.gone_nodes.add(name)

        argv = ["milestone", "retire", promise.slug, name, "--reason", "并入"]
        return Move(argv, effect if is_right else None)

    def plan(self, promise: Promise) -> Move:
        """Plan points, or none any more."""
        promise = self.of_kind(promise, "quantity", "level")
        argv, why = ["plan", promise.slug], self.reason(0.6)
        new = dict(promise.points)
        days = sorted(self.dice.sample(POINTS, self.dice.choice((1, 1, 2))))
        is_right = promise.kind in ("quantity", "level") and not promise.closed
        if promise.points and self.chance(0.3):
            day = self.dice.choice([*promise.points, POINTS[0]])
            argv += ["--until", str(day), "--remove"]
            is_right &= new.pop(day, None) is not None
        else:
            for day in days:
                new[day] = self.dice.randrange(1, 100) * 10**promise.scale
                argv += ["--until", str(day), "--reach", promise.figure(new[day])]
            is_right &= self._holds(promise, new)
        changed = {d for d in {*new, *promise.points} if new.get(d) != promise.points.get(d)}
        is_right &= bool(changed)
        owed = changed & set(promise.points) or (promise.points and self.paper.has_figures(promise))
        is_right &= bool(why) or not owed
        return Move([*argv, *why], self.sets(promise, points=new) if is_right else None)

    @staticmethod
    def _holds(promise: Promise, points: dict[dt.date, int]) -> bool:
        """Whether a pace can follow these points."""
        if promise.start is None or promise.due is None:
            return False
        shares = [promise.share(points[day]) for day in sorted(points)]
        known = [share for share in shares if share is not None]
        return (
            len(known) == len(shares)
            and known == sorted(known)
            and all(0 <= share <= 1 for share in known)
            and all(promise.start <= day < promise.due for day in points)
        )
