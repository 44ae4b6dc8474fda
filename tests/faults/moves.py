"""One random command of a clerk at a time: how it is typed, whether it has to be accepted, and what
it then means on paper. Many are not right, and have to be refused.
"""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.faults.paper import TODAY, Paper, Promise

DAYS = [dt.date(2024, 1, 10) + dt.timedelta(days=n) for n in range(0, 177, 4)]
TOMORROW = TODAY + dt.timedelta(days=1)
DUE_DAYS = (dt.date(2024, 8, 31), dt.date(2024, 12, 31), dt.date(2025, 6, 30))
POINTS = tuple(dt.date(2024, month, 20) for month in range(1, 13))
NAMES = ("冠县", "莘县", "阳谷", "高唐")
STAGES = ("开工", "主体", "完工", "验收")
NODES = ("初稿", "评审", "报批", "公示")
NOWHERE = "不存在"


class Move(NamedTuple):
    """A command, with the file that it reads, and what it does on paper; None where it has to be
    refused. What is so already is accepted, and is no change. Where it is not `sure`, the paper
    does not tell whether it is accepted.
    """

    argv: list[str]
    effect: Callable[[], None] | None
    is_change: bool = True
    is_sure: bool = True
    sent: str = ""


class Moves:
    """Makes moves that depend on what is on the paper."""

    def __init__(self, paper: Paper, dice: random.Random) -> None:
        self.paper = paper
        self.dice = dice

    def chance(self, part: float) -> bool:
        """Yes, in a part of all cases."""
        return self.dice.random() < part

    def reason(self, likely: float = 0.8) -> list[str]:
        """A reason, or forgotten."""
        return ["--reason", "核对"] if self.chance(likely) else []

    def of_kind(self, promise: Promise, *kinds: str) -> Promise:
        """Mostly one of these kinds, whatever was picked."""
        if promise.kind in kinds or self.chance(0.1):
            return promise
        return self.dice.choice([p for p in self.paper.promises if p.kind in kinds])

    # What a clerk does

    def log(self, promise: Promise) -> Move:
        """One entry: a figure, words, or a milestone."""
        day = self.dice.choice([*DAYS, TODAY, TOMORROW])
        argv = ["log", promise.slug, "--on", str(day)]
        fields: dict[str, Any] = {"commitment": promise.number, "day": day, "area": "", "stage": ""}
        fields |= {"mode": None, "amount": None, "note": None}
        is_right = day <= TODAY and not promise.closed
        if self.chance(0.8 if promise.counts else 0.1):
            is_right &= self._figure(promise, argv, fields)
        elif promise.kind == "milestones" and self.chance(0.8):
            node = self.dice.choice([*promise.nodes, NOWHERE])
            argv += ["--done", node]
            fields |= {"stage": node, "mode": "total", "amount": 1}
            is_right &= node in promise.nodes
        elif promise.kind != "duty" or self.chance(0.5):
            fields["note"] = f"第{self.paper.fresh()}次"
            argv += ["--note", fields["note"]]
        return Move(argv, (lambda: self.paper.write("log", None, fields)) if is_right else None)

    def _figure(self, promise: Promise, argv: list[str], fields: dict[str, Any]) -> bool:
        amount = self.dice.choice((0, 1, 2, 3, 7, 12, 25)) * 10**promise.scale
        amount += self.dice.randrange(10**promise.scale)
        text = promise.figure(amount)
        if promise.unit == "公里" and self.chance(0.3):
            text = f"{amount}米"
        is_right = promise.counts and not (promise.kind == "rank" and amount == 0)
        if promise.scale == 0 and self.chance(0.05):
            text, is_right = f"{text}.5", False
        total = self.chance(0.3)
        argv[2:2] = [text, *(["--total"] if total else [])]
        mode = "total" if total or promise.kind in ("level", "rank") else "add"
        fields |= {"amount": amount, "mode": mode, "stage": promise.last_stage}
        return is_right & self._part(promise, argv, fields)

    def _part(self, promise: Promise, argv: list[str], fields: dict[str, Any]) -> bool:
        is_right = True
        needs = bool(promise.in_use) and promise.unit != "%"
        if self.chance(0.9 if needs else 0.1):
            area = self.dice.choice([*promise.areas, NOWHERE] if self.chance(0.1) else
                                    promise.in_use or [NOWHERE])  # fmt: skip
            argv += ["--area", area]
            fields["area"] = area
            is_right = area in promise.in_use
        elif needs:
            is_right = False
        if self.chance(0.5 if promise.stages else 0.05):
            stage = self.dice.choice(promise.stages or [NOWHERE])
            argv += ["--stage", stage]
            fields["stage"] = stage
            is_right &= stage in promise.stages
        return is_right

    def several(self, promise: Promise) -> Move:
        """Two entries in one line, all or none."""
        pair = [promise, self.dice.choice(self.paper.promises)]
        argv, every, is_right = ["log"], [], True
        for one in pair:
            amount = self.paper.fresh() * 10**one.scale
            argv += [one.slug, one.figure(amount)]
            mode = "total" if one.kind in ("level", "rank") else "add"
            entry = {"commitment": one.number, "day": TODAY, "area": "", "stage": one.last_stage}
            every.append(entry | {"mode": mode, "amount": amount, "note": None})
            is_right &= one.counts and not one.closed and (not one.in_use or one.unit == "%")
        return Move(argv, (lambda: self._write_all(every)) if is_right else None)

    def _write_all(self, every: list[dict[str, Any]]) -> None:
        for fields in every:
            self.paper.write("log", None, fields)

    def correct(self, promise: Promise) -> Move:
        """A field of some entry, or of what is none."""
        acts = self.paper.acts
        number = self.dice.randrange(len(acts) + 1) + 1
        argv = ["correct", str(number), "--reason", "看错"]
        is_entry = number <= len(acts) and acts[number - 1].verb == "log"
        if not is_entry:
            return Move([*argv, "--note", "x"], None)
        now = self.paper.naive.entry(number, self.paper.head)
        promise = self.paper.promise_of(number)
        if not self.paper.stands(number):
            return Move([*argv, "--note", f"新{self.paper.fresh()}"], None)
        how, fields, is_right = self._wanted(promise, now)
        new = {name: value for name, value in fields.items() if now[name] != value}
        if not is_right or not new or promise.closed:
            return Move([*argv, *how], None)
        return Move([*argv, *how], lambda: self.paper.write("correct", number, new))

    def _wanted(
        self, promise: Promise, now: dict[str, Any]
    ) -> tuple[list[str], dict[str, Any], bool]:
        is_figure = now["amount"] is not None and promise.counts
        steps = self.dice.randrange(30) * 10**promise.scale
        match self.dice.randrange(7):
            case 0:
                is_right = is_figure and not (promise.kind == "rank" and steps == 0)
                return ["--to", promise.figure(steps)], {"amount": steps}, is_right
            case 1:
                after = (now["amount"] or 0) + (steps if self.chance(0.5) else -steps)
                sign = "+" if after >= (now["amount"] or 0) else "-"
                is_right = is_figure and after >= (1 if promise.kind == "rank" else 0)
                return ["--change", f"{sign}{promise.figure(steps)}"], {"amount": after}, is_right
            case 2:
                total = self.chance(0.5)
                mode = "total" if total or promise.kind in ("level", "rank") else "add"
                return ["--total" if total else "--increment"], {"mode": mode}, is_figure
            case 3:
                day = self.dice.choice([*DAYS, TOMORROW])
                return ["--on", str(day)], {"day": day}, day <= TODAY
            case 4:
                area = self.dice.choice([*promise.areas, NOWHERE])
                is_right = area in promise.in_use
                is_right &= promise.kind != "milestones" or now["amount"] is None
                return ["--area", area], {"area": area}, is_right
            case 5:
                known = [*promise.nodes] if promise.kind == "milestones" else promise.stages
                stage = self.dice.choice([*known, NOWHERE])
                return ["--stage", stage], {"stage": stage}, stage in known
            case _:
                note = self.dice.choice(("", "柳园路", f"新{self.paper.fresh()}"))
                return ["--note", note], {"note": note or None}, True

    def undo(self, promise: Promise) -> Move:  # noqa: ARG002
        """Some act, the latest one, or all of a change."""
        paper = self.paper
        argv = ["undo", "--reason", "重复"]
        if self.chance(0.2):
            latest = paper.latest()
            of = [latest] if latest is not None else []
        elif self.chance(0.3):
            change = self.dice.randrange(paper.head) + 1
            argv += ["--change", str(change)]
            of = [a.number for a in paper.acts if a.change == change and paper.stands(a.number)]
        else:
            number = self.dice.randrange(len(paper.acts) + 1) + 1
            argv.insert(1, str(number))
            of = [number] if number <= len(paper.acts) and paper.stands(number) else []
        if not of or any(paper.promise_of(number).closed for number in of):
            return Move(argv, None)
        # By commitment, and within one in the order of their numbers.
        of = sorted(of, key=lambda number: (self._rank(number, of), number))
        return Move(argv, lambda: self._undo_all(of))

    def _undo_all(self, of: list[int]) -> None:
        for number in of:
            self.paper.write("undo", number, {})

    def _rank(self, number: int, among: list[int]) -> int:
        promise = self.paper.promise_of(number)
        return min(n for n in among if self.paper.promise_of(n) is promise)

    # What commands do on paper

    @staticmethod
    def sets(promise: Promise, **fields: object) -> Callable[[], None]:
        """A commitment becomes another."""
        return lambda: vars(promise).update(fields)

    @staticmethod
    def puts(known: dict[Any, Any], key: object, value: object) -> Callable[[], None]:
        """Something is known by another value."""
        return lambda: known.update({key: value})
