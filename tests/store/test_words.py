"""The latest words of every commitment: by hand, and against all acts looked through on paper."""

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
from tests.store.ledgers import TODAY, Author, Desk, Read, day, hurried
from tests.store.naive import Act, Naive
from tracker.core.bulletin import Said, Words
from tracker.errors import Refused
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.entries import next_act
from tracker.store.seed import find_seed, seed_rows
from tracker.store.words import FIELDS, latest_words


def words(desk: Desk, slug: str = "sewer", on: str = "07-05", known: int | None = None) -> Words:
    found = latest_words(desk.read, day(on), desk.head if known is None else known)
    return found.get(desk.get(slug).id, Words())


# By hand


def test_the_latest_of_each_is_told_with_its_entry_and_day(desk: Desk) -> None:
    desk.log("sewer", "1", "06-01", note="甲", problem="缺水泥", next_step="催货")
    desk.log("sewer", "1", "06-02", problem="缺人")
    desk.log("sewer", "1", "06-03")
    assert words(desk) == Words(
        note=Said("甲", 1, day("06-01")),
        problem=Said("缺人", 2, day("06-02")),
        next_step=Said("催货", 1, day("06-01")),
    )


def test_the_latest_is_so_by_its_work_date_and_within_a_day_by_its_number(desk: Desk) -> None:
    desk.log("sewer", on="06-03", note="丙")
    desk.log("sewer", on="06-01", note="甲")
    assert words(desk).note == Said("丙", 1, day("06-03"))
    desk.log("sewer", on="06-03", note="丁")
    assert words(desk).note == Said("丁", 3, day("06-03"))


def test_what_was_said_after_the_day_is_not_told(desk: Desk) -> None:
    desk.log("sewer", on="06-01", note="甲")
    desk.log("sewer", on="06-03", note="乙")
    told = [words(desk, on=on).note for on in ("05-31", "06-01", "06-02", "06-03")]
    first = Said("甲", 1, day("06-01"))
    assert told == [None, first, first, Said("乙", 2, day("06-03"))]


def test_each_commitment_has_its_own_words_of_all_areas_and_stages(desk: Desk) -> None:
    desk.area("sewer", "临清市")
    desk.edit("elevators", stages=("开工", "完工"))
    desk.log("sewer", on="06-01", note="全市")
    desk.log("sewer", "1", "06-02", area="临清市", note="临清")
    desk.log("elevators", "1", "06-03", stage="开工", note="开工")
    found = latest_words(desk.read, TODAY, desk.head)
    assert {number: said.note and said.note.text for number, said in found.items()} == {
        desk.get("sewer").id: "临清",
        desk.get("elevators").id: "开工",
    }


def test_where_nothing_was_said_nothing_is_told(desk: Desk) -> None:
    desk.log("sewer", "1")
    assert latest_words(desk.read, TODAY, desk.head) == {}


def test_words_are_told_as_corrected_and_undone(desk: Desk) -> None:
    desk.log("sewer", on="06-01", note="甲")
    desk.log("sewer", "1", "06-02", note="乙")
    told = []
    desk.correct(2, note="丙")  # 3
    told.append(words(desk).note)
    for act in (2, 4, 3):  # 4, 5 and 6
        desk.undo(act)
        told.append(words(desk).note)
    desk.correct(2, note="")  # 7
    told.append(words(desk).note)
    assert [note and note.text for note in told] == ["丙", "甲", "丙", "乙", "甲"]
    # They are known again as they were after each change; the seed was the first.
    assert [words(desk, known=change).note for change in range(4, 9)] == told


def test_words_move_with_the_date_of_their_entry(desk: Desk) -> None:
    desk.log("sewer", on="06-01", note="甲")
    desk.log("sewer", on="06-02", note="乙")
    desk.correct(2, on="05-01")
    assert words(desk).note == Said("甲", 1, day("06-01"))
    desk.correct(1, on="07-01")
    assert words(desk, on="06-30").note == Said("乙", 2, day("05-01"))
    assert words(desk, on="07-01").note == Said("甲", 1, day("07-01"))


def test_one_word_cleared_leaves_the_others(desk: Desk) -> None:
    desk.log("sewer", "1", "06-01", note="甲", problem="缺人")
    desk.correct(1, problem="")
    assert words(desk) == Words(note=Said("甲", 1, day("06-01")))


# On paper


class Command(NamedTuple):
    """One thing that somebody does; numbers stand for whatever there is to choose from."""

    verb: str
    pick: int
    day: int
    field: str
    text: str


VERBS = ("log", "log", "log", "say", "say", "move", "undo", "undo")
TEXTS = ("甲", "乙", "丙", "")
SLUGS = ("first", "second")
FIRST_DAY = TODAY - dt.timedelta(days=12)

COMMANDS = st.builds(
    Command,
    verb=st.sampled_from(VERBS),
    pick=st.integers(0, 99),
    day=st.integers(0, 12),
    field=st.sampled_from(FIELDS),
    text=st.sampled_from(TEXTS),
)


def any_command(dice: random.Random) -> Command:
    return Command(
        dice.choice(VERBS),
        dice.randrange(100),
        dice.randrange(13),
        dice.choice(FIELDS),
        dice.choice(TEXTS),
    )


def do(desk: Desk, command: Command) -> None:
    """Does what can be done; what is refused leaves nothing behind."""
    on = str(FIRST_DAY + dt.timedelta(days=command.day))
    act = 1 + command.pick % next_act(desk.read)
    said: dict[str, Any] = {command.field: command.text}
    try:
        if command.verb == "log":
            amount = "1" if command.pick % 3 else None
            desk.log(SLUGS[command.pick % 2], amount, on, accept=True, **said)
        elif command.verb == "say":
            desk.correct(act, accept=True, **said)
        elif command.verb == "move":
            desk.correct(act, on=on, accept=True)
        else:
            desk.undo(act, accept=True)
    except Refused:
        pass


def on_paper(read: Read) -> Naive:
    """The acts as they lie in the tables, with what they say."""
    model = Naive()
    for number, change, commitment, on, *said in read(
        "SELECT act, change, commitment, day, note, problem, next_step FROM entry"
    ):
        fields = {"commitment": commitment, "day": dt.date.fromisoformat(on)}
        fields |= dict(zip(FIELDS, said, strict=True))
        model.acts.append(Act(number, change, "log", None, fields))
    for number, change, entry, field, value in read(
        "SELECT act, change, entry, field, value FROM correction"
    ):
        new = dt.date.fromisoformat(value) if field == "day" else value
        model.acts.append(Act(number, change, "correct", entry, {field: new}))
    for number, change, of in read("SELECT act, change, of_act FROM undo"):
        model.acts.append(Act(number, change, "undo", of, {}))
    model.acts.sort(key=lambda act: act.number)
    return model


def told_on_paper(model: Naive, on: dt.date, known: int) -> dict[int, Words]:
    """The last that stands of each, in the order of work dates."""
    found: dict[int, dict[str, Said]] = {}
    for number, fields in sorted(model.entries(known), key=lambda e: (e[1]["day"], e[0])):
        for field in FIELDS:
            if fields["day"] <= on and fields[field] is not None:
                said = Said(fields[field], number, fields["day"])
                found.setdefault(fields["commitment"], {})[field] = said
    return {commitment: Words(**said) for commitment, said in found.items()}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two commitments."""
    path = tmp_path_factory.mktemp("small") / "tracker.db"
    create(path, seed_rows(find_seed(), None, empty=True), Author(AUTHOR, "z"), now=NOON)
    with open_store(path) as store:
        for slug in SLUGS:
            Desk(store).add(slug, "quantity", target="9999", unit="个", department="市")
    return path


def play(small: Path, commands: list[Command]) -> Naive:
    """Does all commands, and holds the words of every change and every third day."""
    with (
        tempfile.TemporaryDirectory() as folder,
        hurried(Path(shutil.copy(small, folder))) as store,
    ):
        desk = Desk(store)
        for command in commands:
            do(desk, command)
        model = on_paper(desk.read)
        for known in range(1, desk.head + 1):
            for passed in range(known % 3, 13, 3):
                on = FIRST_DAY + dt.timedelta(days=passed)
                assert latest_words(desk.read, on, known) == told_on_paper(model, on, known)
        return model


@settings(max_examples=80, deadline=None)
@given(commands=st.lists(COMMANDS, max_size=20))
def test_any_history_says_the_same_as_on_paper(small: Path, commands: list[Command]) -> None:
    play(small, commands)


def test_a_long_history_says_the_same_as_on_paper(small: Path) -> None:
    dice = random.Random(2024)
    model = play(small, [any_command(dice) for _ in range(160)])
    verbs = [act.verb for act in model.acts]
    assert min(verbs.count(verb) for verb in ("log", "correct", "undo")) > 15
