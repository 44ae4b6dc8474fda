"""Random histories through the real plans, held against sums worked out the slow way."""

import datetime as dt
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import AUTHOR, NOON
from tests.store.ledgers import TODAY, Author, Desk, hurried
from tests.store.naive import Act, Naive
from tracker.core.echo import Echo
from tracker.errors import Refused
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.seed import find_seed, seed_rows
from tracker.store.sums import sums

AREAS = ("", "东昌府区", "临清市")
STAGES = (("开工", "完工"), ("开工", "完工", "验收"), ("开工", "验收", "完工"))
FIRST_DAY = TODAY - dt.timedelta(days=20)
PLAIN, SHARED, STAGED = 1, 2, 3
SLUGS = {PLAIN: "plain", SHARED: "shared", STAGED: "staged"}


class Command(NamedTuple):
    """One thing that somebody does; numbers stand for whatever there is to choose from."""

    verb: str
    pick: int
    amount: int
    day: int
    total: bool
    field: str


VERBS = ("log", "log", "log", "words", "correct", "correct", "undo", "undo", "last", "stages")
FIELDS = ("to", "change", "total", "on", "part", "note", "both")

COMMANDS = st.builds(
    Command,
    verb=st.sampled_from(VERBS),
    pick=st.integers(0, 99),
    amount=st.integers(0, 40),
    day=st.integers(0, 20),
    total=st.booleans(),
    field=st.sampled_from(FIELDS),
)


def any_command(dice: random.Random) -> Command:
    return Command(
        dice.choice(VERBS),
        dice.randrange(100),
        dice.randrange(41),
        dice.randrange(21),
        dice.random() < 0.3,
        dice.choice(FIELDS),
    )


class Player:
    """Does every command twice: at the ledger, and on paper."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.paper = Naive()
        self.paper.last_stages.append((0, STAGED, STAGES[0][-1]))

    def play(self, command: Command) -> None:
        before = self.desk.head
        if not self.may_be_done(command):
            with pytest.raises(Refused):
                getattr(self, command.verb)(command)
            assert self.desk.head == before
            return
        echo, act = getattr(self, command.verb)(command)
        assert self.desk.head == before + 1
        if act:
            self.paper.acts.append(act)
            self.hold_echo(echo, before)

    def hold_echo(self, echo: Echo, before: int) -> None:
        """The echo of an act tells its totals before and after, and its series on its own day."""
        commitment, stage = echo.commitment.id, echo.entry.stage
        stage = stage or self.paper.last_stage(commitment, self.desk.head)
        after = self.desk.head
        assert echo.before == self.total(commitment, stage, dt.date.max, before)
        assert echo.after == self.total(commitment, stage, dt.date.max, after)
        own = self.paper.sums(echo.entry.day, after).get((commitment, echo.entry.area, stage))
        assert echo.on_day == (own.now.done if own else None)

    def total(self, commitment: int, stage: str, day: dt.date, known: int) -> int | None:
        # The week before the last day of all is of no interest here.
        day = min(day, dt.date(9000, 1, 1))
        states = self.paper.sums(day, known).items()
        done = [s.now.done for key, s in states if (key[0], key[2]) == (commitment, stage)]
        figures = [d for d in done if d is not None]
        return sum(figures) if figures else None

    # Commands, as they are typed and as they are written down

    def log(self, command: Command) -> tuple[Echo, Act]:
        commitment = 1 + command.pick % 3
        part = self.part(commitment, command.amount)
        echo = self.desk.log(
            SLUGS[commitment],
            str(command.amount),
            str(FIRST_DAY + dt.timedelta(days=command.day)),
            total=command.total,
            accept=True,
            **part,
        )
        mode = "total" if command.total else "add"
        return echo, self.entry(echo, commitment, command, part, mode, command.amount)

    def words(self, command: Command) -> tuple[Echo, Act]:
        commitment = 1 + command.pick % 3
        on = str(FIRST_DAY + dt.timedelta(days=command.day))
        echo = self.desk.log(SLUGS[commitment], on=on, note="x", accept=True)
        return echo, self.entry(echo, commitment, command, {}, None, None)

    def part(self, commitment: int, pick: int) -> dict[str, str]:
        if commitment == SHARED:
            return {"area": AREAS[1 + pick % 2]}
        return {"stage": ("开工", "完工")[pick % 2]} if commitment == STAGED else {}

    def entry(
        self,
        echo: Echo,
        commitment: int,
        command: Command,
        part: dict[str, str],
        mode: str | None,
        amount: int | None,
    ) -> Act:
        fields: dict[str, Any] = {"area": "", "stage": "", "note": None if mode else "x", **part}
        day = FIRST_DAY + dt.timedelta(days=command.day)
        fields |= {"commitment": commitment, "day": day, "mode": mode, "amount": amount}
        return Act(echo.act, self.desk.head, "log", None, fields)

    def correct(self, command: Command) -> tuple[Echo, Act]:
        wanted, fields = self.wanted(command)
        echo = self.desk.correct(self.picked(command), accept=True, **wanted)
        return echo, Act(echo.act, self.desk.head, "correct", self.picked(command), fields)

    def wanted(self, command: Command) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is typed to correct a field, and the fields as they shall be."""
        now = self.paper.entry(self.picked(command), self.desk.head)
        day = FIRST_DAY + dt.timedelta(days=command.day)
        to: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "to": ({"to": str(command.amount)}, {"amount": command.amount}),
            "on": ({"on": str(day)}, {"day": day}),
            "note": ({"note": str(command.amount)}, {"note": str(command.amount)}),
            "total": (
                {"total": command.total},
                {"mode": "total" if command.total else "add"},
            ),
        }
        to["both"] = to["to"][0] | to["on"][0], to["to"][1] | to["on"][1]
        step = command.amount - 20
        to["change"] = {"change": f"{step:+}"}, {"amount": (now.get("amount") or 0) + step}
        part = self.part(now.get("commitment", PLAIN), command.amount)
        to["part"] = dict(part), dict(part)
        return to[command.field]

    def undo(self, command: Command) -> tuple[Echo, Act]:
        of = self.picked(command)
        echo = self.desk.undo(of, accept=True)
        return echo, Act(echo.act, self.desk.head, "undo", of, {})

    def last(self, _: Command) -> tuple[Echo, Act]:
        echo = self.desk.undo(accept=True)
        assert echo.undone == self.latest()
        return echo, Act(echo.act, self.desk.head, "undo", echo.undone, {})

    def stages(self, command: Command) -> tuple[None, None]:
        stages = STAGES[command.pick % 3]
        self.desk.edit(SLUGS[STAGED], stages=stages)
        self.paper.last_stages.append((self.desk.head, STAGED, stages[-1]))
        return None, None

    # What may be refused

    def picked(self, command: Command) -> int:
        """The number of some act, one that is there or the next one."""
        return 1 + command.pick % (len(self.paper.acts) + 1)

    def latest(self) -> int | None:
        """The newest entry or correction that stands, and whose entry stands."""
        head = self.desk.head
        stand = [
            act.number
            for act in self.paper.acts
            if act.verb != "undo"
            and self.paper.stands(act.number, head)
            and (act.of is None or self.paper.stands(act.of, head))
        ]
        return stand[-1] if stand else None

    def may_be_done(self, command: Command) -> bool:
        if command.verb == "stages":
            return STAGES[command.pick % 3] != self.desk.get(SLUGS[STAGED]).stages
        if command.verb == "last":
            return self.latest() is not None
        number, head = self.picked(command), self.desk.head
        acts = {act.number: act for act in self.paper.acts}
        if command.verb == "undo":
            return number in acts and self.paper.stands(number, head)
        if command.verb == "correct":
            return (
                number in acts
                and acts[number].verb == "log"
                and self.paper.stands(number, head)
                and self.would_be_corrected(command)
            )
        return True

    def would_be_corrected(self, command: Command) -> bool:
        now = self.paper.entry(self.picked(command), self.desk.head)
        _, fields = self.wanted(command)
        figure = fields.keys() & {"amount", "mode"}
        if figure and (now["amount"] is None or fields.get("amount", 0) < 0):
            return False
        return any(now[k] != v for k, v in fields.items())

    # What is held

    def hold(self) -> None:
        """Sums of every day, and of every change, as on paper."""
        head = self.desk.head
        for after in range(-1, 29, 3):
            day = FIRST_DAY + dt.timedelta(days=after)
            assert sums(self.desk.read, day) == self.paper.sums(day, head)
        for known in range(1, head):
            day = FIRST_DAY + dt.timedelta(days=known % 24)
            assert sums(self.desk.read, day, known) == self.paper.sums(day, known)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three commitments: one plain, one shared out, one counted in stages."""
    path = tmp_path_factory.mktemp("small") / "tracker.db"
    create(path, seed_rows(find_seed(), None, empty=True), Author(AUTHOR, "z"), now=NOON)
    with open_store(path) as store:
        desk = Desk(store)
        for slug in SLUGS.values():
            desk.add(slug, "quantity", target="9999", unit="个", department="市")
        for area in AREAS[1:]:
            desk.area("shared", area)
        desk.edit("staged", stages=STAGES[0])
    return path


def play(small: Path, commands: list[Command]) -> Player:
    with (
        tempfile.TemporaryDirectory() as folder,
        hurried(Path(shutil.copy(small, folder))) as store,
    ):
        player = Player(Desk(store))
        for command in commands:
            player.play(command)
        player.hold()
        return player


@settings(max_examples=150, deadline=None)
@given(commands=st.lists(COMMANDS, max_size=25))
def test_any_history_comes_to_the_same_as_on_paper(small: Path, commands: list[Command]) -> None:
    play(small, commands)


@pytest.mark.parametrize("seed", [2024, 2025])
def test_a_long_history_comes_to_the_same_as_on_paper(small: Path, seed: int) -> None:
    dice = random.Random(seed)
    player = play(small, [any_command(dice) for _ in range(170)])
    assert len(player.paper.acts) > 100
