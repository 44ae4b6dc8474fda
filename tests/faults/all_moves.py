"""The random commands of everybody: beside those of a clerk and of the parts, what a commitment
is, close-out, settings, and files.
"""

import datetime as dt
from collections.abc import Callable

from tests.faults.moves import DAYS, DUE_DAYS, POINTS, STAGES, TOMORROW, Move
from tests.faults.paper import TODAY, Promise
from tests.faults.part_moves import PartMoves


class AllMoves(PartMoves):
    """Every command that writes."""

    def any(self) -> Move:
        """Some command, more often one of those that are typed more often."""
        verbs, weights = zip(*WEIGHTS.items(), strict=True)
        (verb,) = self.dice.choices(verbs, weights)
        move: Move = getattr(self, verb)(self.dice.choice(self.paper.promises))
        return move

    # What a commitment is

    def add(self, promise: Promise) -> Move:
        """One more commitment, or one that is there."""
        number = len(self.paper.promises) + 1
        slug = promise.slug if self.chance(0.2) else f"new-{number}"
        stages = self.dice.sample(STAGES, 2) if self.chance(0.3) else []
        argv = ["add", slug, "--name", slug, "--kind", "quantity", "--target", "50"]
        argv += ["--unit", "个", "--department", "市", "--start", "2024-01-01"]
        argv += ["--due", "2024-12-31", *(["--stages", ",".join(stages)] if stages else [])]
        new = Promise(number, slug, "quantity", "个", 0, 50, stages=stages)

        def effect() -> None:
            self.paper.promises.append(new)
            self.paper.restaged(new, stages)

        return Move(argv, effect if slug != promise.slug else None)

    def edit(self, promise: Promise) -> Move:
        """A person, another name, other terms."""
        argv = ["edit", promise.slug]
        if self.chance(0.3):
            person = self.dice.choice(("李四", "王五", ""))
            effect = self.sets(promise, person=person)
            return Move([*argv, "--person", person], effect if person != promise.person else None)
        if self.chance(0.1):
            return Move([*argv, "--alias", f"别名{self.paper.fresh()}甲"], lambda: None)
        why = self.reason()
        is_right = bool(why) and not promise.closed
        if self.chance(0.4):
            due = self.dice.choice(DUE_DAYS)
            is_right &= due != promise.due
            effect = self.sets(promise, due=due)
            return Move([*argv, "--due", str(due), *why], effect if is_right else None)
        steps = self.dice.choice((0, 1, 2, 3, 50, 90, 120, 500, 600)) * 10**promise.scale
        if promise.unit == "%" and steps == 0:
            steps = 10**promise.scale
        is_right &= promise.counts and steps != promise.target
        is_right &= steps > 0 or promise.kind == "level"
        is_right &= promise.opening is None or steps < promise.opening
        effect = self.sets(promise, target=steps)
        return Move([*argv, "--target", promise.figure(steps), *why], effect if is_right else None)

    # Close-out, settings, files

    def close(self, promise: Promise) -> Move:
        """A commitment is verified to be done."""
        day = self.dice.choice([*DAYS, TOMORROW])
        is_right = not promise.closed and day <= TODAY
        argv = ["close", promise.slug, "--on", str(day), "--reason", "核实"]
        return Move(argv, self._closes(promise, day, True) if is_right else None)

    def reopen(self, promise: Promise) -> Move:
        """It was not."""
        closed = [p for p in self.paper.promises if p.closed]
        promise = self.dice.choice(closed) if closed and self.chance(0.8) else promise
        argv = ["reopen", promise.slug, "--reason", "复核"]
        return Move(argv, self._closes(promise, TODAY, False) if promise.closed else None)

    @staticmethod
    def _closes(promise: Promise, day: dt.date, closed: bool) -> Callable[[], None]:
        return lambda: promise.closings.append((day, closed))

    def config(self, promise: Promise) -> Move:  # noqa: ARG002
        """A threshold or the title."""
        if self.chance(0.3):
            title = f"计划{self.paper.fresh()}"
            return Move(["config", "title", title], self.puts(self.paper.settings, "title", title))
        value = str(self.dice.randrange(1, 45))
        effect = self.puts(self.paper.settings, "yellow", value)
        is_right = int(value) <= 30
        is_change = value != self.paper.settings["yellow"]
        return Move(["config", "yellow", value], effect if is_right else None, is_change)

    def workday(self, promise: Promise) -> Move:  # noqa: ARG002
        """Whether people work on a day."""
        day = str(self.dice.choice(POINTS))
        word = self.dice.choice(("on", "off", "default"))
        effect = self.puts(self.paper.workdays, day, word)
        is_change = self.paper.workdays.get(day, "default") != word
        return Move(["workday", day, word], effect, is_change)

    def unit(self, promise: Promise) -> Move:  # noqa: ARG002
        """A unit, new or not."""
        name = "单位" + self.dice.choice("甲乙丙丁戊己庚辛")
        effect = (lambda: self.paper.units.add(name)) if name not in self.paper.units else None
        return Move(["unit", "add", name], effect)

    def ack(self, promise: Promise) -> Move:
        """Whatever alerts it has are noted."""
        until = self.dice.choice(("2024-07-31", "2024-07-01"))
        argv = ["alerts", "ack", promise.slug, "--until", until, "--reason", "已知"]
        is_right = until > str(TODAY)
        return Move(argv, (lambda: None) if is_right else None, is_sure=not is_right)

    def import_(self, promise: Promise) -> Move:  # noqa: ARG002
        """A file of some rows, all or none."""
        lines, every, is_right, is_sure = ["任务,日期,县市区,新增"], [], True, True
        able = [p for p in self.paper.promises if p.kind == "quantity"]
        for one in self.dice.choices(able, k=self.dice.randrange(1, 4)):
            day, amount = self.dice.choice(DAYS), 1000 + self.paper.fresh()
            area = self.dice.choice(one.in_use) if one.in_use else ""
            lines.append(f"{one.slug},{day},{area},{amount}")
            entry = {"commitment": one.number, "day": day, "area": area, "stage": one.last_stage}
            every.append(entry | {"mode": "add", "amount": amount * 10**one.scale, "note": None})
            there = self.paper.said_of(one, day, area)
            is_right &= not one.closed and there is not True
            is_sure &= there is not None

        def effect() -> None:
            first = len(self.paper.acts) + 1
            self.paper.imported.update(range(first, first + len(every)))
            self._write_all(every)

        wanted = effect if is_right else None
        sent = "\n".join(lines) + "\n"
        return Move(["import", "sent.csv"], wanted, is_sure=is_sure or not is_right, sent=sent)


WEIGHTS = {
    "log": 20, "several": 3, "correct": 12, "undo": 9, "import_": 2, "add": 1, "edit": 4,
    "stages": 2, "stage_edit": 2, "stage_retire": 1, "area_add": 4, "area_edit": 3,
    "area_retire": 2, "milestone_add": 3, "milestone_edit": 2, "milestone_retire": 1, "plan": 3,
    "close": 2, "reopen": 3, "config": 1, "workday": 1, "unit": 1, "ack": 1,
}  # fmt: skip
