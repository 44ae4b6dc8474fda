"""Random histories of every command that writes, held against the same history on paper.

python -m tests.faults.histories [--runs N]

Each is typed as command lines, in this process. Whether a command is accepted has to be what the
paper says; afterwards status, history, export and check have to tell what the paper tells, for
today, for a day before, and as it was known at a change before.
"""

import copy
import json
import random
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.faults.all_moves import AllMoves
from tests.faults.moves import DAYS, Move
from tests.faults.paper import TODAY, Paper, Promise
from tests.faults.trial import MADE, Place, Trial, long_run, place

Told = list[tuple[object, ...]]

PROMISES = (
    Promise(1, "road", "quantity", "公里", 3, 90_000),
    Promise(2, "flats", "quantity", "个", 0, 174, areas={"冠县": True, "莘县": True}),
    Promise(3, "lifts", "quantity", "部", 0, 200, stages=["开工", "完工"]),
    Promise(4, "stock", "level", "个", 0, 100, 500),
    Promise(5, "rate", "level", "%", 2, 8_000),
    Promise(6, "place", "rank", "名次", 0, 3),
    Promise(7, "papers", "milestones"),
    Promise(8, "patrol", "duty"),
)
# The areas of the flats; how often a command is tried without saving, and without saying yes.
BEFORE = (["area", "add", "flats", "冠县"], ["area", "add", "flats", "莘县"])
TRIED, HESITANT = 0.15, 0.15


def begin(there: Place) -> Path:
    """The ledger in which every history begins."""
    for promise in PROMISES:
        argv = ["add", promise.slug, "--name", promise.slug, "--kind", promise.kind]
        argv += ["--department", "市", "--start", "2024-01-01", "--due", "2024-12-31"]
        if promise.target is not None:
            argv += ["--unit", str(promise.unit), "--target", promise.figure(promise.target)]
        if promise.opening is not None:
            argv += ["--opening", promise.figure(promise.opening)]
        if promise.stages:
            argv += ["--stages", ",".join(promise.stages)]
        assert there.run(*argv, now=MADE).code == 0
    for line in BEFORE:
        assert there.run(*line, now=MADE).code == 0
    return there.kept()


class History:
    """One history, played at the ledger and on paper."""

    def __init__(self, there: Place, seed: int) -> None:
        self.there = there
        self.dice = random.Random(seed)
        self.paper = Paper(copy.deepcopy([*PROMISES]))
        self.paper.head += len(BEFORE)
        for name in ("冠县", "莘县"):
            self.paper.promises[1].area_targets[name] = None
        self.moves = AllMoves(self.paper, self.dice)
        self.lines: list[str] = []
        self.known: dict[int, Told] = {}
        self.faults: list[str] = []

    def play(self, steps: int) -> Counter[str]:
        """Type some commands; returns how many of each were saved and refused."""
        counts: Counter[str] = Counter()
        for _ in range(steps):
            move = self.moves.any()
            saved = self.type(move)
            counts["saved" if saved else "refused"] += 1
            if saved is None:
                break
        return counts

    def type(self, move: Move) -> bool | None:
        """Type one command; returns whether it was saved, None where it should not have been as
        it was.
        """
        if move.sent:
            (self.there.folder / "sent.csv").write_text(move.sent, "utf-8")
        self.lines.append(" ".join(move.argv) + f" {move.sent!r}" * bool(move.sent))
        wanted = {0} if move.effect else {3}
        if not move.is_sure:
            wanted = {0, 3}
        codes = []
        if self.dice.random() < TRIED:
            codes.append(self.run(*move.argv, "--yes", "--dry-run"))
        hesitant = self.dice.random() < HESITANT
        saved = False
        if hesitant:
            # Nobody answers for a slip: that it is saved is as right as that it is not.
            saved = self.run(*move.argv, "--no-input") == 0
        if not saved:
            codes.append(self.run(*move.argv, "--yes"))
            saved = codes[-1] == 0
        if not {*codes, *([0] if saved else [])} <= wanted:
            self.faults.append(f"exit codes {codes} and not {wanted}")
            return None
        if saved and move.effect:
            if move.is_change:
                self.paper.head += 1
            move.effect()
            self.known[self.paper.head] = [*self.paper.status()]
        return saved

    def run(self, *argv: str) -> int:
        """The exit code of a command line."""
        return self.there.run(*argv).code

    def answer(self, *argv: str) -> Any:
        """What a command answers in JSON."""
        done = self.there.run(*argv, "--json")
        if done.code:
            self.faults.append(f"{argv} ended with {done.code}: {done.err}")
            return {}
        return json.loads(done.out, parse_float=Decimal)

    def hold(self) -> None:
        """Everything that is printed is as on paper, and check finds nothing."""
        checked = self.there.run("check", "--plain")
        self.same((0, ""), (checked.code, checked.out), "check")
        self.same([*self.paper.status()], self.status(), "status")
        if self.dice.random() < 0.5:
            day = self.dice.choice(DAYS)
            self.same([*self.paper.status(day)], self.status("--as-of", str(day)), f"as of {day}")
        elif self.known:
            change, told = self.dice.choice([*self.known.items()])
            at = ("--known-at", f"#{change}", "--as-of", str(TODAY))
            self.same(told, self.status(*at), f"known at #{change}")
        self.hold_history()
        self.hold_export()

    def status(self, *flags: str) -> Told:
        """The same of every commitment as the paper tells."""
        told: Told = []
        for one in self.answer("status", *flags).get("commitments", []):
            promise = next(p for p in self.paper.promises if p.slug == one["slug"])
            target, done = (
                None if one[k] is None else int(one[k] * 10**promise.scale)
                for k in ("target", "done")
            )
            due = one["due"] and TODAY.fromisoformat(one["due"])
            told.append((one["slug"], target, done, due, one["closed_out"]))
        return told

    def hold_history(self) -> None:
        """Every act has its number, its change, its verb and its commitment."""
        paper = [
            (
                act.number,
                act.change,
                "import" if act.number in self.paper.imported else act.verb,
                self.paper.promise_of(act.number).slug,
                act.of,
            )
            for act in self.paper.acts
        ]
        told = self.answer("history") or []
        acts = [
            (one["entry"], one["change"], one["action"], one["slug"], one["of"])
            for one in told
            if one["entry"] is not None
        ]
        self.same(paper, acts, "history")
        self.same({*range(1, self.paper.head + 1)}, {one["change"] for one in told}, "changes")

    def hold_export(self) -> None:
        """The export holds every change, and a row for each act."""
        changes = self.answer("export").get("changes", [])
        self.same([*range(1, self.paper.head + 1)], [c["change"] for c in changes], "export")
        rows = Counter(row["table"] for change in changes for row in change["rows"])
        acts = Counter(act.verb for act in self.paper.acts)
        fields = sum(len(act.fields) for act in self.paper.acts if act.verb == "correct")
        wanted = acts["log"], fields, acts["undo"]
        self.same(wanted, (rows["entry"], rows["correction"], rows["undo"]), "exported rows")

    def same(self, wanted: object, told: object, what: str) -> None:
        """Note what is told otherwise than on paper."""
        if wanted != told:
            self.faults.append(f"{what}: {told}, on paper {wanted}")


def histories(count: int, first: int = 0) -> Trial:
    """So many histories, of 5 to 20 commands each."""
    trial = Trial("histories")
    with place(["--empty"]) as there:
        kept = begin(there)
        for seed in range(first, first + count):
            there.renew(kept)
            history = History(there, seed)
            # Many short ones find more than a few long ones; every fifth is long.
            trial.counts += history.play(20 if seed % 5 == 0 else 5 + seed % 3)
            history.hold()
            trial.counts["histories"] += 1
            for fault in history.faults:
                lines = "\n    ".join(history.lines)
                trial.hold(False, f"history {seed}: {fault}\n    {lines}")
    return trial


if __name__ == "__main__":
    sys.exit(long_run(__doc__, histories, 20_000))
