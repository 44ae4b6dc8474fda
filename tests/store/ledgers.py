"""What the tests of the store share: a person at an open ledger, and one long history."""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.conftest import AUTHOR, NOON
from tracker.core.alert_rules import Level, Part, Rule
from tracker.core.alerts import Alert
from tracker.core.archive import Row
from tracker.core.closing import CloseOut
from tracker.core.definition import Wording
from tracker.core.echo import Echo, Evidence
from tracker.core.fold import Series
from tracker.core.history import Change, Defined
from tracker.core.model import Commitment, Unit
from tracker.core.progress import done_of, progress
from tracker.core.quantity import to_decimal
from tracker.errors import Refused
from tracker.store import (
    acknowledging,
    alert_memory,
    areas,
    commitments,
    configuring,
    definitions,
    ledger,
    lookup,
    plan_points,
    settings,
    tunings,
)
from tracker.store import closing as closing_plans
from tracker.store import milestones as milestone_plans
from tracker.store import stages as stage_plans
from tracker.store.areas import AreaTyped
from tracker.store.definitions import Definition
from tracker.store.engine import Store
from tracker.store.file import connect
from tracker.store.milestones import NodeTyped
from tracker.store.plan import Author, Committed, Draft, Plan, Read
from tracker.store.sums import sums
from tracker.store.typed import CorrectRequest, LogRequest
from tracker.store.units import add_unit

__all__ = ["Author", "Committed", "Draft", "Plan", "Read", "Row"]

T = TypeVar("T")

TODAY = NOON.date()
LOGIN = "zhang"
REASON = "核对后更正"
MINUTE = dt.timedelta(minutes=1)


def day(text: str) -> dt.date:
    """A day of 2024 as `07-05`, or any as `2023-12-31`."""
    return dt.date.fromisoformat(text if len(text) > 5 else f"2024-{text}")


# Before everything, on and beside days with entries, at the end, and long after it.
DAYS = [day(d) for d in ("2023-12-31", "02-19", "02-20", "03-01", "05-05", "06-29", "06-30")]
DAYS += [day(d) for d in ("07-01", "07-02", "07-05", "12-31", "2030-01-01")]


def raw(path: Path) -> "closing[sqlite3.Connection]":
    """The file as any other program sees it."""
    return closing(sqlite3.connect(path, isolation_level=None))


def impatient(path: Path) -> Store:
    """A second person's connection, which gives up at once instead of waiting."""
    connection = connect(path)
    connection.execute("PRAGMA busy_timeout=0")
    return Store(connection, path)


def hurried(path: Path) -> Store:
    """A connection that does not wait for the disk: for many writes that no power cut will hit."""
    connection = connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    return Store(connection, path)


class Desk:
    """One person at an open ledger. What looks like a slip is refused unless `accept`."""

    def __init__(self, store: Store, name: str = AUTHOR) -> None:
        self.store = store
        self.read = store.read
        self.author = Author(name, LOGIN)

    def write(self, plan: Plan[T], now: dt.datetime = NOON, *, dry_run: bool = False) -> T:
        return self.store.write(plan, self.author, now=now, dry_run=dry_run)[0]

    def log(
        self,
        commitment: str,
        amount: str | None = None,
        on: str = "07-05",
        *,
        accept: bool = False,
        **more: Any,
    ) -> Echo:
        request = LogRequest(commitment, amount, day(on), **more)
        (echo,) = self.write(ledger.log([request], TODAY, None if accept else frozenset()))
        return echo

    def correct(
        self, entry: int, *, on: str | None = None, accept: bool = False, **fields: Any
    ) -> Echo:
        request = CorrectRequest(entry, day=day(on) if on else None, **fields)
        accepted = None if accept else frozenset[Any]()
        return self.write(ledger.correct(request, REASON, TODAY, accepted))

    def undo(self, act: int | None = None, *, accept: bool = False) -> Echo:
        accepted = None if accept else frozenset[Any]()
        return self.write(ledger.undo(act, REASON, self.author.name, accepted))

    def add(self, slug: str, kind: str, *, name: str | None = None, **fields: Any) -> Defined:
        definition = define(name=slug if name is None else name, **fields)
        return self.write(definitions.add(slug, kind, definition))

    def edit(self, slug: str, *, reason: str | None = REASON, **fields: Any) -> Defined:
        return self.write(definitions.edit(slug, define(**fields), reason))

    def area(
        self, slug: str, name: str, target: str | None = None, reason: str | None = None, **who: str
    ) -> Defined:
        return self.write(areas.add_area(slug, name, AreaTyped(None, target, **who), reason))

    def edit_area(
        self, slug: str, area: str, *, reason: str | None = REASON, **fields: Any
    ) -> Defined:
        return self.write(areas.edit_area(slug, area, AreaTyped(**fields), reason))

    def retire_area(self, slug: str, area: str) -> Defined:
        return self.write(areas.retire_area(slug, area, REASON))

    def milestone(
        self,
        slug: str,
        node: str,
        due: str = "2024-09-30",
        weight: int = 1,
        reason: str | None = None,
    ) -> Defined:
        return self.write(milestone_plans.add_milestone(slug, node, due, weight, reason))

    def edit_milestone(
        self, slug: str, node: str, *, reason: str | None = REASON, **fields: Any
    ) -> Defined:
        return self.write(milestone_plans.edit_milestone(slug, node, NodeTyped(**fields), reason))

    def retire_milestone(self, slug: str, node: str) -> Defined:
        return self.write(milestone_plans.retire_milestone(slug, node, REASON))

    def edit_stage(self, slug: str, stage: str, name: str, reason: str | None = REASON) -> Defined:
        return self.write(stage_plans.edit_stage(slug, stage, name, reason))

    def retire_stage(self, slug: str, stage: str) -> Defined:
        return self.write(stage_plans.retire_stage(slug, stage, REASON))

    def close(
        self, slug: str, on: str = "07-05", note: str | None = None, reason: str | None = None
    ) -> CloseOut:
        return self.write(closing_plans.close(slug, day(on), note, reason, TODAY))

    def reopen(self, slug: str) -> CloseOut:
        return self.write(closing_plans.reopen(slug, REASON, TODAY))

    def plan(
        self, slug: str, *points: tuple[str, str | None], reason: str | None = None
    ) -> Defined:
        wanted = [(day(until), reach) for until, reach in points]
        return self.write(plan_points.set_plan(slug, wanted, reason))

    def unit(self, name: str, step: str = "1", *aliases: str) -> Unit:
        return self.write(add_unit(name, step, aliases))

    def config(self, key: str, value: str) -> Change:
        return self.write(configuring.configure(key, value, None))

    def tune(self, slug: str, key: str, value: str, reason: str | None = None) -> Defined:
        return self.write(configuring.configure_commitment(slug, key, value, reason))

    def workday(self, on: str, word: str, reason: str | None = None) -> Change:
        return self.write(configuring.set_workday(day(on), word, reason))

    def acknowledge(self, *noted: Alert, until: str) -> Sequence[Alert]:
        return self.write(acknowledging.acknowledge(noted, day(until), REASON, TODAY))

    def alert(
        self, slug: str, rule: Rule, part: Part, level: Level = "red", subject: str = ""
    ) -> Alert:
        """An alert about a commitment as it stands today."""
        commitment = self.get(slug)
        now = progress(commitment, sums(self.read, TODAY), TODAY, settings.load(self.read).rules)
        return Alert(commitment, rule, part, level, now, subject, step=0)

    def get(self, slug: str, known: int | None = None) -> Commitment:
        """A commitment by its slug, as known at a change."""
        (found,) = [c for c in commitments.load(self.read, known) if c.slug == slug]
        return found

    def done(self, slug: str, on: str = "07-05", known: int | None = None) -> str | None:
        """What counts as done at the end of a day, as text in the commitment's unit."""
        commitment = self.get(slug, known)
        steps, _ = done_of(commitment, sums(self.read, day(on), known))
        return None if steps is None else str(to_decimal(steps, commitment.scale))

    def series(self, slug: str, area: str = "", stage: str = "") -> Series:
        return self.get(slug).id, area, stage

    @property
    def head(self) -> int:
        """The number of the last change."""
        return settings.last_change(self.read).change


@contextmanager
def refused(desk: Desk, key: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Expects a refusal with one message, and that nothing was written."""
    head = desk.head
    with pytest.raises(Refused) as caught:
        yield caught
    assert (desk.head, caught.value.key) == (head, key)


def define(**fields: Any) -> Definition:
    """What was typed for `add` or `edit`, terms and names alike."""
    terms = {k: fields.pop(k) for k in Wording._fields if k in fields}
    return Definition(Wording(**terms), **fields)


def shared_out(desk: Desk) -> None:
    """Shares the sewer out to two areas, one with a target of 30 km."""
    desk.area("sewer", "东昌府区", "30")
    desk.area("sewer", "临清市")


def staged(desk: Desk) -> None:
    """Makes the elevators count in two stages."""
    desk.edit("elevators", stages=("开工", "完工"))


def milestones(desk: Desk) -> None:
    """Gives a plan two milestones of 40 and 60 of 100."""
    desk.milestone("heritage-plan", "初稿", weight=40)
    desk.milestone("heritage-plan", "报批", weight=60)


def all_there_is(read: Read, known: int | None = None) -> list[Any]:
    """Everything that a report or an alert is made of, as known at a change."""
    listed = commitments.load(read, known)
    return [
        listed,
        commitments.departments(read, known),
        [lookup.aliases_of(read, i, known) for i in range(1, 34)],
        settings.load(read, known),
        tunings.own_settings(read, known),
        tunings.workdays(read, known),
        alert_memory.acknowledged(read, {one.id: one for one in listed}, dt.UTC, known),
        *(sums(read, d, known) for d in DAYS),
    ]


def long_history(desk: Desk) -> None:
    """Puts at least one row, most often several, into every table of the ledger."""
    _clerk_begins(desk)
    _supervisor_defines(desk)
    _clerk_goes_on(desk)
    _clerk_puts_right(desk)


def _clerk_begins(desk: Desk) -> None:
    page = Evidence("https://example.org/a", None, None)
    file = Evidence("/srv/b.pdf", 12, "ab" * 32)
    desk.log("sewer", "12.5km", "03-01", note="柳园路", evidence=(page, file))
    desk.log("sewer", "50", "06-30", total=True)
    desk.log("sewer", "5", "06-15")
    desk.log("sewer", "800米", "07-02")
    desk.log("elevators", "40", "02-10")
    desk.log("estates", "60", "04-01", problem="缺水泥", next_step="催货")
    desk.log("city-ranking", "3", "05-01")
    desk.log("city-ranking", "2", "06-01")
    desk.log("dongchang-road", note="开工")


def _supervisor_defines(desk: Desk) -> None:
    desk.unit("吨", "0.01", "公斤=0.01", "t")
    desk.config("yellow", "8")
    desk.add(
        "waste",
        "level",
        name="垃圾减量",
        target="60",
        unit="吨",
        opening="100",
        department="市环保局",
        aliases=("垃圾", "减量"),
    )
    desk.add("patrol", "duty", name="巡查", every=30, department="housing")
    desk.edit("sewer", target="95", due="2024-11-30")
    desk.edit("estates", name_en="Old estates", person="李四", aliases=("小区",), reason=None)
    desk.edit("elevators", stages=("开工", "完工"))
    desk.area("complexes", "东昌府区", "10", person="王五")
    desk.area("complexes", "临清市")
    desk.milestone("heritage-plan", "初稿", "2024-06-30", 40)
    desk.milestone("heritage-plan", "报批", "2024-12-20", 60)
    desk.plan("estates", ("06-30", "80"), ("08-31", "100"))
    desk.plan("estates", ("08-31", None), ("09-30", "120"), reason=REASON)


def _clerk_goes_on(desk: Desk) -> None:
    desk.log("elevators", "70", "05-01", stage="开工")
    desk.log("elevators", "10", "05-02")
    desk.log("elevators", "6", "05-04")
    desk.log("complexes", "4", "03-05", area="东昌府区")
    desk.log("complexes", "3", "04-05", area="临清市")
    desk.log("complexes", "6", "05-05", area="东昌府区", total=True)
    desk.log("heritage-plan", on="06-20", node="初稿")
    desk.log("waste", "90", "03-01")
    desk.log("waste", "80", "06-01")
    desk.log("patrol", on="06-10")
    desk.edit("elevators", stages=("开工", "完工", "验收"))


def _clerk_puts_right(desk: Desk) -> None:
    first = int(desk.read("SELECT min(act) FROM entry")[0][0])
    desk.correct(first, to="10", on="02-20", note="柳园路南段")
    desk.correct(first, change="+1.5")
    second = desk.correct(first + 11, total=True, accept=True)
    desk.correct(first + 12, area="临清市", accept=True)
    undone = desk.undo(first + 1, accept=True)
    desk.undo(undone.act, accept=True)
    desk.undo(second.act, accept=True)
    desk.undo(first + 3, accept=True)
    desk.config("red", "40")
    desk.config("reporting_day", "monday")
    _supervisor_closes(desk)


def _supervisor_closes(desk: Desk) -> None:
    desk.edit_area("complexes", "东昌府区", name="东昌府")
    desk.retire_area("complexes", "临清市")
    desk.edit_milestone("heritage-plan", "初稿", name="规划初稿")
    desk.retire_milestone("heritage-plan", "报批")
    desk.edit_stage("elevators", "完工", "竣工")
    desk.log("complexes", "5", "07-04", area="东昌府")
    desk.retire_stage("elevators", "开工")
    desk.close("patrol", note="已核实", reason=REASON)
    desk.close("estates", "07-01", reason=REASON)
    desk.reopen("estates")
    _supervisor_tunes_the_alerts(desk)


def _supervisor_tunes_the_alerts(desk: Desk) -> None:
    desk.config("alert.jumped", "30")
    desk.tune("sewer", "alert.silent", "3w")
    desk.tune("sewer", "alert.silent", "default", REASON)
    desk.tune("estates", "alert.due_soon", "off")
    desk.workday("10-12", "on", "调休")
    desk.workday("10-08", "off")
    desk.workday("10-08", "default")
    behind = desk.alert("estates", "behind", "course")
    quiet = desk.alert("complexes", "area_silent", "area", "notice", "东昌府")
    desk.acknowledge(behind, until="07-19")
    desk.acknowledge(behind, quiet, until="07-31")
