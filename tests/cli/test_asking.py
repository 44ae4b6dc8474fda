"""`tracker log` that asks: whatever is typed, whoever else writes, at a terminal that is real."""

import datetime as dt
import io
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker
from tests.cli.test_hostile_text import HOSTILE, check, write_everywhere
from tests.conftest import AUTHOR, NOON, Run
from tests.store.ledgers import Desk
from tracker.__main__ import main
from tracker.store.engine import open_store

# One answer: the end of a line ends it.
ANSWER = HOSTILE.replace("\n", "").replace("\r", "")


def typed(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hostile_answer_to_any_question_is_shown_and_asked_again(run: Run, lang: str) -> None:
    keys = typed(ANSWER, "sewer", ANSWER, "3", ANSWER, "昨天", ANSWER, "y")
    result = run("log", "--lang", lang, keys=keys)
    check(result)
    assert (result.code, result.err.count("\\u202e")) == (0, 3)
    assert "\\x1b[31m" in run("show", "sewer").out


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_names_are_listed_carefully(run: Run, lang: str) -> None:
    write_everywhere(run, HOSTILE)
    for keys in (
        typed("[red]", "sewer", ANSWER, "", "", "", "x", "y"),
        typed("complexes", ANSWER[:9], "1", "2", "", "", "y"),
        typed("estates", ANSWER, "1", ANSWER, "2", "", ANSWER, "y"),
        typed("heritage-plan", ANSWER[:3], "1", "", "", "y"),
    ):
        result = run("log", "--lang", lang, keys=keys)
        check(result)
        assert "\\x1b[31m" in result.err


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("option", ["--area", "--stage", "--done", "--note", "--on", "--evidence"])
def test_a_hostile_option_is_refused_or_kept_while_asking(run: Run, option: str) -> None:
    check(run("log", option, ANSWER, keys=typed("sewer", "3", "", "", "y")))


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("words", [(ANSWER, "3", "estates", "4"), ("sewer", "3", ANSWER, "4")])
def test_a_hostile_pair_is_refused_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    result = run("log", *words)
    check(result)
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)


@pytest.mark.usefixtures("ledger")
def test_a_note_that_can_not_be_stored_is_asked_for_again(run: Run) -> None:
    long, torn = "x" * 4001, "柳园\udcce"
    result = run("log", keys=typed("sewer", "3", "", long, torn, "好", "y"))
    assert result.code == 0
    assert result.err.count("note (Enter for none):") == 3
    assert "柳园" not in run("history", "--json").out


@pytest.mark.usefixtures("ledger")
def test_more_than_a_screen_of_names_is_cut(run: Run) -> None:
    result = run("log", keys=typed("e", "19", ""))
    assert "\n 20  " in result.err
    assert "\n 21  " not in result.err
    assert "more: type more of the name" in result.err


class Shared(io.StringIO):
    """A terminal at which the person waits with the last answer until somebody else wrote."""

    def __init__(self, answers: str, path: Path) -> None:
        super().__init__(answers)
        self.path: Path | None = path

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:  # type: ignore[override]
        line = super().readline()
        if line == "y\n" and self.path:
            with open_store(self.path) as store:
                Desk(store, "李四").log("sewer", "3")
            self.path = None
        return line


@pytest.mark.parametrize(("last", "entries"), [("y", 2), ("n", 1)])
def test_what_somebody_else_wrote_meanwhile_is_asked_about_anew(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, run: Run, last: str, entries: int
) -> None:
    with monkeypatch.context() as patch:
        err = Shared("", ledger)
        patch.setattr(sys, "stdin", Shared(typed("sewer", "3", "", "", "y", last), ledger))
        patch.setattr(sys, "stdout", io.StringIO())
        patch.setattr(sys, "stderr", err)
        code = main(["log"], now=NOON)
    assert code == (0 if last == "y" else 3)
    assert "entry 1 says the same of 2024-07-05." in err.getvalue()
    assert run("history", "--plain").out.count("\tlog\t") == entries


DRIVER = """
import datetime as dt, fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from tracker.__main__ import main
sys.exit(main(["log"], now=dt.datetime.fromisoformat(sys.argv[1])))
"""
PATIENCE = dt.timedelta(seconds=30)


class Person:
    """Somebody at a real terminal, who types when the program has asked."""

    def __init__(self, terminal: int, process: "subprocess.Popen[bytes]") -> None:
        self.terminal, self.process = terminal, process
        self.seen = b""

    def sees(self, text: str, *, or_types: str = "") -> None:
        """Wait until a text is there that was not before; type again after a silent second."""
        until = time.monotonic() + PATIENCE.total_seconds()
        while text.encode() not in self.seen:
            assert time.monotonic() < until, self.seen.decode(errors="replace")
            ready, _, _ = select.select([self.terminal], [], [], 1)
            if ready:
                self.seen += os.read(self.terminal, 4096)
            else:
                self.types(or_types)
        self.seen = self.seen.partition(text.encode())[2]

    def types(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def leaves(self) -> int:
        return self.process.wait(PATIENCE.total_seconds())


@pytest.fixture
def person(ledger: Path, tmp_path: Path) -> Iterator[Person]:
    """A person whom `tracker log` asks, in Chinese."""
    pty = pytest.importorskip("pty")
    terminal, inner = pty.openpty()
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(tracker.__file__).parent.parent),
        "HOME": str(tmp_path),
        "INPUTRC": os.devnull,
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "TRACKER_LANG": "zh",
        "TRACKER_BY": AUTHOR,
        "TRACKER_DB": str(ledger),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, NOON.isoformat()],
        stdin=inner, stdout=inner, stderr=inner, env=environ, start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    try:
        yield Person(terminal, process)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def test_chinese_that_is_deleted_at_a_terminal_is_gone(person: Person, run: Run) -> None:
    person.sees("任务（代号、名称或其一部分）：")
    person.types("老旧错\x7f小区\n")
    person.sees("(estates)")
    person.sees("数字")
    person.types("５\n")
    person.sees("工作日期")
    person.types("昨天\n")
    person.sees("备注")
    person.types("柳园路错字\x7f\x7f北段\n")
    person.sees("[y/N]")
    person.types("是\n")
    person.sees("tracker undo 1")
    assert person.leaves() == 0
    history = run("history", "--json").out
    assert '"note": "柳园路北段"' in history
    assert '"amount": 5,' in history


def test_an_interrupt_at_a_question_saves_nothing(person: Person, run: Run) -> None:
    person.sees("任务")
    person.types("sewer\n")
    person.sees("只报文字）：")
    person.types("5")
    person.sees("5")
    person.types("\x03")
    # Python's readline hears no interrupt in the moment before it waits for a key.
    person.sees("已中断", or_types="\x03")
    assert person.leaves() == 130
    assert run("history", "--plain").out.count("\tlog\t") == 0
